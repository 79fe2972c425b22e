#include "ledger/ledger.h"

#include "ledger/stages.h"

enum { USUAL = 12000 }; /* facts of an ordinary record */

/* What the agency is, in words and flags that templates branch on. */
static void add_agency(struct ledger *ledger)
{
    struct fact *agency = ledger_group(ledger, "单位");
    struct slice scope = ledger_fact(ledger, "单位.口径")->text;
    struct fact *last = fact_add(ledger->facts, agency, SLICE("上年度"), FACT_COUNT);
    const struct fact *year = ledger_fact(ledger, "单位.年度");
    last->number = year->number - 1;
    last->formula = "单位.年度 - 1";
    fact_add_term(ledger->facts, last, year);
    ledger_flag(ledger, agency, "是部门", slice_is(scope, "部门"));
    ledger_flag(ledger, agency, "是单位", slice_is(scope, "单位"));
}

/* 三公 whose budget was not adjusted: 全年预算 is the budget there is. The term is a copy, since
 * the budget itself may come to hold those of units, which tell of their own adjustment. */
static void add_adjusted_budget(struct ledger *ledger)
{
    struct fact *adjusted = ledger_group(ledger, "三公.全年预算");
    for (const struct fact *item = adjusted->first; item; item = item->next)
        if (item->origin)
            return;
    for (struct fact *item = adjusted->first; item; item = item->next) {
        struct fact *budget = ARENA_NEW(ledger->facts->arena, struct fact);
        *budget = *fact_child(ledger->facts, ledger_group(ledger, "三公.预算"), item->key);
        item->formula = fact_path(ledger->facts->arena, budget).p;
        ledger_add(ledger, item, budget);
    }
}

/* 结转和结余 of the general public budget that is typed by 项 alone: their sum. */
static void add_balances(struct ledger *ledger)
{
    static const char *const when[] = {"年初结转和结余", "年末结转和结余"};
    for (size_t i = 0; i < sizeof when / sizeof *when; i++) {
        struct fact *group = ledger_group(ledger, when[i]);
        struct fact *total = fact_child(ledger->facts, group, SLICE("一般公共预算"));
        const struct fact *items = fact_child(ledger->facts, group, SLICE("一般公共预算分项"));
        if (total->origin || !items->first)
            continue;
        total->formula = arena_printf(ledger->facts->arena, "Σ %s.一般公共预算分项", when[i]);
        for (const struct fact *item = items->first; item; item = item->next)
            ledger_add(ledger, total, item);
    }
}

/* Whether a unit has them, and under which name, is not known yet. */
static void let_office_costs_wait(struct ledger *ledger)
{
    for (struct fact *costs = ledger_group(ledger, "机关运行经费")->first; costs;
         costs = costs->next)
        if (!costs->origin) {
            costs->formula = "经济.公用经费";
            costs->waits |= WAITS_MISSING;
        }
}

/* Where they follow from what is secret, they are. */
static void withhold_office_costs(struct ledger *ledger)
{
    const struct fact *reason = ledger_fact(ledger, "涉密.基本支出经济分类");
    struct fact *own =
        fact_child(ledger->facts, ledger_group(ledger, "涉密"), SLICE("机关运行经费"));
    if (reason->kind != FACT_TEXT || own->kind == FACT_TEXT)
        return;
    own->kind = FACT_TEXT;
    own->text = reason->text;
    own->formula = "涉密.基本支出经济分类";
    fact_add_term(ledger->facts, own, reason);
}

/* 机关运行经费 of a unit is its own 公用经费, if it is 行政 or 参公; a department types it, since
 * its 事业单位 have none. What a unit types all the same is held against it by a check. */
static void add_office_costs(struct ledger *ledger)
{
    const struct fact *scope = ledger_fact(ledger, "单位.口径");
    struct slice nature = ledger_fact(ledger, "单位.性质")->text;
    if (scope->waits || ledger_fact(ledger, "单位.性质")->waits) {
        let_office_costs_wait(ledger);
        return;
    }
    if (!ledger_fact(ledger, "单位.是单位")->flag || slice_is(nature, "事业单位"))
        return;
    struct fact *costs = fact_child(ledger->facts, ledger_group(ledger, "机关运行经费"), nature);
    if (costs->origin || costs->waits)
        return;
    costs->number = 0; /* its units', if it has any, are part of that */
    costs->term_count = 0;
    costs->formula = "经济.公用经费";
    ledger_add(ledger, costs, ledger_fact(ledger, "经济.公用经费"));
    withhold_office_costs(ledger);
}

/* What a comparison with the record corrected will fill, so that templates can always name it. */
static void add_correction(struct ledger *ledger)
{
    static const char *const lists[] = {"填报", "指标", "表格", "文字", "检查"};
    struct fact *correction = ledger_group(ledger, "更正");
    ledger_flag(ledger, correction, "有说明", false);
    ledger_flag(ledger, correction, "无变动", false);
    ledger_flag(ledger, correction, "无印出变动", false);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        fact_add(ledger->facts, correction, slice_of(lists[i]), FACT_LIST);
}

struct facts *ledger_run(struct arena *arena, struct diag *diag, const struct node *record,
                         const struct facts *last, const struct catalog *catalog)
{
    return ledger_run_form(arena, diag, &ledger_accounts, record, last, catalog, NULL, 0);
}

struct facts *ledger_run_form(struct arena *arena, struct diag *diag,
                              const struct ledger_form *form, const struct node *record,
                              const struct facts *last, const struct catalog *catalog,
                              const struct facts *const *units, size_t count)
{
    struct ledger ledger = {
        .facts = facts_new(arena), .diag = diag, .catalog = catalog, .form = form};
    facts_reserve(ledger.facts, USUAL);
    ledger.facts->catalog = catalog;
    ledger.facts->form = form;
    ledger_leaves(&ledger, record);
    ledger.year = (int)ledger_fact(&ledger, "单位.年度")->number;
    add_agency(&ledger);
    ledger_last_state(&ledger);
    add_adjusted_budget(&ledger);
    add_balances(&ledger);
    add_correction(&ledger);
    if (last && !ledger.failed)
        ledger_last_year(&ledger, last);
    ledger_units(&ledger, units, count);
    ledger.facts->leaves = ledger.facts->count;
    ledger.names = fact_find(ledger.facts, ledger.facts->root, SLICE("科目名称"));
    if (last)
        ledger.facts->nameless |= last->nameless;
    for (size_t i = 0; i < count; i++)
        ledger.facts->nameless |= units[i]->nameless;
    if (!ledger_codes(&ledger))
        return NULL;
    ledger_subjects(&ledger);
    ledger_matrix(&ledger);
    ledger_economic(&ledger);
    add_office_costs(&ledger);
    ledger_detail(&ledger);
    ledger_performance(&ledger);
    ledger_formulas(&ledger);
    if (!ledger.failed)
        ledger_lists(&ledger);
    ledger_waits(&ledger);
    facts_add_unit(ledger.facts);
    if (!ledger.failed)
        ledger_stated(&ledger, record);
    return ledger.failed ? NULL : ledger.facts;
}
