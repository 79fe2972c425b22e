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

/* Marks, by id, the amounts that the lines printed below the node hold; whether there are any. */
static bool mark(bool *listed, const struct doc_node *node, const char *sum)
{
    bool found = node->text.n && is_line(node->fact, sum);
    for (uint32_t i = 0; found && i < node->fact->term_count; i++)
        listed[node->fact->terms[i]->id] = true;
    for (const struct doc_node *child = node->first; child; child = child->next)
        found |= mark(listed, child, sum);
    return found;
}

/* Whether the document prints the sum, or what is made of it: how far it was carried out. */
static bool tells(const struct doc_node *node, const struct fact *sum)
{
    const struct fact *fact = node->fact;
    bool told = fact && fact == sum;
    for (uint32_t i = 0; fact && i < fact->term_count && !told; i++)
        told = fact->terms[i] == sum;
    for (const struct doc_node *child = node->first; child && !told; child = child->next)
        told = tells(child, sum);
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
        if (!mark(listed, document->root, sums[i]))
            continue;
        for (size_t j = 0; j < sizeof budgets / sizeof *budgets; j++) {
            const struct fact *group = fact_find(facts, facts->root, slice_of(budgets[j]));
            const struct fact *total = fact_child(facts, group, slice_of(sums[i]));
            if (total && tells(document->root, total))
                report(diag, listed, total);
        }
    }
}
