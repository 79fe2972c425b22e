#include "check/quantity.h"

#include <stdlib.h>
#include <string.h>

static const struct unit {
    const char *name;
    enum fact_kind kind;
    int scale; /* 分 per unit as a power of ten */
} units[] = {{"万元", FACT_MONEY, 6}, {"亿元", FACT_MONEY, 10}, {"元", FACT_MONEY, 2},
             {"%", FACT_RATE, 0},     {"％", FACT_RATE, 0},     {"辆", FACT_COUNT, 0},
             {"批次", FACT_COUNT, 0}, {"人次", FACT_COUNT, 0},  {"个团组", FACT_COUNT, 0},
             {"分", FACT_SCORE, 2}};

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
