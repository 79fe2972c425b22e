/* What a folder holds, all the way down. */
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include <stdbool.h>

#include "base/arena.h"

struct listing {
    struct arena *arena;
    const char **path; /* from the folder, in the order of their bytes */
    uint32_t count, room;
};

/* Lists the plain files below the folder. Passes over what begins with a dot and links to folders,
 * which may go round in a circle. False with errno set when a folder cannot be read, or holds more
 * than the limits allow (ELOOP, E2BIG). */
bool folder_list(struct listing *listing, const char *folder);

#endif
