/*
 * Finished files, read back: what they carry, and whether they keep the rules of an archive. The
 * writer in device/pdf knows nothing of this, nor this of the writer.
 */
#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include "base/diag.h"

/* Appends the record that the file carries (its associated file with the relationship Source).
 * false after reporting why there is none. */
bool archive_extract(struct buf *out, struct diag *diag, const struct source *pdf);

/* Appends the associated file of that name; false when the file carries none such. */
bool archive_extract_named(struct buf *out, struct diag *diag, const struct source *pdf,
                           const char *name);

/* Holds the file against the rules of PDF/A-3a and PDF/UA-1 that a document such as ours can break
 * (rules.def), and reports each place where one is broken. When all hold, appends a line that says
 * so; else returns false. */
bool archive_verify(struct buf *out, struct diag *diag, const struct source *pdf);

/* The same in this process, for those who feed it harmless files or want to see it die: name NULL
 * stands for the record. */
bool archive_extract_here(struct buf *out, struct diag *diag, const struct source *pdf,
                          const char *name);
bool archive_verify_here(struct buf *out, struct diag *diag, const struct source *pdf,
                         const char *name);

/* The id of the rule at index, NULL past the last; and the rules as a table, for the manual. */
const char *archive_rule(unsigned index);
void archive_print_rules(struct buf *out, enum language language);

#endif
