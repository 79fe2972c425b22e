#include "layout/chart.h"

enum { USUAL_HEIGHT = 200 * POINT };

/* Neighbours differ in lightness. */
static const uint32_t tones[] = {0x3F6C99, 0xD5E1EC, 0x8FB0CF, 0xF4F7FA, 0x1C3A57, 0xB4C9DC};

enum { TONES = sizeof tones / sizeof *tones };

struct point *chart_shape(struct chart *chart, uint32_t count, length thickness)
{
    GROW(chart->arena, chart->shapes, chart->shape_count, chart->shape_room, 32);
    struct chart_shape *shape = &chart->shapes[chart->shape_count++];
    *shape = (struct chart_shape){.count = count, .thickness = thickness};
    return shape->points = ARENA_ARRAY(chart->arena, struct point, count);
}

void chart_fill(struct chart *chart, uint32_t tone)
{
    struct chart_shape *shape = &chart->shapes[chart->shape_count - 1];
    shape->filled = true;
    shape->fill = tones[tone % TONES];
}

struct paragraph *chart_text(struct chart *chart, const struct doc_node *node, length width,
                             enum align align)
{
    struct paragraph *paragraph = paragraph_new(chart->shaper, node, (struct shrink){0, 0});
    paragraph->align = align;
    paragraph_fill(chart->shaper, paragraph, width);
    return paragraph;
}

void chart_label(struct chart *chart, const struct paragraph *paragraph, length x, length y,
                 length width)
{
    GROW(chart->arena, chart->labels, chart->label_count, chart->label_room, 32);
    chart->labels[chart->label_count++] = (struct chart_label){paragraph, x, y, width};
}

length chart_text_width(const struct paragraph *paragraph)
{
    length widest = 0;
    for (uint32_t i = 0; i < paragraph->line_count; i++)
        widest = paragraph->lines[i].width > widest ? paragraph->lines[i].width : widest;
    return widest;
}

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

void chart_paint(const struct chart *chart, struct canvas *canvas, length x, length y)
{
    for (uint32_t i = 0; i < chart->shape_count; i++) {
        const struct chart_shape *shape = &chart->shapes[i];
        struct point *points = ARENA_ARRAY(canvas->arena, struct point, shape->count);
        for (uint32_t k = 0; k < shape->count; k++)
            points[k] = (struct point){x + shape->points[k].x, y + shape->points[k].y};
        canvas_path(canvas, chart->node, points, shape->count, shape->thickness, shape->filled,
                    shape->fill);
    }
    for (uint32_t i = 0; i < chart->label_count; i++) {
        const struct chart_label *label = &chart->labels[i];
        paragraph_paint(label->paragraph, canvas, 0, label->paragraph->line_count, x + label->x,
                        y + label->y, false);
    }
    canvas_figure(canvas, (struct page_figure){chart->node, x, y, chart->width, chart->height});
}
