/* Inside tables: for table.c, table_columns.c, table_split.c and table_paint.c only. */
#ifndef LAYOUT_TABLE_INT_H
#define LAYOUT_TABLE_INT_H

#include "layout/lines.h"

enum {
    NO_CELL = UINT32_MAX,
    SIZE_STEP = POINT / 2, /* type is made smaller by half points */
    PAD_STEPS = 2          /* and before that the padding is tightened twice */
};

enum cell_kind {
    CELL_TEXT,
    CELL_EMPTY,
    CELL_FIGURE, /* aligned on the decimal point within its column */
    CELL_DASH    /* —— among figures: centred */
};

struct cell {
    const struct doc_node *node;
    uint32_t row, column, rowspan, colspan;
    struct paragraph **blocks;
    struct paragraph *block; /* mostly the only one */
    uint32_t block_count;
    enum cell_kind kind;
    enum align align;
    bool flows;           /* its lines are spread over the bands of a divided row, */
    bool trails;          /* or, when it spans several, over the pages that these stand on */
    bool again;           /* an earlier part of the table shows it already */
    length height;        /* of the content */
    length before, after; /* FIGURE: widths left of the point, and from it on */
};

struct row {
    const struct doc_node *node;
    length height;
    uint32_t first_band, band_count;
    uint32_t trail; /* bands that it has more for a cell that trails, each so high: */
    length trail_height;
    bool heads;                    /* names columns, in the body */
    uint32_t heads_from, heads_to; /* rows that are shown again above it on a further page */
};

/* What is never divided: a row, or a line of a row too tall to stay whole. */
struct band {
    uint32_t row;
    length height;
};

struct column {
    length least, most, hint, width, x;
    length wish;          /* what it would have without a hint */
    length before, after; /* the widest figure on either side of the point */
    bool figures, text;   /* carries figures; carries text, */
    length longest;       /* the widest of it */
    enum align align;
};

/* Bands [from, to) of the body. */
struct stretch {
    uint32_t from, to;
};

/* What the columns are made for. */
struct demand {
    uint32_t name_lines,
        head_lines; /* that a name of the body and a head take at most; 0 for any */
    bool narrow;    /* columns may get as narrow as what cannot be broken */
};

struct table {
    struct shaper *shaper;
    const struct doc_node *node;
    const struct table_style *style;
    length width, page_height;
    struct column *columns;
    uint32_t column_count;
    struct row *rows; /* head first */
    uint32_t row_count, head_rows;
    struct cell *cells; /* in document order */
    uint32_t cell_count;
    uint32_t *owner; /* cell at row × column, or NO_CELL */
    struct band *bands;
    uint32_t band_count, head_bands;
    length *tops;  /* of each band in one piece; band_count + 1 of them */
    unsigned step; /* of tightening; last_step is the tightest */
    length by;     /* how much smaller its type was when the cells were last shaped */
    unsigned last_step;
    struct demand demand;
    uint32_t trail; /* bands more for what trails, since pages ended in between lines */
    struct paragraph *continued[2]; /* the line above further pages, left and right, or NULL */
    length pad_x, pad_y, size;      /* of type, the largest */
    struct stretch *stretches;
    uint32_t stretch_count, stretch_room;
    struct table *further; /* the part with the columns that follow, or NULL */
    bool part;             /* it is one */
};

/* table_columns.c: widths of the columns for the cells as they are; the least sum of widths when
 * that exceeds the table's width, else 0. */
length table_columns(struct table *table);
length table_span_width(const struct table *table, const struct cell *cell);

/* Whether the cell names what its row tells of. */
bool table_is_name(const struct table *table, const struct cell *cell);

/* table_continued.c: the line above the head on further pages. */
void continued_make(struct table *table);
length continued_height(const struct table *table);
void continued_paint(const struct table *table, struct canvas *canvas, length x, length y);

/* table.c: makes the grid of the node's cells. */
void table_place(struct table *table);

/* The lines of a cell's text. */
uint32_t cell_lines(const struct cell *cell);

/* Lays the table out tightened by so many steps; returns as table_columns does. */
length table_measure(struct table *table, unsigned step);

/* Bands that name the columns within the body and are shown again above a stretch that starts at
 * `from`. */
struct stretch table_heads(const struct table *table, uint32_t from);

/* Padding that a stretch needs because it starts or ends inside a divided row. */
length table_edge(const struct table *table, uint32_t band);

/* table_demand.c: makes the table as its columns stand best; false when they exceed its width. */
bool table_make(struct table *table);

/* table_paint.c: whether every cell that trails has room for all its lines in the stretches. */
bool table_shows_all(const struct table *table);

/* What stands between the block and the next of the cell. */
length cell_gap(const struct cell *cell, uint32_t block);

/* The paragraph that shows line `index` of the cell (*line is its number there), and the height
 * that the line takes. */
const struct paragraph *cell_line(const struct cell *cell, uint32_t index, uint32_t *line,
                                  length *height);

#endif
