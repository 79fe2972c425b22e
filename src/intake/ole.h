/* Streams inside a compound file, the container of .xls. Private to the readers. */
#ifndef INTAKE_OLE_H
#define INTAKE_OLE_H

#include "base/slice.h"

/* What so many bytes at the place say, the lowest first; 0 beyond the end. */
uint32_t bytes_read(struct slice bytes, size_t at, unsigned count);

/* The bytes of the stream of that name, in the arena; p NULL when the file has none, or is none. */
struct slice ole_stream(struct arena *arena, struct slice file, const char *name);

/* Whether the file spells the name of a stream, or how one begins, anywhere: of torn files, too. */
bool ole_names(struct slice file, const char *name);

#endif
