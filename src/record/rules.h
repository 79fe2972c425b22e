/* The schema as a tree, one rule a segment. Private to the record. */
#ifndef RECORD_RULES_H
#define RECORD_RULES_H

#include "record/keys.h"

struct rule {
    struct slice segment;
    const struct class *class;    /* NULL for a plain name */
    const struct schema_row *row; /* of a leaf, else NULL */
    bool required;
    struct rule *parent;
    struct rule *first;
    struct rule *last;
    struct rule *next;
};

/* The whole tree, in the order of the schema, with what must be there in all kinds of the set; with
 * IF_READ in it what only some forms ask, too. */
const struct rule *rules_new(struct arena *arena, const struct schema_row *keys, unsigned kinds);

/* The kinds of document, as words between '|': of 单位.文种. */
const char *schema_kinds(void);

/* The rule below parent that governs the key, or NULL. */
const struct rule *rule_for(const struct rule *parent, struct slice key);

/* Whether what the rule governs is a list of items. */
bool rule_is_list(const struct rule *rule);

#endif
