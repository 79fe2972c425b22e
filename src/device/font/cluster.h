/* What devices share of text: which glyphs say which characters. */
#ifndef DEVICE_FONT_CLUSTER_H
#define DEVICE_FONT_CLUSTER_H

#include "layout/pages.h"

/* The glyphs of a run that show one stretch of text together: mostly one glyph, one character. */
struct cluster {
    uint32_t first, count;
    struct slice text;
};

/* Steps to the next cluster; start with a zeroed one. False after the last. */
bool cluster_next(const struct paint_op *op, struct cluster *cluster);

#endif
