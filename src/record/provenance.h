/*
 * 来源: which cell of which book each value was imported from, kept in the record, where it goes
 * wherever the record goes and whatever is edited around it:
 *
 *     [来源]
 *     收入.2010101.其他收入 = 1200 决算.xlsx:Z03!H9
 *     说明.其他 = #5f0c2a91 填报.xlsx:说明!C4
 *
 * Below 来源 a key of the record has the value as it was imported (of what is no figure its hash)
 * and the place. A value that is another by now came from nowhere; nor did any of an item of a
 * list (绩效.项目.3) of which anything is another by now, for the items may have changed places.
 */
#ifndef RECORD_PROVENANCE_H
#define RECORD_PROVENANCE_H

#include "record/tree.h"

#define PROVENANCE_KEY "来源"

/* Tells the source, which the root was read from, what of its text was imported from where. */
void provenance_mark(struct arena *arena, const struct source *source, const struct node *root);

/* Where the text below 来源 says that a value came from; no place when it says nothing that can be
 * read. *value, unless NULL, is what it says the value was. */
struct pos provenance_pos(struct arena *arena, struct slice text, struct slice *value);

/* Writes down below 来源 that the leaf of an imported tree came from the place at which it stands,
 * a cell of the book that is called so there. Nothing when the place cannot be told. */
void provenance_put(struct arena *arena, struct node *root, const struct node *leaf,
                    const char *book);

#endif
