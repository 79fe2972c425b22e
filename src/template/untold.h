/* Zeros that nobody typed. */
#ifndef TEMPLATE_UNTOLD_H
#define TEMPLATE_UNTOLD_H

#include "template/document.h"
#include "template/usage.h"

/* Tells, all in one, of figures that the document prints as 0, or says not to be, although the
 * record does not tell them. */
void untold_report(struct diag *diag, const struct document *document, const struct usage *usage);

#endif
