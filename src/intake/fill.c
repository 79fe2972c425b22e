#include "intake/fill.h"

#include <stdlib.h>

struct grid *grid_new(struct book *book, struct slice name)
{
    struct grid *grid = ARENA_NEW(book->arena, struct grid);
    grid->book = book;
    grid->name = slice_copy(book->arena, name);
    grid->ordinal = book->last ? book->last->ordinal + 1 : 1;
    if (book->last)
        book->last->next = grid;
    else
        book->first = grid;
    return book->last = grid;
}

void grid_forget(struct book *book, struct grid *grid)
{
    struct grid **link = &book->first, *last = NULL;
    while (*link && *link != grid) {
        last = *link;
        link = &(*link)->next;
    }
    *link = grid->next;
    if (book->last == grid)
        book->last = last;
}

/* Whether the row is one of those kept; counts those that are not. */
static bool is_kept(struct grid *grid, uint32_t row)
{
    if (row < GRID_ROWS_MAX)
        return true;
    if (row + 1 > grid->rows) {
        grid->dropped++;
        grid->rows = row + 1;
    }
    return false;
}

void grid_put(struct grid *grid, uint32_t row, uint32_t column, enum cell_kind kind,
              struct slice text)
{
    struct arena *arena = grid->book->arena;
    text = blank_trim(text);
    if (!text.n || !is_kept(grid, row))
        return;
    GROW(arena, grid->cells, grid->count, grid->room, 16);
    grid->cells[grid->count++] = (struct cell){.row = row,
                                               .column = column,
                                               .rows = 1,
                                               .columns = 1,
                                               .kind = kind,
                                               .text = slice_copy(arena, text)};
    if (row + 1 > grid->rows)
        grid->rows = row + 1;
    if (column + 1 > grid->columns)
        grid->columns = column + 1;
}

void grid_blank(struct grid *grid, uint32_t row, uint32_t column)
{
    struct cell *cell = grid->count ? &grid->cells[grid->count - 1] : NULL;
    if (cell && cell->row == row && cell->column == column)
        cell->blank = true;
}

void grid_span(struct grid *grid, uint32_t rows, uint32_t columns)
{
    struct cell *cell = &grid->cells[grid->count - 1];
    cell->rows = rows;
    cell->columns = columns;
}

static int compare_cells(const void *a, const void *b)
{
    const struct cell *left = a, *right = b;
    if (left->row != right->row)
        return left->row < right->row ? -1 : 1;
    return left->column < right->column ? -1 : left->column > right->column;
}

void grid_finish(struct grid *grid)
{
    bool sorted = true;
    for (uint32_t i = 1; i < grid->count && sorted; i++)
        sorted = compare_cells(&grid->cells[i - 1], &grid->cells[i]) <= 0;
    if (!sorted)
        qsort(grid->cells, grid->count, sizeof *grid->cells, compare_cells);
}

static struct unseen *unseen_of(struct grid *grid)
{
    if (!grid->unseen)
        grid->unseen = ARENA_NEW(grid->book->arena, struct unseen);
    return grid->unseen;
}

static void set_bits(uint8_t *bits, uint32_t from, uint32_t to, uint32_t most)
{
    for (; from < to && from < most; from++)
        bits[from / 8] |= (uint8_t)(1 << from % 8);
}

void grid_hide_rows(struct grid *grid, uint32_t from, uint32_t to)
{
    set_bits(unseen_of(grid)->rows, from, to, GRID_ROWS_MAX);
}

void grid_hide_columns(struct grid *grid, uint32_t from, uint32_t to)
{
    set_bits(unseen_of(grid)->columns, from, to, GRID_COLUMNS_MAX);
}

/* Merges of a sound sheet never overlap: those of a forged one, which could, take no more time. */
void grid_merge(struct grid *grid, uint32_t row, uint32_t column, uint32_t rows, uint32_t columns)
{
    enum { MERGED_MAX = 1 << 22 };
    uint32_t last = row + rows;
    for (uint32_t at = row; at < last && at < grid->rows && grid->merged < MERGED_MAX; at++) {
        grid->merged++;
        for (uint32_t i = grid_index(grid, at, column); i < grid->count; i++) {
            struct cell *cell = &grid->cells[i];
            if (cell->row != at || cell->column - column >= columns)
                break;
            cell->covered = at > row || cell->column > column;
            if (cell->covered)
                continue;
            cell->rows = rows;
            cell->columns = columns;
        }
    }
}
