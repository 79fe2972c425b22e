/* What was imported and what was typed before, in one record. */
#ifndef PRESS_MERGE_H
#define PRESS_MERGE_H

#include "record/skeleton.h"

/* The record at path, as typed: unchecked, gaps and all; *json tells its spelling. NULL after
 * reporting errors. */
struct node *typed_read(struct arena *arena, struct diag *diag, const char *path,
                        const struct source **source, bool *json);

/* Whether both texts spell one value: 12.50 is 12.5. */
bool typed_is_same(struct slice a, struct slice b);

/* Of a group of amounts that may be typed for a 类 or for its 项: takes as absent what is imported
 * for a code above or below one that is typed; reports a sum that the table says otherwise. */
void typed_keep_levels(struct arena *arena, struct diag *diag, const struct node *typed,
                       struct node *imported);

/* Adds to the typed record what it lacks, and fills its gaps. What is typed otherwise stays, and is
 * reported, unless the table rounds it (leaves.h). Returns how many values were added. */
uint32_t typed_merge(struct arena *arena, struct diag *diag, struct node *typed,
                     const struct node *imported);

/* Adds all of the tree, in place of what stands there. */
void typed_replace(struct arena *arena, struct node *typed, const struct node *imported);

/* Appends the typed INI text with the values of the tree that it lacks or has gaps for, and with
 * its cells: everything else, comments too, stays as it is. */
void typed_put_ini(struct buf *out, struct arena *arena, const struct source *source,
                   const struct node *typed, const struct node *imported);

#endif
