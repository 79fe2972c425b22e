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

/* Economic subjects of one sort (staff or running costs, 类 or 款) that are not zero. */
static void add_economic_list(struct ledger *ledger, const char *path, bool staff, size_t digits)
{
    struct fact *list = ledger_group(ledger, path);
    list->kind = FACT_LIST;
    for (const struct fact *subject = ledger_fact(ledger, "经济")->first; subject;
         subject = subject->next) {
        struct slice code = subject->key;
        if (subject->kind != FACT_GROUP || code.n != digits || code.p[0] != '3')
            continue;
        bool is_staff = memcmp(code.p, "301", 3) == 0 || memcmp(code.p, "303", 3) == 0;
        const struct fact *amount = fact_child(ledger->facts, subject, SLICE("金额"));
        if (is_staff != staff || !amount->number)
            continue;
        struct fact *item = fact_add(ledger->facts, list, code, FACT_GROUP);
        ledger_text(ledger, item, "编码", code);
        ledger_text(ledger, item, "名称", fact_child(ledger->facts, subject, SLICE("名称"))->text);
        ledger_copy(ledger, item, "金额", amount);
    }
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
    add_economic_list(ledger, "经济.人员类", true, 3);
    add_economic_list(ledger, "经济.公用类", false, 3);
    add_economic_list(ledger, "经济.人员科目", true, 5);
    add_economic_list(ledger, "经济.公用科目", false, 5);
    add_has_data(ledger, "政府性基金预算");
    add_has_data(ledger, "国有资本经营预算");
}
