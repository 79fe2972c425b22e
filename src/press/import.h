/*
 * Figures that others made → a record. The intake's room finds what the tables print and which leaf
 * facts follow; here they are put into a record, with what was typed before, and held against what
 * the record then computes.
 */
#ifndef PRESS_IMPORT_H
#define PRESS_IMPORT_H

#include "intake/recognise.h"
#include "press/house.h"
#include "record/skeleton.h"

struct import_request {
    const char *const *books; /* paths; at least one, or last_year */
    size_t book_count;
    const char *last_year; /* last year's tables, or its record; or NULL */
    const char *into;      /* the record that was typed so far, or NULL */
    const char *output;    /* where the record is going to be, for paths that it names; or NULL */
    int64_t unit;          /* 分: of tables that tell none; 0: that is an error */
    enum spelling spelling;
};

/* Appends the record and, for people, what was taken from where, what was left, what is still to be
 * filled. Without books the record typed so far is only spelt anew. false after an error, with
 * nothing appended to the record. */
bool import_run(struct house *house, struct diag *diag, const struct import_request *request,
                struct buf *record, struct buf *report);

/* Appends a line a table: what was taken from which cells, or why it was left. */
void import_put_tables(struct buf *out, const struct harvest *harvest, enum language language);

/* What the catalogue knows, as the intake asks for it. */
const struct subject_names *catalog_names(struct arena *arena, const struct catalog *catalog);

#endif
