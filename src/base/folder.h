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

/* Whether both paths lead to one folder; of one that is not there, whether they are spelt alike. */
bool folder_is_same(const char *a, const char *b);

/* Whose data stands in a folder: the later, the sooner it is asked. */
enum shelf { SHELF_OURS, SHELF_BESIDE, SHELF_SITE, SHELF_USER };

/* The site's or the user's folder (SHELF_SITE, SHELF_USER) of that name, whether it is there or
 * not: /etc/gongkai/NAME, gongkai/NAME below XDG_DATA_HOME. NULL when the user has no home. */
const char *folder_of_shelf(struct arena *arena, enum shelf shelf, const char *name);

/* The pattern of a temporary name, for mkstemp and mkdtemp: below TMPDIR, else /tmp. */
void folder_temporary(char *path, size_t size, const char *name);

#endif
