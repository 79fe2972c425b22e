/*
 * 汇总: a department's amounts and counts are the sums of its units' records and of what it types
 * itself, less what cancels between them (抵消). Only values that a record types are summed; all
 * else is derived from the sums.
 */
#include "ledger/stages.h"
#include "record/keys.h"

static const char aggregate[] = "本级 + 下属单位 - 抵消";

/* What is summed; 抵消 names what cancels by the same paths. */
static const char *const groups[] = {
    "收入",         "支出",           "基本支出经济分类", "项目支出经济分类",
    "功能经济分类", "年初结转和结余", "年末结转和结余",   "年初调整",
    "结余",         "年初预算",       "全年预算",         "上年",
    "三公",         "人员",           "机关运行经费",     "政府采购",
    "国有资产",     "自定义"};

static bool is_number(const struct fact *fact)
{
    return fact->kind == FACT_MONEY || fact->kind == FACT_COUNT;
}

/* Whether a record types the number, or the numbers that it sums. A 0 that is typed counts as such
 * in the sum, too. */
static bool is_typed(const struct fact *fact)
{
    return fact->origin || fact->term_count;
}

static void merge_number(struct ledger *ledger, struct fact *group, const struct fact *more,
                         int sign)
{
    if (!is_typed(more))
        return;
    struct fact *into = fact_child(ledger->facts, group, more->key);
    if (into && into->waits & WAITS_WITHHELD)
        return;
    /* A last year that the department says it does not have; its own gaps wait for it alone. */
    if (into && into->waits & (WAITS_NEW | WAITS_APART)) {
        diag_report(ledger->diag, MSG_LAST_NONE, fact_pos(more),
                    fact_path(ledger->facts->arena, into).p,
                    ledger_fact(ledger, "上年.状态")->text.p);
        ledger->failed = true;
        return;
    }
    if (!into)
        into = fact_add(ledger->facts, group, more->key, FACT_NONE);
    into->formula = aggregate;
    if (!fact_accumulate(ledger->facts, ledger->diag, into, more, sign))
        ledger->failed = true;
    if (sign < 0 && into->number < 0) {
        diag_report(ledger->diag, MSG_UNIT_OFFSET, more->origin->pos,
                    fact_path(ledger->facts->arena, into).p);
        ledger->failed = true;
    }
}

/* Adds the numbers below `more`, facts with ids below `leaves`, to those of the same name. */
static void merge(struct ledger *ledger, struct fact *into, const struct fact *more,
                  uint32_t leaves, int sign)
{
    for (const struct fact *child = more->first; child; child = child->next) {
        if (child->id >= leaves)
            continue;
        if (is_number(child))
            merge_number(ledger, into, child, sign);
        if (child->kind != FACT_GROUP)
            continue;
        struct fact *group = fact_child(ledger->facts, into, child->key);
        if (!group) {
            group = fact_add(ledger->facts, into, child->key, FACT_GROUP);
            group->origin = child->origin;
        }
        merge(ledger, group, child, leaves, sign);
    }
}

static bool is_of_the_year(struct ledger *ledger, const struct facts *unit, const struct fact *name)
{
    const struct fact *year = fact_find(unit, unit->root, SLICE("单位.年度"));
    const struct fact *wanted = ledger_fact(ledger, "单位.年度");
    if (year->number == wanted->number)
        return true;
    struct arena *arena = ledger->facts->arena;
    diag_report(ledger->diag, MSG_UNIT_YEAR, name->origin->pos,
                arena_printf(arena, "%lld", (long long)year->number),
                arena_printf(arena, "%lld", (long long)wanted->number));
    ledger->failed = true;
    return false;
}

/* By looking through, since the group may be of another record's facts. */
static bool has_child(const struct fact *group, struct slice key)
{
    for (const struct fact *child = group->first; child; child = child->next)
        if (slice_eq(child->key, key))
            return true;
    return false;
}

/* Whether every part of the amount comes with an amount for the 类 or 款 above it, too. */
static bool is_alike(const struct fact *amount, const struct fact *above)
{
    if (amount->origin && !above->origin)
        return false;
    for (uint32_t i = 0; i < amount->term_count; i++)
        if (!has_child(amount->terms[i]->parent, above->key))
            return false;
    return true;
}

const char *const ledger_leveled[] = {"年初预算",
                                      "年初预算.政府性基金预算",
                                      "年初预算.国有资本经营预算",
                                      "全年预算",
                                      "全年预算.政府性基金预算",
                                      "全年预算.国有资本经营预算",
                                      "上年.一般公共预算支出",
                                      NULL};

/* An amount typed for a 类 stands for its 项; so a sum over records that type the one and records
 * that type the other would lose the latter. */
static void check_levels(struct ledger *ledger, const char *path)
{
    const struct fact *group = ledger_fact(ledger, path);
    for (const struct fact *amount = group->first; amount; amount = amount->next)
        for (size_t digits = key_is_digits(amount->key) ? 3 : amount->key.n; digits < amount->key.n;
             digits += 2) {
            struct slice code = {amount->key.p, digits};
            const struct fact *above = fact_child(ledger->facts, group, code);
            if (!above || is_alike(amount, above))
                continue;
            diag_report(ledger->diag, MSG_UNIT_LEVELS, fact_pos(amount), path, amount->key.p,
                        above->key.p);
            ledger->failed = true;
        }
}

/* A sum without what a unit withholds would be wrong, and one with it would reveal it. */
static void check_withheld(struct ledger *ledger, const struct facts *unit, const struct fact *name)
{
    const struct fact *withheld = fact_find(unit, unit->root, SLICE("涉密"));
    for (const struct fact *section = withheld->first; section; section = section->next) {
        const struct fact *own =
            fact_child(ledger->facts, ledger_group(ledger, "涉密"), section->key);
        if (section->kind != FACT_TEXT || own->kind == FACT_TEXT)
            continue;
        diag_report(ledger->diag, MSG_UNIT_WITHHELD, name->origin->pos, section->key.p);
        ledger->failed = true;
    }
}

/* Whether last year's figures of the department are the sums of its units': not where its own
 * record of last year has them, nor where it says that they cannot be compared. */
static bool sums_last_year(const struct ledger *ledger)
{
    return ledger_fact(ledger, "上年.记录")->kind != FACT_TEXT &&
           !ledger_fact(ledger, "上年.是不可比")->flag;
}

/* What sums to compare with would lack. */
static void check_last_year(struct ledger *ledger, const struct facts *unit,
                            const struct fact *name)
{
    if (!sums_last_year(ledger) || !fact_find(unit, unit->root, SLICE("上年.是不可比"))->flag)
        return;
    diag_report(ledger->diag, MSG_UNIT_APART, name->origin->pos);
    ledger->failed = true;
}

/* Where the record is named of the unit at this index. */
static struct pos unit_pos(const struct facts *facts, size_t at)
{
    const struct fact *name = fact_find(facts, facts->root, SLICE("单位.下属记录"))->first;
    while (!name->origin || at--) /* a gap that may stay names none */
        name = name->next;
    return name->origin->pos;
}

/* Where the unit of that name, or one below it, is named; no place if it is not among the first of
 * the units, nor below them. */
static struct pos place_of(const struct facts *facts, size_t count, struct slice wanted)
{
    struct pos pos = {0};
    for (size_t i = 0; i < count && !pos.source; i++) {
        const struct facts *unit = facts->units[i];
        const struct fact *name = fact_find(unit, unit->root, SLICE("单位.名称"));
        pos = name->kind == FACT_TEXT && slice_eq(name->text, wanted)
                  ? unit_pos(facts, i)
                  : place_of(unit, unit->unit_count, wanted);
    }
    return pos;
}

/* A unit that was summed before, here or in a unit that sums others, would count twice. */
static void check_once(struct ledger *ledger, size_t at, const struct facts *unit, struct pos pos)
{
    const struct fact *name = fact_find(unit, unit->root, SLICE("单位.名称"));
    struct pos before = {0};
    if (name->kind == FACT_TEXT)
        before = place_of(ledger->facts, at, name->text);
    if (before.source) {
        diag_report(ledger->diag, MSG_UNIT_TWICE, pos, name->text.p)->also = before;
        ledger->failed = true;
    }
    for (size_t i = 0; !before.source && i < unit->unit_count; i++)
        check_once(ledger, at, unit->units[i], unit_pos(unit, i));
}

static void merge_groups(struct ledger *ledger, const struct facts *unit)
{
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (sums_last_year(ledger) || !slice_is(SLICE("上年"), groups[i]))
            merge(ledger, ledger_group(ledger, groups[i]),
                  fact_find(unit, unit->root, slice_of(groups[i])), unit->leaves, 1);
}

/* What a record need not type, but all units or none, and what a unit must have for it. */
static const struct {
    const char *group, *of;
} together[] = {
    {"年初预算", "一般公共预算支出.合计"}, {"人员", "单位.名称"}, {"国有资产.价值", "单位.名称"}};

static bool types_any(const struct facts *unit, const struct fact *group)
{
    bool any = false;
    for (const struct fact *fact = group->first; fact && !any; fact = fact->next)
        any =
            fact->id < unit->leaves &&
            (fact->kind == FACT_GROUP ? types_any(unit, fact) : is_number(fact) && is_typed(fact));
    return any;
}

static bool unit_types(const struct facts *unit, const char *group)
{
    return types_any(unit, fact_find(unit, unit->root, slice_of(group)));
}

/* A sum over some of the units looks like that of all. */
static void check_together(struct ledger *ledger, const struct facts *const *units, size_t count,
                           const char *group, const char *of)
{
    const struct fact *name = ledger_fact(ledger, "单位.下属记录")->first;
    bool some = false;
    for (size_t i = 0; i < count; i++)
        some = some || unit_types(units[i], group);
    for (size_t i = 0; some && i < count; i++, name = name->next) {
        while (!name->origin)
            name = name->next;
        if (!unit_types(units[i], group) &&
            fact_is_true(fact_find(units[i], units[i]->root, slice_of(of))) &&
            !fact_find(units[i], units[i]->root, slice_of(group))->waits)
            diag_report(ledger->diag, MSG_UNIT_LACKS, name->origin->pos, group, group);
    }
}

static void check_sums(struct ledger *ledger, const struct facts *const *units, size_t count)
{
    for (size_t i = 0; count && ledger_leveled[i]; i++)
        check_levels(ledger, ledger_leveled[i]);
    for (size_t i = 0; i < sizeof together / sizeof *together; i++)
        check_together(ledger, units, count, together[i].group, together[i].of);
}

void ledger_units(struct ledger *ledger, const struct facts *const *units, size_t count)
{
    const struct fact *name = ledger_fact(ledger, "单位.下属记录")->first;
    ledger->facts->units = units;
    ledger->facts->unit_count = count;
    for (size_t i = 0; i < count; i++, name = name->next) {
        while (!name->origin) /* a gap that may stay */
            name = name->next;
        if (!is_of_the_year(ledger, units[i], name))
            return;
        ledger_take_names(ledger, units[i]);
        check_once(ledger, i, units[i], name->origin->pos);
        check_withheld(ledger, units[i], name);
        check_last_year(ledger, units[i], name);
        merge_groups(ledger, units[i]);
    }
    const struct fact *offset = ledger_fact(ledger, "抵消");
    merge(ledger, ledger->facts->root, offset, ledger->facts->count, -1);
    check_sums(ledger, units, count);
}

/* Types the sums below the fact into the record. */
static void settle(struct arena *arena, struct node *map, const struct facts *facts,
                   const struct fact *group)
{
    for (const struct fact *fact = group->first; fact; fact = fact->next) {
        if (fact->id >= facts->leaves)
            continue;
        bool sum = fact->formula == aggregate;
        if (fact->kind == FACT_MONEY && sum)
            record_set_amount(arena, map, fact->key, fact->number);
        else if (fact->kind == FACT_COUNT && sum)
            record_set_count(arena, map, fact->key, fact->number);
        else if (fact->kind == FACT_GROUP && fact->first)
            settle(arena, record_map(arena, map, fact->key), facts, fact);
    }
}

void ledger_settle_units(struct arena *arena, struct node *record, const struct facts *facts)
{
    struct node *names = node_find(record, "单位.下属记录"), *offset = node_find(record, "抵消");
    if (names->absent)
        return;
    names->absent = offset->absent = true;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        settle(arena, node_find(record, groups[i]), facts,
               fact_find(facts, facts->root, slice_of(groups[i])));
    ledger_settle_names(arena, record, facts);
    record_order(arena, record);
}
