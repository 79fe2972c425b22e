/* Where a cell is, as messages name it. */
#include "intake/grid.h"

struct pos book_pos(const struct book *book)
{
    return (struct pos){source_of(book->arena, book->name, (struct slice){"", 0}), 0, 0};
}

struct pos grid_pos(const struct grid *grid)
{
    const struct book *book = grid->book;
    const char *name =
        grid->name.n ? arena_printf(book->arena, "%s:%s", book->name, grid->name.p) : book->name;
    return (struct pos){source_of(book->arena, name, (struct slice){"", 0}), 0, 0};
}

struct pos cell_pos(const struct grid *grid, const struct cell *cell)
{
    struct buf name = {0};
    buf_printf(&name, "%s:", grid->book->name);
    cell_address(&name, grid, cell, LANGUAGE_ENGLISH);
    const struct source *source = source_of(grid->book->arena, name.p, cell->text);
    buf_free(&name);
    return (struct pos){source, 0, (uint32_t)cell->text.n};
}
