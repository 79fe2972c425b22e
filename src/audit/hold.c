/*
 * Placings → a record. What only sentences tell is typed, as whoever fills a record in would:
 * counts, contracts, budgets, last year's amounts, which a change gives. All that is printed, in
 * tables and sentences, is then stated; the ledger holds it against what follows from the leaves.
 */
#include <stdlib.h>
#include <string.h>

#include "audit/wait.h"
#include "base/decimal.h"
#include "intake/leaves.h"
#include "ledger/formula.h"
#include "record/record.h"

enum { YUAN = 100, TEN_THOUSAND = 1000000 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct holding {
    struct arena *arena;
    struct node *record;
    const struct facts *facts;
    int64_t unit;
    bool all_projects;             /* are told of, so that their sums are known */
    const struct reading *reading; /* or NULL */
};

/* ---- Typing ---- */

static bool is_typed(const struct node *record, const char *path)
{
    const struct node *node = node_find(record, path);
    return node && !node->absent;
}

static void type_text(struct holding *holding, const char *path, struct slice text, struct pos pos)
{
    struct node *map = holding->record;
    for (struct slice rest = slice_of(path); rest.p;) {
        struct slice key = slice_cut(&rest, '.');
        struct node *child = node_child(map, key);
        if (!child)
            child = node_add(holding->arena, map, rest.p ? NODE_MAP : NODE_STRING, key, pos);
        map = child;
    }
    map->text = slice_copy(holding->arena, text);
    map->pos = pos;
}

/* Types the amount, or count, under the path, unless something stands there. */
static void type_number(struct holding *holding, const char *path, int64_t number, bool is_count,
                        struct pos pos)
{
    const struct figure figure = {.number = number, .is_count = is_count};
    if (!is_typed(holding->record, path))
        type_text(holding, path, figure_typed(holding->arena, &figure, holding->unit), pos);
}

static bool number_of(const struct placing *placing, int64_t *number)
{
    if (placing_is_rough(placing))
        return false;
    return placing->is_count ? decimal_parse(placing->text, 0, number) == DECIMAL_OK
                             : placing_amount(placing, number);
}

/* ---- Which key a fact is typed under ---- */

/* Facts of these groups that are typed, and sums among them that would be, but that parts give. */
static bool is_key(const struct facts *facts, struct slice fact)
{
    static const char *const groups[] = {"三公.预算.", "三公.全年预算.", "三公.决算.",
                                         "三公.数量.", "三公.接待.",     "政府采购.",
                                         "国有资产.",  "一般性支出.",    "机关运行经费.年初预算",
                                         "绩效.整体.", "绩效.统计.",     "绩效.一级项目数"};
    static const char *const sums[] = {
        "合计", "公务用车购置及运行维护费", "国内接待费", "公务接待批次", "公务接待人次", "占比"};
    const struct fact *leaf = fact_find(facts, facts->root, fact);
    bool key = false;
    for (size_t i = 0; leaf && leaf->id < facts->leaves && i < COUNT(groups); i++)
        key |= slice_starts(fact, groups[i]);
    for (size_t i = 0; i < COUNT(sums); i++)
        key &= !slice_ends(fact, sums[i]);
    return key;
}

/* Sums whose one part is typed when the document does not tell that there is another. */
static const struct {
    const char *fact, *key, *other;
} alone[] = {{"三公.数量.公务接待批次", "三公.数量.国内接待批次", "三公.数量.国（境）外接待批次"},
             {"三公.数量.公务接待人次", "三公.数量.国内接待人次", "三公.数量.国（境）外接待人次"},
             {"机关运行经费.合计", "机关运行经费.行政单位", NULL}};

static bool cut_between(struct slice text, const char *start, const char *end, struct slice *code)
{
    size_t n = strlen(start);
    if (!slice_starts(text, start) || !slice_ends(text, end) || text.n < n + strlen(end))
        return false;
    *code = (struct slice){text.p + n, text.n - n - strlen(end)};
    return true;
}

static const char *subject_key(struct holding *holding, const char *group, struct slice code)
{
    bool covered = map_covers(node_find(holding->record, group), code);
    return covered ? NULL : arena_printf(holding->arena, "%s.%.*s", group, (int)code.n, code.p);
}

/* Of several rows for a key the first that the document tells counts; `last` ones only then. */
static const char *told_key(const struct told_leaf *told, struct slice fact, bool last)
{
    for (; told && told->fact; told++)
        if (slice_is(fact, told->fact) && told->last == last)
            return told->key;
    return NULL;
}

/* Whether a sentence tells of more than none of the fact, which may be NULL. */
static bool is_said(const struct holding *holding, const char *fact)
{
    int64_t number;
    for (const struct placing *p = fact ? holding->reading->first : NULL; p; p = p->next)
        if (p->is_placed && slice_is(p->fact, fact) && number_of(p, &number) && number)
            return true;
    return false;
}

/* The key under which the figure is typed; NULL when it is none, or is typed already. */
static const char *key_of(struct holding *holding, struct slice fact)
{
    static const char subjects[] = "一般公共预算支出.科目.";
    struct slice code;
    if (cut_between(fact, subjects, ".年初预算", &code))
        return subject_key(holding, "年初预算", code);
    if (cut_between(fact, subjects, ".全年预算", &code))
        return subject_key(holding, "全年预算", code);
    for (size_t i = 0; i < COUNT(alone); i++)
        if (slice_is(fact, alone[i].fact))
            return is_said(holding, alone[i].other) ? NULL : alone[i].key;
    return is_key(holding->facts, fact) ? fact.p : NULL;
}

/* ---- Last year ---- */

static const struct change_row {
    const char *change, *now, *key;
} changes[] = {
    {"总计.比上年", "总计.收入", "上年.总计"},
    {"财政拨款总计.比上年", "财政拨款总计.收入", "上年.财政拨款总计"},
    {"政府性基金预算.比上年", "政府性基金预算.总计", "上年.政府性基金预算总计"},
    {"国有资本经营预算.比上年", "国有资本经营预算.总计", "上年.国有资本经营预算总计"},
    {"机关运行经费.比上年", "机关运行经费.合计", "上年.机关运行经费"},
    {"机关运行经费.比预算", "机关运行经费.合计", "机关运行经费.年初预算"},
    {"三公.比上年.因公出国（境）费", "三公.决算.因公出国（境）费", "上年.三公.因公出国（境）费"},
    {"三公.比上年.公务用车购置费", "三公.决算.公务用车购置费", "上年.三公.公务用车购置费"},
    {"三公.比上年.公务用车运行维护费", "三公.决算.公务用车运行维护费",
     "上年.三公.公务用车运行维护费"},
    {"三公.比上年.公务接待费", "三公.决算.公务接待费", "上年.三公.公务接待费"},
};

/* The row of the change, or NULL. */
static const struct change_row *row_of(struct slice group)
{
    for (size_t i = 0; i < COUNT(changes); i++)
        if (slice_is(group, changes[i].change))
            return &changes[i];
    return NULL;
}

static bool is_of_subject(struct slice group, struct slice *code)
{
    return cut_between(group, "一般公共预算支出.科目.", ".比上年", code);
}

/* This year's fact of a change; empty for none that is known. */
static struct slice now_of(struct holding *holding, struct slice group)
{
    static const char sangong[] = "三公.比上年.";
    const struct change_row *row = row_of(group);
    struct slice code;
    if (row)
        return slice_of(row->now);
    if (is_of_subject(group, &code))
        return slice_of(
            arena_printf(holding->arena, "一般公共预算支出.科目.%.*s.合计", (int)code.n, code.p));
    if (slice_is(group, "一般公共预算支出.比上年"))
        return SLICE("一般公共预算支出.合计");
    if (slice_starts(group, sangong))
        return slice_of(arena_printf(holding->arena, "三公.决算.%.*s",
                                     (int)(group.n - strlen(sangong)), group.p + strlen(sangong)));
    return (struct slice){"", 0};
}

/* The key of last year's amount of a change; NULL when it is none, or is typed already. */
static const char *last_key(struct holding *holding, struct slice group)
{
    const struct change_row *row = row_of(group);
    struct slice code;
    if (row)
        return row->key;
    return is_of_subject(group, &code) ? subject_key(holding, "上年.一般公共预算支出", code) : NULL;
}

/* What the fact's name says behind the change: 差额, 幅度, 增减, 升降, 上年; group is what stands
 * before. */
static struct slice part_of_change(struct slice fact, struct slice *group)
{
    const char *point = fact.p ? memrchr(fact.p, '.', fact.n) : NULL;
    if (!point)
        return (struct slice){"", 0};
    *group = (struct slice){fact.p, (size_t)(point - fact.p)};
    return (struct slice){point + 1, fact.n - group->n - 1};
}

/* What the sentence says of one change. */
struct told {
    const struct placing *amount, *rate, *before, *flat;
    int up, down; /* words for either direction */
};

static struct told told_of(const struct placing *first, struct slice group)
{
    struct told told = {0};
    for (const struct placing *p = first; p && p->paragraph == first->paragraph; p = p->next) {
        struct slice other = {"", 0}, part = part_of_change(p->fact, &other);
        if (!slice_eq(other, group) || p->is_reason || placing_is_rough(p))
            continue;
        if (slice_is(part, "差额") && !told.amount)
            told.amount = p;
        else if (slice_is(part, "幅度") && !told.rate)
            told.rate = p;
        else if (slice_is(part, "上年") && !told.before)
            told.before = p;
        else if (p->is_word && slice_is(p->text, "持平"))
            told.flat = p;
        told.up += p->is_word && (slice_is(p->text, "增加") || slice_is(p->text, "增长"));
        told.down += p->is_word && (slice_is(p->text, "减少") || slice_is(p->text, "下降"));
    }
    return told;
}

/* Whether the change from that amount is the rate that is told. */
static bool is_rate(const struct told *told, int64_t now, int64_t before)
{
    struct printed_rate rate;
    int64_t difference = llabs(now - before), most = 0;
    return told->rate && before > 0 && placing_rate(told->rate, &rate) &&
           rate_percent((struct rate){difference, before}, rate.decimals, &most) &&
           llabs(most - rate.percent) <= 1 + most / 1000;
}

/* Last year's amount as the change gives it: up or down as the rate and the words agree best. */
static bool amount_before(const struct told *told, int64_t now, int64_t *before)
{
    int64_t change;
    if (told->before)
        return placing_amount(told->before, before);
    if (!told->amount) {
        *before = now;
        return told->flat != NULL;
    }
    if (!placing_amount(told->amount, &change))
        return false;
    bool down = told->down > told->up;
    if (is_rate(told, now, now + change) != is_rate(told, now, now - change))
        down = is_rate(told, now, now + change);
    *before = down ? now + change : now - change;
    return *before >= 0;
}

static void type_change(struct holding *holding, const struct placing *placing)
{
    struct slice group = {"", 0};
    part_of_change(placing->fact, &group);
    const char *key = group.n ? last_key(holding, group) : NULL;
    int64_t before;
    if (!key)
        return;
    const struct fact *now =
        fact_find(holding->facts, holding->facts->root, now_of(holding, group));
    const struct told told = told_of(placing, group);
    if (now && now->kind == FACT_MONEY && !now->waits && amount_before(&told, now->number, &before))
        type_number(holding, key, before, false, plain_pos(placing->paragraph, placing->part));
}

static bool is_score(const struct holding *holding, struct slice fact)
{
    const struct fact *leaf = fact_find(holding->facts, holding->facts->root, fact);
    return leaf && leaf->kind == FACT_SCORE;
}

/* A score has decimals, but no unit of money. */
static void type_score(struct holding *holding, const char *path, const struct placing *placing)
{
    if (placing->is_count && !is_typed(holding->record, path))
        type_text(holding, path, placing->text, plain_pos(placing->paragraph, placing->part));
}

/* A use: its name, and its amount. */
static void type_use(struct holding *holding, const struct placing *placing)
{
    int64_t amount;
    size_t n = placing->fact.n - strlen("金额");
    const char *name = arena_printf(holding->arena, "%.*s名称", (int)n, placing->fact.p);
    if (is_typed(holding->record, name) || !placing_amount(placing, &amount))
        return;
    type_text(holding, name, placing->name, plain_pos(placing->paragraph, placing->part));
    type_number(holding, placing->fact.p, amount, false,
                plain_pos(placing->paragraph, placing->part));
}

void audit_type(struct arena *arena, struct node *record, const struct facts *facts,
                struct reading *reading, const struct told_leaf *told, bool changes)
{
    const struct node *unit = node_find(record, "单位.金额单位");
    struct holding holding = {.arena = arena,
                              .record = record,
                              .facts = facts,
                              .unit = unit && slice_is(unit->text, "元") ? YUAN : TEN_THOUSAND,
                              .reading = reading};
    for (struct placing *placing = reading->first; placing; placing = placing->next) {
        int64_t number;
        if (!placing->is_placed || !placing->fact.n || placing->is_reason)
            continue;
        if (placing->name.n) {
            type_use(&holding, placing);
            continue;
        }
        const char *key = told_key(told, placing->fact, changes);
        key = key ? key : key_of(&holding, placing->fact);
        if (key && is_score(&holding, placing->fact))
            type_score(&holding, key, placing);
        else if (key && number_of(placing, &number))
            type_number(&holding, key, number, placing->is_count,
                        plain_pos(placing->paragraph, placing->part));
        else if (!key && changes)
            type_change(&holding, placing);
    }
}

/* ---- Stating ---- */

/* The tables without which a fact of that name cannot be known. */
static const struct {
    const char *fact, *figures;
} needs[] = {{"收入.", "收入.科目."},
             {"支出.", "支出.科目."},
             {"总计.", "收入.科目."},
             {"总计.", "支出.科目."},
             {"总计.", "总计."},
             {"财政拨款总计.", "收入.科目."},
             {"财政拨款总计.", "一般公共预算支出.科目."},
             {"财政拨款总计.", "财政拨款总计."},
             {"财政拨款支出.", "一般公共预算支出.科目."},
             {"一般公共预算支出.", "一般公共预算支出.科目."},
             {"绩效.", "绩效."},
             {"经济.", "经济."}};

/* Whether a table prints the fact, and as the leaves give it. */
static bool is_printed_so(const struct harvest *harvest, const struct fact *fact, const char *name)
{
    const struct figure *figure = harvest_find(harvest, name);
    return figure && fact->kind == FACT_MONEY &&
           llabs(figure->number - fact->number) <=
               figure->step / 2 * ((int64_t)fact_leaves(fact) + 1);
}

/* What follows from all projects that there are, of which tables may be annexed of some only. */
static bool is_of_all_projects(const struct fact *fact, struct slice name)
{
    static const char *const sums[] = {"绩效.执行",  "绩效.预算",   "绩效.资金.", "绩效.占项目支出",
                                       "绩效.等级.", "绩效.项目数", "绩效.统计."};
    for (size_t i = 0; i < COUNT(sums) && !fact->origin; i++)
        if (slice_starts(name, sums[i]))
            return true;
    return false;
}

/* Whether the sentences say that there are as many projects as tables, or that these cost as much.
 */
static bool are_all_projects(const struct holding *holding, const struct reading *reading)
{
    for (const struct placing *p = reading->first; p; p = p->next) {
        const struct fact *fact =
            p->fact.n ? fact_find(holding->facts, holding->facts->root, p->fact) : NULL;
        int64_t number;
        bool counts = slice_is(p->fact, "绩效.项目数"), spent = slice_is(p->fact, "绩效.执行");
        if (fact && fact->number && (counts || spent) && number_of(p, &number) &&
            llabs(number - fact->number) <= (counts ? 0 : TEN_THOUSAND / 100))
            return true;
    }
    return false;
}

/* Whether the tables that the fact follows from were read, or one that prints it bears it out. */
static bool is_known(const struct harvest *harvest, const struct fact *fact, struct slice name)
{
    for (size_t i = 0; harvest && i < COUNT(needs); i++)
        if (slice_starts(name, needs[i].fact) && !harvest_has(harvest, needs[i].figures))
            return is_printed_so(harvest, fact, name.p);
    return true;
}

/* The place for one more statement of the fact: the first stands under its name, several are
 * numbered. */
static void state(struct holding *holding, struct slice fact, struct slice text, struct pos pos)
{
    struct node *map = holding->record;
    for (struct slice rest = slice_of(arena_printf(holding->arena, "列报.%s", fact.p)); rest.p;) {
        map = record_map(holding->arena, map, slice_cut(&rest, '.'));
        map->kind = NODE_MAP;
        map->absent = false;
    }
    const char *number = arena_printf(holding->arena, "%u", map->child_count + 1);
    struct node *node = node_add(holding->arena, map, NODE_STRING, slice_of(number), pos);
    node->type = LEAF_STATED;
    node->text = slice_copy(holding->arena, text);
    node->pos = pos;
}

/* As it is printed, in 元 or 万元. */
static struct slice figure_text(struct holding *holding, const struct figure *figure)
{
    if (figure->is_count || slice_is(figure->unit, "万元"))
        return figure->text;
    if (slice_is(figure->unit, "元"))
        return slice_of(arena_printf(holding->arena, "%s元", figure->text.p));
    return figure_typed(holding->arena, figure, TEN_THOUSAND);
}

/* Whether it is of a subject that the table of all subjects does not have. */
static bool is_of_no_row(struct holding *holding, const struct harvest *harvest, struct slice name)
{
    struct slice code;
    return cut_between(name, "一般公共预算支出.科目.", ".合计", &code) && harvest &&
           harvest_has(harvest, "一般公共预算支出.科目.") &&
           !fact_find(holding->facts, holding->facts->root, name);
}

/* Whether there is something to hold the figure against. */
static bool is_checkable(struct holding *holding, const struct harvest *harvest, struct slice name)
{
    const struct fact *fact = fact_find(holding->facts, holding->facts->root, name);
    if (is_of_no_row(holding, harvest, name))
        return true;
    return fact && !fact->waits && fact->kind < FACT_GROUP && fact->kind != FACT_FLAG &&
           fact->kind != FACT_NONE && is_known(harvest, fact, name) &&
           (holding->all_projects || !is_of_all_projects(fact, name));
}

/* Whether the figure is printed otherwise than the fact would be. */
static bool is_otherwise(const struct figure *figure, const struct fact *fact)
{
    int64_t rounded;
    return !decimal_scale(fact->number, 1, figure->step, &rounded) ||
           rounded * figure->step != figure->number;
}

void audit_state_differing(struct arena *arena, struct node *record, const struct facts *facts,
                           const struct harvest *harvest)
{
    struct holding holding = {.arena = arena, .record = record, .facts = facts};
    for (const struct figure *figure = harvest->figures; figure; figure = figure->twin) {
        const struct fact *fact = fact_find(facts, facts->root, figure->fact);
        const char *path = arena_printf(arena, "列报.%s", figure->fact.p);
        if (!fact || fact->origin || fact->kind != FACT_MONEY || fact->waits || figure->is_count ||
            !is_otherwise(figure, fact) || node_find(record, path))
            continue;
        type_text(&holding, path, figure_text(&holding, figure), figure_pos(figure));
        node_find(record, path)->type = LEAF_STATED;
        node_child(record, SLICE("列报"))->absent = false;
    }
}

/* ---- Changes whose base nobody tells ---- */

/* What was before, what changed and what is now: they add up where the words tell the direction. */
static void check_before(struct holding *holding, struct diag *diag, const struct told *told,
                         const struct fact *now, int64_t change)
{
    int64_t before;
    bool up = told->up && !told->down, down = told->down && !told->up;
    if (!told->before || (!up && !down) || !placing_amount(told->before, &before) ||
        llabs(now->number - before - (up ? change : -change)) <= 3 * HALF_UNIT)
        return;
    struct finding *finding =
        diag_report(diag, MSG_AUDIT_BEFORE, plain_pos(told->before->paragraph, told->before->part),
                    told->before->text.p, told->amount->text.p, up ? "增加" : "减少",
                    fact_path(holding->arena, now).p,
                    amount_typed(holding->arena, now->number, TEN_THOUSAND).p);
    finding->values[0] = told->before->text.p;
    finding->also = plain_pos(told->amount->paragraph, told->amount->part);
}

/* The change's rate against the amount that it gives for last year; its words against each other.
 */
static void check_told(struct holding *holding, struct diag *diag, const struct placing *placing,
                       struct slice group, const struct fact *now)
{
    const struct told told = told_of(placing, group);
    int64_t change;
    struct printed_rate rate;
    if (told.up && told.down)
        diag_report(diag, MSG_AUDIT_WORDS, plain_pos(placing->paragraph, placing->part), group.p);
    if (!told.amount || !placing_amount(told.amount, &change))
        return;
    check_before(holding, diag, &told, now, change);
    bool down = told.down > told.up;
    if (told.up > told.down && change > now->number + 2 * HALF_UNIT) {
        diag_report(diag, MSG_AUDIT_GROWN, plain_pos(told.amount->paragraph, told.amount->part),
                    told.amount->text.p, fact_path(holding->arena, now).p,
                    amount_typed(holding->arena, now->number, TEN_THOUSAND).p)
            ->values[0] = told.amount->text.p;
        return;
    }
    if (!told.rate || !placing_rate(told.rate, &rate))
        return;
    if (rate_may_be(rate, change, down ? now->number + change : now->number - change,
                    2 * HALF_UNIT))
        return;
    struct finding *finding = diag_report(
        diag, MSG_AUDIT_CHANGE, plain_pos(told.rate->paragraph, told.rate->part), told.rate->text.p,
        told.amount->text.p, down ? "减少" : "增加", fact_path(holding->arena, now).p);
    finding->values[0] = told.rate->text.p;
    finding->also = plain_pos(told.amount->paragraph, told.amount->part);
}

/* Where to the change went, as the sentence says, or else as the facts have it: 1, -1, or 0 where
 * that is not known. */
static int direction_of(struct diag *diag, const struct facts *facts, const struct told *told,
                        struct slice group)
{
    if (told->up || told->down)
        return !told->down - !told->up;
    const char *name = arena_printf(diag->arena, "%.*s.增减额", (int)group.n, group.p);
    const struct fact *change = fact_find(facts, facts->root, slice_of(name));
    bool known = change && change->kind == FACT_MONEY && !change->waits;
    return known ? (change->number > 0) - (change->number < 0) : 0;
}

/* A reason that speaks of the other direction than the change that it explains. */
static void check_reason(struct diag *diag, const struct facts *facts, const struct placing *first,
                         const struct placing *reason)
{
    struct slice group = {"", 0};
    part_of_change(reason->fact, &group);
    const struct told told = told_of(first, group);
    int direction = direction_of(diag, facts, &told, group);
    if (!direction || (direction > 0) == slice_is(reason->text, "增加"))
        return;
    struct finding *finding =
        diag_report(diag, MSG_AUDIT_REASON, plain_pos(reason->paragraph, reason->part),
                    slice_copy(diag->arena, plain_origin(reason->paragraph, reason->part)).p,
                    direction > 0 ? "增加" : "减少", slice_copy(diag->arena, group).p);
    finding->values[0] = reason->text.p;
}

void audit_reasons(struct diag *diag, const struct facts *facts, const struct reading *reading)
{
    const struct placing *first = NULL;
    for (const struct placing *p = reading->first; p; p = p->next) {
        first = first && first->paragraph == p->paragraph ? first : p;
        if (p->is_reason)
            check_reason(diag, facts, first, p);
    }
}

static bool has_idle_zero(struct slice number)
{
    return number.n > 1 && number.p[0] == '0' && number.p[1] >= '0' && number.p[1] <= '9';
}

void audit_numbers(struct diag *diag, const struct harvest *harvest, const struct reading *reading)
{
    for (const struct figure *figure = harvest->figures; figure; figure = figure->twin)
        if (has_idle_zero(figure->text))
            diag_report(diag, MSG_AUDIT_ZERO, figure_pos(figure), figure->text.p);
    for (const struct placing *p = reading->first; p; p = p->next) {
        if (!p->is_word && has_idle_zero(p->text))
            diag_report(diag, MSG_AUDIT_ZERO, plain_pos(p->paragraph, p->part), p->text.p);
        if (p->is_bare)
            diag_report(diag, MSG_AUDIT_UNIT, plain_pos(p->paragraph, p->part), p->text.p);
    }
}

void audit_changes(struct diag *diag, const struct facts *facts, const struct harvest *harvest,
                   const struct reading *reading)
{
    struct holding holding = {.arena = diag->arena, .facts = facts};
    struct slice last = {"", 0};
    const struct paragraph *paragraph = NULL;
    for (const struct placing *p = reading->first; p; p = p->next) {
        struct slice group = {"", 0};
        part_of_change(p->fact, &group);
        struct slice name = now_of(&holding, group);
        bool again = p->paragraph == paragraph && slice_eq(group, last);
        if (!name.n || again || is_checkable(&holding, harvest, p->fact))
            continue;
        paragraph = p->paragraph;
        last = slice_copy(diag->arena, group);
        const struct fact *now = fact_find(facts, facts->root, name);
        if (is_checkable(&holding, harvest, name) && now->kind == FACT_MONEY)
            check_told(&holding, diag, p, last, now);
    }
}

/* What the placing states: of a use, the amount of the subject that it is named like, if it is
 * nearly that; else nothing. */
static struct slice stated_fact(struct holding *holding, const struct placing *placing)
{
    enum { NEARLY = 100 };
    struct slice none = {"", 0};
    int64_t amount;
    if (!placing->name.n)
        return placing->fact;
    const struct fact *fact = fact_find(holding->facts, holding->facts->root, placing->twin);
    bool near = placing->twin.n && fact && fact->kind == FACT_MONEY &&
                placing_amount(placing, &amount) &&
                llabs(amount - fact->number) <= fact->number / NEARLY;
    return near ? placing->twin : none;
}

/* Whether the amount is printed to more places elsewhere, and this print bears it out: what holds
 * for the finer need not hold to the 分 between the coarser and others. */
static bool is_coarser_print(const struct harvest *harvest, const struct figure *figure)
{
    const struct figure *finest = harvest_find(harvest, figure->fact.p);
    return finest && finest->step < figure->step && figures_agree(finest, figure);
}

/* Whether it states the fact: what is told roughly does not, nor an amount that a sentence rounds
 * to fewer places, and rightly. */
static bool is_stated(struct holding *holding, const struct placing *placing, struct slice name)
{
    const struct fact *fact = fact_find(holding->facts, holding->facts->root, name);
    int64_t amount, unit;
    if (placing_is_rough(placing))
        return false;
    bool coarse = fact && fact->kind == FACT_MONEY && placing_amount(placing, &amount) &&
                  amount_read(placing->text, &amount, &unit) && amount &&
                  unit > 2 * HALF_UNIT; /* 0 says that there is none */
    int64_t rounded = 0;
    return !coarse || !decimal_scale(fact->number, 1, unit, &rounded) || rounded * unit != amount;
}

void audit_state(struct arena *arena, struct node *record, const struct facts *facts,
                 const struct harvest *harvest, bool tables_alone, struct reading *reading,
                 struct coverage *coverage)
{
    struct holding holding = {.arena = arena, .record = record, .facts = facts};
    const struct harvest *known = tables_alone ? harvest : NULL;
    holding.all_projects = !harvest || are_all_projects(&holding, reading);
    coverage->outside += reading->outside;
    for (const struct figure *figure = harvest ? harvest->figures : NULL; figure;
         figure = figure->twin) {
        coverage->table_figures++;
        if (!is_checkable(&holding, known, figure->fact))
            continue;
        coverage->table_checked++;
        if (!is_coarser_print(harvest, figure))
            state(&holding, figure->fact, figure_text(&holding, figure), figure_pos(figure));
    }
    for (struct placing *placing = reading->first; placing; placing = placing->next) {
        struct slice fact = stated_fact(&holding, placing);
        if (placing->is_reason)
            continue;
        bool checked = placing->is_placed && fact.n && is_checkable(&holding, known, fact);
        if (!placing->is_word) {
            coverage->figures++;
            coverage->understood += placing->is_placed;
            coverage->prose += placing->is_prose;
            coverage->checked += checked;
        }
        if (!checked || !is_stated(&holding, placing, fact))
            continue;
        placing->pos = plain_pos(placing->paragraph, placing->part);
        state(&holding, fact, placing->text, placing->pos);
    }
}
