/* Two disclosures on one way. */
#ifndef PRESS_CORRECT_H
#define PRESS_CORRECT_H

#include "gongkai.h"
#include "press/run.h"

/* run_compose with 更正说明: what changed against request.corrects or what the origin
 * had as previous. */
bool run_correct(struct run *run, const struct origin *origin, const struct account *account,
                 struct composition *composition);

/* Appends what changed from one document to another, tersely. */
void run_changes(struct buf *out, struct run *run, const struct run *old_run,
                 const struct results *old, const struct run *new_run, const struct results *new,
                 bool colour);

/* Compares the disclosure that the run asks for with that of the record at the path old; appends
 * what was asked for. Messages are those of what stood in the way; findings of the records belong
 * to the comparison. */
bool run_diff(struct buf *out, struct run *run, const char *old, enum gongkai_diff_format format);

#endif
