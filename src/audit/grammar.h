/* The general grammar as data (grammar.def), and the tokens of a text. Private to the audit. */
#ifndef AUDIT_GRAMMAR_H
#define AUDIT_GRAMMAR_H

#include "audit/audit.h"

enum section {
    SECTION_NONE,
#define SECTION(id, words) SECTION_##id,
#include "audit/grammar.def"
    SECTION_COUNT
};

/* Below the headings of these sections a row holds. */
#define IN(id) (1u << SECTION_##id)

struct topic {
    unsigned sections;
    const char *phrases, *amount, *share, *change, *family, *counts;
};

enum sign {
    SIGN_OTHER, /* a character that nobody knows */
    SIGN_GLUE,
    SIGN_STOP,  /* 。 */
    SIGN_PAUSE, /* ; */
    SIGN_COMMA,
    SIGN_FIGURE,  /* a number with its unit */
    SIGN_TOPIC,   /* a phrase of the grammar */
    SIGN_SUBJECT, /* the name of a functional subject */
    SIGN_ITEM,    /* a project, or what else performance speaks of */
    SIGN_BUDGET,
    SIGN_FULL_BUDGET,
    SIGN_FINAL,
    SIGN_COMPLETED,
    SIGN_FULL_COMPLETED,
    SIGN_SHARE,
    SIGN_UP,
    SIGN_DOWN,
    SIGN_FLAT,
    SIGN_NEARLY,
    SIGN_OVER,  /* 超预算 */
    SIGN_APART, /* 预决算差异率 */
    SIGN_LAST_YEAR,
    SIGN_AGAINST_BUDGET,
    SIGN_AGAINST_FULL,
    SIGN_MORE,
    SIGN_LESS,
    SIGN_EQUAL,
    SIGN_DIFFERENT, /* from the budget, whether more or less */
    SIGN_REASON,
    SIGN_REASON_UP, /* 增加的主要原因 */
    SIGN_REASON_DOWN,
    SIGN_COMPARED,
    SIGN_USE,
    SIGN_MULTIPLE, /* 是上年的: so many times as much */
    SIGN_SAVED,    /* 节约: less, where a comparison stands before it */
    SIGN_ROUGHLY,  /* 约 */
    SIGN_FREE /* of performance: what the agency writes in its own words to the paragraph's end */
};

enum unit {
    UNIT_NONE,
    UNIT_MONEY,
    UNIT_PERCENT,
    UNIT_COUNT,
    UNIT_POINTS, /* 个百分点: what a share changed by, which nothing is known of */
    UNIT_BARE    /* an amount, by its decimals, without a unit */
};

struct token {
    enum sign sign;
    struct slice part; /* of the plain text */
    const struct topic *topic;
    struct slice name; /* of a subject; of an item how its facts begin */
    /* of a figure: */
    struct slice number, unit_word;
    enum unit unit;
    struct rough rough;
    bool grown; /* of a word that tells the direction, too: 翻番 */
};

/* A name of a functional subject, with its code. */
struct subject_name {
    struct slice plain, code;
    enum section
        section;   /* below whose heading only; SECTION_NONE for the general public budget's */
    bool is_short; /* without its 支出: only where 类, 款 or 项 follows, or a dash */
};

/* A project by its name. */
struct item_name {
    struct slice plain, prefix; /* 绩效.项目.1. */
};

/* What a text is read by. */
struct grammar {
    struct arena *arena;
    struct subject_name *names;
    uint32_t name_count, name_room;
    struct item_name *items;
    uint32_t item_count, item_room;
    struct slice all_items; /* how the facts of all of them together begin */
    int year;
};

void grammar_init(struct grammar *grammar, struct arena *arena, const struct facts *facts,
                  const struct catalog *catalog, int year);

/* The fact that @word is of an item; empty for none. */
struct slice item_fact(struct arena *arena, struct slice prefix, const char *word);

/* Whether annexed or other reports on performance stand below such headings. */
bool is_performance(enum section section);

/* The section that the heading begins; SECTION_NONE when it begins none that is known. */
enum section section_of(struct slice plain);

/* The length of the number that the text begins with: 6,717.05 */
size_t number_length(struct slice text);

/* The number with its unit that the text begins with; false for none. */
bool figure_token(struct slice text, struct token *token);

/* The rate that the text begins with, told in words: 1.5倍, 三成, 一半, 翻番; false for none. */
bool rough_token(struct slice text, struct token *token);

/* The length of the longest name of a subject of the budget with which the text begins. */
size_t name_length(const struct grammar *grammar, enum section budget, struct slice text);

/* The section of whose budget the names are that stand below that heading; SECTION_NONE for the
 * general public budget's. */
enum section budget_of(enum section section);

/* The code of so many digits of the subject of that name: the only one, or the one nearest below
 * what was spoken of before; empty when that leaves several, or none. */
struct slice name_code(const struct grammar *grammar, struct slice name, size_t digits,
                       struct slice before);

/* The token that stands at the place of the text, below a heading of that section; *at moves past
 * it. */
struct token word_next(const struct grammar *grammar, enum section section, struct slice plain,
                       size_t *at);

#endif
