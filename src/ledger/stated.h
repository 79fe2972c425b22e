/*
 * Figures stated (列报), as they are held against the facts:
 *
 *     stated.c        reads each, accepts or refuses it
 *     stated_cause.c  why one differs: what most likely went wrong
 *     stated_apart.c  those that cannot both be one amount
 *     stated_amount.c  what these share
 *
 * Private to the ledger.
 */
#ifndef LEDGER_STATED_H
#define LEDGER_STATED_H

#include "ledger/stages.h"

struct statement {
    struct ledger *ledger;
    const struct statements *all;
    const struct node *node;
    struct fact *fact;
    const char *name;
    const char *computed; /* as it would be printed */
    int64_t value;        /* as the fact's number; a rate in percent, times 10^decimals */
    int64_t unit;         /* what one in the last place of an amount is worth, in 分 */
    int decimals;         /* of a rate */
    bool read;            /* value is known */
    bool percent;         /* a rate is stated with its % */
    bool refused;
    struct statement *next;
};

struct statements {
    struct ledger *ledger;
    struct statement *first, *last;
    struct statement **by_fact; /* the first for each fact, by id, or NULL */
};

/* What went wrong: the message, and what it names besides the figure. */
struct cause {
    enum message message;
    const char *what, *how;
    struct pos also; /* the figure that it follows from, or none */
};

/* Why an amount, rate, price, count or word of change is stated otherwise than it is. */
struct cause stated_count_cause(const struct statement *statement);
struct cause stated_word_cause(const struct statement *statement);
struct cause stated_amount_cause(const struct statement *statement);
struct cause stated_rate_cause(const struct statement *statement);
struct cause stated_price_cause(const struct statement *statement, int64_t price);

/* Reports figures that are one amount but are stated so that none prints as both. */
void stated_apart(const struct statements *all);

/* An amount in 万元 (divisor 10000) or 元 (1), with the unit. */
const char *stated_amount_text(struct arena *arena, int64_t amount, int64_t divisor);

/* What rounding may do to a printed amount; one that is no sum is itself rounded once. */
int64_t stated_rounding(const struct facts *facts, const struct fact *fact);

#endif
