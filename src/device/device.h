/* Devices: pages → the bytes of a file. */
#ifndef DEVICE_DEVICE_H
#define DEVICE_DEVICE_H

#include "base/diag.h"
#include "layout/pages.h"

/* What a file says about itself beyond its pages. */
struct file_info {
    const char *producer; /* "gongkai 0.1.0" */
    int64_t date;         /* seconds since 1970, UTC; 0 for none */
};

/* The archival PDF: tagged, fonts embedded as subsets. Same pages and info give the same bytes.
 * Appends the file to out; false after reporting an error. */
bool pdf_write(struct buf *out, struct diag *diag, const struct pages *pages,
               const struct file_info *info);

#endif
