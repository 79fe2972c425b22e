/* The schema as a tree, one branch a segment. Private to the record. */
#ifndef RECORD_BRANCHES_H
#define RECORD_BRANCHES_H

#include "record/keys.h"

struct branch {
    struct slice segment;
    const struct class *class;    /* NULL for a plain name */
    const struct schema_row *row; /* of a leaf, else NULL */
    bool required;
    struct branch *parent;
    struct branch *first;
    struct branch *last;
    struct branch *next;
};

/* The whole tree, in the order of the schema, with what must be there in all kinds of the set; with
 * IF_READ in it what only some forms ask, too: also what other kinds must have, where one word of a
 * class will do. */
const struct branch *branches_new(struct arena *arena, const struct schema_row *keys,
                                  unsigned kinds);

/* The branch below parent that governs the key, or NULL. */
const struct branch *branch_for(const struct branch *parent, struct slice key);

/* Whether what the branch governs is a list of items. */
bool branch_is_list(const struct branch *branch);

#endif
