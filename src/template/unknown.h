/* Keys of a package that are no setting. */
#ifndef TEMPLATE_UNKNOWN_H
#define TEMPLATE_UNKNOWN_H

#include "base/nearest.h"
#include "record/tree.h"

/* Reports that the node's key is no setting, and which was meant, if one is like it. */
void settings_report_unknown(struct diag *diag, const struct node *node,
                             const struct nearest *nearest);

#endif
