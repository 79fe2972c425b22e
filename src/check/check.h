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
 *     size.c      the unit of all amounts
 *     reasons.c   reasons and the changes that they explain
 *     hints.c     what is left of the form: blanks, instructions, choices (hints.def)
 *     headings.c  numbers of headings and points
 *     agency.c    what the agency calls itself; near_name.c: names almost its own
 *     old_names.c names that subjects had
 *     years.c     years in prose
 *     shares.c    shares and rates in prose
 *     figures.c   amounts and counts in prose; quantity.c reads them
 *     project_figures.c  those that prose gives for a project
 *     characters.c characters that only look right
 *     words.c     what the checks of prose look through a text with
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "base/diag.h"
#include "check/rows.h"
#include "ledger/facts.h"
#include "record/record.h"

/* Runs the checks, up to one without an id, but for those whose ids `without` lists (up to a NULL;
 * or NULL), and reports to diag. What the form does not read, by its demand (NULL: it reads all),
 * is not asked for. */
void check_run(struct facts *facts, struct diag *diag, const struct check_row *checks,
               const char *const *without, const struct demand *demand);

/* Holds what the package declares against what it must equal: check own-equal. */
void check_own(struct facts *facts, struct diag *diag, const struct demand *demand);

/* Appends the table of checks, for the manual. */
void checks_print(struct buf *out, enum language language);

/* The id of the check of check_accounts with this index, or NULL after the last. */
const char *check_id(size_t index);

#endif
