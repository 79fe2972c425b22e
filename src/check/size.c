/* Whether the amounts of a record are typed in the unit that it gives. */
#include "check/checking.h"

/* What is known of the amounts typed, in 分. */
struct sizes {
    size_t count;  /* that are not 0 */
    size_t small;  /* below 100 in the unit of the record */
    int64_t least; /* the smallest of them */
    const struct fact *first;
};

static struct sizes measure(const struct checking *checking, int64_t hundred)
{
    struct sizes sizes = {.least = INT64_MAX};
    for (uint32_t i = 0; i < checking->facts->leaves; i++) {
        const struct fact *fact = checking->facts->all[i];
        if (fact->kind != FACT_MONEY || !fact->origin || fact->number <= 0)
            continue;
        sizes.count++;
        sizes.small += fact->number < hundred;
        sizes.first = sizes.first ? sizes.first : fact;
        if (fact->number < sizes.least)
            sizes.least = fact->number;
    }
    return sizes;
}

/* What an agency lives on in a year: 总计, or what the record has of it. */
static const struct fact *whole(const struct checking *checking)
{
    const struct fact *income = check_fact(checking, "总计.收入");
    const struct fact *spent = check_fact(checking, "总计.支出");
    return income->number > spent->number ? income : spent;
}

static void report_unit(struct checking *checking, const struct sizes *sizes,
                        const struct fact *total, const char *typed, const char *other)
{
    const struct fact *unit = check_fact(checking, "单位.金额单位");
    struct pos pos = unit->origin ? unit->origin->pos : fact_pos(sizes->first);
    struct finding *finding = diag_report_at(
        checking->diag, checking->check->level, MSG_CHECK_UNIT, pos, checking->check->id, typed,
        fact_path(checking->facts->arena, total).p, value_text(checking, total), other, other);
    finding->rule = checking->check->id;
}

enum { FEW = 5 };

/* Typed in 万元 but read as 元: no agency lives on so little, and books in 元 have few lines below
 * 100 元. */
static void check_too_small(struct checking *checking)
{
    static const int64_t least = 10 * 1000 * 1000, usual = 100 * 1000 * 1000; /* 10 and 100 万元 */
    const struct fact *total = whole(checking);
    struct sizes sizes = measure(checking, 100 * 100);
    bool many_small = 3 * sizes.small > sizes.count;
    if (sizes.count >= FEW && total->number > 0 &&
        (total->number < least
             ? sizes.small > 0 || total->number < least / 10
             : many_small && (total->number < usual || 2 * sizes.small > sizes.count)))
        report_unit(checking, &sizes, total, "元", "万元");
}

/* Typed in 元 but read as 万元: nothing is below 1000 万元. */
static void check_too_large(struct checking *checking)
{
    static const int64_t thousand = INT64_C(1000) * 1000 * 1000;
    const struct fact *total = whole(checking);
    struct sizes sizes = measure(checking, 0);
    if (sizes.count >= FEW && sizes.least >= thousand)
        report_unit(checking, &sizes, total, "万元", "元");
}

void check_unit_whole(struct checking *checking)
{
    if (facts_are_rounded(checking->facts))
        check_too_large(checking);
    else
        check_too_small(checking);
}
