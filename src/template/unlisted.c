/* Budgets that are part of a sum which the document tells, but of none of its lines by subject. */
#include "template/unlisted.h"

#include "ledger/formula.h"
#include "record/keys.h"

static const char *const budgets[] = {"一般公共预算支出", "政府性基金预算", "国有资本经营预算"};
static const char *const sums[] = {"年初预算", "全年预算"};

/* Whether the figure is the sum of that name of a subject. */
static bool is_line(const struct fact *fact, const char *sum)
{
    return fact && fact->parent && slice_is(fact->key, sum) && key_is_digits(fact->parent->key);
}

/* Marks, by id, the amounts that the lines printed hold; whether there are any. */
static bool mark(bool *listed, const struct document *document, const char *sum)
{
    bool found = false;
    for (uint32_t i = 0; i < document->figure_count; i++) {
        const struct doc_node *figure = document->figures[i];
        if (!figure->text.n || !is_line(figure->fact, sum))
            continue;
        found = true;
        for (uint32_t k = 0; k < figure->fact->term_count; k++)
            listed[figure->fact->terms[k]->id] = true;
    }
    return found;
}

/* Whether the figure is the sum, or what is made of it: how far it was carried out. */
static bool tells(const struct fact *figure, const struct fact *sum)
{
    bool told = figure == sum;
    for (uint32_t i = 0; i < figure->term_count && !told; i++)
        told = figure->terms[i] == sum;
    return told;
}

static bool is_told_of(const struct document *document, const struct fact *sum)
{
    bool told = false;
    for (uint32_t i = 0; i < document->figure_count && !told; i++)
        told = tells(document->figures[i]->fact, sum);
    return told;
}

static void report(struct diag *diag, const bool *listed, const struct fact *total)
{
    enum { REPORTED_MOST = 20 };
    unsigned left = REPORTED_MOST;
    for (uint32_t i = 0; i < total->term_count && left; i++) {
        const struct fact *amount = total->terms[i];
        struct pos pos = fact_pos(amount);
        if (listed[amount->id] || !amount->number || is_reported(diag, MSG_TYPED_ABOVE, pos) ||
            is_reported(diag, MSG_BUDGET_UNLISTED, pos))
            continue;
        diag_report(diag, MSG_BUDGET_UNLISTED, pos, fact_path(diag->arena, amount).p,
                    fact_path(diag->arena, total).p);
        left--;
    }
}

void unlisted_report(struct diag *diag, const struct document *document, const struct facts *facts)
{
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        bool *listed = ARENA_ARRAY(diag->arena, bool, facts->count);
        if (!mark(listed, document, sums[i]))
            continue;
        for (size_t j = 0; j < sizeof budgets / sizeof *budgets; j++) {
            const struct fact *group = fact_find(facts, facts->root, slice_of(budgets[j]));
            const struct fact *total = fact_child(facts, group, slice_of(sums[i]));
            if (total && is_told_of(document, total))
                report(diag, listed, total);
        }
    }
}
