/* What devices share of text: which glyphs say which characters. */
#ifndef DEVICE_FONT_CLUSTER_H
#define DEVICE_FONT_CLUSTER_H

#include "layout/pages.h"

/* The glyphs of a run that show one stretch of text together: mostly one glyph, one character. */
struct cluster {
    uint32_t first, count;
    struct slice text;
};

/* Steps to the next cluster in the order of reading; start with a zeroed one. False after the last.
 */
bool cluster_next(const struct paint_op *op, struct cluster *cluster);

/* From the start of the run to the cluster, in a run from right to left, where clusters stand in
 * the opposite order. */
length cluster_x(const struct paint_op *op, const struct cluster *cluster);

#endif
