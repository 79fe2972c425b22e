/* A chart of whatever kind its node asks for, or one that its labels have room in. */
#include "layout/chart.h"

enum { USUAL_HEIGHT = 200 * POINT, SIZE_STEP = POINT / 2 };

static void start(struct chart *chart, length by)
{
    chart->shape_count = chart->label_count = 0;
    chart->by = by;
    chart->size = chart->node->style->size - by;
    chart->height = chart->node->height ? chart->node->height : USUAL_HEIGHT;
}

/* As a pie or upright bars, if that is what it shall be and the labels have room; where all is 0,
 * in words. */
static bool draw_as_wanted(struct chart *chart, length page_height)
{
    bool pie = chart->node->chart == CHART_PIE;
    start(chart, 0);
    if (chart_is_nothing(chart)) {
        chart->height = chart_zeros(chart, 0);
        return true;
    }
    if (pie && chart->smallest < 0)
        return false;
    return (pie ? chart_pie(chart) : chart_bars(chart)) && chart->height <= page_height;
}

struct chart *chart_new(struct shaper *shaper, struct diag *diag, const struct doc_node *node,
                        const struct chart_style *style, length width, length page_height)
{
    struct chart *chart = ARENA_NEW(shaper_arena(shaper), struct chart);
    *chart = (struct chart){.arena = shaper_arena(shaper),
                            .shaper = shaper,
                            .node = node,
                            .style = style,
                            .width = width};
    chart_read(chart);
    if (draw_as_wanted(chart, page_height))
        return chart;
    for (length by = 0; by == 0 || chart->size >= CHART_SMALLEST; by += SIZE_STEP) {
        start(chart, by);
        chart_rows(chart);
        if (chart->height > page_height)
            continue;
        if (by)
            diag_report(diag, MSG_CHART_SMALL, node->pos,
                        arena_printf(chart->arena, "%d", (int)(chart->size / POINT)));
        return chart;
    }
    diag_report(diag, MSG_CHART_CROWDED, node->pos);
    return NULL;
}
