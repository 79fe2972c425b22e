/*
 * What a correction changed: two disclosures, from the lines typed to the sentences printed.
 *
 *     facts      leaf facts and the derived ones     document   cells of tables, sentences
 *     causes     which leaf a derived one rests on
 *     blocks     the document as a sequence
 *     words      what changed inside a sentence      align      what corresponds to what
 *     print      as text and as JSON                 notice     as facts, for 更正说明
 *     chain      editions, and which corrects which
 *
 * Facts and document trees are compared, never the text of pages.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

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
    struct facts *facts;
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
    struct slice before, after;        /* as `gongkai facts` prints them; NULL p when not there */
    bool typed;                        /* a leaf fact */
    const struct fact_change **causes; /* of a derived fact: the changes typed that it rests on */
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

enum part { PART_SAME, PART_GONE, PART_CAME };

struct words {
    struct words *next;
    enum part part;
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

/* Compares the sides, which must have facts; documents are compared if both are there. */
struct diff *diff_run(struct arena *arena, const struct side *old, const struct side *new);

/* Where the value of the fact, or the figure stated instead of it, was typed; no source if not. */
struct pos typed_pos(const struct fact *fact);

/* Whether nothing changed. */
bool diff_is_empty(const struct diff *diff);

enum chain {
    CHAIN_IF_STATED, /* a side may lack 更正; if it has one, it must fit */
    CHAIN_WANTED     /* the new record must say that it corrects the old */
};

/* One edition. */
struct link {
    const struct node *record;
    const char *path;
    const char *hash; /* that the next edition names it by */
};

/* Whether the new record's 更正 names the old record and the edition after its own. false after
 * reporting why not. */
bool chain_check(struct diag *diag, const struct link *old, const struct link *new,
                 enum chain chain);

/* Appends the differences as text; in colour, what went is red and what came is green. */
void diff_print(struct buf *out, const struct diff *diff, enum language language, bool colour);

/* Appends the main ones in a few lines, and how many there are. */
void diff_print_brief(struct buf *out, const struct diff *diff, enum language language,
                      bool colour);

/* Appends them as one JSON object. */
void diff_print_json(struct buf *out, const struct diff *diff);

/* Fills the lists of 更正 among the new side's facts; links: with the names of the places. */
void diff_add_facts(const struct diff *diff, struct facts *facts, bool links);

/* Fills them with one change of each kind, for trying a package. */
void diff_add_sample(struct facts *facts);

#endif
