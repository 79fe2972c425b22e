/*
 * A page is a flat sequence of
 *
 *     /P <</MCID 7>> BDC      or /Artifact BMC for what is no text of the document,
 *                             or /Span <</MCID 7 /ActualText …>> BDC where glyphs do not say all
 *       … Td <font, size, spacing where they change> (…) Tj or [(…) -12 (…)] TJ
 *       rulings and fills
 *     EMC
 *
 * Text stands in BT … ET, which goes on over marked sequences that hold nothing but text: so lines
 * are placed from the one before, and cells of a row or column by the same few numbers. Figures mix
 * text with paths and have BT … ET within.
 *
 * Lengths are exact: the layout's thousandths of a point are written as they are, and the pen is
 * followed in millionths (a width in thousandths of an em times a size in thousandths of a point),
 * so rounding never adds up.
 */
#include "device/pdf/content.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "device/pdf/composed.h"
#include "device/pdf/syntax.h"

/* The pen may be off by this much (millionths of a point) before it is moved. */
enum { TOLERANCE = 50000 };

enum path { PATH_NONE, PATH_RULINGS, PATH_FILLS };

struct painter {
    struct buf *out;
    const struct fontfile *fontfile;
    struct structure *structure;
    uint32_t page;
    length height;

    /* what is open */
    bool in_mark, mark_in_text; /* the mark is opened within BT … ET */
    bool in_folio;
    const struct tag *tag; /* of the mark; NULL for an artifact */
    bool in_text, on_line, in_string, in_array;
    size_t shown; /* where what is being shown begins in out */
    enum path path;

    /* what the graphics state holds */
    const struct pdf_font *font;
    length size, spacing, rise, thickness;
    uint32_t fill, stroke;
    length line_x, line_y; /* where the line of text starts, y upwards */
    int64_t pen;           /* where the next glyph goes, in millionths of a point */

    /* where runs from right to left end that were painted last, or 0 */
    length turned_right, turned_y;
};

/* Appends numbers in thousandths, a blank after each, then the operator. */
static void put_operator(struct painter *painter, const length *numbers, int count,
                         const char *operator)
{
    for (int i = 0; i < count; i++) {
        put_milli(painter->out, numbers[i]);
        buf_putc(painter->out, ' ');
    }
    buf_puts(painter->out, operator);
    buf_putc(painter->out, '\n');
}

/* ---- closing what is open ---- */

static void close_string(struct painter *painter)
{
    if (painter->in_string)
        buf_putc(painter->out, ')');
    painter->in_string = false;
}

static void close_shown(struct painter *painter)
{
    close_string(painter);
    if (painter->shown)
        buf_puts(painter->out, painter->in_array ? "]TJ\n" : "Tj\n");
    painter->shown = 0;
    painter->in_array = false;
}

static void close_text(struct painter *painter)
{
    close_shown(painter);
    if (painter->in_text)
        buf_puts(painter->out, "ET\n");
    painter->in_text = painter->on_line = false;
}

static void close_path(struct painter *painter)
{
    static const char *const operators[] = {"", "S\n", "f\n"};
    buf_puts(painter->out, operators[painter->path]);
    painter->path = PATH_NONE;
}

static void close_mark(struct painter *painter)
{
    if (painter->mark_in_text)
        close_shown(painter);
    else
        close_text(painter);
    close_path(painter);
    if (painter->in_mark)
        buf_puts(painter->out, "EMC\n");
    painter->in_mark = painter->mark_in_text = false;
}

static bool is_figure(const struct tag *tag)
{
    return tag && tag->node && tag->node->element == ELEMENT_CHART;
}

static void begin_text(struct painter *painter)
{
    close_path(painter);
    if (!painter->in_text)
        buf_puts(painter->out, "BT\n");
    painter->in_text = true;
}

/* Opens a marked sequence for tag, which op begins, unless one is open. A sequence with actual text
 * (a slice with p) is always one of its own. It is called Span: readers look for ActualText there
 * only. It is not nested in the tag's own, since some then lose the text that follows it. */
static void open_mark(struct painter *painter, struct tag *tag, const struct paint_op *op,
                      struct slice actual)
{
    bool text = op->paint == PAINT_GLYPHS && !is_figure(tag);
    if (painter->in_mark && painter->tag == tag && painter->in_folio == op->folio && !actual.p &&
        (text || !painter->mark_in_text))
        return;
    close_mark(painter);
    (text ? begin_text : close_text)(painter);
    painter->in_mark = true;
    painter->mark_in_text = text;
    painter->tag = tag;
    painter->in_folio = op->folio;
    if (!tag) {
        buf_puts(painter->out, op->folio ? "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"
                                         : "/Artifact BMC\n");
        return;
    }
    buf_putc(painter->out, '/');
    buf_puts(painter->out, actual.p ? "Span" : tag->type);
    buf_puts(painter->out, "<</MCID ");
    put_int(painter->out, structure_mark(painter->structure, tag, painter->page, op));
    if (actual.p) {
        buf_puts(painter->out, "/ActualText");
        put_text(painter->out, actual);
    }
    buf_puts(painter->out, ">>BDC\n");
}

static void set_color(struct painter *painter, uint32_t *state, uint32_t color, const char *gray,
                      const char *rgb)
{
    if (*state == color)
        return;
    *state = color;
    close_shown(painter);
    close_path(painter);
    length parts[3];
    for (int i = 0; i < 3; i++)
        parts[i] = (length)((color >> (16 - 8 * i) & 0xFF) * 1000 + 127) / 255;
    bool is_gray = parts[0] == parts[1] && parts[1] == parts[2];
    put_operator(painter, parts, is_gray ? 1 : 3, is_gray ? gray : rgb);
}

/* ---- text ---- */

static void set_font(struct painter *painter, const struct paint_op *op)
{
    if (painter->font && painter->font->font == op->font && painter->size == op->size)
        return;
    close_shown(painter);
    painter->font = fontfile_find(painter->fontfile, op->font);
    painter->size = op->size;
    buf_puts(painter->out, "/F");
    put_int(painter->out, painter->font - painter->fontfile->fonts);
    buf_putc(painter->out, ' ');
    put_operator(painter, &op->size, 1, "Tf");
}

static void set_spacing(struct painter *painter, length spacing)
{
    if (painter->spacing == spacing)
        return;
    close_shown(painter);
    painter->spacing = spacing;
    put_operator(painter, &spacing, 1, "Tc");
}

static void set_rise(struct painter *painter, length rise)
{
    if (painter->rise == rise)
        return;
    close_shown(painter);
    painter->rise = rise;
    put_operator(painter, &rise, 1, "Ts");
}

/* Starts a line of text at x, y (upwards), unless the pen is there already: readers that extract
 * text may take a move for the end of a word. */
static void start_line(struct painter *painter, length x, length y)
{
    int64_t gap = x * (int64_t)1000 - painter->pen;
    if (painter->on_line && painter->line_y == y && llabs(gap) <= painter->size * (int64_t)1000)
        return;
    close_shown(painter);
    length from_x = painter->on_line ? painter->line_x : 0;
    length from_y = painter->on_line ? painter->line_y : 0;
    put_operator(painter, (length[]){x - from_x, y - from_y}, 2, "Td");
    painter->on_line = true;
    painter->line_x = x;
    painter->line_y = y;
    painter->pen = x * (int64_t)1000;
}

/* Makes ready to show glyphs of the run from x on. */
static void open_text(struct painter *painter, const struct paint_op *op, length x)
{
    begin_text(painter);
    set_color(painter, &painter->fill, op->color, "g", "rg");
    set_font(painter, op);
    set_spacing(painter, op->spacing);
    start_line(painter, x, painter->height - op->y);
}

/* What is shown becomes an array, so that the pen can be moved within it. */
static void open_array(struct painter *painter)
{
    struct buf *out = painter->out;
    close_string(painter);
    if (painter->in_array)
        return;
    painter->in_array = true;
    if (!painter->shown)
        painter->shown = out->n;
    buf_putc(out, '[');
    memmove(out->p + painter->shown + 1, out->p + painter->shown, out->n - 1 - painter->shown);
    out->p[painter->shown] = '[';
}

/* Moves the pen within the line, by whole thousandths of the size. */
static void move_pen(struct painter *painter, int64_t off)
{
    int64_t size = painter->size;
    int64_t steps = (off + (off > 0 ? size / 2 : -size / 2)) / size;
    if (steps == 0)
        return;
    open_array(painter);
    put_int(painter->out, -steps);
    painter->pen += steps * size;
}

static void open_string(struct painter *painter)
{
    if (!painter->shown)
        painter->shown = painter->out->n;
    buf_putc(painter->out, '(');
    painter->in_string = true;
}

static void put_code(struct buf *out, const struct used_glyph *used)
{
    if (out->room - out->n <= sizeof used->shown)
        buf_reserve(out, sizeof used->shown);
    memcpy(out->p + out->n, used->shown,
           sizeof used->shown); /* of which those count that are its */
    out->n += used->shown_size;
    out->p[out->n] = '\0';
}

/* Shows the glyph with the pen at x. */
static void show_code(struct painter *painter, const struct used_glyph *used, length x)
{
    int64_t off = x * (int64_t)1000 - painter->pen;
    if (llabs(off) > TOLERANCE)
        move_pen(painter, off);
    if (!painter->in_string)
        open_string(painter);
    put_code(painter->out, used);
    painter->pen += used->width * (int64_t)painter->size + painter->spacing * (int64_t)1000;
}

/* Shows a code within the open mark, or in one that says its text where it says another. */
static void paint_code(struct painter *painter, struct tag *tag, const struct paint_op *op,
                       bool actual, const struct code *code, length x)
{
    bool told = tag && code->told && !actual;
    struct slice text = {NULL, 0};
    if (told)
        text = slice_of(arena_printf(painter->structure->arena, "%s%.*s", code->mark,
                                     (int)code->text.n, code->text.p));
    if (!actual)
        open_mark(painter, tag, op, text);
    open_text(painter, op, x);
    set_rise(painter, 0);
    show_code(painter, code->glyph, x);
    if (told)
        close_mark(painter);
}

/* Shows a run of another script, code by code, in the order of reading. */
static void paint_composed(struct painter *painter, struct tag *tag, const struct paint_op *op,
                           bool actual)
{
    const struct pdf_font *font = fontfile_find(painter->fontfile, op->font);
    struct code code;
    length x = op->x;
    for (struct cluster cluster = {0}; cluster_next(op, &cluster);) {
        x = op->rtl ? op->x + cluster_x(op, &cluster) : x;
        for (unsigned i = 0, codes = composed_codes(op, &cluster); i < codes; i++) {
            if (!composed_find(font, op, &cluster, i, &code))
                continue;
            paint_code(painter, tag, op, actual, &code, x + code.x);
        }
        for (uint32_t i = 0; i < cluster.count; i++)
            x += op->glyphs[cluster.first + i].advance;
    }
}

/* Shows a run within the open mark, or, cluster by cluster, in marks with actual text. */
static void paint_glyphs(struct painter *painter, struct tag *tag, const struct paint_op *op,
                         bool actual)
{
    static const struct slice none = {NULL, 0};
    const struct pdf_font *font = fontfile_find(painter->fontfile, op->font);
    length x = op->x;
    bool opened = false; /* by a plain cluster, for all such that follow at once */
    for (struct cluster cluster = {0}; cluster_next(op, &cluster);) {
        const struct used_glyph *used = fontfile_glyph(font, op->glyphs[cluster.first].id);
        bool plain = actual || !tag || cluster_is_plain(used, &cluster);
        if (!actual && !(plain && opened))
            open_mark(painter, tag, op, plain ? none : cluster.text);
        if (plain && opened)
            start_line(painter, x, painter->height - op->y);
        else
            open_text(painter, op, x);
        opened = plain;
        for (uint32_t i = 0; i < cluster.count; i++) {
            const struct glyph *glyph = &op->glyphs[cluster.first + i];
            set_rise(painter, glyph->dy);
            show_code(painter, i ? fontfile_glyph(font, glyph->id) : used, x + glyph->dx);
            x += glyph->advance;
        }
        if (!plain)
            close_mark(painter);
    }
}

static void paint_run(struct painter *painter, struct tag *tag, const struct paint_op *op,
                      bool actual)
{
    (composed_is(op) ? paint_composed : paint_glyphs)(painter, tag, op, actual);
}

/* Marks that say which way text runs. */
static const char left_to_right[] = "\u200E", right_to_left[] = "\u200F";

static bool is_neutral(uint32_t c)
{
    return (c > 0x2000 && c < 0x2070) || (c >= 0x3000 && c < 0x3040) ||
           (c > 0xFF00 && c < 0xFF66) || (c < 0x80 && !isalnum((int)c));
}

/* Whether the run starts, right of one that runs the other way, with what has no direction of its
 * own: readers that turn text by its letters would turn that with it. */
static bool follows_turned(const struct painter *painter, const struct paint_op *op)
{
    size_t at = 0;
    return painter->turned_right && !op->rtl && is_neutral(utf8_next(op->text, &at)) &&
           painter->turned_y == op->y && abs(painter->turned_right - op->x) <= op->size / 2;
}

static void note_turned(struct painter *painter, const struct paint_op *op)
{
    length right = op->rtl ? op->x + op->width : 0;
    bool goes_on = op->rtl && painter->turned_y == op->y && painter->turned_right > right;
    painter->turned_right = goes_on ? painter->turned_right : right;
    painter->turned_y = op->y;
}

/* Shows a run, the first cluster of it with a mark for such readers. */
static void paint_directed(struct painter *painter, struct tag *tag, const struct paint_op *op)
{
    struct arena *arena = painter->structure->arena;
    struct cluster cluster = {0};
    cluster_next(op, &cluster);
    struct paint_op first = *op, *rest = ARENA_NEW(arena, struct paint_op);
    first.glyph_count = cluster.count;
    *rest = *op;
    rest->glyphs += cluster.count;
    rest->glyph_count -= cluster.count;
    for (uint32_t i = 0; i < cluster.count; i++)
        rest->x += op->glyphs[i].advance;
    open_mark(painter, tag, op,
              slice_of(arena_printf(arena, "%s%.*s", left_to_right, (int)cluster.text.n,
                                    cluster.text.p)));
    paint_run(painter, tag, &first, true);
    close_mark(painter);
    if (rest->glyph_count)
        paint_run(painter, tag, rest, false);
}

/* Whether b goes on where a ends, on the same line and in the same language. */
static bool joins(const struct painter *painter, const struct paint_op *a, const struct paint_op *b)
{
    return b->paint == PAINT_GLYPHS && !b->rtl && a->y == b->y && a->language == b->language &&
           abs(a->x + a->width - b->x) <= a->size &&
           structure_tag(painter->structure, a->node) == structure_tag(painter->structure, b->node);
}

/* Whether the run holds a squeezed mark: one that the next glyph stands back over. last: nothing
 * follows the run on its line. */
static bool is_squeezed(const struct painter *painter, const struct paint_op *op, bool last)
{
    const struct pdf_font *font = fontfile_find(painter->fontfile, op->font);
    if (op->foreign) /* its marks stand upon letters, not over them */
        return false;
    for (uint32_t i = 0; i + last < op->glyph_count; i++) {
        const struct glyph *glyph = &op->glyphs[i];
        int64_t width = fontfile_glyph(font, glyph->id)->width * (int64_t)op->size / 1000;
        if (width + op->spacing - glyph->advance > op->size / 12)
            return true;
    }
    return false;
}

/* Readers that extract text take gaps from about 0.15 em for blanks, and a step back of 0.1 em for
 * a new line. A line that is justified so widely, or holds a squeezed mark, therefore says its
 * text. Returns how many runs make the line that op begins if it is one of these, else 0. */
static uint32_t uneven_line(const struct painter *painter, const struct paint_op *op,
                            uint32_t count)
{
    uint32_t n = 0;
    bool uneven = false, last;
    if (op->paint != PAINT_GLYPHS || op->rtl || !structure_tag(painter->structure, op->node))
        return 0;
    do {
        last = n + 1 == count || !joins(painter, &op[n], &op[n + 1]);
        uneven |= op[n].spacing > op[n].size / 12 || is_squeezed(painter, &op[n], last);
        n++;
    } while (!last);
    return uneven ? n : 0;
}

static void paint_uneven_line(struct painter *painter, const struct paint_op *ops, uint32_t count)
{
    struct tag *tag = structure_tag(painter->structure, ops->node);
    struct buf text = {0};
    if (!is_figure(tag))
        tag = structure_span(painter->structure, tag, ops);
    if (follows_turned(painter, ops))
        buf_puts(&text, left_to_right);
    for (uint32_t i = 0; i < count; i++)
        buf_put_slice(&text, ops[i].text);
    open_mark(painter, tag, ops, buf_slice(&text));
    for (uint32_t i = 0; i < count; i++)
        paint_run(painter, tag, &ops[i], true);
    close_mark(painter);
    buf_free(&text);
}

/* How many runs, with the first, make one number or foreign phrase within text from right to left;
 * 0 for what is none. */
static uint32_t embedded_runs(const struct painter *painter, const struct paint_op *op,
                              uint32_t count)
{
    uint32_t n = op->embedded && structure_tag(painter->structure, op->node) ? 1 : 0;
    while (n && n < count && op[n].embedded && joins(painter, &op[n - 1], &op[n]))
        n++;
    return n;
}

/* Shows it with marks of direction on either side: readers that turn text by its letters would add
 * to it what has no direction of its own. */
static void paint_embedded(struct painter *painter, const struct paint_op *ops, uint32_t count)
{
    struct tag *tag = structure_tag(painter->structure, ops->node);
    struct slice last = ops[count - 1].text;
    struct buf text = {0};
    if (!is_figure(tag))
        tag = structure_span(painter->structure, tag, ops);
    buf_puts(&text, right_to_left);
    for (uint32_t i = 0; i < count; i++)
        buf_put_slice(&text, ops[i].text);
    buf_puts(&text, is_neutral((unsigned char)last.p[last.n - 1]) ? left_to_right : "");
    open_mark(painter, tag, ops, buf_slice(&text));
    for (uint32_t i = 0; i < count; i++)
        paint_run(painter, tag, &ops[i], true);
    close_mark(painter);
    note_turned(painter, &ops[count - 1]);
    buf_free(&text);
}

/* ---- rulings and fills: neighbours of one kind make one path ---- */

static void set_thickness(struct painter *painter, length thickness)
{
    if (painter->thickness == thickness)
        return;
    close_path(painter);
    painter->thickness = thickness;
    put_operator(painter, &thickness, 1, "w");
}

static void paint_ruling(struct painter *painter, const struct paint_op *op)
{
    length y = painter->height - op->y;
    close_text(painter);
    if (painter->path != PATH_RULINGS)
        close_path(painter);
    set_color(painter, &painter->stroke, op->color, "G", "RG");
    set_thickness(painter, op->thickness);
    put_operator(painter, (length[]){op->x, y}, 2, "m");
    put_operator(painter, (length[]){op->x + op->width, y - op->height}, 2, "l");
    painter->path = PATH_RULINGS;
}

static void paint_fill(struct painter *painter, const struct paint_op *op)
{
    close_text(painter);
    if (painter->path != PATH_FILLS)
        close_path(painter);
    set_color(painter, &painter->fill, op->color, "g", "rg");
    length y = painter->height - op->y - op->height;
    put_operator(painter, (length[]){op->x, y, op->width, op->height}, 4, "re");
    painter->path = PATH_FILLS;
}

static void paint_path(struct painter *painter, const struct paint_op *op)
{
    close_text(painter);
    close_path(painter);
    set_color(painter, &painter->stroke, op->color, "G", "RG");
    if (op->filled)
        set_color(painter, &painter->fill, op->fill, "g", "rg");
    set_thickness(painter, op->thickness);
    for (uint32_t i = 0; i < op->point_count; i++)
        put_operator(painter, (length[]){op->points[i].x, painter->height - op->points[i].y}, 2,
                     i ? "l" : "m");
    buf_puts(painter->out, op->filled ? "b\n" : "S\n");
}

static void paint_op(struct painter *painter, const struct paint_op *op)
{
    struct tag *tag = structure_tag(painter->structure, op->node);
    if (op->paint == PAINT_GLYPHS) {
        if (tag && !is_figure(tag))
            tag = structure_span(painter->structure, tag, op);
        if (tag && follows_turned(painter, op))
            paint_directed(painter, tag, op);
        else
            paint_run(painter, tag, op, false);
        note_turned(painter, op);
        return;
    }
    open_mark(painter, tag, op, (struct slice){NULL, 0});
    if (op->paint == PAINT_RULING)
        paint_ruling(painter, op);
    else if (op->paint == PAINT_PATH)
        paint_path(painter, op);
    else
        paint_fill(painter, op);
}

void content_put(struct buf *out, const struct pages *pages, uint32_t page,
                 const struct fontfile *fontfile, struct structure *structure)
{
    const struct page *from = &pages->page[page];
    struct painter painter = {.out = out,
                              .fontfile = fontfile,
                              .structure = structure,
                              .page = page,
                              .height = from->height,
                              .thickness = POINT};
    for (uint32_t i = 0, n; i < from->op_count; i += n ? n : 1) {
        const struct paint_op *op = &from->ops[i];
        if ((n = embedded_runs(&painter, op, from->op_count - i)))
            paint_embedded(&painter, op, n);
        else if ((n = uneven_line(&painter, op, from->op_count - i)))
            paint_uneven_line(&painter, op, n);
        else
            paint_op(&painter, op);
    }
    close_mark(&painter);
    close_text(&painter);
}
