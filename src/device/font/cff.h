/*
 * Programs of CID-keyed CFF fonts, put together glyph by glyph. A glyph is taken out of the font
 * once, as a program without hints and subroutines that stands alone (charstring.h); it is kept
 * with the font, and each document's font file is made of those it shows. The bytes depend on the
 * glyphs only, not on the documents before.
 */
#ifndef DEVICE_FONT_CFF_H
#define DEVICE_FONT_CFF_H

#include "layout/font.h"

/* Makes sure that these glyphs are kept. False when the font cannot be taken apart. */
bool cff_keep(const struct font *font, const uint32_t *glyphs, uint32_t count);

/* The CID that a glyph that is kept has in its own font. */
uint16_t cff_cid(const struct font *font, uint32_t glyph);

/* Appends a CFF table with .notdef and these glyphs, which are kept; they get the CIDs 1, 2, … It
 * is a stream (RFC 1950), joined of what was deflated when it was kept. */
void cff_put(struct buf *out, const struct font *font, const uint32_t *glyphs, uint32_t count);

#endif
