/*
 * A font is embedded as a subset that stands alone: what draws its glyphs, its names, and a cmap of
 * the characters that the pages show with them. Where a run shows a character by another glyph, the
 * page says which.
 */
#include <hb-subset.h>
#include <stdlib.h>

#include "device/font/cluster.h"
#include "device/ofd/ofd.h"

/* ---- What is used ---- */

static struct ofd_font *note_font(struct ofd *ofd, const struct font *font)
{
    for (uint32_t i = 0; i < ofd->font_count; i++)
        if (ofd->fonts[i].font == font)
            return &ofd->fonts[i];
    GROW(ofd->arena, ofd->fonts, ofd->font_count, ofd->font_room, 32);
    uint32_t glyphs = hb_face_get_glyph_count(font->face);
    ofd->fonts[ofd->font_count] =
        (struct ofd_font){.font = font,
                          .first = ARENA_ARRAY(ofd->arena, uint32_t, glyphs),
                          .used = ARENA_ARRAY(ofd->arena, bool, glyphs)};
    return &ofd->fonts[ofd->font_count++];
}

static bool has_code(const struct ofd_font *font, uint32_t code)
{
    for (uint32_t i = 0; i < font->code_count; i++)
        if (font->codes[i].code == code)
            return true;
    return false;
}

/* The first glyph that shows a character by itself is what the cmap has for it. */
static void note_code(struct ofd *ofd, struct ofd_font *font, uint32_t code, uint32_t glyph)
{
    font->used[glyph] = true;
    if (font->first[glyph] == code + 1 || has_code(font, code))
        return;
    GROW(ofd->arena, font->codes, font->code_count, font->code_room, 256);
    font->codes[font->code_count++] = (struct ofd_code){code, glyph};
    font->first[glyph] = code + 1;
}

/* Characters that several glyphs show together, or that share one, are in the cmap all the same,
 * for readers that take the text by itself. */
static void note_characters(struct ofd *ofd, struct ofd_font *font, struct slice text)
{
    hb_codepoint_t glyph;
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        if (!has_code(font, code) && hb_font_get_nominal_glyph(font->font->font, code, &glyph) &&
            glyph)
            note_code(ofd, font, code, glyph);
    }
}

static bool note_run(struct ofd *ofd, const struct paint_op *op)
{
    struct ofd_font *font = note_font(ofd, op->font);
    uint32_t count = hb_face_get_glyph_count(op->font->face);
    for (uint32_t i = 0; i < op->glyph_count; i++) {
        const struct glyph *glyph = &op->glyphs[i];
        if (glyph->id == 0 || glyph->id >= count) {
            diag_report(ofd->diag, MSG_PDF_GLYPH, op->node ? op->node->pos : (struct pos){0},
                        op->font->name, slice_copy(ofd->arena, op->text).p);
            return false;
        }
        font->used[glyph->id] = true;
        if (op->foreign)
            continue;
        size_t at = glyph->cluster, end = i + 1 < op->glyph_count ? glyph[1].cluster : op->text.n;
        uint32_t code = at < op->text.n ? utf8_next(op->text, &at) : 0;
        bool alone = code && at == end && (!i || glyph[-1].cluster != glyph->cluster);
        if (alone)
            note_code(ofd, font, code, glyph->id);
        else if (end > glyph->cluster)
            note_characters(ofd, font,
                            (struct slice){op->text.p + glyph->cluster, end - glyph->cluster});
    }
    for (struct cluster cluster = {0}; op->foreign && cluster_next(op, &cluster);)
        note_characters(ofd, font, cluster.text);
    return true;
}

/* ---- The subset ---- */

static void put16(struct buf *out, uint32_t value)
{
    buf_putc(out, (char)(value >> 8 & 0xFF));
    buf_putc(out, (char)(value & 0xFF));
}

static void put32(struct buf *out, uint32_t value)
{
    put16(out, value >> 16);
    put16(out, value & 0xFFFF);
}

/* A cmap of format 12 that leads from the characters to the original's glyphs. */
static struct buf cmap_of(const struct ofd_font *font)
{
    struct buf out = {0};
    put16(&out, 0); /* version */
    put16(&out, 1); /* tables */
    put16(&out, 3); /* Windows */
    put16(&out, 10);
    put32(&out, 12); /* offset */
    put16(&out, 12); /* format */
    put16(&out, 0);
    put32(&out, 16 + 12 * font->code_count);
    put32(&out, 0); /* language */
    put32(&out, font->code_count);
    for (uint32_t i = 0; i < font->code_count; i++) {
        put32(&out, font->codes[i].code);
        put32(&out, font->codes[i].code);
        put32(&out, font->codes[i].glyph);
    }
    return out;
}

struct source_face {
    hb_face_t *face;
    struct buf cmap;
};

static hb_blob_t *table_of(hb_face_t *face, hb_tag_t tag, void *data)
{
    static const char tables[][5] = {"CFF ", "glyf", "loca", "head", "hhea", "hmtx", "maxp",
                                     "cvt ", "fpgm", "prep", "OS/2", "name", "post"};
    const struct source_face *source = data;
    (void)face;
    if (tag == HB_TAG('c', 'm', 'a', 'p'))
        return hb_blob_create(source->cmap.p, (unsigned)source->cmap.n, HB_MEMORY_MODE_READONLY,
                              NULL, NULL);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (hb_tag_from_string(tables[i], 4) == tag)
            return hb_face_reference_table(source->face, tag);
    return NULL;
}

static hb_subset_input_t *input_of(const struct ofd_font *font)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    uint32_t count = hb_face_get_glyph_count(font->font->face);
    for (uint32_t glyph = 1; glyph < count; glyph++)
        if (font->used[glyph])
            hb_set_add(hb_subset_input_glyph_set(input), glyph);
    for (uint32_t i = 0; i < font->code_count; i++)
        hb_set_add(hb_subset_input_unicode_set(input), font->codes[i].code);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE |
                                         HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    return input;
}

static int by_code(const void *a, const void *b)
{
    const struct ofd_code *left = a, *right = b;
    return (left->code > right->code) - (left->code < right->code);
}

/* Takes the new ids of the glyphs out of the plan. */
static void take_glyphs(struct ofd_font *font, hb_subset_plan_t *plan)
{
    font->new_glyphs = hb_map_copy(hb_subset_plan_old_to_new_glyph_mapping(plan));
}

static bool write_font(struct ofd *ofd, struct ofd_font *font)
{
    if (font->code_count)
        qsort(font->codes, font->code_count, sizeof *font->codes, by_code);
    struct source_face source = {font->font->face, cmap_of(font)};
    hb_face_t *face = hb_face_create_for_tables(table_of, &source, NULL);
    hb_subset_input_t *input = input_of(font);
    hb_subset_plan_t *plan = input ? hb_subset_plan_create_or_fail(face, input) : NULL;
    hb_face_t *subset = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
    struct buf bytes = {0};
    if (subset) {
        unsigned size;
        hb_blob_t *blob = hb_face_reference_blob(subset);
        const char *data = hb_blob_get_data(blob, &size);
        buf_put(&bytes, data, size);
        hb_blob_destroy(blob);
        take_glyphs(font, plan);
        ofd_add(ofd,
                arena_printf(ofd->arena, "Doc_0/Res/font_%u.%s", font->id,
                             font->font->cff ? "otf" : "ttf"),
                bytes);
    } else {
        diag_report(ofd->diag, MSG_PDF_SUBSET, (struct pos){0}, font->font->path);
    }
    hb_face_destroy(subset);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    hb_face_destroy(face);
    buf_free(&source.cmap);
    return subset != NULL;
}

bool ofd_fonts(struct ofd *ofd)
{
    for (uint32_t page = 0; page < ofd->pages->count; page++)
        for (uint32_t i = 0; i < ofd->pages->page[page].op_count; i++) {
            const struct paint_op *op = &ofd->pages->page[page].ops[i];
            if (op->paint == PAINT_GLYPHS && !note_run(ofd, op))
                return false;
        }
    for (uint32_t i = 0; i < ofd->font_count; i++) {
        ofd->fonts[i].id = ofd_id(ofd);
        if (!write_font(ofd, &ofd->fonts[i]))
            return false;
    }
    return true;
}

const struct ofd_font *ofd_font(const struct ofd *ofd, const struct font *font)
{
    uint32_t i = 0;
    while (ofd->fonts[i].font != font)
        i++;
    return &ofd->fonts[i];
}

bool ofd_font_maps(const struct ofd_font *font, uint32_t code, uint32_t glyph)
{
    uint32_t from = 0, to = font->code_count;
    while (from < to) {
        uint32_t middle = (from + to) / 2;
        if (font->codes[middle].code < code)
            from = middle + 1;
        else
            to = middle;
    }
    return from < font->code_count && font->codes[from].code == code &&
           font->codes[from].glyph == glyph;
}

uint32_t ofd_font_glyph(const struct ofd_font *font, uint32_t glyph)
{
    return hb_map_get(font->new_glyphs, glyph);
}

void ofd_fonts_free(struct ofd *ofd)
{
    for (uint32_t i = 0; i < ofd->font_count; i++)
        hb_map_destroy(ofd->fonts[i].new_glyphs);
}
