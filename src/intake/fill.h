/* Filling a grid, cell by cell. Private to the readers. */
#ifndef INTAKE_FILL_H
#define INTAKE_FILL_H

#include "intake/grid.h"

struct grid *grid_new(struct book *book, struct slice name);

/* Adds a cell unless its text is blank; the text is copied. */
void grid_put(struct grid *grid, uint32_t row, uint32_t column, enum cell_kind kind,
              struct slice text);

/* Says that the cell last put, if it is that place's, shows nothing of its number. */
void grid_blank(struct grid *grid, uint32_t row, uint32_t column);

/* Says that the cell last put spans so many rows and columns. */
void grid_span(struct grid *grid, uint32_t rows, uint32_t columns);

/* Says the same of the cell at a place, if there is one; what else stands in these rows and columns
 * it covers. After grid_finish. */
void grid_merge(struct grid *grid, uint32_t row, uint32_t column, uint32_t rows, uint32_t columns);

/* Says that the program of the sheet does not show the rows, or columns, from … to; to is one
 * beyond.
 */
void grid_hide_rows(struct grid *grid, uint32_t from, uint32_t to);
void grid_hide_columns(struct grid *grid, uint32_t from, uint32_t to);

/* Puts the cells into order. */
void grid_finish(struct grid *grid);

/* Takes the grid out of its book again: it said nothing. */
void grid_forget(struct book *book, struct grid *grid);

#endif
