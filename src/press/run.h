/*
 * One document on its way: what was asked for, where it is made, and what the stages give.
 *
 *     request ──► origin ───► account ──► composition ──► pages ──► files
 *                 record      facts       document
 *
 * What each stage makes is a value of its own; a stage reads what those before it made, and changes
 * none of it.
 */
#ifndef PRESS_RUN_H
#define PRESS_RUN_H

#include "device/device.h"
#include "ledger/ledger.h"
#include "press/house.h"
#include "record/record.h"
#include "template/document.h"

/* What is asked for. */
struct request {
    const char *path;            /* of the record, or of a disclosure, which carries one */
    const struct source *source; /* read instead of the file at path, or NULL */
    struct pos named;            /* where a manifest names it, below whose folder it must lie */
    const char *template_name;   /* instead of the record's 模板, or NULL */
    const char *corrects;        /* path of the record that this one corrects, or NULL */
    bool marks;                  /* mark in the margin what changed, too */
    bool no_record;              /* the file carries neither the record nor the one it corrects */
    bool draft;                  /* go on after contradictions, and mark every page */
    bool lenient;                /* read a record that is unfinished, too */
    struct finish finish;
};

/* One document on its way. */
struct run {
    struct house *house; /* shared */
    struct arena *arena; /* of this document */
    struct diag diag;
    struct request request;
};

/* Starts a document in an arena that is empty or reset; what else is asked for is set afterwards.
 */
void run_init(struct run *run, struct house *house, struct arena *arena, enum language language,
              const char *path);

/* The record that a corrected edition corrects; source is NULL for none. */
struct previous {
    const struct source *source;
    const char *template_name; /* of the package that its document was made with */
    bool marks;                /* what changed since is marked in the margin */
};

/* run_read: the record, and what the file that it came from carried besides. */
struct origin {
    const struct source *source;
    const struct node *record;
    bool unfinished; /* what rests on what the record lacks has no value */
    struct previous previous;
};

/* A record that another names as last year's or as a unit's. */
struct named {
    struct named *next;
    const struct node *record;
    const struct facts *facts; /* NULL after an error */
    const char *role; /* where it is named: 上年.记录, 单位.下属记录.2:上年.记录 */
};

/* run_compute: the facts, and the other records that they were derived from. */
struct account {
    const struct facts *facts; /* NULL after an error */
    struct named *named;
};

/* run_compose, run_tell: the document, and what it was told apart from. */
struct composition {
    const char *template_name; /* chosen, even when there is none such */
    const struct template *template;
    struct document *document;
    struct previous previous;
};

/* All that was made of one document; what was not reached is zero. */
struct results {
    struct origin origin;
    struct account account;
    struct composition composition;
    struct pages *pages[FONT_CHOICES]; /* run_layout: with the fonts that the outputs need */
};

#endif
