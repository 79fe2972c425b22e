/* Budgets that no line tells. */
#ifndef TEMPLATE_UNLISTED_H
#define TEMPLATE_UNLISTED_H

#include "template/document.h"

/* Warns of budgets typed that are part of a sum which the document tells, where it tells the budget
 * of each subject but not these: typed for a 类 where the lines are of 项. */
void unlisted_report(struct diag *diag, const struct document *document, const struct facts *facts);

#endif
