/*
 * Why a figure is stated otherwise than it is. The causes are tried in the order of how much they
 * explain: that it follows from another figure stated, which is to be mended first; a slip of the
 * figure itself (unit, point, digits); a slip of one of its terms; a fact too many or too few.
 */
#include <stdlib.h>
#include <string.h>

#include "ledger/stated.h"

/* ---- What the figure would be if what is stated of its terms were right ---- */

/* A computation with stated terms. */
struct as_stated {
    const struct statements *all;
    const struct statement *because; /* the first that is not what it should be */
    bool failed;                     /* too large */
};

static const struct statement *statement_of(const struct statements *all, const struct fact *fact)
{
    const struct facts *facts = all->ledger->facts;
    bool ours = fact->id < facts->count && facts->all[fact->id] == fact;
    const struct statement *statement = ours ? all->by_fact[fact->id] : NULL;
    return statement && statement->read && statement->value != 0 ? statement : NULL;
}

/* Whether the term of a sum, the i-th name of its formula, is taken off. */
static bool is_taken_off(const struct fact *fact, uint32_t i)
{
    bool off = false;
    uint32_t at = 0;
    if (!fact->formula || strstr(fact->formula, "Σ"))
        return false;
    for (struct slice rest = slice_of(fact->formula); rest.p && at <= i;) {
        struct slice token = slice_cut(&rest, ' ');
        if (slice_is(token, "-") || slice_is(token, "+"))
            off = token.p[0] == '-';
        else
            at++;
    }
    return off;
}

/* 增减额 and 差额 share the terms of their change: what is now and what was before. */
static bool is_part_of_change(const struct fact *fact)
{
    return fact->parent && fact->parent->terms == fact->terms && fact->term_count == 2;
}

static int64_t number_as_stated(struct as_stated *as, const struct fact *fact);

static bool fact_is_amount(const struct fact *fact)
{
    return fact->kind == FACT_MONEY || fact->kind == FACT_COUNT || fact->kind == FACT_SCORE;
}

/* The i-th term: of a change the side that the change itself names, if that is stated. */
static int64_t term_as_stated(struct as_stated *as, const struct fact *fact, uint32_t i)
{
    static const char *const sides[] = {"本年", "上年"};
    const struct fact *side = is_part_of_change(fact) ? fact_child(as->all->ledger->facts,
                                                                   fact->parent, slice_of(sides[i]))
                                                      : NULL;
    bool stated = side && statement_of(as->all, side);
    return number_as_stated(as, stated ? side : fact->terms[i]);
}

static int64_t sum_as_stated(struct as_stated *as, const struct fact *fact)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < fact->term_count && !as->failed; i++) {
        int64_t term = term_as_stated(as, fact, i);
        bool off = is_part_of_change(fact) ? i == 1 : is_taken_off(fact, i);
        as->failed |= !(off ? money_sub(sum, term, &sum) : money_add(sum, term, &sum));
    }
    return sum;
}

static int64_t number_as_stated(struct as_stated *as, const struct fact *fact)
{
    if (!fact_is_amount(fact))
        return 0;
    const struct statement *statement = statement_of(as->all, fact);
    if (statement) {
        bool money = fact->kind == FACT_MONEY;
        int64_t bound = money ? stated_rounding(as->all->ledger->facts, fact) : 0;
        if (!as->because && llabs(statement->value - fact->number) > bound)
            as->because = statement;
        return statement->value;
    }
    int64_t sum = fact->term_count ? sum_as_stated(as, fact) : fact->number;
    return is_part_of_change(fact) && slice_is(fact->key, "差额") ? llabs(sum) : sum;
}

static struct cause follows(const struct statement *because)
{
    return (struct cause){MSG_STATED_FOLLOWS, because->name, because->node->text.p,
                          because->node->pos};
}

/* ---- Words and counts ---- */

struct cause stated_word_cause(const struct statement *statement)
{
    const struct fact *word = statement->fact;
    struct as_stated as = {.all = statement->all};
    struct slice would_be = {NULL, 0};
    if (is_part_of_change(word))
        would_be = change_word(word->key, sum_as_stated(&as, word));
    if (would_be.p && as.because && !as.failed && slice_eq(would_be, statement->node->text))
        return (struct cause){MSG_STATED_WORD_FOLLOWS, as.because->name, as.because->node->text.p,
                              as.because->node->pos};
    return (struct cause){.message = MSG_STATED_WORD};
}

struct cause stated_count_cause(const struct statement *statement)
{
    struct as_stated as = {.all = statement->all};
    int64_t sum = statement->fact->term_count ? sum_as_stated(&as, statement->fact) : 0;
    if (as.because && !as.failed && sum == statement->value)
        return follows(as.because);
    return (struct cause){.message = MSG_STATED_RATE};
}

/* ---- Amounts ---- */

/* Whether the one is the other times the factor. */
static bool is_times(int64_t a, int64_t b, int64_t factor)
{
    return a && b && ((__int128)a * factor == b || (__int128)b * factor == a);
}

static int significant(int64_t number)
{
    int digits = 0;
    while (number && number % 10 == 0)
        number /= 10;
    for (; number; number /= 10)
        digits++;
    return digits;
}

/* Round amounts are each other's multiple, or difference, by chance. */
enum { TELLING = 3 };

/* The same digits with the point elsewhere. */
static enum message point_of(int64_t stated, int64_t amount)
{
    static const struct {
        int64_t factor;
        enum message message;
    } moves[] = {{10, MSG_STATED_POINT}, {100, MSG_STATED_POINT}, {10000, MSG_STATED_UNIT}};
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (is_times(stated, amount, moves[i].factor))
            return moves[i].message;
    return MSG_STATED_DIFFERS;
}

/* The same with digits cut off, or rounded away, at the end. */
static bool is_moved_and_cut(int64_t stated, int64_t exact, int64_t unit)
{
    for (int64_t factor = 10; factor <= 100; factor *= 10) {
        int64_t rounded;
        bool small = decimal_scale(exact, 1, factor * unit, &rounded) &&
                     (rounded * unit == stated || exact / factor / unit * unit == stated);
        bool large = stated / (factor * unit) == exact / unit && stated % (factor * unit) == 0;
        if ((small || large) && significant(stated / unit) >= TELLING)
            return true;
    }
    return false;
}

/* What went wrong with the figure itself; `printed` is it in 万元 with two decimals. */
static enum message slip_of(int64_t stated, int64_t exact, int64_t printed, int64_t unit)
{
    int64_t rounded;
    enum message point = point_of(stated, exact);
    if (point == MSG_STATED_DIFFERS)
        point = point_of(stated, printed);
    if (point != MSG_STATED_DIFFERS || !decimal_scale(exact, 1, unit, &rounded))
        return point;
    if (exact / unit * unit == stated)
        return MSG_STATED_CUT;
    if (stated == -rounded * unit)
        return MSG_STATED_SIGN;
    if (digits_are_swapped(stated / unit, rounded))
        return MSG_STATED_SWAPPED;
    return is_moved_and_cut(stated, exact, unit) ? MSG_STATED_POINT_CUT : MSG_STATED_DIFFERS;
}

enum { NEAR = 4 * HALF_UNIT };

/* What is looked for among facts: a difference, within what rounding explains. */
struct gap {
    const struct statement *statement;
    int64_t off, bound;
    int64_t near; /* what is nearer is no chance, however much rounding explains */
};

static bool is_near(const struct gap *gap, int64_t a, int64_t b)
{
    return llabs(a - b) <= gap->near;
}

static bool is_telling(const struct gap *gap, int64_t amount)
{
    int64_t units;
    return decimal_scale(llabs(amount), 1, gap->statement->unit, &units) &&
           significant(units) >= TELLING && llabs(amount) > 10 * gap->bound;
}

static struct cause named(const struct gap *gap, enum message message, const struct fact *fact)
{
    struct arena *arena = gap->statement->ledger->facts->arena;
    return (struct cause){.message = message,
                          .what = fact_path(arena, fact).p,
                          .how = stated_amount_text(arena, fact->number, 10000)};
}

/* What may have gone wrong with one term of a sum. */
static enum message term_slip(const struct gap *gap, int64_t term)
{
    static const int64_t factors[] = {10, 100, 10000};
    if (is_near(gap, gap->off, -term))
        return MSG_STATED_LEFT_OUT;
    if (is_near(gap, gap->off, term))
        return MSG_STATED_TWICE;
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++)
        if (is_near(gap, gap->off / (factors[i] - 1), term) ||
            is_near(gap, gap->off, term / factors[i] - term))
            return factors[i] == 10000 ? MSG_STATED_TERM_UNIT : MSG_STATED_TERM_POINT;
    int64_t unit = gap->statement->unit, before, after;
    if (decimal_scale(term, 1, unit, &before) && decimal_scale(term + gap->off, 1, unit, &after) &&
        digits_are_swapped(before, after))
        return MSG_STATED_TERM_SWAPPED;
    return MSG_STATED_DIFFERS;
}

static struct cause cause_in_terms(const struct gap *gap)
{
    const struct fact *fact = gap->statement->fact;
    for (uint32_t i = 0; fact->term_count > 1 && i < fact->term_count; i++) {
        const struct fact *term = fact->terms[i];
        if (term->kind != FACT_MONEY || !is_telling(gap, term->number))
            continue;
        bool off = is_part_of_change(fact) ? i == 1 : is_taken_off(fact, i);
        enum message message = term_slip(gap, off ? -term->number : term->number);
        if (message != MSG_STATED_DIFFERS)
            return named(gap, message, term);
    }
    return (struct cause){.message = MSG_STATED_DIFFERS};
}

static size_t depth(const struct fact *fact)
{
    size_t depth = 0;
    for (; fact->parent; fact = fact->parent)
        depth++;
    return depth;
}

/* The fact of that amount which stands highest in the tree. */
static struct cause cause_elsewhere(const struct gap *gap)
{
    const struct facts *facts = gap->statement->ledger->facts;
    const struct fact *best = NULL;
    bool telling = gap->statement->value && is_telling(gap, gap->off);
    for (uint32_t i = 0; i < facts->count && telling; i++) {
        const struct fact *fact = facts->all[i];
        if (fact->kind == FACT_MONEY && fact != gap->statement->fact &&
            is_near(gap, llabs(gap->off), llabs(fact->number)) &&
            (!best || depth(fact) < depth(best)))
            best = fact;
    }
    if (!best)
        return (struct cause){.message = MSG_STATED_DIFFERS};
    return named(gap, gap->off > 0 ? MSG_STATED_ADDED : MSG_STATED_TAKEN_OFF, best);
}

/* No cause is known: the parts of a sum are told, or how many they are, since one may be wrong. */
static struct cause of_parts(const struct statement *statement)
{
    enum { FEW = 4 };
    const struct fact *fact = statement->fact;
    struct arena *arena = statement->ledger->facts->arena;
    const char *sum = "";
    uint32_t count = 0;
    for (uint32_t i = 0; i < fact->term_count; i++) {
        const struct fact *term = fact->terms[i];
        if (term->kind != FACT_MONEY || is_part_of_change(fact) || is_taken_off(fact, i))
            return (struct cause){.message = MSG_STATED_DIFFERS};
        if (term->number)
            sum = arena_printf(arena, "%s%s%s", sum, count++ ? " + " : "",
                               stated_amount_text(arena, term->number, 10000));
    }
    if (count > FEW)
        return (struct cause){.message = MSG_STATED_DIFFERS_PARTS,
                              .what = arena_printf(arena, "%u", count)};
    if (count < 2)
        return (struct cause){.message = MSG_STATED_DIFFERS};
    return (struct cause){.message = MSG_STATED_DIFFERS_SUM, .what = sum};
}

/* Whether the fact rests on that one, as a term or below its terms. */
static bool rests_on(const struct fact *fact, const struct fact *leaf)
{
    bool rests = fact == leaf || (fact->origin && fact->origin == leaf->origin);
    for (uint32_t i = 0; i < fact->term_count && !rests; i++)
        rests = rests_on(fact->terms[i], leaf);
    return rests;
}

static bool rests_on_all(const struct fact *fact, const struct fact *below)
{
    bool rests = below->term_count || rests_on(fact, below);
    for (uint32_t i = 0; i < below->term_count && rests; i++)
        rests = rests_on_all(fact, below->terms[i]);
    return rests;
}

/* A sum of fewer of the same leaves is off by as much: that of the fewest. */
static struct cause cause_below(const struct gap *gap)
{
    const struct statement *statement = gap->statement, *best = NULL;
    uint32_t least = fact_leaves(statement->fact);
    for (const struct statement *s = statement->all->first; s; s = s->next) {
        bool sum = s->read && s->fact->kind == FACT_MONEY && s->fact->term_count > 1;
        if (!sum || !is_near(gap, gap->off, s->value - s->fact->number) ||
            is_part_of_change(s->fact) || fact_leaves(s->fact) >= least ||
            !rests_on_all(statement->fact, s->fact))
            continue;
        best = s;
        least = fact_leaves(s->fact);
    }
    return best ? follows(best) : (struct cause){.message = MSG_STATED_DIFFERS};
}

struct cause stated_amount_cause(const struct statement *statement)
{
    const struct fact *fact = statement->fact;
    struct as_stated as = {.all = statement->all};
    int64_t sum = fact->term_count ? sum_as_stated(&as, fact) : fact->number;
    if (is_part_of_change(fact) && slice_is(fact->key, "差额"))
        sum = llabs(sum);
    int64_t bound = stated_rounding(statement->ledger->facts, fact);
    if (as.because && !as.failed && llabs(sum - statement->value) <= bound)
        return follows(as.because);
    int64_t printed = 0;
    decimal_scale(fact->number, 1, 2 * HALF_UNIT, &printed);
    struct cause cause = {.message = slip_of(statement->value, fact->number,
                                             printed * 2 * HALF_UNIT, statement->unit)};
    struct gap gap = {statement, statement->value - fact->number, bound,
                      bound < NEAR ? bound : NEAR};
    if (cause.message == MSG_STATED_DIFFERS)
        cause = cause_in_terms(&gap);
    if (cause.message == MSG_STATED_DIFFERS && fact->term_count)
        cause = cause_below(&gap);
    if (cause.message == MSG_STATED_DIFFERS)
        cause = cause_elsewhere(&gap);
    return cause.message == MSG_STATED_DIFFERS ? of_parts(statement) : cause;
}

struct cause stated_price_cause(const struct statement *statement, int64_t price)
{
    return (struct cause){.message = slip_of(statement->value, price, price, statement->unit)};
}

/* ---- Rates ---- */

static bool rounds_to(struct rate rate, const struct statement *statement)
{
    int64_t percent;
    return rate.den > 0 && rate_percent(rate, statement->decimals, &percent) &&
           percent == statement->value;
}

static bool is_cut_to(struct rate rate, const struct statement *statement)
{
    return rate.den > 0 && rate_is_cut_off(rate, statement->decimals, statement->value);
}

/* The rate over another divisor; 0 / 0 when there is none. */
static struct rate over(int64_t num, int64_t den)
{
    return den < 0 ? (struct rate){-num, -den} : (struct rate){num, den};
}

/* The rate of its terms as they are stated. */
static struct rate rate_as_stated(struct as_stated *as, const struct fact *fact)
{
    if (fact->term_count != 2)
        return over(0, 0);
    int64_t first = term_as_stated(as, fact, 0), second = term_as_stated(as, fact, 1);
    if (!is_part_of_change(fact))
        return over(first, second);
    const struct facts *facts = as->all->ledger->facts;
    bool absolute = slice_is(fact->key, "幅度");
    const struct fact *change =
        fact_child(facts, fact->parent, absolute ? SLICE("差额") : SLICE("增减额"));
    int64_t difference = number_as_stated(as, change);
    return over(absolute ? llabs(difference) : difference, absolute ? llabs(second) : second);
}

/* Other divisors that are taken by mistake: this year's amount, or another total. */
static struct cause divisor_of(const struct statement *statement)
{
    static const char *const totals[] = {"收入.合计",
                                         "支出.合计",
                                         "总计.收入",
                                         "总计.支出",
                                         "财政拨款总计.收入",
                                         "财政拨款支出.合计",
                                         "收入.财政拨款",
                                         "一般公共预算支出.合计",
                                         "经济.合计",
                                         "三公.决算.合计",
                                         "三公.预算.合计",
                                         "政府采购.合计",
                                         "一般公共预算支出.年初预算",
                                         "一般公共预算支出.全年预算"};
    const struct fact *fact = statement->fact;
    const struct facts *facts = statement->ledger->facts;
    struct arena *arena = facts->arena;
    struct cause cause = {.message = MSG_STATED_RATE};
    if (llabs(statement->value) < 100 || fact->term_count != 2)
        return cause;
    if (is_part_of_change(fact)) {
        const struct fact *now = fact->terms[0], *before = fact->terms[1];
        if (rounds_to(over(fact->rate.num, llabs(now->number)), statement))
            return (struct cause){.message = MSG_STATED_DIVISOR,
                                  .what = fact_path(arena, now).p,
                                  .how = fact_path(arena, before).p};
        if (rounds_to(over(now->number, before->number), statement))
            return (struct cause){.message = MSG_STATED_RATIO};
        return cause;
    }
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        const struct fact *total = fact_find(facts, facts->root, slice_of(totals[i]));
        if (total && total->kind == FACT_MONEY && total != fact->terms[1] &&
            fact->terms[0]->kind == FACT_MONEY &&
            rounds_to(over(fact->terms[0]->number, total->number), statement))
            return (struct cause){.message = MSG_STATED_DIVISOR,
                                  .what = totals[i],
                                  .how = fact_path(arena, fact->terms[1]).p};
    }
    return cause;
}

/* The rate with its point moved to the right, or, below 0, to the left; 0 / 0 when too large. */
static struct rate moved(struct rate rate, int places)
{
    int64_t *side = places < 0 ? &rate.den : &rate.num;
    bool large = __builtin_mul_overflow(*side, decimal_power(abs(places)), side);
    return large ? over(0, 0) : rate;
}

/* What is wrong with the digits of a rate. */
static enum message rate_slip(const struct statement *statement, struct rate rate)
{
    int64_t stated = statement->value, rounded;
    int decimals = statement->decimals;
    if (is_cut_to(rate, statement))
        return MSG_STATED_CUT;
    if (rate_is_shifted(rate, decimals, stated))
        return MSG_STATED_POINT;
    if (rounds_to(over(-rate.num, rate.den), statement))
        return MSG_STATED_SIGN;
    for (int places = -2; places <= 2; places++)
        if (places && llabs(stated) >= 100 && is_cut_to(moved(rate, places), statement))
            return MSG_STATED_POINT_CUT;
    if (rate_percent(rate, decimals, &rounded) && llabs(rounded) >= 100 &&
        digits_are_swapped(stated, rounded))
        return MSG_STATED_SWAPPED;
    return MSG_STATED_RATE;
}

/* No cause is known: the amounts that the rate follows from are told, since one may be wrong. */
static struct cause of_amounts(const struct fact *fact, struct arena *arena)
{
    const struct fact *const *term = fact->terms;
    if (fact->term_count != 2 || term[0]->kind != FACT_MONEY || term[1]->kind != FACT_MONEY)
        return (struct cause){.message = MSG_STATED_RATE};
    return (struct cause){.message = MSG_STATED_RATE_OF,
                          .what = stated_amount_text(arena, term[0]->number, 10000),
                          .how = stated_amount_text(arena, term[1]->number, 10000)};
}

struct cause stated_rate_cause(const struct statement *statement)
{
    struct as_stated as = {.all = statement->all};
    struct rate rate = rate_as_stated(&as, statement->fact);
    if (as.because && !as.failed && rounds_to(rate, statement))
        return follows(as.because);
    struct cause cause = {.message = rate_slip(statement, statement->fact->rate)};
    if (cause.message == MSG_STATED_RATE && as.because && !as.failed && is_cut_to(rate, statement))
        return (struct cause){MSG_STATED_FOLLOWS_CUT, as.because->name, as.because->node->text.p,
                              as.because->node->pos};
    if (cause.message == MSG_STATED_RATE)
        cause = divisor_of(statement);
    return cause.message == MSG_STATED_RATE
               ? of_amounts(statement->fact, statement->ledger->facts->arena)
               : cause;
}
