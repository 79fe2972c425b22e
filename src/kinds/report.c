/* 绩效自评报告: how far projects reached their aims, as a document of its own. */
#include "kinds/kind.h"

/* Its sentences tell sums and no subjects: these stand for them in a record that is read from it.
 */
static const struct told_leaf told[] = {
    {"收入.一般公共预算", "收入.2299999.一般公共预算", false},
    {"收入.财政拨款", "收入.2299999.一般公共预算", true},
    {"收入.合计", "收入.2299999.一般公共预算", true},
    {"支出.基本支出", "支出.2299999.一般公共预算.基本支出", false},
    {"支出.项目支出", "支出.2299999.一般公共预算.项目支出", false},
    {"经济.人员经费", "基本支出经济分类.30199", false},
    {"经济.公用经费", "基本支出经济分类.30299", false},
    {"结转.年初.合计", "年初结转和结余.一般公共预算", false},
    {"结转.年末.合计", "年末结转和结余.一般公共预算", false},
    {"三公.比上年.公务用车购置及运行维护费.上年", "上年.三公.公务用车运行维护费", true},
    {NULL, NULL, false},
};

/* It tells the income from one budget, and what was spent of all money. */
static const struct told_sum told_sums[] = {
    {"收入.合计", "收入.财政拨款 财政拨款总计.一般公共预算", false},
    {"支出.合计", "支出.合计", false},
    {"财政拨款支出.合计",
     "财政拨款支出.一般公共预算 一般公共预算支出.基本支出 一般公共预算支出.项目支出", true},
    {NULL, NULL, false},
};

static const struct ledger_form form = {.tables = accounts_tables,
                                        .class_tables = accounts_class_tables,
                                        .formulas = {accounts_formulas},
                                        .told = told,
                                        .told_sums = told_sums};

const struct kind kind_report = {"绩效自评报告", "document",
                                 &form,          {check_accounts},
                                 NULL,           "绩效自评|绩效评价|绩效报告|自评报告"};
