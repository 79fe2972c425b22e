/*
 * Formulas over facts. Names and operators are separated by blanks:
 *
 *     A + B - C      sum; also of counts and scores
 *     Σlist.*.name   sum over a list's items, in a subject list over its 类 rows only
 *     A / B          rate, or of money and a count what each cost; FACT_NONE when B is 0
 *     计数 list      how many items the list has
 *     平均 sum       mean of the terms of the sum; FACT_NONE when there are none
 *     A 比 B         change of A against B: a group of 增减额, 增减率, words and flags; where the
 *                    amount prints as 0, words and flags say 持平 (fact.flat)
 *
 * A name that begins with a dot is looked up in the row at hand. FACT_NONE counts as nothing: a sum
 * of nothing but FACT_NONE is FACT_NONE, and so is a rate or change that lacks a side.
 */
#ifndef LEDGER_FORMULA_H
#define LEDGER_FORMULA_H

#include "base/diag.h"
#include "ledger/facts.h"
#include "ledger/form.h"

/* Evaluates the formula and fills `into`, a fact of kind FACT_NONE that is already in the tree.
 * row may be NULL. false after reporting an overflow. */
bool formula_run(struct facts *facts, struct diag *diag, const struct fact *row,
                 const char *formula, struct fact *into);

/* Whether the row's formula, which a package declares, is one, and names figures that go together.
 * False after reporting at its place. A name with a subject's code may be of none that the record
 * has: that is nothing. */
bool formula_fits(struct facts *facts, struct diag *diag, const struct fact *row,
                  const struct formula_row *formula);

/* The text with the word for every %. */
const char *with_word(struct arena *arena, const char *text, struct slice word);

/* Adds `more` to the amount, count or score `into` (FACT_NONE takes its kind) and to its terms. */
bool fact_accumulate(struct facts *facts, struct diag *diag, struct fact *into,
                     const struct fact *more, int sign);

/* Adds to the facts that a fact was made from. */
void fact_add_term(struct facts *facts, struct fact *fact, const struct fact *term);

/* What a change by the difference is called under the key: 增加 under 增减. Without p where the key
 * is none of a word. */
struct slice change_word(struct slice key, int64_t difference);

/* Position of the first typed value that a fact goes back to. */
struct pos fact_pos(const struct fact *fact);

/* Whether somebody typed the value, or a part of it: a 0 that is typed is not one left out. */
bool fact_is_typed(const struct fact *fact);

/* Of a figure that is 0, or a change or rate of such a one: what the record would have to type for
 * the 0 to be told, a key or the section of several. NULL when it is told, or follows from what is
 * (told.c). */
const struct fact *fact_untold(const struct facts *facts, const struct fact *fact);

/* How many typed values other than zero a fact goes back to. */
uint32_t fact_leaves(const struct fact *fact);

/* 0.005 万元 in 分: what rounding may do to an amount that is printed in 万元 with two decimals. */
enum { HALF_UNIT = 5000 };

/* Reads an amount as it is printed: 5325.78, 5325.78万元, 0.53亿元 or 53257846元, in 分; *unit is
 * what one in its last place is worth. */
bool amount_read(struct slice text, int64_t *amount, int64_t *unit);

/* Whether the percentage, times 10^decimals, may be the rate of its two amounts as printed. */
bool fact_is_rate_of_rounded(const struct fact *fact, int decimals, int64_t percent);

/* Whether the record is in 万元, so that its amounts are rounded already. */
bool facts_are_rounded(const struct facts *facts);

/* An amount for a message, exactly, in the unit of the record: 12.50 元, 0.00125 万元. */
const char *facts_amount_text(const struct facts *facts, int64_t amount);

#endif
