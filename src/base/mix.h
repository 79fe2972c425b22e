/* Hashing for tables in memory. Seeded anew in each process, so that nobody can choose keys that
 * fall together; nothing that is written may depend on it. */
#ifndef BASE_MIX_H
#define BASE_MIX_H

#include "base/slice.h"

/* The hash of the bytes, told apart by `from` (0 or the hash of what comes before). */
uint64_t mix(struct slice bytes, uint64_t from);

#endif
