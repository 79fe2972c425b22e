/*
 * Charts: a bar chart or a pie becomes shapes and labels in a box of the text's width, to be
 * painted wherever the flow puts it. Tones differ in lightness and every shape is outlined, so that
 * a chart reads the same in grey; figures stand at the shapes, so that nothing need be read off an
 * axis.
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

struct chart {
    struct arena *arena;
    struct shaper *shaper;
    const struct doc_node *node;
    length width, height; /* the height grows when the labels need it */
    struct chart_shape *shapes;
    uint32_t shape_count, shape_room;
    struct chart_label *labels;
    uint32_t label_count, label_room;
};

/* Lays the chart out; NULL after reporting that its labels have no room on a page. */
struct chart *chart_new(struct shaper *shaper, struct diag *diag, const struct doc_node *node,
                        length width, length page_height);

/* Paints it with its top left corner at x, y. */
void chart_paint(const struct chart *chart, struct canvas *canvas, length x, length y);

/* Inside: each returns false when the labels have no room. */
bool chart_bars(struct chart *chart);
bool chart_pie(struct chart *chart);

/* Room for count points of a new shape. */
struct point *chart_shape(struct chart *chart, uint32_t count, length thickness);
void chart_fill(struct chart *chart, uint32_t tone);

/* The node's text set to the width. */
struct paragraph *chart_text(struct chart *chart, const struct doc_node *node, length width,
                             enum align align);
void chart_label(struct chart *chart, const struct paragraph *paragraph, length x, length y,
                 length width);

/* The widest line of a text that is set. */
length chart_text_width(const struct paragraph *paragraph);

#endif
