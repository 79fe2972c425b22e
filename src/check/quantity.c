#include "check/quantity.h"
#include "base/characters.h"
#include "check/words.h"

#include <limits.h>
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

/* ---- Chinese numerals, of counts: 购置十六辆 ---- */

/* The digit 0 to 9, or 10 to 10000, that the text begins with; -1 for none. */
static int numeral_of(struct slice text)
{
    static const struct {
        const char *character;
        int value;
    } others[] = {{"零", 0},   {"〇", 0},    {"两", 2},    {"十", 10},
                  {"百", 100}, {"千", 1000}, {"万", 10000}};
    size_t at = 0;
    int digit = text.n ? han_digit(utf8_next(text, &at)) : 0;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (slice_starts(text, others[i].character))
            return others[i].value;
    return digit ? digit : -1;
}

enum { HAN = 3 }; /* bytes of one of these */

/* The numeral at `at`, empty if none begins there, or what begins is an order or about as many:
 * 第二批次, 数十人次. */
static struct slice numeral_at(struct slice text, size_t at)
{
    static const char *const others[] = {"第", "数", "几", "近", "约", NULL};
    struct slice before = {text.p + at - (at < HAN ? at : HAN), at < HAN ? at : HAN};
    size_t end = at;
    if (numeral_of((struct slice){text.p + at, text.n - at}) < 0 ||
        text_starts_any(before, others) || numeral_of(before) >= 0)
        return (struct slice){text.p + at, 0};
    while (numeral_of((struct slice){text.p + end, text.n - end}) >= 0)
        end += HAN;
    return (struct slice){text.p + at, end - at};
}

/* 二百零五; false for what is no one number, such as 三四. */
static bool read_numeral(struct slice text, int64_t *value)
{
    int64_t below = 0, digit = -1;
    *value = 0;
    for (int last = INT_MAX; text.n; text = (struct slice){text.p + HAN, text.n - HAN}) {
        int next = numeral_of(text);
        if (next < 10) {
            if (digit > 0)
                return false;
            digit = next;
        } else if (next == 10000) {
            *value = (below + (digit > 0 ? digit : 0)) * next;
            below = 0, digit = -1, last = INT_MAX;
        } else {
            if (next >= last)
                return false;
            below += (digit > 0 ? digit : 1) * next;
            digit = -1, last = next;
        }
    }
    *value += below + (digit > 0 ? digit : 0);
    return true;
}

static bool read_count(struct slice text, struct slice number, struct quantity *quantity)
{
    struct slice rest = text_after(text, number);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].kind == FACT_COUNT && slice_starts(rest, units[i].name)) {
            *quantity = (struct quantity){.text = {number.p, number.n + strlen(units[i].name)},
                                          .number = number,
                                          .kind = FACT_COUNT};
            return read_numeral(number, &quantity->value);
        }
    return false;
}

/* ---- Quantities ---- */

static bool read_quantity(struct slice text, struct slice number, struct quantity *quantity)
{
    char digits[32];
    struct slice bare = plain(number, digits, sizeof digits);
    struct slice rest = text_after(text, number);
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

/* Whether a number may begin with the byte: a digit, the first byte of a wide one or a numeral. */
static bool may_begin(char byte, bool may_count)
{
    const unsigned char first = (unsigned char)byte;
    return is_digit(byte) || first == 0xEF || (may_count && first > 0xBF);
}

void each_quantity(struct checking *checking, const struct fact *text, visit_fn *visit,
                   void *context)
{
    static const char *const counted[] = {"辆", "批次", "人次", "个团组", "个项目", NULL};
    bool may_count = text_find_any(text->text, counted).p != NULL;
    for (size_t at = 0; at < text->text.n; at++) {
        if (!may_begin(text->text.p[at], may_count))
            continue;
        struct slice number = number_at(text->text, at);
        struct quantity quantity = {0};
        bool numeral = !number.n;
        if (numeral && may_count)
            number = numeral_at(text->text, at);
        if (!number.n)
            continue;
        if ((numeral ? read_count : read_quantity)(text->text, number, &quantity))
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
