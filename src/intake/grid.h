/*
 * Grids: what every reader makes of a file, whatever it was: sheets of a workbook, tables of a
 * document, rows of a text file. A grid holds the cells that say something, in reading order, with
 * their place and what they span; it knows nothing of accounts.
 *
 *     file ──► reader ──► book of grids ──► recogniser ──► figures
 */
#ifndef INTAKE_GRID_H
#define INTAKE_GRID_H

#include "base/diag.h"

/* Rows of one grid that are kept. No table of accounts has as many; the rest is counted only, so
 * that a file may be as long as it likes. */
enum { GRID_ROWS_MAX = 20000, GRID_COLUMNS_MAX = 16384 };

enum cell_kind {
    CELL_TEXT,
    CELL_NUMBER,  /* text is the exact decimal: no exponent, no separators */
    CELL_PENDING, /* a formula that was never calculated: text is the formula */
    CELL_FAULT,   /* a value that the program could not calculate: text is its sign, #REF! */
    CELL_SCALED   /* a number that is shown in another unit than it stands in */
};

struct cell {
    uint32_t row, column;   /* from 0 */
    uint32_t rows, columns; /* spanned, at least 1 */
    enum cell_kind kind;
    struct slice text; /* without blanks around it, never empty */
    uint32_t page;     /* of a table that goes on over pages: where the cell stands; else 0 */
    uint32_t skipped;  /* rows that stand above it on earlier pages */
    bool covered;      /* by a merge of cells above it or before it, or hidden by itself */
    bool blank;        /* its number format or colour shows nothing of the number */
    struct {
        float left, top, right, bottom; /* of its text, on a page; all 0: not known */
    } box;
};

/* Rows and columns that the program of a sheet does not show: a bit each. */
struct unseen {
    uint8_t rows[(GRID_ROWS_MAX + 7) / 8], columns[(GRID_COLUMNS_MAX + 7) / 8];
};

struct grid {
    struct grid *next;
    const struct grid *whole; /* of which this is a part, with a table of its own; or NULL */
    const struct book *book;
    struct slice name;     /* of the sheet; empty for a table of a document */
    uint32_t ordinal;      /* from 1: which sheet or table of the book */
    uint32_t page;         /* of a table in pages, from 1; else 0 */
    bool hidden;           /* a sheet that its program does not show */
    struct unseen *unseen; /* NULL: all rows and columns of it are shown */
    struct slice before;   /* of a table in a document: the lines of text since the table before */
    struct cell *cells;    /* by row, then column */
    uint32_t count;
    uint32_t room;
    uint32_t rows, columns; /* one beyond the last cell */
    uint32_t merged;        /* rows that merges cover so far */
    uint32_t dropped;       /* rows that say something, beyond GRID_ROWS_MAX */
    const float *lines;     /* of a table in pages: where each column begins, and the last ends */
    uint32_t line_count;
};

enum book_kind { BOOK_SHEETS, BOOK_TEXT, BOOK_TABLES, BOOK_PAGES };

struct book {
    const char *name;   /* the path as the user gave it */
    const char *format; /* ".xlsx", as messages call it */
    enum book_kind kind;
    struct arena *arena;
    struct grid *first;
    struct grid *last;
    struct slice after; /* of a document: the lines of text after the last table */
    struct paragraph *first_paragraph, *last_paragraph; /* of a document: prose.h */
    bool has_macros;
    bool has_links;  /* to other workbooks */
    bool is_delayed; /* it has formulas, and calculates them only when asked */
};

/* Reads a file; what it is is told by its contents, not by its name. NULL after reporting why it
 * cannot be read. Everything lives in the arena. */
struct book *book_read(struct arena *arena, struct diag *diag, const char *path);

/* What a file is that cannot be a record: ".xlsx", "HTML" …, or "rows" for lines of text that a
 * sheet was pasted as; NULL for what may be one. */
const char *book_format(struct slice bytes);

/* Without white space of any kind around it: blanks, line ends, NBSP, ideographic space, marks of
 * zero width. */
struct slice blank_trim(struct slice text);

/* The first cell of the row, and how many the row has. */
const struct cell *grid_row(const struct grid *grid, uint32_t row, uint32_t *count);

/* The index of the first cell at or after the place. */
uint32_t grid_index(const struct grid *grid, uint32_t row, uint32_t column);

/* The cell that covers the place, by its span too; or NULL. */
const struct cell *grid_at(const struct grid *grid, uint32_t row, uint32_t column);

/* Whether the program of the sheet does not show the cell: its rows or columns are hidden, or it
 * lies under a merge. */
bool cell_is_unseen(const struct grid *grid, const struct cell *cell);
bool row_is_unseen(const struct grid *grid, uint32_t row);
bool column_is_unseen(const struct grid *grid, uint32_t column);

/* Where the cell is: its sheet, row and column, or its page, table, row and column; of the grid as
 * a whole, when cell is NULL. */
struct spot cell_spot(const struct grid *grid, const struct cell *cell);

/* The same for messages. */
struct pos cell_pos(const struct grid *grid, const struct cell *cell);

/* Where the book or the grid is as a whole. */
struct pos book_pos(const struct book *book);
struct pos grid_pos(const struct grid *grid);

/* Appends the column as sheets name it: A, AB. */
void column_put(struct buf *out, uint32_t column);

/* Appends the book as text, a cell a line: the golden format of the readers. */
void book_dump(struct buf *out, const struct book *book);

#endif
