/*
 * Paragraph → lines. A paragraph is a block's text as atoms; filling it at a width gives its lines.
 * Filling again at another width gives others.
 */
#ifndef LAYOUT_LINES_H
#define LAYOUT_LINES_H

#include "layout/canvas.h"
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
    enum text_flow flow;  /* which way it runs */
    bool forced;          /* a line ends where the text says so */
    uint8_t joint;        /* the best of its atoms */
    length widest;        /* of the lines when nothing is broken but where forced, no indents, */
    length words;         /* and of what stands between the best joints */
    length filled;        /* the width that it was filled for last, */
    enum align filled_as; /* and how */
    struct line *lines;   /* at least one once filled, so that an empty block keeps its height */
    uint32_t line_count;
    length height;
};

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

/* Width of the longest line when nothing is broken but where forced, of the longest part that
 * cannot be broken, and of the longest that should not: between joints, where there are any.
 * Indents included. */
length paragraph_widest(const struct paragraph *paragraph);
length paragraph_narrowest(const struct paragraph *paragraph);
length paragraph_words(const struct paragraph *paragraph);

/* The least width at which it takes so many lines at most, ended between words where it has any.
 * Indents included. */
length paragraph_least(const struct paragraph *paragraph, uint32_t lines);

/* Breaks the text into lines that fit the width, the style's indents inside it; nothing is done
 * again when they do already. */
void paragraph_fill(struct shaper *shaper, struct paragraph *paragraph, length width);

/* Paints lines [from, to) below y, x being the left edge of the width filled. An artifact is no
 * part of the document's text. */
void paragraph_paint(const struct paragraph *paragraph, struct canvas *canvas, uint32_t from,
                     uint32_t to, length x, length y, bool artifact);

/* From the top of a line to its baseline. */
length paragraph_baseline(const struct paragraph *paragraph);

/* Paints one line with its left end at x. */
void line_paint(const struct paragraph *paragraph, const struct line *line, struct canvas *canvas,
                length x, length y, bool artifact);

#endif
