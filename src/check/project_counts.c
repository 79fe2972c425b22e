/* What prose says of all the projects assessed: how many, their grades, their average score. */
#include "check/quantity.h"
#include "check/words.h"

/* How many projects got the grade; NULL when nothing tells of grades. */
static const struct fact *count_of(const struct checking *checking, const char *grade)
{
    struct arena *arena = checking->facts->arena;
    const struct fact *typed =
        check_fact(checking, arena_printf(arena, "绩效.统计.等级.%s", grade));
    const struct fact *own = check_fact(checking, arena_printf(arena, "绩效.等级.%s.数量", grade));
    if (typed->origin || !own)
        return typed->origin || check_fact(checking, "绩效.等级")->first ? typed : NULL;
    return own;
}

/* 自评等级为“优”: the grade that the words after 2个项目 end with. */
static const struct fact *grade_in(const struct checking *checking, struct slice after)
{
    static const char *const grades[] = {"优", "良", "中", "差"};
    for (size_t i = 0; i < sizeof grades / sizeof *grades; i++) {
        struct arena *arena = checking->facts->arena;
        if (slice_ends(after, arena_printf(arena, "为%s", grades[i])) ||
            slice_ends(after, arena_printf(arena, "为“%s”", grades[i])))
            return count_of(checking, grades[i]);
    }
    return NULL;
}

/* Whether the words after 3个项目 are that they were assessed, and no number of projects is it. */
static const struct fact *assessed_in(const struct checking *checking, struct slice after,
                                      int64_t said)
{
    static const char *const verbs[] = {"开展绩效自评",     "开展自评",         "进行绩效自评",
                                        "进行自评",         "开展了绩效自评",   "开展了自评",
                                        "进行了绩效自评",   "进行了自评",       "绩效自评",
                                        "开展支出绩效自评", "支出开展绩效自评", NULL};
    static const char *const numbers[] = {"绩效.项目数", "绩效.统计.自评.项目数",
                                          "绩效.统计.目标.项目数", "绩效.统计.跟踪.项目数",
                                          "绩效.一级项目数"};
    if (!text_starts_any(after, verbs))
        return NULL;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (check_fact(checking, numbers[i])->number == said)
            return NULL;
    return check_fact(checking, numbers[0]);
}

static void compare_said(struct checking *checking, const struct fact *text,
                         const struct quantity *quantity, void *context)
{
    (void)context;
    struct slice clause = clause_around(text->text, quantity->text);
    struct slice before = text_before(clause, quantity->text);
    struct slice after = text_after(clause, quantity->text);
    const struct fact *figure = NULL;
    if (slice_ends(quantity->text, "个项目") && !text_find(before, "其中").p) {
        figure = grade_in(checking, after);
        if (!figure)
            figure = assessed_in(checking, after, quantity->value);
    } else if (quantity->kind == FACT_SCORE &&
               (slice_ends(before, "平均得分") || slice_ends(before, "平均得分为") ||
                slice_ends(before, "平均分") || slice_ends(before, "平均分为")))
        figure = check_fact(checking, "绩效.统计.平均得分");
    bool known = figure && (figure->kind != FACT_SCORE || fact_is_true(figure));
    if (known && figure->number != quantity->value)
        check_text_against_figure(checking, text, quantity->text, figure);
}

static void find_counts(struct checking *checking, const struct fact *text, struct slice path)
{
    static const char *const texts[] = {"绩效.开展情况", "绩效.总体结论", "绩效.其他说明", NULL};
    if (text_starts_any(path, texts) && check_fact(checking, "绩效.项目数")->number)
        each_quantity(checking, text, compare_said, NULL);
}

void check_project_counts(struct checking *checking)
{
    each_prose(checking, find_counts);
}
