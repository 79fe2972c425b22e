#include "layout/bidi.h"

static void reverse(uint32_t *order, uint32_t from, uint32_t to)
{
    for (; from + 1 < to; from++, to--) {
        uint32_t first = order[from];
        order[from] = order[to - 1];
        order[to - 1] = first;
    }
}

/* The runs from left to right: what is embedded deepest is turned first. */
static uint32_t *visual_order(struct arena *arena, const struct bidi_run *runs, uint32_t count)
{
    uint32_t *order = ARENA_ARRAY(arena, uint32_t, count);
    unsigned deepest = 0;
    for (uint32_t i = 0; i < count; i++) {
        order[i] = i;
        deepest = runs[i].level > deepest ? runs[i].level : deepest;
    }
    for (unsigned level = deepest; level; level--)
        for (uint32_t from = 0, to; from < count; from = to + 1) {
            for (to = from; to < count && runs[order[to]].level >= level;)
                to++;
            reverse(order, from, to);
        }
    return order;
}

void bidi_place(struct arena *arena, struct paint_op *ops, const struct bidi_run *runs,
                uint32_t count, length x, bool rtl)
{
    const uint32_t *order = visual_order(arena, runs, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t run = order[i];
        x += rtl ? runs[run].behind : 0;
        ops[run].x = x;
        x += ops[run].width + (rtl ? 0 : runs[run].behind);
    }
}
