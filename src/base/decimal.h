/*
 * Exact decimals. Money is a 64-bit count of 分; a rate is an exact fraction. No binary floating
 * point anywhere; every operation that could overflow says so.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/slice.h"

enum decimal_error {
    DECIMAL_OK,
    DECIMAL_SYNTAX,    /* not a plain decimal number: -?digits(.digits)? */
    DECIMAL_PRECISION, /* more decimals than the unit has */
    DECIMAL_RANGE      /* does not fit */
};

/* Reads text as a number with at most `scale` decimals; *out is the value times 10^scale.
 * Trailing zeros beyond the scale are no error. Neither separators nor exponents are accepted. */
enum decimal_error decimal_parse(struct slice text, int scale, int64_t *out);

/* num / den, den > 0. */
struct rate {
    int64_t num;
    int64_t den;
};

/* false on overflow, *out untouched. */
bool money_add(int64_t a, int64_t b, int64_t *out);
bool money_sub(int64_t a, int64_t b, int64_t *out);

/* 10^exponent, for an exponent of 0 to 18. */
int64_t decimal_power(int exponent);

/* value × factor / divisor rounded half up (on the magnitude, 四舍五入). divisor > 0. */
bool decimal_scale(int64_t value, int64_t factor, int64_t divisor, int64_t *out);

/* The rate in percent with that many decimals (negative: tens of percent), times 10^decimals,
 * rounded. false on overflow. */
bool rate_percent(struct rate rate, int decimals, int64_t *out);

/* Whether the percentage, times 10^decimals, is what remains when the rate is cut off instead of
 * rounded; whether it is right but for the place of its decimal point. */
bool rate_is_cut_off(struct rate rate, int decimals, int64_t percent);
bool rate_is_shifted(struct rate rate, int decimals, int64_t percent);

/* Whether the two differ by two neighbouring digits in each other's place, as 225 and 252 do. */
bool digits_are_swapped(int64_t a, int64_t b);

/* How a number is printed. */
struct number_style {
    int decimals;      /* digits after the point, 0 to 6 */
    int separators;    /* thousands separators, 6,717.05: from so many digits on; 0: never */
    bool trim;         /* drop trailing zeros: 40.8, 3 */
    int64_t divisor;   /* unit printed per unit held: 10000 for 万元 from 元; 1 */
    const char *minus; /* before what is negative; NULL: - */
    const char *zero;  /* printed for an exact zero; NULL prints it as a number, as what rounds to
                          zero always does: a blank would deny that there is anything */
};

/* Whether value (times 10^scale) prints in the style as another number than 0. */
bool decimal_shows(int64_t value, int scale, const struct number_style *style);

/* Appends value (times 10^scale) in the style. false when the value does not fit. */
bool decimal_print(struct buf *out, int64_t value, int scale, const struct number_style *style);

/* Appends a fraction of such a value: num (times 10^scale) for each of den, rounded once. */
bool fraction_print(struct buf *out, struct rate value, int scale,
                    const struct number_style *style);

/* Appends the rate as a percentage without a percent sign, rounded once. */
bool rate_print(struct buf *out, struct rate rate, const struct number_style *style);

#endif
