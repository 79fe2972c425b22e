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
static inline bool cluster_next(const struct paint_op *op, struct cluster *cluster)
{
    uint32_t first = cluster->first + cluster->count, end = first;
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

#endif
