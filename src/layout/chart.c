#include "layout/chart.h"

#include "template/chart.h"

enum { OUTLINE = POINT / 2 };

/* Neighbours differ in lightness; the first is for what a chart shows above all. */
static const uint32_t tones[] = {0x3F6C99, 0xD5E1EC, 0x8FB0CF, 0xF4F7FA, 0x1C3A57, 0xB4C9DC};

enum { TONES = sizeof tones / sizeof *tones };

/* ---- Shapes and texts ---- */

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

void chart_box(struct chart *chart, length x, length y, length width, length height, uint32_t tone)
{
    struct point *points = chart_shape(chart, 4, OUTLINE);
    chart_fill(chart, tone);
    points[0] = (struct point){x, y + height};
    points[1] = (struct point){x, y};
    points[2] = (struct point){x + width, y};
    points[3] = (struct point){x + width, y + height};
}

struct paragraph *chart_text(struct chart *chart, const struct doc_node *node, length width,
                             enum align align)
{
    struct shrink shrink = {chart->by, CHART_SMALLEST, 0};
    struct paragraph *paragraph = paragraph_new(chart->shaper, node, shrink);
    paragraph->align = align;
    paragraph_fill(chart->shaper, paragraph, width);
    return paragraph;
}

/* A text of the chart's own. */
static struct paragraph *own_text(struct chart *chart, struct slice text, length width,
                                  enum align align)
{
    struct paragraph *paragraph = paragraph_of_text(chart->shaper, chart->node, text);
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

/* The setting's text with what # stands for. */
static struct slice filled_in(struct chart *chart, struct slice pattern, struct slice text)
{
    struct slice rest = pattern, before = slice_cut(&rest, '#');
    return slice_of(arena_printf(chart->arena, "%.*s%.*s%.*s", (int)before.n, before.p, (int)text.n,
                                 text.p, rest.p ? (int)rest.n : 0, rest.p ? rest.p : ""));
}

/* ---- What the items say ---- */

/* The item's place among the labels or series, those before it having theirs. */
static uint32_t find_place(const struct chart *chart, const struct chart_item *item,
                           enum element part, uint32_t *places)
{
    for (const struct chart_item *other = chart->items; other < item; other++)
        if (chart_same(other->datum, item->datum, part))
            return part == ELEMENT_LABEL ? other->group : other->series;
    return (*places)++;
}

/* The words right behind the figure of an item. */
static struct slice unit_of(const struct doc_node *datum)
{
    const struct doc_node *text = chart_part(datum, ELEMENT_VALUE)->first;
    const struct doc_node *next = text && text->fact ? text->next : NULL;
    bool unit =
        next && next->element == ELEMENT_TEXT && (!next->fact || next->fact->kind == FACT_UNIT);
    bool ends = unit && (!next->next || next->next->element == ELEMENT_SHARE);
    return ends ? next->text : (struct slice){"", 0};
}

void chart_read(struct chart *chart)
{
    uint32_t count = 0;
    for (const struct doc_node *node = chart->node->first; node; node = node->next)
        count += node->element == ELEMENT_DATUM;
    chart->items = ARENA_ARRAY(chart->arena, struct chart_item, count);
    for (const struct doc_node *node = chart->node->first; node; node = node->next) {
        if (node->element != ELEMENT_DATUM)
            continue;
        struct chart_item *item = &chart->items[chart->item_count];
        *item = (struct chart_item){.datum = node, .number = chart_number(node)};
        item->group = find_place(chart, item, ELEMENT_LABEL, &chart->groups);
        item->series = find_place(chart, item, ELEMENT_SERIES, &chart->series);
        chart->largest = item->number > chart->largest ? item->number : chart->largest;
        chart->smallest = item->number < chart->smallest ? item->number : chart->smallest;
        chart->unit = chart->item_count++ ? chart->unit : unit_of(node);
    }
    for (uint32_t i = 0; i < chart->item_count; i++)
        if (!slice_eq(unit_of(chart->items[i].datum), chart->unit))
            chart->unit = (struct slice){"", 0};
}

static bool is_share(const struct doc_node *node)
{
    return node->element == ELEMENT_SHARE;
}

struct paragraph *chart_value(struct chart *chart, const struct chart_item *item, length width)
{
    const struct doc_node *value = chart_part(item->datum, ELEMENT_VALUE);
    if (!chart->unit.n || !chart->style->unit.n)
        return chart_text(chart, value, width, ALIGN_LEFT);
    const struct doc_node *parts[2] = {value->first, NULL}, *last = value->last;
    uint32_t count = 1;
    if (is_share(last) && last->first->text.n)
        parts[count++] = last->first;
    struct shrink shrink = {chart->by, CHART_SMALLEST, 0};
    struct paragraph *paragraph =
        paragraph_of_parts(chart->shaper, value->style, parts, count, shrink);
    paragraph->align = ALIGN_LEFT;
    paragraph_fill(chart->shaper, paragraph, width);
    return paragraph;
}

/* ---- Head and foot ---- */

static const struct chart_item *first_of(const struct chart *chart, uint32_t series)
{
    const struct chart_item *item = chart->items;
    while (item->series != series)
        item++;
    return item;
}

/* Names the series from left to right, in as many rows as it takes. Returns its height. */
static length add_legend(struct chart *chart, length width)
{
    length x = 0, y = 0, row = 0, side = chart->size * 4 / 5;
    for (uint32_t i = 0; i < chart->series && chart->item_count; i++) {
        const struct doc_node *name = chart_part(first_of(chart, i)->datum, ELEMENT_SERIES);
        if (!name || !name->first)
            continue;
        length indent = side + chart->size / 2;
        struct paragraph *text = chart_text(chart, name, width - indent, ALIGN_LEFT);
        length item = indent + chart_text_width(text);
        if (x > 0 && x + item > width) {
            x = 0;
            y += row;
            row = 0;
        }
        chart_box(chart, x, y + (text->leading - side) / 2, side, side, i);
        chart_label(chart, text, x + indent, y, width - indent);
        row = text->height > row ? text->height : row;
        x += item + chart->size * 2;
    }
    return y + row;
}

length chart_head(struct chart *chart)
{
    length width = chart->width, height = 0;
    if (chart->unit.n && chart->style->unit.n) {
        struct slice text = filled_in(chart, chart->style->unit, chart->unit);
        struct paragraph *unit = own_text(chart, text, chart->width, ALIGN_RIGHT);
        chart_label(chart, unit, 0, 0, chart->width);
        width -= chart_text_width(unit) + chart->size;
        height = unit->height;
    }
    length legend = add_legend(chart, width);
    height = legend > height ? legend : height;
    return height ? height + chart->size / 2 : 0;
}

/* The labels of the items that are 0, each once. */
static struct slice name_zeros(struct chart *chart, uint32_t *count)
{
    struct buf names = {0};
    for (uint32_t i = 0, next = 0; i < chart->item_count; i++) {
        if (chart->items[i].number || chart->items[i].group < next)
            continue;
        next = chart->items[i].group + 1;
        buf_puts(&names, (*count)++ ? "、" : "");
        node_put_text(&names, chart_part(chart->items[i].datum, ELEMENT_LABEL));
    }
    struct slice text = slice_copy(chart->arena, buf_slice(&names));
    buf_free(&names);
    return text;
}

bool chart_is_nothing(const struct chart *chart)
{
    return !chart->largest && !chart->smallest;
}

length chart_zeros(struct chart *chart, length y)
{
    bool all = chart_is_nothing(chart);
    uint32_t count = 0;
    struct slice names = name_zeros(chart, &count);
    struct slice pattern = all ? chart->style->all_zero : chart->style->zeros;
    if (all && count < 2)
        names = SLICE("各项");
    if (!names.n || !pattern.n)
        return y;
    struct paragraph *zeros = own_text(chart, filled_in(chart, pattern, names), chart->width,
                                       all ? ALIGN_CENTER : ALIGN_LEFT);
    chart_label(chart, zeros, 0, y, chart->width);
    return y + zeros->height;
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
