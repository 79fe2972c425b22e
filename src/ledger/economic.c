/* 基本支出 and 项目支出 by economic subject: their figures, and lists for the sentences on them. */
#include <string.h>

#include "ledger/stages.h"

static struct fact *add_economic(struct ledger *ledger, struct fact *group, struct slice code)
{
    struct fact *subject = fact_child(ledger->facts, group, code);
    if (subject)
        return subject;
    subject = ledger_subject(ledger, group, code, ledger_economic_name(ledger, code));
    fact_add(ledger->facts, subject, SLICE("金额"), FACT_MONEY)->formula = "Σ 下级科目";
    return subject;
}

/* Economic subjects of one sort (staff or running costs, 类 or 款) that are not zero. */
static void add_list(struct ledger *ledger, struct fact *group, const char *key, bool staff,
                     size_t digits)
{
    struct fact *list = fact_add_named(ledger->facts, group, slice_of(key), FACT_LIST);
    for (const struct fact *subject = group->first; subject; subject = subject->next) {
        struct slice code = subject->key;
        if (subject->kind != FACT_GROUP || code.n != digits || code.p[0] != '3')
            continue;
        bool is_staff = memcmp(code.p, "301", 3) == 0 || memcmp(code.p, "303", 3) == 0;
        const struct fact *amount = fact_child(ledger->facts, subject, SLICE("金额"));
        if (is_staff != staff || !amount->number)
            continue;
        struct slice name = fact_child(ledger->facts, subject, SLICE("名称"))->text;
        struct fact *item = ledger_subject(ledger, list, code, name);
        ledger_copy(ledger, item, "金额", amount);
    }
    fact_number_items(ledger->facts, list);
}

/* What is spent by economic subject, and where it is typed. */
struct economic {
    const char *group, *typed, *sum, *staff, *others;
};

/* GROUP.CODE for every code of the catalogue and every code typed, with the 类 summed. */
static void add_group(struct ledger *ledger, const struct economic *economic)
{
    struct fact *group = ledger_group(ledger, economic->group);
    const struct subjects *subjects = &ledger->catalog->economic;
    for (size_t i = 0; i < subjects->count; i++)
        add_economic(ledger, group, subjects->item[i].code);
    struct fact *total = fact_add(ledger->facts, group, SLICE("合计"), FACT_MONEY);
    total->formula = economic->sum;
    const struct fact *typed = ledger_fact(ledger, economic->typed);
    for (const struct fact *amount = typed->first; amount; amount = amount->next) {
        struct fact *class = add_economic(ledger, group, (struct slice){amount->key.p, 3});
        struct fact *item = add_economic(ledger, group, amount->key);
        ledger_add(ledger, fact_child(ledger->facts, item, SLICE("金额")), amount);
        ledger_add(ledger, fact_child(ledger->facts, class, SLICE("金额")), amount);
        ledger_add(ledger, total, amount);
    }
    for (struct fact *subject = typed->waits ? group->first : NULL; subject;
         subject = subject->next)
        (subject == total ? subject : fact_child(ledger->facts, subject, SLICE("金额")))->waits |=
            typed->waits;
    ledger_formula(ledger, group, "人员经费", economic->staff, NULL);
    ledger_formula(ledger, group, "公用经费", economic->others, NULL);
    add_list(ledger, group, "人员类", true, 3);
    add_list(ledger, group, "公用类", false, 3);
    add_list(ledger, group, "人员科目", true, 5);
    add_list(ledger, group, "公用科目", false, 5);
}

void ledger_economic(struct ledger *ledger)
{
    static const struct economic all[] = {
        {"经济", "基本支出经济分类", "Σ 基本支出经济分类", "经济.301.金额 + 经济.303.金额",
         "经济.合计 - 经济.人员经费"},
        {"项目经济", "项目支出经济分类", "Σ 项目支出经济分类",
         "项目经济.301.金额 + 项目经济.303.金额", "项目经济.合计 - 项目经济.人员经费"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        add_group(ledger, &all[i]);
}
