/* What is told and what is not. Private to the audit. */
#ifndef AUDIT_WAIT_H
#define AUDIT_WAIT_H

#include "audit/audit.h"

/* Whether the map, which may be NULL, has a typed subject at, above or below the code. */
bool map_covers(const struct node *map, struct slice code);

/* Whether a table prints a figure whose fact begins so. */
bool harvest_has(const struct harvest *harvest, const char *prefix);

#endif
