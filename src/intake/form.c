/*
 * The workbook to fill in, read back: cells say which keys they hold (record/form.h). What a cell
 * holds is the value as it stands; the schema judges it as it judges any record.
 */
#include "intake/form.h"

#include <stdlib.h>

#include "record/form.h"

enum { PATTERNS_MAX = 64, PATH_MAX_PARTS = 16 };

/* A grid of the sheet, while its rows are read. */
struct form_grid {
    struct slice pattern[PATTERNS_MAX]; /* what each column holds; empty: nothing */
    uint32_t item;                      /* the number of the last item whose own is not told */
};

struct form {
    struct arena *arena;
    struct diag *diag;
    struct node *root;
    const struct grid *grid;
    struct form_grid open;
    bool is_open;
};

static bool is_class(struct slice pattern)
{
    return pattern.n > 2 && pattern.p[0] == '<' && pattern.p[pattern.n - 1] == '>' &&
           !memchr(pattern.p, '.', pattern.n);
}

static const struct cell *cell_at(const struct form *form, uint32_t row, uint32_t column)
{
    uint32_t count;
    const struct cell *cells = grid_row(form->grid, row, &count);
    for (uint32_t i = 0; i < count; i++)
        if (cells[i].column == column)
            return &cells[i];
    return NULL;
}

static void report_cell(struct form *form, const struct cell *cell)
{
    enum message message = cell->kind == CELL_PENDING  ? MSG_TAKEN_PENDING
                           : cell->kind == CELL_SCALED ? MSG_TAKEN_SCALED
                                                       : MSG_TAKEN_FAULT;
    diag_report_chosen(form->diag, message, cell_pos(form->grid, cell), cell->text.p);
}

/* Types the cell's value at the path. */
static void put_value(struct form *form, struct slice path, const struct cell *cell)
{
    struct node *map = form->root;
    struct slice rest = path, key = slice_cut(&rest, '.');
    struct pos pos = cell_pos(form->grid, cell);
    if (cell->kind != CELL_TEXT && cell->kind != CELL_NUMBER) {
        report_cell(form, cell);
        return;
    }
    for (; rest.p; key = slice_cut(&rest, '.')) {
        struct node *child = node_child(map, key);
        map = child ? child : node_add(form->arena, map, NODE_MAP, key, pos);
    }
    struct node *node = node_add(form->arena, map, NODE_STRING, key, pos);
    if (!node) {
        diag_report(form->diag, MSG_FORM_TWICE, pos, slice_copy(form->arena, path).p);
        return;
    }
    node->text = cell->text;
    node->pos = pos;
}

/* The key with what stands in the row for its classes, from left to right; empty when one is
 * missing. */
static struct slice fill_classes(struct form *form, struct slice pattern,
                                 const struct slice *values, size_t count)
{
    struct buf path = {0};
    size_t next = 0;
    bool whole = true;
    for (struct slice rest = pattern; rest.p && whole;) {
        struct slice part = slice_cut(&rest, '.');
        bool class = is_class(part);
        whole = !class || (next < count && values[next].n);
        buf_puts(&path, path.n ? "." : "");
        buf_put_slice(&path, class && whole ? values[next] : part);
        next += class;
    }
    struct slice filled = whole ? slice_copy(form->arena, buf_slice(&path)) : (struct slice){"", 0};
    buf_free(&path);
    return filled;
}

/* What stands for the classes in the row. An item without a number is the one after the last. */
static size_t read_classes(struct form *form, uint32_t row, struct slice *values)
{
    size_t count = 0;
    for (uint32_t column = 1; column < PATTERNS_MAX && count < PATH_MAX_PARTS; column++) {
        struct slice pattern = form->open.pattern[column];
        if (!is_class(pattern))
            continue;
        const struct cell *cell = cell_at(form, row, column);
        values[count] = cell ? cell->text : (struct slice){"", 0};
        if (!cell && slice_is(pattern, "<序号>"))
            values[count] = slice_of(arena_printf(form->arena, "%u", form->open.item + 1));
        if (slice_is(pattern, "<序号>") && values[count].n < 9)
            form->open.item = (uint32_t)strtoul(values[count].p, NULL, 10);
        count++;
    }
    return count;
}

static bool row_has_values(const struct form *form, uint32_t row)
{
    for (uint32_t column = 1; column < PATTERNS_MAX; column++)
        if (form->open.pattern[column].n && !is_class(form->open.pattern[column]) &&
            cell_at(form, row, column))
            return true;
    return false;
}

static void read_grid_row(struct form *form, uint32_t row)
{
    struct slice values[PATH_MAX_PARTS];
    if (!row_has_values(form, row))
        return;
    size_t count = read_classes(form, row, values);
    for (uint32_t column = 1; column < PATTERNS_MAX; column++) {
        struct slice pattern = form->open.pattern[column];
        const struct cell *cell = cell_at(form, row, column);
        if (!pattern.n || is_class(pattern) || !cell)
            continue;
        struct slice path = fill_classes(form, pattern, values, count);
        if (path.n)
            put_value(form, path, cell);
        else
            diag_report(form->diag, MSG_FORM_CODE, cell_pos(form->grid, cell), pattern.p);
    }
}

static void open_grid(struct form *form, uint32_t row)
{
    form->is_open = true;
    form->open = (struct form_grid){0};
    for (uint32_t column = 1; column < PATTERNS_MAX; column++) {
        const struct cell *cell = cell_at(form, row, column);
        form->open.pattern[column] = cell ? cell->text : (struct slice){"", 0};
    }
}

/* What was typed in a row that holds no key, or beside the cell of the key, would be lost. */
static void report_keyless(struct form *form, uint32_t row, bool numbers)
{
    uint32_t count;
    const struct cell *cells = grid_row(form->grid, row, &count);
    for (uint32_t i = 0; i < count; i++)
        if (cells[i].column && (!numbers || cells[i].kind == CELL_NUMBER)) {
            diag_report(form->diag, MSG_FORM_KEYLESS, cell_pos(form->grid, &cells[i]),
                        cells[i].text.p);
            return;
        }
}

static void read_value(struct form *form, uint32_t row, struct slice key)
{
    const struct cell *value = cell_at(form, row, FORM_VALUE);
    if (value)
        put_value(form, key, value);
    else
        report_keyless(form, row, true);
}

static void end_grid(struct form *form, const struct cell *mark)
{
    if (!form->is_open)
        diag_report(form->diag, MSG_FORM_MARKS, cell_pos(form->grid, mark));
    form->is_open = false;
    report_keyless(form, mark->row, false);
}

static void read_row(struct form *form, uint32_t row)
{
    const struct cell *mark = cell_at(form, row, 0);
    if (!mark && form->is_open)
        read_grid_row(form, row);
    else if (!mark && row >= FORM_FIRST)
        report_keyless(form, row, false);
    else if (!mark)
        return;
    else if (slice_is(mark->text, FORM_GRID))
        open_grid(form, row);
    else if (slice_is(mark->text, FORM_END))
        end_grid(form, mark);
    else if (!slice_is(mark->text, FORM_SKIP))
        read_value(form, row, mark->text);
}

static bool is_form(const struct grid *grid)
{
    uint32_t count;
    const struct cell *cells = grid_row(grid, 0, &count);
    return count && cells->column == 0 && slice_is(cells->text, FORM_MARK);
}

bool book_is_form(const struct book *book)
{
    for (const struct grid *grid = book->first; grid; grid = grid->next)
        if (is_form(grid))
            return true;
    return false;
}

/* A sheet without the mark is someone's own, unless the mark or others stand in another place. */
static void report_moved(const struct form *form)
{
    static const char *const marks[] = {FORM_MARK, FORM_GRID, FORM_END, FORM_SKIP};
    for (uint32_t i = 0; i < form->grid->count; i++)
        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
            if (slice_is(form->grid->cells[i].text, marks[m])) {
                diag_report(form->diag, MSG_FORM_MARKS,
                            cell_pos(form->grid, &form->grid->cells[i]));
                return;
            }
}

static void read_form_sheet(struct form *form)
{
    form->is_open = false;
    for (uint32_t row = 1; row < form->grid->rows; row++)
        read_row(form, row);
}

struct node *form_read(struct diag *diag, const struct book *book)
{
    struct form form = {
        .arena = book->arena, .diag = diag, .root = node_new(book->arena, NULL, NODE_MAP)};
    for (const struct grid *grid = book->first; grid; grid = grid->next) {
        form.grid = grid;
        if (is_form(grid))
            read_form_sheet(&form);
        else
            report_moved(&form);
    }
    return form.root;
}
