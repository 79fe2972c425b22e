/* Figures that go back to the same typed values, yet are stated as no one amount prints. */
#include "ledger/stated.h"

#include <stdlib.h>

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

/* A statement, and what amount it is of. */
struct amount {
    const struct statement *statement;
    uint64_t leaves; /* of money */
    uint32_t at;     /* in the order of the record */
};

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

/* 0 for those of one fact, and for money that goes back to the same leaves. */
static int by_amount(const struct amount *a, const struct amount *b)
{
    const struct fact *left = a->statement->fact, *right = b->statement->fact;
    if (left->kind != FACT_MONEY || right->kind != FACT_MONEY)
        return left->kind == right->kind ? COMPARE(left->id, right->id)
                                         : COMPARE(left->kind, right->kind);
    return left->number != right->number ? COMPARE(left->number, right->number)
                                         : COMPARE(a->leaves, b->leaves);
}

static int by_amount_and_place(const void *a, const void *b)
{
    const struct amount *left = a, *right = b;
    int order = by_amount(left, right);
    return order ? order : COMPARE(left->at, right->at);
}

/* Whether no amount rounds to both, each as finely as it is stated. */
static bool is_apart(const struct statement *a, const struct statement *b)
{
    int64_t off = a->value > b->value ? a->value - b->value : b->value - a->value;
    if (a->fact->kind == FACT_MONEY)
        return 2 * off >= a->unit + b->unit;
    return a->decimals == b->decimals && off > 0;
}

static bool is_stated_alike(const struct statement *a, const struct statement *b)
{
    return a->value == b->value && a->unit == b->unit && a->decimals == b->decimals;
}

static bool is_counted(const struct statement *statement)
{
    return statement->read && !statement->refused &&
           (statement->fact->kind == FACT_MONEY || statement->fact->kind == FACT_RATE);
}

/* For each of one amount the first before it that it cannot go together with. Those stated alike
 * are looked at once: there may be thousands of 0. */
static void part(const struct amount *amounts, uint32_t count, const struct statement **apart,
                 const struct statement **unlike)
{
    uint32_t kinds = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct statement *statement = amounts[i].statement;
        bool alike = false;
        for (uint32_t k = 0; k < kinds; k++) {
            alike |= is_stated_alike(unlike[k], statement);
            if (!apart[amounts[i].at] && is_apart(unlike[k], statement))
                apart[amounts[i].at] = unlike[k];
        }
        if (!alike)
            unlike[kinds++] = statement;
    }
}

static void report(const struct statement *a, const struct statement *b)
{
    struct finding *finding = diag_report(b->ledger->diag, MSG_STATED_APART, b->node->pos, b->name,
                                          b->node->text.p, a->name, a->node->text.p);
    finding->values[0] = b->node->text.p;
    finding->values[1] = a->node->text.p;
    finding->also = a->node->pos;
}

void stated_apart(const struct statements *all)
{
    struct arena *arena = all->ledger->facts->arena;
    uint32_t count = 0, places = 0;
    for (const struct statement *s = all->first; s; s = s->next)
        places++;
    struct amount *amounts = ARENA_ARRAY(arena, struct amount, places + 1);
    const struct statement **apart = ARENA_ARRAY(arena, const struct statement *, places + 1);
    const struct statement **unlike = ARENA_ARRAY(arena, const struct statement *, places + 1);
    places = 0;
    for (const struct statement *s = all->first; s; s = s->next, places++)
        if (is_counted(s))
            amounts[count++] =
                (struct amount){s, s->fact->kind == FACT_MONEY ? leaves_of(s->fact) : 0, places};
    qsort(amounts, count, sizeof *amounts, by_amount_and_place);
    for (uint32_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && by_amount(&amounts[from], &amounts[to]) == 0;)
            to++;
        part(amounts + from, to - from, apart, unlike);
    }
    places = 0;
    for (const struct statement *s = all->first; s; s = s->next, places++)
        if (apart[places])
            report(apart[places], s);
}
