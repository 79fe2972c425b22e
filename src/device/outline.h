/* What devices share of outlines and links. */
#ifndef DEVICE_OUTLINE_H
#define DEVICE_OUTLINE_H

#include "layout/pages.h"

/* The destination of a node, or NULL. */
const struct destination *destination_of(const struct pages *pages, const struct doc_node *node);

/* What a heading says, in the arena. */
struct slice heading_text(struct arena *arena, const struct doc_node *heading);

#endif
