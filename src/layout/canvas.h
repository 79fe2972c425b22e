/* A page while it is being filled. */
#ifndef LAYOUT_CANVAS_H
#define LAYOUT_CANVAS_H

#include "layout/pages.h"

struct canvas_place {
    const struct doc_node *node;
    length y;
};

/* Room for ops. */
struct canvas_ops {
    struct paint_op *ops;
    uint32_t room;
};

struct canvas {
    struct arena *arena;
    struct page page;
    bool table_page;             /* has the margins of tables */
    bool unnumbered;             /* has no folio */
    struct canvas_place *places; /* headings and named nodes that start here */
    uint32_t place_count;
    uint32_t op_room, link_room, place_room, figure_room;
};

void canvas_init(struct canvas *canvas, struct arena *arena, length width, length height);

/* Ops go where there is room for those of most pages, until the page is filled: then it keeps as
 * much as it takes, and the room is there for the next. */
void canvas_borrow(struct canvas *canvas, struct canvas_ops *ops);
void canvas_return(struct canvas *canvas, struct canvas_ops *ops);

/* The op added, valid until the next. */
struct paint_op *canvas_op(struct canvas *canvas, enum paint paint);

/* A ruling from (x, y), horizontal when height is 0, else vertical; no part of the text. */
void canvas_ruling(struct canvas *canvas, length x, length y, length width, length height,
                   length thickness);

/* A line through the points, which show the node and are kept; closed and filled when filled. */
void canvas_path(struct canvas *canvas, const struct doc_node *node, const struct point *points,
                 uint32_t count, length thickness, bool filled, uint32_t fill);
void canvas_figure(struct canvas *canvas, struct page_figure figure);
void canvas_link(struct canvas *canvas, struct page_link link);

/* The node starts at y. */
void canvas_place(struct canvas *canvas, const struct doc_node *node, length y);

#endif
