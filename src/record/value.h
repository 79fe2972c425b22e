/* What a leaf of each type may hold: the ground of the schema. */
#ifndef RECORD_VALUE_H
#define RECORD_VALUE_H

#include "record/tree.h"

/* A value that begins so is a gap: one that must still be filled, or one that may. */
#define GAP_START "〔待填："
#define GAP_OPTIONAL "〔可填："
#define GAP_END "〕"

/* In which kinds of document a key must be there: a bit for each word of 单位.文种, in their order.
 */
enum presence {
    OPTIONAL = 0,
    FINAL = 1 << 0,    /* 决算公开 */
    REPORT = 1 << 1,   /* 绩效自评报告 */
    BUDGET = 1 << 2,   /* 预算公开; a bit for each word of 单位.文种, in their order */
    IF_READ = 1 << 16, /* besides: of these only where the form at hand reads it */
    DISCLOSURE = FINAL | BUDGET,
    REQUIRED = FINAL | REPORT | BUDGET
};

/* One KEY, MEASURED, CHOICE or SECTION of keys.def. */
struct schema_row {
    const char *path;
    enum leaf_type type;    /* LEAF_NONE for a section */
    unsigned presence;      /* of enum presence */
    const char *words;      /* of a choice, separated by '|' */
    const char *unit;       /* of what is counted or scored, else NULL */
    const char *meaning[2]; /* by language */
    const char *source;     /* where it stands in the accounts, or "" */
};

/* So many amounts with too many decimals are told of one by one; more have one cause. */
enum { FINER_TOLD = 3 };

/* What is at hand while a record is checked. */
struct check {
    struct arena *arena;
    struct diag *diag;
    bool whole;           /* nothing was lost in reading: report what is missing */
    bool ten_thousand;    /* amounts are in 万元, not 元 */
    bool from_units;      /* amounts come from the records of units, too */
    unsigned finer_count; /* amounts with too many decimals, and the first of them */
    struct node *finer[FINER_TOLD];
    const struct demand *demand; /* of the form, which need not read all; or NULL */
    const struct node *root;
};

/* Checks a leaf (a string, a number, or a list where prose may stand) and types it. */
void value_check(struct check *check, struct node *node, const struct schema_row *row);

/* Reports the amounts that had too many decimals. */
void value_report_finer(struct check *check);

/* Reports what is wrong with what should be a number and how to write it; false when it is like no
 * number. `money`: it is an amount in the unit of the record. */
bool number_report(struct check *check, const struct node *node, bool money);

/* "amount", "date" … as the manual calls the type. */
const char *value_type_name(enum leaf_type type, enum language language);

/* The words with a list mark of the language between them, in the arena. */
const char *join_words(const struct check *check, const char *words);

/* Whether a key of this type is a map below which any keys stand. */
static inline bool leaf_is_open(enum leaf_type type)
{
    return type == LEAF_STATED || type == LEAF_CELL;
}

/* Whether figures of an unfinished record can do without a leaf of this type and key: not without
 * the year and what is chosen; but 口径 and 性质 decide on 机关运行经费 alone. */
bool leaf_can_wait(enum leaf_type type, struct slice key);

#endif
