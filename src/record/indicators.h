/* The indicators of a project's performance: which of the second level stand under which of the
 * first (项目支出绩效自评表). */
#ifndef RECORD_INDICATORS_H
#define RECORD_INDICATORS_H

#include "base/slice.h"

enum { INDICATOR_LEVELS = 3 };

struct indicator_level {
    const char *first;
    const char *second[5]; /* ends with NULL */
};

extern const struct indicator_level indicator_levels[INDICATOR_LEVELS];

/* The indicator of the first level that one of the second stands under; NULL for an unknown one. */
const char *indicator_first(struct slice second);

#endif
