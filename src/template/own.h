/*
 * What a package declares below [自定义]: keys of the record and figures of its own. They become
 * rows of the tables that ours stand in (schema_row, formula_row, last_figure), so that whatever
 * knows those knows them.
 *
 *     [自定义.村级债务.年末数]        a key: it has a 类型
 *     [自定义.帮扶项目.<序号>.名称]    a key of the items of a list
 *     [自定义.村级债务.化解额]        a figure: it has a 公式
 */
#ifndef TEMPLATE_OWN_H
#define TEMPLATE_OWN_H

#include "base/diag.h"
#include "ledger/form.h"

struct node;

#define OWN_SECTION "自定义"

/* Nothing declared yet. */
struct own *own_new(struct arena *arena);

/* Takes in what the settings of one package declare, after those of the package that it extends;
 * what is declared again is the nearer package's. Reports what is wrong. */
void own_take(struct arena *arena, struct diag *diag, struct own *own, const struct node *settings);

/* Makes the rows, once all is taken in. */
void own_finish(struct arena *arena, struct diag *diag, struct own *own);

/* The form with the rows of the package besides: it is the form itself where there are none. */
const struct ledger_form *own_form(struct arena *arena, struct own *own,
                                   const struct ledger_form *form);

/* Appends the table of what a declaration may say, for the manual. */
void own_print(struct buf *out, enum language language);

#endif
