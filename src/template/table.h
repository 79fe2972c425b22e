/* The grid of a table: every row fills the same columns, counting spans. */
#ifndef TEMPLATE_TABLE_H
#define TEMPLATE_TABLE_H

#include "base/diag.h"
#include "ledger/facts.h"
#include "template/document.h"

/* Checks the grid and gives header cells the scope that their place implies. */
void table_check(struct arena *arena, struct diag *diag, struct doc_node *table);

/* Warns of each table whose figures are all zero while no paragraph below it says that there are
 * none, unless the record is empty itself. */
void tables_check_silent(struct diag *diag, const struct document *document,
                         const struct facts *facts);

/* Reports headings and paragraphs that lead to something (…：) with nothing under them. */
void headings_check_hollow(struct arena *arena, struct diag *diag, const struct document *document);

/* Warns of each amount typed that a total of a table holds while the table, which breaks that total
 * down, prints no part of it with the amount. */
void tables_check_terms(struct arena *arena, struct diag *diag, const struct document *document,
                        const struct facts *facts);

#endif
