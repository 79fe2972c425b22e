/* The stages, up to the pages. Each is run after the one before it has succeeded; false after
 * reporting errors. */
#ifndef PRESS_STAGES_H
#define PRESS_STAGES_H

#include "press/run.h"

/* read.c: also from a disclosure, which carries its record. */
bool run_read(struct run *run, struct origin *origin);

/* compute.c: false, too, when the checks found errors; then there are facts all the same. */
bool run_compute(struct run *run, const struct origin *origin, struct account *account);

/* compose.c */
bool run_compose(struct run *run, const struct origin *origin, const struct account *account,
                 struct composition *composition);
bool run_layout(struct run *run, const struct composition *composition, enum font_choice choice,
                struct pages **pages);

/* The package that the document is made with: as the request says, as the record's 模板 says, or
 * the one for its 省份 and 年度; its path, if it stands beside the record. The record may lack any
 * of them, as it does while it is read. NULL after reporting that there is none such. */
const char *run_template_name(struct run *run, const struct node *record);

/* The package, opened, and its name as above. NULL after reporting errors. */
const struct template *run_template(struct run *run, const struct node *record, const char **name);

/* info.c: false after reporting that SOURCE_DATE_EPOCH, if set, is no moment that a file can bear.
 */
bool run_epoch(struct diag *diag);

/* false after reporting that the package called name is for documents of other kinds. */
bool run_serves(struct run *run, const struct node *record, const struct template *template,
                const char *name);

/* What the file says about itself; after run_epoch. */
struct file_info run_info(const struct node *record);

#endif
