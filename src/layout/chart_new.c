/* A chart of whatever kind. */
#include "layout/chart.h"

enum { USUAL_HEIGHT = 200 * POINT };

struct chart *chart_new(struct shaper *shaper, struct diag *diag, const struct doc_node *node,
                        length width, length page_height)
{
    static bool (*const kinds[])(struct chart *) = {
        [CHART_BAR] = chart_bars, [CHART_PIE] = chart_pie};
    struct arena *arena = shaper_arena(shaper);
    struct chart *chart = ARENA_NEW(arena, struct chart);
    *chart = (struct chart){.arena = arena,
                            .shaper = shaper,
                            .node = node,
                            .width = width,
                            .height = node->height ? node->height : USUAL_HEIGHT};
    if (kinds[node->chart](chart) && chart->height <= page_height)
        return chart;
    diag_report(diag, MSG_CHART_CROWDED, node->pos);
    return NULL;
}
