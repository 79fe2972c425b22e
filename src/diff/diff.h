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

#include "diff/changes.h"

/* Compares the sides, which must have facts; documents are compared if both are there. */
struct diff *diff_run(struct arena *arena, const struct side *old, const struct side *new);

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
