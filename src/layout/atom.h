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
    HOLDS_ADDRESS = HOLDS(ATOM_BREAK + 4) /* a character that addresses have */
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
    bool breaks;        /* a line may end after it, */
    uint8_t joint;      /* and had better: enum joint */
    bool tight;         /* part of one word, number or address with the next: never spaced from it;
                           before it is known what is next: western */
    unsigned level : 4; /* of embedding: odd where text runs from right to left */
    unsigned foreign : 1; /* shaped by Pango */
    unsigned joined : 1;  /* and joined with the next */
    unsigned bound : 1;   /* no line ends after it, says Pango */
};

/* Which way a text runs. */
enum text_flow {
    TEXT_PLAIN, /* from left to right, and nothing of another script */
    TEXT_LTR,   /* from left to right, all of it */
    TEXT_MIXED, /* the same, with parts that run from right to left */
    TEXT_RTL    /* from right to left; parts may not */
};

#endif
