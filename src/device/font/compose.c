#include "device/font/compose.h"

#include <string.h>

enum {
    HEAD_LOCA_LONG = 50, /* offsets within tables */
    HHEA_METRICS = 34,
    MAXP_GLYPHS = 4,
    MAXP_COMPOSITE_POINTS = 10,
    MAXP_COMPOSITE_CONTOURS = 12,
    MAXP_PARTS = 28,
    MAXP_DEPTH = 30,
    GLYPH_HEAD = 10, /* contours, then the box */
    MOST = 0xFFFF
};

enum { PART_WORDS = 1, PART_XY = 2, PART_MORE = 0x20 }; /* flags of a part */

struct face {
    hb_face_t *face;
    struct slice head, hhea, maxp, hmtx, loca, glyf;
    hb_blob_t *blobs[6];
    bool long_loca;
    uint32_t glyphs, metrics;
};

static uint32_t u16(struct slice table, size_t at)
{
    return at + 2 <= table.n
               ? (uint32_t)(unsigned char)table.p[at] << 8 | (unsigned char)table.p[at + 1]
               : 0;
}

static int32_t s16(struct slice table, size_t at)
{
    return (int16_t)u16(table, at);
}

static void put_u16(struct buf *out, int64_t value)
{
    uint64_t bits = (uint64_t)value;
    buf_putc(out, (char)(bits >> 8 & 0xFF));
    buf_putc(out, (char)(bits & 0xFF));
}

static void put_u32(struct buf *out, size_t value)
{
    put_u16(out, (int64_t)(value >> 16));
    put_u16(out, (int64_t)(value & 0xFFFF));
}

static void set_u16(struct buf *table, size_t at, uint32_t value)
{
    if (at + 2 > table->n)
        return;
    table->p[at] = (char)(value >> 8);
    table->p[at + 1] = (char)value;
}

static bool face_open(struct face *from, hb_face_t *face)
{
    static const char tags[][5] = {"head", "hhea", "maxp", "hmtx", "loca", "glyf"};
    *from = (struct face){.face = face};
    struct slice *const tables[] = {&from->head, &from->hhea, &from->maxp,
                                    &from->hmtx, &from->loca, &from->glyf};
    bool all = true;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        unsigned size;
        from->blobs[i] = hb_face_reference_table(face, hb_tag_from_string(tags[i], 4));
        const char *p = hb_blob_get_data(from->blobs[i], &size);
        *tables[i] = (struct slice){p, size};
        all = all && size;
    }
    from->long_loca = u16(from->head, HEAD_LOCA_LONG) != 0;
    from->glyphs = u16(from->maxp, MAXP_GLYPHS);
    from->metrics = u16(from->hhea, HHEA_METRICS);
    return all && from->metrics;
}

static void face_close(struct face *from)
{
    for (size_t i = 0; i < sizeof from->blobs / sizeof *from->blobs; i++)
        hb_blob_destroy(from->blobs[i]);
}

static size_t glyph_offset(const struct face *from, uint32_t glyph)
{
    return from->long_loca
               ? (size_t)u16(from->loca, glyph * 4) << 16 | u16(from->loca, glyph * 4 + 2)
               : (size_t)u16(from->loca, glyph * 2) * 2;
}

/* Its head in the table of outlines, or of no length when it shows nothing. */
static struct slice glyph_head(const struct face *from, uint32_t glyph)
{
    size_t start = glyph_offset(from, glyph), end = glyph_offset(from, glyph + 1);
    bool whole = end >= start + GLYPH_HEAD && end <= from->glyf.n;
    return (struct slice){from->glyf.p + start, whole ? GLYPH_HEAD : 0};
}

static uint32_t advance_of(const struct face *from, uint32_t glyph)
{
    return u16(from->hmtx, (glyph < from->metrics ? glyph : from->metrics - 1) * 4);
}

static int32_t bearing_of(const struct face *from, uint32_t glyph)
{
    return glyph < from->metrics ? s16(from->hmtx, glyph * 4 + 2)
                                 : s16(from->hmtx, from->metrics * 4 + (glyph - from->metrics) * 2);
}

struct box {
    int32_t left, bottom, right, top;
};

/* Where the part's outline is drawn: so that it starts where the metrics say, which by itself a
 * glyph does, but not as a part. */
static int32_t part_x(const struct face *from, const struct compose_part *part)
{
    struct slice head = glyph_head(from, part->glyph);
    return part->x + (head.n ? bearing_of(from, part->glyph) - s16(head, 2) : 0);
}

static struct box box_of(const struct face *from, const struct composite *composite)
{
    struct box box = {0};
    bool any = false;
    for (uint32_t i = 0; i < composite->count; i++) {
        const struct compose_part *part = &composite->parts[i];
        struct slice head = glyph_head(from, part->glyph);
        int32_t x = part_x(from, part), y = part->y;
        if (!head.n)
            continue;
        struct box own = {x + s16(head, 2), y + s16(head, 4), x + s16(head, 6), y + s16(head, 8)};
        box.left = !any || own.left < box.left ? own.left : box.left;
        box.bottom = !any || own.bottom < box.bottom ? own.bottom : box.bottom;
        box.right = !any || own.right > box.right ? own.right : box.right;
        box.top = !any || own.top > box.top ? own.top : box.top;
        any = true;
    }
    return box;
}

static void put_composite(struct buf *out, const struct face *from,
                          const struct composite *composite)
{
    struct box box = box_of(from, composite);
    put_u16(out, -1);
    put_u16(out, box.left);
    put_u16(out, box.bottom);
    put_u16(out, box.right);
    put_u16(out, box.top);
    for (uint32_t i = 0; i < composite->count; i++) {
        const struct compose_part *part = &composite->parts[i];
        put_u16(out, PART_WORDS | PART_XY | (i + 1 < composite->count ? PART_MORE : 0));
        put_u16(out, part->glyph);
        put_u16(out, part_x(from, part));
        put_u16(out, part->y);
    }
}

static void put_outlines(struct buf *glyf, struct buf *loca, const struct face *from,
                         const struct composite *list, uint32_t count)
{
    buf_put_slice(glyf, from->glyf);
    for (uint32_t i = 0; i < from->glyphs; i++)
        put_u32(loca, glyph_offset(from, i));
    for (uint32_t i = 0; i < count; i++) {
        while (glyf->n % 4)
            buf_putc(glyf, '\0');
        put_u32(loca, glyf->n);
        put_composite(glyf, from, &list[i]);
    }
    put_u32(loca, glyf->n);
}

static void put_metrics(struct buf *hmtx, const struct face *from, const struct composite *list,
                        uint32_t count)
{
    for (uint32_t i = 0; i < from->glyphs; i++) {
        put_u16(hmtx, advance_of(from, i));
        put_u16(hmtx, bearing_of(from, i));
    }
    for (uint32_t i = 0; i < count; i++) {
        put_u16(hmtx, list[i].advance);
        put_u16(hmtx, box_of(from, &list[i]).left);
    }
}

static uint32_t at_most(uint64_t value)
{
    return value > MOST ? MOST : (uint32_t)value;
}

/* How large glyphs may be. */
static void raise_limits(struct buf *maxp, struct slice from, const struct composite *list,
                         uint32_t count)
{
    uint32_t most = 1;
    for (uint32_t i = 0; i < count; i++)
        most = list[i].count > most ? list[i].count : most;
    for (size_t at = MAXP_COMPOSITE_POINTS; at <= MAXP_COMPOSITE_CONTOURS; at += 2) {
        uint32_t simple = u16(from, at - 4), composed = u16(from, at);
        set_u16(maxp, at, at_most((uint64_t)(simple > composed ? simple : composed) * most));
    }
    set_u16(maxp, MAXP_PARTS, most > u16(from, MAXP_PARTS) ? most : u16(from, MAXP_PARTS));
    set_u16(maxp, MAXP_DEPTH, u16(from, MAXP_DEPTH) + 1);
}

static void add_table(hb_face_t *builder, const char *tag, const struct buf *bytes)
{
    hb_blob_t *blob =
        hb_blob_create(bytes->p, (unsigned)bytes->n, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
    hb_face_builder_add_table(builder, hb_tag_from_string(tag, 4), blob);
    hb_blob_destroy(blob);
}

static void put_face(struct buf *out, const struct face *from, const struct composite *list,
                     uint32_t count)
{
    enum { HEAD, HHEA, MAXP, HMTX, LOCA, GLYF, TABLES };
    static const char tags[][5] = {"head", "hhea", "maxp", "hmtx", "loca", "glyf"};
    struct buf tables[TABLES] = {0};
    buf_put_slice(&tables[HEAD], from->head);
    buf_put_slice(&tables[HHEA], from->hhea);
    buf_put_slice(&tables[MAXP], from->maxp);
    set_u16(&tables[HEAD], HEAD_LOCA_LONG, 1);
    set_u16(&tables[HHEA], HHEA_METRICS, from->glyphs + count);
    set_u16(&tables[MAXP], MAXP_GLYPHS, from->glyphs + count);
    raise_limits(&tables[MAXP], from->maxp, list, count);
    put_metrics(&tables[HMTX], from, list, count);
    put_outlines(&tables[GLYF], &tables[LOCA], from, list, count);
    hb_face_t *builder = hb_face_builder_create();
    for (int i = 0; i < TABLES; i++) {
        add_table(builder, tags[i], &tables[i]);
        buf_free(&tables[i]);
    }
    hb_blob_t *blob = hb_face_reference_blob(builder);
    unsigned size;
    const char *bytes = hb_blob_get_data(blob, &size);
    buf_put(out, bytes, size);
    hb_blob_destroy(blob);
    hb_face_destroy(builder);
}

bool compose_put(struct buf *out, hb_face_t *face, const struct composite *list, uint32_t count)
{
    struct face from;
    bool sound = face_open(&from, face) && from.glyphs + count <= MOST;
    if (sound)
        put_face(out, &from, list, count);
    face_close(&from);
    return sound;
}
