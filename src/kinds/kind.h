/*
 * Kinds of document: what an agency publishes of its accounts. A kind is its rows: what the record
 * must hold (record/keys.def, by the bits of enum presence), how the ledger derives figures,
 * which checks hold, and the part of a template package that it begins with. Nothing outside asks
 * which kind a document is; it asks for that kind's rows.
 */
#ifndef KINDS_KIND_H
#define KINDS_KIND_H

#include "check/rows.h"
#include "ledger/form.h"
#include "record/record.h"

enum { CHECK_SETS = 4 };

struct kind {
    const char *name; /* the word of 单位.文种 */
    const char *part; /* of the package */
    const struct ledger_form *form;
    const struct check_row *checks[CHECK_SETS]; /* sets in their order */
    const char *const *without; /* ids of checks in them that do not hold of it, or NULL */
    const char *title;          /* words of its title, parted by |, where a document of it has no
                                   tables of accounts and its sentences tell all; or NULL */
};

/* In the order of the words of 单位.文种; NULL past the last. */
const struct kind *kind_at(size_t index);

/* The kind of that word; final accounts for one that nobody knows. */
const struct kind *kind_named(struct slice word);

/* The kind of a record that has been read. */
const struct kind *kind_of(const struct node *record);

/* The kind whose documents have such a title; NULL for none that has no tables. */
const struct kind *kind_titled(struct slice title);

extern const struct kind kind_final, kind_report, kind_budget;

#endif
