/*
 * The facts: every figure, word and text of one disclosure, as a tree whose dotted paths are the
 * one vocabulary of templates, checks, messages and the manual (收入.合计, 三公.决算.公务接待费).
 *
 * Leaf facts are the record's values under the record's own names. Derived facts carry the formula
 * that made them and the facts it used, so each figure can be followed down to the lines typed.
 */
#ifndef LEDGER_FACTS_H
#define LEDGER_FACTS_H

#include "base/decimal.h"
#include "base/diag.h"

struct catalog;
struct ledger_form;
struct node;

/* Why a figure has no value, as bits: who adds to a figure passes them on. */
enum fact_waiting {
    WAITS_MISSING = 1 << 0,  /* it rests on what an unfinished record lacks */
    WAITS_WITHHELD = 1 << 1, /* it would reveal what is secret (涉密) */
    WAITS_NEW = 1 << 2,      /* it rests on last year, in which a new agency was not */
    WAITS_APART = 1 << 3     /* it rests on a last year that this one cannot be compared with */
};

enum fact_kind {
    FACT_NONE,  /* known by name, but this disclosure has no value for it */
    FACT_FLAG,  /* true or false, for conditional sections */
    FACT_TEXT,  /* text as typed, or a word such as 增加 */
    FACT_MONEY, /* 分 */
    FACT_PRICE, /* 分 for one of what is counted: exact fraction, in `rate` */
    FACT_MEAN,  /* of counts or scores: hundredths, exact fraction, in `rate` */
    FACT_RATE,  /* exact fraction; 1/1 prints as 100% */
    FACT_COUNT, /* whole number */
    FACT_SCORE, /* hundredths of a point */
    FACT_UNIT,  /* the word of the unit, 万元 or 元, in which money prints where it is named */
    FACT_GROUP, /* named facts */
    FACT_LIST   /* facts in order, keyed by subject code or ordinal */
};

struct fact {
    enum fact_kind kind;
    uint32_t id; /* index into facts->all */
    struct slice key;
    union {
        int64_t number; /* money, count, score */
        struct rate rate;
        struct slice text; /* of a list that waits: the columns that stand, blanks around each */
        bool flag;
    };
    const char *formula;       /* NULL for a leaf */
    const struct fact **terms; /* what the formula used */
    const struct node *origin; /* the record node of a leaf, else NULL */
    uint8_t waits;             /* enum fact_waiting: why it has no value; 0 if it has */
    bool covered;              /* FACT_NONE, since typed for a subject above it only */
    const struct fact *stated; /* printed instead: the figure as published (列报), or NULL */
    const struct fact *flat;   /* of a word or flag of a change: what holds instead where the
                                  amount of the change prints as 0; else NULL */
    uint32_t term_count;
    uint32_t child_count;
    struct fact *parent;
    struct fact *first;
    struct fact *last;
    struct fact *next;
};

/* A place in the index of the facts: what is not there is told by the hashes, without a look at a
 * fact. */
struct fact_place {
    uint32_t hash; /* of the parent and the key */
    uint32_t id;   /* 0: the place is free */
};

struct facts {
    struct arena *arena;
    struct fact *root;
    struct fact **all; /* by id; all[0] is the root */
    uint32_t count;
    uint32_t room;
    uint32_t leaves; /* facts with a lower id bear names of the record; the others are derived */
    struct fact_place *index; /* open addressing by parent and key */
    uint32_t index_room;
    const struct catalog *catalog;    /* that named the subjects, or NULL */
    const struct ledger_form *form;   /* that they were derived by, or NULL */
    const struct facts *const *units; /* of the records of units that are summed in it */
    size_t unit_count;
    bool nameless; /* a subject has no name: the figures may be checked, but not printed */
};

/* An empty tree: a root group. */
struct facts *facts_new(struct arena *arena);

/* Makes room for so many at once; they grow by themselves, too. */
void facts_reserve(struct facts *facts, uint32_t count);

/* Adds a fact under parent; the key is copied. A second fact with the same key is a programming
 * error. */
struct fact *fact_add(struct facts *facts, struct fact *parent, struct slice key,
                      enum fact_kind kind);

/* The same with a key that lives as long as the facts do, and is followed by a NUL: most are words
 * of the program. */
struct fact *fact_add_named(struct facts *facts, struct fact *parent, struct slice key,
                            enum fact_kind kind);

/* Adds 金额单位词, the word of the unit that is in force where a template names it. */
void facts_add_unit(struct facts *facts);

/* The same facts but for the group of that name below the root, which is a copy that may be filled
 * further; all others are shared. */
struct facts *facts_revised(struct arena *arena, const struct facts *facts, struct slice group);

/* The child of parent with this key, or NULL. */
struct fact *fact_child(const struct facts *facts, const struct fact *parent, struct slice key);

/* The fact at a dotted path below from, or NULL. */
struct fact *fact_find(const struct facts *facts, const struct fact *from, struct slice path);

/* Reports at pos that no fact has this path, with the path that was probably meant. */
void fact_report_unknown(const struct facts *facts, struct diag *diag, struct pos pos,
                         struct slice path);

/* The word for a fact that has no value: 待填, 涉密, 无上年数, 不可比, or 无. */
const char *fact_absence(const struct fact *fact);

/* Whether a Mustache section on the fact is shown: a true flag, text that is not empty, a number
 * that is not zero, a group, a list with items. */
bool fact_is_true(const struct fact *fact);

/* The dotted path from the root, in the arena. */
struct slice fact_path(struct arena *arena, const struct fact *fact);

/* Appends it. */
void fact_put_path(struct buf *out, const struct fact *fact);

/* A list's items are groups that also know 序号 (from 1), 首项 and 末项. Call once it is filled. */
void fact_number_items(struct facts *facts, struct fact *list);

#endif
