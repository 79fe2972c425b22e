/* Reads a file in a process of its own, within the limits for files that are read back. */
#ifndef ARCHIVE_GUARD_H
#define ARCHIVE_GUARD_H

#include "archive/archive.h"

struct guarded {
    /* Appends the output; false after reporting why there is none. */
    bool (*run)(struct buf *out, struct diag *diag, const struct source *pdf, const char *name);
    const struct source *pdf;
    const char *name; /* handed on */
};

/* What run would do, or false after reporting that it did not come to its end. */
bool guard_run(const struct guarded *guarded, struct buf *out, struct diag *diag);

#endif
