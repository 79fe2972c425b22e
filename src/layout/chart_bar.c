/*
 * Bars: those of one label stand together, one for each series; a legend names the series. A figure
 * stands on its bar, or above what is in its way, with a line down to the bar.
 */
#include "layout/chart.h"
#include "template/chart.h"

enum {
    OUTLINE = POINT / 2,
    LEADER = POINT * 2 / 5,
    WIDEST_BAR = 68 * POINT,
    FULLNESS = 70, /* hundredths of the width that bars take */
    REACH = 160    /* a figure is at most so many hundredths of its bar's pitch wide: then it never
                      covers the middle of the next bar, where that one's line goes */
};

struct box {
    length x, y, width, height;
};

struct bar {
    const struct doc_node *datum;
    int64_t number;
    uint32_t group, series;
    struct box box;
    struct paragraph *figure;
    struct box label; /* of the figure */
};

struct bars {
    struct chart *chart;
    struct bar *bars;
    uint32_t count, groups, series;
    int64_t largest;
    length size, pitch, thickness, group_width;
    length top, bottom; /* of the plot */
};

/* ---- Which bar stands where ---- */

/* The bar's place among the labels or series, those before it having theirs. */
static uint32_t find_place(const struct bars *bars, const struct bar *bar, enum element part,
                           uint32_t *places)
{
    for (const struct bar *other = bars->bars; other < bar; other++)
        if (chart_same(other->datum, bar->datum, part))
            return part == ELEMENT_LABEL ? other->group : other->series;
    return (*places)++;
}

static void read_bars(struct bars *bars)
{
    const struct doc_node *node = bars->chart->node;
    uint32_t count = 0;
    for (const struct doc_node *datum = node->first; datum; datum = datum->next)
        count += datum->element == ELEMENT_DATUM;
    bars->bars = ARENA_ARRAY(bars->chart->arena, struct bar, count);
    for (const struct doc_node *datum = node->first; datum; datum = datum->next)
        if (datum->element == ELEMENT_DATUM) {
            struct bar *bar = &bars->bars[bars->count++];
            *bar = (struct bar){.datum = datum, .number = chart_number(datum)};
            bar->group = find_place(bars, bar, ELEMENT_LABEL, &bars->groups);
            bar->series = find_place(bars, bar, ELEMENT_SERIES, &bars->series);
            bars->largest = bar->number > bars->largest ? bar->number : bars->largest;
        }
}

static void find_widths(struct bars *bars)
{
    if (!bars->count)
        return;
    bars->group_width = bars->chart->width / (length)bars->groups;
    bars->thickness = bars->group_width * FULLNESS / 100 / (length)bars->series;
    if (bars->thickness > WIDEST_BAR)
        bars->thickness = WIDEST_BAR;
    bars->pitch = bars->series > 1 ? bars->thickness : bars->group_width;
}

static length bar_x(const struct bars *bars, const struct bar *bar)
{
    length group = bars->thickness * (length)bars->series;
    return bars->group_width * (length)bar->group + (bars->group_width - group) / 2 +
           bars->thickness * (length)bar->series;
}

/* ---- Legend and labels of the groups ---- */

static const struct bar *first_of(const struct bars *bars, uint32_t series)
{
    const struct bar *bar = bars->bars;
    while (bar->series != series)
        bar++;
    return bar;
}

static void add_swatch(struct bars *bars, length x, length y, length side, uint32_t tone)
{
    struct point *points = chart_shape(bars->chart, 4, OUTLINE);
    chart_fill(bars->chart, tone);
    points[0] = (struct point){x, y};
    points[1] = (struct point){x + side, y};
    points[2] = (struct point){x + side, y + side};
    points[3] = (struct point){x, y + side};
}

/* Names the series from left to right, in as many rows as it takes. Returns its height. */
static length add_legend(struct bars *bars)
{
    length x = 0, y = 0, row = 0, side = bars->size * 4 / 5, width = bars->chart->width;
    for (uint32_t i = 0; i < bars->series && bars->count; i++) {
        const struct doc_node *name = chart_part(first_of(bars, i)->datum, ELEMENT_SERIES);
        if (!name)
            continue;
        length indent = side + bars->size / 2;
        struct paragraph *text = chart_text(bars->chart, name, width - indent, ALIGN_LEFT);
        length item = indent + chart_text_width(text);
        if (x > 0 && x + item > width) {
            x = 0;
            y += row;
            row = 0;
        }
        add_swatch(bars, x, y + (text->leading - side) / 2, side, i);
        chart_label(bars->chart, text, x + indent, y, width - indent);
        row = text->height > row ? text->height : row;
        x += item + bars->size * 2;
    }
    return y + row;
}

/* Sets the labels below the bars; returns the height of the tallest, or -1 if they do not fit. */
static length set_groups(struct bars *bars, struct paragraph **names)
{
    length tallest = 0, width = bars->group_width - bars->size;
    for (uint32_t i = 0; i < bars->count; i++) {
        const struct bar *bar = &bars->bars[i];
        if (names[bar->group])
            continue;
        struct paragraph *name =
            chart_text(bars->chart, chart_part(bar->datum, ELEMENT_LABEL), width, ALIGN_CENTER);
        if (width < bars->size * 2)
            return -1;
        names[bar->group] = name;
        tallest = name->height > tallest ? name->height : tallest;
    }
    return tallest;
}

/* ---- Figures ---- */

static bool overlap(const struct box *a, const struct box *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

/* What the figure of bar `index` would cover: a bar, or the figure of one before it; or NULL. */
static const struct box *covered(const struct bars *bars, uint32_t index)
{
    const struct box *label = &bars->bars[index].label;
    for (uint32_t i = 0; i < bars->count; i++) {
        const struct bar *other = &bars->bars[i];
        if (i != index && overlap(label, &other->box))
            return &other->box;
        if (i < index && overlap(label, &other->label))
            return &other->label;
    }
    return NULL;
}

static bool set_figure(struct bars *bars, struct bar *bar)
{
    length most = bars->pitch * REACH / 100;
    most = most < bars->chart->width ? most : bars->chart->width;
    bar->figure = chart_text(bars->chart, chart_part(bar->datum, ELEMENT_VALUE), most, ALIGN_LEFT);
    bar->label.width = chart_text_width(bar->figure) + bars->size / 2;
    bar->label.height = bar->figure->height;
    bar->figure->align = ALIGN_CENTER;
    paragraph_fill(bars->chart->shaper, bar->figure, bar->label.width);
    return paragraph_narrowest(bar->figure) <= most;
}

static void place_figure(struct bars *bars, uint32_t index)
{
    struct bar *bar = &bars->bars[index];
    struct box *label = &bar->label;
    const struct box *under = &bar->box;
    length rightmost = bars->chart->width - label->width;
    label->x = bar->box.x + (bar->box.width - label->width) / 2;
    label->x = label->x < 0 ? 0 : label->x > rightmost ? rightmost : label->x;
    do
        label->y = under->y - label->height;
    while ((under = covered(bars, index)));
}

static void add_figure(struct bars *bars, const struct bar *bar)
{
    length middle = bar->box.x + bar->box.width / 2, foot = bar->label.y + bar->label.height;
    if (foot < bar->box.y) {
        struct point *line = chart_shape(bars->chart, 2, LEADER);
        line[0] = (struct point){middle, bar->box.y};
        line[1] = (struct point){middle, foot};
    }
    chart_label(bars->chart, bar->figure, bar->label.x, bar->label.y, bar->label.width);
}

/* ---- The whole ---- */

static void place_bars(struct bars *bars, length room)
{
    for (uint32_t i = 0; i < bars->count; i++) {
        struct bar *bar = &bars->bars[i];
        int64_t height = 0;
        if (bars->largest)
            decimal_scale(bar->number, room, bars->largest, &height);
        bar->box = (struct box){bar_x(bars, bar), bars->bottom - (length)height, bars->thickness,
                                (length)height};
    }
}

/* Figures that stand higher than the plot push all of it down. */
static void make_room(struct bars *bars)
{
    length highest = bars->top;
    for (uint32_t i = 0; i < bars->count; i++)
        highest = bars->bars[i].label.y < highest ? bars->bars[i].label.y : highest;
    length down = bars->top - highest;
    for (uint32_t i = 0; i < bars->count; i++) {
        bars->bars[i].box.y += down;
        bars->bars[i].label.y += down;
    }
    bars->bottom += down;
    bars->chart->height += down;
}

static void add_bar(struct bars *bars, const struct bar *bar)
{
    const struct box *box = &bar->box;
    struct point *points = chart_shape(bars->chart, 4, OUTLINE);
    chart_fill(bars->chart, bar->series);
    points[0] = (struct point){box->x, box->y + box->height};
    points[1] = (struct point){box->x, box->y};
    points[2] = (struct point){box->x + box->width, box->y};
    points[3] = (struct point){box->x + box->width, box->y + box->height};
}

static void add_all(struct bars *bars, struct paragraph **names)
{
    length inset = bars->size / 2;
    for (uint32_t i = 0; i < bars->count; i++)
        add_bar(bars, &bars->bars[i]);
    struct point *base = chart_shape(bars->chart, 2, OUTLINE * 2);
    base[0] = (struct point){0, bars->bottom};
    base[1] = (struct point){bars->chart->width, bars->bottom};
    /* Read aloud, each name goes before its figures. */
    for (uint32_t i = 0; i < bars->groups; i++) {
        chart_label(bars->chart, names[i], bars->group_width * (length)i + inset,
                    bars->bottom + inset, bars->group_width - 2 * inset);
        for (uint32_t k = 0; k < bars->count; k++)
            if (bars->bars[k].group == i)
                add_figure(bars, &bars->bars[k]);
    }
}

bool chart_bars(struct chart *chart)
{
    struct bars bars = {.chart = chart, .size = chart->node->style->size};
    length tallest = 0;
    read_bars(&bars);
    find_widths(&bars);
    struct paragraph **names = ARENA_ARRAY(chart->arena, struct paragraph *, bars.groups);
    length below = set_groups(&bars, names), legend = add_legend(&bars);
    for (uint32_t i = 0; i < bars.count; i++) {
        if (!set_figure(&bars, &bars.bars[i]))
            return false;
        length height = bars.bars[i].label.height;
        tallest = height > tallest ? height : tallest;
    }
    bars.top = legend + (legend ? bars.size / 2 : 0);
    bars.bottom = chart->height - below - bars.size / 2;
    if (below < 0 || bars.bottom - bars.top - tallest < bars.size * 2)
        return false;
    place_bars(&bars, bars.bottom - bars.top - tallest);
    for (uint32_t i = 0; i < bars.count; i++)
        place_figure(&bars, i);
    make_room(&bars);
    add_all(&bars, names);
    return true;
}
