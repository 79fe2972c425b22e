/*
 * Myers, “An O(ND) Difference Algorithm and Its Variations” (1986): the shortest way through the
 * grid of old × new items, where a step along a pair is free. The furthest points reached with each
 * number of unpaired items are kept, and the way is followed back through them.
 */
#include "diff/align.h"

#include <stdlib.h>
#include <string.h>

/* Sequences that differ by more are left unpaired in between: no document of ours is like that. */
enum { DIFFERENCES_MAX = 2000 };

struct pass {
    struct alignment *alignment;
    align_same same;
    const void *data;
};

struct range {
    uint32_t old, old_end, new, new_end;
};

static void pair(struct alignment *alignment, uint32_t old, uint32_t new)
{
    alignment->to_new[old] = new;
    alignment->to_old[new] = old;
}

/* Whether the way to diagonal k comes from the one above (an item that came), not from below. */
static bool comes_down(const int32_t *furthest, int32_t k, int32_t d)
{
    return k == -d || (k != d && furthest[k - 1] < furthest[k + 1]);
}

/* Follows the way back from the end; trails[d] holds the furthest points before round d. */
static void follow_back(const struct pass *pass, struct range range, int32_t *const *trails,
                        int32_t d)
{
    int32_t x = (int32_t)(range.old_end - range.old), y = (int32_t)(range.new_end - range.new);
    for (; d >= 0; d--) {
        const int32_t *furthest = trails[d] + d + 1;
        int32_t k = x - y, from = comes_down(furthest, k, d) ? k + 1 : k - 1;
        int32_t from_x = d ? furthest[from] : 0, from_y = d ? from_x - from : 0;
        while (x > from_x && y > from_y) {
            x--, y--;
            pair(pass->alignment, range.old + (uint32_t)x, range.new + (uint32_t)y);
        }
        x = from_x;
        y = from_y;
    }
}

/* One round: the furthest points with d unpaired items. true when the end is reached. */
static bool advance(const struct pass *pass, struct range range, int32_t *furthest, int32_t d)
{
    int32_t n = (int32_t)(range.old_end - range.old), m = (int32_t)(range.new_end - range.new);
    for (int32_t k = -d; k <= d; k += 2) {
        int32_t x = comes_down(furthest, k, d) ? furthest[k + 1] : furthest[k - 1] + 1;
        while (x < n && x - k < m &&
               pass->same(pass->data, range.old + (uint32_t)x, range.new + (uint32_t)(x - k)))
            x++;
        furthest[k] = x;
        if (x >= n && x - k >= m)
            return true;
    }
    return false;
}

static void match_middle(const struct pass *pass, struct range range)
{
    int32_t total = (int32_t)(range.old_end - range.old + range.new_end - range.new);
    int32_t most = total < DIFFERENCES_MAX ? total : DIFFERENCES_MAX, d = 0;
    size_t width = 2 * (size_t)most + 3;
    int32_t *furthest = xrealloc(NULL, width * sizeof *furthest);
    int32_t **trails = xrealloc(NULL, ((size_t)most + 1) * sizeof *trails);
    memset(furthest, 0, width * sizeof *furthest);
    bool reached = false;
    for (; d <= most && !reached; d++) {
        size_t kept = (2 * (size_t)d + 3) * sizeof **trails;
        trails[d] = xrealloc(NULL, kept);
        memcpy(trails[d], furthest + (most + 1) - (d + 1), kept);
        reached = advance(pass, range, furthest + most + 1, d);
    }
    if (reached)
        follow_back(pass, range, trails, d - 1);
    while (d-- > 0)
        free(trails[d]);
    free(trails);
    free(furthest);
}

static void match(const struct pass *pass, struct range range)
{
    while (range.old < range.old_end && range.new < range.new_end &&
           pass->same(pass->data, range.old, range.new))
        pair(pass->alignment, range.old++, range.new ++);
    while (range.old < range.old_end && range.new < range.new_end &&
           pass->same(pass->data, range.old_end - 1, range.new_end - 1))
        pair(pass->alignment, --range.old_end, --range.new_end);
    if (range.old < range.old_end && range.new < range.new_end)
        match_middle(pass, range);
}

/* Matches between the pairs there are. */
static void match_gaps(const struct pass *pass)
{
    const struct alignment *alignment = pass->alignment;
    struct range range = {0};
    for (uint32_t old = 0; old <= alignment->old_count; old++) {
        bool last = old == alignment->old_count;
        uint32_t partner = last ? alignment->new_count : alignment->to_new[old];
        if (partner == ALIGN_NONE)
            continue;
        range.old_end = old;
        range.new_end = partner;
        match(pass, range);
        range.old = old + 1;
        range.new = partner + 1;
    }
}

struct alignment align(struct arena *arena, uint32_t old_count, uint32_t new_count,
                       const align_same *passes, size_t pass_count, const void *data)
{
    struct alignment alignment = {old_count, new_count, ARENA_ARRAY(arena, uint32_t, old_count),
                                  ARENA_ARRAY(arena, uint32_t, new_count)};
    for (uint32_t i = 0; i < old_count; i++)
        alignment.to_new[i] = ALIGN_NONE;
    for (uint32_t i = 0; i < new_count; i++)
        alignment.to_old[i] = ALIGN_NONE;
    for (size_t i = 0; i < pass_count; i++)
        match_gaps(&(struct pass){&alignment, passes[i], data});
    return alignment;
}

bool align_next(const struct alignment *alignment, uint32_t *old_at, uint32_t *new_at,
                struct align_step *step)
{
    bool old_left = *old_at < alignment->old_count, new_left = *new_at < alignment->new_count;
    bool gone = old_left && alignment->to_new[*old_at] == ALIGN_NONE;
    bool came = !gone && new_left && alignment->to_old[*new_at] == ALIGN_NONE;
    *step = (struct align_step){came ? ALIGN_NONE : *old_at, gone ? ALIGN_NONE : *new_at};
    *old_at += !came;
    *new_at += !gone;
    return old_left || new_left;
}
