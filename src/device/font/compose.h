/*
 * Glyphs put together of others. A letter with its vowel signs, or a stack of letters, is several
 * glyphs placed upon each other; as one glyph of the file it has one code, which says its text to
 * every reader. TrueType knows such glyphs.
 */
#ifndef DEVICE_FONT_COMPOSE_H
#define DEVICE_FONT_COMPOSE_H

#include <hb.h>

#include "base/slice.h"

/* A glyph of the font, and where it stands, in its units, y upwards. */
struct compose_part {
    uint32_t glyph;
    int32_t x, y;
};

struct composite {
    const struct compose_part *parts;
    uint32_t count;
    uint32_t advance;
};

/* Appends the TrueType font of the face with further glyphs, numbered from its glyph count on.
 * False when the face is none, or there would be too many. */
bool compose_put(struct buf *out, hb_face_t *face, const struct composite *list, uint32_t count);

#endif
