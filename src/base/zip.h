/*
 * ZIP archives in memory: workbooks, Word files, OFD. Entries are deflated and all bear the same
 * date, so that the same contents give the same bytes. 4 GiB and 65,535 entries are the limit.
 */
#ifndef BASE_ZIP_H
#define BASE_ZIP_H

#include "base/slice.h"

struct zip;

/* Starts an archive that is appended to out; its entries bear the date, seconds since 1970 UTC (0,
 * and what lies before 1980, give 1980-01-01, the first that there is). */
struct zip *zip_new(struct buf *out, int64_t date);

/* Adds a file. Small ones, and those that deflating makes no smaller, are stored as they are. */
void zip_add(struct zip *zip, const char *name, struct slice bytes);

/* The same, stored as it is: what readers look for at a fixed place. */
void zip_add_stored(struct zip *zip, const char *name, struct slice bytes);

/* Writes the directory and frees the archive. false when it grew beyond what the format holds; what
 * was appended to out is then of no use. */
bool zip_end(struct zip *zip);

#endif
