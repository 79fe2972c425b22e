/* What sentences alone tell, held against what else the same paragraph says; and scores, against
 * the full marks beside them. */
#include <stdlib.h>
#include <string.h>

#include "audit/wait.h"
#include "base/decimal.h"
#include "ledger/formula.h"
#include "record/indicators.h"

struct locality {
    struct diag *diag;
    const struct facts *facts;
    const struct reading *reading;
};

/* The placing of the fact in the paragraph, if it is an amount; NULL for none. */
static const struct placing *amount_in(const struct locality *local,
                                       const struct paragraph *paragraph, const char *fact,
                                       int64_t *amount)
{
    for (const struct placing *p = local->reading->first; p; p = p->next)
        if (p->paragraph == paragraph && p->is_placed && !p->is_reason && slice_is(p->fact, fact) &&
            placing_amount(p, amount))
            return p;
    return NULL;
}

/* Whether the ledger has a value for the fact, so that it is held against that. */
static bool is_held(const struct locality *local, struct slice name)
{
    const struct fact *fact = fact_find(local->facts, local->facts->root, name);
    return fact && !fact->waits && fact->kind < FACT_GROUP && fact->kind != FACT_NONE;
}

/* ---- Budgets completed ---- */

/* Rates of what only the sentence tells: a subject's budget, where that above it was told, is no
 * fact; nor is a project of which there is no table. */
static const struct {
    const char *rate, *whole, *part;
} completed[] = {{".完成率", "年初预算", "合计"},
                 {".全年完成率", "全年预算", "合计"},
                 {".执行率", "预算", "执行"}};

/* The amount of the fact that stands before the rate, or else behind it. */
static const struct placing *amount_near(const struct locality *local, const struct placing *rate,
                                         const char *fact, int64_t *amount)
{
    const struct placing *near = NULL;
    int64_t number;
    for (const struct placing *p = local->reading->first; p && p != rate; p = p->next)
        if (p->paragraph == rate->paragraph && p->is_placed && slice_is(p->fact, fact) &&
            placing_amount(p, &number)) {
            near = p;
            *amount = number;
        }
    return near ? near : amount_in(local, rate->paragraph, fact, amount);
}

/* 完成年初预算31.86万元的100.00%。 */
static void check_completed(const struct locality *local, const struct placing *rate, size_t kind)
{
    struct arena *arena = local->diag->arena;
    struct slice fact = rate->fact;
    struct printed_rate printed;
    int64_t amount, whole;
    if (!slice_ends(fact, completed[kind].rate) || is_held(local, fact) ||
        !placing_rate(rate, &printed))
        return;
    int row = (int)(fact.n - strlen(completed[kind].rate));
    const char *whole_name = arena_printf(arena, "%.*s.%s", row, fact.p, completed[kind].whole);
    const char *part_name = arena_printf(arena, "%.*s.%s", row, fact.p, completed[kind].part);
    const struct placing *of = amount_near(local, rate, whole_name, &whole),
                         *spent = amount_near(local, rate, part_name, &amount);
    if (!of || !spent || rate_may_be(printed, amount, whole, HALF_UNIT))
        return;
    struct finding *finding =
        diag_report(local->diag, MSG_AUDIT_COMPLETED, plain_pos(rate->paragraph, rate->part),
                    rate->text.p, spent->text.p, of->text.p, slice_copy(arena, fact).p);
    finding->values[0] = rate->text.p;
    finding->also = plain_pos(of->paragraph, of->part);
}

/* ---- Budgets compared ---- */

/* By how much, and whether up, the spending of a subject is off its budget, both as the paragraph
 * tells them, or the tables; false where one of them is not known. */
static bool off_budget(const struct locality *local, const struct placing *told, int row,
                       int64_t *off, int64_t *budget)
{
    struct arena *arena = local->diag->arena;
    const char *name = arena_printf(arena, "%.*s.合计", row, told->fact.p);
    const struct fact *fact = fact_find(local->facts, local->facts->root, slice_of(name));
    bool held = is_held(local, slice_of(name)) && fact->kind == FACT_MONEY;
    int64_t spent = held ? fact->number : 0;
    if (!amount_in(local, told->paragraph, arena_printf(arena, "%.*s.年初预算", row, told->fact.p),
                   budget) ||
        (!held && !amount_in(local, told->paragraph, name, &spent)))
        return false;
    *off = spent - *budget;
    return true;
}

/* Whether what is told of the difference may be said of it. */
static bool may_be_said(const struct placing *told, int64_t off, int64_t budget)
{
    enum { BOUND = 2 * HALF_UNIT };
    struct printed_rate rate;
    int64_t amount;
    if (told->is_word && slice_is(told->text, "持平"))
        return llabs(off) <= BOUND;
    if (told->is_word)
        return slice_is(told->text, "增加") || slice_is(told->text, "增长") ? off >= -BOUND
                                                                            : off <= BOUND;
    if (placing_amount(told, &amount))
        return llabs(amount - llabs(off)) <= BOUND + HALF_UNIT;
    return !placing_rate(told, &rate) || rate_may_be(rate, llabs(off), budget, BOUND);
}

/* What is said of a subject against its budget, where that above it was told, so that it is no
 * fact: 决算数大于预算数, 比年初预算增加13.65万元. */
static void check_compared(const struct locality *local, const struct placing *told)
{
    static const char group[] = ".比预算.";
    const char *at = memmem(told->fact.p, told->fact.n, group, strlen(group));
    int64_t off, budget;
    if (!at || is_held(local, told->fact) || placing_is_rough(told) ||
        !off_budget(local, told, (int)(at - told->fact.p), &off, &budget) ||
        may_be_said(told, off, budget))
        return;
    struct arena *arena = local->diag->arena;
    struct finding *finding =
        diag_report(local->diag, MSG_AUDIT_COMPARED, plain_pos(told->paragraph, told->part),
                    slice_copy(arena, plain_origin(told->paragraph, told->part)).p,
                    amount_typed(arena, off, 1000000).p, slice_copy(arena, told->fact).p);
    finding->values[0] = told->text.p;
}

/* ---- Parts ---- */

/* Sums that only sentences tell, with all of their parts. */
static const struct {
    const char *whole, *tables, *parts; /* tables: figures of these tell them, too */
} sums[] = {{"绩效.执行", "绩效.",
             "绩效.资金.一般公共预算 绩效.资金.政府性基金预算 "
             "绩效.资金.国有资本经营预算 绩效.资金.社会保险基金预算"},
            {"支出.基本支出", "经济.", "经济.人员经费 经济.公用经费"},
            {"一般公共预算支出.基本支出", "经济.", "经济.人员经费 经济.公用经费"}};

static void check_parts(const struct locality *local, const struct placing *whole,
                        const char *parts)
{
    struct arena *arena = local->diag->arena;
    int64_t amount, sum = 0, part, count = 0;
    const char *told = "";
    for (struct slice rest = slice_of(parts); rest.p; count++) {
        const char *name = slice_copy(arena, slice_cut(&rest, ' ')).p;
        const struct placing *p = amount_in(local, whole->paragraph, name, &part);
        if (!p)
            return;
        sum += part;
        told = arena_printf(arena, "%s%s%s", told, count ? " + " : "", p->text.p);
    }
    if (!placing_amount(whole, &amount) || llabs(amount - sum) <= HALF_UNIT * (count + 1))
        return;
    struct finding *finding =
        diag_report(local->diag, MSG_AUDIT_PARTS, plain_pos(whole->paragraph, whole->part),
                    whole->text.p, whole->fact.p, told, amount_typed(arena, sum, 1000000).p);
    finding->values[0] = whole->text.p;
}

/* What is part of another amount, whatever else that has. */
static const struct {
    const char *part, *whole;
} within[] = {{"三公.接待.国内接待费", "三公.决算.公务接待费"},
              {"三公.接待.国（境）外接待费", "三公.决算.公务接待费"},
              {"三公.接待.外事接待费", "三公.决算.公务接待费"},
              {"绩效.资金.一般公共预算", "绩效.执行"}};

static void check_within(const struct locality *local, const struct placing *part, size_t kind)
{
    const struct fact *fact =
        fact_find(local->facts, local->facts->root, slice_of(within[kind].whole));
    int64_t amount, whole;
    if (is_held(local, part->fact) || !placing_amount(part, &amount))
        return;
    if (is_held(local, slice_of(within[kind].whole)))
        whole = fact->number;
    else if (!amount_near(local, part, within[kind].whole, &whole))
        return;
    if (amount <= whole + 2 * HALF_UNIT)
        return;
    diag_report(local->diag, MSG_AUDIT_WITHIN, plain_pos(part->paragraph, part->part), part->text.p,
                slice_copy(local->diag->arena, part->fact).p, within[kind].whole,
                amount_typed(local->diag->arena, whole, 1000000).p)
        ->values[0] = part->text.p;
}

/* ---- Uses ---- */

/* The uses of a subject's expenditure that the paragraph tells. */
struct uses {
    const char *prefix; /* of their facts */
    int64_t sum, count;
};

static bool is_use(const struct uses *uses, const struct placing *p, int64_t *amount)
{
    return p->is_placed && slice_starts(p->fact, uses->prefix) && slice_ends(p->fact, ".金额") &&
           placing_amount(p, amount);
}

/* What the amount is with its decimal point where the uses come to the whole; 0 for nowhere. */
static int64_t moved_amount(const struct uses *uses, int64_t amount, int64_t whole)
{
    enum { LEAST = 100 * 10000 };
    const int64_t moved[] = {amount * 10, amount / 10, amount * 100, amount / 100};
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++)
        if (moved[i] >= LEAST &&
            llabs(uses->sum - amount + moved[i] - whole) <= HALF_UNIT * (uses->count + 1))
            return moved[i];
    return 0;
}

/* Uses need not be all that was spent. But where they are but for a decimal point, that is meant.
 */
static void check_uses(const struct locality *local, const struct placing *whole)
{
    static const char list[] = "一般公共预算支出.科目.", total[] = ".合计";
    struct arena *arena = local->diag->arena;
    int64_t amount, part, moved;
    if (!slice_starts(whole->fact, list) || !slice_ends(whole->fact, total) ||
        !placing_amount(whole, &amount))
        return;
    size_t n = whole->fact.n - strlen(list) - strlen(total);
    struct uses uses = {
        arena_printf(arena, "支出用途.%.*s.项.", (int)n, whole->fact.p + strlen(list)), 0, 0};
    for (const struct placing *p = whole->next; p && p->paragraph == whole->paragraph; p = p->next)
        if (is_use(&uses, p, &part)) {
            uses.sum += part;
            uses.count++;
        }
    if (uses.count < 2 || llabs(uses.sum - amount) <= HALF_UNIT * (uses.count + 1))
        return;
    for (const struct placing *p = whole->next; p && p->paragraph == whole->paragraph; p = p->next)
        if (is_use(&uses, p, &part) && (moved = moved_amount(&uses, part, amount))) {
            diag_report(local->diag, MSG_AUDIT_USES, plain_pos(p->paragraph, p->part), p->text.p,
                        amount_typed(arena, uses.sum, 1000000).p,
                        amount_typed(arena, moved, 1000000).p, whole->text.p)
                ->values[0] = p->text.p;
            return;
        }
}

/* ---- Scores ---- */

/* The fact without its last part. */
static struct slice above(struct slice fact)
{
    const char *point = memrchr(fact.p, '.', fact.n);
    return (struct slice){fact.p, point ? (size_t)(point - fact.p) : 0};
}

static const struct figure *find_below(struct arena *arena, const struct harvest *harvest,
                                       struct slice fact, const char *key)
{
    return harvest_find(harvest, arena_printf(arena, "%.*s.%s", (int)fact.n, fact.p, key));
}

/* What the indicators of one kind can score: 绩效.项目.1.指标.数量指标; -1 where one that is scored
 * does not say. */
static int64_t marks_of_kind(struct arena *arena, const struct harvest *harvest, struct slice kind)
{
    int64_t sum = 0;
    for (unsigned number = 1;; number++) {
        const char *marks = arena_printf(arena, "%u.分值", number);
        const struct figure *full = find_below(arena, harvest, kind, marks);
        if (!full)
            return find_below(arena, harvest, kind, arena_printf(arena, "%u.得分", number)) ? -1
                                                                                            : sum;
        sum += full->number;
    }
}

/* What indicators of the first level can score: 绩效.项目.1.得分.产出指标; 0 where not all say so.
 */
static int64_t marks_of_level(struct arena *arena, const struct harvest *harvest, struct slice fact)
{
    struct slice project = above(above(fact));
    int64_t sum = 0;
    for (size_t i = 0; i < INDICATOR_LEVELS; i++)
        for (const char *const *kind = indicator_levels[i].second;
             slice_ends(fact, indicator_levels[i].first) && *kind; kind++) {
            int64_t marks = marks_of_kind(
                arena, harvest,
                slice_of(arena_printf(arena, "%.*s.指标.%s", (int)project.n, project.p, *kind)));
            if (marks < 0)
                return 0;
            sum += marks;
        }
    return sum;
}

static int64_t full_marks(struct arena *arena, const struct harvest *harvest, struct slice fact)
{
    if (!slice_ends(fact, ".得分"))
        return slice_ends(above(fact), ".得分") ? marks_of_level(arena, harvest, fact) : 0;
    const struct figure *marks = find_below(arena, harvest, above(fact), "分值");
    return marks ? marks->number : 0;
}

static const char *marks_text(struct arena *arena, int64_t marks)
{
    static const struct number_style style = {.decimals = 4, .trim = true, .divisor = 1};
    struct buf text = {0};
    decimal_print(&text, marks, style.decimals, &style);
    const char *copy = arena_copy(arena, text.p, text.n);
    buf_free(&text);
    return copy;
}

/* Scores of projects, held against the full marks that their own table prints. */
static void check_scores(struct diag *diag, const struct harvest *harvest)
{
    for (const struct figure *f = harvest->figures; f; f = f->twin) {
        int64_t full =
            slice_starts(f->fact, "绩效.项目.") ? full_marks(diag->arena, harvest, f->fact) : 0;
        if (!full || f->number <= full)
            continue;
        struct finding *finding = diag_report(diag, MSG_AUDIT_SCORE, figure_pos(f), f->fact.p,
                                              f->text.p, marks_text(diag->arena, full));
        finding->values[0] = f->text.p;
    }
}

/* What all indicators of the project can score; 0 where not all say so. */
static int64_t marks_of_all(struct arena *arena, const struct harvest *harvest, const char *project)
{
    int64_t sum = 0;
    for (size_t i = 0; i < INDICATOR_LEVELS; i++) {
        const char *level = arena_printf(arena, "%s.得分.%s", project, indicator_levels[i].first);
        if (find_below(arena, harvest, slice_of(project),
                       arena_printf(arena, "得分.%s", indicator_levels[i].first)) &&
            !marks_of_level(arena, harvest, slice_of(level)))
            return 0;
        sum += marks_of_level(arena, harvest, slice_of(level));
    }
    return sum;
}

/* The full marks that the table of a project prints: 100 in all, and those of the indicators and of
 * the budget spent; of that, where it is not told, 10 or 20. */
static void check_marks(struct diag *diag, const struct harvest *harvest, const char *project)
{
    enum { MARK = 10000, ALL = 100 * MARK, SPENT = 10 * MARK };
    struct arena *arena = diag->arena;
    const struct figure *full = find_below(arena, harvest, slice_of(project), "满分"),
                        *spent = find_below(arena, harvest, slice_of(project), "执行分值");
    int64_t sum = marks_of_all(arena, harvest, project);
    if (!full)
        return;
    if (full->number != ALL)
        diag_report(diag, MSG_AUDIT_MARKS, figure_pos(full), project, full->text.p)->values[0] =
            full->text.p;
    int64_t rest = full->number - sum;
    bool fits = spent ? rest == spent->number : !rest || rest == SPENT || rest == 2 * SPENT;
    if (!sum || fits)
        return;
    diag_report(diag, MSG_AUDIT_MARKS_SUM, figure_pos(full), project, full->text.p,
                marks_text(arena, sum + (spent ? spent->number : 0)))
        ->values[0] = full->text.p;
}

/* ---- All ---- */

void audit_local(struct diag *diag, const struct facts *facts, const struct harvest *harvest,
                 const struct reading *reading)
{
    const struct locality local = {diag, facts, reading};
    check_scores(diag, harvest);
    for (uint32_t i = 1; i <= harvest->projects; i++)
        check_marks(diag, harvest, arena_printf(diag->arena, "绩效.项目.%u", i));
    for (const struct placing *p = reading->first; p; p = p->next) {
        if (!p->is_placed || p->is_reason || !p->fact.n)
            continue;
        check_compared(&local, p);
        if (p->is_word)
            continue;
        check_uses(&local, p);
        for (size_t i = 0; i < sizeof completed / sizeof *completed; i++)
            check_completed(&local, p, i);
        for (size_t i = 0; i < sizeof within / sizeof *within; i++)
            if (slice_is(p->fact, within[i].part))
                check_within(&local, p, i);
        for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
            if (slice_is(p->fact, sums[i].whole) && !harvest_has(harvest, sums[i].tables))
                check_parts(&local, p, sums[i].parts);
    }
}
