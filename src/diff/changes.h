/* What a comparison finds: facts, cells, sentences and findings that changed. */
#ifndef DIFF_CHANGES_H
#define DIFF_CHANGES_H

#include "base/diag.h"
#include "ledger/facts.h"
#include "record/record.h"
#include "template/document.h"

/* A record that a disclosure takes figures from: last year's, a unit's. */
struct other {
    const struct other *next;
    const struct facts *facts;
    const char *role; /* where it is named, before the names of its facts: 上年.记录 */
};

/* One of the two disclosures. */
struct side {
    const char *path;
    const struct node *record;
    const struct facts *facts;
    const struct document *document;
    const struct diag *diag; /* its findings */
    const struct other *others;
    struct slice package; /* name of the package that the document is made with */
};

/* A fact with another value; old or new is NULL when it went or came. */
struct fact_change {
    struct fact_change *next;
    struct slice name; /* dotted path, of the new side if it is there; "role:" first in others */
    const struct fact *old, *new;
    struct slice before, after;  /* as `gongkai facts` prints them; NULL p when not there */
    bool typed;                  /* a leaf fact */
    struct fact_change **causes; /* of a derived fact: the changes typed that it rests on */
    uint32_t cause_count;
    bool by_neighbours; /* the causes are those of facts beside it */
    uint32_t search;    /* private to causes.c */
};

struct cell_change {
    struct cell_change *next;
    struct slice table;           /* title */
    uint32_t number;              /* which of several tables of that title, or 0 */
    struct slice row, column;     /* label and head */
    struct slice before, after;   /* NULL p when the row or table was not there */
    const struct doc_node *place; /* the new side's row, or NULL */
    const char *link;             /* the name that it has or is to have, or "" */
};

enum fate { FATE_STAYED, FATE_GONE, FATE_CAME };

struct words {
    struct words *next;
    enum fate fate;
    struct slice text;
};

/* A sentence with another wording; before or after has NULL p when it was not there. */
struct text_change {
    struct text_change *next;
    struct slice heading; /* that it stands under, or empty */
    struct slice before, after;
    struct words *words;          /* of both: what stayed, went and came */
    const struct doc_node *place; /* the new side's block, or NULL */
    const char *link;
};

struct finding_change {
    struct finding_change *next;
    const struct finding *finding;
    bool appeared; /* else it went */
};

struct diff {
    struct arena *arena;
    const struct side *old, *new;
    struct fact_change *facts, **last_fact;
    struct cell_change *cells, **last_cell;
    struct text_change *texts, **last_text;
    struct finding_change *findings, **last_finding;
    uint32_t typed_count, derived_count, cell_count, text_count, finding_count;
};

/* Adds a change of a fact. */
void diff_add_fact(struct diff *diff, struct fact_change *change);

/* The value as `gongkai facts` prints it, in the arena. */
struct slice fact_value(struct arena *arena, const struct fact *fact);

/* Where the value of the fact, or the figure stated instead of it, was typed; no source if not. */
struct pos typed_pos(const struct fact *fact);

#endif
