/* The subject tables and formulas that all documents share. */
#include <stddef.h>

#include "ledger/form.h"

const struct subject_table accounts_tables[] = {
    {.path = "收入.科目",
     .column = {{"一般公共预算", "收入", "一般公共预算"},
                {"政府性基金预算", "收入", "政府性基金预算"},
                {"国有资本经营预算", "收入", "国有资本经营预算"},
                {"上级补助收入", "收入", "上级补助收入"},
                {"事业收入", "收入", "事业收入"},
                {"经营收入", "收入", "经营收入"},
                {"附属单位上缴收入", "收入", "附属单位上缴收入"},
                {"其他收入", "收入", "其他收入"}}},
    {.path = "支出.科目",
     .column = {{"基本支出", "支出", "*.基本支出"},
                {"项目支出", "支出", "*.项目支出"},
                {"上缴上级支出", "支出", "*.上缴上级支出"},
                {"经营支出", "支出", "*.经营支出"},
                {"对附属单位补助支出", "支出", "*.对附属单位补助支出"}}},
    {.path = "一般公共预算支出.科目",
     .column = {{"基本支出", "支出", "一般公共预算.基本支出"},
                {"项目支出", "支出", "一般公共预算.项目支出"}}},
    {.path = "一般公共预算收支.科目",
     .column = {{"年初结转和结余", "年初结转和结余.一般公共预算分项", ""},
                {"本年收入", "收入", "一般公共预算"},
                {"基本支出", "支出", "一般公共预算.基本支出"},
                {"项目支出", "支出", "一般公共预算.项目支出"},
                {"年末结转和结余", "年末结转和结余.一般公共预算分项", ""}},
     .asked = {"年初结转和结余.一般公共预算分项", "年末结转和结余.一般公共预算分项"}},
    {.path = "政府性基金预算.科目",
     .column = {{"年初结转和结余", "年初结转和结余.政府性基金预算", ""},
                {"本年收入", "收入", "政府性基金预算"},
                {"基本支出", "支出", "政府性基金预算.基本支出"},
                {"项目支出", "支出", "政府性基金预算.项目支出"},
                {"年末结转和结余", "年末结转和结余.政府性基金预算", ""}}},
    {.path = "国有资本经营预算.科目",
     .column = {{"年初结转和结余", "年初结转和结余.国有资本经营预算", ""},
                {"本年收入", "收入", "国有资本经营预算"},
                {"基本支出", "支出", "国有资本经营预算.基本支出"},
                {"项目支出", "支出", "国有资本经营预算.项目支出"},
                {"年末结转和结余", "年末结转和结余.国有资本经营预算", ""}}},
    {.path = NULL},
};

/* Groups with a member for every 类 there is, so that a form can print its fixed list. */
const struct subject_table accounts_class_tables[] = {
    {.path = "支出.各类", .column = {{"合计", "支出", "*.*"}}},
    {.path = "财政拨款支出.各类",
     .column = {{"一般公共预算", "支出", "一般公共预算.*"},
                {"政府性基金预算", "支出", "政府性基金预算.*"},
                {"国有资本经营预算", "支出", "国有资本经营预算.*"}}},
    {.path = NULL},
};

const struct formula_row accounts_formulas[] = {
#define FORMULA(of, is, by, english, chinese)                                                      \
    {.words = of, .name = is, .formula = by, .meaning = {english, chinese}},
#include "ledger/formulas.def"
#undef FORMULA
    {.name = NULL},
};

const struct ledger_form ledger_accounts = {.tables = accounts_tables,
                                            .class_tables = accounts_class_tables,
                                            .formulas = {accounts_formulas}};
