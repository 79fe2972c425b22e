/* Tables whose amounts are of another unit than they say: found by an amount that another table has
 * ten thousand or a thousand times. */
#include "intake/engines.h"

/* Facts that are one amount, or nearly always. */
static const char *const same[][2] = {
    {"支出.合计", "收入.合计"},
    {"财政拨款支出.合计", "收入.财政拨款"},
    {"财政拨款支出.一般公共预算", "一般公共预算支出.合计"},
    {"财政拨款支出.政府性基金预算", "政府性基金预算.支出"},
    {"财政拨款支出.国有资本经营预算", "国有资本经营预算.支出"},
    {"收入.政府性基金预算", "政府性基金预算.本年收入"},
    {"一般公共预算支出.基本支出", "经济.合计"},
    {"支出.基本支出", "基本.合计"},
    {"经济.公用经费", "机关运行经费.行政单位"},
    {"经济.公用经费", "机关运行经费.参照公务员法管理事业单位"},
    {"经济.公用经费", "机关运行经费.合计"},
    {"经济.30212.金额", "三公.决算.因公出国（境）费"},
    {"经济.31013.金额", "三公.决算.公务用车购置费"},
    {"经济.30231.金额", "三公.决算.公务用车运行维护费"},
    {"经济.30217.金额", "三公.决算.公务接待费"},
};

void report_scales(struct harvest *harvest)
{
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const struct figure *a = harvest_find(harvest, same[i][0]);
        const struct figure *b = harvest_find(harvest, same[i][1]);
        if (a && b && figures_scaled(a, b))
            report_scaled(harvest, a, b);
    }
}
