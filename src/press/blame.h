/*
 * Which figure is wrong when several are: a leaf that is misprinted makes every total above it
 * differ by as much. The leaf is found by trial: with which one put right do the most printed
 * figures agree?
 */
#ifndef PRESS_BLAME_H
#define PRESS_BLAME_H

#include "audit/audit.h"

/* Puts right each leaf of the record without which printed figures would agree, so that what is
 * stated of it is told as the one that differs. Returns how many. */
uint32_t blame_leaves(struct arena *arena, const struct catalog *catalog, struct node *record,
                      const struct harvest *harvest, const struct reading *reading);

#endif
