/* Figures that go back to the same typed values, yet are stated as no one amount prints. */
#include "ledger/stated.h"

/* The typed values that a fact goes back to, as one number: each counts as often as it is used. */
static uint64_t leaves_of(const struct fact *fact)
{
    if (!fact->term_count) {
        const void *leaf = fact->origin ? (const void *)fact->origin : fact;
        uint64_t mixed = (uint64_t)(uintptr_t)leaf * UINT64_C(0x9E3779B97F4A7C15);
        return fact_is_true(fact) ? mixed ^ mixed >> 29 : 0;
    }
    uint64_t sum = 0;
    for (uint32_t i = 0; i < fact->term_count; i++)
        sum += leaves_of(fact->terms[i]);
    return sum;
}

static bool is_same_amount(const struct statement *a, const struct statement *b)
{
    if (a->fact == b->fact)
        return true;
    return a->fact->kind == FACT_MONEY && b->fact->kind == FACT_MONEY &&
           a->fact->number == b->fact->number && leaves_of(a->fact) == leaves_of(b->fact);
}

/* Whether no amount rounds to both, each as finely as it is stated. */
static bool is_apart(const struct statement *a, const struct statement *b)
{
    int64_t off = a->value > b->value ? a->value - b->value : b->value - a->value;
    if (a->fact->kind == FACT_MONEY)
        return 2 * off >= a->unit + b->unit;
    return a->decimals == b->decimals && off > 0;
}

static bool is_counted(const struct statement *statement)
{
    return statement->read && !statement->refused &&
           (statement->fact->kind == FACT_MONEY || statement->fact->kind == FACT_RATE);
}

void stated_apart(const struct statements *all)
{
    for (struct statement *b = all->first; b; b = b->next)
        for (struct statement *a = all->first; a != b && is_counted(b); a = a->next) {
            if (!is_counted(a) || !is_apart(a, b) || !is_same_amount(a, b))
                continue;
            struct finding *finding =
                diag_report(all->ledger->diag, MSG_STATED_APART, b->node->pos, b->name,
                            b->node->text.p, a->name, a->node->text.p);
            finding->values[0] = b->node->text.p;
            finding->values[1] = a->node->text.p;
            finding->also = a->node->pos;
            break;
        }
}
