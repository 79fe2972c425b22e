/*
 * Record → facts. The order in which the facts come to be:
 *
 *     leaves      the record's values, under the record's names
 *     last state  上年 of an agency that has none to compare with has no value
 *     last year   上年 from the facts of last year's record, where it names one
 *     units       a department's amounts with those of its units added
 *     codes       the subject codes typed have names and fit their budgets
 *     subjects    tables by subject code, summed 项 → 款 → 类
 *     matrix      expenditure by functional and economic subject at once
 *     economic    基本支出 by economic subject
 *     detail      budget, last year, uses and reasons of each subject of 一般公共预算支出
 *     performance scores and grades of the 绩效 projects
 *     formulas    every other figure, by the rows of formulas.def
 *     lists       the parts that are not zero, with their shares
 *     waits       of an unfinished record: what rests on what is missing has no value
 *     stated      figures as published (列报), held against the derived ones
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "ledger/catalog.h"
#include "ledger/facts.h"
#include "ledger/form.h"
#include "record/record.h"

/* Derives all facts of a record. last holds the facts of last year's record, from which figures of
 * 上年 that are not typed are taken, or is NULL. NULL after reporting errors (a subject without a
 * name, a sum that does not fit). The facts live in the arena and refer to the record's nodes. */
struct facts *ledger_run(struct arena *arena, struct diag *diag, const struct node *record,
                         const struct facts *last, const struct catalog *catalog);

/* The same by the rows of another form than ledger_accounts, and for a department whose record
 * names its units' records (单位.下属记录): their facts, in that order, are added to what it types
 * itself, and what cancels (抵消) is set off. */
struct facts *ledger_run_form(struct arena *arena, struct diag *diag,
                              const struct ledger_form *form, const struct node *record,
                              const struct facts *last, const struct catalog *catalog,
                              const struct facts *const *units, size_t count);

/* Types into the record the sums over its units, and forgets these, as below. */
void ledger_settle_units(struct arena *arena, struct node *record, const struct facts *facts);

/* Types into the record what ledger_run took from last year's record, and forgets that one: from
 * then on the record stands alone and gives the same facts. */
void ledger_settle_last_year(struct arena *arena, struct node *record, const struct facts *facts);
/* Types the fact's number, an amount or a count, into the record under the name of the figure. */
void ledger_settle_own(struct arena *arena, struct node *record, const char *figure,
                       const struct fact *fact);
/* Types into the record the names of subjects that no list of ours has: then it reads the same
 * where the user's own lists are not. */
void ledger_settle_own_names(struct arena *arena, struct node *record, const struct facts *facts);

/* The i-th figure of 上年 and the fact of last year's record that gives it; false after the last.
 * 上年.一般公共预算支出 comes besides, code by code. */
bool ledger_last_figure(size_t i, const char **figure, const char **source);

/* Appends the value as `gongkai facts` shows it, with the figure stated instead. */
void fact_print_value(struct buf *out, const struct fact *fact);

/* Appends name, value, formula and terms of a fact; a group or list prints its members. */
void fact_explain(struct buf *out, const struct facts *facts, const struct fact *fact, int depth);

/* Appends a table of formulas, for the manual. */
void formulas_print(struct buf *out, const struct formula_row *rows, enum language language);

/* Appends every fact, a line each: name, value, formula: the golden format. */
void facts_dump(struct buf *out, const struct facts *facts);

/* The groups of amounts by code that may be typed for a 项 or, instead, for its 款 or 类. NULL
 * ends. */
extern const char *const ledger_leveled[];

#endif
