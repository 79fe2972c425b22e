/*
 * Facts of agencies that do not exist, made from the schema, so that a template can be tried with
 * every name there is and with none of the optional ones.
 */
#ifndef LEDGER_SAMPLE_H
#define LEDGER_SAMPLE_H

#include "ledger/ledger.h"
#include "record/skeleton.h"

#define SAMPLE_MARK_START "〖"
#define SAMPLE_MARK_END "〗"

enum sample {
    SAMPLE_FULL, /* every key typed, two items in each list, no amount at 0 that matters */
    SAMPLE_BARE, /* only the keys that must be, all amounts 0 */
    SAMPLE_COUNT,
    SAMPLE_CHANGED = SAMPLE_COUNT, /* no agency: as the full one, but every amount is above last
                                     year's and the budget's, and every text is the number of its
                                     key among schema_rows between SAMPLE_MARKs */
    SAMPLE_FALLEN                  /* no agency: the same, but every amount is below them */
};

/* The facts of the sample, as a form derives them. NULL after reporting errors, which is a mistake
 * of our own. */
struct facts *ledger_sample(struct arena *arena, struct diag *diag, const struct catalog *catalog,
                            const struct ledger_form *form, enum sample sample);

/* Sets the codes that stand for any: of different 类, as the catalogue has them. */
void sample_codes(struct skeleton *skeleton, const struct catalog *catalog);

#endif
