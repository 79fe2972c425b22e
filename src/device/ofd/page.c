/*
 * A page is one layer of objects in the order of painting. A run of text is a TextObject whose
 * TextCode is the text itself, each character placed; where a character is not shown by the glyph
 * that the font has for it, or several are shown together, a CGTransform names the glyphs.
 */
#include <hb.h>

#include "device/font/cluster.h"
#include "device/ofd/ofd.h"

enum { ASCENT = 880, DESCENT = 200 /* of a line's box, in thousandths of its size */ };

/* ---- Links ---- */

const struct destination *ofd_destination(const struct ofd *ofd, const struct doc_node *node)
{
    for (uint32_t i = 0; i < ofd->pages->destination_count; i++)
        if (ofd->pages->destinations[i].node == node)
            return &ofd->pages->destinations[i];
    return NULL;
}

void ofd_put_goto(struct buf *out, const struct ofd *ofd, const struct destination *destination)
{
    buf_printf(out,
               "<ofd:Actions><ofd:Action Event=\"CLICK\"><ofd:Goto><ofd:Dest Type=\"XYZ\" "
               "PageID=\"%u\" Left=\"0\" Top=\"",
               ofd->page_ids[destination->page]);
    ofd_put_length(out, destination->y);
    buf_puts(out, "\" Zoom=\"0\"/></ofd:Goto></ofd:Action></ofd:Actions>");
}

/* Where the text leads that starts within a link's area. */
static void put_link(struct buf *out, const struct ofd *ofd, const struct page *page,
                     const struct paint_op *op)
{
    for (uint32_t i = 0; i < page->link_count; i++) {
        const struct page_link *link = &page->links[i];
        const struct destination *destination = NULL;
        if (op->x >= link->x && op->x < link->x + link->width && op->y >= link->y &&
            op->y <= link->y + link->height)
            destination = ofd_destination(ofd, link->target);
        if (destination) {
            ofd_put_goto(out, ofd, destination);
            return;
        }
    }
}

/* ---- Objects ---- */

struct page_writer {
    struct ofd *ofd;
    const struct page *page;
    uint32_t page_id;
    struct buf *out;
};

static void note_shown(struct page_writer *writer, const struct doc_node *node, uint32_t object)
{
    struct ofd *ofd = writer->ofd;
    if (!node)
        return;
    GROW(ofd->arena, ofd->shown, ofd->shown_count, ofd->shown_room, 32);
    ofd->shown[ofd->shown_count] =
        (struct ofd_shown){node, writer->page_id, object, ofd->shown_count};
    ofd->shown_count++;
}

static void put_color(struct buf *out, const char *name, uint32_t color)
{
    buf_printf(out, "<ofd:%s Value=\"%u %u %u\"/>", name, color >> 16 & 0xFF, color >> 8 & 0xFF,
               color & 0xFF);
}

/* <ofd:NAME ID="…" Boundary="x y w h", numbers in ten thousandths of a millimetre. */
static void start_object(struct page_writer *writer, const char *name, const struct paint_op *op,
                         const int64_t box[4])
{
    uint32_t id = ofd_id(writer->ofd);
    buf_printf(writer->out, "<ofd:%s ID=\"%u\" Boundary=\"", name, id);
    for (int i = 0; i < 4; i++) {
        buf_puts(writer->out, i ? " " : "");
        ofd_put_tenths(writer->out, box[i]);
    }
    buf_putc(writer->out, '"');
    note_shown(writer, op->node, id);
}

/* ---- Text ---- */

/* Glyphs from `first` on that are written as one object. */
struct stretch {
    uint32_t first, count;
    length x;   /* of the pen before it */
    bool plain; /* a glyph a character, those that the font leads to */
    struct slice text;
};

static size_t cluster_end(const struct paint_op *op, uint32_t glyph)
{
    uint32_t next = glyph + 1;
    while (next < op->glyph_count && op->glyphs[next].cluster == op->glyphs[glyph].cluster)
        next++;
    return next < op->glyph_count ? op->glyphs[next].cluster : op->text.n;
}

static bool is_plain(const struct ofd_font *font, const struct paint_op *op, uint32_t i)
{
    const struct glyph *glyph = &op->glyphs[i];
    size_t at = glyph->cluster, end = cluster_end(op, i);
    if (at >= op->text.n || (i && glyph[-1].cluster == glyph->cluster) ||
        (i + 1 < op->glyph_count && glyph[1].cluster == glyph->cluster))
        return false;
    uint32_t code = utf8_next(op->text, &at);
    return at == end && ofd_font_maps(font, code, glyph->id);
}

static struct slice stretch_text(const struct paint_op *op, const struct stretch *stretch)
{
    size_t from = op->glyphs[stretch->first].cluster;
    size_t to = cluster_end(op, stretch->first + stretch->count - 1);
    from = from < op->text.n ? from : op->text.n;
    return (struct slice){op->text.p + from, to > from ? to - from : 0};
}

/* Plain glyphs of one height go together; else the glyphs of one cluster. */
static struct stretch next_stretch(const struct ofd_font *font, const struct paint_op *op,
                                   uint32_t first, length x)
{
    struct stretch stretch = {
        .first = first, .count = 1, .x = x, .plain = is_plain(font, op, first)};
    const struct glyph *glyphs = &op->glyphs[first];
    while (first + stretch.count < op->glyph_count) {
        const struct glyph *next = &glyphs[stretch.count];
        bool same = stretch.plain
                        ? is_plain(font, op, first + stretch.count) && next->dy == glyphs->dy
                        : next->cluster == glyphs->cluster;
        if (!same)
            break;
        stretch.count++;
    }
    stretch.text = stretch_text(op, &stretch);
    return stretch;
}

/* "g 3 42.3" says 42.3 three times. */
static void put_delta(struct buf *out, int64_t delta, uint32_t times)
{
    buf_puts(out, out->p[out->n - 1] == '"' ? "" : " ");
    if (times > 2)
        buf_printf(out, "g %u ", times);
    ofd_put_tenths(out, delta);
    if (times == 2) {
        buf_putc(out, ' ');
        ofd_put_tenths(out, delta);
    }
}

/* Steps from glyph to glyph, of places that are rounded each by itself, so that nothing adds up. */
static void put_deltas(struct buf *out, const struct paint_op *op, const struct stretch *stretch)
{
    const struct glyph *glyphs = &op->glyphs[stretch->first];
    length pen = stretch->x;
    int64_t from = ofd_tenths(pen + glyphs[0].dx), last = 0;
    uint32_t times = 0;
    if (stretch->count < 2)
        return;
    buf_puts(out, " DeltaX=\"");
    for (uint32_t i = 1; i < stretch->count; i++) {
        pen += glyphs[i - 1].advance;
        int64_t to = ofd_tenths(pen + glyphs[i].dx), delta = to - from;
        if (times && delta != last) {
            put_delta(out, last, times);
            times = 0;
        }
        last = delta;
        times++;
        from = to;
    }
    put_delta(out, last, times);
    buf_putc(out, '"');
}

static void put_glyphs(struct buf *out, const struct ofd_font *font, const struct paint_op *op,
                       const struct stretch *stretch)
{
    size_t characters = utf8_length(stretch->text);
    buf_printf(
        out, "<ofd:CGTransform CodePosition=\"0\" CodeCount=\"%zu\" GlyphCount=\"%u\"><ofd:Glyphs>",
        characters ? characters : 1, stretch->count);
    for (uint32_t i = 0; i < stretch->count; i++)
        buf_printf(out, i ? " %u" : "%u", ofd_font_glyph(font, op->glyphs[stretch->first + i].id));
    buf_puts(out, "</ofd:Glyphs></ofd:CGTransform>");
}

static void put_stretch(struct page_writer *writer, const struct paint_op *op,
                        const struct ofd_font *font, const struct stretch *stretch)
{
    struct buf *out = writer->out;
    const struct glyph *first = &op->glyphs[stretch->first];
    length width = 0, x = stretch->x + first->dx, y = op->y - first->dy;
    for (uint32_t i = 0; i < stretch->count; i++)
        width += first[i].advance;
    int64_t above = (int64_t)op->size * ASCENT / 1000, below = (int64_t)op->size * DESCENT / 1000;
    const int64_t box[] = {ofd_tenths(x), ofd_tenths((length)(y - above)),
                           ofd_tenths(width + op->size / 4), ofd_tenths((length)(above + below))};
    start_object(writer, "TextObject", op, box);
    buf_printf(out, " Font=\"%u\" Size=\"", font->id);
    ofd_put_length(out, op->size);
    buf_puts(out, "\">");
    put_link(out, writer->ofd, writer->page, op);
    put_color(out, "FillColor", op->color);
    if (!stretch->plain)
        put_glyphs(out, font, op, stretch);
    buf_puts(out, "<ofd:TextCode X=\"0\" Y=\"");
    ofd_put_tenths(out, ofd_tenths(y) - box[1]);
    buf_putc(out, '"');
    put_deltas(out, op, stretch);
    buf_putc(out, '>');
    buf_put_xml(out, stretch->text.n ? stretch->text : SLICE(" "));
    buf_puts(out, "</ofd:TextCode></ofd:TextObject>\n");
}

/* A run of another script: a glyph an object, since marks stand above letters and below; the first
 * of a cluster says its text, the others a joiner, which shows nothing. */
static void put_foreign(struct page_writer *writer, const struct paint_op *op,
                        const struct ofd_font *font)
{
    for (struct cluster cluster = {0}; cluster_next(op, &cluster);) {
        length x = op->x + cluster_x(op, &cluster);
        for (uint32_t i = 0; i < cluster.count; i++) {
            struct stretch stretch = {.first = cluster.first + i,
                                      .count = 1,
                                      .x = x,
                                      .text = i ? SLICE("\u200D") : cluster.text};
            put_stretch(writer, op, font, &stretch);
            x += op->glyphs[cluster.first + i].advance;
        }
    }
}

static void put_text(struct page_writer *writer, const struct paint_op *op)
{
    const struct ofd_font *font = ofd_font(writer->ofd, op->font);
    length x = op->x;
    if (op->foreign) {
        put_foreign(writer, op, font);
        return;
    }
    for (uint32_t i = 0; i < op->glyph_count;) {
        struct stretch stretch = next_stretch(font, op, i, x);
        put_stretch(writer, op, font, &stretch);
        for (; i < stretch.first + stretch.count; i++)
            x += op->glyphs[i].advance;
    }
}

/* ---- Shapes ---- */

static void put_numbers(struct buf *out, const char *letter, length x, length y)
{
    buf_printf(out, "%s ", letter);
    ofd_put_length(out, x);
    buf_putc(out, ' ');
    ofd_put_length(out, y);
    buf_putc(out, ' ');
}

/* A shape in a box that leaves room for its line. */
static void start_path(struct page_writer *writer, const struct paint_op *op, length x, length y,
                       length width, length height)
{
    length around = op->thickness / 2;
    const int64_t box[] = {ofd_tenths(x - around), ofd_tenths(y - around),
                           ofd_tenths(width + 2 * around), ofd_tenths(height + 2 * around)};
    start_object(writer, "PathObject", op, box);
}

static void put_ruling(struct page_writer *writer, const struct paint_op *op)
{
    struct buf *out = writer->out;
    length around = op->thickness / 2;
    start_path(writer, op, op->x, op->y, op->width, op->height);
    buf_puts(out, " LineWidth=\"");
    ofd_put_length(out, op->thickness);
    buf_puts(out, "\">");
    put_color(out, "StrokeColor", op->color);
    buf_puts(out, "<ofd:AbbreviatedData>");
    put_numbers(out, "M", around, around);
    put_numbers(out, "L", op->width + around, op->height + around);
    buf_puts(out, "</ofd:AbbreviatedData></ofd:PathObject>\n");
}

static void put_fill(struct page_writer *writer, const struct paint_op *op)
{
    struct buf *out = writer->out;
    const int64_t box[] = {ofd_tenths(op->x), ofd_tenths(op->y), ofd_tenths(op->width),
                           ofd_tenths(op->height)};
    start_object(writer, "PathObject", op, box);
    buf_puts(out, " Stroke=\"false\" Fill=\"true\">");
    put_color(out, "FillColor", op->color);
    buf_puts(out, "<ofd:AbbreviatedData>");
    put_numbers(out, "M", 0, 0);
    put_numbers(out, "L", op->width, 0);
    put_numbers(out, "L", op->width, op->height);
    put_numbers(out, "L", 0, op->height);
    buf_puts(out, "C</ofd:AbbreviatedData></ofd:PathObject>\n");
}

static void put_path(struct page_writer *writer, const struct paint_op *op)
{
    struct buf *out = writer->out;
    length left = op->points[0].x, top = op->points[0].y, right = left, bottom = top;
    for (uint32_t i = 1; i < op->point_count; i++) {
        const struct point *point = &op->points[i];
        left = point->x < left ? point->x : left;
        right = point->x > right ? point->x : right;
        top = point->y < top ? point->y : top;
        bottom = point->y > bottom ? point->y : bottom;
    }
    length around = op->thickness / 2;
    start_path(writer, op, left, top, right - left, bottom - top);
    buf_puts(out, " LineWidth=\"");
    ofd_put_length(out, op->thickness);
    buf_puts(out, op->filled ? "\" Fill=\"true\">" : "\">");
    if (op->filled)
        put_color(out, "FillColor", op->fill);
    put_color(out, "StrokeColor", op->color);
    buf_puts(out, "<ofd:AbbreviatedData>");
    for (uint32_t i = 0; i < op->point_count; i++)
        put_numbers(out, i ? "L" : "M", op->points[i].x - left + around,
                    op->points[i].y - top + around);
    buf_puts(out, op->filled ? "C</ofd:AbbreviatedData></ofd:PathObject>\n"
                             : "</ofd:AbbreviatedData></ofd:PathObject>\n");
}

struct buf ofd_page(struct ofd *ofd, uint32_t page)
{
    static void (*const put[])(struct page_writer *, const struct paint_op *) = {
        [PAINT_GLYPHS] = put_text,
        [PAINT_RULING] = put_ruling,
        [PAINT_FILL] = put_fill,
        [PAINT_PATH] = put_path,
    };
    struct buf out = {0};
    const struct page *from = &ofd->pages->page[page];
    struct page_writer writer = {ofd, from, ofd->page_ids[page], &out};
    buf_puts(&out, OFD_HEAD "<ofd:Page" OFD_SPACE "><ofd:Area><ofd:PhysicalBox>0 0 ");
    ofd_put_length(&out, from->width);
    buf_putc(&out, ' ');
    ofd_put_length(&out, from->height);
    buf_printf(&out,
               "</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID=\"%u\" Type=\"Body\">\n",
               ofd_id(ofd));
    for (uint32_t i = 0; i < from->op_count; i++)
        put[from->ops[i].paint](&writer, &from->ops[i]);
    buf_puts(&out, "</ofd:Layer></ofd:Content></ofd:Page>\n");
    return out;
}
