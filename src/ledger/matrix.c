/*
 * Expenditure from the general public budget by functional and economic subject at once: a row for
 * each 项 with its 款 and 类, in it 基本支出, 项目支出 and 合计, and in these an amount for each 类
 * and 款 that is met. Nothing of it is there where nothing is typed.
 */
#include <string.h>

#include "ledger/stages.h"

static const char *const sorts[] = {"基本支出", "项目支出"};
static const char *const by_economic[] = {"基本支出经济分类", "项目支出经济分类"};

static struct fact *child_of(struct ledger *ledger, struct fact *parent, struct slice key,
                             enum fact_kind kind)
{
    struct fact *child = fact_child(ledger->facts, parent, key);
    if (child)
        return child;
    child = fact_add(ledger->facts, parent, key, kind);
    if (kind == FACT_MONEY)
        child->formula = "Σ 功能经济分类";
    return child;
}

/* Adds the amount to the row's sums of that sort: of the 款, of its 类, and in all. */
static void add_amount(struct ledger *ledger, struct fact *row, const char *sort,
                       const struct fact *amount)
{
    const struct slice keys[] = {SLICE("合计"), {amount->key.p, 3}, amount->key};
    const char *const groups[] = {sort, "合计"};
    for (size_t i = 0; i < 2; i++) {
        struct fact *sums = child_of(ledger, row, slice_of(groups[i]), FACT_GROUP);
        for (size_t j = 0; j < sizeof keys / sizeof *keys; j++)
            ledger_add(ledger, child_of(ledger, sums, keys[j], FACT_MONEY), amount);
    }
}

/* A row has an amount for every 类 there is, so that a form can name it. */
static void add_classes(struct ledger *ledger, struct fact *row)
{
    const struct subjects *subjects = &ledger->catalog->economic;
    const char *const groups[] = {sorts[0], sorts[1], "合计"};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        struct fact *sums = child_of(ledger, row, slice_of(groups[i]), FACT_GROUP);
        child_of(ledger, sums, SLICE("合计"), FACT_MONEY);
        for (size_t j = 0; j < subjects->count; j++)
            if (subjects->item[j].code.n == 3)
                child_of(ledger, sums, subjects->item[j].code, FACT_MONEY);
    }
}

static struct fact *row_of(struct ledger *ledger, struct fact *list, struct slice code)
{
    struct fact *row = fact_child(ledger->facts, list, code);
    if (row)
        return row;
    row = ledger_subject(ledger, list, code, ledger_functional_name(ledger, code));
    ledger_levels(ledger, row);
    add_classes(ledger, row);
    return row;
}

/* What is typed by functional subject, too, gives the amounts by economic subject, unless those are
 * typed by themselves. */
static void add_margins(struct ledger *ledger, const struct fact *typed)
{
    for (size_t i = 0; i < 2; i++) {
        struct fact *group = ledger_group(ledger, by_economic[i]);
        if (group->first || group->waits)
            continue;
        for (const struct fact *code = typed->first; code; code = code->next) {
            const struct fact *sort = fact_child(ledger->facts, code, slice_of(sorts[i]));
            for (const struct fact *amount = sort ? sort->first : NULL; amount;
                 amount = amount->next)
                ledger_add(ledger, child_of(ledger, group, amount->key, FACT_MONEY), amount);
        }
    }
}

void ledger_matrix(struct ledger *ledger)
{
    const struct fact *typed = ledger_fact(ledger, "功能经济分类");
    struct fact *matrix = ledger_group(ledger, "功能经济");
    struct fact *list = fact_add(ledger->facts, matrix, SLICE("科目"), FACT_LIST);
    struct fact *total = fact_add(ledger->facts, matrix, SLICE("合计"), FACT_NONE);
    list->waits = total->waits = typed->waits;
    if (!typed->first)
        return;
    total->kind = FACT_GROUP;
    add_classes(ledger, total);
    for (const struct fact *code = typed->first; code; code = code->next)
        for (size_t digits = 3; digits <= 7; digits += 2) {
            struct fact *row = row_of(ledger, list, (struct slice){code->key.p, digits});
            for (size_t i = 0; i < 2; i++) {
                const struct fact *sort = fact_child(ledger->facts, code, slice_of(sorts[i]));
                for (const struct fact *amount = sort ? sort->first : NULL; amount;
                     amount = amount->next) {
                    add_amount(ledger, row, sorts[i], amount);
                    if (digits == 7)
                        add_amount(ledger, total, sorts[i], amount);
                }
            }
        }
    fact_number_items(ledger->facts, list);
    add_margins(ledger, typed);
}
