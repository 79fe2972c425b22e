/*
 * What the narrative says of each subject of the three budgets: what it was given, what it spent
 * last year, the uses of the money and the reason of the change.
 *
 * What is typed by subject belongs to the money that the subject is spent from; below the name of
 * one of the other budgets (年初预算.政府性基金预算.2290401) it belongs to that.
 */
#include "ledger/stages.h"

#include <stdlib.h>
#include <string.h>

struct budget {
    const char *name;  /* under which a record may type apart what belongs to it */
    const char *group; /* of the facts on it; its 科目 are the subjects that it has */
    const char *total; /* expenditure of a subject */
};

enum { GENERAL, FUNDS, CAPITAL, BUDGET_COUNT };

static const struct budget budgets[BUDGET_COUNT] = {
    [GENERAL] = {"一般公共预算", "一般公共预算支出", "合计"},
    [FUNDS] = {"政府性基金预算", "政府性基金预算", "支出"},
    [CAPITAL] = {"国有资本经营预算", "国有资本经营预算", "支出"},
};

struct detail {
    struct ledger *ledger;
    const struct fact *rows[BUDGET_COUNT];
};

static bool is_below(struct slice code, struct slice prefix)
{
    return code.n >= prefix.n && memcmp(code.p, prefix.p, prefix.n) == 0;
}

/* The budget of a code typed by itself: the first from which the subject, or else its 款, is spent;
 * if none, state capital's for its own 类, 223, and the general one for others. */
static size_t budget_of(const struct detail *detail, struct slice code)
{
    for (size_t digits = code.n; digits >= 3; digits -= 2) {
        if (digits == 3 && code.n > 3)
            break;
        for (size_t i = 0; i < BUDGET_COUNT; i++)
            if (fact_child(detail->ledger->facts, detail->rows[i], (struct slice){code.p, digits}))
                return i;
    }
    return is_below(code, SLICE("223")) ? CAPITAL : GENERAL;
}

/* What is typed apart for the budget, or NULL. */
static const struct fact *typed_apart(const struct detail *detail, const struct fact *typed,
                                      size_t budget)
{
    return budget == GENERAL
               ? NULL
               : fact_child(detail->ledger->facts, typed, slice_of(budgets[budget].name));
}

/* The amount typed for a subject above the code, of which the code is part; NULL when none is. */
static const struct fact *covering(const struct detail *detail, const struct fact *typed,
                                   size_t budget, struct slice code, size_t prefix)
{
    for (size_t digits = prefix < 3 ? 3 : prefix; typed && digits < code.n; digits += 2) {
        struct slice above = {code.p, digits};
        const struct fact *amount = fact_child(detail->ledger->facts, typed, above);
        if (amount && (budget == BUDGET_COUNT || budget_of(detail, above) == budget))
            return amount;
    }
    return NULL;
}

/* Adds the amounts typed at or below the prefix that belong to the budget; BUDGET_COUNT: all. */
static void add_typed(const struct detail *detail, struct fact *sum, const struct fact *typed,
                      size_t budget, struct slice prefix)
{
    for (const struct fact *amount = typed ? typed->first : NULL; amount; amount = amount->next)
        if ((amount->kind == FACT_MONEY || amount->waits) && is_below(amount->key, prefix) &&
            (budget == BUDGET_COUNT || budget_of(detail, amount->key) == budget) &&
            !covering(detail, typed, budget, amount->key, prefix.n))
            ledger_add(detail->ledger, sum, amount);
}

/* Of an amount typed above, the part of a subject is not known. */
static void cover(const struct detail *detail, struct fact *sum, const struct fact *above)
{
    sum->covered = sum->kind == FACT_NONE && !sum->waits && above;
    if (sum->covered)
        fact_add_term(detail->ledger->facts, sum, above);
}

/* Sum of the amounts typed at or below the prefix; an amount typed for a 类 stands for its 款 and
 * 项, of which none is known then. FACT_NONE when nothing is typed there. */
static void add_budget(const struct detail *detail, struct fact *row, const char *key,
                       size_t budget, struct slice prefix)
{
    struct ledger *ledger = detail->ledger;
    const struct fact *typed = ledger_fact(ledger, key);
    struct fact *sum = fact_add(ledger->facts, row, slice_of(key), FACT_NONE);
    sum->formula = arena_printf(ledger->facts->arena, "Σ %s", key);
    add_typed(detail, sum, typed, budget, prefix);
    const struct fact *apart = typed_apart(detail, typed, budget);
    add_typed(detail, sum, apart, BUDGET_COUNT, prefix);
    const struct fact *above = covering(detail, typed, budget, prefix, 3);
    above = above ? above : covering(detail, apart, BUDGET_COUNT, prefix, 3);
    cover(detail, sum, above);
}

static void add_last_year(const struct detail *detail, struct fact *row, struct slice prefix)
{
    static const char path[] = "上年.一般公共预算支出";
    struct fact *sum = fact_add(detail->ledger->facts, row, SLICE("上年"), FACT_NONE);
    sum->formula = "Σ 上年.一般公共预算支出";
    sum->waits = ledger_fact(detail->ledger, path)->waits;
    const struct fact *typed = ledger_fact(detail->ledger, path);
    add_typed(detail, sum, typed, BUDGET_COUNT, prefix);
    cover(detail, sum, covering(detail, typed, BUDGET_COUNT, prefix, 3));
}

/* The uses and the reason typed for the subject, or NULL. */
static const struct fact *uses_of(const struct detail *detail, size_t budget, struct slice code)
{
    const struct facts *facts = detail->ledger->facts;
    const struct fact *typed = ledger_fact(detail->ledger, "支出用途");
    const struct fact *apart = typed_apart(detail, typed, budget);
    const struct fact *uses = apart ? fact_child(facts, apart, code) : NULL;
    return uses || budget_of(detail, code) != budget ? uses : fact_child(facts, typed, code);
}

/* The amount of one use: typed, or that of the subject it names. NULL after an error. */
static const struct fact *use_amount(const struct detail *detail, size_t budget,
                                     const struct fact *use)
{
    struct ledger *ledger = detail->ledger;
    struct fact *amount = fact_child(ledger->facts, use, SLICE("金额"));
    const struct fact *code = fact_child(ledger->facts, use, SLICE("科目"));
    bool by_code = code->kind == FACT_TEXT;
    amount->waits |= code->waits;
    if (amount->waits)
        return amount;
    if (by_code == (amount->origin != NULL)) {
        diag_report(ledger->diag, MSG_USE_AMOUNT, use->origin->pos);
        return NULL;
    }
    if (!by_code)
        return amount;
    const struct fact *row = fact_child(ledger->facts, detail->rows[budget], code->text);
    if (!row) {
        diag_report(ledger->diag, MSG_USE_SUBJECT, code->origin->pos, code->text.p,
                    budgets[budget].name);
        return NULL;
    }
    return fact_child(ledger->facts, row, slice_of(budgets[budget].total));
}

/* The text typed below `typed` under the other key, empty if there is none. */
static void repeat_text(struct ledger *ledger, struct fact *into, const char *key,
                        const struct fact *typed, const char *typed_key)
{
    const struct fact *text = typed ? fact_child(ledger->facts, typed, slice_of(typed_key)) : NULL;
    ledger_text(ledger, into, key, text && text->kind == FACT_TEXT ? text->text : SLICE(""));
    if (text)
        fact_add_term(ledger->facts, into->last, text);
}

static void add_uses(const struct detail *detail, size_t budget, struct fact *row,
                     const struct fact *uses)
{
    struct ledger *ledger = detail->ledger;
    struct fact *list = fact_add(ledger->facts, row, SLICE("用途"), FACT_LIST);
    const struct fact *items = uses ? fact_child(ledger->facts, uses, SLICE("项")) : NULL;
    for (const struct fact *use = items ? items->first : NULL; use; use = use->next) {
        const struct fact *amount = use_amount(detail, budget, use);
        if (!amount) {
            ledger->failed = true;
            continue;
        }
        struct fact *item = fact_add(ledger->facts, list, use->key, FACT_GROUP);
        repeat_text(ledger, item, "名称", use, "名称");
        ledger_copy(ledger, item, "金额", amount);
    }
    fact_number_items(ledger->facts, list);
}

static void add_detail(const struct detail *detail, size_t budget, struct fact *row)
{
    struct ledger *ledger = detail->ledger;
    add_budget(detail, row, "年初预算", budget, row->key);
    ledger_formula(ledger, row, "完成率",
                   budget == GENERAL ? ".合计 / .年初预算" : ".支出 / .年初预算", row);
    add_budget(detail, row, "全年预算", budget, row->key);
    if (budget == GENERAL) {
        add_last_year(detail, row, row->key);
        ledger_formula(ledger, row, "比上年", ".合计 比 .上年", row);
    }
    const struct fact *uses = uses_of(detail, budget, row->key);
    repeat_text(ledger, row, "用途说明", uses, "说明");
    repeat_text(ledger, row, "原因", uses, "原因");
    add_uses(detail, budget, row, uses);
}

/* What is typed for the subject by itself and for a budget apart, when both mean that budget. */
static void check_twice(const struct detail *detail, const char *path, size_t budget)
{
    const struct ledger *ledger = detail->ledger;
    const struct fact *typed = ledger_fact(ledger, path);
    const struct fact *apart = typed_apart(detail, typed, budget);
    for (const struct fact *fact = apart->first; fact; fact = fact->next) {
        const struct fact *plain = fact_child(ledger->facts, typed, fact->key);
        if (!plain || !plain->origin || !fact->origin || budget_of(detail, fact->key) != budget)
            continue;
        diag_report(ledger->diag, MSG_BUDGET_TWICE, fact->origin->key_pos,
                    fact_path(ledger->facts->arena, fact).p,
                    fact_path(ledger->facts->arena, plain).p);
        detail->ledger->failed = true;
    }
}

static void add_budget_details(const struct detail *detail, size_t budget)
{
    static const char *const typed[] = {"年初预算", "全年预算", "支出用途"};
    struct ledger *ledger = detail->ledger;
    struct fact *group = ledger_group(ledger, budgets[budget].group);
    struct fact *list = fact_child(ledger->facts, group, SLICE("科目"));
    for (size_t i = 0; budget != GENERAL && i < sizeof typed / sizeof *typed; i++)
        check_twice(detail, typed[i], budget);
    for (struct fact *row = list->first; row; row = row->next)
        ledger_formula(ledger, row, budgets[budget].total, ".基本支出 + .项目支出", row);
    for (struct fact *row = list->first; row; row = row->next)
        add_detail(detail, budget, row);
    add_budget(detail, group, "年初预算", budget, SLICE(""));
    add_budget(detail, group, "全年预算", budget, SLICE(""));
    if (budget == GENERAL)
        add_last_year(detail, group, SLICE(""));
}

/* ---- Subjects with a budget of which nothing was spent ---- */

/* Adds the subject and those above it that have no expenditure, each once. */
static void add_unspent(const struct detail *detail, struct fact *list, struct slice code)
{
    static const char *const amounts[] = {"基本支出", "项目支出"};
    struct facts *facts = detail->ledger->facts;
    for (size_t digits = 3; digits <= code.n; digits += 2) {
        struct slice own = {code.p, digits};
        if (fact_child(facts, detail->rows[GENERAL], own) || fact_child(facts, list, own))
            continue;
        struct fact *row = ledger_subject_row(detail->ledger, list, own);
        for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
            fact_add(facts, row, slice_of(amounts[i]), FACT_MONEY);
        ledger_formula(detail->ledger, row, budgets[GENERAL].total, ".基本支出 + .项目支出", row);
        add_detail(detail, GENERAL, row);
    }
}

static int compare_keys(const void *a, const void *b)
{
    return slice_compare((*(const struct fact *const *)a)->key,
                         (*(const struct fact *const *)b)->key);
}

/* 一般公共预算支出.未支出: they have no row among 科目, but their budget is part of the sum. */
static void add_unspent_subjects(const struct detail *detail)
{
    struct ledger *ledger = detail->ledger;
    const struct fact *typed = ledger_fact(ledger, "年初预算"), **found = NULL;
    struct fact *list = fact_add(ledger->facts, ledger_group(ledger, budgets[GENERAL].group),
                                 SLICE("未支出"), FACT_LIST);
    uint32_t count = 0, room = 0;
    list->waits = detail->rows[GENERAL]->waits;
    for (const struct fact *amount = typed->first; amount && !list->waits; amount = amount->next)
        if (amount->kind == FACT_MONEY && amount->number &&
            budget_of(detail, amount->key) == GENERAL) {
            GROW(ledger->facts->arena, found, count, room, 16);
            found[count++] = amount;
        }
    if (count)
        qsort(found, count, sizeof *found, compare_keys);
    for (uint32_t i = 0; i < count; i++)
        add_unspent(detail, list, found[i]->key);
    ledger_number_rows(ledger, list, detail->rows[GENERAL]);
}

void ledger_detail(struct ledger *ledger)
{
    struct detail detail = {.ledger = ledger};
    for (size_t i = 0; i < BUDGET_COUNT; i++)
        detail.rows[i] =
            fact_child(ledger->facts, ledger_group(ledger, budgets[i].group), SLICE("科目"));
    for (size_t i = 0; i < BUDGET_COUNT; i++)
        add_budget_details(&detail, i);
    add_unspent_subjects(&detail);
}
