#include "intake/recognise.h"

#include "intake/engines.h"

/* ---- Taking ---- */

bool is_counted(struct slice fact)
{
    return slice_starts(fact, "三公.数量.") || slice_starts(fact, "国有资产.");
}

/* The number as a figure; false after reporting what is wrong with it. */
static bool read_number(struct layout *layout, struct figure *figure, struct slice unit)
{
    struct harvest *harvest = layout->harvest;
    int64_t of = unit.n ? unit_of_money(unit) : layout->unit;
    figure->unit = figure->is_count ? (struct slice){"", 0} : unit_name(of);
    bool rounded = false, fits;
    if (figure->is_count) {
        fits = decimal_parse(figure->text, 0, &figure->number) == DECIMAL_OK;
        figure->step = 1;
    } else {
        fits = figure_amount(figure->text, of, &figure->number, &figure->step, &rounded);
    }
    struct pos pos = cell_pos(layout->grid, figure->cell);
    if (!fits)
        diag_report_chosen(harvest->diag, figure->is_count ? MSG_TAKEN_COUNT : MSG_TAKEN_RANGE, pos,
                           figure->cell->text.p);
    else if (rounded)
        diag_report(harvest->diag, MSG_TAKEN_FINE, pos, figure->cell->text.p);
    return fits;
}

static void report_text(struct layout *layout, const struct cell *cell, enum figure_text is)
{
    struct pos pos = cell_pos(layout->grid, cell);
    enum message message = is == FIGURE_PENDING ? MSG_TAKEN_PENDING
                           : is == FIGURE_FAULT ? MSG_TAKEN_FAULT
                                                : MSG_TAKEN_WORDS;
    diag_report_chosen(layout->harvest->diag, message, pos, cell->text.p);
}

void layout_take(struct layout *layout, const struct cell *cell, struct slice fact)
{
    struct harvest *harvest = layout->harvest;
    struct table *table = layout->table;
    struct slice number, unit;
    enum figure_text is = figure_read(harvest->arena, cell, &number, &unit);
    if (is == FIGURE_NOTHING)
        return;
    if (is != FIGURE_NUMBER) {
        report_text(layout, cell, is);
        return;
    }
    struct figure *figure = ARENA_NEW(harvest->arena, struct figure);
    *figure = (struct figure){
        .fact = fact, .is_count = is_counted(fact), .text = number, .table = table, .cell = cell};
    if (!read_number(layout, figure, unit))
        return;
    table->taken++;
    table->last = cell;
    if (!table->first)
        table->first = cell;
    harvest_add(harvest, figure);
}

struct slice fact_of(struct arena *arena, const char *pattern, const char *from, struct slice to)
{
    struct buf out = {0};
    const char *at;
    for (; *from && (at = strstr(pattern, from)); pattern = at + strlen(from)) {
        buf_put(&out, pattern, (size_t)(at - pattern));
        buf_put_slice(&out, to);
    }
    buf_puts(&out, pattern);
    struct slice fact = slice_copy(arena, buf_slice(&out));
    buf_free(&out);
    return fact;
}

bool is_number(struct layout *layout, const struct cell *cell)
{
    struct slice number, unit;
    return cell && figure_read(layout->harvest->arena, cell, &number, &unit) == FIGURE_NUMBER;
}

void report_column(struct layout *layout, uint32_t column)
{
    struct head *head = &layout->heads[column];
    if (head->role == ROLE_LINE)
        return;
    head->role = ROLE_LINE; /* told once */
    diag_report(layout->harvest->diag, MSG_TAKEN_COLUMN,
                head->cell ? cell_pos(layout->grid, head->cell) : grid_pos(layout->grid),
                head->path.n ? head->path.p : "—");
}

bool is_total(struct slice label)
{
    static const char *const words[] = {
        "合计",     "总计",         "本年支出合计", "本年收入合计", "支出合计",
        "收入合计", "一、本年支出", "支出总计",     "基本支出合计", "项目支出合计"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(label, words[i]))
            return true;
    return false;
}

/* ---- Books ---- */

static void (*const engines[])(struct layout *layout) = {
    [ENGINE_CODE] = read_code_table, [ENGINE_CROSS] = read_code_table,
    [ENGINE_ITEM] = read_item_table, [ENGINE_HEADS] = read_heads_table,
    [ENGINE_LIST] = read_list_table, [ENGINE_FACTS] = read_facts_table,
};

static uint32_t count_numbers(const struct layout *layout)
{
    uint32_t numbers = 0;
    struct slice number, unit;
    for (uint32_t i = 0; i < layout->grid->count; i++) {
        const struct cell *cell = &layout->grid->cells[i];
        numbers += cell->row >= layout->table->from && cell->row < layout->table->to &&
                   figure_read(layout->harvest->arena, cell, &number, &unit) == FIGURE_NUMBER;
    }
    return numbers;
}

bool layout_has_numbers(struct layout *layout)
{
    return count_numbers(layout) > 0;
}

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

static void read_table(struct harvest *harvest, struct table *table)
{
    struct layout *layout = ARENA_NEW(harvest->arena, struct layout);
    bool lines = layout_find(layout, harvest, table);
    struct slice title = label_plain(harvest->arena, table->title);
    struct slice sheet = label_plain(harvest->arena, table->grid->name);
    table->kind = table_kind_find(title.n ? title : sheet, sheet, layout->all);
    table->kind_name = table->kind ? table->kind->name : NULL;
    table->is_by_code = table->kind && table->kind->engine == ENGINE_CODE;
    table->fate = fate_of(layout, title.n ? title : sheet);
    if (table->fate != TABLE_READ || !lines) {
        /* A page of text in cells is no table of figures. */
        if (table->fate == TABLE_UNKNOWN && count_numbers(layout) < 3)
            table->fate = TABLE_NOT_NEEDED;
        return;
    }
    if (!layout->unit)
        layout->unit = harvest->unit;
    if (!layout->unit && table->kind->engine != ENGINE_FACTS && layout_has_numbers(layout)) {
        diag_report(harvest->diag, MSG_TAKEN_UNIT, grid_pos(table->grid),
                    table->title.n ? table->title.p : "—");
        return;
    }
    table->unit = layout->unit;
    engines[table->kind->engine](layout);
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
    for (struct table *table = last ? last->next : harvest->tables; table; table = table->next)
        read_table(harvest, table);
    for (const struct grid *grid = book->first; grid; grid = grid->next)
        report_dropped(harvest, grid);
}
