/* Figures as exact numbers: what a cell shows, and what a fact is. */
#ifndef PUBLISH_NUMBER_H
#define PUBLISH_NUMBER_H

#include "ledger/facts.h"

/* A figure as it is printed: value / 10^decimals, in percent if it says so. */
struct number {
    int64_t value;
    int decimals; /* 0 to 18 */
    bool separators;
    bool percent;
};

/* Reads "6,717.05", "-3.2%". false if the text is anything else, or has more than 15 digits: those
 * who read workbooks keep no more. */
bool number_read(struct slice text, struct number *number);

/* Appends it without separators; in percent as the fraction that it is: 3.2% gives 0.032. */
void number_print(struct buf *out, const struct number *number);

/* Whether a fact is a figure: money, price, rate, count or score. */
bool fact_is_figure(const struct fact *fact);

/* Appends the exact value of a figure in fact_unit, as a plain decimal; a rate in percent and a
 * price in 元, which need not end, rounded to six decimals, idle zeros dropped. false if it does
 * not fit. */
bool fact_put_value(struct buf *out, const struct fact *fact);

/* "元", "%", "分" of a score; "" for others. */
const char *fact_unit(const struct fact *fact);

/* What the kind of a fact is called outside: "money", "rate", … */
const char *fact_kind_name(const struct fact *fact);

#endif
