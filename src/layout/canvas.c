#include "layout/canvas.h"

#include <string.h>

void canvas_init(struct canvas *canvas, struct arena *arena, length width, length height)
{
    *canvas = (struct canvas){.arena = arena, .page = {.width = width, .height = height}};
    canvas->page.label = SLICE("");
}

void canvas_borrow(struct canvas *canvas, struct canvas_ops *ops)
{
    canvas->page.ops = ops->ops;
    canvas->op_room = ops->room;
}

void canvas_return(struct canvas *canvas, struct canvas_ops *ops)
{
    enum { MORE = 4 }; /* folio, bars */
    struct page *page = &canvas->page;
    *ops = (struct canvas_ops){page->ops, canvas->op_room};
    canvas->op_room = page->op_count + MORE;
    page->ops =
        items_moved(canvas->arena, page->ops, sizeof *page->ops, page->op_count, canvas->op_room);
}

struct paint_op *canvas_op(struct canvas *canvas, enum paint paint)
{
    struct page *page = &canvas->page;
    GROW(canvas->arena, page->ops, page->op_count, canvas->op_room, 128);
    struct paint_op *op = &page->ops[page->op_count++];
    *op = (struct paint_op){.paint = paint};
    return op;
}

void canvas_ruling(struct canvas *canvas, length x, length y, length width, length height,
                   length thickness)
{
    struct paint_op *op = canvas_op(canvas, PAINT_RULING);
    op->x = x;
    op->y = y;
    op->width = width;
    op->height = height;
    op->thickness = thickness;
}

void canvas_path(struct canvas *canvas, const struct doc_node *node, const struct point *points,
                 uint32_t count, length thickness, bool filled, uint32_t fill)
{
    struct paint_op *op = canvas_op(canvas, PAINT_PATH);
    struct point low = points[0], high = points[0];
    for (uint32_t i = 1; i < count; i++) {
        low.x = points[i].x < low.x ? points[i].x : low.x;
        low.y = points[i].y < low.y ? points[i].y : low.y;
        high.x = points[i].x > high.x ? points[i].x : high.x;
        high.y = points[i].y > high.y ? points[i].y : high.y;
    }
    op->node = node;
    op->x = low.x;
    op->y = low.y;
    op->width = high.x - low.x;
    op->height = high.y - low.y;
    op->thickness = thickness;
    op->points = points;
    op->point_count = count;
    op->filled = filled;
    op->fill = fill;
}

void canvas_figure(struct canvas *canvas, struct page_figure figure)
{
    struct page *page = &canvas->page;
    GROW(canvas->arena, page->figures, page->figure_count, canvas->figure_room, 32);
    page->figures[page->figure_count++] = figure;
}

void canvas_link(struct canvas *canvas, struct page_link link)
{
    struct page *page = &canvas->page;
    GROW(canvas->arena, page->links, page->link_count, canvas->link_room, 32);
    page->links[page->link_count++] = link;
}

void canvas_place(struct canvas *canvas, const struct doc_node *node, length y)
{
    GROW(canvas->arena, canvas->places, canvas->place_count, canvas->place_room, 32);
    canvas->places[canvas->place_count++] = (struct canvas_place){node, y};
}
