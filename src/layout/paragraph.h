/* A block's text as atoms, and how wide it is. */
#ifndef LAYOUT_PARAGRAPH_H
#define LAYOUT_PARAGRAPH_H

#include "layout/shape.h"

struct line {
    uint32_t first, end; /* atoms shown; blanks at the end are left out */
    length indent;       /* before the line within the measure */
    length width;        /* as painted */
    length spacing;      /* after every glyph but the last and tight ones: even justification */
    uint32_t extra; /* the first so many gaps get a thousandth more, so that the sum is exact */
};

struct paragraph {
    const struct style *style;
    enum align align;
    length size, leading; /* after shrinking */
    struct atom *atoms;
    uint32_t count;
    const struct doc_node *shown; /* the text that it shows, when the atoms are of one that says the
                                     same; NULL: what they say */
    struct paragraph *kept;       /* another that is kept like this one */
    enum text_flow flow;          /* which way it runs */
    unsigned holds;               /* what it holds */
    bool forced;                  /* a line ends where the text says so */
    uint8_t joint;                /* the best of its atoms */
    length widest;        /* of the lines when nothing is broken but where forced, no indents, */
    length words;         /* and of what stands between the best joints */
    length filled;        /* the width that it was filled for last, */
    enum align filled_as; /* and how */
    struct line *lines;   /* at least one once filled, so that an empty block keeps its height; */
    struct line line;     /* mostly this one */
    uint32_t line_count;
    length height;
};

/* Where a line may end: only where it must, at marks, between words, or anywhere. */
enum ending { ENDS_FORCED, ENDS_MARK, ENDS_WORD, ENDS_ANYWHERE };

/* Atoms of a centred text whose lines are made of even length, and of any that is no prose and
 * broken between words. */
enum { BALANCE_MAX = 128 };

/* How much smaller than its style text is set, the size below which nothing goes, and the one
 * above which nothing stays (0 for none). */
struct shrink {
    length by, least, most;
};

/* The text of a block: its TEXT and BREAK descendants. */
struct paragraph *paragraph_new(struct shaper *shaper, const struct doc_node *block,
                                struct shrink shrink);

/* A text by itself that shows the node, in the node's style. */
struct paragraph *paragraph_of_text(struct shaper *shaper, const struct doc_node *node,
                                    struct slice text);

/* Some of the texts below a block, in a style. */
struct paragraph *paragraph_of_parts(struct shaper *shaper, const struct style *style,
                                     const struct doc_node *const *texts, uint32_t count,
                                     struct shrink shrink);

/* Finds how wide it is, again after its atoms were changed. */
void paragraph_measure(struct paragraph *paragraph);

/* Width of the longest line when nothing is broken but where forced, of the longest part that
 * cannot be broken, and of the longest that should not: between joints, where there are any.
 * Indents included. */
length paragraph_widest(const struct paragraph *paragraph);
length paragraph_narrowest(const struct paragraph *paragraph);
length paragraph_words(const struct paragraph *paragraph);

/* The least width at which it takes so many lines at most, ended between words where it has any.
 * Indents included. */
length paragraph_least(const struct paragraph *paragraph, uint32_t lines);

/* The widest of the parts between such endings. */
length paragraph_part(const struct paragraph *paragraph, enum ending ending);

/* Of an atom that stands behind another, or starts a line. */
static inline length atom_width(const struct paragraph *paragraph, uint32_t i, bool starts)
{
    const struct atom *atom = &paragraph->atoms[i];
    return starts ? atom->advance : atom->advance - atom->pair_left - atom[-1].pair_right;
}

static inline bool atom_is_blank(const struct atom *atom)
{
    return atom->class == ATOM_SPACE || atom->class == ATOM_BREAK;
}

static inline length paragraph_indents(const struct paragraph *paragraph)
{
    return paragraph->style->left + paragraph->style->right;
}

static inline length paragraph_first_indent(const struct paragraph *paragraph, length pitch)
{
    length indent = paragraph->style->first_indent;
    return indent ? (length)((int64_t)indent * pitch / 1000) : 0;
}

/* Whether a line may end after the atom; the better its joint, the more endings it serves. */
static inline bool atom_ends_line(const struct atom *atom, enum ending ending)
{
    bool ends = ending == ENDS_ANYWHERE ? atom->breaks : atom->joint + ending > JOINT_MARK;
    return ends || atom->class == ATOM_BREAK;
}

/* The best places that the text has for its lines to end. */
static inline enum ending paragraph_ending(const struct paragraph *paragraph)
{
    uint8_t best = paragraph->joint;
    return best == JOINT_MARK ? ENDS_MARK : best == JOINT_WORD ? ENDS_WORD : ENDS_ANYWHERE;
}

#endif
