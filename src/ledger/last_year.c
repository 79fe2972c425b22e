/*
 * 上年 from last year's record: its figures become this year's comparatives, code by code, whatever
 * the subjects were called then. A figure typed here as well must agree.
 */
#include "ledger/stages.h"

static const struct {
    const char *figure; /* of this year's record */
    const char *source; /* of last year's facts */
} figures[] = {
    {"上年.总计", "总计.收入"},
    {"上年.财政拨款总计", "财政拨款总计.收入"},
    {"上年.政府性基金预算总计", "政府性基金预算.总计"},
    {"上年.国有资本经营预算总计", "国有资本经营预算.总计"},
    {"上年.年末结转和结余.一般公共预算", "结转.年末.一般公共预算"},
    {"上年.年末结转和结余.政府性基金预算", "结转.年末.政府性基金预算"},
    {"上年.年末结转和结余.国有资本经营预算", "结转.年末.国有资本经营预算"},
    {"上年.年末结转和结余.非财政拨款", "结转.年末.非财政拨款"},
    {"上年.三公.因公出国（境）费", "三公.决算.因公出国（境）费"},
    {"上年.三公.公务用车购置费", "三公.决算.公务用车购置费"},
    {"上年.三公.公务用车运行维护费", "三公.决算.公务用车运行维护费"},
    {"上年.三公.公务接待费", "三公.决算.公务接待费"},
    {"上年.机关运行经费", "机关运行经费.合计"},
};

/* Refuses what is typed of a last year that there is not, and leaves it without a value. */
static void set_apart(struct ledger *ledger, struct fact *fact, const char *state, uint8_t why)
{
    for (struct fact *child = fact->first; child; child = child->next) {
        bool members = child->kind == FACT_GROUP;
        if (slice_is(child->key, "状态") || slice_is(child->key, "原因"))
            continue;
        child->waits |= why;
        if (members) {
            set_apart(ledger, child, state, why);
        } else if (child->origin && !ledger->failed) {
            diag_report(ledger->diag, MSG_LAST_NONE, child->origin->pos,
                        fact_path(ledger->facts->arena, child).p, state);
            ledger->failed = true;
        }
        child->kind = members ? FACT_GROUP : FACT_NONE;
        child->number = 0;
    }
}

void ledger_last_state(struct ledger *ledger)
{
    static const struct {
        const char *name;
        const char *flag;
        uint8_t why;
    } states[] = {{"新设", "是新设", WAITS_NEW}, {"不可比", "是不可比", WAITS_APART}};
    struct fact *last = ledger_group(ledger, "上年");
    const struct fact *state = fact_child(ledger->facts, last, SLICE("状态"));
    bool apart = false;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        bool is = slice_is(state->text, states[i].name);
        apart = apart || is;
        if (is)
            set_apart(ledger, last, states[i].name, states[i].why);
        ledger_flag(ledger, last, states[i].flag, is);
        fact_add_term(ledger->facts, last->last, state);
    }
    ledger_flag(ledger, last, "无可比数", apart);
}

bool ledger_last_figure(size_t i, const char **figure, const char **source)
{
    if (i >= sizeof figures / sizeof *figures)
        return false;
    *figure = figures[i].figure;
    *source = figures[i].source;
    return true;
}

/* Takes the figure over, or holds it against what was typed. */
static void take(struct ledger *ledger, struct fact *into, const struct fact *from)
{
    struct arena *arena = ledger->facts->arena;
    if (into->waits & WAITS_WITHHELD)
        return;
    if (from->waits & WAITS_WITHHELD && !into->origin) {
        diag_report(ledger->diag, MSG_LAST_WITHHELD, ledger_fact(ledger, "上年.记录")->origin->pos,
                    fact_path(arena, into).p);
        ledger->failed = true;
        return;
    }
    if (from->waits && into->origin)
        return;
    if (!into->origin) {
        into->kind = FACT_NONE;
        into->number = 0;
        into->formula = arena_printf(arena, "上年记录的 %s", fact_path(arena, from).p);
        ledger_add(ledger, into, from);
    } else if (into->number != from->number) {
        diag_report(ledger->diag, MSG_LAST_DIFFERS, into->origin->pos, fact_path(arena, into).p,
                    facts_amount_text(ledger->facts, into->number),
                    facts_amount_text(ledger->facts, from->number));
    }
}

static struct fact *find(const struct facts *facts, const char *path)
{
    return fact_find(facts, facts->root, slice_of(path));
}

static bool is_covered(const struct ledger *ledger, const struct fact *typed, struct slice code)
{
    for (size_t digits = 3; digits < code.n; digits += 2)
        if (fact_child(ledger->facts, typed, (struct slice){code.p, digits}))
            return true;
    return false;
}

/* 一般公共预算支出 of every 项, unless it is typed here for the 项 or for what contains it. */
static void take_subjects(struct ledger *ledger, const struct facts *last)
{
    struct fact *typed = ledger_group(ledger, "上年.一般公共预算支出");
    const struct fact *rows = find(last, "一般公共预算支出.科目");
    for (const struct fact *row = rows->first; row; row = row->next) {
        const struct fact *total = fact_child(last, row, SLICE("合计"));
        struct fact *into = fact_child(ledger->facts, typed, row->key);
        bool item = row->key.n == 7;
        if (!into && item && !is_covered(ledger, typed, row->key))
            into = fact_add(ledger->facts, typed, row->key, FACT_NONE);
        if (into)
            take(ledger, into, total);
    }
}

/* What a package takes from last year's record, if that has it: its form may be another. */
static void take_own(struct ledger *ledger, const struct facts *last, const struct last_figure *own)
{
    struct fact *into = find(ledger->facts, own->figure);
    const struct fact *from = find(last, own->source);
    bool number =
        from && (from->kind == FACT_MONEY || from->kind == FACT_COUNT || from->kind == FACT_SCORE);
    if (into && number)
        take(ledger, into, from);
}

static bool is_right_record(struct ledger *ledger, const struct facts *last)
{
    const struct node *name = ledger_fact(ledger, "上年.记录")->origin;
    int64_t wanted = ledger_fact(ledger, "单位.上年度")->number;
    int64_t year = find(last, "单位.年度")->number;
    struct slice agency = find(last, "单位.名称")->text;
    struct arena *arena = ledger->facts->arena;
    if (!slice_eq(agency, ledger_fact(ledger, "单位.名称")->text))
        diag_report(ledger->diag, MSG_LAST_AGENCY, name->pos, agency.p);
    if (year == wanted)
        return true;
    diag_report(ledger->diag, MSG_LAST_YEAR, name->pos,
                arena_printf(arena, "%lld", (long long)year),
                arena_printf(arena, "%lld", (long long)wanted));
    ledger->failed = true;
    return false;
}

void ledger_last_year(struct ledger *ledger, const struct facts *last)
{
    if (!is_right_record(ledger, last))
        return;
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        struct fact *into = find(ledger->facts, figures[i].figure);
        take(ledger, into, find(last, figures[i].source));
    }
    const struct last_figure *own = ledger->form->last;
    for (; own && own->figure; own++)
        take_own(ledger, last, own);
    take_subjects(ledger, last);
    ledger_take_names(ledger, last);
}

void ledger_settle_own(struct arena *arena, struct node *record, const char *figure,
                       const struct fact *fact)
{
    struct node *node = node_find(record, figure);
    if (!node || !fact)
        return;
    if (fact->kind == FACT_MONEY)
        record_set_amount(arena, node->parent, node->key, fact->number);
    else if (fact->kind == FACT_COUNT)
        record_set_count(arena, node->parent, node->key, fact->number);
}

void ledger_settle_last_year(struct arena *arena, struct node *record, const struct facts *facts)
{
    struct node *name = node_find(record, "上年.记录");
    if (name->absent)
        return;
    name->absent = true;
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        struct node *node = node_find(record, figures[i].figure);
        const struct fact *fact = find(facts, figures[i].figure);
        if (!fact->waits)
            record_set_amount(arena, node->parent, node->key, fact->number);
    }
    const struct last_figure *own = facts->form ? facts->form->last : NULL;
    for (; own && own->figure; own++)
        ledger_settle_own(arena, record, own->figure, find(facts, own->figure));
    struct node *subjects = node_find(record, "上年.一般公共预算支出");
    const struct fact *fact = find(facts, "上年.一般公共预算支出")->first;
    for (; fact; fact = fact->next)
        record_set_amount(arena, subjects, fact->key, fact->number);
    ledger_settle_names(arena, record, facts);
}
