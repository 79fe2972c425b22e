#include "intake/grid.h"

static bool is_blank(uint32_t code)
{
    return code <= ' ' || code == 0xA0 || code == 0x3000 || (code >= 0x2000 && code <= 0x200F) ||
           code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x2060 || code == 0xFEFF;
}

struct slice blank_trim(struct slice text)
{
    size_t from = 0, to = 0;
    for (size_t at = 0; at < text.n;) {
        size_t start = at;
        if (is_blank(utf8_next(text, &at)))
            continue;
        if (!to)
            from = start;
        to = at;
    }
    return to ? (struct slice){text.p + from, to - from} : (struct slice){text.p, 0};
}

static int compare_cells(const void *a, const void *b)
{
    const struct cell *left = a, *right = b;
    if (left->row != right->row)
        return left->row < right->row ? -1 : 1;
    return left->column < right->column ? -1 : left->column > right->column;
}

uint32_t grid_index(const struct grid *grid, uint32_t row, uint32_t column)
{
    const struct cell wanted = {.row = row, .column = column};
    uint32_t low = 0, high = grid->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare_cells(&grid->cells[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct cell *grid_row(const struct grid *grid, uint32_t row, uint32_t *count)
{
    uint32_t from = grid_index(grid, row, 0), to = grid_index(grid, row + 1, 0);
    *count = to - from;
    return grid->cells ? grid->cells + from : NULL;
}

/* Rows that a cell's span is looked for above a place: heads have no more. */
enum { SPAN_LOOK = 64 };

const struct cell *grid_at(const struct grid *grid, uint32_t row, uint32_t column)
{
    for (uint32_t up = 0; up <= row && up < SPAN_LOOK; up++) {
        uint32_t count;
        const struct cell *cells = grid_row(grid, row - up, &count);
        for (uint32_t i = 0; i < count && cells[i].column <= column; i++)
            if (column - cells[i].column < cells[i].columns && up < cells[i].rows)
                return &cells[i];
    }
    return NULL;
}

/* ---- What is not shown ---- */

bool row_is_unseen(const struct grid *grid, uint32_t row)
{
    return grid->unseen && row < GRID_ROWS_MAX && grid->unseen->rows[row / 8] >> row % 8 & 1;
}

bool column_is_unseen(const struct grid *grid, uint32_t column)
{
    return grid->unseen && column < GRID_COLUMNS_MAX &&
           grid->unseen->columns[column / 8] >> column % 8 & 1;
}

/* A cell that spreads over rows or columns is seen where one of them is. */
bool cell_is_unseen(const struct grid *grid, const struct cell *cell)
{
    uint32_t rows = 0, columns = 0;
    while (rows < cell->rows && row_is_unseen(grid, cell->row + rows))
        rows++;
    while (columns < cell->columns && column_is_unseen(grid, cell->column + columns))
        columns++;
    return cell->covered || cell->blank || rows == cell->rows || columns == cell->columns;
}

/* ---- Dumping ---- */

void column_put(struct buf *out, uint32_t column)
{
    char letters[8];
    int n = 0;
    for (uint32_t rest = column + 1; rest; rest = (rest - 1) / 26)
        letters[n++] = (char)('A' + (rest - 1) % 26);
    while (n)
        buf_putc(out, letters[--n]);
}

static void dump_cell(struct buf *out, const struct grid *grid, const struct cell *cell)
{
    static const char *const marks[] = {"", " #", " =", " !", " ~"};
    buf_puts(out, "  ");
    column_put(out, cell->column);
    buf_printf(out, "%u", cell->row + 1);
    if (cell->rows > 1 || cell->columns > 1)
        buf_printf(out, " %ux%u", cell->rows, cell->columns);
    buf_puts(out, marks[cell->kind]);
    if (cell_is_unseen(grid, cell))
        buf_puts(out, " unseen");
    buf_putc(out, ' ');
    buf_put_json(out, cell->text);
    buf_putc(out, '\n');
}

void book_dump(struct buf *out, const struct book *book)
{
    buf_printf(out, "book %s%s%s%s\n", book->format, book->has_macros ? " macros" : "",
               book->has_links ? " links" : "", book->is_delayed ? " delayed" : "");
    for (const struct grid *grid = book->first; grid; grid = grid->next) {
        buf_printf(out, "grid %u", grid->ordinal);
        if (grid->page)
            buf_printf(out, " page %u", grid->page);
        buf_putc(out, ' ');
        buf_put_json(out, grid->name);
        buf_printf(out, " %ux%u%s", grid->rows, grid->columns, grid->hidden ? " hidden" : "");
        if (grid->dropped)
            buf_printf(out, " dropped %u", grid->dropped);
        buf_putc(out, '\n');
        for (struct slice rest = grid->before; rest.p;) {
            buf_puts(out, "  | ");
            buf_put_slice(out, slice_cut(&rest, '\n'));
            buf_putc(out, '\n');
        }
        for (uint32_t i = 0; i < grid->count; i++)
            dump_cell(out, grid, &grid->cells[i]);
    }
}
