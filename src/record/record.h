/*
 * The record: the leaf facts of one agency and one year, as typed by its accountant.
 *
 *     file ──► INI or JSON reader ──► tree of nodes ──► schema ──► typed tree
 *
 * INI and JSON are two spellings of one tree. Every node keeps the position of its key and of its
 * value. The schema (keys.def) says which keys there are, what type each has and which are
 * required; what it refuses is reported with its position, and nothing is guessed.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "record/tree.h"

/* Reads and checks a record; JSON or INI is told by the first character that is not blank ('{' is
 * JSON). Returns the root map, or NULL after reporting at least one error; as many errors as
 * possible are reported in one go. Optional keys that were not typed are added (absent): amounts
 * and counts 0, texts empty, a choice the first of its words, lists without items; but not the
 * sources and kinds of a subject code, which would be many. Keys come in the order of the schema,
 * codes ascending, however they were typed. Everything lives in the arena. */
struct node *record_read(struct arena *arena, struct diag *diag, const char *path);

/* The same of a record that may be unfinished: keys and sections that are missing, or gaps, are
 * reported, but do not stand in the way; *unfinished tells whether there are any. They are in the
 * tree, marked missing; a text that is missing says so itself. What all else rests on (年度)
 * must be there. */
struct node *record_parse_unfinished(struct arena *arena, struct diag *diag,
                                     const struct source *source, const struct demand *demand,
                                     bool *unfinished);

/* The same of the record that the text at pos names, the path as seen from here: refused when it is
 * not below the folder of that text. */
struct node *record_read_named(struct arena *arena, struct diag *diag, struct pos pos,
                               const char *path, const struct demand *demand);

/* The same from text in memory; `source->name` is used in messages. */
struct node *record_parse(struct arena *arena, struct diag *diag, const struct source *source);

/* The same of a record for a form: keys that it does not read need not be there. */
struct node *record_parse_for(struct arena *arena, struct diag *diag, const struct source *source,
                              const struct demand *demand);

/* What can be made of a record that record_parse refuses, so that what does not depend on its
 * errors can be told at once: the tree, what is wrong in it taken as absent; NULL when too little
 * is left. *figures: only texts and numbers are wrong or missing; what rests on such a number
 * waits, all other sums stand. */
struct node *record_salvage(struct arena *arena, const struct source *source,
                            const struct demand *demand, bool *figures);

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

/* The record without what `by`, another edition of it, withholds as secret, in the arena; itself if
 * it types nothing of that. */
const struct node *record_withheld_as(struct arena *arena, const struct node *record,
                                      const struct node *by);

/* Brings what was set into the order of the schema. */
void record_order(struct arena *arena, struct node *record);

#endif
