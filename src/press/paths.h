/* Paths that records name. */
#ifndef PRESS_PATHS_H
#define PRESS_PATHS_H

#include "record/record.h"

/* The path of a file that a record names, as seen from the record's own folder. */
const char *path_beside(struct arena *arena, const struct node *name);

/* The folder that the record stands in; NULL for one that came out of a file. */
const char *folder_of_record(struct arena *arena, const struct node *record);

/* The path without the / that may end it. */
const char *path_of_folder(struct arena *arena, const char *path);

#endif
