#include "press/blame.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "ledger/formula.h"
#include "ledger/ledger.h"

enum { TRIALS_MAX = 400, ROUNDS_MAX = 8 };

struct trial {
    struct arena *arena;
    const struct catalog *catalog;
    struct node *record;
    const struct harvest *harvest;
    const struct reading *reading;
};

static const struct facts *compute(const struct trial *trial)
{
    struct diag diag;
    diag_init(&diag, trial->arena, LANGUAGE_ENGLISH);
    return ledger_run(trial->arena, &diag, trial->record, NULL, trial->catalog);
}

/* By how much the figure is printed otherwise than the facts have it; 0 within rounding. */
static int64_t off_by(const struct facts *facts, const struct figure *figure)
{
    const struct fact *fact = fact_find(facts, facts->root, figure->fact);
    if (!fact || fact->waits || (fact->kind != FACT_MONEY && fact->kind != FACT_COUNT))
        return 0;
    int64_t off = figure->number - fact->number, half = figure->step / 2;
    int64_t bound = figure->is_count ? 0 : half * ((int64_t)fact_leaves(fact) + 1);
    return llabs(off) > bound ? off : 0;
}

/* Whether a sentence says another amount than the facts have. */
static bool is_said_off(const struct facts *facts, const struct placing *placing)
{
    enum { SCALE = 6, HALF = 5000 };
    int64_t said;
    if (!placing->is_placed || placing->is_word || placing->is_count || placing->name.n ||
        !placing->fact.n)
        return false;
    const struct fact *fact = fact_find(facts, facts->root, placing->fact);
    return fact && !fact->waits && fact->kind == FACT_MONEY &&
           decimal_parse(placing->text, SCALE, &said) == DECIMAL_OK &&
           llabs(said - fact->number) > HALF * ((int64_t)fact_leaves(fact) + 1);
}

static uint32_t count_off(const struct facts *facts, const struct trial *trial)
{
    uint32_t count = 0;
    for (const struct figure *figure = trial->harvest->figures; figure; figure = figure->twin)
        count += off_by(facts, figure) != 0;
    for (const struct placing *p = trial->reading->first; p; p = p->next)
        count += is_said_off(facts, p);
    return count;
}

/* ---- Leaves ---- */

struct leaves {
    struct node **node;
    uint32_t count, room;
};

static void add_leaves(struct arena *arena, struct leaves *leaves, const struct fact *fact)
{
    if (!fact->term_count) {
        struct node *node = (struct node *)(uintptr_t)fact->origin;
        if (!node ||
            (node->type != LEAF_MONEY && node->type != LEAF_SIGNED && node->type != LEAF_COUNT))
            return;
        for (uint32_t i = 0; i < leaves->count; i++)
            if (leaves->node[i] == node)
                return;
        GROW(arena, leaves->node, leaves->count, leaves->room, 16);
        leaves->node[leaves->count++] = node;
        return;
    }
    for (uint32_t i = 0; i < fact->term_count; i++)
        add_leaves(arena, leaves, fact->terms[i]);
}

/* The leaves below a figure that is off, and by how much it is. */
static int64_t leaves_of(const struct trial *trial, const struct facts *facts,
                         const struct figure *figure, struct leaves *leaves)
{
    int64_t off = off_by(facts, figure);
    *leaves = (struct leaves){0};
    if (off)
        add_leaves(trial->arena, leaves, fact_find(facts, facts->root, figure->fact));
    return off;
}

/* ---- Slips ---- */

enum { DIGITS = 20 };

static int digits_of(int64_t number, int *digits)
{
    int count = 0;
    for (; number > 0 && count < DIGITS; number /= 10)
        digits[count++] = (int)(number % 10);
    return count;
}

/* Whether a slip of the hand makes the one of the other: a digit mistyped, the point moved, two
 * digits exchanged. In hundredths of 万元, as they are printed. */
static bool is_slip(int64_t printed, int64_t meant)
{
    enum { PRINTED = 10000 };
    int a[DIGITS], b[DIGITS], differ = 0;
    int64_t from = printed / PRINTED, to = meant / PRINTED;
    if (printed <= 0 || meant <= 0)
        return false;
    if (printed == 10 * meant || meant == 10 * printed || printed == 100 * meant ||
        meant == 100 * printed)
        return true;
    if (printed % PRINTED || meant % PRINTED)
        return false;
    if (from > 1000 && to > 1000 && (from / 10 == to || to / 10 == from))
        return true;
    int n = digits_of(from, a);
    if (n != digits_of(to, b))
        return false;
    for (int i = 0; i < n; i++)
        differ += a[i] != b[i];
    return differ == 1 || (differ == 2 && digits_are_swapped(from, to));
}

/* ---- Trials ---- */

/* How many figures are off when the leaf is changed so; it is put back. */
static uint32_t try_change(const struct trial *trial, struct node *node, int64_t by)
{
    node->number += by;
    const struct facts *facts = compute(trial);
    uint32_t off = facts ? count_off(facts, trial) : UINT32_MAX;
    node->number -= by;
    return off;
}

/* The change of one leaf that makes the most figures agree. */
static bool find_change(const struct trial *trial, uint32_t *left, struct node **best,
                        int64_t *best_by)
{
    const struct facts *facts = compute(trial);
    uint32_t now = facts ? count_off(facts, trial) : 0, least = now, trials = 0;
    bool several = false, slip = false;
    *best = NULL;
    for (const struct figure *f = now > 1 ? trial->harvest->figures : NULL; f; f = f->twin) {
        struct leaves leaves;
        int64_t by = leaves_of(trial, facts, f, &leaves);
        for (uint32_t i = 0; i < leaves.count && trials < TRIALS_MAX; i++, trials++) {
            struct node *node = leaves.node[i];
            if (*best == node && *best_by == by)
                continue;
            uint32_t off = node->number + by < 0 ? UINT32_MAX : try_change(trial, node, by);
            bool likely = is_slip(node->number, node->number + by);
            bool better = off < least || (off == least && *best && likely && !slip);
            if (!better) {
                several |= off == least && *best && likely == slip;
                continue;
            }
            several = false;
            slip = likely;
            least = off;
            *best = node;
            *best_by = by;
        }
    }
    *left = least;
    return *best && !several && now - least >= 2;
}

uint32_t blame_leaves(struct arena *arena, const struct catalog *catalog, struct node *record,
                      const struct harvest *harvest, const struct reading *reading)
{
    const struct trial trial = {arena, catalog, record, harvest, reading};
    uint32_t found = 0, left = UINT32_MAX;
    struct node *node;
    int64_t by = 0;
    while (found < ROUNDS_MAX && left && find_change(&trial, &left, &node, &by)) {
        node->number += by;
        found++;
    }
    return found;
}
