/*
 * Document tree → pages, in one run.
 *
 *     font    roles, fallback, files                 shape   text → glyph runs, cached
 *     paragraph  a block's text, and its widths      lines   paragraph → justified lines
 *     line_paint  lines → runs on the canvas         table   cells → column widths → rows → slices
 *     layout  blocks → pages, contents, folios       pages   the result, and its dump
 */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "base/diag.h"
#include "layout/font.h"
#include "layout/pages.h"
#include "template/document.h"

/* Lays the document out. NULL after reporting errors (a character that no font of its role has, a
 * table that cannot be made to fit). Everything lives in the arena; fonts outlive it. */
struct pages *layout_run(struct arena *arena, struct diag *diag, const struct document *document,
                         struct fonts *fonts);

#endif
