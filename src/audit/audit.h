/*
 * A document that is written already, held against its own figures. The intake's room reads its
 * tables and its text; here the sentences are read: what each figure in them speaks of, as the name
 * of a fact.
 *
 *     book ──► paragraphs ──► placings ─┐
 *       └────► figures ─────────────────┴──► leaves and stated figures of a record
 *
 * What the record then says of what was stated are the findings.
 */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "intake/harvest.h"
#include "intake/prose.h"
#include "ledger/catalog.h"
#include "ledger/facts.h"
#include "ledger/form.h"
#include "record/tree.h"

/* What is told roughly: 约500万元, 增长1倍, 翻了一番, 基本持平. */
struct rough {
    bool about;          /* the figure, and whatever is near it */
    int64_t least, most; /* a rate between these, in percent times 100; most 0: none */
};

/* A figure or a word of change in a sentence. */
struct placing {
    struct placing *next;
    const struct paragraph *paragraph;
    struct slice part; /* of the paragraph's plain text */
    struct slice text; /* as a record states it: 6717.05, 8.45%, 12, 增加 */
    struct slice fact; /* what it states; empty: known what it is, but no fact of the ledger */
    struct slice name; /* of a use: what the money went for */
    struct slice twin; /* of a use named like a subject: the fact of its amount */
    bool is_placed;    /* false: nobody knows what it speaks of */
    bool is_prose;     /* in a reason or a use, where the agency writes what it likes */
    bool is_word;      /* a word such as 增加, not a figure */
    bool is_reason;    /* a word of the reason for the change; stated by nobody */
    bool is_count;
    bool is_bare;       /* an amount without its unit: nobody knows how much it is */
    bool is_points;     /* 个百分点: of the change of an amount, if it has a fact */
    struct rough rough; /* how far it may be taken, when it is told roughly */
    struct pos pos;     /* where it was stated from; none when it was not */
};

struct lesson;

struct reading {
    struct placing *first, *last;
    uint32_t figures, placed, prose; /* words do not count */
    uint32_t annexed;                /* of prose, those in annexes */
    uint32_t outside;                /* figures in paragraphs that are not read */
};

/* Reads the sentences of the book. facts, of what its tables give, tells which subjects there are;
 * it may be NULL, then those of the catalogue alone are known. year is that of the accounts; lesson
 * what a form teaches (frames.h), or NULL. is_report: the whole is a report on performance, which
 * others annex. */
void audit_read(struct reading *reading, struct arena *arena, const struct book *book,
                const struct facts *facts, const struct catalog *catalog, int year,
                const struct lesson *lesson, bool is_report);

/* Appends the placings, one a line: the golden format. */
void reading_dump(struct buf *out, const struct reading *reading);

/* How many figures were read, and what became of them. */
struct coverage {
    uint32_t table_figures, table_checked;        /* in tables: read; held against others */
    uint32_t figures, understood, prose, checked; /* in sentences; prose: not understood, since in
                                                     the agency's own words */
    uint32_t outside;                             /* figures in what is not read: tables that nobody
                                                     knows, what the agency does, what words mean */
};

/* Types what only the sentences tell, where the record, unchecked yet, has nothing. facts are those
 * of the record without it. told: keys that stand for sums, or NULL. changes: also last year's
 * amounts, which follow from this year's, and the last rows of told; once the rest has been typed.
 */
void audit_type(struct arena *arena, struct node *record, const struct facts *facts,
                struct reading *reading, const struct told_leaf *told, bool changes);

/* Marks what the document does not tell in the completed record, so that what rests on it waits. */
void audit_wait(struct arena *arena, struct node *record, const struct facts *facts,
                const struct harvest *harvest, const struct reading *reading,
                const struct told_leaf *told);

/* Marks the sums of which the document does not tell all parts, and what rests on them. sums: those
 * of a kind without tables, or NULL. */
void audit_wait_sums(struct facts *facts, const struct reading *reading,
                     const struct told_sum *sums);

/* Whether it is told roughly, so that it states nothing, and is held within bounds alone. */
bool placing_is_rough(const struct placing *placing);

/* Whether the placing is of an amount, told exactly; *amount: in 分. */
bool placing_amount(const struct placing *placing, int64_t *amount);

/* A rate as it is printed. */
struct printed_rate {
    int64_t percent; /* times 10^decimals */
    int decimals;
};

/* Whether the placing is of a rate, told exactly. */
bool placing_rate(const struct placing *placing, struct printed_rate *rate);

/* States under 列报 all that tables and sentences print, as far as the facts have something to hold
 * it against. Without a harvest the facts are not of this document's tables, and hold all; so they
 * do where tables_alone is false, since its sentences tell the leaves. */
void audit_state(struct arena *arena, struct node *record, const struct facts *facts,
                 const struct harvest *harvest, bool tables_alone, struct reading *reading,
                 struct coverage *coverage);

/* States what tables print otherwise than the leaves give, once each: a record to be kept. */
void audit_state_differing(struct arena *arena, struct node *record, const struct facts *facts,
                           const struct harvest *harvest);

/* Holds the parts of a change against each other where nobody tells what it is a change from. */
void audit_changes(struct diag *diag, const struct facts *facts, const struct harvest *harvest,
                   const struct reading *reading);

/* Holds what only sentences tell against what else the paragraph says: a budget completed, the
 * parts of a sum; and scores against the full marks that their table prints. */
void audit_local(struct diag *diag, const struct facts *facts, const struct harvest *harvest,
                 const struct reading *reading);

/* Holds the shares of what was awarded to 中小企业 against all that was. */
void audit_awards(struct diag *diag, const struct facts *facts, const struct reading *reading);

/* Holds what is told roughly against what it may be. */
void audit_rough(struct diag *diag, const struct facts *facts, const struct reading *reading);

/* Reports numbers that begin with an idle zero, as one with its point moved does: 05.3; and amounts
 * without a unit. */
void audit_numbers(struct diag *diag, const struct harvest *harvest, const struct reading *reading);

/* Holds what reasons speak of, more or less, against the words of the changes that they explain. */
void audit_reasons(struct diag *diag, const struct facts *facts, const struct reading *reading);

#endif
