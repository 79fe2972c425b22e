/*
 * Upright bars: those of one label stand together, one for each series. A figure stands right on
 * its bar (below one that is negative); where its neighbours are in the way it is moved sideways,
 * as long as it stays over the bar's middle. Otherwise there are no upright bars.
 */
#include "layout/chart.h"
#include "template/chart.h"

enum {
    AXIS = POINT,
    WIDEST_BAR = 68 * POINT,
    FULLNESS = 70, /* hundredths of the width that bars take */
    NAME_LINES = 3 /* of a label below */
};

struct box {
    length x, y, width, height;
};

struct bar {
    const struct chart_item *item;
    struct box box, label; /* of the bar, of its figure */
    struct paragraph *figure;
};

struct bars {
    struct chart *chart;
    struct bar *bars; /* by group, then by series */
    uint32_t count;
    length thickness, group_width, gap;
    length axis, room; /* where 0 is; the height of all numbers */
};

/* ---- Which bar stands where ---- */

static void sort_bars(struct bars *bars)
{
    const struct chart *chart = bars->chart;
    bars->bars = ARENA_ARRAY(chart->arena, struct bar, chart->item_count);
    for (uint32_t i = 0; i < chart->item_count; i++) {
        const struct chart_item *item = &chart->items[i];
        uint32_t k = bars->count++;
        for (; k > 0 && (bars->bars[k - 1].item->group > item->group ||
                         (bars->bars[k - 1].item->group == item->group &&
                          bars->bars[k - 1].item->series > item->series));
             k--)
            bars->bars[k] = bars->bars[k - 1];
        bars->bars[k] = (struct bar){.item = item};
    }
}

static bool same_group(const struct bars *bars, uint32_t a, uint32_t b)
{
    return bars->bars[a].item->group == bars->bars[b].item->group;
}

static length bar_x(const struct bars *bars, const struct chart_item *item)
{
    length group = bars->thickness * (length)bars->chart->series;
    return bars->group_width * (length)item->group + (bars->group_width - group) / 2 +
           bars->thickness * (length)item->series;
}

static void place_bar(struct bars *bars, struct bar *bar)
{
    const struct chart *chart = bars->chart;
    int64_t range = chart->largest / 2 - chart->smallest / 2, height = 0;
    int64_t number = bar->item->number / 2;
    if (range > 0)
        decimal_scale(number < 0 ? -number : number, bars->room, range, &height);
    bar->box = (struct box){bar_x(bars, bar->item), bars->axis, bars->thickness, (length)height};
    if (number >= 0)
        bar->box.y -= (length)height;
    bar->label.y = number < 0 ? bars->axis + (length)height : bar->box.y - bar->label.height;
}

/* ---- Figures ---- */

static bool is_beside(const struct box *label, const struct box *bar)
{
    return label->y < bar->y + bar->height && bar->y < label->y + label->height;
}

/* Between what edges the figure of bar i may stand: those of its group, or of a neighbour that
 * reaches as high. */
static void find_edges(const struct bars *bars, uint32_t i, length *left, length *right)
{
    const struct bar *bar = &bars->bars[i], *before = bar - 1, *after = bar + 1;
    *left = bars->group_width * (length)bar->item->group + bars->gap / 2;
    *right = *left + bars->group_width - bars->gap;
    if (i > 0 && same_group(bars, i, i - 1)) {
        if (is_beside(&bar->label, &before->box))
            *left = before->box.x + before->box.width;
        if (is_beside(&bar->label, &before->label) && before->label.x + before->label.width > *left)
            *left = before->label.x + before->label.width;
    }
    if (i + 1 < bars->count && same_group(bars, i, i + 1) && is_beside(&bar->label, &after->box))
        *right = after->box.x;
}

/* Moves the figures before i to the left so that i gets `wanted` more; false when they cannot. */
static bool push_left(struct bars *bars, uint32_t i, length edge)
{
    if (i == 0 || !same_group(bars, i, i - 1))
        return false;
    struct bar *before = &bars->bars[i - 1];
    length left, right, x = edge - before->label.width;
    if (!is_beside(&bars->bars[i].label, &before->label) || x >= before->label.x)
        return false;
    find_edges(bars, i - 1, &left, &right);
    if (x < left && !push_left(bars, i - 1, x))
        return false;
    before->label.x = x;
    length middle = before->box.x + before->box.width / 2;
    return x <= middle && middle <= x + before->label.width;
}

static bool place_figure(struct bars *bars, uint32_t i)
{
    struct bar *bar = &bars->bars[i];
    struct box *label = &bar->label;
    length left, right, middle = bar->box.x + bar->box.width / 2;
    find_edges(bars, i, &left, &right);
    label->x = middle - label->width / 2;
    label->x = label->x + label->width > right ? right - label->width : label->x;
    if (label->x < left) {
        length wide = left + label->width;
        if (wide <= right)
            label->x = left;
        else if (!push_left(bars, i, right - label->width))
            return false;
        else
            label->x = right - label->width;
    }
    return label->x <= middle && middle <= label->x + label->width;
}

static void set_figure(struct bars *bars, struct bar *bar)
{
    bar->figure = chart_value(bars->chart, bar->item, bars->chart->width);
    bar->label.width = chart_text_width(bar->figure) + bars->gap / 2;
    bar->label.height = bar->figure->height;
    bar->figure->align = ALIGN_CENTER;
    paragraph_fill(bars->chart->shaper, bar->figure, bar->label.width);
}

/* ---- Labels of the groups ---- */

/* Sets the labels below the bars; the height of the tallest, or -1 if they do not fit. */
static length set_names(struct bars *bars, struct paragraph **names)
{
    length tallest = 0, width = bars->group_width - bars->gap;
    for (uint32_t i = 0; i < bars->count; i++) {
        const struct chart_item *item = bars->bars[i].item;
        if (names[item->group])
            continue;
        struct paragraph *name =
            chart_text(bars->chart, chart_part(item->datum, ELEMENT_LABEL), width, ALIGN_CENTER);
        if (paragraph_words(name) > width || name->line_count > NAME_LINES)
            return -1;
        names[item->group] = name;
        tallest = name->height > tallest ? name->height : tallest;
    }
    return tallest;
}

/* ---- The whole ---- */

static void add_all(struct bars *bars, struct paragraph **names, length below)
{
    struct chart *chart = bars->chart;
    for (uint32_t i = 0; i < bars->count; i++) {
        const struct box *box = &bars->bars[i].box;
        if (box->height)
            chart_box(chart, box->x, box->y, box->width, box->height, bars->bars[i].item->series);
    }
    struct point *axis = chart_shape(chart, 2, AXIS);
    axis[0] = (struct point){0, bars->axis};
    axis[1] = (struct point){chart->width, bars->axis};
    /* Read aloud, each name goes before its figures. */
    for (uint32_t i = 0; i < bars->count; i++) {
        const struct bar *bar = &bars->bars[i];
        if (i == 0 || !same_group(bars, i, i - 1))
            chart_label(chart, names[bar->item->group],
                        bars->group_width * (length)bar->item->group + bars->gap / 2, below,
                        bars->group_width - bars->gap);
        chart_label(chart, bar->figure, bar->label.x, bar->label.y, bar->label.width);
    }
}

/* Shares the height out between figures, bars and labels below; false if too little is left. */
static bool find_heights(struct bars *bars, length top, length names, length *below)
{
    struct chart *chart = bars->chart;
    length figure = 0, negative = chart->smallest < 0;
    for (uint32_t i = 0; i < bars->count; i++) {
        set_figure(bars, &bars->bars[i]);
        length height = bars->bars[i].label.height;
        figure = height > figure ? height : figure;
    }
    *below = chart->height - names;
    bars->room = *below - bars->gap - top - figure - negative * figure;
    int64_t range = chart->largest / 2 - chart->smallest / 2, above = bars->room;
    if (range > 0)
        decimal_scale(chart->largest / 2, bars->room, range, &above);
    bars->axis = top + figure + (length)above;
    return bars->room >= chart->size * 3;
}

bool chart_bars(struct chart *chart)
{
    struct bars bars = {.chart = chart, .gap = chart->size};
    sort_bars(&bars);
    if (!bars.count) {
        chart->height = chart_head(chart);
        return true;
    }
    bars.group_width = chart->width / (length)chart->groups;
    bars.thickness = bars.group_width * FULLNESS / 100 / (length)chart->series;
    bars.thickness = bars.thickness < WIDEST_BAR ? bars.thickness : WIDEST_BAR;
    struct paragraph **names = ARENA_ARRAY(chart->arena, struct paragraph *, chart->groups);
    length tallest = set_names(&bars, names), below;
    if (tallest < 0 || !find_heights(&bars, chart_head(chart), tallest, &below))
        return false;
    for (uint32_t i = 0; i < bars.count; i++)
        place_bar(&bars, &bars.bars[i]);
    for (uint32_t i = 0; i < bars.count; i++)
        if (!place_figure(&bars, i))
            return false;
    add_all(&bars, names, below);
    return true;
}
