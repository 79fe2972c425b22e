/* What a text is understood to speak of while it is read. Private to the audit. */
#ifndef AUDIT_READER_H
#define AUDIT_READER_H

#include "audit/match.h"

/* What the next figure is, by the word before it. */
enum aspect {
    ASPECT_NONE,
    ASPECT_AMOUNT,
    ASPECT_BUDGET,
    ASPECT_FULL_BUDGET,
    ASPECT_COMPLETED,
    ASPECT_FULL_COMPLETED,
    ASPECT_SHARE,
    ASPECT_CHANGE,
    ASPECT_MULTIPLE, /* of last year's, by how many times */
    ASPECT_BEFORE
};

enum base { BASE_NONE, BASE_LAST_YEAR, BASE_BUDGET, BASE_FULL_BUDGET };

struct reader_state {
    struct reading *reading;
    const struct grammar *grammar;
    const struct paragraph *paragraph;
    enum section section;
    const struct topic *topic;
    const struct topic *outer; /* before the bracket that is open, or NULL */
    unsigned outer_changes;
    struct slice code;  /* of the subject that the text speaks of, instead of a topic */
    struct slice above; /* of the subject that the text spoke of before */
    bool chained;       /* a name just stood there: the next one is below it */
    enum aspect aspect;
    enum base base;
    struct token direction;      /* 增加, 下降; part.n 0 for none */
    bool in_prose;               /* a reason or a use is being told */
    struct token told;           /* the last word of direction in the reason */
    const char *reason;          /* where the reason begins, or NULL */
    uint32_t directions;         /* of the reason, so far */
    const char *use;             /* where the name of a use begins, when uses are listed */
    uint32_t uses;               /* of the subject, so far */
    unsigned changes;            /* bits: what this topic was compared with in the paragraph */
    unsigned explained;          /* those of which a reason was told */
    unsigned ways;               /* bits: 1 something rose in the paragraph, 2 something fell */
    bool stopped;                /* nothing was named since the last sentence */
    bool figures;                /* the paragraph had one */
    const struct lesson *lesson; /* of the form, or NULL */
    const char *known; /* where a figure stands that a frame prints, though no fact that all have */
    uint32_t heading;  /* of the form's, or 0 */
    bool is_report;    /* on performance, by itself: no annex */
    bool versus;       /* the last change told is 决算数大于预算数 */
    bool other_year;   /* the clause speaks of another year */
    bool roughly;      /* the next figure is told roughly */
    struct slice
        item; /* of performance: how the facts of what the text speaks of begin; or empty */
    struct slice mark; /* how the paragraph was numbered that began to speak of it: 1、 （一） */
    bool spoken;       /* the paragraph named something that is known */
    bool free;         /* to its end it is the agency's own words */
};

/* Whether the code is of a subject below the other's. */
bool is_below(struct slice code, struct slice above);

/* Whether the text speaks of a subject; of anything. */
bool is_subject(const struct reader_state *state);
bool has_topic(const struct reader_state *state);

/* The fact of a part of the change that the text speaks of (增减, 差额); empty for none. */
struct slice change_fact(const struct reader_state *state, const char *part);

/* Adds a word that states the fact; nothing when that is empty. */
void place_word(struct reader_state *state, struct slice part, const char *word, struct slice fact);

/* Adds a word that the reason for the change says. */
void place_reason(struct reader_state *state, struct slice part, bool up);

/* Adds the figure as what the words before it say. */
void place_figure(struct reader_state *state, const struct token *token);

/* Adds an amount that lacks its unit; false where none is told there. */
bool place_bare(struct reader_state *state, const struct token *token);

/* Adds a rate told in words; false where nobody knows what it is of. */
bool place_rough(struct reader_state *state, const struct token *token);

/* Adds 基本持平: that the change is small. */
void place_nearly(struct reader_state *state, struct slice part);

/* Adds an amount among the uses of a subject's money: 用于工资福利支出24.71万元, … */
void place_use(struct reader_state *state, const struct token *token);

/* Adds what a frame of the form tells. */
void place_claim(struct reader_state *state, const struct claim *claim);

#endif
