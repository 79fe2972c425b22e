#include "base/decimal.h"

#include <string.h>

typedef __int128 wide;

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* -?digits(.digits)? */
static bool is_decimal(struct slice text)
{
    size_t i = text.n && text.p[0] == '-';
    size_t digits = 0;
    for (; i < text.n && is_digit(text.p[i]); i++)
        digits++;
    if (!digits)
        return false;
    if (i == text.n)
        return true;
    if (text.p[i++] != '.' || i == text.n)
        return false;
    for (; i < text.n; i++)
        if (!is_digit(text.p[i]))
            return false;
    return true;
}

enum decimal_error decimal_parse(struct slice text, int scale, int64_t *out)
{
    if (!is_decimal(text))
        return DECIMAL_SYNTAX;
    bool negative = text.p[0] == '-';
    int64_t value = 0;
    int decimals = -1;
    for (size_t i = negative; i < text.n; i++) {
        if (text.p[i] == '.') {
            decimals = 0;
            continue;
        }
        if (decimals >= scale) {
            if (text.p[i] != '0')
                return DECIMAL_PRECISION;
            continue;
        }
        decimals += decimals >= 0;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, text.p[i] - '0', &value))
            return DECIMAL_RANGE;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < scale; i++)
        if (__builtin_mul_overflow(value, 10, &value))
            return DECIMAL_RANGE;
    *out = negative ? -value : value;
    return DECIMAL_OK;
}

bool money_add(int64_t a, int64_t b, int64_t *out)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum))
        return false;
    *out = sum;
    return true;
}

bool money_sub(int64_t a, int64_t b, int64_t *out)
{
    int64_t difference;
    if (__builtin_sub_overflow(a, b, &difference))
        return false;
    *out = difference;
    return true;
}

static bool narrow(wide value, int64_t *out)
{
    if (value > INT64_MAX || value < -INT64_MAX)
        return false;
    *out = (int64_t)value;
    return true;
}

/* Half up on the magnitude: 四舍五入. */
static wide divide_round(wide num, wide den)
{
    wide magnitude = num < 0 ? -num : num, quotient, rest;
    if (magnitude <= INT64_MAX && den <= INT64_MAX) { /* mostly: the processor divides these */
        quotient = (int64_t)magnitude / (int64_t)den;
        rest = (int64_t)magnitude % (int64_t)den;
    } else {
        quotient = magnitude / den;
        rest = magnitude % den;
    }
    if (rest * 2 >= den)
        quotient++;
    return num < 0 ? -quotient : quotient;
}

bool decimal_scale(int64_t value, int64_t factor, int64_t divisor, int64_t *out)
{
    return narrow(divide_round((wide)value * factor, divisor), out);
}

int64_t decimal_power(int exponent)
{
    int64_t power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

bool rate_percent(struct rate rate, int decimals, int64_t *out)
{
    int64_t den;
    if (decimals >= 0)
        return decimal_scale(rate.num, 100 * decimal_power(decimals), rate.den, out);
    return !__builtin_mul_overflow(rate.den, decimal_power(-decimals), &den) &&
           decimal_scale(rate.num, 100, den, out);
}

bool rate_is_cut_off(struct rate rate, int decimals, int64_t percent)
{
    return (wide)rate.num * 100 * decimal_power(decimals) / rate.den == percent;
}

bool rate_is_shifted(struct rate rate, int decimals, int64_t percent)
{
    static const int places[] = {-2, -1, 1, 2};
    int64_t there;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (rate_percent(rate, decimals + places[i], &there) && there && there == percent)
            return true;
    return false;
}

bool digits_are_swapped(int64_t a, int64_t b)
{
    if ((a < 0) != (b < 0) || a == b)
        return false;
    while (a % 10 == b % 10)
        a /= 10, b /= 10;
    bool crossed = a % 10 == b / 10 % 10 && b % 10 == a / 10 % 10;
    return crossed && a / 100 == b / 100;
}

static void put_integer(struct buf *out, uint64_t value, int separators)
{
    bool separated = separators && value >= (uint64_t)decimal_power(separators - 1);
    char digits[32];
    size_t n = 0;
    for (int count = 0; value || !count; count++) {
        if (separated && count && count % 3 == 0)
            digits[n++] = ',';
        digits[n++] = (char)('0' + value % 10);
        value /= 10;
    }
    while (n)
        buf_putc(out, digits[--n]);
}

/* Appends scaled, an integer times 10^style->decimals; zero tells whether that is exactly 0. */
static void put_scaled(struct buf *out, int64_t scaled, bool zero, const struct number_style *style)
{
    if (zero && style->zero) {
        buf_puts(out, style->zero);
        return;
    }
    uint64_t magnitude = scaled < 0 ? (uint64_t)-scaled : (uint64_t)scaled;
    uint64_t unit = (uint64_t)decimal_power(style->decimals);
    uint64_t fraction = magnitude % unit;
    int decimals = style->decimals;
    if (scaled < 0)
        buf_puts(out, style->minus ? style->minus : "-");
    put_integer(out, magnitude / unit, style->separators);
    for (; style->trim && decimals && fraction % 10 == 0; decimals--)
        fraction /= 10;
    if (decimals)
        buf_putc(out, '.');
    while (decimals--)
        buf_putc(out, (char)('0' + fraction / (uint64_t)decimal_power(decimals) % 10));
}

bool fraction_print(struct buf *out, struct rate value, int scale, const struct number_style *style)
{
    int64_t scaled, unit = style->divisor * decimal_power(scale);
    if (__builtin_mul_overflow(value.den, unit, &unit) ||
        !decimal_scale(value.num, decimal_power(style->decimals), unit, &scaled))
        return false;
    put_scaled(out, scaled, value.num == 0, style);
    return true;
}

bool decimal_shows(int64_t value, int scale, const struct number_style *style)
{
    int64_t scaled;
    return !decimal_scale(value, decimal_power(style->decimals),
                          style->divisor * decimal_power(scale), &scaled) ||
           scaled != 0;
}

bool decimal_print(struct buf *out, int64_t value, int scale, const struct number_style *style)
{
    return fraction_print(out, (struct rate){value, 1}, scale, style);
}

bool rate_print(struct buf *out, struct rate rate, const struct number_style *style)
{
    int64_t scaled;
    if (!decimal_scale(rate.num, 100 * decimal_power(style->decimals), rate.den, &scaled))
        return false;
    put_scaled(out, scaled, rate.num == 0, style);
    return true;
}
