/* Lists of the parts that are not zero, with their names and shares, for sentences. */
#include <string.h>

#include "ledger/stages.h"

struct part {
    const char *name;
    const char *amount; /* path of the amount or count */
};

struct list {
    const char *path;
    const char *value; /* what the amount is called in the list */
    const char *total; /* path of the whole, or NULL when no share is wanted */
    struct part part[9];
};

static const struct list lists[] = {
    {"收入.来源",
     "金额",
     "收入.合计",
     {{"财政拨款收入", "收入.财政拨款"},
      {"上级补助收入", "收入.上级补助收入"},
      {"事业收入", "收入.事业收入"},
      {"经营收入", "收入.经营收入"},
      {"附属单位上缴收入", "收入.附属单位上缴收入"},
      {"其他收入", "收入.其他收入"}}},
    {"支出.性质",
     "金额",
     "支出.合计",
     {{"基本支出", "支出.基本支出"},
      {"项目支出", "支出.项目支出"},
      {"上缴上级支出", "支出.上缴上级支出"},
      {"经营支出", "支出.经营支出"},
      {"对附属单位补助支出", "支出.对附属单位补助支出"}}},
    {"国有资产.车辆种类",
     "数量",
     NULL,
     {{"副部（省）级及以上领导用车", "国有资产.车辆.副部（省）级及以上领导用车"},
      {"主要负责人用车", "国有资产.车辆.主要负责人用车"},
      {"机要通信用车", "国有资产.车辆.机要通信用车"},
      {"应急保障用车", "国有资产.车辆.应急保障用车"},
      {"执法执勤用车", "国有资产.车辆.执法执勤用车"},
      {"特种专业技术用车", "国有资产.车辆.特种专业技术用车"},
      {"离退休干部服务用车", "国有资产.车辆.离退休干部服务用车"},
      {"其他用车", "国有资产.车辆.其他用车"}}},
    {"国有资产.车型种类",
     "数量",
     NULL,
     {{"轿车", "国有资产.车型.轿车"},
      {"越野车", "国有资产.车型.越野车"},
      {"小型客车", "国有资产.车型.小型客车"},
      {"中型客车", "国有资产.车型.中型客车"},
      {"大型客车", "国有资产.车型.大型客车"},
      {"货车", "国有资产.车型.货车"},
      {"专用车", "国有资产.车型.专用车"},
      {"其他车型", "国有资产.车型.其他车型"}}},
};

static void add_item(struct ledger *ledger, struct fact *list, const struct list *spec,
                     const struct part *part)
{
    const struct fact *amount = ledger_fact(ledger, part->amount);
    if (!fact_is_true(amount))
        return;
    struct fact *item = fact_add(ledger->facts, list, slice_of(part->name), FACT_GROUP);
    ledger_text(ledger, item, "名称", slice_of(part->name));
    ledger_copy(ledger, item, spec->value, amount);
    if (!spec->total)
        return;
    const char *share = arena_printf(ledger->facts->arena, "%s / %s", part->amount, spec->total);
    ledger_formula(ledger, item, "占比", share, NULL);
}

static void add_list(struct ledger *ledger, const struct list *spec)
{
    struct fact *list = ledger_group(ledger, spec->path);
    list->kind = FACT_LIST;
    for (const struct part *part = spec->part; part->name; part++)
        add_item(ledger, list, spec, part);
    fact_number_items(ledger->facts, list);
}

/* Adds the 类 to the list of those with their shares, unless it is there. */
static void add_class(struct ledger *ledger, struct fact *list, const struct fact *row)
{
    static const char format[] = "一般公共预算支出.科目.%s.合计 / 一般公共预算支出.合计";
    struct facts *facts = ledger->facts;
    if (fact_child(facts, list, row->key))
        return;
    struct fact *item = fact_add(facts, list, row->key, FACT_GROUP);
    ledger_text(ledger, item, "名称", fact_child(facts, row, SLICE("名称"))->text);
    ledger_copy(ledger, item, "合计", fact_child(facts, row, SLICE("合计")));
    ledger_formula(ledger, item, "占比", arena_printf(facts->arena, format, row->key.p), NULL);
}

/* The 类 of 一般公共预算 in the order of 说明.类的次序, those that it does not name behind. */
static void add_ordered_classes(struct ledger *ledger)
{
    const struct fact *rows = ledger_fact(ledger, "一般公共预算支出.科目");
    const struct fact *order = ledger_fact(ledger, "说明.类的次序");
    struct fact *list = ledger_group(ledger, "一般公共预算支出.排序各类");
    struct slice rest = order->kind == FACT_TEXT ? order->text : (struct slice){NULL, 0};
    list->kind = FACT_LIST;
    while (rest.p) {
        struct slice code = slice_cut(&rest, ' ');
        const struct fact *row = code.n == 3 ? fact_child(ledger->facts, rows, code) : NULL;
        if (row)
            add_class(ledger, list, row);
        else if (code.n)
            diag_report(ledger->diag, MSG_CLASS_ORDER, order->origin->pos,
                        slice_copy(ledger->diag->arena, code).p);
    }
    for (const struct fact *row = rows->first; row; row = row->next)
        if (row->key.n == 3)
            add_class(ledger, list, row);
    fact_number_items(ledger->facts, list);
}

/* 有数据: whether the form of a budget has any row. */
static void add_has_data(struct ledger *ledger, const char *path)
{
    struct fact *budget = ledger_group(ledger, path);
    const struct fact *rows = fact_child(ledger->facts, budget, SLICE("科目"));
    ledger_flag(ledger, budget, "有数据", rows->first != NULL);
}

void ledger_lists(struct ledger *ledger)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        add_list(ledger, &lists[i]);
    add_ordered_classes(ledger);
    add_has_data(ledger, "政府性基金预算");
    add_has_data(ledger, "国有资本经营预算");
}
