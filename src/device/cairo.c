/*
 * Pages as pictures, by cairo: the very operations that the PDF is written from, drawn from the
 * outlines of the fonts without hints. So a picture is the page, and one that the PDF's own
 * renderings can be held against.
 */
#include <cairo-svg.h>
#include <hb.h>
#include <stdlib.h>

#include "base/libraries.h"
#include "device/device.h"
#include "device/font/draw.h"

static double points(length value)
{
    return value / (double)POINT;
}

static void set_color(cairo_t *cairo, uint32_t color)
{
    cairo_set_source_rgb(cairo, (color >> 16 & 0xFF) / 255.0, (color >> 8 & 0xFF) / 255.0,
                         (color & 0xFF) / 255.0);
}

/* ---- glyphs: HarfBuzz tells the outline, in units of the font, y upwards ---- */

static void move_to(hb_draw_funcs_t *functions, void *cairo, hb_draw_state_t *state, float x,
                    float y, void *data)
{
    (void)functions, (void)state, (void)data;
    cairo_move_to(cairo, (double)x, (double)y);
}

static void line_to(hb_draw_funcs_t *functions, void *cairo, hb_draw_state_t *state, float x,
                    float y, void *data)
{
    (void)functions, (void)state, (void)data;
    cairo_line_to(cairo, (double)x, (double)y);
}

static void curve_to(hb_draw_funcs_t *functions, void *cairo, hb_draw_state_t *state, float x1,
                     float y1, float x2, float y2, float x, float y, void *data)
{
    (void)functions, (void)state, (void)data;
    cairo_curve_to(cairo, (double)x1, (double)y1, (double)x2, (double)y2, (double)x, (double)y);
}

static void close_path(hb_draw_funcs_t *functions, void *cairo, hb_draw_state_t *state, void *data)
{
    (void)functions, (void)state, (void)data;
    cairo_close_path(cairo);
}

static void draw_glyphs(cairo_t *cairo, hb_draw_funcs_t *outline, const struct paint_op *op)
{
    double scale = points(op->size) / op->font->upem;
    length x = op->x;
    set_color(cairo, op->color);
    for (uint32_t i = 0; i < op->glyph_count; i++) {
        const struct glyph *glyph = &op->glyphs[i];
        cairo_save(cairo);
        cairo_translate(cairo, points(x + glyph->dx), points(op->y - glyph->dy));
        cairo_scale(cairo, scale, -scale);
        hb_font_get_glyph_shape(op->font->font, glyph->id, outline, cairo);
        cairo_restore(cairo);
        cairo_fill(cairo);
        x += glyph->advance;
    }
}

/* ---- lines and areas ---- */

static void draw_ruling(cairo_t *cairo, hb_draw_funcs_t *outline, const struct paint_op *op)
{
    (void)outline;
    set_color(cairo, op->color);
    cairo_set_line_width(cairo, points(op->thickness));
    cairo_move_to(cairo, points(op->x), points(op->y));
    cairo_line_to(cairo, points(op->x + op->width), points(op->y + op->height));
    cairo_stroke(cairo);
}

static void draw_fill(cairo_t *cairo, hb_draw_funcs_t *outline, const struct paint_op *op)
{
    (void)outline;
    set_color(cairo, op->color);
    cairo_rectangle(cairo, points(op->x), points(op->y), points(op->width), points(op->height));
    cairo_fill(cairo);
}

static void draw_path(cairo_t *cairo, hb_draw_funcs_t *outline, const struct paint_op *op)
{
    (void)outline;
    for (uint32_t i = 0; i < op->point_count; i++)
        cairo_line_to(cairo, points(op->points[i].x), points(op->points[i].y));
    if (op->filled) {
        cairo_close_path(cairo);
        set_color(cairo, op->fill);
        cairo_fill_preserve(cairo);
    }
    set_color(cairo, op->color);
    cairo_set_line_width(cairo, points(op->thickness));
    cairo_stroke(cairo);
}

static void draw_page(cairo_t *cairo, const struct page *page)
{
    static void (*const draw[])(cairo_t *, hb_draw_funcs_t *, const struct paint_op *) = {
        [PAINT_GLYPHS] = draw_glyphs,
        [PAINT_RULING] = draw_ruling,
        [PAINT_FILL] = draw_fill,
        [PAINT_PATH] = draw_path,
    };
    hb_draw_funcs_t *outline = draw_functions(move_to, line_to, curve_to, close_path);
    for (uint32_t i = 0; i < page->op_count; i++)
        draw[page->ops[i].paint](cairo, outline, &page->ops[i]);
    hb_draw_funcs_destroy(outline);
}

/* ---- files ---- */

static cairo_status_t append(void *out, const unsigned char *bytes, unsigned size)
{
    buf_put(out, (const char *)bytes, size);
    return CAIRO_STATUS_SUCCESS;
}

/* Reports what cairo says of the page, and takes back what was written. */
static bool finish(cairo_status_t status, struct buf *out, size_t before, struct diag *diag,
                   uint32_t page)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return true;
    out->n = before;
    diag_report(diag, MSG_PICTURE, (struct pos){0},
                arena_printf(diag->arena, "%u", (unsigned)page + 1),
                cairo_status_to_string(status));
    return false;
}

/* Part of a pixel is one, as in other renderers. */
static int pixels(length extent, int dpi)
{
    return (int)((extent * (int64_t)dpi + 72 * POINT - 1) / (72 * POINT));
}

bool figure_png(struct buf *out, struct diag *diag, const struct pages *pages, uint32_t page,
                const struct page_figure *figure, int dpi)
{
    if (!library_load(LIBRARY_CAIRO, diag))
        return false;
    size_t before = out->n;
    double scale = dpi / 72.0;
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, pixels(figure->width, dpi), pixels(figure->height, dpi));
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, scale, scale);
    cairo_translate(cairo, -points(figure->x), -points(figure->y));
    draw_page(cairo, &pages->page[page]);
    cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface, append, out);
    cairo_surface_destroy(surface);
    return finish(status, out, before, diag, page);
}

bool page_png(struct buf *out, struct diag *diag, const struct pages *pages, uint32_t page, int dpi)
{
    const struct page *from = &pages->page[page];
    const struct page_figure whole = {.width = from->width, .height = from->height};
    return figure_png(out, diag, pages, page, &whole, dpi);
}

bool page_svg(struct buf *out, struct diag *diag, const struct pages *pages, uint32_t page, int dpi)
{
    (void)dpi;
    if (!library_load(LIBRARY_CAIRO, diag))
        return false;
    const struct page *from = &pages->page[page];
    size_t before = out->n;
    cairo_surface_t *surface =
        cairo_svg_surface_create_for_stream(append, out, points(from->width), points(from->height));
    cairo_t *cairo = cairo_create(surface);
    draw_page(cairo, from);
    cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return finish(status, out, before, diag, page);
}

const struct device device_png = {.name = "png", .fonts = FONTS_ALL, .page = page_png};
const struct device device_svg = {.name = "svg", .fonts = FONTS_ALL, .page = page_svg};
