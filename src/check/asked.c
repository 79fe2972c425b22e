/* What is optional in a record, but printed as 0 by a form that asks for it. */
#include "check/checking.h"

static bool is_typed_below(const struct fact *group)
{
    bool typed = (group->origin && !group->origin->absent) || fact_is_typed(group);
    for (const struct fact *fact = group->first; fact && !typed; fact = fact->next)
        typed = is_typed_below(fact);
    return typed;
}

/* Reports that the form prints the figure, that nothing of the group is typed and that the fact,
 * which makes it known to be something, is there. */
static void ask(struct checking *checking, const char *when, const char *group, const char *figure)
{
    struct side known = side_of(checking, check_fact(checking, when));
    if (checking->demand && fact_is_true(known.fact) && !check_fact(checking, figure)->waits &&
        !is_typed_below(check_fact(checking, group)))
        check_missing(checking, known, figure);
}

/* Numbers of staff are optional and a sentence without them is left out, so that nothing else would
 * tell of it. */
void check_staff(struct checking *checking)
{
    ask(checking, "单位.名称", "人员", "人员.编制.行政编制");
}

/* Of every project that it lists, the form tells the money and the score. */
void check_projects_asked(struct checking *checking)
{
    static const char *const told[][2] = {
        {"总分", "执行得分"}, {"预算.合计", "预算"}, {"执行.合计", "执行"}};
    const struct facts *facts = checking->facts;
    const struct fact *list = check_fact(checking, "绩效.项目");
    if (!checking->demand || list->waits)
        return;
    for (const struct fact *project = list->first; project; project = project->next)
        for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
            const struct fact *figure = fact_find(facts, project, slice_of(told[i][0]));
            const struct fact *typed = fact_child(facts, project, slice_of(told[i][1]));
            const char *path = fact_path(facts->arena, typed).p;
            if (!fact_is_typed(figure) && !figure->waits)
                check_missing(checking,
                              side_of(checking, fact_child(facts, project, SLICE("名称"))), path);
        }
}

/* A report on the whole tells its budget and ends with its score; other forms have a place for
 * these. */
void check_whole(struct checking *checking)
{
    if (!slice_is(check_fact(checking, "单位.文种")->text, "绩效自评报告"))
        return;
    ask(checking, "单位.名称", "绩效.整体.预算", "绩效.整体.预算.工资福利支出");
    ask(checking, "单位.名称", "绩效.整体.得分", "绩效.整体.得分");
}

/* A table of 项目支出 by economic subject would hold nothing but its total. */
void check_project_subjects(struct checking *checking)
{
    ask(checking, "一般公共预算支出.项目支出", "项目支出经济分类", "项目支出经济分类");
}
