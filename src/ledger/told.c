/* Whether a zero is one that the record tells, or only what nobody typed. */
#include <string.h>

#include "ledger/formula.h"

/* Where the amount on the right is 0 and typed, so is what the left begins with. */
static const struct {
    const char *counts, *amount;
} implied[] = {
    {"三公.数量.因公出国（境）", "三公.决算.因公出国（境）费"},
    {"三公.数量.公务用车购置辆数", "三公.决算.公务用车购置费"},
    {"三公.数量.公务用车保有量", "国有资产.车辆.合计"},
    {"三公.数量.国内接待", "三公.决算.公务接待费"},
    {"三公.数量.国内接待", "三公.接待.国内接待费"},
    {"三公.数量.外事接待", "三公.决算.公务接待费"},
    {"三公.数量.外事接待", "三公.接待.外事接待费"},
    {"三公.数量.国（境）外接待", "三公.决算.公务接待费"},
    {"三公.数量.国（境）外接待", "三公.接待.国（境）外接待费"},
    {"三公.接待.", "三公.决算.公务接待费"},
    {"政府采购.授予小微企业", "政府采购.授予中小企业"},
    {"政府采购.", "政府采购.合计"},
    {"政府采购.预留成交.中小企业", "政府采购.预留.中小企业"},
    {"政府采购.预留成交.小微企业", "政府采购.预留.小微企业"},
    {"绩效.统计.跟踪.", "绩效.统计.目标.项目数"},
    {"绩效.统计.问题.已整改", "绩效.统计.问题.发现"},
    {"绩效.统计.问题.整改中", "绩效.统计.问题.发现"},
};

/* Most agencies receive guests of their own country alone: once these are counted, others, of whom
 * nothing is typed but 0, need not be. */
static const struct {
    const char *cost, *counts, *count; /* counts: how their names begin */
} foreign[] = {
    {"三公.接待.外事接待费", "三公.数量.外事接待", "三公.数量.外事接待批次"},
    {"三公.接待.国（境）外接待费", "三公.数量.国（境）外接待", "三公.数量.国（境）外接待批次"},
};

static bool is_foreign(const struct facts *facts, struct slice path)
{
    bool is = false;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign && !is; i++) {
        const struct fact *cost = fact_find(facts, facts->root, slice_of(foreign[i].cost));
        const struct fact *count = fact_find(facts, facts->root, slice_of(foreign[i].count));
        is = !cost->number && !count->number &&
             (slice_is(path, foreign[i].cost) || slice_starts(path, foreign[i].counts));
    }
    return is && fact_is_typed(fact_find(facts, facts->root, SLICE("三公.数量.国内接待批次")));
}

static bool is_implied(const struct facts *facts, const struct fact *leaf)
{
    struct slice path = fact_path(facts->arena, leaf);
    const struct fact *unit = fact_find(facts, facts->root, SLICE("单位.是单位"));
    bool is = is_foreign(facts, path) ||
              slice_starts(path, "自定义.") || /* the package says which of these must be typed */
              (slice_starts(path, "机关运行经费.") && unit->flag); /* a 部门 alone types them */
    for (size_t i = 0; i < sizeof implied / sizeof *implied && !is; i++) {
        const struct fact *amount = fact_find(facts, facts->root, slice_of(implied[i].amount));
        is = slice_starts(path, implied[i].counts) && amount && amount->kind != FACT_NONE &&
             !amount->number && fact_is_typed(amount);
    }
    return is;
}

static bool is_number(const struct fact *fact)
{
    return fact->kind == FACT_MONEY || fact->kind == FACT_COUNT || fact->kind == FACT_SCORE;
}

/* Sections that list the parts of a whole: where one is typed, the others are 0. */
static const char *const wholes[] = {"国有资产.车辆", "国有资产.车型", "国有资产.价值",
                                     "人员.编制",     "人员.实有",     "绩效.统计.等级",
                                     "绩效.整体.预算"};

static bool has_typed(const struct fact *section)
{
    bool typed = false;
    for (const struct fact *part = section->first; part && !typed; part = part->next)
        typed = fact_is_typed(part);
    return typed;
}

static bool is_whole(const struct facts *facts, const struct fact *section)
{
    struct slice path = fact_path(facts->arena, section);
    bool is = slice_starts(path, "绩效.项目."); /* money by level of government */
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes && !is; i++)
        is = slice_is(path, wholes[i]);
    return is;
}

/* A key of this record that is a number and was not typed, nor taken from another record. */
static bool is_left_out(const struct facts *facts, const struct fact *fact)
{
    return is_number(fact) && !fact->number && fact->id < facts->leaves &&
           facts->all[fact->id] == fact && !fact->origin && !fact->term_count && !fact->waits &&
           !is_implied(facts, fact) && !(is_whole(facts, fact->parent) && has_typed(fact->parent));
}

static const struct fact *untold_sum(const struct facts *facts, const struct fact *sum)
{
    const struct fact *left = NULL;
    if (!sum->term_count)
        return !is_left_out(facts, sum) ? NULL : is_whole(facts, sum->parent) ? sum->parent : sum;
    for (uint32_t i = 0; i < sum->term_count; i++)
        if (!(left = untold_sum(facts, sum->terms[i])))
            return NULL;
    /* Of several keys that are one section, the section. */
    return sum->term_count > 1 && left->kind != FACT_GROUP ? left->parent : left;
}

/* Whether a figure comes of two others, each of which it tells: a change, a rate. */
static bool is_of_two(const struct fact *fact)
{
    bool of_two = fact->kind == FACT_RATE || fact->kind == FACT_PRICE;
    const struct fact *group = fact->parent;
    return fact->term_count == 2 &&
           (of_two || (group && group->formula && strstr(group->formula, " 比 ")));
}

const struct fact *fact_untold(const struct facts *facts, const struct fact *fact)
{
    const struct fact *left = NULL;
    if (!is_of_two(fact))
        return is_number(fact) && !fact->number ? untold_sum(facts, fact) : NULL;
    for (uint32_t i = 0; i < fact->term_count && !left; i++)
        left = is_number(fact->terms[i]) && !fact->terms[i]->number
                   ? untold_sum(facts, fact->terms[i])
                   : NULL;
    return left;
}
