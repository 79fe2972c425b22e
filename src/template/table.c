#include "template/table.h"

#include "template/elements.h"
#include "template/package.h"

/* A column as one row sees it. */
struct column {
    const struct doc_node *cell; /* the cell that spans into it from above */
    unsigned rows;               /* how many more rows it does */
};

struct grid {
    struct diag *diag;
    struct column *columns;
    unsigned width;
};

static const char *number(struct grid *grid, unsigned value)
{
    return arena_printf(grid->diag->arena, "%u", value);
}

static const char *line_of(struct grid *grid, struct pos pos)
{
    struct place place = pos_place(pos);
    return arena_printf(grid->diag->arena, "%s:%u:%u", pos.source->name, place.line, place.column);
}

/* Places a cell at the column; false after reporting that one from above is in the way. */
static bool place_cell(struct grid *grid, struct doc_node *cell, unsigned at)
{
    for (unsigned i = at; i < at + cell->colspan && i < grid->width; i++) {
        struct column *column = &grid->columns[i];
        if (column->rows) {
            if (!is_told(grid->diag, cell->pos))
                diag_report(grid->diag, MSG_CELL_OVERLAP, cell->pos,
                            line_of(grid, column->cell->pos));
            return false;
        }
        *column = (struct column){cell, cell->rowspan};
    }
    return true;
}

static void give_scope(struct doc_node *cell, unsigned at, const struct doc_node *group)
{
    if (cell->element != ELEMENT_HEADER || cell->scope != SCOPE_NONE)
        return;
    if (group->element == ELEMENT_HEAD)
        cell->scope = SCOPE_COLUMN;
    else if (at == 0)
        cell->scope = SCOPE_ROW;
}

/* Places the cells of a row; false when the grid is no use any more. */
static bool place_row(struct grid *grid, struct doc_node *row, const struct doc_node *group)
{
    unsigned at = 0;
    for (struct doc_node *cell = row->first; cell; cell = cell->next) {
        while (at < grid->width && grid->columns[at].rows)
            at++;
        give_scope(cell, at, group);
        if (!place_cell(grid, cell, at))
            return false;
        at += cell->colspan;
    }
    while (at < grid->width && grid->columns[at].rows)
        at++;
    if (at != grid->width) {
        if (!is_told(grid->diag, row->pos))
            diag_report(grid->diag, MSG_ROW_WIDTH, row->pos, number(grid, at),
                        number(grid, grid->width));
        return false;
    }
    for (unsigned i = 0; i < grid->width; i++)
        grid->columns[i].rows--;
    return true;
}

static void check_group(struct grid *grid, const struct doc_node *group)
{
    for (unsigned i = 0; i < grid->width; i++)
        grid->columns[i].rows = 0;
    for (struct doc_node *row = group->first; row; row = row->next)
        if (!place_row(grid, row, group))
            return;
    for (unsigned i = 0; i < grid->width; i++) {
        const struct column *column = &grid->columns[i];
        if (!column->rows)
            continue;
        if (!is_told(grid->diag, column->cell->pos))
            diag_report(grid->diag, MSG_SPAN_PAST_END, column->cell->pos,
                        number(grid, column->cell->rowspan), number(grid, column->rows),
                        element_name(group->element));
        return;
    }
}

static bool is_group(const struct doc_node *node)
{
    return node->element == ELEMENT_HEAD || node->element == ELEMENT_BODY;
}

/* The number of <col>, or else what the first row fills. 0 when there is no row. */
static unsigned table_width(const struct doc_node *table)
{
    unsigned columns = 0;
    const struct doc_node *row = NULL;
    for (const struct doc_node *node = table->first; node; node = node->next) {
        columns += node->element == ELEMENT_COLUMN;
        if (is_group(node) && !row)
            row = node->first;
    }
    if (!row)
        return 0;
    for (const struct doc_node *cell = columns ? NULL : row->first; cell; cell = cell->next)
        columns += cell->colspan;
    return columns;
}

void table_check(struct arena *arena, struct diag *diag, struct doc_node *table)
{
    struct grid grid = {.diag = diag, .width = table_width(table)};
    if (!grid.width) {
        diag_report(diag, MSG_TABLE_EMPTY, table->pos);
        return;
    }
    grid.columns = ARENA_ARRAY(arena, struct column, grid.width);
    for (const struct doc_node *node = table->first; node; node = node->next)
        if (is_group(node))
            check_group(&grid, node);
}
