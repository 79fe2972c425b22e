/*
 * The subject catalogue: 支出功能分类 and 部门预算支出经济分类 as data. Files below subjects/ hold
 * a subject a line: code, a tab, name, a tab, and the fiscal years of the name: "2017,2019-2021" or
 * "2020-", from then on. A code whose name changed has a line for each name. functional.tsv and
 * economic.tsv are ours; the user's own lists stand beside them as functional-….tsv and
 * economic-….tsv and are asked first.
 *
 * The yearly 政府收支分类科目 is the authority; a record may name subjects that the files lack.
 */
#ifndef LEDGER_CATALOG_H
#define LEDGER_CATALOG_H

#include "base/diag.h"

struct subject {
    struct slice code; /* functional: 3 digits 类, 5 款, 7 项; economic: 3 类, 5 款 */
    struct slice name;
    int from, to; /* the first and the last year of the name */
    bool own;     /* from a list of the user's */
};

/* Sorted by code, so that a 类 comes before its 款 and a 款 before its 项. */
struct subjects {
    struct subject *item;
    size_t count;
};

struct catalog {
    struct subjects functional;
    struct subjects economic;
};

/* Reads the files of the folder. NULL after reporting an error. */
const struct catalog *catalog_open(struct arena *arena, struct diag *diag, const char *folder);

/* Whether the name is known to be that of the year. */
bool subject_holds(const struct subject *subject, int year);

/* The subject with this code as it is called in that year, or in the year nearest to it; or NULL.
 */
const struct subject *subject_find(const struct subjects *subjects, struct slice code, int year);

#endif
