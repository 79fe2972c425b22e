/* The findings of a record for programs. */
#ifndef PRESS_FINDINGS_H
#define PRESS_FINDINGS_H

#include "base/diag.h"

/* Appends a JSON object a line for each finding: id, level (note, warning, error), text, file,
 * line, column (of files that are no text what pos_put_json gives besides), values (those that
 * disagree), difference, also (where the other value stands: file, line, column); null for what
 * there is not. */
void findings_json(struct buf *out, const struct diag *diag);

/* Appends the members of one of them, without braces. */
void finding_put_json(struct buf *out, const struct finding *finding);

#endif
