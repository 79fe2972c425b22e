/* The contents list: made after the body, when its pages are numbered. */
#ifndef LAYOUT_CONTENTS_H
#define LAYOUT_CONTENTS_H

#include "layout/flow.h"

/* Entries for the listed headings that start on these pages, page 0 being number 1. New nodes are
 * numbered from *node_id on. */
struct contents_entry *contents_make(struct arena *arena, const struct document *document,
                                     struct canvas *const *body, uint32_t page_count,
                                     uint32_t node_id, uint32_t *count);

/* Adds the entries to the flow as lines with leaders. */
void contents_flow(struct flow *flow, const struct contents_entry *entries, uint32_t count);

#endif
