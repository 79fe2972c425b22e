/*
 * The schema (keys.def) as a tree of branches, and the checks that a record must pass:
 *
 *     schema.c  which keys there may be and must be
 *     value.c   what a leaf of each type may hold
 *     number.c  what is wrong with a number that is not written as one
 *     manual.c  the tables of the manual
 *     json_schema.c  the same branches for other programs
 */
#ifndef RECORD_SCHEMA_H
#define RECORD_SCHEMA_H

#include "record/value.h"

/* Checks the tree against the schema and gives each leaf its type and number; maps of ordinals
 * become lists, lists of paragraphs become one text. Reports every error found. What a form, which
 * may be NULL, does not read need not be there. */
void schema_check(struct arena *arena, struct diag *diag, struct node *root, bool whole,
                  const struct demand *demand);

/* The kind of document that the record is for, as a bit of schema_row.presence; the first where it
 * names none that there is. */
unsigned schema_kind(const struct node *root);

/* The kinds of document, as words between '|': of 单位.文种. */
const char *schema_kinds(void);

/* The bit of one of them; 0 for another word. */
unsigned schema_kind_named(struct slice word);

/* Adds the optional keys that a sound record leaves out; see record_read. */
void schema_complete(struct arena *arena, struct node *root);

/* Appends the keys and the classes as two Markdown tables, for the manual. */
void schema_print(struct buf *out, enum language language);

/* Appends the JSON Schema (2020-12) of the JSON spelling. */
void schema_print_json(struct buf *out);

/* The path of the index-th key of the schema, <classes> and all; NULL past the last. */
const char *schema_path(size_t index);

/* The words, with '|' between them, that a segment such as <收入来源> stands for; NULL for one that
 * stands for codes or items, and for a plain name. */
const char *schema_words(struct slice segment);

#endif
