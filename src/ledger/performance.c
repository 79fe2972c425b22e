/* Scores, grades and indicator rows of the 绩效 projects. */
#include "ledger/stages.h"
#include "record/indicators.h"

/* Bounds of the grades in hundredths of a point: 财预〔2020〕10号, 项目支出绩效评价管理办法. */
static const struct {
    int64_t from;
    const char *name;
} grades[] = {{9000, "优"}, {8000, "良"}, {6000, "中"}, {INT64_MIN, "差"}};

static const char *grade_of(int64_t score)
{
    size_t i = 0;
    while (score < grades[i].from)
        i++;
    return grades[i].name;
}

static struct fact *add_count(struct ledger *ledger, struct fact *group, const char *key,
                              const char *formula)
{
    struct fact *count = fact_add(ledger->facts, group, slice_of(key), FACT_COUNT);
    count->formula = formula;
    return count;
}

/* 行数: rows that each indicator takes in the form, at least one, so that it keeps its place; and
 * of the first level their sum. 满意度指标 is the name of both levels and has one sort of rows. */
static void add_row_counts(struct ledger *ledger, struct fact *project)
{
    const struct fact *typed = fact_child(ledger->facts, project, SLICE("指标"));
    struct fact *rows = fact_add(ledger->facts, project, SLICE("行数"), FACT_GROUP);
    for (size_t i = 0; i < INDICATOR_LEVELS; i++) {
        struct fact *sum = NULL;
        if (indicator_levels[i].second[1])
            sum = add_count(ledger, rows, indicator_levels[i].first, "Σ 行数");
        for (const char *const *name = indicator_levels[i].second; *name; name++) {
            const struct fact *list = fact_child(ledger->facts, typed, slice_of(*name));
            struct fact *count = add_count(ledger, rows, *name, "项数，至少为 1");
            count->number = list->child_count ? list->child_count : 1;
            if (sum)
                ledger_add(ledger, sum, count);
        }
    }
}

/* A count at the first row of what it spans, so that the form prints one label there. */
static void add_span(struct ledger *ledger, struct fact *row, const char *key, bool first,
                     uint32_t count)
{
    struct fact *span = add_count(ledger, row, key, "所跨行数");
    span->number = count;
    if (!first)
        span->kind = FACT_NONE;
}

static void add_row(struct ledger *ledger, struct fact *rows, const char *first, const char *second,
                    const struct fact *item)
{
    static const char *const texts[] = {"名称", "指标值", "完成值", "偏差原因"};
    const char *key = arena_printf(ledger->facts->arena, "%u", rows->child_count + 1);
    struct fact *row = fact_add(ledger->facts, rows, slice_of(key), FACT_GROUP);
    ledger_text(ledger, row, "一级指标", slice_of(first));
    ledger_text(ledger, row, "二级指标", slice_of(second));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct fact *typed = fact_child(ledger->facts, item, slice_of(texts[i]));
        ledger_text(ledger, row, texts[i], typed->text);
        fact_add_term(ledger->facts, row->last, typed);
    }
}

/* 指标行: all indicators as rows of one form, only those that were typed; the first row of each
 * 一级指标 and 二级指标 knows how many it spans. 指标表行数 counts the rows with their heading. */
static void add_rows(struct ledger *ledger, struct fact *project)
{
    const struct fact *typed = fact_child(ledger->facts, project, SLICE("指标"));
    struct fact *rows = fact_add(ledger->facts, project, SLICE("指标行"), FACT_LIST);
    for (size_t i = 0; i < INDICATOR_LEVELS; i++) {
        uint32_t span = 0;
        bool first = true;
        for (const char *const *name = indicator_levels[i].second; *name; name++)
            span += fact_child(ledger->facts, typed, slice_of(*name))->child_count;
        for (const char *const *name = indicator_levels[i].second; *name; name++) {
            const struct fact *list = fact_child(ledger->facts, typed, slice_of(*name));
            for (const struct fact *item = list->first; item; item = item->next) {
                add_row(ledger, rows, indicator_levels[i].first, *name, item);
                add_span(ledger, rows->last, "一级行数", first, span);
                add_span(ledger, rows->last, "二级行数", item == list->first, list->child_count);
                first = false;
            }
        }
    }
    fact_number_items(ledger->facts, rows);
    add_count(ledger, project, "指标表行数", "指标行的项数 + 1")->number = rows->child_count + 1;
}

/* Whether the project has a text, for the words that lead to it. */
static void add_has(struct ledger *ledger, struct fact *project, const char *text)
{
    const struct fact *list = fact_child(ledger->facts, project, slice_of(text));
    ledger_flag(ledger, project, arena_printf(ledger->facts->arena, "有%s", text),
                list->child_count > 0);
}

/* A project that nothing was scored of has no score, which is not a score of 0. */
static void drop_scores(const struct ledger *ledger, struct fact *project, struct fact *total)
{
    struct fact *parts = fact_child(ledger->facts, project, SLICE("得分"));
    for (struct fact *part = parts->first; part; part = part->next)
        part->kind = FACT_NONE;
    fact_child(ledger->facts, project, SLICE("执行得分"))->kind = FACT_NONE;
    total->kind = FACT_NONE;
}

static void add_project(struct ledger *ledger, struct fact *project)
{
    static const char *const amounts[] = {"预算", "到位", "执行"};
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        struct fact *amount = fact_child(ledger->facts, project, slice_of(amounts[i]));
        ledger_formula(ledger, amount, "财政拨款", ".中央、省财政 + .市财政 + .县（区）财政",
                       amount);
        ledger_formula(ledger, amount, "合计", ".财政拨款 + .其它", amount);
    }
    ledger_formula(ledger, project, "执行率", ".执行.合计 / .预算.合计", project);
    ledger_formula(ledger, project, "总分",
                   ".执行得分 + .得分.产出指标 + .得分.效益指标 + .得分.满意度指标", project);
    struct fact *score = fact_child(ledger->facts, project, SLICE("总分"));
    bool scored = fact_is_typed(score);
    if (!scored)
        drop_scores(ledger, project, score);
    ledger_text(ledger, project, "等级", slice_of(scored ? grade_of(score->number) : ""));
    project->last->formula = "总分：优 ≥ 90，良 ≥ 80，中 ≥ 60，差";
    fact_add_term(ledger->facts, project->last, score);
    add_rows(ledger, project);
    add_row_counts(ledger, project);
    add_has(ledger, project, "完成情况");
    add_has(ledger, project, "问题与整改");
}

/* 绩效.资金.X: what was spent on the projects of each kind of money. */
static void add_funds(struct ledger *ledger, const struct fact *projects)
{
    static const char *const kinds[] = {"一般公共预算", "政府性基金预算", "国有资本经营预算",
                                        "社会保险基金预算"};
    struct fact *funds = ledger_group(ledger, "绩效.资金");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct fact *sum = fact_add(ledger->facts, funds, slice_of(kinds[i]), FACT_MONEY);
        sum->formula = "Σ 绩效.项目.*.执行.合计";
        sum->waits = projects->waits;
        for (const struct fact *project = projects->first; project; project = project->next) {
            struct slice kind = fact_child(ledger->facts, project, SLICE("资金性质"))->text;
            if (slice_is(kind, kinds[i]))
                ledger_add(ledger, sum, fact_find(ledger->facts, project, SLICE("执行.合计")));
        }
    }
}

/* 绩效.项目支出: 项目支出 of the budgets that the projects are of, or of the general one where none
 * spent anything. Social insurance funds are no expenditure of the agency. */
static bool add_project_money(struct ledger *ledger, struct fact *group)
{
    static const struct {
        const char *funds;
        const char *formula;
    } budgets[] = {{"一般公共预算", "Σ一般公共预算支出.科目.*.项目支出"},
                   {"政府性基金预算", "Σ政府性基金预算.科目.*.项目支出"},
                   {"国有资本经营预算", "Σ国有资本经营预算.科目.*.项目支出"}};
    const struct fact *funds = ledger_fact(ledger, "绩效.资金");
    struct fact *sum = fact_add(ledger->facts, group, SLICE("项目支出"), FACT_NONE);
    const char *formula = "";
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++)
        if (fact_is_true(fact_child(ledger->facts, funds, slice_of(budgets[i].funds))))
            formula = arena_printf(ledger->facts->arena, "%s%s%s", formula, *formula ? " + " : "",
                                   budgets[i].formula);
    if (fact_is_true(fact_child(ledger->facts, funds, SLICE("社会保险基金预算"))))
        return true;
    sum->formula = *formula ? formula : budgets[0].formula;
    return formula_run(ledger->facts, ledger->diag, NULL, sum->formula, sum);
}

/* 绩效.等级: how many projects got each grade that occurs, best first. */
static void add_grades(struct ledger *ledger, const struct fact *projects)
{
    struct fact *list = ledger_group(ledger, "绩效.等级");
    list->kind = FACT_LIST;
    for (size_t i = 0; i < sizeof grades / sizeof *grades; i++) {
        int64_t count = 0;
        for (const struct fact *project = projects->first; project; project = project->next)
            count +=
                slice_is(fact_child(ledger->facts, project, SLICE("等级"))->text, grades[i].name);
        if (!count)
            continue;
        struct fact *item = fact_add(ledger->facts, list, slice_of(grades[i].name), FACT_GROUP);
        ledger_text(ledger, item, "名称", slice_of(grades[i].name));
        struct fact *number = add_count(ledger, item, "数量", "得此等级的项目数");
        number->number = count;
        for (const struct fact *project = projects->first; project; project = project->next) {
            const struct fact *grade = fact_child(ledger->facts, project, SLICE("等级"));
            if (slice_is(grade->text, grades[i].name))
                fact_add_term(ledger->facts, number, grade);
        }
    }
    fact_number_items(ledger->facts, list);
}

/* A number of 统计 that the record does not type, from the projects that it lists. */
static struct fact *counted(struct ledger *ledger, const char *path, const char *formula)
{
    struct fact *number = fact_find(ledger->facts, ledger->facts->root, slice_of(path));
    number->formula = formula;
    return number;
}

/* The average of the total scores, rounded half up to hundredths as scores are. */
static void add_average(struct ledger *ledger, const struct fact *projects)
{
    struct fact *average =
        counted(ledger, "绩效.统计.平均得分", "Σ 绩效.项目.*.总分 / 绩效.项目数");
    int64_t sum = 0;
    for (const struct fact *project = projects->first; project; project = project->next) {
        const struct fact *score = fact_child(ledger->facts, project, SLICE("总分"));
        sum += score->number;
        fact_add_term(ledger->facts, average, score);
    }
    average->kind = fact_is_typed(average) ? average->kind : FACT_NONE;
    decimal_scale(sum, 1, projects->child_count, &average->number);
}

/* 绩效.统计 of the projects assessed, of an agency that types none of it: from the projects. */
static void add_statistics(struct ledger *ledger, const struct fact *projects)
{
    const struct fact *statistics = ledger_fact(ledger, "绩效.统计");
    const struct fact *assessed = fact_child(ledger->facts, statistics, SLICE("自评"));
    const struct fact *typed = ledger_fact(ledger, "绩效.统计.等级");
    bool own = ledger_fact(ledger, "绩效.统计.平均得分")->origin;
    for (const struct fact *number = assessed->first; number; number = number->next)
        own = own || number->origin;
    for (const struct fact *number = typed->first; number; number = number->next)
        own = own || number->origin;
    if (own || !projects->child_count)
        return;
    counted(ledger, "绩效.统计.自评.项目数", "绩效.项目的项数")->number = projects->child_count;
    struct fact *amount = counted(ledger, "绩效.统计.自评.金额", "Σ 绩效.项目.*.预算.合计");
    for (const struct fact *project = projects->first; project; project = project->next)
        ledger_add(ledger, amount, fact_find(ledger->facts, project, SLICE("预算.合计")));
    add_average(ledger, projects);
    const struct fact *list = ledger_fact(ledger, "绩效.等级");
    for (const struct fact *grade = list->first; grade; grade = grade->next) {
        struct fact *count = fact_child(ledger->facts, typed, grade->key);
        count->formula = "得此等级的项目数";
        ledger_add(ledger, count, fact_child(ledger->facts, grade, SLICE("数量")));
    }
}

void ledger_performance(struct ledger *ledger)
{
    const struct fact *projects = ledger_fact(ledger, "绩效.项目");
    struct fact *group = ledger_group(ledger, "绩效");
    for (struct fact *project = projects->first; project; project = project->next)
        add_project(ledger, project);
    struct fact *whole = ledger_group(ledger, "绩效.整体");
    struct fact *score = fact_child(ledger->facts, whole, SLICE("得分"));
    score->kind = score->origin ? score->kind : FACT_NONE;
    ledger_text(ledger, whole, "等级", slice_of(score->origin ? grade_of(score->number) : ""));
    fact_add_term(ledger->facts, whole->last, score);
    struct fact *count = add_count(ledger, group, "项目数", "绩效.项目的项数");
    count->number = projects->child_count;
    count->waits = projects->waits;
    add_funds(ledger, projects);
    ledger->failed |= !add_project_money(ledger, group);
    add_grades(ledger, projects);
    add_statistics(ledger, projects);
}
