/* What devices share of text: which glyphs say which characters. */
#ifndef DEVICE_FONT_CLUSTER_H
#define DEVICE_FONT_CLUSTER_H

#include "layout/pages.h"

/* The glyphs of a run that show one stretch of text together: mostly one glyph, one character. */
struct cluster {
    uint32_t first, count;
    struct slice text;
};

/* Steps to the one that stands before it, of a run from right to left. */
bool cluster_left(const struct paint_op *op, struct cluster *cluster);

/* Steps to the next cluster in the order of reading; start with a zeroed one. False after the last.
 */
static inline bool cluster_next(const struct paint_op *op, struct cluster *cluster)
{
    uint32_t first = cluster->first + cluster->count, end = first;
    if (op->rtl)
        return cluster_left(op, cluster);
    if (first >= op->glyph_count)
        return false;
    uint32_t start = op->glyphs[first].cluster;
    while (end < op->glyph_count && op->glyphs[end].cluster == start)
        end++;
    size_t stop = end < op->glyph_count ? op->glyphs[end].cluster : op->text.n;
    cluster->first = first;
    cluster->count = end - first;
    cluster->text = (struct slice){op->text.p + start, stop > start ? stop - start : 0};
    return true;
}

/* From the start of the run to the cluster, in a run from right to left, where clusters stand in
 * the opposite order. */
length cluster_x(const struct paint_op *op, const struct cluster *cluster);

#endif
