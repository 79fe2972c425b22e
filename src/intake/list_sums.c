/* Lines of totals in a list, or between the lines of a table by code: held against the lines that
 * they could be the sum of. */
#include <stdlib.h>
#include <string.h>

#include "intake/engines.h"

struct summed {
    const struct cell *cell; /* of the amount */
    struct slice label;      /* of a line of totals; empty for one of the list */
    struct slice code;       /* of one of the list; or empty */
    int64_t sum;             /* of the lines of the list before it */
    int64_t number, step;
    bool is_passed; /* held elsewhere */
};

struct list_sums {
    struct layout *layout;
    struct summed *lines;
    uint32_t count, room;
    int64_t sum;
    bool is_coded; /* its lines have codes */
};

struct list_sums *list_sums_new(struct layout *layout)
{
    struct list_sums *sums = ARENA_NEW(layout->harvest->arena, struct list_sums);
    sums->layout = layout;
    return sums;
}

bool is_list_total(struct slice label)
{
    static const char *const words[] = {"合计", "总计", "小计", "累计", "共计"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_ends(label, words[i]))
            return true;
    return is_total(label);
}

static bool is_whole(struct slice label)
{
    return slice_is(label, "合计") || slice_is(label, "总计");
}

void list_sums_add(struct list_sums *sums, const struct cell *cell, struct slice label,
                   struct slice code)
{
    struct summed line = {.cell = cell, .label = label, .code = code, .sum = sums->sum};
    if (!layout_amount(sums->layout, cell, &line.number, &line.step))
        return;
    sums->is_coded |= code.n > 0;
    if (!label.n && __builtin_add_overflow(sums->sum, line.number, &sums->sum))
        sums->sum = 0;
    GROW(sums->layout->harvest->arena, sums->lines, sums->count, sums->room, 16);
    sums->lines[sums->count++] = line;
}

void list_sums_pass(struct list_sums *sums, const struct cell *cell)
{
    uint32_t before = sums->count;
    list_sums_add(sums, cell, SLICE("合计"), (struct slice){"", 0});
    if (sums->count > before)
        sums->lines[before].is_passed = true;
}

/* What the lines between two places come to. */
static int64_t sum_between(const struct list_sums *sums, uint32_t a, uint32_t b)
{
    int64_t at_a = a < sums->count ? sums->lines[a].sum : sums->sum;
    int64_t at_b = b < sums->count ? sums->lines[b].sum : sums->sum;
    return a < b ? at_b - at_a : at_a - at_b;
}

/* Whether the total is that of the lines between two places; each may be rounded. */
static bool is_sum(const struct list_sums *sums, const struct summed *total, uint32_t a, uint32_t b)
{
    int64_t off = llabs((long long)(sum_between(sums, a, b) - total->number));
    return 2 * off <= (total->step > 1 ? (int64_t)(a < b ? b - a : a - b) * total->step : 0);
}

/* Whether the codes begin with as many same digits. */
static bool is_of_same(const struct summed *a, const struct summed *b, size_t digits)
{
    return a->code.n >= digits && b->code.n >= digits && memcmp(a->code.p, b->code.p, digits) == 0;
}

/* Where the lines just before the place begin, or those just after it end, whose codes begin alike.
 */
static uint32_t run_before(const struct list_sums *sums, uint32_t at, size_t digits)
{
    uint32_t from = at ? at - 1 : 0;
    while (from && at && is_of_same(&sums->lines[from - 1], &sums->lines[at - 1], digits))
        from--;
    return from;
}

static uint32_t run_after(const struct list_sums *sums, uint32_t at, size_t digits)
{
    uint32_t to = at + 1;
    while (to < sums->count && is_of_same(&sums->lines[to], &sums->lines[at + 1], digits))
        to++;
    return to;
}

enum { CLASS_DIGITS = 3, SECTION_DIGITS = 5 };

/* Whether the total is that of 类 or 款 beside it, one or several. */
static bool is_sum_of_codes(const struct list_sums *sums, uint32_t at)
{
    enum { RUNS_MAX = 500 };
    const struct summed *total = &sums->lines[at];
    uint32_t runs = sums->is_coded ? RUNS_MAX : 0;
    bool holds = false;
    for (uint32_t i = 0, from = at; i < runs && from && !holds; i++) {
        from = run_before(sums, from, SECTION_DIGITS);
        holds = is_sum(sums, total, from, at);
    }
    for (uint32_t i = 0, to = at + 1; i < runs && to < sums->count && !holds; i++) {
        to = run_after(sums, to - 1, SECTION_DIGITS);
        holds = is_sum(sums, total, at, to);
    }
    return holds;
}

/* Whether the total is that of the lines up to another line of totals, or to an end of the list. */
static bool is_sum_of_some(const struct list_sums *sums, uint32_t at)
{
    enum { TOTALS_MAX = 100 };
    const struct summed *total = &sums->lines[at];
    bool holds = is_sum(sums, total, 0, at) || is_sum(sums, total, at, sums->count) ||
                 is_sum_of_codes(sums, at);
    for (uint32_t i = at, seen = 0; i-- && seen < TOTALS_MAX && !holds;)
        if (sums->lines[i].label.n && ++seen)
            holds = is_sum(sums, total, i, at);
    for (uint32_t i = at + 1, seen = 0; i < sums->count && seen < TOTALS_MAX && !holds; i++)
        if (sums->lines[i].label.n && ++seen)
            holds = is_sum(sums, total, at, i);
    return holds;
}

/* What a line of totals is most likely the sum of: the 类 before it, or what follows the line of
 * totals before it. */
static uint32_t before_of(const struct list_sums *sums, uint32_t at)
{
    bool since =
        slice_starts(sums->lines[at].label, "本页") || slice_ends(sums->lines[at].label, "累计");
    if (at && sums->lines[at - 1].code.n && !since)
        return run_before(sums, at, CLASS_DIGITS);
    while (at && !sums->lines[at - 1].label.n)
        at--;
    return at ? at - 1 : 0;
}

void list_sums_hold(const struct list_sums *sums)
{
    const struct layout *layout = sums->layout;
    uint32_t wholes = 0;
    for (uint32_t i = 0; i < sums->count; i++)
        wholes += is_whole(sums->lines[i].label);
    for (uint32_t i = 0; i < sums->count; i++) {
        const struct summed *total = &sums->lines[i];
        bool whole = wholes == 1 && !sums->is_coded && is_whole(total->label);
        if (!total->label.n || total->is_passed ||
            (whole ? is_sum(sums, total, 0, sums->count) : is_sum_of_some(sums, i)))
            continue;
        struct arena *arena = layout->harvest->arena;
        struct slice sum = amount_typed(
            arena, whole ? sums->sum : sum_between(sums, before_of(sums, i), i), layout->unit);
        diag_report(layout->harvest->diag, MSG_TAKEN_SUM, cell_pos(layout->grid, total->cell),
                    total->label.p, total->cell->text.p, sum.p);
    }
}
