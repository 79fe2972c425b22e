/*
 * Checks over the facts: what must agree, what must be there, what is hardly so, and what should
 * not stand in prose. checks.def lists them; each finding bears its check's id, the values that
 * disagree, their difference, and where they were typed.
 *
 *     check.c     runs them
 *     compare.c   checks that compare two formulas
 *     special.c   checks of two figures under conditions of their own
 *     report.c    findings
 *     subjects.c  uses and reasons of subjects, amounts typed at two levels
 *     projects.c  performance projects
 *     likely.c    decimal points and units
 *     reasons.c   reasons and the changes that they explain
 *     prose.c     left-over hints, headings, what the agency calls itself
 *     figures.c   amounts and counts in prose
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "base/diag.h"
#include "check/rows.h"
#include "ledger/facts.h"

/* Runs the checks, up to one without an id, but for those whose ids `without` lists (up to a NULL;
 * or NULL), and reports to diag. */
void check_run(struct facts *facts, struct diag *diag, const struct check_row *checks,
               const char *const *without);

/* Appends the table of checks, for the manual. */
void checks_print(struct buf *out);

/* The id of the check of check_accounts with this index, or NULL after the last. */
const char *check_id(size_t index);

#endif
