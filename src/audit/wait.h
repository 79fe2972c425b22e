/* What is told and what is not. Private to the audit. */
#ifndef AUDIT_WAIT_H
#define AUDIT_WAIT_H

#include "audit/audit.h"

/* Whether the map, which may be NULL, has a typed subject at, above or below the code. */
bool map_covers(const struct node *map, struct slice code);

/* Whether so many percent may be printed of the amount to the whole, which were rounded to two
 * decimals of 万元: the whole by the bound. */
bool rate_may_be(struct printed_rate rate, int64_t amount, int64_t whole, int64_t bound);

/* Whether a table prints a figure whose fact begins so. */
bool harvest_has(const struct harvest *harvest, const char *prefix);

#endif
