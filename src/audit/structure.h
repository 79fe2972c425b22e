/*
 * How a document is put together: what its contents promise and its body holds, which tables there
 * are and in what order, which year and which 口径 its titles name, how its headings are numbered.
 */
#ifndef AUDIT_STRUCTURE_H
#define AUDIT_STRUCTURE_H

#include "audit/audit.h"

/* Reports what is not as it should be. facts, of the document's tables, may be NULL. tables:
 * whether there must be those of every disclosure. */
void audit_structure(struct diag *diag, const struct book *book, const struct harvest *harvest,
                     const struct facts *facts, int year, bool tables);

/* The first paragraph after the list of contents; the first of all when there is none. */
const struct paragraph *audit_body(const struct book *book);

/* Reports the subjects that a table calls otherwise than the catalogue does, where that is known to
 * have the name of the year. */
void audit_names(struct diag *diag, const struct harvest *harvest, const struct catalog *catalog,
                 int year);

#endif
