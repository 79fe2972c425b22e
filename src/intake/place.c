/* Where a cell is, as messages name it. */
#include "intake/grid.h"

static struct pos spot_pos(const struct book *book, const struct spot *spot, struct slice text)
{
    return pos_of_spot(book->arena, book->name, spot, text);
}

struct pos book_pos(const struct book *book)
{
    static const struct spot none;
    return spot_pos(book, &none, (struct slice){"", 0});
}

struct spot cell_spot(const struct grid *grid, const struct cell *cell)
{
    bool sheet = grid->book->kind == BOOK_SHEETS, text = grid->book->kind == BOOK_TEXT;
    struct spot spot = {.sheet = sheet ? grid->name.p : NULL,
                        .page = grid->page,
                        .table = sheet || text ? 0 : grid->ordinal};
    if (!cell)
        return spot;
    if (cell->page)
        spot.page = cell->page;
    spot.row = cell->row - cell->skipped + 1;
    spot.column = cell->column + 1;
    spot.box.left = (int32_t)(cell->box.left * 1000);
    spot.box.top = (int32_t)(cell->box.top * 1000);
    spot.box.right = (int32_t)(cell->box.right * 1000);
    spot.box.bottom = (int32_t)(cell->box.bottom * 1000);
    return spot;
}

struct pos grid_pos(const struct grid *grid)
{
    const struct spot spot = cell_spot(grid, NULL);
    return spot_pos(grid->book, &spot, (struct slice){"", 0});
}

struct pos cell_pos(const struct grid *grid, const struct cell *cell)
{
    const struct spot spot = cell_spot(grid, cell);
    return spot_pos(grid->book, &spot, cell->text);
}
