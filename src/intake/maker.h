/*
 * What makes a record of figures: the harvest that it finds them in, and the tree that it types
 * leaves into.
 */
#ifndef INTAKE_MAKER_H
#define INTAKE_MAKER_H

#include "intake/harvest.h"
#include "record/tree.h"

enum { YUAN = 100, TEN_THOUSAND = 1000000 }; /* in 分 */

struct maker {
    struct harvest *harvest;
    struct arena *arena;
    struct diag *diag;
    struct node *root;
    int64_t unit;
    struct slice *codes; /* 7 digits, ascending */
    uint32_t code_count, code_room;
    bool funds_apart; /* money of the government funds is told of, but their table is not there */
};

/* The figure of the fact, or NULL. */
__attribute__((format(printf, 2, 3))) const struct figure *maker_find(const struct maker *maker,
                                                                      const char *format, ...);

static inline int64_t number_of(const struct figure *figure)
{
    return figure ? figure->number : 0;
}

static inline int64_t step_of(const struct figure *figure)
{
    return figure ? figure->step : 0;
}

/* Types the text at the path, unless something stands there. NULL when something does. */
struct node *maker_put_text(const struct maker *maker, const char *path, struct slice text,
                            struct pos pos);

/* step: what one in the last place of what it is made of is worth; 0 for what is exact. from, which
 * may be NULL, tells the place. */
void maker_put_amount(const struct maker *maker, const char *path, int64_t amount,
                      const struct figure *from, int64_t step);

/* Types the figure of the fact under the key. False when there is none. */
bool maker_copy(const struct maker *maker, const char *key, const char *fact);

#endif
