/*
 * Amounts and counts in prose, held against the figures of the record. An amount that is none of
 * them is noted, since prose may tell of a part; one that is nearly a figure, or has its digits
 * with another decimal point, is doubtful.
 */
#include <string.h>

#include "check/checking.h"

/* A number of the prose with its unit. */
struct quantity {
    struct slice text; /* as written, with the unit */
    struct slice number;
    enum fact_kind kind; /* FACT_MONEY in 分, FACT_RATE, FACT_COUNT */
    int64_t value;       /* money in 分; a rate in percent × 10^decimals; a count */
    int64_t half;        /* half a unit of the last digit, in 分 */
    int decimals;
};

static const struct unit {
    const char *name;
    enum fact_kind kind;
    int scale; /* 分 per unit as a power of ten */
} units[] = {{"万元", FACT_MONEY, 6}, {"亿元", FACT_MONEY, 10}, {"元", FACT_MONEY, 2},
             {"%", FACT_RATE, 0},     {"％", FACT_RATE, 0},     {"辆", FACT_COUNT, 0},
             {"批次", FACT_COUNT, 0}, {"人次", FACT_COUNT, 0},  {"个团组", FACT_COUNT, 0}};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The number at `at` with its separators, empty if none begins there. */
static struct slice number_at(struct slice text, size_t at)
{
    size_t end = at;
    bool inside = at > 0 && (is_digit(text.p[at - 1]) || text.p[at - 1] == '.');
    while (!inside && end < text.n &&
           (is_digit(text.p[end]) || (end > at && (text.p[end] == '.' || text.p[end] == ',') &&
                                      end + 1 < text.n && is_digit(text.p[end + 1]))))
        end++;
    return (struct slice){text.p + at, end - at};
}

/* Without thousands separators; the buffer must hold it. */
static struct slice plain(struct slice number, char *into, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < number.n && n < room; i++)
        if (number.p[i] != ',')
            into[n++] = number.p[i];
    return (struct slice){into, n};
}

static bool read_quantity(struct slice text, struct slice number, struct quantity *quantity)
{
    char digits[32];
    struct slice bare = plain(number, digits, sizeof digits);
    struct slice rest = {number.p + number.n, (size_t)(text.p + text.n - number.p) - number.n};
    const char *point = memchr(bare.p, '.', bare.n);
    int decimals = point ? (int)(bare.p + bare.n - point) - 1 : 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!slice_starts(rest, units[i].name))
            continue;
        int scale = units[i].kind == FACT_RATE ? decimals : units[i].scale;
        if (decimals > scale || decimals > 6)
            return false;
        *quantity = (struct quantity){.text = {number.p, number.n + strlen(units[i].name)},
                                      .number = number,
                                      .kind = units[i].kind,
                                      .half = decimal_power(scale - decimals) / 2,
                                      .decimals = decimals};
        return decimal_parse(bare, scale, &quantity->value) == DECIMAL_OK;
    }
    return false;
}

typedef void visit_fn(struct checking *checking, const struct fact *text,
                      const struct quantity *quantity, void *context);

static void each_quantity(struct checking *checking, const struct fact *text, visit_fn *visit,
                          void *context)
{
    for (size_t at = 0; at < text->text.n; at++) {
        struct slice number = number_at(text->text, at);
        struct quantity quantity;
        if (!number.n)
            continue;
        if (read_quantity(text->text, number, &quantity))
            visit(checking, text, &quantity, context);
        at += number.n - 1;
    }
}

/* A price (每人每月3000元, 5000元/年) or a bound (50%以上) is no figure of the accounts. */
static bool is_price_or_bound(struct slice text, const struct quantity *quantity)
{
    static const char *const before[] = {"每", "均", "标准", "≥", "≤", "不低于", "不少于"};
    static const char *const after[] = {"/", "以上", "以下", "以内", "左右", "每"};
    size_t start = (size_t)(quantity->text.p - text.p), from = start > 24 ? start - 24 : 0;
    struct slice rest = {quantity->text.p + quantity->text.n, text.n - start - quantity->text.n};
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        if (slice_starts(rest, after[i]))
            return true;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (memmem(text.p + from, start - from, before[i], strlen(before[i])))
            return true;
    return false;
}

static int64_t magnitude(int64_t number)
{
    return number < 0 ? -number : number;
}

/* In 万元 with two decimals, sums of printed amounts may be off by one in the last place. */
static bool is_same_amount(const struct quantity *quantity, int64_t amount)
{
    int64_t most = quantity->half == 5000 ? 10000 : quantity->half;
    return magnitude(magnitude(amount) - quantity->value) <= most;
}

static bool is_same_rate(const struct quantity *quantity, const struct fact *rate)
{
    int64_t percent;
    bool negative = rate->rate.num < 0;
    return (rate_percent(rate->rate, quantity->decimals, &percent) &&
            magnitude(percent) == quantity->value) ||
           fact_is_rate_of_rounded(rate, quantity->decimals,
                                   negative ? -quantity->value : quantity->value);
}

static bool is_same(const struct quantity *quantity, const struct fact *fact)
{
    int64_t price;
    if (quantity->kind == FACT_MONEY && fact->kind == FACT_PRICE)
        return decimal_scale(fact->rate.num, 1, fact->rate.den, &price) &&
               is_same_amount(quantity, price);
    if (quantity->kind != fact->kind)
        return false;
    return fact->kind == FACT_MONEY ? is_same_amount(quantity, fact->number)
                                    : is_same_rate(quantity, fact);
}

/* Within a thousandth, or the same digits with another decimal point; of amounts of at least three
 * digits, since shorter ones are near to each other by chance. */
static bool is_near(const struct quantity *quantity, const struct fact *fact)
{
    if (fact->kind != FACT_MONEY || quantity->value < 200 * quantity->half || !fact->number)
        return false;
    int64_t amount = magnitude(fact->number), off = magnitude(amount - quantity->value);
    if (off <= quantity->value / 1000)
        return true;
    for (int64_t factor = 10; factor <= 10000; factor *= 10)
        if (amount / factor == quantity->value || quantity->value / factor == amount)
            return amount % 1000 != 0;
    return false;
}

enum match { SAME, NEAR, NONE };

/* The rate of the change that the text explains, if what the text says is that rate cut off or with
 * its decimal point elsewhere. */
static const struct fact *spoilt_rate(const struct checking *checking, const struct fact *text,
                                      const struct quantity *quantity)
{
    const struct fact *change = check_change_of(checking, fact_path(checking->facts->arena, text));
    const struct fact *rate = change ? fact_child(checking->facts, change, SLICE("幅度")) : NULL;
    if (!rate || rate->kind != FACT_RATE || quantity->kind != FACT_RATE)
        return NULL;
    int64_t rounded, percent = quantity->value;
    int decimals = quantity->decimals;
    bool right = !rate_percent(rate->rate, decimals, &rounded) || percent == rounded ||
                 fact_is_rate_of_rounded(rate, decimals, percent);
    bool spoilt = rate_is_cut_off(rate->rate, decimals, percent) ||
                  rate_is_shifted(rate->rate, decimals, percent);
    return spoilt && !right ? rate : NULL;
}

/* Whether a figure of the record is the quantity, or which one nearly is. */
static enum match match_of(struct checking *checking, const struct fact *text,
                           const struct quantity *quantity, const struct fact **near)
{
    const struct facts *facts = checking->facts;
    *near = spoilt_rate(checking, text, quantity);
    if (*near)
        return NEAR;
    for (uint32_t i = 0; i < facts->count; i++) {
        if (is_same(quantity, facts->all[i]))
            return SAME;
        if (!*near && is_near(quantity, facts->all[i]))
            *near = facts->all[i];
    }
    return *near ? NEAR : NONE;
}

/* What the text says there. */
static struct side said(const struct checking *checking, const struct fact *text,
                        struct slice words, struct fact value)
{
    struct fact *fact = ARENA_NEW(checking->facts->arena, struct fact);
    *fact = value;
    return (struct side){fact_path(checking->facts->arena, text).p, fact, part_pos(text, words)};
}

static void visit_amount(struct checking *checking, const struct fact *text,
                         const struct quantity *quantity, void *context)
{
    const enum match *wanted = context;
    const struct fact *near;
    if (quantity->kind == FACT_COUNT || is_price_or_bound(text->text, quantity) ||
        match_of(checking, text, quantity, &near) != *wanted)
        return;
    if (!near) {
        check_text(checking, text, quantity->text);
        return;
    }
    struct fact value = {.kind = quantity->kind, .number = quantity->value};
    int64_t off = quantity->value - magnitude(near->number);
    if (quantity->kind == FACT_RATE) {
        value.rate = (struct rate){quantity->value, 100 * decimal_power(quantity->decimals)};
        off = 1; /* it is no rounding */
    }
    check_disagree(checking, said(checking, text, quantity->text, value), side_of(checking, near),
                   off);
}

/* Prose that tells of the year's figures; duties, and what is said of projects, name amounts and
 * rates of all sorts. An attachment tells of them and of its own. */
static bool tells_figures(struct slice path)
{
    return !slice_starts(path, "概况.") &&
           (!slice_starts(path, "绩效.") || slice_starts(path, "绩效.开展情况") ||
            slice_starts(path, "绩效.总体结论"));
}

static void find_near(struct checking *checking, const struct fact *text, struct slice path)
{
    enum match wanted = NEAR;
    if (tells_figures(path))
        each_quantity(checking, text, visit_amount, &wanted);
}

static void find_unknown(struct checking *checking, const struct fact *text, struct slice path)
{
    enum match wanted = NONE;
    if (tells_figures(path) && !slice_starts(path, "说明.附件."))
        each_quantity(checking, text, visit_amount, &wanted);
}

void check_prose_near(struct checking *checking)
{
    each_prose(checking, find_near);
}

void check_prose_amount(struct checking *checking)
{
    each_prose(checking, find_unknown);
}

/* Which counts the prose of a 三公 item may name: the unit and the facts. */
static const struct {
    const char *item, *unit;
    const char *counts[3];
} counted[] = {
    {"公务用车购置费", "辆", {"公务用车购置辆数", "公务用车保有量"}},
    {"公务用车运行维护费", "辆", {"公务用车保有量", "公务用车购置辆数"}},
    {"因公出国（境）费", "人次", {"因公出国（境）人次"}},
    {"因公出国（境）费", "个团组", {"因公出国（境）团组"}},
    {"公务接待费", "批次", {"公务接待批次", "国内接待批次", "国（境）外接待批次"}},
    {"公务接待费", "人次", {"公务接待人次", "国内接待人次", "国（境）外接待人次"}},
};

struct tally {
    const char *unit;
    int64_t sum;
    struct slice first; /* the first count */
    bool known;         /* each count is one of the record's */
    const char *const *counts;
};

static void add_count(struct checking *checking, const struct fact *text,
                      const struct quantity *quantity, void *context)
{
    (void)text;
    struct tally *tally = context;
    size_t unit = strlen(tally->unit);
    if (quantity->text.n != quantity->number.n + unit ||
        memcmp(quantity->text.p + quantity->number.n, tally->unit, unit) != 0)
        return;
    bool known = false;
    for (size_t i = 0; i < 3 && tally->counts[i]; i++) {
        const char *path = arena_printf(checking->facts->arena, "三公.数量.%s", tally->counts[i]);
        known |= check_fact(checking, path)->number == quantity->value;
    }
    tally->known &= known;
    tally->sum += quantity->value;
    if (!tally->first.p)
        tally->first = quantity->text;
}

/* The counts of one text must each be the record's, or add up to it. */
static void compare_counts(struct checking *checking, const struct fact *text, size_t row)
{
    struct tally tally = {.unit = counted[row].unit, .known = true, .counts = counted[row].counts};
    each_quantity(checking, text, add_count, &tally);
    const struct fact *count = check_fact(
        checking, arena_printf(checking->facts->arena, "三公.数量.%s", counted[row].counts[0]));
    if (tally.known || tally.sum == count->number)
        return;
    struct fact sum = {.kind = FACT_COUNT, .number = tally.sum};
    check_disagree(checking, said(checking, text, tally.first, sum), side_of(checking, count),
                   tally.sum - count->number);
}

void check_prose_count(struct checking *checking)
{
    static const char *const texts[] = {"原因", "用途"};
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        for (size_t j = 0; j < 2; j++) {
            const char *path =
                arena_printf(checking->facts->arena, "三公.%s.%s", texts[j], counted[i].item);
            const struct fact *text = check_fact(checking, path);
            if (text && text->kind == FACT_TEXT)
                compare_counts(checking, text, i);
        }
}
