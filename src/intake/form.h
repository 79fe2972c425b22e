/* Our own workbook to fill in (gongkai new --workbook), read back. */
#ifndef INTAKE_FORM_H
#define INTAKE_FORM_H

#include "intake/grid.h"
#include "record/tree.h"

/* Whether one of the book's sheets holds keys. */
bool book_is_form(const struct book *book);

/* The record's tree, unchecked, each value at its cell. Reports what stands twice, and values in a
 * row that lacks its code. */
struct node *form_read(struct diag *diag, const struct book *book);

#endif
