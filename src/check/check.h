/*
 * Checks over the facts: what must agree, and what cannot be. A check compares two formulas; what
 * it finds is reported with both values, their difference and where the first was typed.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "base/diag.h"
#include "ledger/facts.h"

/* Runs all checks and reports to diag. */
void check_run(struct facts *facts, struct diag *diag);

/* Appends the table of checks, for the manual. */
void checks_print(struct buf *out);

#endif
