/* Amounts that should be alike: the same digits with another decimal point, or 元 for 万元. */
#include "check/checking.h"

/* Figures and what they are measured by. */
static const char *const pairs[][2] = {
    {"总计.收入", "上年.总计"},
    {"财政拨款总计.收入", "上年.财政拨款总计"},
    {"一般公共预算支出.合计", "一般公共预算支出.年初预算"},
    {"一般公共预算支出.合计", "一般公共预算支出.全年预算"},
    {"一般公共预算支出.合计", "一般公共预算支出.上年"},
    {"机关运行经费.合计", "上年.机关运行经费"},
    {"三公.决算.因公出国（境）费", "三公.预算.因公出国（境）费"},
    {"三公.决算.公务用车购置费", "三公.预算.公务用车购置费"},
    {"三公.决算.公务用车运行维护费", "三公.预算.公务用车运行维护费"},
    {"三公.决算.公务接待费", "三公.预算.公务接待费"},
    {"三公.决算.因公出国（境）费", "上年.三公.因公出国（境）费"},
    {"三公.决算.公务用车购置费", "上年.三公.公务用车购置费"},
    {"三公.决算.公务用车运行维护费", "上年.三公.公务用车运行维护费"},
    {"三公.决算.公务接待费", "上年.三公.公务接待费"},
    {"政府性基金预算.支出", "政府性基金预算.年初预算"},
    {"国有资本经营预算.支出", "国有资本经营预算.年初预算"},
    {"机关运行经费.合计", "机关运行经费.年初预算"},
    {"一般性支出.会议费", "一般性支出.会议费预算"},
    {"一般性支出.会议费", "上年.会议费"},
    {"一般性支出.培训费", "一般性支出.培训费预算"},
    {"一般性支出.培训费", "上年.培训费"},
    {"政府采购.预留成交.中小企业", "政府采购.预留.中小企业"},
    {"政府采购.预留成交.小微企业", "政府采购.预留.小微企业"},
    {"绩效.统计.跟踪.金额", "绩效.统计.目标.金额"},
    {"绩效.统计.自评.金额", "绩效.统计.目标.金额"},
    {"支出.合计", "绩效.整体.调整预算"},
};

/* The same of the items of a list. */
static const struct {
    const char *list, *figure, *measure;
} item_pairs[] = {{"一般公共预算支出.科目", "合计", "年初预算"},
                  {"一般公共预算支出.科目", "合计", "全年预算"},
                  {"一般公共预算支出.科目", "合计", "上年"},
                  {"绩效.项目", "执行.合计", "预算.合计"},
                  {"绩效.评价", "执行数", "预算数"},
                  {"绩效.评价", "执行数", "调整预算数"}};

typedef bool alike_fn(int64_t large, int64_t small);

/* Digits of the number without the zeros behind them. */
static int significant(int64_t number)
{
    int digits = 0;
    while (number % 10 == 0)
        number /= 10;
    for (; number; number /= 10)
        digits++;
    return digits;
}

/* Round amounts are ten times each other by chance. */
enum { TELLING = 3 };

static bool is_shifted(int64_t large, int64_t small)
{
    return (large / 10 == small || large / 100 == small) && large % small == 0 &&
           significant(small) >= TELLING;
}

static bool is_unit(int64_t large, int64_t small)
{
    return large / 1000 >= small;
}

static void compare_sizes(struct checking *checking, const struct fact *left,
                          const struct fact *right, alike_fn *alike)
{
    if (!left || !right || left->kind != FACT_MONEY || right->kind != FACT_MONEY ||
        left->number <= 0 || right->number <= 0)
        return;
    bool more = left->number > right->number;
    const struct fact *large = more ? left : right, *small = more ? right : left;
    if (alike(large->number, small->number))
        check_disagree(checking, side_of(checking, left), side_of(checking, right),
                       left->number - right->number);
}

static void compare_all(struct checking *checking, alike_fn *alike)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        compare_sizes(checking, check_fact(checking, pairs[i][0]),
                      check_fact(checking, pairs[i][1]), alike);
    for (size_t i = 0; i < sizeof item_pairs / sizeof *item_pairs; i++) {
        const struct fact *item = check_fact(checking, item_pairs[i].list)->first;
        for (; item; item = item->next)
            compare_sizes(checking,
                          fact_find(checking->facts, item, slice_of(item_pairs[i].figure)),
                          fact_find(checking->facts, item, slice_of(item_pairs[i].measure)), alike);
    }
}

void check_decimal_point(struct checking *checking)
{
    compare_all(checking, is_shifted);
}

void check_unit_mistaken(struct checking *checking)
{
    compare_all(checking, is_unit);
}
