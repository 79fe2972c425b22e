/* Checks of the performance projects: scores, grades, and prose taken from another project. */
#include <string.h>

#include "base/mix.h"
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
    return (struct side){
        .name = checking->diag->language == LANGUAGE_CHINESE ? "满分" : "full marks", .fact = fact};
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
    compare_marks(checking, check_fact(checking, "绩效.统计.平均得分"), 10000);
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

/* Those counted from the projects are project-graded's. */
void check_performance_grades(struct checking *checking)
{
    bool typed = false;
    const struct fact *grades = check_fact(checking, "绩效.统计.等级");
    for (const struct fact *grade = grades->first; grade; grade = grade->next)
        typed = typed || grade->origin;
    if (typed)
        check_formulas(checking,
                       "绩效.统计.等级.优 + 绩效.统计.等级.良 + 绩效.统计.等级.中 + "
                       "绩效.统计.等级.差",
                       "绩效.统计.自评.项目数");
}

void check_project_grade(struct checking *checking)
{
    for (const struct fact *project = first_project(checking); project; project = project->next)
        each_text(checking, project, compare_grade);
}

/* A name so short that it may be an ordinary phrase tells nothing. */
enum { TELLING = 6 };

/* Texts known so far, to be found by what they begin with: names by their first TELLING
 * characters, others whole. Chained, so that the cost does not grow with their number. */
struct known_texts {
    struct known {
        struct slice text;
        size_t head; /* bytes that it is found by */
        const struct fact *fact, *project;
        uint32_t next;              /* in the same chain; 0 at its end */
        const struct fact *told_of; /* the text that it was last met in */
    } * item;                       /* from 1 on */
    uint32_t count, room;
    uint32_t *chains, chain_count; /* a power of 2 */
};

static struct known_texts *known_texts_new(struct arena *arena, uint32_t most)
{
    struct known_texts *texts = ARENA_NEW(arena, struct known_texts);
    for (texts->chain_count = 64; texts->chain_count < most;)
        texts->chain_count *= 2;
    texts->chains = ARENA_ARRAY(arena, uint32_t, texts->chain_count);
    texts->room = 64;
    texts->item = ARENA_ARRAY(arena, struct known, texts->room);
    texts->count = 1;
    return texts;
}

static uint32_t *chain_of(const struct known_texts *texts, struct slice head)
{
    return &texts->chains[(uint32_t)mix(head, 0) & (texts->chain_count - 1)];
}

/* The bytes of the first TELLING characters; 0 when there are fewer. */
static size_t telling_bytes(struct slice text)
{
    size_t at = 0;
    int count = 0;
    while (at < text.n && count < TELLING) {
        utf8_next(text, &at);
        count++;
    }
    return count == TELLING ? at : 0;
}

/* The text of those known that this one is, or NULL. */
static struct known *find_known(const struct known_texts *texts, struct slice text, size_t head)
{
    uint32_t at = *chain_of(texts, (struct slice){text.p, head});
    while (at && !slice_eq(texts->item[at].text, text))
        at = texts->item[at].next;
    return at ? &texts->item[at] : NULL;
}

static void add_known(struct arena *arena, struct known_texts *texts, struct known known)
{
    GROW(arena, texts->item, texts->count, texts->room, 64);
    uint32_t *chain = chain_of(texts, (struct slice){known.text.p, known.head});
    known.next = *chain;
    texts->item[texts->count] = known;
    *chain = texts->count++;
}

static uint32_t count_projects(const struct checking *checking)
{
    uint32_t count = 0;
    for (const struct fact *project = first_project(checking); project; project = project->next)
        count++;
    return count;
}

static void tell_other_name(struct checking *checking, const struct fact *text, struct slice own,
                            struct known *name, const char *at)
{
    struct slice other = name->text;
    bool contained =
        memmem(own.p, own.n, other.p, other.n) || memmem(other.p, other.n, own.p, own.n);
    if (name->told_of == text || contained)
        return;
    name->told_of = text;
    check_text(checking, text, (struct slice){at, other.n});
}

static void find_other_name(struct checking *checking, const struct fact *project,
                            const struct fact *text)
{
    struct slice own = part(checking, project, "名称")->text, rest = text->text;
    while (rest.n) {
        size_t head = telling_bytes(rest), step = 0;
        if (!head)
            return;
        for (uint32_t at = *chain_of(checking->known, (struct slice){rest.p, head}); at;) {
            struct known *name = &checking->known->item[at];
            if (name->text.n <= rest.n && memcmp(name->text.p, rest.p, name->text.n) == 0)
                tell_other_name(checking, text, own, name, rest.p);
            at = name->next;
        }
        utf8_next(rest, &step);
        rest = (struct slice){rest.p + step, rest.n - step};
    }
}

void check_project_name(struct checking *checking)
{
    struct arena *arena = checking->facts->arena;
    checking->known = known_texts_new(arena, count_projects(checking));
    for (const struct fact *project = first_project(checking); project; project = project->next) {
        struct slice name = part(checking, project, "名称")->text;
        size_t head = telling_bytes(name);
        if (head && !find_known(checking->known, name, head))
            add_known(arena, checking->known, (struct known){.text = name, .head = head});
    }
    for (const struct fact *project = first_project(checking); project; project = project->next)
        each_text(checking, project, find_other_name);
}

/* A short text may be the same by chance. */
enum { LONG = 15 };

static void find_copy(struct checking *checking, const struct fact *project,
                      const struct fact *text)
{
    if (!text->origin || utf8_length(text->text) < LONG)
        return;
    struct arena *arena = checking->facts->arena;
    const char *key = text->parent->key.p;
    struct slice whole = slice_of(arena_printf(arena, "%s=%s", key, text->text.p));
    const struct known *same = find_known(checking->known, whole, whole.n);
    if (!same) {
        add_known(arena, checking->known, (struct known){whole, whole.n, text, project, 0, NULL});
    } else if (same->project != project) {
        struct finding *finding = check_text(checking, text, text->text);
        finding->also = part_pos(same->fact, same->fact->text);
    }
}

void check_project_copied(struct checking *checking)
{
    checking->known = known_texts_new(checking->facts->arena, 4 * count_projects(checking));
    for (const struct fact *project = first_project(checking); project; project = project->next)
        each_text(checking, project, find_copy);
}
