#include "template/grid.h"

static bool is_cell(const struct doc_node *node)
{
    return node->element == ELEMENT_CELL || node->element == ELEMENT_HEADER;
}

static bool holds_rows(const struct doc_node *part)
{
    return part->element == ELEMENT_HEAD || part->element == ELEMENT_BODY;
}

static void measure(struct grid *grid, const struct doc_node *table)
{
    for (const struct doc_node *part = table->first; part; part = part->next)
        for (const struct doc_node *row = part->first; row && holds_rows(part); row = row->next) {
            uint32_t width = 0;
            for (const struct doc_node *cell = row->first; cell; cell = cell->next)
                width += cell->colspan;
            grid->column_count = width > grid->column_count ? width : grid->column_count;
            grid->row_count++;
        }
}

static void put_cell(struct grid *grid, const struct doc_node *cell, uint32_t row, uint32_t column)
{
    for (uint32_t r = row; r < row + cell->rowspan && r < grid->row_count; r++)
        for (uint32_t c = column; c < column + cell->colspan && c < grid->column_count; c++)
            grid->cells[r * grid->column_count + c] = cell;
}

struct grid grid_of(struct arena *arena, const struct doc_node *table)
{
    struct grid grid = {0};
    measure(&grid, table);
    grid.rows = ARENA_ARRAY(arena, const struct doc_node *, grid.row_count);
    grid.cells =
        ARENA_ARRAY(arena, const struct doc_node *, (size_t)grid.row_count *grid.column_count);
    uint32_t at = 0;
    for (const struct doc_node *part = table->first; part; part = part->next)
        for (const struct doc_node *row = part->first; row && holds_rows(part); row = row->next) {
            uint32_t column = 0;
            grid.rows[at] = row;
            for (const struct doc_node *cell = row->first; cell; cell = cell->next) {
                while (column < grid.column_count && grid_cell(&grid, at, column))
                    column++;
                if (is_cell(cell))
                    put_cell(&grid, cell, at, column);
            }
            at++;
        }
    return grid;
}

const struct doc_node *grid_cell(const struct grid *grid, uint32_t row, uint32_t column)
{
    return grid->cells[row * grid->column_count + column];
}

bool grid_starts(const struct grid *grid, uint32_t row, uint32_t column)
{
    const struct doc_node *cell = grid_cell(grid, row, column);
    return cell && (!row || grid_cell(grid, row - 1, column) != cell) &&
           (!column || grid_cell(grid, row, column - 1) != cell);
}

uint32_t grid_column(const struct grid *grid, uint32_t row, const struct doc_node *cell)
{
    uint32_t column = 0;
    while (column + 1 < grid->column_count && grid_cell(grid, row, column) != cell)
        column++;
    return column;
}

static bool is_header(const struct doc_node *cell)
{
    return cell && cell->element == ELEMENT_HEADER;
}

/* Appends the name to the ones before it. */
static void join(struct buf *out, struct slice name)
{
    if (name.n && out->n)
        buf_putc(out, ' ');
    buf_put_slice(out, name);
}

static struct slice finish(struct arena *arena, struct buf *name)
{
    buf_puts(name, "");
    for (size_t i = 0; i < name->n; i++)
        if (name->p[i] == '\n')
            name->p[i] = ' ';
    struct slice copy = slice_copy(arena, buf_slice(name));
    buf_free(name);
    return copy;
}

struct slice grid_row_label(struct arena *arena, const struct grid *grid, uint32_t row,
                            uint32_t column)
{
    uint32_t end = column;
    while (end > 0 && !is_header(grid_cell(grid, row, end - 1)))
        end--;
    uint32_t start = end;
    while (start > 0 && is_header(grid_cell(grid, row, start - 1)))
        start--;
    struct buf label = {0};
    for (uint32_t c = start; c < end; c++)
        if (c == start || grid_cell(grid, row, c) != grid_cell(grid, row, c - 1))
            join(&label, node_text(arena, grid_cell(grid, row, c)));
    return finish(arena, &label);
}

/* A line that only counts the columns: 1, 2, 3 … */
static bool is_column_number(struct slice text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return true;
}

static bool is_head(const struct grid *grid, uint32_t row, uint32_t column)
{
    const struct doc_node *cell = grid_cell(grid, row, column);
    return is_header(cell) && cell->scope == SCOPE_COLUMN && cell->colspan < grid->column_count;
}

/* The nearest run of heads above: a table may change its columns half-way down. */
struct slice grid_column_head(struct arena *arena, const struct grid *grid, uint32_t row,
                              uint32_t column)
{
    uint32_t end = row;
    while (end > 0 && !is_head(grid, end - 1, column))
        end--;
    uint32_t start = end;
    while (start > 0 && is_head(grid, start - 1, column))
        start--;
    struct buf head = {0};
    for (uint32_t r = start; r < end; r++) {
        const struct doc_node *cell = grid_cell(grid, r, column);
        struct slice text = node_text(arena, cell);
        if ((r == start || cell != grid_cell(grid, r - 1, column)) && !is_column_number(text))
            join(&head, text);
    }
    return finish(arena, &head);
}
