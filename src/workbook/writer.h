/*
 * What the parts of the writer share. Private to the workbook.
 *
 *     plan ──► sheets (write.c) ──► lists, grids ──► cells: looks, what may be typed
 */
#ifndef WORKBOOK_WRITER_H
#define WORKBOOK_WRITER_H

#include <xlsxwriter.h>

#include "record/form.h"
#include "workbook/plan.h"

/* Columns of a list; a grid takes what it needs from the same widths. */
enum { KEYS, LABEL, VALUE = FORM_VALUE, UNIT, SOURCE, SENTENCE = SOURCE + 2, LAST = SENTENCE + 3 };

enum { CELL_MAX = 32767, SPARE_CODES = 20, SPARE_ITEMS = 5, HAN_A_LINE = 17, LINE_POINTS = 16 };

enum look {
    LOOK_TITLE,
    LOOK_NOTE,
    LOOK_BLOCK,
    LOOK_HEAD,
    LOOK_LABEL,
    LOOK_TEXT, /* the rest are cells of figures and inputs */
    LOOK_CODE,
    LOOK_COUNT,
    LOOK_AMOUNT,
    LOOK_NAME,
    LOOK_COUNT_SUM,
    LOOK_AMOUNT_SUM,
    LOOKS
};

struct writer {
    struct diag *diag;
    const struct form *form;
    const struct node *record;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    const char *name; /* of the sheet */
    lxw_format *look[LOOKS];
    lxw_row_t row;
    bool ten_thousand;
    const char *unit_cell; /* where 金额单位 is chosen, as formulas name it; NULL: nowhere yet */
    int year;
    size_t subjects[2]; /* how many of each catalogue the hidden sheet lists */
    bool failed;
};

/* The looks of the cells of the book. */
void looks_make(struct writer *writer);

bool holds_amount(enum leaf_type type);
bool holds_number(enum leaf_type type);

/* How a cell looks that takes a value of the type. */
enum look look_of_value(enum leaf_type type);

/* The unit of what a key holds, or "". */
const char *unit_of_row(const struct writer *writer, const struct schema_row *row);

/* The sentence of the form that a text of the key completes, or "". */
const char *sentence_of_row(const struct writer *writer, const struct schema_row *row);

/* ---- Cells of the row that is being written ---- */

/* A text, or an empty cell of that look. */
void form_text(struct writer *writer, lxw_col_t column, const char *text, enum look look);

/* The hidden word that says what the row, or the column, is. */
void form_key(struct writer *writer, lxw_col_t column, const char *text);

/* The value of a key; node may be NULL. Reports one that no cell holds. */
void form_value(struct writer *writer, lxw_col_t column, const struct node *node,
                const struct schema_row *row);

/* The unit of the key between two texts: that of an amount follows the unit that is chosen. Nothing
 * but the first text for a key without a unit. */
void form_unit(struct writer *writer, lxw_col_t column, const char *before,
               const struct schema_row *row, const char *after, enum look look);

void form_merged(struct writer *writer, lxw_col_t from, lxw_col_t to, const char *text,
                 enum look look);

/* A locked sum of cells, given as a formula, with the sum, in millionths, for programs that do not
 * compute. */
void form_sum(struct writer *writer, lxw_col_t column, const char *formula, int64_t sum,
              bool amount);

/* The number of a node in millionths; 0 for NULL and for one that a cell holds as text. */
int64_t amount_of_node(const struct node *node);

/* How many lines the text takes in a column of that many Han characters. */
unsigned lines_of_text(const char *text, unsigned han);

/* ---- What may be typed, from the row that is being written to the last ---- */

void allow_value_of(struct writer *writer, lxw_col_t column, lxw_row_t last,
                    const struct schema_row *row);
void allow_class(struct writer *writer, lxw_col_t column, lxw_row_t last,
                 const struct class *class);

/* Which list of the hidden sheet has the codes of the class: 0 functional, 1 economic; 2 both. */
unsigned list_of_class(const struct class *class);

/* What the hidden sheet calls the code of the list (0 functional, 1 economic), or "". */
const char *name_of_code(const struct writer *writer, unsigned list, struct slice code);

/* Whether the codes have their names beside them; where they are typed they have none. */
bool has_names(const struct class *class);

/* ---- Blocks ---- */

void write_list(struct writer *writer, const struct block *block);
void write_grid(struct writer *writer, const struct block *block);

#endif
