#include "device/pdf/composed.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mix.h"
#include "layout/script.h"

enum { PARTS = 64 /* the most that a cluster is put together of */, FIRST_ROOM = 64 };

#define RIGHT_TO_LEFT "\u200F" /* a mark that says which way text runs */
#define COMMA "\u060C"

/* What a code shows and says. */
struct shown {
    struct compose_part parts[PARTS];
    uint32_t count;
    uint32_t advance;
    struct slice text;
};

bool composed_is(const struct paint_op *op)
{
    return op->foreign && !op->font->cff;
}

/* The text that the run is a part of: that of its node, where that is its own. */
static struct slice whole_text(const struct paint_op *op)
{
    struct slice text = op->node ? op->node->text : op->text;
    bool within = op->text.p >= text.p && op->text.p + op->text.n <= text.p + text.n;
    return within ? text : op->text;
}

/* Whether the character before `at` says a blank there, too. Readers that turn text by its letters
 * put the one of a comma before it. */
static bool says_blank(const struct paint_op *op, const char *at)
{
    struct slice text = whole_text(op), before = {at, 0};
    if (at == text.p || at == text.p + text.n || *at != ' ')
        return false;
    do
        before = (struct slice){before.p - 1, before.n + 1};
    while ((*before.p & 0xC0) == 0x80 && before.p > text.p);
    size_t next = 0;
    bool within = before.p >= op->text.p && at < op->text.p + op->text.n;
    return *before.p != ' ' && !slice_is(before, COMMA) &&
           (within || is_right_to_left(utf8_next(before, &next)));
}

static bool has_blank(const struct paint_op *op, const struct cluster *cluster)
{
    return op->rtl && says_blank(op, cluster->text.p + cluster->text.n);
}

static bool is_own_blank(const struct paint_op *op, const struct cluster *cluster)
{
    return op->rtl && slice_is(cluster->text, " ");
}

static bool is_said_before(const struct paint_op *op, const struct cluster *cluster)
{
    return is_own_blank(op, cluster) && says_blank(op, cluster->text.p);
}

static uint32_t blank_glyph(const struct font *font)
{
    uint32_t glyph;
    return hb_font_get_nominal_glyph(font->font, ' ', &glyph) ? glyph : 0;
}

unsigned composed_codes(const struct paint_op *op, const struct cluster *cluster)
{
    size_t letters = op->rtl ? utf8_length(cluster->text) : 1;
    if (is_said_before(op, cluster))
        return 0;
    return letters > 1 && letters < PARTS && blank_glyph(op->font) ? (unsigned)letters : 1;
}

/* What the code stands for. */
static struct slice letter_of(const struct cluster *cluster, unsigned codes, unsigned index)
{
    size_t from = 0, to = 0;
    for (unsigned i = 0; codes > 1 && i <= index; i++) {
        from = to;
        utf8_next(cluster->text, &to);
    }
    return (struct slice){cluster->text.p + from, codes > 1 ? to - from : cluster->text.n};
}

/* What readers that turn text by its letters take for a number, and a blank next to it for a part
 * of that. */
static bool looks_like_number(struct slice text)
{
    return slice_is(text, COMMA) || (text.n == 1 && strchr("#$%+,-./:", *text.p));
}

/* What the code says. */
static struct slice said(const struct paint_op *op, const struct cluster *cluster, unsigned index)
{
    unsigned codes = composed_codes(op, cluster);
    struct slice text = letter_of(cluster, codes, index);
    if (is_own_blank(op, cluster) && cluster->text.p > whole_text(op).p)
        return SLICE(RIGHT_TO_LEFT " "); /* a blank alone would be lost in the jump */
    text.n += index + 1 == codes && has_blank(op, cluster);
    return text;
}

static int32_t units(length value, const struct paint_op *op)
{
    int64_t product = (int64_t)value * op->font->upem;
    return (int32_t)((product + (product < 0 ? -op->size : op->size) / 2) / op->size);
}

static length width_of(const struct paint_op *op, const struct cluster *cluster)
{
    length width = 0;
    for (uint32_t i = 0; i < cluster->count; i++)
        width += op->glyphs[cluster->first + i].advance;
    return width;
}

/* Where the code starts in the cluster: each letter has an equal part of it, the first the
 * rightmost. */
static length start_of(const struct paint_op *op, const struct cluster *cluster, unsigned codes,
                       unsigned index)
{
    return codes > 1 ? width_of(op, cluster) / (length)codes * (length)(codes - 1 - index) : 0;
}

/* The glyphs of the cluster, which starts at x. */
static void show_all(struct shown *shown, const struct paint_op *op, const struct cluster *cluster,
                     length x)
{
    const struct glyph *glyphs = &op->glyphs[cluster->first];
    for (uint32_t i = 0; i < cluster->count; i++) {
        shown->parts[i] = (struct compose_part){glyphs[i].id, units(x + glyphs[i].dx, op),
                                                units(glyphs[i].dy, op)};
        shown->advance += (uint32_t)hb_font_get_glyph_h_advance(op->font->font, glyphs[i].id);
        x += glyphs[i].advance;
    }
    shown->count = cluster->count;
}

/* False when it is of too many parts. */
static bool show(struct shown *shown, const struct paint_op *op, const struct cluster *cluster,
                 unsigned index)
{
    unsigned codes = composed_codes(op, cluster);
    length from = start_of(op, cluster, codes, index);
    if (cluster->count > PARTS)
        return false;
    *shown = (struct shown){.text = said(op, cluster, index)};
    if (index == 0) {
        show_all(shown, op, cluster, -from);
    } else {
        shown->parts[0] = (struct compose_part){blank_glyph(op->font), 0, 0};
        shown->count = 1;
    }
    if (codes > 1)
        shown->advance = (uint32_t)units(width_of(op, cluster) / (length)codes, op);
    return true;
}

static bool is_glyph_itself(const struct paint_op *op, const struct shown *shown)
{
    uint32_t glyph = shown->parts[0].glyph;
    return shown->count == 1 && !shown->parts[0].x && !shown->parts[0].y &&
           shown->advance == (uint32_t)hb_font_get_glyph_h_advance(op->font->font, glyph);
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
    assert(font->glyphs || !font->count);
    for (uint32_t i = 0; i < font->count; i++) {
        const struct used_glyph *used = &font->glyphs[i];
        if (used->part_count)
            *slot_of(font, bytes_of(used->parts, used->part_count), used->text) = i + 1;
    }
}

static void add(struct arena *arena, struct pdf_font *font, const struct shown *shown)
{
    int upem = font->font->upem;
    for (uint32_t i = 0; i < shown->count; i++)
        used_note(arena, font, shown->parts[i].glyph);
    struct slice parts = bytes_of(shown->parts, shown->count);
    struct used_glyph composed = {
        .width = (uint16_t)((shown->advance * (int64_t)1000 + upem / 2) / upem),
        .advance = shown->advance,
        .sayable = true,
        .text = shown->text,
        .parts = (void *)arena_copy(arena, parts.p, parts.n),
        .part_count = shown->count};
    grow_index(arena, font);
    GROW(arena, font->glyphs, font->count, font->room, 256);
    assert(font->glyphs);
    font->glyphs[font->count++] = composed;
    *slot_of(font, parts, shown->text) = font->count;
    font->composed_count++;
}

static void note(struct arena *arena, struct pdf_font *font, const struct paint_op *op,
                 const struct shown *shown)
{
    if (is_glyph_itself(op, shown)) {
        struct used_glyph *used = used_note(arena, font, shown->parts[0].glyph);
        if (!used->text.n) {
            used->text = shown->text;
            used->sayable = true;
        }
        if (slice_eq(used->text, shown->text))
            return;
    }
    if (!find(font, shown))
        add(arena, font, shown);
}

void composed_note(struct arena *arena, struct pdf_font *font, const struct paint_op *op)
{
    struct shown shown;
    for (struct cluster cluster = {0}; cluster_next(op, &cluster);)
        for (unsigned i = 0, codes = composed_codes(op, &cluster); i < codes; i++)
            if (show(&shown, op, &cluster, i))
                note(arena, font, op, &shown);
}

bool composed_find(const struct pdf_font *font, const struct paint_op *op,
                   const struct cluster *cluster, unsigned index, struct code *code)
{
    struct shown shown;
    if (!show(&shown, op, cluster, index))
        return false;
    const struct used_glyph *itself =
        is_glyph_itself(op, &shown) ? &font->glyphs[font->slot[shown.parts[0].glyph] - 1] : NULL;
    unsigned codes = composed_codes(op, cluster);
    struct slice letter = letter_of(cluster, codes, index);
    bool number = op->rtl && looks_like_number(letter);
    *code = (struct code){
        .glyph = itself && slice_eq(itself->text, shown.text) ? itself : find(font, &shown),
        .x = start_of(op, cluster, codes, index),
        .text = letter,
        .mark = number ? RIGHT_TO_LEFT : "",
        .told = number || !slice_eq(letter, shown.text)};
    return code->glyph != NULL;
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
