/*
 * The subject catalogue: 支出功能分类 and 部门预算支出经济分类 as data. Files below subjects/ hold
 * a subject a line: code, a tab, name, and (for functional subjects) the years it was seen in. The
 * yearly 政府收支分类科目 is the authority; a record may name subjects that the files lack.
 */
#ifndef LEDGER_CATALOG_H
#define LEDGER_CATALOG_H

#include "base/diag.h"

struct subject {
    struct slice code; /* functional: 3 digits 类, 5 款, 7 项; economic: 3 类, 5 款 */
    struct slice name;
};

/* Sorted by code, so that a 类 comes before its 款 and a 款 before its 项. */
struct catalog {
    struct subject *functional;
    size_t functional_count;
    struct subject *economic;
    size_t economic_count;
};

/* Reads functional.tsv and economic.tsv of the folder. NULL after reporting an error. */
const struct catalog *catalog_open(struct arena *arena, struct diag *diag, const char *folder);

/* The subject with this code, or NULL. */
const struct subject *catalog_functional(const struct catalog *catalog, struct slice code);
const struct subject *catalog_economic(const struct catalog *catalog, struct slice code);

#endif
