#include "device/pdf/fontfile.h"

#include <hb-ot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device/font/cff.h"
#include "device/font/subset.h"
#include "device/pdf/composed.h"
#include "device/pdf/syntax.h"

/* ---- which glyphs, and their text ---- */

const struct pdf_font *fontfile_find(const struct fontfile *fontfile, const struct font *font)
{
    uint32_t i = 0;
    while (fontfile->fonts[i].font != font)
        i++;
    return &fontfile->fonts[i];
}

/* The font, noted when it is new. */
static struct pdf_font *note_font(struct fontfile *fontfile, const struct font *font)
{
    for (uint32_t i = 0; i < fontfile->count; i++) {
        if (fontfile->fonts[i].font == font)
            return &fontfile->fonts[i];
    }
    GROW(fontfile->arena, fontfile->fonts, fontfile->count, fontfile->room, 8);
    struct pdf_font *new = &fontfile->fonts[fontfile->count++];
    new->font = font;
    new->slot_count = hb_face_get_glyph_count(font->face);
    new->slot = ARENA_ARRAY(fontfile->arena, uint16_t, new->slot_count);
    return new;
}

/* A radical or a compatibility form, which shares its glyph with the character that is meant nearly
 * always: readers that look for no ActualText take the glyph's own text. */
static bool is_variant(struct slice text)
{
    size_t at = 0;
    uint32_t code = text.n ? utf8_next(text, &at) : 0;
    return code == 0xA0 || (code >= 0x2E80 && code < 0x2FE0) || (code >= 0xF900 && code < 0xFB00) ||
           (code >= 0x2F800 && code < 0x2FA20);
}

/* False for what ToUnicode must not say: nothing, NUL, byte order marks, private characters. */
static bool is_sayable(struct slice text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        if (code == 0 || code == 0xFEFF || code == 0xFFFE || (code >= 0xE000 && code < 0xF900) ||
            code >= 0xF0000)
            return false;
    }
    return text.n > 0;
}

/* A glyph keeps the first text it shows alone, unless that is a variant and another is none; its
 * part in a text that several show together only until it shows some alone. The first of several
 * has the text, the others have no width of it. */
static void note_cluster(struct arena *arena, struct pdf_font *font, const struct paint_op *op,
                         const struct cluster *cluster)
{
    bool part = cluster->count > 1;
    for (uint32_t i = 0; i < cluster->count; i++) {
        struct used_glyph *used = used_note(arena, font, op->glyphs[cluster->first + i].id);
        bool better = !part && used->variant && !is_variant(cluster->text);
        if (!used->text.n || (used->part && !part) || better) {
            used->text = i ? SLICE("\xE2\x80\x8B") : cluster->text;
            used->sayable = is_sayable(used->text);
            used->variant = is_variant(used->text);
            used->part = part;
        }
    }
}

static struct pos position(const struct paint_op *op)
{
    return op->node ? op->node->pos : (struct pos){0};
}

static bool glyphs_exist(struct arena *arena, struct diag *diag, const struct paint_op *op)
{
    uint32_t glyph_count = hb_face_get_glyph_count(op->font->face);
    for (uint32_t i = 0; i < op->glyph_count; i++) {
        if (op->glyphs[i].id == 0 || op->glyphs[i].id >= glyph_count) {
            diag_report(diag, MSG_PDF_GLYPH, position(op), op->font->name,
                        slice_copy(arena, op->text).p);
            return false;
        }
    }
    return true;
}

/* Whether nothing that the run shows is new: all its glyphs have a text of their own for good. */
static bool is_known(const struct pdf_font *font, const struct paint_op *op)
{
    for (uint32_t i = 0; i < op->glyph_count; i++) {
        uint32_t glyph = op->glyphs[i].id, slot = glyph < font->slot_count ? font->slot[glyph] : 0;
        const struct used_glyph *used = slot ? &font->glyphs[slot - 1] : NULL;
        if (!used || !used->text.n || used->part || used->variant)
            return false;
    }
    return true;
}

static bool collect_run(struct fontfile *fontfile, struct diag *diag, const struct paint_op *op)
{
    struct pdf_font *font = note_font(fontfile, op->font);
    bool composed = composed_is(op);
    if (!composed && is_known(font, op))
        return true;
    if (!glyphs_exist(fontfile->arena, diag, op))
        return false;
    if (composed) {
        composed_note(fontfile->arena, font, op);
        return true;
    }
    for (struct cluster cluster = {0}; cluster_next(op, &cluster);)
        note_cluster(fontfile->arena, font, op, &cluster);
    return true;
}

bool fontfile_collect(struct fontfile *fontfile, struct arena *arena, struct diag *diag,
                      const struct pages *pages)
{
    *fontfile = (struct fontfile){.arena = arena};
    for (uint32_t i = 0; i < pages->count; i++) {
        const struct page *page = &pages->page[i];
        for (uint32_t k = 0; k < page->op_count; k++) {
            if (page->ops[k].paint == PAINT_GLYPHS && !collect_run(fontfile, diag, &page->ops[k]))
                return false;
        }
    }
    return true;
}

/* ---- the subset ---- */

static int by_code(const void *a, const void *b)
{
    const struct used_glyph *const *left = a, *const *right = b;
    return (*left)->code - (*right)->code;
}

static void sort_glyphs(struct arena *arena, struct pdf_font *font)
{
    font->sorted = ARENA_ARRAY(arena, const struct used_glyph *, font->count);
    for (uint32_t i = 0; i < font->count; i++)
        font->sorted[i] = &font->glyphs[i];
    qsort(font->sorted, font->count, sizeof *font->sorted, by_code);
}

/* Those of the original font. */
static uint32_t *list_glyphs(struct arena *arena, const struct pdf_font *font, uint32_t *count)
{
    uint32_t *list = ARENA_ARRAY(arena, uint32_t, font->count);
    *count = 0;
    for (uint32_t i = 0; i < font->count; i++)
        if (!font->glyphs[i].part_count)
            list[(*count)++] = font->glyphs[i].glyph;
    return list;
}

/* What a font file holds, as it is or deflated. */
struct program {
    struct buf bytes;
    bool deflated;
};

/* The program of a font whose glyphs have CIDs of their own. They are numbered anew in their order:
 * small codes make for small pages. */
static bool put_cid_program(struct program *program, struct arena *arena, struct pdf_font *font)
{
    uint32_t count;
    const uint32_t *shown = list_glyphs(arena, font, &count);
    if (!cff_keep(font->font, shown, count))
        return false;
    for (uint32_t i = 0; i < font->count; i++)
        font->glyphs[i].code = cff_cid(font->font, font->glyphs[i].glyph);
    sort_glyphs(arena, font);
    uint32_t *list = ARENA_ARRAY(arena, uint32_t, font->count);
    for (uint32_t i = 0; i < font->count; i++)
        list[i] = font->sorted[i]->glyph;
    for (uint32_t i = 0; i < font->count; i++)
        font->glyphs[font->slot[list[i]] - 1].code = (uint16_t)(i + 1);
    cff_put(&program->bytes, font->font, list, font->count);
    program->deflated = true;
    return true;
}

static void put_subset(struct buf *out, const struct font *font, const struct subset *subset)
{
    hb_blob_t *table = font->cff ? hb_face_reference_table(subset->face, HB_TAG('C', 'F', 'F', ' '))
                                 : hb_face_reference_blob(subset->face);
    unsigned size;
    const char *bytes = hb_blob_get_data(table, &size);
    buf_put(out, bytes, size);
    hb_blob_destroy(table);
}

/* The program of another font, addressed by the glyphs of the subset. */
static bool put_glyph_program(struct program *program, struct arena *arena, struct pdf_font *font)
{
    struct subset subset;
    uint32_t count;
    const uint32_t *shown = list_glyphs(arena, font, &count);
    if (!subset_make(&subset, font->font, shown, count))
        return false;
    for (uint32_t i = 0; i < font->count; i++)
        font->glyphs[i].code = (uint16_t)hb_map_get(subset.new_glyph, font->glyphs[i].glyph);
    bool sound = true;
    if (count < font->count)
        sound = composed_put(&program->bytes, arena, font, &subset);
    else
        put_subset(&program->bytes, font->font, &subset);
    subset_free(&subset);
    sort_glyphs(arena, font);
    return sound && program->bytes.n;
}

/* ---- the objects of one font ---- */

/* Widths that differ from the default of one em, neighbours in one bracket. */
static void put_widths(struct buf *out, const struct used_glyph **list, uint32_t count)
{
    const struct used_glyph *last = NULL;
    buf_puts(out, "/DW 1000/W[");
    for (uint32_t i = 0; i < count; i++) {
        if (list[i]->width == 1000)
            continue;
        if (!last || list[i]->code != last->code + 1) {
            buf_puts(out, last ? "]" : "");
            put_int(out, list[i]->code);
        }
        buf_puts(out, last && list[i]->code == last->code + 1 ? " " : "[");
        put_int(out, list[i]->width);
        last = list[i];
    }
    buf_puts(out, last ? "]]" : "]");
}

/* Leaves in the list those of the sorted glyphs that say something, without the parts of others. */
static uint32_t keep_sayers(const struct used_glyph **list, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (list[i]->text.n)
            list[kept++] = list[i];
    return kept;
}

/* What ToUnicode says for a glyph whose text it must not say; ActualText says it. */
static struct slice sayable_text(const struct used_glyph *used)
{
    return used->sayable ? used->text : SLICE("\xEF\xBF\xBD");
}

/* How many of the list have codes one after another that differ in their second byte only. */
static uint32_t count_range(const struct used_glyph **list, uint32_t count)
{
    uint32_t n = 1;
    while (n < count && list[n]->code == list[0]->code + n && list[n]->code % 256)
        n++;
    return n;
}

static void put_range(struct buf *out, const struct used_glyph **list, uint32_t count)
{
    buf_puts(out, "1 beginbfrange\n<");
    put_hex4(out, list[0]->code);
    buf_puts(out, "><");
    put_hex4(out, list[count - 1]->code);
    buf_puts(out, ">[");
    for (uint32_t i = 0; i < count; i++) {
        buf_putc(out, '<');
        put_utf16(out, sayable_text(list[i]));
        buf_putc(out, '>');
    }
    buf_puts(out, "]\nendbfrange\n");
}

static void write_to_unicode(struct objects *objects, uint32_t number,
                             const struct used_glyph **list, uint32_t count)
{
    struct buf out = {0};
    buf_puts(&out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                   "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                   "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                   "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    for (uint32_t i = 0, n; i < count; i += n) {
        n = count_range(list + i, count - i);
        put_range(&out, list + i, n);
    }
    buf_puts(&out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    object_stream(objects, number, "", buf_slice(&out), STREAM_HASTY);
    buf_free(&out);
}

/* "ABCDEF+Name": six letters that say which glyphs the subset has, then the font's own name. */
static struct slice subset_name(struct arena *arena, const struct pdf_font *font)
{
    uint64_t hash = 0;
    for (uint32_t i = 0; i < font->count; i++) {
        const struct used_glyph *used = &font->glyphs[i];
        hash = (hash ^ used->glyph) * 0x9E3779B97F4A7C15u;
        for (uint32_t k = 0; k < used->part_count; k++)
            hash = (hash ^ used->parts[k].glyph) * 0x9E3779B97F4A7C15u;
    }
    char tag[7] = "";
    for (int i = 0; i < 6; i++, hash /= 26)
        tag[i] = (char)('A' + hash % 26);
    return slice_of(arena_printf(arena, "%s+%s", tag, font->font->name));
}

static int64_t per_mille(const struct font *font, int64_t units)
{
    return units * 1000 / font->upem;
}

static void put_bbox(struct buf *out, const struct font *font)
{
    enum { BBOX = 36 }; /* offset of xMin, yMin, xMax, yMax in the head table */
    unsigned size;
    hb_blob_t *head = hb_face_reference_table(font->face, HB_TAG('h', 'e', 'a', 'd'));
    const unsigned char *bytes = (const unsigned char *)hb_blob_get_data(head, &size);
    buf_puts(out, "/FontBBox[");
    for (unsigned i = BBOX; i < BBOX + 8; i += 2) {
        int units = size > i + 1 ? bytes[i] << 8 | bytes[i + 1] : 0;
        if (units >= 0x8000)
            units -= 0x10000;
        buf_puts(out, i > BBOX ? " " : "");
        put_int(out, per_mille(font, units));
    }
    buf_putc(out, ']');
    hb_blob_destroy(head);
}

static void write_descriptor(struct objects *objects, uint32_t number, const struct font *font,
                             struct slice name, uint32_t program)
{
    hb_position_t cap_height = 0;
    hb_ot_metrics_get_position_with_fallback(font->font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap_height);
    struct buf *out = object_begin(objects, number);
    buf_puts(out, "<</Type/FontDescriptor/FontName");
    put_name(out, name);
    put_bbox(out, font);
    buf_puts(out, "/Flags 4/ItalicAngle 0/StemV 80/Ascent ");
    put_int(out, per_mille(font, font->ascent));
    buf_puts(out, "/Descent ");
    put_int(out, per_mille(font, font->descent));
    buf_puts(out, "/CapHeight ");
    put_int(out, per_mille(font, cap_height));
    buf_puts(out, font->cff ? "/FontFile3 " : "/FontFile2 ");
    put_ref(out, program);
    buf_puts(out, ">>");
    object_end(objects);
}

static void write_cid_font(struct objects *objects, uint32_t number, const struct pdf_font *font,
                           struct slice name, uint32_t descriptor, const struct used_glyph **list)
{
    struct buf *out = object_begin(objects, number);
    buf_puts(out, "<</Type/Font/Subtype");
    buf_puts(out, font->font->cff ? "/CIDFontType0" : "/CIDFontType2/CIDToGIDMap/Identity");
    buf_puts(out, "/BaseFont");
    put_name(out, name);
    buf_puts(out, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
    put_widths(out, list, font->count);
    buf_puts(out, "/FontDescriptor ");
    put_ref(out, descriptor);
    buf_puts(out, ">>");
    object_end(objects);
}

static void write_type0(struct objects *objects, uint32_t number, struct slice name,
                        uint32_t cid_font, uint32_t to_unicode)
{
    struct buf *out = object_begin(objects, number);
    buf_puts(out, "<</Type/Font/Subtype/Type0/Encoding/Identity-H/BaseFont");
    put_name(out, name);
    buf_puts(out, "/DescendantFonts[");
    put_ref(out, cid_font);
    buf_puts(out, "]/ToUnicode ");
    put_ref(out, to_unicode);
    buf_puts(out, ">>");
    object_end(objects);
}

static void write_program(struct objects *objects, uint32_t number, const struct program *program,
                          bool cff)
{
    char entries[32] = "/Subtype/CIDFontType0C";
    if (!cff)
        snprintf(entries, sizeof entries, "/Length1 %zu", program->bytes.n);
    object_stream(objects, number, entries, buf_slice(&program->bytes),
                  program->deflated ? STREAM_READY : STREAM_HASTY);
}

/* The codes as they stand in strings. */
static void spell_codes(struct pdf_font *font)
{
    for (struct used_glyph *used = font->glyphs; used < font->glyphs + font->count; used++) {
        used->shown_size = 0;
        for (int shift = 8; shift >= 0; shift -= 8) {
            char byte = (char)(used->code >> shift);
            if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r')
                used->shown[used->shown_size++] = '\\';
            used->shown[used->shown_size++] = byte == '\r' ? 'r' : byte;
        }
    }
}

static void write_font(struct arena *arena, struct objects *objects, struct pdf_font *font,
                       const struct program *file)
{
    uint32_t cid_font = objects_number(objects), descriptor = objects_number(objects);
    uint32_t program = objects_number(objects), to_unicode = objects_number(objects);
    struct slice name = subset_name(arena, font);
    const struct used_glyph **list = font->sorted;
    spell_codes(font);
    font->object = objects_number(objects);
    write_type0(objects, font->object, name, cid_font, to_unicode);
    write_cid_font(objects, cid_font, font, name, descriptor, list);
    write_descriptor(objects, descriptor, font->font, name, program);
    write_program(objects, program, file, font->font->cff);
    write_to_unicode(objects, to_unicode, list, keep_sayers(list, font->count));
}

bool fontfile_write(struct fontfile *fontfile, struct diag *diag, struct objects *objects)
{
    struct program program = {0};
    bool sound = true;
    for (uint32_t i = 0; sound && i < fontfile->count; i++) {
        struct pdf_font *font = &fontfile->fonts[i];
        buf_clear(&program.bytes);
        program.deflated = false;
        sound = (font->font->cid_keyed ? put_cid_program
                                       : put_glyph_program)(&program, fontfile->arena, font);
        if (sound)
            write_font(fontfile->arena, objects, font, &program);
        else
            diag_report(diag, MSG_PDF_SUBSET, (struct pos){0}, font->font->path);
    }
    buf_free(&program.bytes);
    return sound;
}
