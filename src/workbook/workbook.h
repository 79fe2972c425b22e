/*
 * The workbook to fill in, for what the platform does not export: one sheet a topic, with the keys
 * that a form needs, each with its meaning, unit and source, and the sentence that a reason
 * completes.
 *
 *     plan.c    schema + record tree ──► sheets, each of blocks: keys, or a grid of them
 *     form.c    the template ──► which keys its form needs, and the sentences of its reasons
 *     write.c   sheets ──► .xlsx, laid out as record/form.h says
 *
 * topics.def says which keys stand on which sheet. A key that it does not know stands on the last.
 */
#ifndef WORKBOOK_WORKBOOK_H
#define WORKBOOK_WORKBOOK_H

#include "ledger/catalog.h"
#include "record/keys.h"
#include "record/record.h"
#include "template/template.h"

/* What the form needs of the record; made from its template. */
struct form {
    struct arena *arena;
    const struct catalog *catalog;
    const struct schema_row *keys; /* ours and those that the package declares */
    const bool *needed;            /* by the index of the key's row among them */
    const char *const
        *sentence; /* the same: the sentence it completes, with 〔…〕 for it, or NULL */
};

/* Reads from the package which keys it shows, and how. NULL after reporting errors. */
const struct form *form_of(struct arena *arena, struct diag *diag, const struct catalog *catalog,
                           const struct template *template);

/* Appends the workbook. record is a record or a skeleton of one (skeleton_tree): keys that it has
 * are filled in, and come up whether the form needs them or not. template_name is told to the
 * reader. false after reporting an error. */
bool workbook_write(struct buf *out, struct diag *diag, const struct form *form,
                    const struct node *record, const char *template_name);

/* Appends the sheets as a JSON array, for who shows them otherwise: each with blocks of fields, of
 * which a grid has axes and lines; subjects are named as the year has them. record as above. */
void form_put_json(struct buf *out, const struct form *form, const struct node *record, int year,
                   enum language language);

#endif
