/* What rests on a leaf that the document does not tell waits, and is held against nothing. */
#include "audit/wait.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "ledger/formula.h"
#include "record/record.h"

/* Amounts that only sentences tell: a record that lacks one has no 0 there. `whole`: one that is
 * told says that the others of the group are 0, unless figures of that unit are not understood.
 * `row`: so does one that a table prints, since the row has a cell for each, which stands empty. A
 * group stands before those within it. */
static const struct {
    const char *path, *whole;
    bool row;
} told_only[] = {{"上年", NULL, false},          {"三公.预算", NULL, true},
                 {"三公.全年预算", NULL, true},  {"三公.决算", NULL, true},
                 {"三公.接待", NULL, false},     {"三公.数量", NULL, false},
                 {"政府采购", NULL, false},      {"国有资产", NULL, false},
                 {"国有资产.车辆", "辆", false}, {"一般性支出", NULL, false},
                 {"机关运行经费", "元", false},  {"机关运行经费.年初预算", NULL, false},
                 {"绩效", NULL, false}};

bool map_covers(const struct node *map, struct slice code)
{
    for (const struct node *child = map ? map->first : NULL; child; child = child->next) {
        size_t n = child->key.n < code.n ? child->key.n : code.n;
        if (!child->missing && memcmp(child->key.p, code.p, n) == 0)
            return true;
    }
    return false;
}

static bool has_typed(const struct node *node)
{
    bool typed = node->type != LEAF_NONE && !node->absent;
    for (const struct node *child = node->first; child && !typed; child = child->next)
        typed = has_typed(child);
    return typed;
}

static void let_wait(struct node *node)
{
    bool number = node->type == LEAF_MONEY || node->type == LEAF_SIGNED ||
                  node->type == LEAF_COUNT || node->type == LEAF_SCORE;
    if (number && node->absent)
        node->missing = true;
    for (struct node *child = node->first; child; child = child->next)
        let_wait(child);
}

/* What sentences tell of a group, where nothing but sentences tells, is all that there is. */
static void let_know(struct node *node)
{
    for (struct node *child = node->first; child; child = child->next)
        child->missing = false;
}

/* Of a project: a table that tells some of the amounts or scores of a group tells all of them. */
static void let_projects_wait(struct node *projects)
{
    for (struct node *project = projects ? projects->first : NULL; project; project = project->next)
        for (struct node *group = project->first; group; group = group->next)
            if (!has_typed(group))
                let_wait(group);
}

static void let_performance_wait(struct node *performance)
{
    for (struct node *child = performance->first; child; child = child->next)
        if (slice_is(child->key, "项目"))
            let_projects_wait(child);
        else
            let_wait(child);
}

/* false when it is there. */
static bool add_missing(struct arena *arena, struct node *map, struct slice key,
                        enum leaf_type type)
{
    struct node *node = node_add(arena, map, NODE_STRING, key, (struct pos){0});
    if (!node)
        return false;
    node->type = type;
    node->absent = node->missing = true;
    return true;
}

/* Adds the leaf as one that the document does not tell, unless it does. */
static void miss(struct arena *arena, struct node *record, const char *path, enum leaf_type type)
{
    struct node *map = record;
    for (struct slice rest = slice_of(path); rest.p && map;) {
        struct slice key = slice_cut(&rest, '.');
        if (!rest.p) {
            add_missing(arena, map, key, type);
            return;
        }
        map = record_map(arena, map, key);
        if (map)
            map->absent = false;
    }
}

static void miss_told(struct arena *arena, struct node *record, const struct told_leaf *told)
{
    for (; told && told->fact; told++)
        if (!told->last)
            miss(arena, record, told->key, LEAF_MONEY);
}

/* Subjects that money was spent on, but of which the map tells nothing. */
static void let_subjects_wait(struct arena *arena, struct node *record, const struct facts *facts,
                              const char *path)
{
    struct node *map = node_find(record, path);
    const struct fact *rows = fact_find(facts, facts->root, SLICE("一般公共预算支出.科目"));
    if (!map || !has_typed(map))
        return;
    for (const struct fact *row = rows ? rows->first : NULL; row; row = row->next) {
        const struct fact *amount = fact_child(facts, row, SLICE("合计"));
        if (row->key.n != 7 || !amount || !amount->number || map_covers(map, row->key))
            continue;
        if (add_missing(arena, map, row->key, LEAF_MONEY))
            map->absent = false;
    }
}

bool harvest_has(const struct harvest *harvest, const char *prefix)
{
    for (const struct figure *figure = harvest->figures; figure; figure = figure->twin)
        if (slice_starts(figure->fact, prefix))
            return true;
    return false;
}

/* Whether a table prints an amount of the group. */
static bool is_printed(struct arena *arena, const struct harvest *harvest, const struct node *group,
                       const char *path)
{
    for (const struct node *child = group->first; child; child = child->next)
        if (!child->absent && harvest_find(harvest, arena_printf(arena, "%s.%.*s", path,
                                                                 (int)child->key.n, child->key.p)))
            return true;
    return false;
}

/* Whether the sum that is told is what its leaves come to but for its decimal point. */
static bool is_shifted(int64_t told, int64_t sum, int64_t bound)
{
    for (int64_t factor = 10; factor <= 100; factor *= 10)
        if (sum > bound && llabs(told - sum * factor) <= bound * factor)
            return true;
    return false;
}

/* Whether the leaves of the sum are those of what the document tells somewhere, within rounding;
 * and where they contradict it, since no more may be told than they come to, too. */
static bool is_of_all(const struct facts *facts, const struct reading *reading,
                      const struct told_sum *sum)
{
    const struct fact *fact = fact_find(facts, facts->root, slice_of(sum->sum));
    int64_t told;
    for (const struct placing *p = reading->first; fact && p; p = p->next) {
        if (!p->is_placed || p->is_reason || !slice_is(p->fact, sum->sum) ||
            !placing_amount(p, &told))
            continue;
        int64_t untold = sum->more ? fact->number - told : told - fact->number;
        int64_t bound = HALF_UNIT * ((int64_t)fact_leaves(fact) + 1);
        if (untold <= bound || is_shifted(told, fact->number, bound))
            return true;
    }
    return false;
}

/* Sums that sentences tell, with all of their parts: where those that are told come to it, the
 * others are 0. */
static const struct {
    struct told_sum sum;
    const char *parts;
} made_up[] = {{{"政府采购.合计", "", false}, "政府采购.货物 政府采购.工程 政府采购.服务"}};

static void let_parts_know(struct arena *arena, struct node *record, const struct facts *facts,
                           const struct reading *reading)
{
    for (size_t i = 0; i < sizeof made_up / sizeof *made_up; i++) {
        if (!is_of_all(facts, reading, &made_up[i].sum))
            continue;
        for (struct slice rest = slice_of(made_up[i].parts); rest.p;) {
            struct node *part = node_find(record, slice_copy(arena, slice_cut(&rest, ' ')).p);
            if (part)
                part->missing = false;
        }
    }
}

/* Whether the sentences that tell of the group have a figure of the unit that nobody understands,
 * which may be of it as well. */
static bool is_torn(const struct reading *reading, const char *group, const char *unit)
{
    for (const struct placing *p = reading->first; p; p = p->next) {
        if (p->is_placed || p->is_prose || !slice_ends(p->part, unit))
            continue;
        for (const struct placing *q = reading->first; q; q = q->next)
            if (q->paragraph == p->paragraph && slice_starts(q->fact, group))
                return true;
    }
    return false;
}

void audit_wait(struct arena *arena, struct node *record, const struct facts *facts,
                const struct harvest *harvest, const struct reading *reading,
                const struct told_leaf *told)
{
    const struct node *adjusted = node_find(record, "三公.全年预算");
    for (size_t i = 0; i < sizeof told_only / sizeof *told_only; i++) {
        struct node *node = node_find(record, told_only[i].path);
        bool same = node == adjusted && node && !has_typed(node); /* as 三公.预算 */
        const char *unit = told_only[i].whole;
        bool whole = unit && !is_torn(reading, told_only[i].path, unit);
        whole |= told && strncmp(told_only[i].path, "三公.", 7) == 0;
        whole |= node && told_only[i].row && is_printed(arena, harvest, node, told_only[i].path);
        if (node && slice_is(node->key, "绩效"))
            let_performance_wait(node);
        else if (node && whole && has_typed(node))
            let_know(node);
        else if (node && !same)
            let_wait(node);
    }
    struct node *last = told ? node_find(record, "上年.三公") : NULL;
    if (last && has_typed(last))
        let_know(last);
    let_parts_know(arena, record, facts, reading);
    let_subjects_wait(arena, record, facts, "年初预算");
    let_subjects_wait(arena, record, facts, "全年预算");
    let_subjects_wait(arena, record, facts, "上年.一般公共预算支出");
    miss_told(arena, record, told);
    if (!told && !harvest_has(harvest, "结转.") && !harvest_has(harvest, "总计.")) {
        let_wait(node_find(record, "年初结转和结余"));
        let_wait(node_find(record, "年末结转和结余"));
    }
}

/* ---- Sums of which parts are told ---- */

bool placing_is_rough(const struct placing *placing)
{
    return placing->rough.about || placing->rough.most;
}

bool placing_amount(const struct placing *placing, int64_t *amount)
{
    int64_t unit;
    return !placing->is_word && !placing->is_count && !placing->is_bare &&
           !placing_is_rough(placing) && amount_read(placing->text, amount, &unit);
}

bool placing_rate(const struct placing *placing, struct printed_rate *rate)
{
    enum { DECIMALS_MAX = 6 };
    struct slice text = placing->text;
    const char *point = memchr(text.p, '.', text.n);
    rate->decimals = point ? (int)(text.p + text.n - point) - 2 : 0; /* and the % */
    return !placing_is_rough(placing) && slice_ends(text, "%") && rate->decimals <= DECIMALS_MAX &&
           decimal_parse((struct slice){text.p, text.n - 1}, rate->decimals, &rate->percent) ==
               DECIMAL_OK;
}

bool rate_may_be(struct printed_rate rate, int64_t amount, int64_t whole, int64_t bound)
{
    int64_t least, most, low = amount > HALF_UNIT ? amount - HALF_UNIT : 0;
    return whole <= 2 * HALF_UNIT ||
           !rate_percent((struct rate){low, whole + bound}, rate.decimals, &least) ||
           !rate_percent((struct rate){amount + HALF_UNIT, whole - bound}, rate.decimals, &most) ||
           (rate.percent >= least - 1 && rate.percent <= most + 1);
}

static bool rests_on_waiting(const struct fact *fact)
{
    for (uint32_t i = 0; i < fact->term_count; i++)
        if (fact->terms[i]->waits)
            return true;
    return false;
}

static void pass_on(const struct facts *facts)
{
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < facts->count; i++) {
            struct fact *fact = facts->all[i];
            if (fact->waits || !rests_on_waiting(fact))
                continue;
            fact->waits |= WAITS_MISSING;
            more = true;
        }
    }
}

void audit_wait_sums(struct facts *facts, const struct reading *reading,
                     const struct told_sum *sums)
{
    bool marked = false;
    for (; sums && sums->sum; sums++) {
        if (is_of_all(facts, reading, sums))
            continue;
        for (struct slice rest = slice_of(sums->unknown); rest.p;) {
            struct fact *fact = fact_find(facts, facts->root, slice_cut(&rest, ' '));
            fact->waits |= WAITS_MISSING;
            marked = true;
        }
    }
    if (marked)
        pass_on(facts);
}
