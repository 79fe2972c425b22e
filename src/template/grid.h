/* Tables as rows and columns, and what a place in them is called. */
#ifndef TEMPLATE_GRID_H
#define TEMPLATE_GRID_H

#include "template/document.h"

/* A table's cells by row and column. */
struct grid {
    const struct doc_node **rows;  /* of head and bodies */
    const struct doc_node **cells; /* row × column; a cell stands in all that it spans */
    uint32_t row_count, column_count;
};

struct grid grid_of(struct arena *arena, const struct doc_node *table);
const struct doc_node *grid_cell(const struct grid *grid, uint32_t row, uint32_t column);

/* Whether the cell at the place starts there, rather than spanning into it. */
bool grid_starts(const struct grid *grid, uint32_t row, uint32_t column);

/* The column at which a cell of the row starts. */
uint32_t grid_column(const struct grid *grid, uint32_t row, const struct doc_node *cell);

/* What a value at the place is called: the headers before it in its row, and those above it. */
struct slice grid_row_label(struct arena *arena, const struct grid *grid, uint32_t row,
                            uint32_t column);
struct slice grid_column_head(struct arena *arena, const struct grid *grid, uint32_t row,
                              uint32_t column);

#endif
