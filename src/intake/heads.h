/*
 * Where a table is in its grid: title, unit, heads, lines. What a column's heads say, from the top
 * down, is its path. Private to the recogniser.
 */
#ifndef INTAKE_HEADS_H
#define INTAKE_HEADS_H

#include "intake/table_kinds.h"

enum { TABLE_COLUMNS_MAX = 256, HEAD_ROWS_MAX = 12 };

/* What a column holds. */
enum role {
    ROLE_UNKNOWN,
    ROLE_CODE,   /* a whole code, or its 类 */
    ROLE_CODE_2, /* its 款 */
    ROLE_CODE_3, /* its 项 */
    ROLE_NAME,   /* names and labels */
    ROLE_LINE,   /* 行次 */
    ROLE_FIGURE
};

struct head {
    enum role role;
    struct slice path;       /* plain, parts joined by /, synonyms settled */
    struct slice last;       /* its last part */
    const struct cell *cell; /* the lowest head cell over it, or NULL */
    int64_t unit;            /* that the heads tell of the column, 分; 0 for none */
};

/* A table as it is being recognised. */
struct layout {
    struct harvest *harvest;
    struct table *table;
    const struct grid *grid;
    uint32_t head_from, head_to; /* rows of the heads; lines begin at head_to */
    uint32_t columns;
    struct head heads[TABLE_COLUMNS_MAX];
    struct slice all;             /* every head, for kinds that are known by them */
    int64_t unit;                 /* 分; 0 when not told */
    int64_t told;                 /* the same, when a line above or below the table tells it */
    int64_t of_line;              /* the unit that the label of the line at hand tells; or 0 */
    const struct cell *unit_cell; /* that tells it */
    bool has_units;               /* several, which was reported */
};

/* Adds the tables of the grid to the harvest's: one, or several below each other that have titles
 * of their own. */
void tables_find(struct harvest *harvest, const struct grid *grid);

/* The same of a grid that may hold tables beside each other. */
void tables_find_all(struct harvest *harvest, const struct grid *grid);

/* Whether the cell could be the title of a table that is known. */
bool is_title_cell(struct harvest *harvest, const struct cell *cell);

/* Finds heads and lines of the table: none where head_to is its last row. */
void layout_find(struct layout *layout, struct harvest *harvest, struct table *table);

/* Leaves the columns of other years, when that of the tables is settled, of changes and remarks. */
void layout_leave_aside(struct layout *layout);

/* Reads what stands above the table: its unit, agency and year; and the units that heads tell. */
void above_read(struct layout *layout);

/* Reads the unit that stands between or below the lines. */
void below_read(struct layout *layout);

/* The unit that the lines tell above a table beside this one, where they tell only one; or 0. */
int64_t unit_beside(const struct layout *layout);

/* Whether the row numbers the columns: 栏次, or 1 2 3 … */
bool is_numbering(const struct layout *layout, const struct cell *cells, uint32_t count);

/* The first year that the path of a head tells: 2023年决算数; 0 for none. */
int year_of_head(struct slice path);

/* Whether the label ends the table: 注, 说明. */
bool ends_table(struct slice label);

/* Whether the label is a part of a code: 类, 款, 项. */
bool is_part(struct slice label);

/* The text of a place as a plain label, settled; of a span's first place only. */
struct slice layout_label(const struct layout *layout, const struct cell *cell);

/* The cell that begins at the place, or NULL. */
const struct cell *layout_cell(const struct layout *layout, uint32_t row, uint32_t column);

#endif
