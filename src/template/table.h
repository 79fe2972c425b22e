/* The grid of a table: every row fills the same columns, counting spans. */
#ifndef TEMPLATE_TABLE_H
#define TEMPLATE_TABLE_H

#include "base/diag.h"
#include "template/document.h"

/* Checks the grid and gives header cells the scope that their place implies. */
void table_check(struct arena *arena, struct diag *diag, struct doc_node *table);

#endif
