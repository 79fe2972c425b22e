/* Whether a document is put together as its form is. */
#ifndef AUDIT_CONFORM_H
#define AUDIT_CONFORM_H

#include "audit/audit.h"
#include "template/document.h"

/* Reports headings and tables of the form that the book does not have, or has in another order, and
 * heads of columns that its tables lack. form is the document that the form makes of the same
 * record, so that what it leaves out there is not asked for. */
void audit_conform(struct diag *diag, const struct book *book, const struct harvest *harvest,
                   const struct document *form);

#endif
