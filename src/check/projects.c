/* Checks of the performance projects: scores, grades, and prose taken from another project. */
#include <string.h>

#include "check/checking.h"

/* Full marks in hundredths of a point, as the forms of 财预〔2020〕10号 print them. */
static const struct {
    const char *score;
    int64_t full;
} marks[] = {{"执行得分", 1000},
             {"得分.产出指标", 5000},
             {"得分.效益指标", 3000},
             {"得分.满意度指标", 1000}};

static const struct fact *first_project(const struct checking *checking)
{
    return check_fact(checking, "绩效.项目")->first;
}

static const struct fact *part(const struct checking *checking, const struct fact *project,
                               const char *path)
{
    return fact_find(checking->facts, project, slice_of(path));
}

static struct side full_marks(const struct checking *checking, int64_t full)
{
    struct fact *fact = ARENA_NEW(checking->facts->arena, struct fact);
    fact->kind = FACT_SCORE;
    fact->number = full;
    return (struct side){checking->diag->language == LANGUAGE_CHINESE ? "满分" : "full marks",
                         fact};
}

static void compare_marks(struct checking *checking, const struct fact *score, int64_t full)
{
    if (score->number > full)
        check_disagree(checking, side_of(checking, score), full_marks(checking, full),
                       score->number - full);
}

void check_project_score(struct checking *checking)
{
    compare_marks(checking, check_fact(checking, "绩效.整体.得分"), 10000);
    for (const struct fact *project = first_project(checking); project; project = project->next)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            compare_marks(checking, part(checking, project, marks[i].score), marks[i].full);
}

void check_project_full_marks(struct checking *checking)
{
    for (const struct fact *project = first_project(checking); project; project = project->next) {
        const struct fact *rate = part(checking, project, "执行率");
        const struct fact *score = part(checking, project, marks[0].score);
        bool spent = rate->kind == FACT_RATE && rate->rate.num == rate->rate.den;
        bool scored = part(checking, project, "总分")->number > 0;
        if (spent && scored && score->number < marks[0].full)
            check_disagree(checking, side_of(checking, score), full_marks(checking, marks[0].full),
                           score->number - marks[0].full);
    }
}

/* What is said of a project in words of its own. */
static const char *const prose[] = {"预期数量", "预期效果", "实际效果",  "完成情况",
                                    "自评结论", "经验做法", "问题与整改"};

/* Calls visit with each text of the project's prose. */
static void each_text(struct checking *checking, const struct fact *project,
                      void (*visit)(struct checking *checking, const struct fact *project,
                                    const struct fact *text))
{
    for (size_t i = 0; i < sizeof prose / sizeof *prose; i++) {
        const struct fact *list = part(checking, project, prose[i]);
        for (const struct fact *text = list->first; text; text = text->next)
            if (text->kind == FACT_TEXT)
                visit(checking, project, text);
    }
}

/* 等级为优: the word after 等级为, if it is a grade. */
static struct slice grade_named(struct slice text)
{
    static const char *const before[] = {"等级为", "等级为“", "评为", "评为“"};
    static const char *const grades[] = {"优", "良", "中", "差"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        const char *at = memmem(text.p, text.n, before[i], strlen(before[i]));
        for (size_t j = 0; at && j < sizeof grades / sizeof *grades; j++)
            if (strncmp(at + strlen(before[i]), grades[j], strlen(grades[j])) == 0)
                return (struct slice){at, strlen(before[i]) + strlen(grades[j])};
    }
    return SLICE("");
}

static void compare_grade(struct checking *checking, const struct fact *project,
                          const struct fact *text)
{
    const struct fact *grade = part(checking, project, "等级");
    struct slice named = grade_named(text->text);
    if (!named.n || memmem(named.p, named.n, grade->text.p, grade->text.n))
        return;
    check_text_against(checking, text, named, grade->text.p,
                       fact_pos(part(checking, project, "总分")));
}

void check_project_grade(struct checking *checking)
{
    for (const struct fact *project = first_project(checking); project; project = project->next)
        each_text(checking, project, compare_grade);
}

/* A name so short that it may be an ordinary phrase tells nothing. */
enum { TELLING = 6 };

static void find_other_name(struct checking *checking, const struct fact *project,
                            const struct fact *text)
{
    struct slice own = part(checking, project, "名称")->text;
    for (const struct fact *other = first_project(checking); other; other = other->next) {
        struct slice name = part(checking, other, "名称")->text;
        bool contained =
            memmem(own.p, own.n, name.p, name.n) || memmem(name.p, name.n, own.p, own.n);
        const char *at = memmem(text->text.p, text->text.n, name.p, name.n);
        if (at && !contained && utf8_length(name) >= TELLING)
            check_text(checking, text, (struct slice){at, name.n});
    }
}

void check_project_name(struct checking *checking)
{
    for (const struct fact *project = first_project(checking); project; project = project->next)
        each_text(checking, project, find_other_name);
}

/* A short text may be the same by chance. */
enum { LONG = 15 };

static void find_copy(struct checking *checking, const struct fact *project,
                      const struct fact *text)
{
    const struct fact *other = first_project(checking);
    const char *key = text->parent->key.p;
    bool telling = text->origin && utf8_length(text->text) >= LONG;
    for (; other != project && telling; other = other->next) {
        const struct fact *same = part(checking, other, key)->first;
        while (same && !slice_eq(same->text, text->text))
            same = same->next;
        if (!same)
            continue;
        struct finding *finding = check_text(checking, text, text->text);
        finding->also = part_pos(same, same->text);
        return;
    }
}

void check_project_copied(struct checking *checking)
{
    for (const struct fact *project = first_project(checking); project; project = project->next)
        each_text(checking, project, find_copy);
}
