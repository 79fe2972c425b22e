/* The sheets of the workbook before they are written. Private to the workbook. */
#ifndef WORKBOOK_PLAN_H
#define WORKBOOK_PLAN_H

#include "workbook/workbook.h"

enum { AXES_MAX = 3 };

/* A class in the keys of a grid, filled by a column of its own. */
struct axis {
    const struct class *class;
    const char *head;
};

/* A key of a block: all its segments but the axes are fixed. */
struct field {
    struct field *next;
    const struct schema_row *row;
    const char *path;    /* with <> for each axis */
    const char *label;   /* how it is headed in a grid, or called in a list */
    unsigned axis_count; /* how many of the block's axes its path has */
};

/* A row of a grid: what stands for each axis. */
struct line {
    struct line *next;
    struct slice at[AXES_MAX];
};

/* Keys, a row each, when there are no axes; else a grid, a column each. */
struct block {
    struct block *next;
    const char *id; /* blocks of one id are one */
    const char *title;
    struct axis axis[AXES_MAX];
    unsigned axis_count;
    struct field *field, *last_field;
    struct line *line, *last_line;
    bool across; /* its amounts add up along the row */
};

struct sheet {
    const char *name, *note;
    struct block *block, *last_block;
};

/* The sheets up to one without a name; those without blocks are left out by who writes. */
const struct sheet *plan_new(const struct form *form, const struct node *record);

/* The value of a field in a line (NULL: of a key that stands alone), or NULL when there is none: a
 * leaf of the record that is typed, not a gap. */
const struct node *plan_value(const struct node *record, const struct field *field,
                              const struct line *line);

#endif
