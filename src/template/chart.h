/* The items of a chart: what they count, and what they say. */
#ifndef TEMPLATE_CHART_H
#define TEMPLATE_CHART_H

#include "template/package.h"

/* The part of an item that the attribute of that name gives. */
enum element chart_part_element(const char *attribute);

/* Checks the items and gives those of a pie their shares. */
void chart_check(struct arena *arena, struct diag *diag, struct doc_node *chart,
                 const struct numbers *numbers);

/* An item's LABEL, SERIES or VALUE, a VALUE's SHARE; or NULL. */
struct doc_node *chart_part(const struct doc_node *node, enum element part);

/* What an item counts, in a unit that all items of a chart share. */
int64_t chart_number(const struct doc_node *datum);

/* Whether two items have the same LABEL or SERIES, or both have none. */
bool chart_same(const struct doc_node *a, const struct doc_node *b, enum element part);

/* Appends what the chart says, as text for those who cannot see it. */
void chart_describe(struct buf *out, const struct doc_node *chart);

#endif
