/* Figures that others made → a record: the intake's room, with the catalogue to name subjects. */
#ifndef PRESS_IMPORT_H
#define PRESS_IMPORT_H

#include "intake/harvest.h"
#include "ledger/catalog.h"

/* What the catalogue knows, as the intake asks for it. */
const struct subject_names *catalog_names(struct arena *arena, const struct catalog *catalog);

#endif
