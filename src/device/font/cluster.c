#include "device/font/cluster.h"

/* The one that stands before it, of a run from right to left. */
static bool cluster_left(const struct paint_op *op, struct cluster *cluster)
{
    uint32_t end = cluster->count ? cluster->first : op->glyph_count, first = end;
    if (!end)
        return false;
    uint32_t start = op->glyphs[end - 1].cluster;
    while (first && op->glyphs[first - 1].cluster == start)
        first--;
    size_t stop = first ? op->glyphs[first - 1].cluster : op->text.n;
    cluster->first = first;
    cluster->count = end - first;
    cluster->text = (struct slice){op->text.p + start, stop > start ? stop - start : 0};
    return true;
}

bool cluster_next(const struct paint_op *op, struct cluster *cluster)
{
    if (op->rtl)
        return cluster_left(op, cluster);
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

length cluster_x(const struct paint_op *op, const struct cluster *cluster)
{
    length x = 0;
    for (uint32_t i = 0; i < cluster->first; i++)
        x += op->glyphs[i].advance;
    return x;
}
