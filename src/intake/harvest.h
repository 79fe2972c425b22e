/*
 * What tables print: figures under the names of facts, leaf or total, each with its cell. The
 * recogniser (recognise.h) fills it from grids; leaves.h makes a record of it, and whoever audits a
 * document holds it against the facts.
 */
#ifndef INTAKE_HARVEST_H
#define INTAKE_HARVEST_H

#include "intake/grid.h"

struct schema_row;

/* Who knows the subjects: the catalogue, which stands above this room. */
struct subject_names {
    void *data;
    /* The name of a code in that year, or empty. */
    struct slice (*name)(void *data, bool economic, struct slice code, int year);
    /* The code of that many digits whose plain name (label_plain) this is in any year, below the
     * parent code (empty for any); or empty. */
    struct slice (*code)(void *data, bool economic, struct slice parent, size_t digits,
                         struct slice plain);
};

/* What became of a table. */
enum table_fate {
    TABLE_READ,
    TABLE_NOT_NEEDED, /* known, but no figure of a disclosure comes from it */
    TABLE_BUDGET,     /* of a budget, not of accounts */
    TABLE_UNKNOWN,    /* has figures, but is no table that we know */
    TABLE_HIDDEN,     /* on a sheet that its program does not show */
    TABLE_LAST_YEAR,  /* its figures are those of the year before */
    TABLE_OTHER_YEAR  /* of another year, which another table like it is not */
};

/* A word of the head: the agency, the year. */
struct said {
    struct slice text;
    const struct table *table;
    const struct cell *cell;
    struct slice other; /* what the table says as well, and where; empty for nothing */
    const struct cell *other_cell;
};

struct layout;

/* A stretch of a grid that is one table. */
struct table {
    struct table *next;
    struct layout *layout; /* as it was found; private to the recogniser */
    const struct grid *grid;
    uint32_t from, to;             /* its rows; to is one beyond */
    const struct table_kind *kind; /* NULL when unknown */
    const char *kind_name;         /* the same, as it is dumped */
    bool is_by_code;               /* a line a subject: none stands twice */
    enum table_fate fate;
    struct slice title;
    struct slice heads;              /* all of them */
    struct said agency, year;        /* as it says above its lines */
    int year_named;                  /* by its title or sheet, where its lines tell none; or 0 */
    bool is_named_last;              /* 上年 says its title or its sheet */
    int64_t unit;                    /* of its amounts, 分; 0 when it is not told */
    bool is_scaled;                  /* of another unit than it says, which was told */
    uint32_t taken;                  /* figures */
    const struct cell *first, *last; /* of these */
};

/* A figure that a table prints. */
struct figure {
    struct figure *next; /* of the same fact, in the order found */
    struct figure *twin; /* the next of all */
    struct slice fact; /* 支出.科目.2040201.基本支出, or the path of a key that is typed */
    bool is_count;
    int64_t number; /* 分, or a count */
    int64_t step;   /* what one in the last place printed is worth; 分 */
    struct slice text;
    struct slice unit; /* 元, 万元, … of an amount */
    struct table *table;
    const struct cell *cell;
};

/* A subject as a table names it. */
struct naming {
    struct naming *next;
    struct slice code;
    struct slice name;
    bool economic;
    const struct table *table;
    const struct cell *cell;
};

/* A text that a table tells: of a project, its name. */
struct telling {
    struct telling *next;
    struct slice path, text; /* of the key, and as it is typed */
    const struct table *table;
    const struct cell *cell;
};

struct harvest {
    struct harvest *last; /* for figures of last year in the same books; NULL: they are left */
    struct arena *arena;
    struct diag *diag;
    const struct subject_names *subjects;
    bool is_budget; /* the book at hand, as a whole */
    int64_t unit;   /* of tables that tell none, in 分; 0: such a table is an error */
    struct table *tables, *last_table;
    struct table *last_read; /* of these, so far */
    struct figure *figures, *last_figure;
    struct naming *names, *last_name;
    struct telling *tellings, *last_telling;
    uint32_t projects;                             /* tables of one project each */
    struct said agency, year, scope, nature, kind; /* 单位.名称, 年度, 口径, 性质, 文种 */
    const struct schema_row *keys; /* of the record, a package's own too; NULL: only ours */
    struct slice typed_year;       /* for names of subjects, where no table says it */
    struct figure **index;         /* by fact; private to harvest.c */
    uint32_t index_room, figure_count;
};

void harvest_init(struct harvest *harvest, struct arena *arena, struct diag *diag,
                  const struct subject_names *subjects);

/* Adds a figure; the most exact one of a fact stands first. Reports one that contradicts another of
 * the same fact. */
void harvest_add(struct harvest *harvest, struct figure *figure);

/* Adds a text under the path of a key. */
void harvest_tell(struct harvest *harvest, struct slice path, struct slice text,
                  const struct table *table, const struct cell *cell);

/* When all books are read: settles whose tables they are and of which year, and tells of those that
 * say otherwise, and of hidden sheets that have a table which no other sheet has. */
void harvest_finish(struct harvest *harvest);

/* The first figure of the fact, the most exact one first; NULL for none. */
const struct figure *harvest_find(const struct harvest *harvest, const char *fact);

/* Whether two prints of a figure may be of the same amount: each was rounded to its last place. */
bool figures_agree(const struct figure *a, const struct figure *b);

/* Whether the amounts, of two tables, are one in different units, though each has its unit. */
bool figures_scaled(const struct figure *a, const struct figure *b);

/* Tells so, once a table. */
void report_scaled(struct harvest *harvest, const struct figure *first,
                   const struct figure *second);

/* The same of different facts that are one amount. */
void report_scales(struct harvest *harvest);

/* Where a figure stands. */
struct pos figure_pos(const struct figure *figure);

/* The amount as a record of that unit (分 in it) types it. */
struct slice amount_typed(struct arena *arena, int64_t amount, int64_t unit);

/* The same of the figure's amount; a count as it is. */
struct slice figure_typed(struct arena *arena, const struct figure *figure, int64_t unit);

/* Appends every table and figure as text: the golden format of the recogniser. */
void harvest_dump(struct buf *out, const struct harvest *harvest);

#endif
