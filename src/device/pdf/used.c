#include "device/pdf/used.h"

/* Thousandths of an em; asked of the font once a process. */
static uint16_t width_of(const struct font *font, uint32_t glyph)
{
    struct font_memory *memory = font->memory;
    if (!memory->widths)
        memory->widths = ARENA_ARRAY(memory->arena, uint16_t, hb_face_get_glyph_count(font->face));
    uint16_t *known = &memory->widths[glyph];
    if (!*known) {
        int64_t advance = hb_font_get_glyph_h_advance(font->font, glyph);
        *known = (uint16_t)((advance * 1000 + font->upem / 2) / font->upem + 1);
    }
    return (uint16_t)(*known - 1);
}

struct used_glyph *used_note(struct arena *arena, struct pdf_font *font, uint32_t glyph)
{
    uint16_t *slot = &font->slot[glyph];
    if (*slot)
        return &font->glyphs[*slot - 1];
    GROW(arena, font->glyphs, font->count, font->room, 256);
    struct used_glyph *used = &font->glyphs[font->count++];
    *slot = (uint16_t)font->count;
    *used = (struct used_glyph){.glyph = glyph, .width = width_of(font->font, glyph)};
    return used;
}
