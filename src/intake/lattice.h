/*
 * The ruling lines of a page → lattices: lines that touch make a table. Private to the reader of
 * PDFs.
 */
#ifndef INTAKE_LATTICE_H
#define INTAKE_LATTICE_H

#include "intake/page.h"

enum { NEAR = 3 /* points: lines so near are one; ends so near touch */ };

/* A table by its lines. */
struct lattice {
    struct ruling *across, *down; /* of the page; they touch, and go by their places */
    uint32_t across_count, down_count;
    float *x, *y;           /* where the lines are, from the left and the top */
    uint32_t columns, rows; /* lines; one more than the columns and rows between */
};

/* The lattices of the page, from the top; their number goes to *count. A frame around others is
 * none. The lines of the page are put into another order. */
struct lattice *lattices_of(struct arena *arena, struct page *page, uint32_t *count);

/* Whether a line parts this column from the next one in this row, or this row from the next one in
 * this column; rows and columns count from 0. */
bool lattice_parts_columns(const struct lattice *lattice, uint32_t row, uint32_t column);
bool lattice_parts_rows(const struct lattice *lattice, uint32_t row, uint32_t column);

#endif
