/* What the ledger derives for a kind of document, as rows. */
#ifndef LEDGER_FORM_H
#define LEDGER_FORM_H

#include "base/diag.h"
#include "ledger/facts.h"

struct schema_row;

enum { MAX_COLUMNS = 8 };

/* A column of a table by subject code: the amounts under group.CODE.rest; "*" in rest stands for
 * any key. */
struct subject_column {
    const char *name;
    const char *group;
    const char *rest;
};

struct subject_table {
    const char *path;
    struct subject_column column[MAX_COLUMNS + 1]; /* up to one without a name */
    const char *asked[2]; /* rows only where one of these groups is typed; NULL: always */
};

/* A figure that follows by formula (formula.h); formulas.def tells how a row is read. */
struct formula_row {
    const char *words;
    const char *name;
    const char *formula;
    const char *meaning[2]; /* by language */
    /* Of a formula that a package declares: */
    struct pos pos;       /* where; no place for ours */
    enum fact_kind empty; /* what a sum of nothing is; FACT_NONE for money */
    const char *equals;   /* the figure that it must agree with, or NULL */
};

/* A figure of the record that is taken from one of last year's record. */
struct last_figure {
    const char *figure, *source;
};

/* The key of a record that stands for a sum where a document tells no more than that. */
struct told_leaf {
    const char *fact, *key;
    bool last; /* only where no other row told the key */
};

/* A sum of which a document may tell no more than parts, or more than is its own: where its leaves
 * come to less (or to more) than the document tells, or it tells no sum, they are not all of its
 * leaves, and so much is not known. */
struct told_sum {
    const char *sum, *unknown; /* facts, parted by blanks */
    bool more;                 /* its leaves may be of others as well */
};

enum { FORMULA_SETS = 4 };

struct ledger_form {
    const struct subject_table *tables; /* summed 项 → 款 → 类; up to one without a path */
    const struct subject_table *class_tables;         /* a row for every 类 there is; likewise */
    const struct formula_row *formulas[FORMULA_SETS]; /* sets in their order, each up to a row
                                                         without a name */
    const struct schema_row *keys;  /* of the record: ours and the package's; NULL for ours alone */
    const struct last_figure *last; /* besides ours, up to one without a name; or NULL */
    const struct told_leaf *told; /* up to one without a name; NULL where tables tell the leaves */
    const struct told_sum *told_sums; /* likewise */
};

/* The accounts of an agency, whatever document they are for, and their rows for forms that have
 * more.
 */
extern const struct subject_table accounts_tables[], accounts_class_tables[];
extern const struct formula_row accounts_formulas[];
extern const struct ledger_form ledger_accounts;

#endif
