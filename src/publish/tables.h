/* The tables of a document, named as the form names them, and what their cells hold. */
#ifndef PUBLISH_TABLES_H
#define PUBLISH_TABLES_H

#include "publish/number.h"
#include "template/grid.h"

struct printed_table {
    const struct doc_node *node;
    const struct doc_node *caption; /* or NULL */
    const struct doc_node *notes;   /* the first paragraph below it that belongs to it, or NULL */
    const struct doc_node *end;     /* what follows the last of them */
    struct grid grid;
    uint32_t head_rows;    /* of the thead */
    uint32_t head_columns; /* row headers at the start of the body's rows */
    struct slice title;    /* what its heading or its caption says */
    const struct style *title_style;
    struct slice code; /* 公开01表; empty if the form gives none */
    struct slice base; /* both, without the title's number */
    struct slice name; /* the same with its number: unique in the document */
    unsigned number;   /* among those of one base, from 1 */
    bool landscape;
};

struct printed_tables {
    struct printed_table *at;
    uint32_t count, room;
};

struct printed_tables tables_of(struct arena *arena, const struct document *document);

/* The title's or code's place in the caption, or NULL: those paragraphs name the table. */
bool is_table_title(const struct printed_table *table, const struct doc_node *block);

/* What a cell holds. */
struct cell_value {
    bool is_number;
    struct number number;    /* as printed */
    const struct fact *fact; /* the one figure that the cell shows (also when blank), or NULL */
    struct slice text;       /* all of it; forced breaks as \n */
};

struct cell_value cell_value(struct arena *arena, const struct doc_node *cell);

#endif
