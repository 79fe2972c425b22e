/* Contracts awarded to 中小企业 by 货物, 工程 and 服务: their shares of what was bought, held
 * against what was awarded in all. Only sentences tell them. */
#include <stdlib.h>

#include "audit/wait.h"
#include "base/decimal.h"
#include "ledger/formula.h"

enum { SORTS = 3 };

static const char *const sorts[SORTS] = {"货物", "工程", "服务"};

/* What a paragraph tells of one sort. */
struct award {
    const struct placing *share;
    struct printed_rate rate;
    int64_t bought; /* of the sort */
};

static const struct fact *money_of(const struct facts *facts, const char *name)
{
    const struct fact *fact = fact_find(facts, facts->root, slice_of(name));
    return fact && !fact->waits && fact->kind == FACT_MONEY ? fact : NULL;
}

/* The first share of the sort in the paragraph. */
static void find_share(const struct reading *reading, const struct paragraph *paragraph,
                       const char *fact, struct award *award)
{
    for (const struct placing *p = reading->first; p && !award->share; p = p->next)
        if (p->paragraph == paragraph && p->is_placed && slice_is(p->fact, fact) &&
            placing_rate(p, &award->rate))
            award->share = p;
}

/* What the shares come to; false where one of something is not told. *off: what rounding may do. */
static bool sum_of(const struct award awards[SORTS], int64_t *sum, int64_t *off)
{
    *sum = 0;
    *off = HALF_UNIT;
    for (int i = 0; i < SORTS; i++) {
        const struct award *award = &awards[i];
        int64_t all = 100 * decimal_power(award->rate.decimals);
        if (!award->share && award->bought)
            return false;
        if (!award->share)
            continue;
        *sum += (int64_t)((__int128)award->bought * award->rate.percent / all);
        *off += HALF_UNIT + award->bought / all;
    }
    return true;
}

static void check_paragraph(struct diag *diag, const struct facts *facts,
                            const struct reading *reading, const struct placing *first)
{
    struct arena *arena = diag->arena;
    const struct fact *all = money_of(facts, "政府采购.授予中小企业");
    const struct fact *small = money_of(facts, "政府采购.授予小微企业");
    struct award awards[SORTS] = {{0}};
    int64_t sum, off;
    for (int i = 0; i < SORTS; i++) {
        const struct fact *bought = money_of(facts, arena_printf(arena, "政府采购.%s", sorts[i]));
        find_share(reading, first->paragraph, arena_printf(arena, "政府采购.授予占比.%s", sorts[i]),
                   &awards[i]);
        if (!bought)
            return;
        awards[i].bought = bought->number;
    }
    if (!all || !sum_of(awards, &sum, &off) || llabs(sum - all->number) <= off ||
        (small && llabs(sum - small->number) <= off))
        return;
    struct finding *finding = diag_report(
        diag, MSG_AUDIT_AWARDS, plain_pos(first->paragraph, first->part),
        amount_typed(arena, sum, 1000000).p, amount_typed(arena, all->number, 1000000).p);
    finding->values[0] = first->text.p;
}

void audit_awards(struct diag *diag, const struct facts *facts, const struct reading *reading)
{
    const struct paragraph *checked = NULL;
    for (const struct placing *p = reading->first; p; p = p->next) {
        if (!p->is_placed || p->paragraph == checked || !p->fact.n ||
            !slice_starts(p->fact, "政府采购.授予占比."))
            continue;
        checked = p->paragraph;
        check_paragraph(diag, facts, reading, p);
    }
}
