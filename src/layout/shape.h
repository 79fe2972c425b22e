/*
 * Text → atoms: what a line may place, cut and space out, but never divides. Nearly always an atom
 * is one character and one glyph; two dashes that a font joins, or a letter with its accent, are
 * one atom as well.
 */
#ifndef LAYOUT_SHAPE_H
#define LAYOUT_SHAPE_H

#include "layout/pages.h"

/* What the rules of line breaking and squeezing look at. */
enum atom_class {
    ATOM_HAN,      /* a character that may stand anywhere */
    ATOM_LATIN,    /* part of a word or number */
    ATOM_OPEN,     /* （《“ never at the end of a line */
    ATOM_CLOSE,    /* ）》” never at its start */
    ATOM_STOP,     /* ，。！ likewise */
    ATOM_POSTFIX,  /* % ℃ likewise */
    ATOM_PREFIX,   /* ￥ keeps with what follows */
    ATOM_JOIN,     /* / neither at the start nor at the end */
    ATOM_DASH,     /* — two are never parted; one alone is never at the start */
    ATOM_ELLIPSIS, /* … two are never parted; never at the start */
    ATOM_MIDDLE,   /* · ～ never at the start */
    ATOM_SCRIPT,   /* a letter of another script: broken where Pango says */
    ATOM_SPACE,    /* vanishes at the end of a line */
    ATOM_BREAK     /* forced line break; shows nothing */
};

/* How well a line may end in a head, a name or a title. */
enum joint {
    JOINT_NONE,
    JOINT_WORD, /* between words */
    JOINT_MARK  /* where the document marks it, or its settings for names do */
};

struct atom {
    const struct doc_node *node; /* what it shows: a TEXT, or an ITEM by its number */
    const char *p;               /* its characters */
    uint32_t bytes;
    uint32_t code; /* the first of them */
    const struct font *font;
    const struct glyph *glyphs; /* glyph_count shaped glyphs in units of the font, */
    uint32_t glyph_count;       /* or NULL for the one glyph below */
    uint32_t glyph;
    length size;
    length advance;
    length shift;
    length give_left, give_right; /* blank that may be cut off a full-width mark */
    length pair_left, pair_right; /* cut because of the neighbour on the same line */
    length cut_left, cut_right;   /* cut in the line where it stands now */
    enum atom_class class;
    bool breaks;   /* a line may end after it, */
    uint8_t joint; /* and had better: enum joint */
    bool tight;    /* part of one word, number or address with the next: never spaced from it */
    unsigned level : 4;   /* of embedding: odd where text runs from right to left */
    unsigned foreign : 1; /* shaped by Pango */
    unsigned joined : 1;  /* and joined with the next */
    unsigned bound : 1;   /* no line ends after it, says Pango */
};

/* Shapes the texts of one layout run, and collects the characters that no font has. */
struct shaper;
struct words;

/* words: those that lines of heads are not broken in. */
struct shaper *shaper_new(struct arena *arena, struct diag *diag, struct fonts *fonts,
                          const struct words *words);
const struct words *shaper_words(const struct shaper *shaper);

/* What a link says of the page that its node is on; set once the pages are known. */
typedef struct slice (*page_reference)(const void *context, struct arena *arena,
                                       const struct doc_node *link);
void shaper_refer(struct shaper *shaper, page_reference refer, const void *context);
struct slice shaper_reference(const struct shaper *shaper, const struct doc_node *link);
void shaper_free(struct shaper *shaper);
struct arena *shaper_arena(const struct shaper *shaper);

/* Words, numbers and addresses are spaced as their font spaces them. */
bool atom_is_western(const struct atom *atom);

/* Starts a text; then add its pieces; then end it, which decides where it may break. */
void shape_begin(struct shaper *shaper);

/* Adds text that shows the node (its own, or a list item's number), in the node's style but at this
 * size. The text must outlive the atoms. */
void shape_text(struct shaper *shaper, const struct doc_node *node, struct slice text, length size);
void shape_break(struct shaper *shaper, const struct doc_node *node);

/* A line had better end after what was added last. */
void shape_joint(struct shaper *shaper);

/* The atoms since shape_begin, in the arena. */
struct atom *shape_end(struct shaper *shaper, uint32_t *count);

/* Which way the text that was ended last runs. */
enum text_flow {
    TEXT_LTR,   /* from left to right, all of it */
    TEXT_MIXED, /* the same, with parts that run from right to left */
    TEXT_RTL    /* from right to left; parts may not */
};
enum text_flow shaper_flow(const struct shaper *shaper);

#endif
