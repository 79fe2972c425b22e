/*
 * 预算公开: what is to be spent in the year that begins. The record has the same keys, with the
 * budget's amounts: 收入, 支出 and 基本支出经济分类 by code, 三公.预算, and under 上年 those of
 * last year's budget.
 */
#include "check/checking.h"
#include "kinds/kind.h"

static const struct formula_row formulas[] = {
#define FORMULA(of, is, by, english, chinese)                                                      \
    {.words = of, .name = is, .formula = by, .meaning = {english, chinese}},
#include "kinds/budget_formulas.def"
#undef FORMULA
    {.name = NULL},
};

/* What is known only when the year is over has no place in its budget. */
static void check_outcome(struct checking *checking)
{
    static const char *const paths[] = {"三公.决算.合计", "政府采购.授予中小企业",
                                        "政府采购.授予小微企业"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct fact *fact = check_fact(checking, paths[i]);
        if (fact && fact->kind == FACT_MONEY && fact->number)
            check_value(checking, side_of(checking, fact));
    }
}

static const struct check_row checks[] = {
#define COMPARE(...) CHECK_COMPARE(__VA_ARGS__),
#define FIND(...) CHECK_FIND(__VA_ARGS__),
#include "kinds/budget_checks.def"
#undef COMPARE
#undef FIND
    {.id = NULL},
};

static const struct ledger_form form = {.tables = accounts_tables,
                                        .class_tables = accounts_class_tables,
                                        .formulas = {accounts_formulas, formulas}};

/* Checks of what was spent, and of dates after the year. */
static const char *const without[] = {"date",
                                      "sangong-abroad",
                                      "sangong-vehicles",
                                      "sangong-running",
                                      "sangong-reception",
                                      "vehicles-listed-cost",
                                      "vehicles-bought-cost",
                                      "reason-sangong",
                                      NULL};

const struct kind kind_budget = {"预算公开", "budget", &form, {check_accounts, checks},
                                 without,    NULL};
