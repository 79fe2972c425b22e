/*
 * Text of other scripts in the file. Each of its clusters has a code of its own, which says its
 * text without ActualText, since few readers know that: a glyph that says one text only is itself,
 * one that says several, or a cluster of several glyphs, is put together anew. Only TrueType fonts,
 * as those of other scripts are, have such glyphs.
 *
 * Text from right to left is painted letter by letter in the order of reading, which is what a
 * reader that does not sort letters by their place gives out. A blank then stands in its code with
 * the letter before it: such readers take it for a jump otherwise. Readers that do sort them turn
 * the letters of one code, too: letters that are one cluster have a code each, the first of which
 * shows all of it, and the others nothing.
 */
#ifndef DEVICE_PDF_COMPOSED_H
#define DEVICE_PDF_COMPOSED_H

#include "device/font/subset.h"
#include "device/pdf/used.h"

/* Whether the run's clusters have codes of their own. */
bool composed_is(const struct paint_op *op);

/* Notes the clusters of a run. */
void composed_note(struct arena *arena, struct pdf_font *font, const struct paint_op *op);

/* How many codes the cluster has; none for a blank that the one before says. */
unsigned composed_codes(const struct paint_op *op, const struct cluster *cluster);

/* One of them, in the order of reading. */
struct code {
    const struct used_glyph *glyph;
    length x;         /* from where the cluster starts at the left */
    bool told;        /* readers that know ActualText are told another text than it says: */
    const char *mark; /* of direction, */
    struct slice text;
};

/* False when the font has none. */
bool composed_find(const struct pdf_font *font, const struct paint_op *op,
                   const struct cluster *cluster, unsigned index, struct code *code);

/* Appends the font of the subset with what is put together, and gives that its codes. False when
 * the font does not allow it. */
bool composed_put(struct buf *out, struct arena *arena, struct pdf_font *font,
                  const struct subset *subset);

#endif
