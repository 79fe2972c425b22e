#include "publish/number.h"

enum { DIGITS_MOST = 15, FRACTION_DECIMALS = 6 };

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* A comma stands between digits, three of them after it. */
static bool is_separator(struct slice text, size_t at)
{
    return text.p[at] == ',' && at > 0 && is_digit(text.p[at - 1]) && at + 3 < text.n &&
           is_digit(text.p[at + 1]) && is_digit(text.p[at + 2]) && is_digit(text.p[at + 3]);
}

bool number_read(struct slice text, struct number *number)
{
    *number = (struct number){0};
    bool minus = slice_starts(text, "-"), point = false;
    if (minus)
        text = (struct slice){text.p + 1, text.n - 1};
    if (text.n && text.p[text.n - 1] == '%') {
        number->percent = true;
        text.n--;
    }
    if (!text.n || !is_digit(text.p[0]) || !is_digit(text.p[text.n - 1]))
        return false;
    int digits = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (is_digit(text.p[i]) && digits++ < DIGITS_MOST) {
            number->value = number->value * 10 + (text.p[i] - '0');
            number->decimals += point;
        } else if (text.p[i] == '.' && !point) {
            point = true;
        } else if (!point && is_separator(text, i)) {
            number->separators = true;
        } else {
            return false;
        }
    }
    if (minus)
        number->value = -number->value;
    return true;
}

void number_print(struct buf *out, const struct number *number)
{
    int scale = number->decimals + (number->percent ? 2 : 0);
    uint64_t magnitude = number->value < 0 ? -(uint64_t)number->value : (uint64_t)number->value;
    uint64_t power = (uint64_t)decimal_power(scale);
    buf_puts(out, number->value < 0 ? "-" : "");
    buf_put_unsigned(out, magnitude / power, 1);
    if (scale) {
        buf_putc(out, '.');
        buf_put_unsigned(out, magnitude % power, scale);
    }
}

bool fact_is_figure(const struct fact *fact)
{
    return fact->kind >= FACT_MONEY && fact->kind <= FACT_SCORE;
}

bool fact_put_value(struct buf *out, const struct fact *fact)
{
    static const struct number_style cents = {.decimals = 2, .divisor = 1}, whole = {.divisor = 1},
                                     fraction = {
                                         .decimals = FRACTION_DECIMALS, .divisor = 1, .trim = true};
    switch (fact->kind) {
    case FACT_MONEY:
    case FACT_SCORE:
        return decimal_print(out, fact->number, 2, &cents);
    case FACT_COUNT:
        return decimal_print(out, fact->number, 0, &whole);
    case FACT_PRICE:
    case FACT_MEAN:
        return fraction_print(out, fact->rate, 2, &fraction);
    case FACT_RATE:
        return rate_print(out, fact->rate, &fraction);
    default:
        return false;
    }
}

const char *fact_unit(const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_MONEY:
    case FACT_PRICE:
        return "元";
    case FACT_RATE:
        return "%";
    case FACT_SCORE:
        return "分";
    default:
        return "";
    }
}

const char *fact_kind_name(const struct fact *fact)
{
    static const char *const names[] = {
        [FACT_NONE] = "none",   [FACT_FLAG] = "flag",   [FACT_TEXT] = "text",
        [FACT_MONEY] = "money", [FACT_PRICE] = "price", [FACT_RATE] = "rate",
        [FACT_MEAN] = "mean",   [FACT_COUNT] = "count", [FACT_SCORE] = "score",
        [FACT_UNIT] = "unit",   [FACT_GROUP] = "group", [FACT_LIST] = "list"};
    return names[fact->kind];
}
