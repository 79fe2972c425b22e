/*
 * Level bars: a line for each, its name on the left, its figure at its end. They have room for
 * whatever labels there are, so they stand for every chart whose labels would collide.
 */
#include "layout/chart.h"
#include "template/chart.h"

enum {
    AXIS = POINT,
    NAMES_PART = 5, /* names take two of so many parts of the width at most */
    FULLNESS = 75   /* hundredths of the type size that a bar is thick */
};

struct rows {
    struct chart *chart;
    struct chart_item *items; /* in the order drawn */
    uint32_t count;
    struct paragraph **names, **values;
    length names_width, value_width, gap, axis, bar_room;
};

/* Those of one label stand together; a pie's the largest first, and without those that are 0. */
static bool goes_before(const struct chart *chart, const struct chart_item *a,
                        const struct chart_item *b)
{
    if (chart->node->chart == CHART_PIE)
        return a->number > b->number;
    return a->group < b->group;
}

static void sort_items(struct rows *rows)
{
    const struct chart *chart = rows->chart;
    rows->items = ARENA_ARRAY(chart->arena, struct chart_item, chart->item_count);
    for (uint32_t i = 0; i < chart->item_count; i++) {
        struct chart_item item = chart->items[i];
        if (chart->node->chart == CHART_PIE && !item.number)
            continue;
        uint32_t k = rows->count++;
        for (; k > 0 && goes_before(chart, &item, &rows->items[k - 1]); k--)
            rows->items[k] = rows->items[k - 1];
        rows->items[k] = item;
    }
}

static bool starts_group(const struct rows *rows, uint32_t i)
{
    return i == 0 || rows->items[i].group != rows->items[i - 1].group;
}

static void set_texts(struct rows *rows)
{
    struct chart *chart = rows->chart;
    length most = chart->width * 2 / NAMES_PART;
    rows->names = ARENA_ARRAY(chart->arena, struct paragraph *, rows->count);
    rows->values = ARENA_ARRAY(chart->arena, struct paragraph *, rows->count);
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct chart_item *item = &rows->items[i];
        rows->names[i] =
            chart_text(chart, chart_part(item->datum, ELEMENT_LABEL), most, ALIGN_LEFT);
        rows->values[i] = chart_value(chart, item, chart->width / 3);
        length name = chart_text_width(rows->names[i]), value = chart_text_width(rows->values[i]);
        rows->names_width = name > rows->names_width ? name : rows->names_width;
        rows->value_width = value > rows->value_width ? value : rows->value_width;
    }
}

/* A length that shows the number. */
static length scaled(const struct rows *rows, int64_t number)
{
    int64_t scaled = 0, range = rows->chart->largest / 2 - rows->chart->smallest / 2;
    if (range > 0)
        decimal_scale(number / 2, rows->bar_room, range, &scaled);
    return (length)scaled;
}

/* Figures of what is negative stand left of their bars. */
static void find_axis(struct rows *rows)
{
    const struct chart *chart = rows->chart;
    rows->gap = chart->size / 2;
    length left = rows->names_width + rows->gap,
           right = chart->width - rows->value_width - rows->gap;
    if (chart->smallest < 0)
        left += rows->value_width + rows->gap;
    rows->bar_room = right - left;
    rows->axis = left - scaled(rows, chart->smallest);
}

static void add_row(struct rows *rows, uint32_t i, length y, length height)
{
    struct chart *chart = rows->chart;
    const struct chart_item *item = &rows->items[i];
    struct paragraph *value = rows->values[i];
    length reach = scaled(rows, item->number), thick = chart->size * FULLNESS / 100;
    length left = reach < 0 ? rows->axis + reach : rows->axis;
    length width = reach < 0 ? -reach : reach;
    if (item->number)
        chart_box(chart, left, y + (height - thick) / 2, width, thick,
                  chart->series > 1 ? item->series : 0);
    length x = left + width + rows->gap;
    if (reach < 0)
        x = left - rows->gap - chart_text_width(value);
    chart_label(chart, value, x, y + (height - value->height) / 2, chart->width);
}

void chart_rows(struct chart *chart)
{
    struct rows rows = {.chart = chart};
    sort_items(&rows);
    set_texts(&rows);
    find_axis(&rows);
    length top = chart_head(chart), y = top;
    for (uint32_t i = 0; i < rows.count; i++) {
        bool first = starts_group(&rows, i);
        length height = rows.values[i]->height;
        if (first && rows.names[i]->height > height)
            height = rows.names[i]->height;
        y += first && i ? chart->size / 3 : 0;
        if (first)
            chart_label(chart, rows.names[i], 0, y + (height - rows.names[i]->height) / 2,
                        rows.names_width);
        add_row(&rows, i, y, height);
        y += height;
    }
    struct point *axis = chart_shape(chart, 2, AXIS);
    axis[0] = (struct point){rows.axis, top};
    axis[1] = (struct point){rows.axis, y};
    bool pie = chart->node->chart == CHART_PIE;
    chart->height = pie ? chart_zeros(chart, y + chart->size / 3) : y;
}
