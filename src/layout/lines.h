/*
 * Paragraph → lines. Filling a paragraph at a width gives its lines; filling it again at another
 * width gives others.
 */
#ifndef LAYOUT_LINES_H
#define LAYOUT_LINES_H

#include "layout/canvas.h"
#include "layout/paragraph.h"

/* Breaks the text into lines that fit the width, the style's indents inside it; nothing is done
 * again when they do already. */
void paragraph_fill(struct shaper *shaper, struct paragraph *paragraph, length width);

/* Paints lines [from, to) below y, x being the left edge of the width filled. An artifact is no
 * part of the document's text. */
void paragraph_paint(const struct paragraph *paragraph, struct canvas *canvas, uint32_t from,
                     uint32_t to, length x, length y, bool artifact);

/* From the top of a line to its baseline. */
length paragraph_baseline(const struct paragraph *paragraph);

/* Paints one line with its left end at x. */
void line_paint(const struct paragraph *paragraph, const struct line *line, struct canvas *canvas,
                length x, length y, bool artifact);

#endif
