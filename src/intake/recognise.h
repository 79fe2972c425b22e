/*
 * The recogniser: grids → figures under the names of facts. It knows tables by title and heads,
 * never by the order of sheets or by fixed cells; which there are, and what their columns and lines
 * mean, is data (tables.def).
 */
#ifndef INTAKE_RECOGNISE_H
#define INTAKE_RECOGNISE_H

#include "intake/harvest.h"

/* Finds the book's tables, and what they are. */
void harvest_find_tables(struct harvest *harvest, const struct book *book);

/* Adds what the tables found print. Reports cells that should hold a figure and do not, tables
 * whose unit nobody tells, and those that are of another year than others like them. */
void harvest_read(struct harvest *harvest);

/* Both, of a book that stands alone. */
void harvest_book(struct harvest *harvest, const struct book *book);

#endif
