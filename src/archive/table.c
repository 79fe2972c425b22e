/* Tables: a regular grid, and header cells that say what they head. */
#include "archive/verify.h"

enum { COLUMNS_MAX = 1024 };

struct grid {
    int columns;            /* of the first row; -1 before it */
    int until[COLUMNS_MAX]; /* by column: rows, this one counted, that a cell from above still fills
                             */
    int row;
    bool by_id; /* cells name their headers, which then need no scope */
};

static int span_of(struct verify *verify, const struct element *cell, const char *key)
{
    return file_int(&verify->file, element_attribute(verify, cell, "Table", key), 1);
}

static void check_scope(struct verify *verify, const struct element *cell)
{
    const struct file *file = &verify->file;
    qpdf_oh scope = element_attribute(verify, cell, "Table", "/Scope");
    if (!file_is(file, scope, "Row") && !file_is(file, scope, "Column") &&
        !file_is(file, scope, "Both"))
        verify_report(verify, RULE_SCOPE, element_where(cell), "/Scope");
}

static bool names_headers(struct verify *verify, const struct element *from, int depth)
{
    enum { CELLS_DEEP = 3 };
    const struct file *file = &verify->file;
    bool names = false;
    for (const struct element *kid = from->first; kid && depth < CELLS_DEEP && !names;
         kid = kid->next)
        names = slice_is(kid->type, "TD")
                    ? file_count(file, element_attribute(verify, kid, "Table", "/Headers")) > 0
                    : names_headers(verify, kid, depth + 1);
    return names;
}

static void check_row(struct verify *verify, struct grid *grid, const struct element *row)
{
    int column = 0;
    grid->row++;
    for (const struct element *cell = row->first; cell; cell = cell->next) {
        int width = span_of(verify, cell, "/ColSpan"), height = span_of(verify, cell, "/RowSpan");
        if (width < 1 || height < 1)
            verify_report(verify, RULE_GRID, element_where(cell), "%d × %d", width, height);
        while (column < COLUMNS_MAX && grid->until[column])
            column++;
        for (int i = 0; i < width && column < COLUMNS_MAX; i++) {
            if (grid->until[column])
                verify_report(verify, RULE_GRID, element_where(cell), "%d × %d", grid->row,
                              column + 1);
            grid->until[column++] = height;
        }
        if (slice_is(cell->type, "TH") && !grid->by_id)
            check_scope(verify, cell);
    }
    int filled = 0, last = 0;
    for (int i = 0; i < COLUMNS_MAX; i++)
        if (grid->until[i] > 0) {
            grid->until[i]--;
            filled++;
            last = i + 1;
        }
    if (grid->columns < 0)
        grid->columns = filled;
    if (filled != grid->columns || last != filled)
        verify_report(verify, RULE_GRID, element_where(row), "%d: %d ≠ %d", grid->row, filled,
                      grid->columns);
}

void verify_tables(struct verify *verify, const struct element *table)
{
    struct grid grid = {.columns = -1, .by_id = names_headers(verify, table, 0)};
    for (const struct element *part = table->first; part; part = part->next) {
        if (slice_is(part->type, "TR"))
            check_row(verify, &grid, part);
        for (const struct element *row = part->first; row; row = row->next)
            if (slice_is(row->type, "TR"))
                check_row(verify, &grid, row);
    }
    for (int i = 0; i < COLUMNS_MAX; i++)
        if (grid.until[i])
            verify_report(verify, RULE_GRID, element_where(table), "/RowSpan +%d", grid.until[i]);
}
