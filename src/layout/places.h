/* What is known of a page once it is painted: where links lead from and to, and what changed. */
#ifndef LAYOUT_PLACES_H
#define LAYOUT_PLACES_H

#include "layout/flow.h"

/* Adds to the pages of all flows (in page order) the areas of links, the destinations inside tables
 * and captions that have a name, and bars in the margin beside what changed. Reports links to a
 * name that no node has. */
void places_add(struct diag *diag, const struct document *document, struct flow *const *flows,
                size_t flow_count);

#endif
