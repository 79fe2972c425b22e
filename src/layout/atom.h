/*
 * Text as atoms: what a line may place, cut and space out, but never divides. Nearly always an atom
 * is one character and one glyph; two dashes that a font joins, or a letter with its accent, are
 * one atom as well.
 */
#ifndef LAYOUT_ATOM_H
#define LAYOUT_ATOM_H

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

/* What a text holds: its classes of atoms, a bit each, and more. Nothing is looked for in a text
 * that holds none of it: most are figures in cells. */
#define HOLDS(class) (1u << (class))
enum {
    HOLDS_CLASSES = HOLDS(ATOM_BREAK + 1) - 1,
    HOLDS_ENDS = HOLDS(ATOM_BREAK + 1),  /* places within where a line may end */
    HOLDS_GIVES = HOLDS(ATOM_BREAK + 2), /* blank that may be cut off, or is, or is added */
    HOLDS_OTHER = HOLDS(ATOM_BREAK + 3), /* what is not typed with a western keyboard, blanks too */
    HOLDS_ADDRESS = HOLDS(ATOM_BREAK + 4), /* a character that addresses have */
    HOLDS_JOINTS = HOLDS(ATOM_BREAK + 5),  /* joints, perhaps */
    HOLDS_OWN = HOLDS(ATOM_BREAK + 6)      /* what is told of with its place, or another script */
};

/* What atoms side by side have in common. */
struct atom_run {
    const struct doc_node *node; /* what they show: a TEXT, or an ITEM by its number */
    const struct font *font;
    length size;
};

/* There are tens of thousands, and they are gone through many times: they take 64 bytes each. */
struct atom {
    const struct atom_run *run; /* the same for those side by side that have it in common */
    const char *p;              /* its characters */
    uint32_t bytes;
    uint32_t code; /* the first of them */
    union {
        const struct glyph *glyphs; /* SHAPED: glyph_count glyphs in units of the font */
        struct {
            uint32_t glyph; /* else the only one, */
            length shift;   /* set off by so much */
        };
    };
    uint32_t glyph_count;
    length advance;
    length give;                  /* blank that may be cut off a full-width mark: atom_gives_… */
    length pair_left, pair_right; /* cut because of the neighbour on the same line */
    length cut_left, cut_right;   /* cut in the line where it stands now */
    enum atom_class class : 8;
    enum joint joint : 2; /* how well a line may end after it, */
    bool breaks : 1;      /* if it may */
    bool tight : 1; /* part of one word, number or address with the next: never spaced from it;
                       before it is known what is next: western */
    bool shaped : 1;
    unsigned level : 4; /* of embedding: odd where text runs from right to left */
    bool foreign : 1;   /* shaped by Pango */
    bool joined : 1;    /* and joined with the next */
    bool bound : 1;     /* no line ends after it, says Pango */
};

_Static_assert(sizeof(struct atom) == 64 || sizeof(void *) != 8, "an atom is a line of cache");

static inline length atom_gives_left(const struct atom *atom)
{
    return atom->class == ATOM_OPEN ? atom->give : 0;
}

static inline length atom_gives_right(const struct atom *atom)
{
    return atom->class == ATOM_OPEN ? 0 : atom->give;
}

/* Which way a text runs. */
enum text_flow {
    TEXT_PLAIN, /* from left to right, and nothing of another script */
    TEXT_LTR,   /* from left to right, all of it */
    TEXT_MIXED, /* the same, with parts that run from right to left */
    TEXT_RTL    /* from right to left; parts may not */
};

#endif
