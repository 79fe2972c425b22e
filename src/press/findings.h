/* The findings of a record for programs. */
#ifndef PRESS_FINDINGS_H
#define PRESS_FINDINGS_H

#include "base/diag.h"

/* Appends a JSON object a line for each finding: id, level (note, warning, error), text, file,
 * line, column, values (those that disagree), difference, also (where the other value stands: file,
 * line, column); null for what there is not. */
void findings_json(struct buf *out, const struct diag *diag);

#endif
