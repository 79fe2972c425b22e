/*
 * Fonts in the file: which glyphs the pages use, what text each glyph stands for, and the subset
 * that is embedded. Collect first, then write (which settles the codes), then paint.
 */
#ifndef DEVICE_PDF_FONTFILE_H
#define DEVICE_PDF_FONTFILE_H

#include "base/diag.h"
#include "device/font/cluster.h"
#include "device/font/compose.h"
#include "device/font/subset.h"
#include "device/pdf/objects.h"
#include "layout/pages.h"

struct used_glyph {
    uint32_t glyph;    /* in the original font */
    uint16_t code;     /* two bytes in the content stream; a CID of the embedded font */
    uint16_t width;    /* thousandths of an em, as /W says */
    bool part;         /* text belongs to several glyphs together, not to this one alone */
    struct slice text; /* what ToUnicode says; empty for what is shown only as part of another */
    /* Of one that is put together (composed.h): */
    const struct compose_part *parts; /* glyphs of the original font */
    uint32_t part_count;              /* else 0 */
    uint32_t advance;
};

struct pdf_font {
    const struct font *font;
    uint32_t object; /* the Type0 font */
    uint16_t *slot;  /* by glyph of the original font: index into glyphs + 1; 0 if not used */
    struct used_glyph *glyphs;
    uint32_t count;
    uint32_t room;
};

struct fontfile {
    struct arena *arena;
    struct pdf_font *fonts; /* in order of first use */
    uint32_t count;
    uint32_t room;
};

/* Whether ToUnicode alone gives the cluster's text back; if not it needs ActualText. */
bool cluster_is_plain(const struct pdf_font *font, const struct paint_op *op,
                      const struct cluster *cluster);

/* Notes that the glyph is shown. */
struct used_glyph *fontfile_note_glyph(struct arena *arena, struct pdf_font *font, uint32_t glyph);

/* Notes all glyphs of all pages. False after reporting an error. */
bool fontfile_collect(struct fontfile *fontfile, struct arena *arena, struct diag *diag,
                      const struct pages *pages);

/* Subsets the fonts and writes their objects; from here on used_glyph.code is valid. False after
 * reporting an error. */
bool fontfile_write(struct fontfile *fontfile, struct diag *diag, struct objects *objects);

/* The font as collected; never NULL after fontfile_collect. */
const struct pdf_font *fontfile_find(const struct fontfile *fontfile, const struct font *font);

const struct used_glyph *fontfile_glyph(const struct pdf_font *font, uint32_t glyph);

#endif
