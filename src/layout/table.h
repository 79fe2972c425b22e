/*
 * Tables: cells → column widths → rows → stretches, one a page.
 *
 * A table is made for a width; its rows are then cut into stretches that fit the pages. It starts
 * at its natural sizes and is tightened step by step (padding first, then type) only as far as its
 * width demands, or as saves a page that would carry only a few rows. One that is too wide even so
 * goes on below itself with the columns that had no room.
 */
#ifndef LAYOUT_TABLE_H
#define LAYOUT_TABLE_H

#include "layout/lines.h"

struct table;

/* What a page offers: room on the first page, on every further one, and what must still fit below
 * the table's last row. */
struct table_room {
    length first, further, below;
};

/* page_height is the room of an empty page, which decides which rows are too tall to stay whole. A
 * table that exceeds the width however tight it is made is cut into parts. */
struct table *table_new(struct shaper *shaper, const struct doc_node *node,
                        const struct table_style *style, length width, length page_height);

/* The part of a table with the columns that follow, to be set below it; NULL for none. */
struct table *table_further(const struct table *table);

/* Whether its heads take few lines, and the names of an account, whose rows are equally high, one
 * each. */
bool table_stands_well(const struct table *table);

/* Whether it fits the height in one piece when it is tightened as far as allowed. */
bool table_fits(struct table *table, length height);

/* The share of names in its body that take more than one line, in hundredths. */
uint32_t table_wraps(const struct table *table);

/* The width that it was made for. */
length table_width(const struct table *table);

/* Height in one piece. */
length table_height(const struct table *table);

/* Cuts the table into stretches. Returns their number, or 0 after reporting an error. */
uint32_t table_split(struct table *table, struct table_room room);

/* Raises the rows of a table of one stretch, as far as its style allows, to fill a page of that
 * height. */
void table_loosen(struct table *table, length height);

/* Whether the first stretch carries fewer rows than a page should, though the table has more. */
bool table_starts_badly(const struct table *table);

length table_stretch_height(const struct table *table, uint32_t stretch);
void table_paint(const struct table *table, uint32_t stretch, struct canvas *canvas, length x,
                 length y);

#endif
