/* The tree as text: the golden format of the tests. */
#ifndef RECORD_DUMP_H
#define RECORD_DUMP_H

#include "record/tree.h"

/* Appends one line for each node that was typed: path, kind, type, text and number. */
void record_dump(struct buf *out, const struct node *node);

#endif
