/* What the form of a record asks of it. */
#ifndef PRESS_DEMAND_H
#define PRESS_DEMAND_H

#include "press/run.h"

/* A demand that finds the record's form, and what it reads, once something is missing: sound
 * records are not kept waiting. record is NULL while it is being read. */
struct demand demand_new(struct run *run, const struct node *record);

#endif
