/* The one table of limits (limits.def). */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include "base/diag.h"

enum limit {
#define LIMIT(constant, id, most, unit, english, chinese) constant,
#include "base/limits.def"
#undef LIMIT
    LIMIT_COUNT
};

uint64_t limit_of(enum limit limit);

/* Reports that what is called name goes beyond the limit. */
void limit_report(struct diag *diag, enum limit limit, struct pos pos, const char *name);

/* "64 MB", "512 kB", "7 bytes": a size for people, in the arena. */
const char *bytes_text(struct arena *arena, uint64_t bytes);

/* Appends the table in the language, for the manual. */
void limits_print(struct buf *out, enum language language);

#endif
