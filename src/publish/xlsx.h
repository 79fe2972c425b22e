/*
 * Inside the workbook: for xlsx*.c only.
 *
 *     xlsx         the workbook, its sheets of facts and of totals
 *     xlsx_sheet   a table as a sheet
 *     xlsx_cells   cells as XML, and what stands around them
 *     xlsx_sums    which cells are sums of others shown, and how
 *     xlsx_styles  formats of cells
 */
#ifndef PUBLISH_XLSX_H
#define PUBLISH_XLSX_H

#include "publish/ooxml.h"
#include "publish/tables.h"

/* How a cell looks. */
struct cell_format {
    const struct style *style;
    enum align align;
    bool border, wrap;
    bool is_number, separators, percent;
    int decimals; /* of a number */
};

struct formats {
    struct arena *arena;
    struct cell_format *at;
    uint32_t count, room;
};

/* The index by which cells name the format. */
uint32_t format_index(struct formats *formats, struct cell_format format);
struct buf formats_write(const struct formats *formats);

/* A figure on a sheet. */
struct shown {
    uint32_t row, column; /* of the sheet, from 0 */
    const struct fact *fact;
    struct number number; /* zero for a blank */
    uint32_t next;        /* another place of the same fact: index + 1, or 0 */
};

/* The figures of one sheet, found by their facts. */
struct sums {
    struct arena *arena;
    struct shown *shown;
    uint32_t count, room;
    uint32_t *first; /* by fact id: index + 1 into shown, or 0 */
};

/* A total of figures shown: the formula (without =), and what the printed total has beyond it. */
struct sum {
    const char *formula;
    struct number difference; /* 尾差; value 0 for none */
};

void sums_note(struct sums *sums, uint32_t row, uint32_t column, const struct cell_value *value);
/* Forgets them all, for the next sheet. */
void sums_clear(struct sums *sums);

/* Whether the figure is a sum of others on the sheet. */
bool sum_find(const struct sums *sums, const struct shown *total, struct sum *sum);

/* A total, for the sheet that holds them against their parts. */
struct total {
    struct slice sheet;
    uint32_t row, column;
    const struct fact *fact;
    struct number number;
    struct sum sum;
};

struct workbook {
    const struct publication *publication;
    struct arena *arena;
    struct formats formats;
    struct sums sums;
    struct total *totals;
    uint32_t total_count, total_room;
};

/* "AB12" of places from 0. */
void put_cell_name(struct buf *out, uint32_t row, uint32_t column);
void put_text_cell(struct buf *out, uint32_t row, uint32_t column, uint32_t format,
                   struct slice text);
void put_blank_cell(struct buf *out, uint32_t row, uint32_t column, uint32_t format);
/* With a formula before it, or NULL. */
void put_number_cell(struct buf *out, uint32_t row, uint32_t column, uint32_t format,
                     const char *formula, struct slice number);
void put_columns(struct buf *out, const double *widths, uint32_t count);

/* What print set-up and frozen panes keep in sight: rows and columns. */
struct sheet_frame {
    uint32_t rows, columns;
    bool landscape;
};
void start_sheet(struct buf *out, const struct sheet_frame *frame, bool selected);
void end_sheet(struct buf *out, const struct sheet_frame *frame, struct slice merges,
               struct slice text_numbers);

/* The sheet of a table; *frame tells what of it repeats. */
struct buf table_sheet(struct workbook *workbook, const struct printed_table *table,
                       struct slice name, bool selected, struct sheet_frame *frame);

#endif
