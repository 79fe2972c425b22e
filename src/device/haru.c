/*
 * The plain device: pages as PDF 1.3 by libharu, for viewers and printers that want nothing else.
 * libharu finds glyphs by character, and loses parts of composite ones. So a run is shown as its
 * text where that gives the glyphs laid out, whole; elsewhere it is drawn as outlines. It advances
 * by widths cut to whole thousandths of an em; where that leaves the place laid out, text is set
 * anew.
 */
#include <hb.h>
#include <hpdf.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "device/device.h"
#include "device/font/cluster.h"
#include "device/font/draw.h"
#include "device/outline.h"

enum {
    TOLERANCE = 20,      /* thousandths of a point that text may be off its place */
    OUTLINE_LEVELS = 6,  /* of headings */
    SHOWN_AT_ONCE = 3000 /* bytes; libharu takes so many */
};

struct plain_font {
    const struct font *font;
    HPDF_Font loaded;
    hb_blob_t *loca, *glyf; /* where the glyphs are, and they themselves */
    bool wide;              /* loca has four bytes a glyph, not two */
};

struct plain {
    struct diag *diag;
    const struct pages *pages;
    HPDF_Doc file;
    jmp_buf failed;            /* where to go on after an error: libharu bears no further call */
    HPDF_STATUS error, detail; /* what it was */
    HPDF_Page *page;           /* by index into pages */
    struct plain_font *fonts;
    uint32_t font_count;
    hb_draw_funcs_t *outline;
    struct buf text; /* of the run at hand, still to be shown */
};

static HPDF_REAL points(length value)
{
    return (HPDF_REAL)value / POINT;
}

static void note_error(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
    struct plain *plain = user;
    plain->error = error;
    plain->detail = detail;
    longjmp(plain->failed, 1);
}

/* ---- what libharu cannot show ---- */

static bool is_showable(struct diag *diag, const struct paint_op *op)
{
    struct pos pos = op->node ? op->node->pos : (struct pos){0};
    if (op->font->cff) {
        diag_report(diag, MSG_PLAIN_FONT, pos, op->font->name);
        return false;
    }
    for (size_t at = 0, start = 0; at < op->text.n; start = at) {
        if (utf8_next(op->text, &at) <= UINT16_MAX)
            continue;
        struct slice character = {op->text.p + start, at - start};
        diag_report(diag, MSG_PLAIN_CHARACTER, pos, slice_copy(diag->arena, character).p);
        return false;
    }
    return true;
}

/* Tells of the first thing on the pages that is not. */
static bool are_showable(struct diag *diag, const struct pages *pages)
{
    for (uint32_t page = 0; page < pages->count; page++)
        for (uint32_t i = 0; i < pages->page[page].op_count; i++) {
            const struct paint_op *op = &pages->page[page].ops[i];
            if (op->paint == PAINT_GLYPHS && !is_showable(diag, op))
                return false;
        }
    return true;
}

/* ---- outlines ---- */

/* Where a glyph is drawn. */
struct pen {
    HPDF_Page page;
    float x, y, scale;
};

static void move_to(hb_draw_funcs_t *functions, void *at, hb_draw_state_t *state, float x, float y,
                    void *data)
{
    const struct pen *pen = at;
    (void)functions, (void)state, (void)data;
    HPDF_Page_MoveTo(pen->page, pen->x + x * pen->scale, pen->y + y * pen->scale);
}

static void line_to(hb_draw_funcs_t *functions, void *at, hb_draw_state_t *state, float x, float y,
                    void *data)
{
    const struct pen *pen = at;
    (void)functions, (void)state, (void)data;
    HPDF_Page_LineTo(pen->page, pen->x + x * pen->scale, pen->y + y * pen->scale);
}

static void curve_to(hb_draw_funcs_t *functions, void *at, hb_draw_state_t *state, float x1,
                     float y1, float x2, float y2, float x, float y, void *data)
{
    const struct pen *pen = at;
    (void)functions, (void)state, (void)data;
    HPDF_Page_CurveTo(pen->page, pen->x + x1 * pen->scale, pen->y + y1 * pen->scale,
                      pen->x + x2 * pen->scale, pen->y + y2 * pen->scale, pen->x + x * pen->scale,
                      pen->y + y * pen->scale);
}

static void close_path(hb_draw_funcs_t *functions, void *at, hb_draw_state_t *state, void *data)
{
    const struct pen *pen = at;
    (void)functions, (void)state, (void)data;
    HPDF_Page_ClosePath(pen->page);
}

/* ---- text ---- */

static hb_blob_t *table_of(const struct font *font, const char *tag)
{
    return hb_face_reference_table(font->face, hb_tag_from_string(tag, 4));
}

/* The big-endian number of some bytes in a table; 0 beyond its end. */
static uint32_t number_at(hb_blob_t *table, size_t at, unsigned width)
{
    unsigned size;
    const unsigned char *bytes = (const unsigned char *)hb_blob_get_data(table, &size);
    uint32_t number = 0;
    for (unsigned i = 0; i < width; i++)
        number = number << 8 | (at + i < size ? bytes[at + i] : 0u);
    return number;
}

/* Whether the glyph is put together of others; these have a negative number of contours. */
static bool is_composite(const struct plain_font *font, uint32_t glyph)
{
    size_t at = font->wide ? number_at(font->loca, glyph * (size_t)4, 4)
                           : number_at(font->loca, glyph * (size_t)2, 2) * (size_t)2;
    return number_at(font->glyf, at, 2) >= 0x8000;
}

static const struct plain_font *load_font(struct plain *plain, const struct font *font)
{
    enum { WIDE = 51 }; /* where the head table says so */
    for (uint32_t i = 0; i < plain->font_count; i++)
        if (plain->fonts[i].font == font)
            return &plain->fonts[i];
    size_t length = strlen(font->path);
    bool collection = length > 4 && strcasecmp(font->path + length - 4, ".ttc") == 0;
    const char *name = collection ? HPDF_LoadTTFontFromFile2(plain->file, font->path,
                                                             (HPDF_UINT)font->index, HPDF_TRUE)
                                  : HPDF_LoadTTFontFromFile(plain->file, font->path, HPDF_TRUE);
    HPDF_Font loaded = name ? HPDF_GetFont(plain->file, name, "UTF-8") : NULL;
    plain->fonts = xrealloc(plain->fonts, (plain->font_count + (size_t)1) * sizeof *plain->fonts);
    hb_blob_t *head = table_of(font, "head");
    struct plain_font *entry = &plain->fonts[plain->font_count++];
    *entry = (struct plain_font){font, loaded, table_of(font, "loca"), table_of(font, "glyf"),
                                 number_at(head, WIDE, 1) == 1};
    hb_blob_destroy(head);
    return entry;
}

static void unload_fonts(struct plain *plain)
{
    for (uint32_t i = 0; i < plain->font_count; i++) {
        hb_blob_destroy(plain->fonts[i].loca);
        hb_blob_destroy(plain->fonts[i].glyf);
    }
    free(plain->fonts);
}

/* A run on its way to the page. */
struct line {
    HPDF_Page page;
    const struct paint_op *op;
    const struct plain_font *font;
    struct buf *text; /* to be shown from x on, y upwards; ends at pen */
    length x, y, pen;
};

static void show_text(struct line *line)
{
    if (line->text->n)
        HPDF_Page_TextOut(line->page, points(line->x), points(line->y), line->text->p);
    buf_clear(line->text);
}

/* The character that libharu shows as this glyph, when the cluster is no more than that; else 0. */
static uint32_t shown_as(const struct line *line, const struct cluster *cluster)
{
    const struct paint_op *op = line->op;
    size_t at = 0;
    hb_codepoint_t glyph;
    uint32_t character = cluster->text.n ? utf8_next(cluster->text, &at) : 0;
    bool plain = cluster->count == 1 && at == cluster->text.n && character >= ' ' &&
                 hb_font_get_nominal_glyph(op->font->font, character, &glyph) &&
                 glyph == op->glyphs[cluster->first].id && !is_composite(line->font, glyph);
    return plain ? character : 0;
}

static void add_character(struct line *line, uint32_t character, length x, length y)
{
    if (abs(line->pen - x) > TOLERANCE || line->y != y || line->text->n > SHOWN_AT_ONCE)
        show_text(line);
    if (!line->text->n) {
        line->x = line->pen = x;
        line->y = y;
    }
    buf_put_utf8(line->text, character);
    HPDF_INT width = HPDF_Font_GetUnicodeWidth(line->font->loaded, (HPDF_UNICODE)character);
    line->pen += (length)(width * (int64_t)line->op->size / 1000) + line->op->spacing;
}

static void draw_cluster(struct plain *plain, struct line *line, const struct cluster *cluster,
                         length x, length y)
{
    const struct paint_op *op = line->op;
    show_text(line);
    HPDF_Page_EndText(line->page);
    for (uint32_t i = cluster->first; i < cluster->first + cluster->count; i++) {
        const struct glyph *glyph = &op->glyphs[i];
        struct pen pen = {line->page, points(x + glyph->dx), points(y + glyph->dy),
                          points(op->size) / (float)op->font->upem};
        hb_font_get_glyph_shape(op->font->font, glyph->id, plain->outline, &pen);
        x += glyph->advance;
    }
    HPDF_Page_Fill(line->page);
    HPDF_Page_BeginText(line->page);
}

static HPDF_REAL color_part(uint32_t color, int shift)
{
    return (HPDF_REAL)(color >> shift & 0xFF) / 255;
}

static void set_fill(HPDF_Page page, uint32_t color)
{
    HPDF_Page_SetRGBFill(page, color_part(color, 16), color_part(color, 8), color_part(color, 0));
}

static void set_stroke(HPDF_Page page, const struct paint_op *op)
{
    HPDF_Page_SetRGBStroke(page, color_part(op->color, 16), color_part(op->color, 8),
                           color_part(op->color, 0));
    HPDF_Page_SetLineWidth(page, points(op->thickness));
}

static void paint_glyphs(struct plain *plain, HPDF_Page page, length height,
                         const struct paint_op *op)
{
    struct line line = {page, op, load_font(plain, op->font), &plain->text, 0, 0, 0};
    length x = op->x, y = height - op->y;
    set_fill(page, op->color);
    HPDF_Page_BeginText(page);
    HPDF_Page_SetFontAndSize(page, line.font->loaded, points(op->size));
    HPDF_Page_SetCharSpace(page, points(op->spacing));
    for (struct cluster cluster = {0}; cluster_next(op, &cluster);) {
        const struct glyph *first = &op->glyphs[cluster.first];
        x = op->rtl ? op->x + cluster_x(op, &cluster) : x;
        uint32_t character = shown_as(&line, &cluster);
        if (character)
            add_character(&line, character, x + first->dx, y + first->dy);
        else
            draw_cluster(plain, &line, &cluster, x, y);
        for (uint32_t i = 0; i < cluster.count; i++)
            x += first[i].advance;
    }
    show_text(&line);
    HPDF_Page_EndText(page);
}

/* ---- lines and areas ---- */

static void paint_ruling(struct plain *plain, HPDF_Page page, length height,
                         const struct paint_op *op)
{
    (void)plain;
    set_stroke(page, op);
    HPDF_Page_MoveTo(page, points(op->x), points(height - op->y));
    HPDF_Page_LineTo(page, points(op->x + op->width), points(height - op->y - op->height));
    HPDF_Page_Stroke(page);
}

static void paint_fill(struct plain *plain, HPDF_Page page, length height,
                       const struct paint_op *op)
{
    (void)plain;
    set_fill(page, op->color);
    HPDF_Page_Rectangle(page, points(op->x), points(height - op->y - op->height), points(op->width),
                        points(op->height));
    HPDF_Page_Fill(page);
}

static void paint_path(struct plain *plain, HPDF_Page page, length height,
                       const struct paint_op *op)
{
    (void)plain;
    set_stroke(page, op);
    if (op->filled)
        set_fill(page, op->fill);
    for (uint32_t i = 0; i < op->point_count; i++)
        (i ? HPDF_Page_LineTo : HPDF_Page_MoveTo)(page, points(op->points[i].x),
                                                  points(height - op->points[i].y));
    (op->filled ? HPDF_Page_ClosePathFillStroke : HPDF_Page_Stroke)(page);
}

static void paint_page(struct plain *plain, uint32_t index)
{
    static void (*const paint[])(struct plain *, HPDF_Page, length, const struct paint_op *) = {
        [PAINT_GLYPHS] = paint_glyphs,
        [PAINT_RULING] = paint_ruling,
        [PAINT_FILL] = paint_fill,
        [PAINT_PATH] = paint_path,
    };
    const struct page *page = &plain->pages->page[index];
    for (uint32_t i = 0; i < page->op_count; i++)
        paint[page->ops[i].paint](plain, plain->page[index], page->height, &page->ops[i]);
}

/* ---- ways through the document ---- */

/* The whole width of the page from there on: libharu has no place that leaves the scale alone. */
static HPDF_Destination place_of(const struct plain *plain, const struct destination *to)
{
    HPDF_Destination place = HPDF_Page_CreateDestination(plain->page[to->page]);
    HPDF_Destination_SetFitH(place, points(plain->pages->page[to->page].height - to->y));
    return place;
}

static void add_links(struct plain *plain, uint32_t index)
{
    const struct page *page = &plain->pages->page[index];
    for (uint32_t i = 0; i < page->link_count; i++) {
        const struct page_link *link = &page->links[i];
        const struct destination *to = destination_of(plain->pages, link->target);
        if (!to)
            continue;
        HPDF_Rect area = {points(link->x), points(page->height - link->y - link->height),
                          points(link->x + link->width), points(page->height - link->y)};
        HPDF_Annotation annotation =
            HPDF_Page_CreateLinkAnnot(plain->page[index], area, place_of(plain, to));
        HPDF_LinkAnnot_SetBorderStyle(annotation, 0, 0, 0);
    }
}

/* Bookmarks, each below the nearest one before it of a lower level. */
static void add_outline(struct plain *plain)
{
    HPDF_Outline last[OUTLINE_LEVELS + 1] = {NULL};
    HPDF_Encoder encoder = HPDF_GetEncoder(plain->file, "UTF-8");
    for (uint32_t i = 0; i < plain->pages->destination_count; i++) {
        const struct destination *to = &plain->pages->destinations[i];
        int level = to->node->level;
        if (to->node->element != ELEMENT_HEADING || to->node->unlisted || level > OUTLINE_LEVELS)
            continue;
        HPDF_Outline above = NULL;
        for (int k = level - 1; k > 0 && !above; k--)
            above = last[k];
        const char *title = heading_text(plain->diag->arena, to->node).p;
        last[level] = HPDF_CreateOutline(plain->file, above, title, encoder);
        HPDF_Outline_SetOpened(last[level], HPDF_FALSE);
        HPDF_Outline_SetDestination(last[level], place_of(plain, to));
        for (int k = level + 1; k <= OUTLINE_LEVELS; k++)
            last[k] = NULL;
    }
}

static void add_labels(struct plain *plain)
{
    uint32_t front = plain->pages->front;
    if (front)
        HPDF_AddPageLabel(plain->file, 0, HPDF_PAGE_NUM_STYLE_LOWER_ROMAN, 1, NULL);
    if (front < plain->pages->count)
        HPDF_AddPageLabel(plain->file, front, HPDF_PAGE_NUM_STYLE_DECIMAL, 1, NULL);
}

/* ---- the file ---- */

static void set_information(struct plain *plain, const struct file_info *info)
{
    const struct document *document = plain->pages->document;
    const struct {
        HPDF_InfoType type;
        struct slice text;
    } entries[] = {{HPDF_INFO_TITLE, document->title},
                   {HPDF_INFO_AUTHOR, document->author},
                   {HPDF_INFO_SUBJECT, document->subject},
                   {HPDF_INFO_PRODUCER, slice_of(info->producer)}};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        if (entries[i].text.n)
            HPDF_SetInfoAttr(plain->file, entries[i].type,
                             slice_copy(plain->diag->arena, entries[i].text).p);
    time_t date = (time_t)info->date;
    struct tm tm;
    if (!info->date || !gmtime_r(&date, &tm))
        return;
    HPDF_Date moment = {tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
                        tm.tm_sec,         'Z',           0,          0};
    HPDF_SetInfoDateAttr(plain->file, HPDF_INFO_CREATION_DATE, moment);
    HPDF_SetInfoDateAttr(plain->file, HPDF_INFO_MOD_DATE, moment);
}

/* All pages first, since links lead forwards. */
static void add_pages(struct plain *plain)
{
    for (uint32_t i = 0; i < plain->pages->count; i++) {
        plain->page[i] = HPDF_AddPage(plain->file);
        HPDF_Page_SetWidth(plain->page[i], points(plain->pages->page[i].width));
        HPDF_Page_SetHeight(plain->page[i], points(plain->pages->page[i].height));
    }
    for (uint32_t i = 0; i < plain->pages->count; i++) {
        paint_page(plain, i);
        add_links(plain, i);
    }
}

static void save(struct plain *plain, struct buf *out)
{
    HPDF_SaveToStream(plain->file);
    HPDF_ResetStream(plain->file);
    for (HPDF_UINT32 left = HPDF_GetStreamSize(plain->file); left;) {
        HPDF_BYTE chunk[65536];
        HPDF_UINT32 size = left < sizeof chunk ? left : sizeof chunk;
        HPDF_ReadFromStream(plain->file, chunk, &size);
        if (!size) /* else it would be asked for ever */
            note_error(HPDF_FILE_IO_ERROR, left, plain);
        buf_put(out, (const char *)chunk, size);
        left -= size;
    }
}

static void write_file(struct plain *plain, struct buf *out, const struct file_info *info)
{
    HPDF_UseUTFEncodings(plain->file);
    HPDF_SetCurrentEncoder(plain->file, "UTF-8");
    HPDF_SetCompressionMode(plain->file, HPDF_COMP_ALL);
    set_information(plain, info);
    add_pages(plain);
    add_outline(plain);
    add_labels(plain);
    HPDF_SetPageMode(plain->file, HPDF_PAGE_MODE_USE_OUTLINE);
    save(plain, out);
}

bool plain_write(struct buf *out, struct diag *diag, const struct pages *pages,
                 const struct file_info *info)
{
    if (!are_showable(diag, pages))
        return false;
    const size_t before = out->n;
    struct plain *plain = ARENA_NEW(diag->arena, struct plain);
    *plain = (struct plain){.diag = diag,
                            .pages = pages,
                            .outline = draw_functions(move_to, line_to, curve_to, close_path)};
    plain->page = ARENA_ARRAY(diag->arena, HPDF_Page, pages->count);
    plain->file = HPDF_New(note_error, plain);
    if (!plain->file)
        plain->error = HPDF_FAILD_TO_ALLOC_MEM;
    else if (!setjmp(plain->failed))
        write_file(plain, out, info);
    if (plain->file)
        HPDF_Free(plain->file);
    hb_draw_funcs_destroy(plain->outline);
    unload_fonts(plain);
    buf_free(&plain->text);
    if (!plain->error)
        return true;
    out->n = before;
    diag_report(diag, MSG_PLAIN_WRITE, (struct pos){0},
                arena_printf(diag->arena, "%04X/%lu", (unsigned)plain->error, plain->detail));
    return false;
}

const struct device device_plain = {.name = "plain", .fonts = FONTS_TRUETYPE, .file = plain_write};
