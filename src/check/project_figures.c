/*
 * What prose says of a project in figures, held against that project's own: in the texts of the
 * project, in those of a review, and in an attachment whose title names the project.
 */
#include <string.h>

#include "check/quantity.h"
#include "check/words.h"

/* Words that say what the number after them is, and which figures of a project they may mean. */
static const struct {
    const char *words;
    const char *figures[3];
} spoken[] = {
    {"预算数", {"预算.合计", "预算数", "调整预算数"}},
    {"年初预算", {"预算.合计", "预算数"}},
    {"全年预算", {"预算.合计", "调整预算数"}},
    {"预算资金", {"预算.合计", "预算数", "调整预算数"}},
    {"预算安排", {"预算.合计", "预算数", "调整预算数"}},
    {"安排预算", {"预算.合计", "预算数", "调整预算数"}},
    {"项目预算", {"预算.合计", "预算数", "调整预算数"}},
    {"预算总额", {"预算.合计", "预算数", "调整预算数"}},
    {"到位资金", {"到位.合计"}},
    {"资金到位", {"到位.合计"}},
    {"到位数", {"到位.合计"}},
    {"执行数", {"执行.合计", "执行数"}},
    {"实际支出", {"执行.合计", "执行数"}},
    {"实际执行", {"执行.合计", "执行数"}},
    {"支出总额", {"执行.合计", "执行数"}},
    {"累计支出", {"执行.合计", "执行数"}},
    {"执行率", {"执行率"}},
    {"支付率", {"执行率"}},
    {"自评得分", {"总分"}},
    {"综合得分", {"总分"}},
    {"总得分", {"总分"}},
    {"总分", {"总分"}},
};

/* What the words before the number say it is: an index into spoken, or -1. */
static int spoken_of(struct slice before)
{
    static const char *const links[] = {"为", "共", "共计", "合计", "达", "达到", "约",
                                        "是", "：", "资金", "总额", "了", " ",    NULL};
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++)
            if (slice_ends(before, spoken[i].words))
                return (int)i;
        for (const char *const *link = links; *link && !more; link++)
            if (slice_ends(before, *link)) {
                before.n -= strlen(*link);
                more = true;
            }
    }
    return -1;
}

/* Whether a part of the figure is the quantity: the money of one level of government. */
static bool is_part_of(const struct quantity *quantity, const struct fact *figure,
                       const struct fact *project)
{
    const struct fact *part = figure->parent == project ? NULL : figure->parent->first;
    while (part && !(fact_is_typed(part) && quantity_is(quantity, part)))
        part = part->next;
    return part != NULL;
}

/* The figure that is meant, if the project has it; a rate counts where both its sides are typed. */
static const struct fact *figure_of(const struct checking *checking, const struct fact *project,
                                    int row, enum fact_kind kind)
{
    for (size_t i = 0; i < 3 && spoken[row].figures[i]; i++) {
        const struct fact *figure =
            fact_find(checking->facts, project, slice_of(spoken[row].figures[i]));
        if (figure && figure->kind == kind && fact_is_typed(figure))
            return figure;
    }
    return NULL;
}

static void compare_said(struct checking *checking, const struct fact *text,
                         const struct quantity *quantity, void *context)
{
    const struct fact *project = *(const struct fact *const *)context;
    struct slice clause = clause_around(text->text, quantity->text);
    int row = spoken_of(text_before(clause, quantity->text));
    const struct fact *figure = row < 0 ? NULL : figure_of(checking, project, row, quantity->kind);
    if (!figure || quantity_is(quantity, figure) || is_part_of(quantity, figure, project))
        return;
    check_text_against(checking, text, quantity->text, value_text(checking, figure),
                       fact_pos(figure));
}

/* Calls compare_said for every text below the group. */
static void each_text_below(struct checking *checking, const struct fact *group,
                            const struct fact *project)
{
    for (const struct fact *fact = group->first; fact; fact = fact->next)
        if (fact->kind == FACT_TEXT && fact->origin)
            each_quantity(checking, fact, compare_said, &project);
        else if (fact->kind == FACT_LIST || fact->kind == FACT_GROUP)
            each_text_below(checking, fact, project);
}

/* The project that the title names: the one with the longest name of those in it. */
static const struct fact *project_of(const struct checking *checking, struct slice title)
{
    static const char *const lists[] = {"绩效.项目", "绩效.评价"};
    const struct fact *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct fact *project = check_fact(checking, lists[i])->first; project;
             project = project->next) {
            struct slice name = fact_child(checking->facts, project, SLICE("名称"))->text;
            if (name.n > longest && text_holds(title, name)) {
                best = project;
                longest = name.n;
            }
        }
    return best;
}

void check_project_prose(struct checking *checking)
{
    static const char *const lists[] = {"绩效.项目", "绩效.评价"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct fact *project = check_fact(checking, lists[i])->first; project;
             project = project->next)
            each_text_below(checking, project, project);
    const struct fact *attachment = check_fact(checking, "说明.附件")->first;
    for (; attachment; attachment = attachment->next) {
        const struct fact *title = fact_child(checking->facts, attachment, SLICE("题名"));
        const struct fact *project = project_of(checking, title->text);
        if (project)
            each_text_below(checking, attachment, project);
    }
}
