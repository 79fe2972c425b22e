/*
 * Records made from the schema instead of by hand: the skeleton that an accountant fills in, next
 * year's record, the samples that templates are tried with. Every key that the schema knows comes
 * up once, in its order; who asks says what stands there.
 */
#ifndef RECORD_SKELETON_H
#define RECORD_SKELETON_H

#include "record/schema.h"

enum spelling { SPELLING_INI, SPELLING_JSON };

/* What fills one key. */
struct filling {
    const struct node *key;       /* its path is node_path's */
    const struct schema_row *row; /* what the schema says of it */
    const struct node *before;    /* what the record that it is made from has there, or NULL */
    bool example;                 /* below a code or an item that stands for any */
};

struct skeleton {
    const struct schema_row *keys; /* as struct node has them */
    enum spelling spelling;
    enum language language;
    const char *title;         /* heads an INI file as a comment; lines separated by \n */
    const char *functional[3]; /* codes that stand for any, up to a NULL */
    const char *economic[3];
    unsigned items;            /* items that stand for any in each list */
    bool brief;                /* below such codes only the first word of a class */
    bool bare;                 /* of an INI file: nothing that is not read */
    const struct node *before; /* a record whose codes and items come up too, or NULL */
    /* The value; p NULL leaves the key out, as a comment (INI) or an open gap (JSON). */
    struct slice (*fill)(void *data, const struct filling *filling);
    void *data;
};

/* The record as a tree: every key, filled, a gap, or absent. */
struct node *skeleton_tree(struct arena *arena, const struct skeleton *skeleton);

/* Appends the record. */
void skeleton_print(struct buf *out, struct arena *arena, const struct skeleton *skeleton);

/* The gap that the reader reports until it is filled, named by what belongs there. */
struct slice skeleton_gap(struct arena *arena, const struct filling *filling,
                          enum language language);

#endif
