/* What corresponds to what in two sequences: the longest common subsequence, in passes. */
#ifndef DIFF_ALIGN_H
#define DIFF_ALIGN_H

#include "base/slice.h"

enum { ALIGN_NONE = UINT32_MAX };

/* Whether item `old` of the one may be paired with item `new` of the other. */
typedef bool (*align_same)(const void *data, uint32_t old, uint32_t new);

struct alignment {
    uint32_t old_count, new_count;
    uint32_t *to_new; /* for each old item its partner, or ALIGN_NONE */
    uint32_t *to_old;
};

/* Pairs as many items as the first predicate allows without crossing, then what is left between the
 * pairs by the next, and so on. In the arena. */
struct alignment align(struct arena *arena, uint32_t old_count, uint32_t new_count,
                       const align_same *passes, size_t pass_count, const void *data);

/* A pair, an old item without partner (new is ALIGN_NONE) or a new one without (old is). */
struct align_step {
    uint32_t old, new;
};

/* The steps in order, what went before what came. Start with *old_at and *new_at at 0. */
bool align_next(const struct alignment *alignment, uint32_t *old_at, uint32_t *new_at,
                struct align_step *step);

#endif
