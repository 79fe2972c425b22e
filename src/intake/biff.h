/* What libfreexl leaves out of a .xls. Private to the readers. */
#ifndef INTAKE_BIFF_H
#define INTAKE_BIFF_H

#include "intake/reader.h"

/* Adds to the grids, one a sheet, the values of formulas, TRUE and FALSE, and faults such as #REF!,
 * tells which sheets, rows and columns are hidden, what is merged, and which numbers are shown in
 * percent or another unit. */
void biff_complete(struct reader *reader);

#endif
