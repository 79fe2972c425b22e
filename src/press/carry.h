/* What a disclosure carries inside. */
#ifndef PRESS_CARRY_H
#define PRESS_CARRY_H

#include "press/run.h"

/* What the file carries besides its pages: the record that it was made from, standing
 * alone, what else it was made with, and the record that it corrects; the records only if the
 * request does not keep them back. Returns their number; 0 after reporting an error. */
uint32_t run_carry(struct run *run, const struct results *made, const struct pages *pages,
                   const struct attachment **carried);

/* The record alone, for what is not made from pages. */
uint32_t run_carry_record(struct run *run, const struct results *made,
                          const struct attachment **carried);

/* Reads what a disclosure of ours carries: its record's source, and the record that it corrects.
 * false after reporting that it carries none. */
bool run_uncarry(struct run *run, const struct source *pdf, struct origin *origin);

/* The record as a disclosure made of it by the package of its own choice carries it, whatever file
 * it was read from: what a correction names it by is the SHA-256 of this. */
struct slice run_canonical(struct run *run, const struct origin *origin,
                           const struct account *account);

/* The name of the record of the previous edition that is carried. */
extern const char carried_previous[];

#endif
