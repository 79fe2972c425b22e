/* A map from the numbers of a file's objects to positions of ours, so that nothing is visited twice
 * and nothing is looked for by walking. */
#ifndef ARCHIVE_IDS_H
#define ARCHIVE_IDS_H

#include <stdbool.h>

#include "base/arena.h"

struct ids {
    struct arena *arena;
    struct id {
        int object; /* 0: free */
        uint32_t value;
    } * slots;
    uint32_t room, count;
};

enum { ID_NONE = UINT32_MAX };

/* The value of the object, or ID_NONE. Object 0 (one that stands inside of another) has none. */
uint32_t ids_find(const struct ids *ids, int object);

/* Gives the object a value. False, changing nothing, when it has one already, or is 0. */
bool ids_add(struct ids *ids, int object, uint32_t value);

#endif
