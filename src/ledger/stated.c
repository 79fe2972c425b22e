/*
 * 列报: derived figures as published or approved. A figure that differs from the exact one by no
 * more than rounding explains (尾差) is accepted and printed; any other is an error.
 *
 * An amount is printed in 万元 with two decimals and so carries up to 0.005 万元 of rounding; a sum
 * of n printed terms may be off by 0.005 × (n + 1). A rate may be that of the rounded amounts. In a
 * record in 万元 the amounts typed are rounded themselves, and each below a sum counts.
 *
 * A figure that the record types may be stated too, where a publication prints it once more; and a
 * figure that it prints in several ways may be stated as often, numbered 1, 2, 3 …
 */
#include <string.h>

#include "ledger/stages.h"

struct statement {
    struct ledger *ledger;
    const struct node *node;
    struct fact *fact;
    const char *name;
    const char *computed; /* as it would be printed */
};

static void refuse(struct statement *statement, enum message message, const char *more)
{
    struct finding *finding =
        diag_report(statement->ledger->diag, message, statement->node->pos, statement->name,
                    statement->node->text.p, statement->computed, more);
    finding->values[0] = statement->node->text.p;
    finding->values[1] = statement->computed;
    finding->difference = *more ? more : NULL;
    if (fact_leaves(statement->fact) == 1)
        finding->also = fact_pos(statement->fact);
}

/* Replaces what is printed of the fact by the stated figure; of several by the first. */
static struct fact *accept(struct statement *statement)
{
    struct fact *stated = ARENA_NEW(statement->ledger->facts->arena, struct fact);
    *stated = (struct fact){.kind = statement->fact->kind, .origin = statement->node};
    if (!statement->fact->stated)
        statement->fact->stated = stated;
    return stated;
}

static void note(struct statement *statement)
{
    diag_report(statement->ledger->diag, MSG_STATED_ROUNDING, statement->node->pos, statement->name,
                statement->node->text.p, statement->computed);
}

/* In 万元, or 元. */
static const char *print_amount(struct arena *arena, int64_t amount, int64_t divisor)
{
    const struct number_style style = {.decimals = 2, .divisor = divisor};
    struct buf buf = {0};
    decimal_print(&buf, amount, 2, &style);
    const char *text = arena_printf(arena, "%s %s", buf.p, divisor == 1 ? "元" : "万元");
    buf_free(&buf);
    return text;
}

/* The text without a suffix; *found tells whether it had it. */
static struct slice without(struct slice text, const char *suffix, bool *found)
{
    size_t n = strlen(suffix);
    *found = slice_ends(text, suffix);
    return slice_trim((struct slice){text.p, *found ? text.n - n : text.n});
}

static int decimals_of(struct slice text)
{
    const char *point = memchr(text.p, '.', text.n);
    return point ? (int)(text.p + text.n - point) - 1 : 0;
}

/* 5325.78, 5325.78万元 or 53257846元, in 分; *unit is what one in its last place is worth. */
static bool read_amount(struct slice text, int64_t *amount, int64_t *unit)
{
    bool ten_thousand, yuan;
    text = without(text, "万元", &ten_thousand);
    text = without(text, "元", &yuan);
    int scale = yuan ? 2 : 6, decimals = decimals_of(text);
    *unit = decimal_power(decimals < scale ? scale - decimals : 0);
    return decimal_parse(text, scale, amount) == DECIMAL_OK;
}

static uint32_t terms_that_count(const struct fact *fact)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < fact->term_count; i++)
        count += fact->terms[i]->kind == FACT_MONEY && fact->terms[i]->number != 0;
    return count;
}

/* What rounding may do to the printed amount; one that is no sum is itself rounded once. */
static int64_t rounding_of(const struct facts *facts, const struct fact *fact)
{
    if (facts_are_rounded(facts))
        return HALF_UNIT * ((int64_t)fact_leaves(fact) + 1);
    uint32_t terms = terms_that_count(fact);
    return terms > 1 ? HALF_UNIT * ((int64_t)terms + 1) : HALF_UNIT;
}

/* Whether the one is the other times the factor. */
static bool is_times(int64_t a, int64_t b, int64_t factor)
{
    return a && b && ((__int128)a * factor == b || (__int128)b * factor == a);
}

/* What went wrong with an amount, for one of these reasons or another. */
static enum message fault_of(int64_t stated, int64_t exact, int64_t rounded, int64_t unit)
{
    if (is_times(stated, exact, 10000) || is_times(stated, rounded, 10000))
        return MSG_STATED_UNIT;
    if (is_times(stated, rounded, 10) || is_times(stated, rounded, 100))
        return MSG_STATED_POINT;
    return exact / unit * unit == stated ? MSG_STATED_CUT : MSG_STATED_DIFFERS;
}

static void state_amount(struct statement *statement)
{
    const struct fact *fact = statement->fact;
    struct arena *arena = statement->ledger->facts->arena;
    int64_t stated, unit, rounded, difference;
    statement->computed = print_amount(arena, fact->number, 10000);
    if (!read_amount(statement->node->text, &stated, &unit) ||
        !decimal_scale(fact->number, 1, 2 * HALF_UNIT, &rounded) ||
        !money_sub(stated, fact->number, &difference)) {
        refuse(statement, MSG_STATED_SYNTAX, "");
        return;
    }
    int64_t bound = rounding_of(statement->ledger->facts, fact);
    if (difference > bound || difference < -bound) {
        refuse(statement, fault_of(stated, fact->number, rounded * 2 * HALF_UNIT, unit),
               print_amount(arena, difference, 10000));
        return;
    }
    /* What is typed is printed as typed. */
    if (fact->origin)
        return;
    accept(statement)->number = stated;
    /* What it would print anyway needs no mention. */
    if (rounded * 2 * HALF_UNIT != stated && difference)
        note(statement);
}

/* What something costs each: rounded once, and the money may be off by its own rounding. */
static void state_price(struct statement *statement)
{
    const struct fact *fact = statement->fact;
    int64_t stated, unit, rounded;
    bool fits = decimal_scale(fact->rate.num, 1, fact->rate.den, &rounded);
    statement->computed = print_amount(statement->ledger->facts->arena, rounded, 1);
    if (!fits || !read_amount(statement->node->text, &stated, &unit)) {
        refuse(statement, MSG_STATED_SYNTAX, "");
        return;
    }
    __int128 off = 2 * ((__int128)stated * fact->rate.den - fact->rate.num);
    __int128 half = (__int128)unit * fact->rate.den;
    off = off < 0 ? -off : off;
    if (off > half + 2 * HALF_UNIT) {
        refuse(statement, fault_of(stated, rounded, rounded, unit),
               print_amount(statement->ledger->facts->arena, stated - rounded, 1));
        return;
    }
    accept(statement)->rate = (struct rate){stated, 1};
    if (off > half)
        note(statement);
}

static void accept_rate(struct statement *statement, int64_t stated, int decimals, bool exact)
{
    accept(statement)->rate = (struct rate){stated, 100 * decimal_power(decimals)};
    if (!exact)
        note(statement);
}

static const char *print_rate(struct arena *arena, struct rate rate)
{
    static const struct number_style style = {.decimals = 4, .divisor = 1};
    struct buf buf = {0};
    rate_print(&buf, rate, &style);
    const char *text = arena_printf(arena, "%s%%", buf.p);
    buf_free(&buf);
    return text;
}

/* What the percentage stated, times 10^decimals, differs by, in points of percent. */
static const char *print_points(struct arena *arena, struct rate rate, int64_t stated, int decimals)
{
    enum { MOST = 6 };
    int64_t exact, more;
    if (!rate_percent(rate, MOST, &exact) ||
        !decimal_scale(stated, decimal_power(MOST - decimals), 1, &more) ||
        !money_sub(more, exact, &more))
        return "";
    return print_rate(arena, (struct rate){more, 100 * decimal_power(MOST)});
}

static void state_rate(struct statement *statement)
{
    const struct fact *fact = statement->fact;
    struct arena *arena = statement->ledger->facts->arena;
    statement->computed = print_rate(arena, fact->rate);
    bool percent;
    struct slice text = without(statement->node->text, "%", &percent);
    int decimals = decimals_of(text);
    int64_t stated, rounded;
    if (decimals > 6 || decimal_parse(text, decimals, &stated) != DECIMAL_OK ||
        !rate_percent(fact->rate, decimals, &rounded))
        refuse(statement, MSG_STATED_SYNTAX, "");
    else if (stated == rounded || fact_is_rate_of_rounded(fact, decimals, stated))
        accept_rate(statement, stated, decimals, stated == rounded);
    else
        refuse(statement,
               rate_is_cut_off(fact->rate, decimals, stated)   ? MSG_STATED_CUT
               : rate_is_shifted(fact->rate, decimals, stated) ? MSG_STATED_POINT
                                                               : MSG_STATED_RATE,
               print_points(arena, fact->rate, stated, decimals));
}

static const char *print_count(struct arena *arena, int64_t count, int scale)
{
    const struct number_style style = {.decimals = scale, .trim = true, .divisor = 1};
    struct buf buf = {0};
    decimal_print(&buf, count, scale, &style);
    const char *text = arena_copy(arena, buf.p, buf.n);
    buf_free(&buf);
    return text;
}

static void state_count(struct statement *statement)
{
    const struct fact *fact = statement->fact;
    struct arena *arena = statement->ledger->facts->arena;
    int scale = fact->kind == FACT_SCORE ? 2 : 0;
    statement->computed = print_count(arena, fact->number, scale);
    int64_t stated, difference;
    if (decimal_parse(statement->node->text, scale, &stated) != DECIMAL_OK ||
        !money_sub(stated, fact->number, &difference))
        refuse(statement, MSG_STATED_SYNTAX, "");
    else if (difference)
        refuse(statement, MSG_STATED_RATE, print_count(arena, difference, scale));
}

/* Whether 持平 is stated of a change whose amount rounds to 0, which then prints so. */
static bool is_stated_flat(struct statement *statement)
{
    static const char *const amounts[] = {"差额", "增减额"};
    const struct fact *word = statement->fact;
    if (!word->flat || !slice_eq(word->flat->text, statement->node->text))
        return false;
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        struct facts *facts = statement->ledger->facts;
        struct fact *amount = fact_child(facts, word->parent, slice_of(amounts[i]));
        if (amount->number >= HALF_UNIT || amount->number <= -HALF_UNIT)
            return false;
        statement->fact = amount;
        accept(statement);
    }
    return true;
}

static void state_word(struct statement *statement)
{
    statement->computed = statement->fact->text.p;
    if (!slice_eq(statement->fact->text, statement->node->text) && !is_stated_flat(statement))
        refuse(statement, MSG_STATED_WORD, "");
}

static void state_nothing(struct statement *statement)
{
    statement->computed = "无";
    refuse(statement, MSG_STATED_NOTHING, "");
}

/* A subject or item that the list at hand does not have: nothing, if it is stated as nothing. */
static void state_absent(struct ledger *ledger, const struct node *node, const char *name)
{
    const struct fact *list = ledger->facts->root, *next;
    struct slice rest = slice_of(name), key = slice_cut(&rest, '.');
    while ((next = fact_child(ledger->facts, list, key)) && rest.p) {
        list = next;
        key = slice_cut(&rest, '.');
    }
    int64_t stated, unit;
    if (list->kind != FACT_LIST || key.p[0] < '0' || key.p[0] > '9') {
        fact_report_unknown(ledger->facts, ledger->diag, node->key_pos, slice_of(name));
    } else if (!read_amount(node->text, &stated, &unit) || stated) {
        struct finding *finding = diag_report(ledger->diag, MSG_STATED_ABSENT, node->pos, name,
                                              node->text.p, fact_path(ledger->facts->arena, list).p,
                                              slice_copy(ledger->facts->arena, key).p);
        finding->values[0] = node->text.p;
    }
}

static void state(struct ledger *ledger, const struct node *node, const char *name)
{
    static void (*const by_kind[])(struct statement * statement) = {
        [FACT_NONE] = state_nothing, [FACT_TEXT] = state_word, [FACT_MONEY] = state_amount,
        [FACT_PRICE] = state_price,  [FACT_RATE] = state_rate, [FACT_COUNT] = state_count,
        [FACT_SCORE] = state_count,  [FACT_GROUP] = NULL,
    };
    struct facts *facts = ledger->facts;
    struct fact *fact = fact_find(facts, facts->root, slice_of(name));
    struct statement statement = {ledger, node, fact, name, ""};
    bool figure = fact && fact->kind < FACT_GROUP && by_kind[fact->kind];
    if (fact && fact->waits)
        return; /* nothing to hold it against yet */
    if (figure)
        by_kind[fact->kind](&statement);
    else if (fact)
        fact_report_unknown(facts, ledger->diag, node->key_pos, slice_of(name));
    else
        state_absent(ledger, node, name);
}

static void walk(struct ledger *ledger, const struct node *node, const char *path)
{
    if (node->kind == NODE_STRING || node->kind == NODE_NUMBER) {
        state(ledger, node, path);
        return;
    }
    const struct fact *fact = fact_find(ledger->facts, ledger->facts->root, slice_of(path));
    bool several = fact && fact->kind < FACT_GROUP;
    for (const struct node *child = node->first; child; child = child->next)
        walk(ledger, child,
             several ? path
                     : arena_printf(ledger->facts->arena, "%s%s%s", path, *path ? "." : "",
                                    child->key.p));
}

void ledger_stated(struct ledger *ledger, const struct node *record)
{
    const struct node *stated = node_child(record, SLICE("列报"));
    if (stated)
        walk(ledger, stated, "");
}
