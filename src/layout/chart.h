/*
 * Charts: bars or a pie become shapes and labels in a box of the text's width, to be painted
 * wherever the flow puts it. Tones differ in lightness and every shape is outlined, so that a chart
 * reads the same in grey; figures stand at the shapes, so that nothing need be read off an axis.
 *
 *     chart_pie    slices, each with its label beside it
 *     chart_bar    upright bars, their figures on them
 *     chart_rows   level bars, a line each: for all whose labels have no room in the others
 */
#ifndef LAYOUT_CHART_H
#define LAYOUT_CHART_H

#include "layout/lines.h"

struct chart_shape {
    struct point *points; /* from the box's top left corner */
    uint32_t count;
    length thickness;
    bool filled;
    uint32_t fill;
};

/* A text within width from x, y on. */
struct chart_label {
    const struct paragraph *paragraph;
    length x, y, width;
};

/* What the node's items say. */
struct chart_item {
    const struct doc_node *datum;
    int64_t number;
    uint32_t group, series; /* those of one label; those of one series */
};

struct chart {
    struct arena *arena;
    struct shaper *shaper;
    const struct doc_node *node;
    const struct chart_style *style;
    length width, height; /* the height grows when the labels need it */
    length size, by;      /* of the type, and how much smaller than its style that is */
    struct chart_item *items;
    uint32_t item_count, groups, series;
    int64_t largest, smallest; /* of the numbers and 0 */
    struct slice unit;         /* that all figures share: shown once */
    struct chart_shape *shapes;
    uint32_t shape_count, shape_room;
    struct chart_label *labels;
    uint32_t label_count, label_room;
};

/* Lays the chart out, warning where its type has to be small; NULL after reporting that even so it
 * has no room on a page. */
struct chart *chart_new(struct shaper *shaper, struct diag *diag, const struct doc_node *node,
                        const struct chart_style *style, length width, length page_height);

/* Paints it with its top left corner at x, y. */
void chart_paint(const struct chart *chart, struct canvas *canvas, length x, length y);

/* The size below which the type of a chart with very many items does not go. */
enum { CHART_SMALLEST = 5 * POINT };

/* Reads what the items say. */
void chart_read(struct chart *chart);

/* Inside: draw what chart.c has read. The first two return false when the labels have no room. */
bool chart_bars(struct chart *chart);
bool chart_pie(struct chart *chart);
void chart_rows(struct chart *chart);

/* Room for count points of a new shape. */
struct point *chart_shape(struct chart *chart, uint32_t count, length thickness);
void chart_fill(struct chart *chart, uint32_t tone);
void chart_box(struct chart *chart, length x, length y, length width, length height, uint32_t tone);

/* The node's text, or an item's figure without the common unit, set to the width. */
struct paragraph *chart_text(struct chart *chart, const struct doc_node *node, length width,
                             enum align align);
struct paragraph *chart_value(struct chart *chart, const struct chart_item *item, length width);
void chart_label(struct chart *chart, const struct paragraph *paragraph, length x, length y,
                 length width);

/* The widest line of a text that is set. */
length chart_text_width(const struct paragraph *paragraph);

/* Puts the names of the series and the unit at the top; returns where they end. */
length chart_head(struct chart *chart);

/* Whether it has no items but such as are 0. */
bool chart_is_nothing(const struct chart *chart);

/* Tells below y of the items that are 0 and not drawn; returns where that ends. */
length chart_zeros(struct chart *chart, length y);

#endif
