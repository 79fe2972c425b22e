#include "device/font/cluster.h"

bool cluster_next(const struct paint_op *op, struct cluster *cluster)
{
    uint32_t first = cluster->first + cluster->count, end = first;
    if (first >= op->glyph_count)
        return false;
    uint32_t start = op->glyphs[first].cluster;
    while (end < op->glyph_count && op->glyphs[end].cluster == start)
        end++;
    size_t stop = end < op->glyph_count ? op->glyphs[end].cluster : op->text.n;
    if (op->rtl)
        stop = first ? op->glyphs[first - 1].cluster : op->text.n;
    cluster->first = first;
    cluster->count = end - first;
    cluster->text = (struct slice){op->text.p + start, stop > start ? stop - start : 0};
    return true;
}
