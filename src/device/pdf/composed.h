/*
 * Text of other scripts in the file. Each of its clusters has a code of its own, which says its
 * text without ActualText, since few readers know that: a glyph that says one text only is itself,
 * one that says several, or a cluster of several glyphs, is put together anew. Only TrueType fonts,
 * as those of other scripts are, have such glyphs.
 *
 * Text from right to left is painted letter by letter in the order of reading, which is what a
 * reader that does not sort letters by their place gives out. A blank then stands in its code with
 * the letter before it: such readers take it for a jump otherwise.
 */
#ifndef DEVICE_PDF_COMPOSED_H
#define DEVICE_PDF_COMPOSED_H

#include "device/font/subset.h"
#include "device/pdf/used.h"

/* Whether the run's clusters have codes of their own. */
bool composed_is(const struct paint_op *op);

/* Whether the cluster says the blank that follows it, too; that is not painted then. */
bool composed_has_blank(const struct paint_op *op, const struct cluster *cluster);

/* Whether it is such a blank. */
bool composed_is_blank(const struct paint_op *op, const struct cluster *cluster);

/* Notes the clusters of a run. */
void composed_note(struct arena *arena, struct pdf_font *font, const struct paint_op *op);

/* The glyph that shows the cluster. */
const struct used_glyph *composed_find(const struct pdf_font *font, const struct paint_op *op,
                                       const struct cluster *cluster);

/* Appends the font of the subset with what is put together, and gives that its codes. False when
 * the font does not allow it. */
bool composed_put(struct buf *out, struct arena *arena, struct pdf_font *font,
                  const struct subset *subset);

#endif
