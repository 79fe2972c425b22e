/* What is typed by subject, budgets, uses and reasons, belongs to the money that it is spent from.
 */
#include "program.h"

#define BUDGETS "[年初预算]\n201 = 1000000\n"

/* What `gongkai facts` says of the names for the sound record with its budgets replaced. */
static struct buf facts_with(const char *budgets, const char *names, int *status)
{
    write_record(at("record.ini"), BUDGETS, budgets);
    return run(status, "facts %s %s", at("record.ini"), names);
}

static void check_facts(const char *budgets, const char *names, const char *wanted)
{
    int status;
    struct buf said = facts_with(budgets, names, &status);
    if (!strstr(said.p, wanted))
        fail_msg("lacks %s: %s", wanted, said.p);
    buf_free(&said);
}

static void a_budget_belongs_to_its_money(void **state)
{
    (void)state;
    static const char general[] = "一般公共预算支出.完成率 = 102.0000% ←";
    check_facts(BUDGETS, "一般公共预算支出.完成率", general);
    check_facts(BUDGETS "2290401 = 60000\n", "一般公共预算支出.完成率", general);
    check_facts(BUDGETS "22904 = 60000\n", "一般公共预算支出.完成率", general);
    check_facts(BUDGETS "229 = 60000\n", "一般公共预算支出.完成率", general);
    /* 22904 has money of the fund alone, though nothing was spent on this 项. */
    check_facts(BUDGETS "2290402 = 60000\n[科目名称]\n2290402 = 试\n", "一般公共预算支出.完成率",
                general);
    /* Of a budget typed for the 类 the part of a 款 is not known, and not 0. */
    check_facts(
        BUDGETS, "一般公共预算支出.科目.20106.年初预算",
        "一般公共预算支出.科目.20106.年初预算 = 无 ← Σ 年初预算\n  年初预算.201 = 1000000.00 元");
    /* 22909 has none: what else 229 is paid from does not tell. */
    check_facts(BUDGETS "2290999 = 60000\n[科目名称]\n22909 = 试\n2290999 = 试\n",
                "一般公共预算支出.年初预算", " = 1060000.00 元");
    check_facts(BUDGETS "2290401 = 60000\n", "政府性基金预算.完成率",
                "政府性基金预算.完成率 = 75.0000% ←");
    check_facts(BUDGETS "2290401 = 60000\n", "政府性基金预算.科目.22904.完成率", " = 75.0000% ←");
    check_facts(BUDGETS "2290401 = 60000\n", "政府性基金预算.科目.2290401.比预算.增减额",
                " = -15000.00 元 ←");
    check_facts(BUDGETS "2010602 = 20000\n", "一般公共预算支出.年初预算", " = 1000000.00 元");
    check_facts("[年初预算]\n2010601 = 1000000\n2010602 = 20000\n", "一般公共预算支出.年初预算",
                " = 1020000.00 元");
    check_facts(BUDGETS "2230105 = 7000\n[科目名称]\n22301 = 试\n2230105 = 试\n",
                "国有资本经营预算.年初预算", " = 7000.00 元");
    check_facts("[全年预算]\n2290401 = 50000\n", "政府性基金预算.全年完成率", " = 90.0000% ←");
}

static void a_budget_may_be_typed_apart(void **state)
{
    (void)state;
    /* The subject 201 has money of the general budget; what is typed apart is the fund's. */
    static const char apart[] =
        BUDGETS "政府性基金预算.201 = 3000\n政府性基金预算.2290401 = 60000\n";
    check_facts(apart, "一般公共预算支出.年初预算", " = 1000000.00 元");
    check_facts(apart, "政府性基金预算.年初预算", " = 63000.00 元");
    check_facts(
        BUDGETS "2290401 = 60000\n政府性基金预算.2290401 = 60000\n", "年初预算",
        "record.ini:37:9: error: 年初预算.政府性基金预算.2290401 is typed as 年初预算.2290401 too");
    check_facts(BUDGETS "政府性基金预算.2290402 = 1\n政府性基金预算.22904 = 2\n"
                        "[科目名称]\n2290402 = 试\n",
                "年初预算", "typed-twice: an amount typed for a subject");
}

/* 支出用途 in place of the sound record's. */
static void check_uses(const char *uses, const char *names, const char *wanted)
{
    int status;
    write_record(at("record.ini"),
                 "[支出用途]\n201.原因 = 新增档案整理任务。\n201.项.1.名称 = 档案整理\n"
                 "201.项.1.金额 = 120000\n",
                 uses);
    struct buf said = run(&status, names ? "facts %s %s" : "check %s", at("record.ini"), names);
    if (!strstr(said.p, wanted))
        fail_msg("lacks %s: %s", wanted, said.p);
    buf_free(&said);
}

static void uses_belong_to_their_money(void **state)
{
    (void)state;
    check_uses("[支出用途]\n2290401.说明 = 公益项目\n2290401.原因 = 项目未完\n",
               "政府性基金预算.科目.2290401.用途说明", " = 公益项目");
    check_uses("[支出用途]\n2290401.原因 = 项目未完\n", "政府性基金预算.科目.2290401.原因",
               " = 项目未完");
    check_uses("[支出用途]\n政府性基金预算.229.说明 = 公益项目\n",
               "政府性基金预算.科目.229.用途说明", " = 公益项目");
    check_uses("[支出用途]\n2290401.项.1.名称 = 甲\n2290401.项.1.金额 = 45000.01\n", NULL,
               "error: use-total: the uses of a subject are part of its expenditure does not hold: "
               "Σ政府性基金预算.科目.2290401.用途.*.金额");
    check_uses("[支出用途]\n2010699.说明 = 甲\n", NULL, "warning: use-lost:");
    check_uses("[支出用途]\n国有资本经营预算.2290401.说明 = 甲\n", NULL, "warning: use-lost:");
    check_uses("[支出用途]\n2290401.项.1.名称 = 甲\n2290401.项.1.科目 = 2010601\n", NULL,
               "2010601 has no 政府性基金预算 expenditure in this record");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_budget_belongs_to_its_money),
        cmocka_unit_test(a_budget_may_be_typed_apart),
        cmocka_unit_test(uses_belong_to_their_money),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
