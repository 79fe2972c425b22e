/* What cells say: labels as they are compared, and figures. Private to the intake. */
#ifndef INTAKE_FIGURE_H
#define INTAKE_FIGURE_H

#include "intake/grid.h"

/* The character as it is compared: half-width; 0 for a blank or a quote, which do not count. */
uint32_t label_code(uint32_t code);

/* The text as it is compared: half-width, without blanks, quotes and line ends, in the arena. */
struct slice label_plain(struct arena *arena, struct slice text);

/* A plain label without what numbers it: 一、 (一) 1. 1、 ①, and 其中: */
struct slice label_bare(struct slice plain);

/* The digits of a subject code: full-width digits count, blanks and points between them do not. An
 * empty slice when the text is something else. */
struct slice code_digits(struct arena *arena, struct slice text);

/* The digits that a label begins with: 2040201 行政运行. */
struct slice code_prefix(struct arena *arena, struct slice plain);

/* The year that a line above a table is of, as a plain label: 2023年度, 二〇二三年部门决算表,
 * 年度:2023; 0 for none. */
int year_told(struct slice plain);

enum figure_text {
    FIGURE_NOTHING, /* a blank, or a sign for none: — 一 / 无 */
    FIGURE_NUMBER,
    FIGURE_PENDING, /* a formula without a value */
    FIGURE_FAULT,   /* #REF! */
    FIGURE_SCALED,  /* its format shows another number */
    FIGURE_WORDS    /* anything else */
};

/* Reads a cell as a figure. *number is the exact decimal, without separators, in the arena; *unit
 * the unit that stands behind it (元, 万元), or empty. */
enum figure_text figure_read(struct arena *arena, const struct cell *cell, struct slice *number,
                             struct slice *unit);

/* 分 in one 元, 千元, 万元, 亿元, which a plain text begins with; 0 for what is no unit of money,
 * though it may begin like one. */
int64_t unit_of_money(struct slice name);

/* Its name again. */
struct slice unit_name(int64_t unit);

/* The decimal number of units of so many 分, as 分. *step is what one in its last place is worth.
 * false when it does not fit; *rounded tells whether parts of a 分 were rounded. */
bool figure_amount(struct slice number, int64_t unit, int64_t *amount, int64_t *step,
                   bool *rounded);

#endif
