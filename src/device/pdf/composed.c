#include "device/pdf/composed.h"

#include <stdlib.h>
#include <string.h>

#include "base/mix.h"

enum { PARTS = 64 /* the most that a cluster is put together of */, FIRST_ROOM = 64 };

/* What a cluster shows and says. */
struct shown {
    struct compose_part parts[PARTS];
    uint32_t count;
    struct slice text;
};

bool composed_is(const struct paint_op *op)
{
    return op->foreign && !op->font->cff;
}

static bool is_blank_at(const struct paint_op *op, const char *at)
{
    return at < op->text.p + op->text.n && *at == ' ';
}

/* What may say a blank with it. Readers that turn text by its letters put that of a comma before
 * it.
 */
static bool takes_blank(struct slice text)
{
    return text.n && *text.p != ' ' && !slice_is(text, "\u060C");
}

bool composed_has_blank(const struct paint_op *op, const struct cluster *cluster)
{
    return op->rtl && takes_blank(cluster->text) &&
           is_blank_at(op, cluster->text.p + cluster->text.n);
}

bool composed_is_blank(const struct paint_op *op, const struct cluster *cluster)
{
    const char *at = cluster->text.p;
    bool blank = op->rtl && cluster->text.n == 1 && *at == ' ' && at > op->text.p;
    bool comma = blank && at - op->text.p >= 2 && memcmp(at - 2, "\u060C", 2) == 0;
    return blank && at[-1] != ' ' && !comma;
}

static int32_t units(length value, const struct paint_op *op)
{
    int64_t product = (int64_t)value * op->font->upem;
    return (int32_t)((product + (product < 0 ? -op->size : op->size) / 2) / op->size);
}

/* False when it is of too many parts. */
static bool show(struct shown *shown, const struct paint_op *op, const struct cluster *cluster)
{
    const struct glyph *glyphs = &op->glyphs[cluster->first];
    length pen = 0;
    if (cluster->count > PARTS)
        return false;
    shown->count = cluster->count;
    shown->text = cluster->text;
    shown->text.n += composed_has_blank(op, cluster);
    for (uint32_t i = 0; i < cluster->count; i++) {
        shown->parts[i] = (struct compose_part){glyphs[i].id, units(pen + glyphs[i].dx, op),
                                                units(glyphs[i].dy, op)};
        pen += glyphs[i].advance;
    }
    return true;
}

static bool is_glyph_itself(const struct shown *shown)
{
    return shown->count == 1 && !shown->parts[0].x && !shown->parts[0].y;
}

static struct slice bytes_of(const struct compose_part *parts, uint32_t count)
{
    return (struct slice){(const char *)parts, count * sizeof *parts}; /* without padding */
}

/* Where the index has what shows these parts and says this text, or is free for it. */
static uint32_t *slot_of(const struct pdf_font *font, struct slice parts, struct slice text)
{
    uint64_t at = mix(text, mix(parts, 0));
    for (;; at++) {
        uint32_t *slot = &font->composed[at & (font->composed_room - 1)];
        const struct used_glyph *used = *slot ? &font->glyphs[*slot - 1] : NULL;
        if (!used || (slice_eq(used->text, text) &&
                      slice_eq(bytes_of(used->parts, used->part_count), parts)))
            return slot;
    }
}

static const struct used_glyph *find(const struct pdf_font *font, const struct shown *shown)
{
    if (!font->composed_room)
        return NULL;
    uint32_t found = *slot_of(font, bytes_of(shown->parts, shown->count), shown->text);
    return found ? &font->glyphs[found - 1] : NULL;
}

/* Keeps half of the index free. */
static void grow_index(struct arena *arena, struct pdf_font *font)
{
    if (font->composed_count * 2 < font->composed_room)
        return;
    font->composed_room = font->composed_room ? font->composed_room * 2 : FIRST_ROOM;
    font->composed = ARENA_ARRAY(arena, uint32_t, font->composed_room);
    for (uint32_t i = 0; i < font->count; i++) {
        const struct used_glyph *used = &font->glyphs[i];
        if (used->part_count)
            *slot_of(font, bytes_of(used->parts, used->part_count), used->text) = i + 1;
    }
}

static uint16_t width_of(const struct font *font, const struct shown *shown, uint32_t *advance)
{
    *advance = 0;
    for (uint32_t i = 0; i < shown->count; i++)
        *advance += (uint32_t)hb_font_get_glyph_h_advance(font->font, shown->parts[i].glyph);
    return (uint16_t)(((int64_t)*advance * 1000 + font->upem / 2) / font->upem);
}

static void add(struct arena *arena, struct pdf_font *font, const struct shown *shown)
{
    uint32_t advance;
    for (uint32_t i = 0; i < shown->count; i++)
        used_note(arena, font, shown->parts[i].glyph);
    struct slice parts = bytes_of(shown->parts, shown->count);
    struct used_glyph composed = {.width = width_of(font->font, shown, &advance),
                                  .advance = advance,
                                  .sayable = true,
                                  .text = shown->text,
                                  .parts = (void *)arena_copy(arena, parts.p, parts.n),
                                  .part_count = shown->count};
    grow_index(arena, font);
    GROW(arena, font->glyphs, font->count, font->room, 256);
    font->glyphs[font->count++] = composed;
    *slot_of(font, parts, shown->text) = font->count;
    font->composed_count++;
}

void composed_note(struct arena *arena, struct pdf_font *font, const struct paint_op *op)
{
    struct shown shown;
    for (struct cluster cluster = {0}; cluster_next(op, &cluster);) {
        if (composed_is_blank(op, &cluster) || !show(&shown, op, &cluster))
            continue;
        if (is_glyph_itself(&shown)) {
            struct used_glyph *used = used_note(arena, font, shown.parts[0].glyph);
            if (!used->text.n) {
                used->text = shown.text;
                used->sayable = true;
            }
            if (slice_eq(used->text, shown.text))
                continue;
        }
        if (!find(font, &shown))
            add(arena, font, &shown);
    }
}

const struct used_glyph *composed_find(const struct pdf_font *font, const struct paint_op *op,
                                       const struct cluster *cluster)
{
    struct shown shown;
    if (!show(&shown, op, cluster))
        return NULL;
    const struct used_glyph *itself =
        is_glyph_itself(&shown) ? &font->glyphs[font->slot[shown.parts[0].glyph] - 1] : NULL;
    return itself && slice_eq(itself->text, shown.text) ? itself : find(font, &shown);
}

bool composed_put(struct buf *out, struct arena *arena, struct pdf_font *font,
                  const struct subset *subset)
{
    uint32_t base = hb_face_get_glyph_count(subset->face), count = 0;
    struct composite *list = ARENA_ARRAY(arena, struct composite, font->count);
    for (uint32_t i = 0; i < font->count; i++) {
        struct used_glyph *used = &font->glyphs[i];
        if (!used->part_count)
            continue;
        struct compose_part *parts = ARENA_ARRAY(arena, struct compose_part, used->part_count);
        for (uint32_t k = 0; k < used->part_count; k++)
            parts[k] = (struct compose_part){hb_map_get(subset->new_glyph, used->parts[k].glyph),
                                             used->parts[k].x, used->parts[k].y};
        used->code = (uint16_t)(base + count);
        list[count++] = (struct composite){parts, used->part_count, used->advance};
    }
    return compose_put(out, subset->face, list, count);
}
