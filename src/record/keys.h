/* The keys of a record as keys.def declares them, and the classes of their segments. */
#ifndef RECORD_KEYS_H
#define RECORD_KEYS_H

#include "record/value.h"

/* What a segment in <> stands for. */
struct class
{
    enum { CODES, WORDS, ORDINAL } kind;
    const char *name;
    const char *members; /* of CODES: the lengths allowed; of WORDS: the words between '|' */
    const char *text[2]; /* of CODES: what they are, in each language */
};

/* The tables of keys.def, each up to a name or path of NULL. */
extern const struct class schema_classes[];
extern const struct schema_row schema_rows[];

/* The class that a segment such as <项> names; NULL for a plain name. */
const struct class *schema_class(struct slice segment);

/* Whether the key is digits and nothing else: a code, or the number of an item. */
bool key_is_digits(struct slice key);

/* Whether the key is one of those that the class stands for. */
bool class_holds(const struct class *class, struct slice key);

/* The keys that the record may have: ours, then those that its package declares. */
const struct schema_row *schema_keys(const struct node *root);

/* The row that governs the leaf of a record, or the end of its keys. */
const struct schema_row *schema_row_of(const struct node *leaf);

#endif
