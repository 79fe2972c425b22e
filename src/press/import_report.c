/* What was taken from which cells, or why a table was left. */
#include <string.h>

#include "press/import.h"

static bool is_of_sheets(const struct table *table)
{
    const struct book *book = table->grid->book;
    return book && book->kind == BOOK_SHEETS;
}

/* B7, or row 7 column 2: the sheet or table is told before. */
static void put_cell(struct buf *out, const struct table *table, const struct cell *cell,
                     enum language language)
{
    struct buf place = {0};
    struct pos pos = cell_pos(table->grid, cell);
    pos_put(&place, pos, language);
    const char *mark = strrchr(place.p, is_of_sheets(table) ? '!' : ':');
    buf_puts(out, mark ? mark + 1 : place.p);
    buf_free(&place);
}

static void put_range(struct buf *out, const struct table *table, enum language language)
{
    if (!table->first)
        return;
    buf_puts(out, ", ");
    put_cell(out, table, table->first, language);
    buf_puts(out, " … ");
    put_cell(out, table, table->last, language);
}

/* The sheet and the title, or where a table is that has neither. */
static void put_name(struct buf *out, const struct table *table, enum language language)
{
    const struct grid *grid = table->grid;
    if (grid->name.n || table->title.n) {
        buf_printf(out, "%s%s%s", grid->name.n ? grid->name.p : "",
                   grid->name.n && table->title.n ? " " : "", table->title.n ? table->title.p : "");
        return;
    }
    struct buf place = {0};
    pos_put(&place, grid_pos(grid), language);
    const char *mark = strrchr(place.p, ':');
    buf_puts(out, mark ? mark + 1 : place.p);
    buf_free(&place);
}

static void put_table(struct buf *out, const struct table *table, enum language language)
{
    static const char *const fates[][2] = {
        [TABLE_READ] = {"%u figures", "%u 个数"},
        [TABLE_NOT_NEEDED] = {"left: no figure of a disclosure comes from it",
                              "未取：公开不用其中的数"},
        [TABLE_BUDGET] = {"left: a table of a budget, not of final accounts",
                          "未取：这是预算表，不是决算表"},
        [TABLE_UNKNOWN] = {"left: no table of accounts is known by this title and these heads",
                           "未取：不认识这样的表名和表头"},
        [TABLE_HIDDEN] = {"left: the sheet is hidden", "未取：工作表已隐藏"},
        [TABLE_LAST_YEAR] = {"%u figures of last year", "上年 %u 个数"},
        [TABLE_OTHER_YEAR] = {"left: of another year", "未取：属于另一年度"}};
    buf_puts(out, "  ");
    put_name(out, table, language);
    buf_puts(out, ": ");
    buf_printf(out, fates[table->fate][language], table->taken);
    put_range(out, table, language);
    buf_putc(out, '\n');
}

/* Whether the table is worth a line: of a document only one with figures. */
static bool is_worth_telling(const struct table *table)
{
    return table->fate != TABLE_NOT_NEEDED || is_of_sheets(table);
}

void import_put_tables(struct buf *out, const struct harvest *harvest, enum language language)
{
    const struct book *book = NULL;
    for (const struct table *table = harvest->tables; table; table = table->next) {
        if (table->grid->book != book)
            buf_printf(out, "%s (%s)\n", table->grid->book->name, table->grid->book->format);
        book = table->grid->book;
        if (is_worth_telling(table))
            put_table(out, table, language);
    }
}
