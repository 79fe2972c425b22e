/* Income and expenditure below zero, which the books have where money was returned or set off. */
#include "check/checking.h"

static const char *const groups[] = {"收入", "支出", "基本支出经济分类", "项目支出经济分类",
                                     "功能经济分类"};

/* Amounts that are typed: below codes stand sources and kinds, and beside them what is derived. */
static void find_below(struct checking *checking, const struct fact *group)
{
    for (const struct fact *fact = group->first; fact; fact = fact->next) {
        if (fact->kind == FACT_GROUP)
            find_below(checking, fact);
        else if (fact->kind == FACT_MONEY && fact->origin && fact->number < 0)
            check_value(checking, side_of(checking, fact));
    }
}

static void find_all(struct checking *checking)
{
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        find_below(checking, check_fact(checking, groups[i]));
}

static bool is_explained(const struct checking *checking)
{
    return check_fact(checking, "说明.冲减")->kind == FACT_TEXT;
}

void check_negative_unexplained(struct checking *checking)
{
    if (!is_explained(checking))
        find_all(checking);
}

void check_negative(struct checking *checking)
{
    if (is_explained(checking))
        find_all(checking);
}

void check_negative_last(struct checking *checking)
{
    if (!is_explained(checking))
        find_below(checking, check_fact(checking, "上年.一般公共预算支出"));
}
