/*
 * 涉密: what a record withholds as secret. Its figures and texts are taken out of the tree as soon
 * as it is read, before anything can be made of them, and the keys that are left are marked, so
 * that what rests on them has no value either.
 */
#ifndef RECORD_WITHHELD_H
#define RECORD_WITHHELD_H

#include "record/tree.h"

/* Whether `by`, a record as read, withholds the key or what it is part of. */
bool record_withholds(const struct node *by, const char *key);

/* Whether the record types anything of what `by`, itself or another edition of it, withholds. */
bool record_types_withheld(const struct node *record, const struct node *by);

/* Takes that out of the record, with where it was imported from, and tells of it if diag is not
 * NULL. */
void record_withhold(struct diag *diag, struct node *record, const struct node *by);

/* Marks the keys of a record that is complete. */
void withheld_mark(struct node *record, const struct node *by);

#endif
