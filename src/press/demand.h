/* What the form of a record asks of it. */
#ifndef PRESS_DEMAND_H
#define PRESS_DEMAND_H

#include "press/run.h"

/* A demand that finds the record's form, its keys, and, once something is missing, what it reads:
 * sound records are not kept waiting. record is NULL while it is being read. */
struct demand demand_new(struct run *run, const struct node *record);

/* Whether there is a form for the record: without one nothing is known of what it reads. */
bool demand_has_form(const struct demand *demand, const struct node *record);

/* The same of a record that must have all that any form reads. */
struct demand demand_of_all(struct run *run);

/* The form of the record's kind with what its package declares. */
const struct ledger_form *run_form(struct run *run, const struct node *record);

#endif
