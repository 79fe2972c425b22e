/* What is known of a page once it is painted: where links lead from and to, and what changed. */
#ifndef LAYOUT_PLACES_H
#define LAYOUT_PLACES_H

#include "layout/flow.h"

/* Where the named nodes are that links with a page reference lead to. */
struct page_names;

/* Of the nodes on the flow's pages, which count from 1; NULL when the document refers to none. */
struct page_names *page_names_new(const struct document *document, const struct flow *flow);

/* The number of the page that the name is on, or 0. */
uint32_t page_names_find(const struct page_names *names, struct slice name);

/* Adds to the pages of all flows (in page order) the areas of links, the destinations inside tables
 * and captions that have a name, and bars in the margin beside what changed. Reports links to a
 * name that no node has. */
void places_add(struct diag *diag, const struct document *document, struct flow *const *flows,
                size_t flow_count);

#endif
