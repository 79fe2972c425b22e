/* The mark of a draft. */
#ifndef LAYOUT_DRAFT_H
#define LAYOUT_DRAFT_H

#include "layout/pages.h"

/* Paints 草稿, large and pale, under what each page shows; no part of the document's text. */
void draft_mark(struct arena *arena, struct pages *pages, struct fonts *fonts);

#endif
