/* Figures that a disclosure prints although they tell of what it withholds as secret. */
#include "check/checking.h"

static const struct {
    const char *section; /* withheld */
    const char *figure;  /* disclosed */
} tells[] = {
    {"三公", "经济.30212.金额"},
    {"三公", "经济.30217.金额"},
    {"三公", "经济.30231.金额"},
    {"三公", "经济.31013.金额"},
    {"三公", "项目经济.30212.金额"},
    {"三公", "项目经济.30217.金额"},
    {"三公", "项目经济.30231.金额"},
    {"三公", "项目经济.31013.金额"},
    {"三公", "国有资产.车辆.合计"},
    {"国有资产", "三公.数量.公务用车保有量"},
    {"一般性支出", "经济.30215.金额"},
    {"一般性支出", "经济.30216.金额"},
    {"一般性支出", "项目经济.30215.金额"},
    {"一般性支出", "项目经济.30216.金额"},
    {"基本支出经济分类", "机关运行经费.合计"},
};

/* Whether the document prints the figure; a form that is not known may. */
static bool is_disclosed(const struct checking *checking, const char *figure)
{
    const struct demand *demand = checking->demand;
    return fact_is_true(check_fact(checking, figure)) &&
           (!demand || demand->reads(demand->data, NULL, figure));
}

static bool is_withheld(const struct checking *checking, const char *section)
{
    const char *path = arena_printf(checking->facts->arena, "涉密.%s", section);
    return check_fact(checking, path)->kind == FACT_TEXT;
}

static void tell(struct checking *checking, const char *section, const char *figure)
{
    if (is_withheld(checking, section) && is_disclosed(checking, figure))
        check_value(checking, side_of(checking, check_fact(checking, figure)));
}

void check_withheld_derivable(struct checking *checking)
{
    for (size_t i = 0; i < sizeof tells / sizeof *tells; i++)
        tell(checking, tells[i].section, tells[i].figure);
    /* 机关运行经费 of a unit is its 公用经费. */
    if (check_fact(checking, "单位.是单位")->flag)
        tell(checking, "机关运行经费", "经济.公用经费");
}
