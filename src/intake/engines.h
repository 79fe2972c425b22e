/* How each sort of table is read, and what the readings share. Private to the recogniser. */
#ifndef INTAKE_ENGINES_H
#define INTAKE_ENGINES_H

#include "base/decimal.h"
#include "intake/figure.h"
#include "intake/heads.h"

void read_code_table(struct layout *layout);
void read_item_table(struct layout *layout);
void read_heads_table(struct layout *layout);
void read_list_table(struct layout *layout);
void read_facts_table(struct layout *layout);
void read_project_table(struct layout *layout);
void read_projects_table(struct layout *layout);

/* Takes the cell as the figure of a fact: a blank is none, anything else that is no figure is
 * reported. cell may be NULL. */
void layout_take(struct layout *layout, const struct cell *cell, struct slice fact);

/* The same of a fact that is a count, or an amount. */
void layout_take_as(struct layout *layout, const struct cell *cell, struct slice fact,
                    bool is_count);

/* The amount that the cell holds, in 分, and what one in its last place is worth; false, of which
 * nothing is told, where it holds none. cell may be NULL. */
bool layout_amount(const struct layout *layout, const struct cell *cell, int64_t *amount,
                   int64_t *step);

/* Adds a figure that was read from a cell of the layout's table. */
void layout_keep(struct layout *layout, struct figure *figure);

/* Of a table that is none of ours: takes the keys that a package declares itself. */
void read_own_figures(struct layout *layout);

/* Whether the fact is a count, not an amount. */
bool is_counted(struct slice fact);

/* The pattern with every `from` replaced, in the arena. */
struct slice fact_of(struct arena *arena, const char *pattern, const char *from, struct slice to);

/* How many cells of the table hold a number. */
uint32_t layout_numbers(const struct layout *layout);

/* Whether the cell holds a number. */
bool is_number(struct layout *layout, const struct cell *cell);

/* Tells of figures added after that one which the sheet does not show. */
void report_unseen(const struct layout *layout, const struct figure *before);

/* Notes the year that the title or the sheet (plain) names of the table. */
void year_name(struct table *table, struct slice title, struct slice sheet);

/* Finds tables of the year before this year's, and of others, among those that are to be read. */
void years_settle(struct harvest *harvest);

/* Tells of hidden sheets that have a table which no other sheet has. */
void report_hidden(const struct harvest *harvest);

/* The unit of money that stands in brackets in a plain label: 金额(万元); 0 for none. */
int64_t unit_in_brackets(struct slice plain);

/* Tells that the cell says another unit than the table. */
void report_units(struct layout *layout, const struct cell *cell, int64_t unit);

/* Says once that the column is left, since nobody knows its head; not of one that nobody sees. */
void report_column(struct layout *layout, uint32_t column);

/* Whether the label is that of a line of totals. */
bool is_total(struct slice label);

/* The same of a list, where 小计 and 本页合计 are, too. */
bool is_list_total(struct slice label);

/* Amounts of lines, added one by one: of a list, or of the lowest codes of a table; label is that
 * of a line of totals, empty for another; code that of a line, or empty. */
struct list_sums *list_sums_new(struct layout *layout);
void list_sums_add(struct list_sums *sums, const struct cell *cell, struct slice label,
                   struct slice code);

/* The same of a line of totals that is not to be held here. */
void list_sums_pass(struct list_sums *sums, const struct cell *cell);

/* Tells of totals that no lines between two of them, or an end, come to. */
void list_sums_hold(const struct list_sums *sums);

#endif
