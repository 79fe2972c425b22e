/* Checks as rows; checks.def tells how one is read. */
#ifndef CHECK_ROWS_H
#define CHECK_ROWS_H

#include "base/diag.h"

struct checking;

enum relation { EQUAL, PARTS, AT_MOST, WITHIN, NEEDS, ASKED };

struct check_row {
    const char *id;
    enum level level;
    void (*run)(struct checking *checking); /* NULL: compare the two formulas */
    const char *each;
    const char *words;
    const char *left;
    enum relation relation;
    const char *right;
    const char *meaning[2]; /* by language */
};

/* The rows of checks.def. */
#define CHECK_COMPARE(id, level, each, words, left, relation, right, english, chinese)             \
    {                                                                                              \
        id, LEVEL_##level, NULL, each, words, left, relation, right,                               \
        {                                                                                          \
            english, chinese                                                                       \
        }                                                                                          \
    }
#define CHECK_FIND(id, level, function, english, chinese)                                          \
    {                                                                                              \
        id, LEVEL_##level, function, NULL, NULL, NULL, EQUAL, NULL,                                \
        {                                                                                          \
            english, chinese                                                                       \
        }                                                                                          \
    }

/* Those of the accounts, whatever document they are for, up to one without an id. */
extern const struct check_row check_accounts[];

#endif
