/*
 * The tree of a record, and how it is built and searched. Everybody reads it; the readers and the
 * schema build it.
 */
#ifndef RECORD_TREE_H
#define RECORD_TREE_H

#include "base/diag.h"

struct schema_row;

enum node_kind {
    NODE_MAP,    /* named children */
    NODE_LIST,   /* children in order; their keys are "1", "2", … */
    NODE_STRING, /* a JSON string or any INI value */
    NODE_NUMBER  /* a JSON number, exactly as spelt */
};

/* What the schema says a leaf is. */
enum leaf_type {
    LEAF_NONE,   /* a map or list */
    LEAF_LINE,   /* one line of text */
    LEAF_PROSE,  /* paragraphs of text, separated by \n */
    LEAF_CHOICE, /* one of the words the schema lists */
    LEAF_YEAR,   /* a four-digit year: number holds it */
    LEAF_DATE,   /* YYYY-MM-DD: number holds yyyymmdd */
    LEAF_MONEY,  /* number in 分, not negative */
    LEAF_SIGNED, /* number in 分, may be negative */
    LEAF_COUNT,  /* number, a whole number not negative */
    LEAF_SCORE,  /* number in hundredths of a point, not negative */
    LEAF_STATED, /* a figure as published, of any kind, below any keys: text is its spelling */
    LEAF_CELL    /* what was imported and where from, below any keys (provenance.h) */
};

struct node {
    enum node_kind kind;
    enum leaf_type type;
    struct slice key;  /* NUL-terminated */
    struct slice text; /* NUL-terminated; of strings and numbers: decoded text */
    int64_t number;    /* see leaf_type */
    bool absent;       /* not typed: added so that every optional key can be found */
    bool missing;  /* of an unfinished record: a gap, or, if absent, not there though it must be */
    bool withheld; /* secret (涉密): whatever was typed is gone (withheld.h) */
    struct pos key_pos;
    struct pos pos; /* the value */
    struct node *parent;
    struct node *first;
    struct node *last;
    struct node *next;
    uint32_t child_count;
    const struct schema_row *keys; /* of a root: which there may be; NULL for ours alone */
    uint32_t index_room;           /* private to tree.c: children by key, once there are many */
    struct node **index;
};

/* No key of a record lies deeper. */
enum { NODE_DEPTH_MAX = 16 };

/* A node that hangs below parent (NULL for a root) without being one of its children: a root, or a
 * place to read what was refused into. */
struct node *node_new(struct arena *arena, struct node *parent, enum node_kind kind);

/* Adds a child; the key is copied. NULL when parent has a child of that key already. */
struct node *node_add(struct arena *arena, struct node *parent, enum node_kind kind,
                      struct slice key, struct pos key_pos);

/* Makes the child the last of its siblings. */
void node_move_last(struct node *parent, struct node *child);

/* Puts the children into the order of their keys, byte by byte. */
void node_sort(struct arena *arena, struct node *parent);

/* Takes the child out, with all below it. */
void node_drop(struct arena *arena, struct node *parent, struct node *child);

/* Forgets all children. */
void node_clear(struct node *node);

/* 0 for the root. */
unsigned node_depth(const struct node *node);

/* A copy of the node and all below it, in the arena; its parent is the same. */
struct node *record_copy(struct arena *arena, const struct node *node);

/* The child with this key, or NULL. parent may be NULL. */
struct node *node_child(const struct node *parent, struct slice key);

/* The node at a dotted path below root, or NULL. */
struct node *node_find(const struct node *root, const char *path);

/* Appends the dotted path of a node from the root; node_path gives it in the arena. */
void node_put_path(struct buf *out, const struct node *node);
struct slice node_path(struct arena *arena, const struct node *node);

/* The form that a record is for, asked for what it wants of the record. */
struct demand {
    /* Whether the document prints the key, or anything that follows from it; true when that cannot
     * be told. record is the tree as read, of which nothing else may be known yet. NULL: it prints
     * all. */
    bool (*reads)(void *data, const struct node *record, const char *key);
    void *data;
    /* The keys that a record for it may have, as schema_rows; or NULL. */
    const struct schema_row *(*keys)(void *data, const struct node *record);
};

#endif
