/*
 * A disclosure that is written already, in whatever program, held against its own figures: its
 * tables become a record, what else tables and sentences print is stated under 列报, and what the
 * ledger and the checks say of that record are the findings.
 */
#ifndef PRESS_AUDIT_H
#define PRESS_AUDIT_H

#include "audit/audit.h"
#include "press/house.h"

struct audit_request {
    const char *path;      /* of the document */
    const char *last_year; /* last year's document or record, or NULL */
    const char *form;      /* the template package that it should follow, or NULL */
};

/* What came of it; all lives in the arena of the diag. */
struct audit {
    const char *path;        /* of the document */
    const struct book *book; /* NULL: the document cannot be read */
    struct harvest harvest;
    struct reading reading;
    struct coverage coverage;
    uint32_t tables;      /* read */
    struct node *record;  /* as the document has it, without what is stated; NULL: none */
    struct diag *diag;    /* the findings */
    struct diag rounding; /* 尾差: what differs by no more than rounding explains */
    struct slice agency;
    int year;
};

/* Audits the document. false when it cannot be read, which an error in the diag says. */
bool audit_run(struct house *house, struct diag *diag, const struct audit_request *request,
               struct audit *audit);

/* Appends the record as JSON: what the document tells; gaps are left out. */
void audit_put_record(struct buf *out, const struct audit *audit);

/* Appends the report: for people, coverage last; an object a finding and one of coverage; a web
 * page. */
void audit_put_text(struct buf *out, const struct audit *audit);
void audit_put_json(struct buf *out, const struct audit *audit);
void audit_put_html(struct buf *out, const struct audit *audit);

/* Appends the PDF with a mark at each finding that has a place on a page, and what it says in a
 * note. false after reporting to the diag that this is no PDF that can be marked. */
bool audit_put_marked(struct buf *out, const struct audit *audit);

#endif
