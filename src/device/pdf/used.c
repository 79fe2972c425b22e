#include "device/pdf/used.h"

struct used_glyph *used_note(struct arena *arena, struct pdf_font *font, uint32_t glyph)
{
    uint16_t *slot = &font->slot[glyph];
    if (*slot)
        return &font->glyphs[*slot - 1];
    GROW(arena, font->glyphs, font->count, font->room, 256);
    struct used_glyph *used = &font->glyphs[font->count++];
    *slot = (uint16_t)font->count;
    int64_t advance = hb_font_get_glyph_h_advance(font->font->font, glyph);
    int64_t upem = font->font->upem;
    *used = (struct used_glyph){.glyph = glyph,
                                .width = (uint16_t)((advance * 1000 + upem / 2) / upem)};
    return used;
}
