#include "intake/recognise.h"

#include <assert.h>
#include <string.h>

#include "intake/engines.h"

static void (*const engines[])(struct layout *layout) = {
    [ENGINE_CODE] = read_code_table,       [ENGINE_CROSS] = read_code_table,
    [ENGINE_ITEM] = read_item_table,       [ENGINE_HEADS] = read_heads_table,
    [ENGINE_LIST] = read_list_table,       [ENGINE_FACTS] = read_facts_table,
    [ENGINE_PROJECT] = read_project_table, [ENGINE_PROJECTS] = read_projects_table,
};

static enum table_fate fate_of(const struct layout *layout, struct slice title)
{
    const struct table_kind *kind = layout->table->kind;
    if (layout->grid->hidden)
        return TABLE_HIDDEN;
    if (title_is_budget(title))
        return TABLE_BUDGET;
    if (!kind)
        return TABLE_UNKNOWN;
    return kind->engine == ENGINE_NONE ? TABLE_NOT_NEEDED : TABLE_READ;
}

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
    assert(kind && "a table that is read is of a kind");
    return kind->engine == ENGINE_FACTS || kind->engine == ENGINE_PROJECT;
}

static void read_table(struct harvest *harvest, struct table *table, const struct table *before)
{
    struct layout *layout = ARENA_NEW(harvest->arena, struct layout);
    const struct figure *last = harvest->last_figure;
    bool lines = layout_find(layout, harvest, table);
    struct slice title = label_plain(harvest->arena, table->title);
    table->heads = layout->all;
    struct slice sheet = label_plain(harvest->arena, table->grid->name);
    table->kind = table_kind_find(title.n ? title : sheet, sheet, layout->all);
    table->kind_name = table->kind ? table->kind->name : NULL;
    table->is_by_code =
        table->kind && (table->kind->engine == ENGINE_CODE || table->kind->engine == ENGINE_LIST);
    table->fate = fate_of(layout, title.n ? title : sheet);
    if (table->fate != TABLE_READ || !lines) {
        /* A page of text in cells is no table of figures. */
        if (table->fate == TABLE_UNKNOWN && layout_numbers(layout) < 3)
            table->fate = TABLE_NOT_NEEDED;
        bool foreign = table->fate == TABLE_UNKNOWN || table->fate == TABLE_NOT_NEEDED;
        if (foreign && !table->kind && harvest->keys)
            read_own_figures(layout);
        report_unseen(layout, last);
        return;
    }
    bool says_itself = is_told_itself(table->kind);
    if (!says_itself)
        below_read(layout);
    if (layout->has_units)
        return;
    if (!layout->unit)
        layout->unit = unit_before(before, table, title);
    if (!layout->unit)
        layout->unit = harvest->unit;
    if (!layout->unit && !says_itself && layout_numbers(layout)) {
        diag_report(harvest->diag, MSG_TAKEN_UNIT, grid_pos(table->grid),
                    table->title.n ? table->title.p : "—");
        return;
    }
    table->unit = layout->unit;
    engines[table->kind->engine](layout);
    report_unseen(layout, last);
}

/* Rows that are lost; of a sheet from which nothing is taken that is no more than worth a note. */
static void report_dropped(struct harvest *harvest, const struct grid *grid)
{
    enum level level = LEVEL_NOTE;
    for (const struct table *table = harvest->tables; table; table = table->next)
        if (table->grid == grid && table->fate == TABLE_READ)
            level = LEVEL_WARNING;
    if (grid->dropped)
        diag_report_at(harvest->diag, level, MSG_BOOK_ROWS, grid_pos(grid),
                       arena_printf(harvest->arena, "%u", grid->dropped),
                       arena_printf(harvest->arena, "%d", GRID_ROWS_MAX));
}

void harvest_book(struct harvest *harvest, const struct book *book)
{
    struct table *last = harvest->last_table;
    for (const struct grid *grid = book->first; grid; grid = grid->next)
        tables_find(harvest, grid);
    const struct table *before = NULL;
    for (struct table *table = last ? last->next : harvest->tables; table; table = table->next) {
        read_table(harvest, table, before);
        before = table;
    }
    for (const struct grid *grid = book->first; grid; grid = grid->next)
        report_dropped(harvest, grid);
}
