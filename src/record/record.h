/*
 * The record: the leaf facts of one agency and one year, as typed by its accountant.
 *
 *     file ──► INI or JSON reader ──► tree of nodes ──► schema ──► typed tree
 *
 * INI and JSON are two spellings of one tree. Every node keeps the position of its key and of its
 * value. The schema (schema.def) says which keys there are, what type each has and which are
 * required; what it refuses is reported with its position, and nothing is guessed.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "base/diag.h"

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
    LEAF_STATED  /* a figure as published, of any kind, below any keys: text is its spelling */
};

struct node {
    enum node_kind kind;
    enum leaf_type type;
    struct slice key;  /* NUL-terminated */
    struct slice text; /* NUL-terminated; of strings and numbers: decoded text */
    int64_t number;    /* see leaf_type */
    bool absent;       /* not typed: added so that every optional key can be found */
    bool missing; /* of an unfinished record: a gap, or, if absent, not there though it must be */
    struct pos key_pos;
    struct pos pos; /* the value */
    struct node *parent;
    struct node *first;
    struct node *last;
    struct node *next;
    uint32_t child_count;
    uint32_t index_room; /* private to tree.c: children by key, once there are many */
    struct node **index;
};

/* Reads and checks a record; JSON or INI is told by the first character that is not blank ('{' is
 * JSON). Returns the root map, or NULL after reporting at least one error; as many errors as
 * possible are reported in one go. Optional keys that were not typed are added (absent): amounts
 * and counts 0, texts empty, a choice the first of its words, lists without items; but not the
 * sources and kinds of a subject code, which would be many. Keys come in the order of the schema,
 * codes ascending, however they were typed. Everything lives in the arena. */
struct node *record_read(struct arena *arena, struct diag *diag, const char *path);

/* The same of a record that may be unfinished: keys and sections that are missing, or gaps, are
 * reported, but do not stand in the way; *unfinished tells whether there are any. They are in the
 * tree, marked missing; a text that is missing says so itself. What all else rests on (年度, 口径,
 * 性质) must be there. */
struct node *record_parse_unfinished(struct arena *arena, struct diag *diag,
                                     const struct source *source, bool *unfinished);

/* The same from text in memory; `source->name` is used in messages. */
struct node *record_parse(struct arena *arena, struct diag *diag, const struct source *source);

/* Appends what was typed as canonical JSON: keys in the order of the schema, prose as lists of
 * paragraphs, texts from files in their place, numbers without idle zeros. Every spelling of a
 * record gives the same bytes, and they read as the same record. */
void record_put_json(struct buf *out, const struct node *record);

/* Gives the key below map the amount, in 分, as if it had been typed in the record's own unit. */
void record_set_amount(struct arena *arena, struct node *map, struct slice key, int64_t amount);

/* The same for a count and for a line of text. */
void record_set_count(struct arena *arena, struct node *map, struct slice key, int64_t count);
void record_set_text(struct arena *arena, struct node *map, struct slice key, struct slice text);

/* The map of this key below map, made if there is none. */
struct node *record_map(struct arena *arena, struct node *map, struct slice key);

/* Brings what was set into the order of the schema. */
void record_order(struct arena *arena, struct node *record);

/* The child with this key, or NULL. parent may be NULL. */
struct node *node_child(const struct node *parent, struct slice key);

/* The node at a dotted path below root, or NULL. */
struct node *node_find(const struct node *root, const char *path);

/* The dotted path of a node from the root, in the arena. */
struct slice node_path(struct arena *arena, const struct node *node);

#endif
