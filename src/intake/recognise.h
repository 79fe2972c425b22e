/*
 * The recogniser: grids → figures under the names of facts. It knows tables by title and heads,
 * never by the order of sheets or by fixed cells; which there are, and what their columns and lines
 * mean, is data (tables.def).
 */
#ifndef INTAKE_RECOGNISE_H
#define INTAKE_RECOGNISE_H

#include "intake/harvest.h"

/* Adds what the book's tables print. Reports cells that should hold a figure and do not, and tables
 * whose unit nobody tells. */
void harvest_book(struct harvest *harvest, const struct book *book);

#endif
