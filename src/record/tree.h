/*
 * Building and printing the tree of a record; shared by the readers and the schema.
 */
#ifndef RECORD_TREE_H
#define RECORD_TREE_H

#include "record/record.h"

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

/* Forgets all children. */
void node_clear(struct node *node);

/* 0 for the root. */
unsigned node_depth(const struct node *node);

/* Appends one line for each node that was typed: path, kind, type, text and number. The golden
 * format of the tests. */
void record_dump(struct buf *out, const struct node *node);

#endif
