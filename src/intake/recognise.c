#include "intake/recognise.h"

#include <string.h>

#include "intake/engines.h"

static void (*const engines[])(struct layout *layout) = {
    [ENGINE_CODE] = read_code_table,       [ENGINE_CROSS] = read_code_table,
    [ENGINE_ITEM] = read_item_table,       [ENGINE_HEADS] = read_heads_table,
    [ENGINE_LIST] = read_list_table,       [ENGINE_FACTS] = read_facts_table,
    [ENGINE_PROJECT] = read_project_table, [ENGINE_PROJECTS] = read_projects_table,
};

/* ---- Accounts or a budget ---- */

static bool says_accounts(struct slice text)
{
    static const char *const words[] = {"决算", "财决", "执行数", "统计数", "支出数", "实际"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text.n && memmem(text.p, text.n, words[i], strlen(words[i])))
            return true;
    return false;
}

/* Whether the columns are those of a budget: 预算数 and no 决算数, or only that of a year before.
 */
static bool are_of_budget(const struct layout *layout)
{
    int budget = -1, accounts = -1; /* the last year of either, 0 for one that is not told */
    for (uint32_t column = 0; column < layout->columns; column++) {
        struct slice path = layout->heads[column].path;
        int year = year_of_head(path);
        if (says_accounts(path))
            accounts = year > accounts ? year : accounts;
        else if (title_is_budget(path))
            budget = year > budget ? year : budget;
    }
    return budget >= 0 && (accounts < 0 || (accounts > 0 && budget > accounts));
}

static bool is_of_budget(const struct layout *layout, struct slice title)
{
    const struct table_kind *kind = layout->table->kind;
    if (title_is_budget(title))
        return true;
    return kind && !table_is_list(kind) && !says_accounts(title) &&
           !says_accounts(layout->grid->name) &&
           (layout->harvest->is_budget || are_of_budget(layout));
}

static enum table_fate fate_of(const struct layout *layout, struct slice title)
{
    const struct table_kind *kind = layout->table->kind;
    if (layout->grid->hidden)
        return TABLE_HIDDEN;
    if (is_of_budget(layout, title))
        return TABLE_BUDGET;
    if (!kind)
        return TABLE_UNKNOWN;
    return kind->engine == ENGINE_NONE ? TABLE_NOT_NEEDED : TABLE_READ;
}

/* Whether anything in the book says that it is of accounts. */
static bool book_says_accounts(const struct book *book)
{
    for (const struct grid *grid = book->first; grid; grid = grid->next) {
        if (says_accounts(grid->name) || says_accounts(grid->before))
            return true;
        for (uint32_t i = 0; i < grid->count; i++)
            if (grid->cells[i].kind == CELL_TEXT && says_accounts(grid->cells[i].text))
                return true;
    }
    return says_accounts(book->after);
}

/* Whether the book, of which these are the tables, is of a budget: titles say so, and nothing says
 * anything of accounts. */
static bool book_is_budget(const struct harvest *harvest, const struct table *table,
                           const struct book *book)
{
    bool budget = false;
    for (; table && !budget; table = table->next)
        budget = title_is_budget(label_plain(harvest->arena, table->title));
    return budget && !book_says_accounts(book);
}

/* Tells of a book whose tables are read as accounts though nothing in it says so. */
static void report_doubtful(struct harvest *harvest, const struct book *book)
{
    const struct table *first = NULL;
    for (const struct table *table = harvest->tables; table && !first; table = table->next)
        if (table->grid->book == book && table->fate == TABLE_READ && table->taken && table->kind &&
            !table_is_list(table->kind))
            first = table;
    if (first && !book_says_accounts(book))
        diag_report(harvest->diag, MSG_TAKEN_DOUBTFUL, grid_pos(first->grid),
                    first->title.n ? first->title.p : first->kind_name);
}

/* ---- Tables ---- */

/* The unit of the table that this one goes on with, under the same heads and no title of its own;
 * or 0. */
static int64_t unit_before(const struct table *before, const struct table *table,
                           struct slice title)
{
    bool goes_on = !title.n || memmem(title.p, title.n, "(续", strlen("(续"));
    return before && goes_on && table->heads.n && slice_eq(before->heads, table->heads)
               ? before->unit
               : 0;
}

/* Whether the lines of such tables tell their unit themselves. */
static bool is_told_itself(const struct table_kind *kind)
{
    return kind->engine == ENGINE_FACTS || kind->engine == ENGINE_PROJECT;
}

/* Finds the unit of the table's amounts. False after reporting that there is none, or several. */
static bool settle_unit(struct layout *layout, const struct table *before, struct slice title)
{
    struct harvest *harvest = layout->harvest;
    const struct table *table = layout->table;
    bool says_itself = is_told_itself(table->kind);
    if (!says_itself)
        below_read(layout);
    if (layout->has_units)
        return false;
    if (!layout->unit)
        layout->unit = unit_before(before, table, title);
    if (!layout->unit)
        layout->unit = unit_beside(layout);
    if (!layout->unit)
        layout->unit = harvest->unit;
    if (layout->unit || says_itself || !layout_numbers(layout))
        return true;
    diag_report(harvest->diag, MSG_TAKEN_UNIT, grid_pos(table->grid),
                table->title.n ? table->title.p : "—");
    return false;
}

/* Finds out what the table is. */
static void identify(struct harvest *harvest, struct table *table)
{
    struct layout *layout = ARENA_NEW(harvest->arena, struct layout);
    layout_find(layout, harvest, table);
    struct slice title = label_plain(harvest->arena, table->title);
    struct slice sheet = label_plain(harvest->arena, table->grid->name);
    table->layout = layout;
    table->heads = layout->all;
    table->kind = table_kind_find(title.n ? title : sheet, sheet, layout->all);
    table->kind_name = table->kind ? table_kind_name(table->kind) : NULL;
    table->is_by_code =
        table->kind && (table->kind->engine == ENGINE_CODE || table->kind->engine == ENGINE_LIST);
    table->fate = fate_of(layout, title.n ? title : sheet);
    year_name(table, title, sheet);
}

/* Whether nothing comes from the table but what a package declares itself. */
static bool is_left(struct layout *layout)
{
    struct harvest *harvest = layout->harvest;
    struct table *table = layout->table;
    if (table->kind && table->fate == TABLE_READ && layout->head_to < table->to)
        return false;
    /* A page of text in cells is no table of figures. */
    if (table->fate == TABLE_UNKNOWN && layout_numbers(layout) < 3)
        table->fate = TABLE_NOT_NEEDED;
    bool foreign = table->fate == TABLE_UNKNOWN || table->fate == TABLE_NOT_NEEDED;
    if (foreign && !table->kind && harvest->keys)
        read_own_figures(layout);
    return true;
}

static void read_table(struct harvest *harvest, struct table *table, const struct table *before)
{
    struct layout *layout = table->layout;
    bool last_year = table->fate == TABLE_LAST_YEAR;
    if (last_year)
        layout->harvest = harvest->last;
    const struct figure *last = layout->harvest->last_figure;
    layout_leave_aside(layout);
    if (!last_year && is_left(layout)) {
        report_unseen(layout, last);
        return;
    }
    if (!settle_unit(layout, before, label_plain(harvest->arena, table->title)))
        return;
    table->unit = layout->unit;
    engines[table->kind->engine](layout);
    report_unseen(layout, last);
}

/* Rows that are lost; of a sheet from which nothing is taken that is no more than worth a note. */
static void report_dropped(struct harvest *harvest, const struct grid *grid)
{
    enum level level = LEVEL_NOTE;
    if (!grid->dropped)
        return;
    for (const struct table *table = harvest->tables; table; table = table->next)
        if ((table->grid == grid || table->grid->whole == grid) && table->fate == TABLE_READ)
            level = LEVEL_WARNING;
    diag_report_at(harvest->diag, level, MSG_BOOK_ROWS, grid_pos(grid),
                   arena_printf(harvest->arena, "%u", grid->dropped),
                   arena_printf(harvest->arena, "%d", GRID_ROWS_MAX));
}

void harvest_find_tables(struct harvest *harvest, const struct book *book)
{
    struct table *last = harvest->last_table;
    for (const struct grid *grid = book->first; grid; grid = grid->next)
        tables_find_all(harvest, grid);
    struct table *first = last ? last->next : harvest->tables;
    harvest->is_budget = book_is_budget(harvest, first, book);
    for (struct table *table = first; table; table = table->next)
        identify(harvest, table);
}

static void report_book(struct harvest *harvest, const struct book *book)
{
    for (const struct grid *grid = book->first; grid; grid = grid->next)
        report_dropped(harvest, grid);
    report_doubtful(harvest, book);
}

void harvest_read(struct harvest *harvest)
{
    const struct table *before = NULL;
    struct table *table = harvest->last_read ? harvest->last_read->next : harvest->tables;
    years_settle(harvest);
    for (; table; table = table->next) {
        const struct book *book = table->grid->book;
        read_table(harvest, table, before);
        before = table->next && table->next->grid->book == book ? table : NULL;
        harvest->last_read = table;
        if (!before)
            report_book(harvest, book);
    }
}

void harvest_book(struct harvest *harvest, const struct book *book)
{
    harvest_find_tables(harvest, book);
    harvest_read(harvest);
}
