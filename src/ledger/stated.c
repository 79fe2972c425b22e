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

#include "ledger/stated.h"

/* Says of the finding what was refused and why. */
static void tell_refusal(struct statement *statement, struct finding *finding, const char *more,
                         const struct cause *cause)
{
    finding->values[0] = statement->node->text.p;
    finding->values[1] = statement->computed;
    finding->difference = *more ? more : NULL;
    if (cause->also.source)
        finding->also = cause->also;
    else if (fact_leaves(statement->fact) == 1)
        finding->also = fact_pos(statement->fact);
    statement->refused = true;
}

static void refuse_for(struct statement *statement, const char *more, struct cause cause)
{
    struct finding *finding = diag_report_chosen(
        statement->ledger->diag, cause.message, statement->node->pos, statement->name,
        statement->node->text.p, statement->computed, more, cause.what, cause.how);
    tell_refusal(statement, finding, more, &cause);
}

static void refuse(struct statement *statement, enum message message, const char *more)
{
    refuse_for(statement, more, (struct cause){.message = message});
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

/* The text without a suffix; *found tells whether it had it. */
static struct slice without(struct slice text, const char *suffix, bool *found)
{
    size_t n = strlen(suffix);
    *found = slice_ends(text, suffix);
    return slice_trim((struct slice){text.p, *found ? text.n - n : text.n});
}

static struct slice without_percent(struct slice text, bool *percent)
{
    struct slice bare = without(text, "%", percent);
    return *percent ? bare : without(text, "％", percent);
}

/* Published amounts have separators between thousands: 10,500.70. */
static struct slice without_separators(struct arena *arena, struct slice text)
{
    struct buf plain = {0};
    const char *point = memchr(text.p, '.', text.n);
    size_t whole = point ? (size_t)(point - text.p) : text.n;
    for (size_t i = 0; i < text.n; i++) {
        bool separates = text.p[i] == ',' && i && i < whole && (whole - i) % 4 == 0;
        if (!separates)
            buf_putc(&plain, text.p[i]);
    }
    struct slice copy = slice_copy(arena, buf_slice(&plain));
    buf_free(&plain);
    return copy;
}

static int decimals_of(struct slice text)
{
    const char *point = memchr(text.p, '.', text.n);
    return point ? (int)(text.p + text.n - point) - 1 : 0;
}

bool amount_read(struct slice text, int64_t *amount, int64_t *unit)
{
    bool ten_thousand, more, yuan;
    text = without(text, "万元", &ten_thousand);
    text = without(text, "亿元", &more);
    text = without(text, "元", &yuan);
    int scale = yuan ? 2 : more ? 10 : 6, decimals = decimals_of(text);
    *unit = decimal_power(decimals < scale ? scale - decimals : 0);
    return decimal_parse(text, scale, amount) == DECIMAL_OK;
}

static void state_amount(struct statement *statement)
{
    const struct fact *fact = statement->fact;
    struct arena *arena = statement->ledger->facts->arena;
    int64_t stated = statement->value, rounded, difference;
    statement->computed = stated_amount_text(arena, fact->number, 10000);
    if (!statement->read || !decimal_scale(fact->number, 1, 2 * HALF_UNIT, &rounded) ||
        !money_sub(stated, fact->number, &difference)) {
        refuse(statement, MSG_STATED_SYNTAX, "");
        return;
    }
    int64_t bound = stated_rounding(statement->ledger->facts, fact);
    if (difference > bound || difference < -bound) {
        refuse_for(statement, stated_amount_text(arena, difference, 10000),
                   stated_amount_cause(statement));
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
    int64_t stated = statement->value, unit = statement->unit, rounded;
    bool fits = decimal_scale(fact->rate.num, 1, fact->rate.den, &rounded);
    statement->computed = stated_amount_text(statement->ledger->facts->arena, rounded, 1);
    if (!fits || !statement->read) {
        refuse(statement, MSG_STATED_SYNTAX, "");
        return;
    }
    __int128 off = 2 * ((__int128)stated * fact->rate.den - fact->rate.num);
    __int128 half = (__int128)unit * fact->rate.den;
    off = off < 0 ? -off : off;
    if (off > half + 2 * HALF_UNIT) {
        refuse_for(statement,
                   stated_amount_text(statement->ledger->facts->arena, stated - rounded, 1),
                   stated_price_cause(statement, rounded));
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
    int64_t stated = statement->value, rounded;
    int decimals = statement->decimals;
    if (!statement->read || !rate_percent(fact->rate, decimals, &rounded))
        refuse(statement, MSG_STATED_SYNTAX, "");
    else if (stated != rounded && !fact_is_rate_of_rounded(fact, decimals, stated))
        refuse_for(statement, print_points(arena, fact->rate, stated, decimals),
                   stated_rate_cause(statement));
    else if (!statement->percent)
        refuse(statement, MSG_STATED_PERCENT, "");
    else
        accept_rate(statement, stated, decimals, stated == rounded);
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
    int64_t difference;
    if (!statement->read || !money_sub(statement->value, fact->number, &difference))
        refuse(statement, MSG_STATED_SYNTAX, "");
    else if (difference)
        refuse_for(statement, print_count(arena, difference, scale), stated_count_cause(statement));
}

/* A mean is rounded once, to the decimals stated. */
static void state_mean(struct statement *statement)
{
    const struct fact *fact = statement->fact;
    struct arena *arena = statement->ledger->facts->arena;
    int64_t rounded, unit = statement->unit;
    bool fits = decimal_scale(fact->rate.num, 1, fact->rate.den * unit, &rounded);
    statement->computed = print_count(arena, rounded * unit, 2);
    if (!fits || !statement->read)
        refuse(statement, MSG_STATED_SYNTAX, "");
    else if (statement->value != rounded * unit)
        refuse_for(statement, print_count(arena, statement->value - rounded * unit, 2),
                   stated_count_cause(statement));
    else
        accept(statement)->rate = (struct rate){statement->value, 1};
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

/* Whether no change is told of as one by nothing: 增加0万元，增长0%. */
static bool is_change_by_nothing(const struct statement *statement)
{
    static const char *const sizes[] = {"差额", "增减额", "幅度", "增减率"};
    const struct fact *word = statement->fact;
    for (size_t i = 0; slice_is(word->text, "持平") && i < sizeof sizes / sizeof *sizes; i++) {
        const struct fact *size =
            fact_child(statement->ledger->facts, word->parent, slice_of(sizes[i]));
        const struct statement *stated =
            size && statement->all->by_fact ? statement->all->by_fact[size->id] : NULL;
        if (stated && stated->read && !stated->value)
            return true;
    }
    return false;
}

static void state_word(struct statement *statement)
{
    statement->computed = statement->fact->text.p;
    if (slice_eq(statement->fact->text, statement->node->text) || is_stated_flat(statement) ||
        is_change_by_nothing(statement))
        return;
    struct cause cause = stated_word_cause(statement);
    struct finding *finding = diag_report_chosen(
        statement->ledger->diag, cause.message, statement->node->pos, statement->name,
        statement->node->text.p, statement->computed, cause.what, cause.how);
    tell_refusal(statement, finding, "", &cause);
}

/* Whether the fact is a rate of 0 over 0. */
static bool is_nothing_of_nothing(const struct fact *fact)
{
    bool nothing = fact->term_count > 0;
    for (uint32_t i = 0; i < fact->term_count; i++)
        nothing = nothing && fact->terms[i]->kind == FACT_MONEY && !fact->terms[i]->number;
    return nothing;
}

/* No value: 0 % of 0 does no harm. */
static void state_nothing(struct statement *statement)
{
    bool percent;
    int64_t stated;
    struct slice text = without_percent(statement->node->text, &percent);
    bool zero = decimal_parse(text, 6, &stated) == DECIMAL_OK && !stated;
    statement->computed = "无";
    refuse(statement,
           zero && is_nothing_of_nothing(statement->fact) ? MSG_STATED_ZERO : MSG_STATED_NOTHING,
           "");
}

/* The name without the number of one of several statements: 支出.合计.2. */
static const char *unnumbered(struct arena *arena, const char *name)
{
    const char *point = strrchr(name, '.');
    bool numbered = point && point[1] >= '0' && point[1] <= '9' && strlen(point) <= strlen(".99");
    return numbered ? arena_copy(arena, name, (size_t)(point - name)) : name;
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
    } else if (!amount_read(node->text, &stated, &unit) || stated) {
        struct arena *arena = ledger->facts->arena;
        struct finding *finding =
            diag_report(ledger->diag, MSG_STATED_ABSENT, node->pos, unnumbered(arena, name),
                        node->text.p, fact_path(arena, list).p, slice_copy(arena, key).p);
        finding->values[0] = node->text.p;
    }
}

/* Reads what is stated, as the kind of fact wants it. */
static void read_statement(struct statement *statement)
{
    struct slice text = without_separators(statement->ledger->facts->arena, statement->node->text);
    enum fact_kind kind = statement->fact->kind;
    if (kind == FACT_MONEY || kind == FACT_PRICE) {
        statement->read = amount_read(text, &statement->value, &statement->unit);
    } else if (kind == FACT_RATE) {
        text = without_percent(text, &statement->percent);
        statement->decimals = decimals_of(text);
        statement->read = statement->decimals <= 6 &&
                          decimal_parse(text, statement->decimals, &statement->value) == DECIMAL_OK;
    } else if (kind == FACT_MEAN) {
        int decimals = decimals_of(text);
        statement->unit = decimals == 0 ? 100 : decimals == 1 ? 10 : 1;
        statement->read = decimal_parse(text, 2, &statement->value) == DECIMAL_OK;
    } else if (kind == FACT_COUNT || kind == FACT_SCORE) {
        statement->read = decimal_parse(statement->node->text, kind == FACT_SCORE ? 2 : 0,
                                        &statement->value) == DECIMAL_OK;
    }
}

/* One figure, after all have been read: it may follow from another that is stated. */
static void state(struct statement *statement)
{
    static void (*const by_kind[])(struct statement * statement) = {
        [FACT_NONE] = state_nothing, [FACT_TEXT] = state_word, [FACT_MONEY] = state_amount,
        [FACT_PRICE] = state_price,  [FACT_RATE] = state_rate, [FACT_COUNT] = state_count,
        [FACT_SCORE] = state_count,  [FACT_MEAN] = state_mean, [FACT_GROUP] = NULL,
    };
    by_kind[statement->fact->kind](statement);
}

static bool is_figure(const struct fact *fact)
{
    return fact->kind < FACT_GROUP && fact->kind != FACT_FLAG;
}

/* Adds the figure to those stated; what is no figure is reported. */
static void add_statement(struct statements *all, const struct node *node, const char *name)
{
    struct facts *facts = all->ledger->facts;
    struct fact *fact = fact_find(facts, facts->root, slice_of(name));
    if (!fact) {
        state_absent(all->ledger, node, name);
    } else if (fact->waits & WAITS_WITHHELD) {
        diag_report(all->ledger->diag, MSG_WITHHELD_STATED, node->key_pos, name);
        all->ledger->failed = true;
    } else if (fact->waits & WAITS_MISSING) {
        return; /* nothing to hold it against yet */
    } else if (!is_figure(fact)) {
        fact_report_unknown(facts, all->ledger->diag, node->key_pos, slice_of(name));
    } else {
        struct statement *statement = ARENA_NEW(facts->arena, struct statement);
        *statement = (struct statement){
            .ledger = all->ledger, .all = all, .node = node, .fact = fact, .name = name};
        read_statement(statement);
        *(all->last ? &all->last->next : &all->first) = statement;
        all->last = statement;
        if (!all->by_fact[fact->id])
            all->by_fact[fact->id] = statement;
    }
}

static void walk(struct statements *all, const struct node *node, const char *path)
{
    struct facts *facts = all->ledger->facts;
    if (node->kind == NODE_STRING || node->kind == NODE_NUMBER) {
        add_statement(all, node, path);
        return;
    }
    const struct fact *fact = fact_find(facts, facts->root, slice_of(path));
    bool several = fact && fact->kind < FACT_GROUP;
    for (const struct node *child = node->first; child; child = child->next)
        walk(all, child,
             several ? path
                     : arena_printf(facts->arena, "%s%s%s", path, *path ? "." : "", child->key.p));
}

void ledger_stated(struct ledger *ledger, const struct node *record)
{
    const struct node *stated = node_child(record, SLICE("列报"));
    if (!stated)
        return;
    struct facts *facts = ledger->facts;
    struct statements all = {ledger, NULL, NULL,
                             ARENA_ARRAY(facts->arena, struct statement *, facts->count)};
    walk(&all, stated, "");
    for (struct statement *statement = all.first; statement; statement = statement->next)
        state(statement);
    stated_apart(&all);
}
