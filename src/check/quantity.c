#include "check/quantity.h"

#include <stdlib.h>
#include <string.h>

static const struct unit {
    const char *name;
    enum fact_kind kind;
    int scale; /* 分 per unit as a power of ten */
} units[] = {{"万元", FACT_MONEY, 6},   {"亿元", FACT_MONEY, 10}, {"元", FACT_MONEY, 2},
             {"%", FACT_RATE, 0},       {"％", FACT_RATE, 0},     {"辆", FACT_COUNT, 0},
             {"批次", FACT_COUNT, 0},   {"人次", FACT_COUNT, 0},  {"个团组", FACT_COUNT, 0},
             {"个项目", FACT_COUNT, 0}, {"分", FACT_SCORE, 2}};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The digit, point or separator at `at`, ASCII or full-width, and how many bytes it takes. */
static size_t figure_at(struct slice text, size_t at, char *figure)
{
    const unsigned char *p = (const unsigned char *)text.p + at;
    if (at >= text.n)
        return 0;
    *figure = (char)*p;
    if (is_digit(*figure) || *p == '.' || *p == ',')
        return 1;
    if (text.n - at < 3 || p[0] != 0xEF || p[1] != 0xBC || (p[2] != 0x8E && (p[2] & 0xF0) != 0x90))
        return 0;
    *figure = p[2] == 0x8E ? '.' : (char)('0' + (p[2] & 0xF)); /* ．０ … ９ */
    return *figure <= '9' ? 3 : 0;
}

/* Whether the number began before. */
static bool is_inside(struct slice text, size_t at)
{
    char figure;
    bool ascii = at >= 1 && figure_at(text, at - 1, &figure) == 1;
    return (ascii || (at >= 3 && figure_at(text, at - 3, &figure) == 3)) && figure != ',';
}

/* The number at `at` with its separators, empty if none begins there. */
static struct slice number_at(struct slice text, size_t at)
{
    size_t end = at;
    char figure, next;
    for (size_t n; (n = figure_at(text, end, &figure)) > 0; end += n)
        if (!is_digit(figure) && (end == at || !figure_at(text, end + n, &next) || !is_digit(next)))
            break;
    return (struct slice){text.p + at, is_inside(text, at) ? 0 : end - at};
}

/* In ASCII, without thousands separators; the buffer must hold it. */
static struct slice plain(struct slice number, char *into, size_t room)
{
    size_t n = 0;
    char figure;
    for (size_t at = 0; at < number.n && n < room; at += figure_at(number, at, &figure))
        if (figure_at(number, at, &figure) && figure != ',')
            into[n++] = figure;
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

void each_quantity(struct checking *checking, const struct fact *text, visit_fn *visit,
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

bool quantity_begins(struct slice text, struct quantity *quantity)
{
    struct slice number = number_at(text, 0);
    return number.n && read_quantity(text, number, quantity);
}

/* In 万元 with two decimals, sums of printed amounts may be off by one in the last place. */
static bool is_same_amount(const struct quantity *quantity, int64_t amount)
{
    int64_t most = quantity->half == 5000 ? 10000 : quantity->half;
    return llabs(llabs(amount) - quantity->value) <= most;
}

static bool is_same_rate(const struct quantity *quantity, const struct fact *rate)
{
    int64_t percent;
    bool negative = rate->rate.num < 0;
    return (rate_percent(rate->rate, quantity->decimals, &percent) &&
            llabs(percent) == quantity->value) ||
           fact_is_rate_of_rounded(rate, quantity->decimals,
                                   negative ? -quantity->value : quantity->value);
}

bool quantity_is(const struct quantity *quantity, const struct fact *fact)
{
    int64_t price;
    if (quantity->kind == FACT_MONEY && fact->kind == FACT_PRICE)
        return decimal_scale(fact->rate.num, 1, fact->rate.den, &price) &&
               is_same_amount(quantity, price);
    if (quantity->kind != fact->kind)
        return false;
    if (fact->kind == FACT_COUNT || fact->kind == FACT_SCORE)
        return fact->number == quantity->value;
    return fact->kind == FACT_MONEY ? is_same_amount(quantity, fact->number)
                                    : is_same_rate(quantity, fact);
}
