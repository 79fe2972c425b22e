/* SHA-256, by which files are known again. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/slice.h"

/* The hash as 64 hexadecimal digits, in the arena. */
const char *hash_bytes(struct arena *arena, struct slice bytes);

/* The same of a file; NULL with errno set when it cannot be read. */
const char *hash_file(struct arena *arena, const char *path);

/* The hash of all files below a folder: of the lines that sha256sum prints for them, in the order
 * of their paths, which count from the folder. NULL with errno set when one cannot be read. */
const char *hash_folder(struct arena *arena, const char *folder);

#endif
