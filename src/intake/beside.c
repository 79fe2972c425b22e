/*
 * Tables beside each other in one sheet. Where a column without a cell, or the first of a merged
 * title, parts two tables that have titles of their own, each becomes a grid of its own, whose
 * cells keep their places; what stands above and below each other is parted first, where only a
 * part of the sheet is divided.
 */
#include <string.h>

#include "intake/heads.h"

enum { COLUMNS = TABLE_COLUMNS_MAX, PARTS_MAX = 32 };

struct columns {
    bool held[COLUMNS];    /* by a cell */
    bool crossed[COLUMNS]; /* by a cell that begins before it */
    bool titled[COLUMNS];  /* a merged title begins here */
    bool title[COLUMNS];   /* any title does */
};

static void note_cell(struct columns *columns, struct harvest *harvest, const struct cell *cell)
{
    bool title = is_title_cell(harvest, cell);
    for (uint32_t i = 0; i < cell->columns && cell->column + i < COLUMNS; i++) {
        columns->held[cell->column + i] = true;
        columns->crossed[cell->column + i] |= i > 0;
    }
    if (title && cell->column < COLUMNS) {
        columns->title[cell->column] = true;
        columns->titled[cell->column] |= cell->columns > 1;
    }
}

/* Where each part begins that has a title; how many there are. Columns that have none belong to the
 * part before. */
static uint32_t find_parts(const struct columns *columns, uint32_t count,
                           uint32_t starts[PARTS_MAX])
{
    uint32_t parts = 0, start = 0;
    for (uint32_t at = 0; at < count && parts < PARTS_MAX; at++) {
        bool after_gap = at && !columns->held[at - 1];
        if (columns->held[at] && (after_gap || (columns->titled[at] && !columns->crossed[at])))
            start = at;
        if (columns->title[at] && (!parts || starts[parts - 1] < start))
            starts[parts++] = start;
    }
    if (parts)
        starts[0] = 0;
    return parts;
}

/* A grid of the cells that begin in these rows and columns. */
static const struct grid *part_of(struct harvest *harvest, const struct grid *grid, uint32_t from,
                                  uint32_t to, uint32_t left, uint32_t right)
{
    struct grid *part = ARENA_NEW(harvest->arena, struct grid);
    *part = *grid;
    part->whole = grid->whole ? grid->whole : grid;
    part->cells = NULL;
    part->count = part->room = part->rows = part->columns = 0;
    for (uint32_t i = grid_index(grid, from, 0); i < grid->count && grid->cells[i].row < to; i++) {
        const struct cell *cell = &grid->cells[i];
        if (cell->column < left || cell->column >= right)
            continue;
        GROW(harvest->arena, part->cells, part->count, part->room, 64);
        part->cells[part->count++] = *cell;
        part->rows = cell->row + 1;
        if (cell->column + 1 > part->columns)
            part->columns = cell->column + 1;
    }
    return part;
}

/* Whether the rows are of several tables beside each other: then finds the tables of each. */
static bool find_beside(struct harvest *harvest, const struct grid *grid, uint32_t from,
                        uint32_t to)
{
    uint32_t starts[PARTS_MAX + 1];
    struct columns *columns = ARENA_NEW(harvest->arena, struct columns);
    for (uint32_t i = grid_index(grid, from, 0); i < grid->count && grid->cells[i].row < to; i++)
        note_cell(columns, harvest, &grid->cells[i]);
    uint32_t parts = find_parts(columns, grid->columns < COLUMNS ? grid->columns : COLUMNS, starts);
    if (parts < 2)
        return false;
    starts[parts] = grid->columns;
    for (uint32_t i = 0; i < parts; i++)
        tables_find_all(harvest, part_of(harvest, grid, from, to, starts[i], starts[i + 1]));
    return true;
}

/* How many titles the row has; *cells how many cells. */
static uint32_t titles_in(struct harvest *harvest, const struct grid *grid, uint32_t row,
                          uint32_t *cells)
{
    uint32_t titles = 0;
    const struct cell *first = grid_row(grid, row, cells);
    for (uint32_t i = 0; i < *cells; i++)
        titles += is_title_cell(harvest, &first[i]);
    return titles;
}

/* The row at which a table begins below another: its title's, after lines of figures; the rows when
 * there is none. */
static uint32_t next_below(struct harvest *harvest, const struct grid *grid, uint32_t from,
                           bool *several)
{
    enum { LINE_CELLS = 3 };
    bool said = false;
    for (uint32_t row = from, cells; row < grid->rows; row++) {
        uint32_t titles = titles_in(harvest, grid, row, &cells);
        if (titles && said)
            return row;
        *several |= titles > 1;
        said |= !titles && cells >= LINE_CELLS;
    }
    return grid->rows;
}

void tables_find_all(struct harvest *harvest, const struct grid *grid)
{
    bool several = false;
    if (grid->page || !grid->count) {
        tables_find(harvest, grid);
        return;
    }
    if (find_beside(harvest, grid, 0, grid->rows))
        return;
    for (uint32_t row = 0; row < grid->rows;)
        row = next_below(harvest, grid, row, &several);
    for (uint32_t row = 0, to; several && row < grid->rows; row = to) {
        to = next_below(harvest, grid, row, &several);
        if (!find_beside(harvest, grid, row, to))
            tables_find(harvest, part_of(harvest, grid, row, to, 0, grid->columns));
    }
    if (!several)
        tables_find(harvest, grid);
}
