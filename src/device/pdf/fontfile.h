/*
 * Fonts in the file: which glyphs the pages use, what text each glyph stands for, and the subset
 * that is embedded. Collect first, then write (which settles the codes), then paint.
 */
#ifndef DEVICE_PDF_FONTFILE_H
#define DEVICE_PDF_FONTFILE_H

#include "base/diag.h"
#include "device/pdf/objects.h"
#include "device/pdf/used.h"
#include "layout/pages.h"

struct fontfile {
    struct arena *arena;
    struct pdf_font *fonts; /* in order of first use */
    uint32_t count;
    uint32_t room;
};

/* Notes all glyphs of all pages. False after reporting an error. */
bool fontfile_collect(struct fontfile *fontfile, struct arena *arena, struct diag *diag,
                      const struct pages *pages);

/* Subsets the fonts and writes their objects; from here on used_glyph.code is valid. False after
 * reporting an error. */
bool fontfile_write(struct fontfile *fontfile, struct diag *diag, struct objects *objects);

/* The font as collected; never NULL after fontfile_collect. */
const struct pdf_font *fontfile_find(const struct fontfile *fontfile, const struct font *font);

static inline const struct used_glyph *fontfile_glyph(const struct pdf_font *font, uint32_t glyph)
{
    return &font->glyphs[font->slot[glyph] - 1];
}

/* Whether ToUnicode of the cluster's first glyph alone gives the cluster's text back; if not it
 * needs ActualText. */
static inline bool cluster_is_plain(const struct used_glyph *used, const struct cluster *cluster)
{
    if (cluster->count > 1 || !used->sayable || used->text.n != cluster->text.n)
        return false;
    for (size_t i = 0; i < used->text.n; i++) /* a character mostly: sooner done than called */
        if (used->text.p[i] != cluster->text.p[i])
            return false;
    return true;
}

#endif
