/*
 * The schema (schema.def) as a tree of rules, and the checks that a record must pass:
 *
 *     schema.c  which keys there may be and must be
 *     value.c   what a leaf of each type may hold
 *     manual.c  the tables of the manual
 *     json_schema.c  the same rules for other programs
 */
#ifndef RECORD_SCHEMA_H
#define RECORD_SCHEMA_H

#include "record/tree.h"

/* A value that begins so is a gap: one that must still be filled, or one that may. */
#define GAP_START "〔待填："
#define GAP_OPTIONAL "〔可填："
#define GAP_END "〕"

/* How far a key must be there. */
enum presence { OPTIONAL, REQUIRED, DISCLOSURE };

/* One KEY, MEASURED, CHOICE or SECTION of schema.def. */
struct schema_row {
    const char *path;
    enum leaf_type type; /* LEAF_NONE for a section */
    enum presence presence;
    const char *words;      /* of a choice, separated by '|' */
    const char *unit;       /* of what is counted or scored, else NULL */
    const char *meaning[2]; /* by language */
    const char *source;     /* where it stands in the accounts, or "" */
};

/* What a segment in <> stands for. */
struct class
{
    enum { CODES, WORDS, ORDINAL } kind;
    const char *name;
    const char *members; /* of CODES: the lengths allowed; of WORDS: the words between '|' */
    const char *text[2]; /* of CODES: what they are, in each language */
};

/* The tables of schema.def, each up to a name or path of NULL. */
extern const struct class schema_classes[];
extern const struct schema_row schema_rows[];

/* The class that a segment such as <项> names; NULL for a plain name. */
const struct class *schema_class(struct slice segment);

/* Whether the key is one of those that the class stands for. */
bool class_holds(const struct class *class, struct slice key);

/* The row that governs the leaf of a record, or the end of schema_rows. */
const struct schema_row *schema_row_of(const struct node *leaf);

/* What is at hand while a record is checked. */
struct check {
    struct arena *arena;
    struct diag *diag;
    bool whole;        /* nothing was lost in reading: report what is missing */
    bool ten_thousand; /* amounts are in 万元, not 元 */
    bool from_units;   /* amounts come from the records of units, too */
};

/* Checks the tree against the schema and gives each leaf its type and number; maps of ordinals
 * become lists, lists of paragraphs become one text. Reports every error found. */
void schema_check(struct arena *arena, struct diag *diag, struct node *root, bool whole);

/* Adds the optional keys that a sound record leaves out; see record_read. */
void schema_complete(struct arena *arena, struct node *root);

/* Appends the keys and the classes as two Markdown tables, for the manual. */
void schema_print(struct buf *out, enum language language);

/* Appends the JSON Schema (2020-12) of the JSON spelling. */
void schema_print_json(struct buf *out);

/* Checks a leaf (a string, a number, or a list where prose may stand) and types it. */
void value_check(struct check *check, struct node *node, const struct schema_row *row);

/* "amount", "date" … as the manual calls the type. */
const char *value_type_name(enum leaf_type type, enum language language);

/* The words with a list mark of the language between them, in the arena. */
const char *join_words(const struct check *check, const char *words);

#endif
