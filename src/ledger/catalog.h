/*
 * The subject catalogue: 支出功能分类 and 部门预算支出经济分类 as data. Files below subjects/ hold
 * a subject a line: code, a tab, name, a tab, and the fiscal years of the name: "2017,2019-2021" or
 * "2020-", from then on. A code whose name changed has a line for each name.
 *
 *     functional.tsv, economic.tsv       ours: names met in published tables
 *     functional-unconfirmed.tsv         ours: names that no published table at hand confirms;
 * asked last, and whoever uses one is told functional-….tsv, economic-….tsv   the user's own lists,
 * asked before ours
 *
 * Own lists may stand in three folders, asked in this order: the user's (XDG_DATA_HOME), the site's
 * (/etc/gongkai/subjects), the one with our files. The yearly 政府收支分类科目 is the authority; a
 * record may name subjects that the files lack.
 */
#ifndef LEDGER_CATALOG_H
#define LEDGER_CATALOG_H

#include "base/diag.h"
#include "base/folder.h"

/* Years from the first to the last. */
struct span {
    int from, to;
};

struct subject {
    struct slice code; /* functional: 3 digits 类, 5 款, 7 项; economic: 3 类, 5 款 */
    struct slice name;
    struct slice years; /* of the name, as the file has them; empty: of any year */
    const struct span *span;
    uint32_t span_count;
    enum shelf shelf;
    const char *file;
};

/* Sorted by code, so that a 类 comes before its 款 and a 款 before its 项. */
struct subjects {
    struct subject *item;
    size_t count;
    uint64_t *ranks; /* of the items: what they are looked up by */
    bool own;        /* some are of the user's or the site's own lists */
};

struct catalog {
    struct subjects functional;
    struct subjects economic;
    struct subjects unconfirmed; /* functional ones that the first list lacks */
};

/* Reads the files of our folder, and the own lists of it, the site and the user. NULL after
 * reporting an error. */
const struct catalog *catalog_open(struct arena *arena, struct diag *diag, const char *folder);

/* Whether the code can be one of a functional, or of an economic, subject. */
bool code_is_functional(struct slice code);
bool code_is_economic(struct slice code);

/* Whether the name is known to be that of the year. */
bool subject_holds(const struct subject *subject, int year);

/* The subject with this code as it is called in that year, or in the year nearest to it; or NULL.
 */
const struct subject *subject_find(const struct subjects *subjects, struct slice code, int year);

/* The same among the functional ones, and if they lack it among the unconfirmed. */
const struct subject *subject_find_functional(const struct catalog *catalog, struct slice code,
                                              int year);

/* The code most like one that is unknown: below the same 款, else the same 类, else any; or empty.
 */
struct slice catalog_near(const struct catalog *catalog, struct slice code);

#endif
