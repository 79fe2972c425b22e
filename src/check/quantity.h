/* Numbers in prose with their units. Private to check/. */
#ifndef CHECK_QUANTITY_H
#define CHECK_QUANTITY_H

#include "check/checking.h"

/* A number of the prose with its unit. */
struct quantity {
    struct slice text; /* as written, with the unit */
    struct slice number;
    enum fact_kind kind; /* FACT_MONEY in 分, FACT_RATE, FACT_COUNT, FACT_SCORE */
    int64_t value; /* money in 分; a rate in percent × 10^decimals; a count; a score × 100 */
    int64_t half;  /* half a unit of the last digit, in 分 */
    int decimals;
};

typedef void visit_fn(struct checking *checking, const struct fact *text,
                      const struct quantity *quantity, void *context);

/* Calls visit with each quantity of the text. */
void each_quantity(struct checking *checking, const struct fact *text, visit_fn *visit,
                   void *context);

/* The quantity that the text begins with. */
bool quantity_begins(struct slice text, struct quantity *quantity);

/* Whether the fact is the quantity, as far as that is written out. */
bool quantity_is(const struct quantity *quantity, const struct fact *fact);

#endif
