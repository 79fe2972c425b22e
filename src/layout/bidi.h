/* Where the runs of a line stand that run both ways (rule L2 of the Unicode Bidirectional
 * Algorithm). They are painted in the order in which they are read. */
#ifndef LAYOUT_BIDI_H
#define LAYOUT_BIDI_H

#include "layout/pages.h"

/* A run in the order of reading. */
struct bidi_run {
    unsigned level;
    length behind; /* blank between it and the one that follows on the page */
};

/* Sets x of the runs, which start at x; rtl: as the first of them does, from the right. */
void bidi_place(struct arena *arena, struct paint_op *ops, const struct bidi_run *runs,
                uint32_t count, length x, bool rtl);

#endif
