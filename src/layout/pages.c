#include "layout/pages.h"

static void put_length(struct buf *out, length value)
{
    uint32_t size = value < 0 ? 0 - (uint32_t)value : (uint32_t)value;
    buf_printf(out, "%s%u", value < 0 ? "-" : "", (unsigned)(size / POINT));
    if (size % POINT) {
        buf_printf(out, ".%03u", (unsigned)(size % POINT));
        while (out->p[out->n - 1] == '0')
            out->p[--out->n] = '\0';
    }
}

static void put_lengths(struct buf *out, const length *values, int count)
{
    for (int i = 0; i < count; i++) {
        buf_putc(out, ' ');
        put_length(out, values[i]);
    }
}

static void dump_glyphs(struct buf *out, const struct paint_op *op)
{
    buf_puts(out, op->node ? "  text" : "  artifact");
    put_lengths(out, (length[]){op->x, op->y, op->width}, 3);
    buf_printf(out, " %s", op->font->name);
    put_lengths(out, (length[]){op->size}, 1);
    if (op->spacing) {
        buf_puts(out, " spacing");
        put_lengths(out, (length[]){op->spacing}, 1);
    }
    if (op->color)
        buf_printf(out, " #%06X", (unsigned)op->color);
    buf_puts(out, " “");
    buf_put_slice(out, op->text);
    buf_puts(out, "”\n");
}

static void dump_path(struct buf *out, const struct paint_op *op)
{
    buf_puts(out, "  path");
    put_lengths(out, (length[]){op->thickness}, 1);
    if (op->filled)
        buf_printf(out, " #%06X", (unsigned)op->fill);
    for (uint32_t i = 0; i < op->point_count; i++) {
        buf_puts(out, i ? " -" : " :");
        put_lengths(out, (length[]){op->points[i].x, op->points[i].y}, 2);
    }
    buf_putc(out, '\n');
}

static void dump_op(struct buf *out, const struct paint_op *op)
{
    if (op->paint == PAINT_GLYPHS) {
        dump_glyphs(out, op);
        return;
    }
    if (op->paint == PAINT_PATH) {
        dump_path(out, op);
        return;
    }
    buf_puts(out, op->paint == PAINT_RULING ? "  rule" : "  fill");
    put_lengths(out, (length[]){op->x, op->y, op->width, op->height, op->thickness},
                op->paint == PAINT_RULING ? 5 : 4);
    if (op->color)
        buf_printf(out, " #%06X", (unsigned)op->color);
    buf_putc(out, '\n');
}

static void dump_page(struct buf *out, const struct page *page, uint32_t number)
{
    buf_printf(out, "page %u", (unsigned)number);
    put_lengths(out, (length[]){page->width, page->height}, 2);
    if (page->label.n) {
        buf_puts(out, " label ");
        buf_put_slice(out, page->label);
    }
    buf_putc(out, '\n');
    for (uint32_t i = 0; i < page->op_count; i++)
        dump_op(out, &page->ops[i]);
    for (uint32_t i = 0; i < page->figure_count; i++) {
        const struct page_figure *figure = &page->figures[i];
        buf_puts(out, "  figure");
        put_lengths(out, (length[]){figure->x, figure->y, figure->width, figure->height}, 4);
        buf_putc(out, '\n');
    }
    for (uint32_t i = 0; i < page->link_count; i++) {
        const struct page_link *link = &page->links[i];
        buf_puts(out, "  link");
        put_lengths(out, (length[]){link->x, link->y, link->width, link->height}, 4);
        buf_puts(out, " to “");
        node_put_text(out, link->target);
        buf_puts(out, "”\n");
    }
}

void pages_dump(struct buf *out, const struct pages *pages)
{
    for (uint32_t i = 0; i < pages->count; i++)
        dump_page(out, &pages->page[i], i + 1);
    for (uint32_t i = 0; i < pages->destination_count; i++) {
        const struct destination *destination = &pages->destinations[i];
        buf_printf(out, "destination page %u", (unsigned)destination->page + 1);
        put_lengths(out, (length[]){destination->y}, 1);
        if (destination->node->name.n) {
            buf_puts(out, " #");
            buf_put_slice(out, destination->node->name);
        }
        buf_puts(out, " “");
        if (destination->node->element == ELEMENT_HEADING)
            node_put_text(out, destination->node);
        buf_puts(out, "”\n");
    }
}
