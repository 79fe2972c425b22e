/* Where template packages are looked for, by name or by path. */
#ifndef TEMPLATE_SEARCH_H
#define TEMPLATE_SEARCH_H

#include "base/slice.h"

enum { SEARCH_MAX = 4 };

struct package_search {
    /* The folder of the record that names the package, which may name no other; NULL for a package
     * that the user names. */
    const char *beside;
    const char *folder[SEARCH_MAX + 1]; /* of packages, in the order in which they are asked */
};

/* Whether a package is named by a path: one with a '/', or a folder's dots. */
bool package_is_path(const char *name);

/* The package's folder below this one, or NULL when it is not there. */
const char *package_in(struct arena *arena, const char *folder, const char *name);

/* The same below the first folder of the search that has it. */
const char *search_find(struct arena *arena, const struct package_search *search, const char *name);

/* The folders of the search for a message, with those asked before them, which may be NULL. */
const char *search_places(struct arena *arena, const struct package_search *search,
                          const char *first, const char *second);

/* The path without folders that it leaves again and other idle steps, if it leads to the same place
 * then. */
const char *folder_tidy(struct arena *arena, const char *path);

/* The folder that the one at the path stands in. */
const char *folder_above(struct arena *arena, const char *path);

#endif
