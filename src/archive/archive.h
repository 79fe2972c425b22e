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

#endif
