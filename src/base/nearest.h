/* "Did you mean …?": the name most like one that is unknown. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/slice.h"

struct nearest {
    struct slice wanted;
    struct slice best; /* empty while no candidate is like enough */
    unsigned distance; /* edits from wanted to best */
};

/* Considers one candidate; the first of equally near ones stays. */
void nearest_offer(struct nearest *nearest, struct slice candidate);

#endif
