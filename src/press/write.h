/* Writing files: whole or not at all. */
#ifndef PRESS_WRITE_H
#define PRESS_WRITE_H

#include "base/slice.h"

/* Writes the file so that whoever reads it finds the old one or the whole new one: under a name
 * that nobody can have put there before, synced, then renamed. The access rights of what it
 * replaces stay. A link is followed; a device or pipe is written to as it is. False with errno set
 * when nothing was written. */
bool write_file(const char *path, struct slice bytes);

/* The same without waiting for the disk: safe against everything but a loss of power. */
bool write_file_soon(const char *path, struct slice bytes);

/* All bytes to an open file. False with errno set. */
bool write_all(int file, struct slice bytes);

/* Whether a name is one under which files are written before they are renamed. Only where files
 * cannot do without a name does a run that was killed leave one. */
bool is_draft_name(const char *name);

#endif
