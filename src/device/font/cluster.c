#include "device/font/cluster.h"

bool cluster_left(const struct paint_op *op, struct cluster *cluster)
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

length cluster_x(const struct paint_op *op, const struct cluster *cluster)
{
    length x = 0;
    for (uint32_t i = 0; i < cluster->first; i++)
        x += op->glyphs[i].advance;
    return x;
}
