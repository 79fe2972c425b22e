/* Expenditure by functional and economic subject at once, against that by either. */
#include "check/checking.h"

static const char *const sorts[] = {"基本支出", "项目支出"};
static const char *const economic[] = {"经济", "项目经济"};

/* Whether anything of the sort is typed so. */
static bool is_typed(const struct checking *checking, const char *sort)
{
    const char *path = arena_printf(checking->facts->arena, "功能经济.合计.%s.合计", sort);
    const struct fact *sum = check_fact(checking, path);
    return sum && sum->term_count;
}

/* The two figures, where both are known by name. */
static void hold(struct checking *checking, const char *left, const char *right)
{
    if (check_fact(checking, left) && check_fact(checking, right))
        check_formulas(checking, left, right);
}

void check_matrix_functional(struct checking *checking)
{
    struct arena *arena = checking->facts->arena;
    const struct fact *rows = check_fact(checking, "功能经济.科目");
    for (size_t i = 0; i < 2; i++) {
        if (!is_typed(checking, sorts[i]))
            continue;
        for (const struct fact *row = rows->first; row; row = row->next)
            if (row->key.n == 7)
                hold(checking,
                     arena_printf(arena, "功能经济.科目.%s.%s.合计", row->key.p, sorts[i]),
                     arena_printf(arena, "一般公共预算支出.科目.%s.%s", row->key.p, sorts[i]));
        hold(checking, arena_printf(arena, "功能经济.合计.%s.合计", sorts[i]),
             arena_printf(arena, "一般公共预算支出.%s", sorts[i]));
    }
}

void check_matrix_economic(struct checking *checking)
{
    struct arena *arena = checking->facts->arena;
    const struct fact *total = check_fact(checking, "功能经济.合计");
    for (size_t i = 0; i < 2; i++) {
        if (!is_typed(checking, sorts[i]))
            continue;
        const struct fact *sums = fact_child(checking->facts, total, slice_of(sorts[i]));
        for (const struct fact *sum = sums->first; sum; sum = sum->next)
            if (sum->key.n == 5)
                hold(checking, arena_printf(arena, "功能经济.合计.%s.%s", sorts[i], sum->key.p),
                     arena_printf(arena, "%s.%s.金额", economic[i], sum->key.p));
    }
}
