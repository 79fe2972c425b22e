/*
 * Figures → the leaf facts of a record. A table prints totals and leaves alike; what a record types
 * follows from them: income and expenditure by 项, source and kind, from the tables of all money
 * less those of fiscal money; balances other than fiscal ones from the totals less the fiscal ones.
 *
 *     harvest ──► leaves ──► tree of nodes, each at its cell, unchecked like a reader's
 */
#ifndef INTAKE_LEAVES_H
#define INTAKE_LEAVES_H

#include "intake/harvest.h"
#include "record/tree.h"

/* The record's tree, amounts in that unit (分 in it), each with what one in the last place of its
 * table is worth in 分 as the node's number. What the tables do not tell is left out.
 * Reports what cannot be told apart, and what was assumed. */
struct node *leaves_record(struct harvest *harvest, int64_t unit);

/* The keys of 上年 in a tree of their own, from the tables of last year. last_figure names the i-th
 * key and the fact that gives it. */
struct node *leaves_last_year(struct harvest *harvest, int64_t unit,
                              bool (*last_figure)(size_t i, const char **key, const char **fact));

/* The unit that a record of these figures has: 元 if most of them are exact to the 元, else 万元.
 */
int64_t leaves_unit(const struct harvest *harvest);

#endif
