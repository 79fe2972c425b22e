/* Cells as figures of facts: what the engines share. */
#include "intake/engines.h"

bool is_counted(struct slice fact)
{
    return slice_starts(fact, "三公.数量.") || slice_starts(fact, "国有资产.");
}

/* The unit of the figure's cell: that behind it, of its line, its column or the table. 0 after
 * reporting that it contradicts the table's. */
static int64_t unit_of(struct layout *layout, const struct cell *cell, struct slice behind)
{
    struct head *head =
        cell->column < TABLE_COLUMNS_MAX ? &layout->heads[cell->column] : &(struct head){0};
    int64_t own = layout->of_line ? layout->of_line : head->unit;
    if (behind.n)
        return unit_of_money(behind);
    if (!own || !layout->told || own == layout->told)
        return own ? own : layout->unit;
    report_units(layout, layout->of_line || !head->cell ? cell : head->cell, own);
    if (!layout->of_line)
        head->role = ROLE_LINE; /* told once */
    return 0;
}

/* The number as a figure; false after reporting what is wrong with it. */
static bool read_number(struct layout *layout, struct figure *figure, struct slice unit)
{
    struct harvest *harvest = layout->harvest;
    int64_t of = figure->is_count ? 0 : unit_of(layout, figure->cell, unit);
    bool rounded = false, fits;
    if (!figure->is_count && !of)
        return false;
    figure->unit = unit_name(of);
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

bool layout_amount(const struct layout *layout, const struct cell *cell, int64_t *amount,
                   int64_t *step)
{
    struct slice number, unit;
    bool rounded;
    return figure_read(layout->harvest->arena, cell, &number, &unit) == FIGURE_NUMBER &&
           figure_amount(number, unit.n ? unit_of_money(unit) : layout->unit, amount, step,
                         &rounded);
}

static void report_text(struct layout *layout, const struct cell *cell, enum figure_text is)
{
    struct pos pos = cell_pos(layout->grid, cell);
    enum message message = is == FIGURE_PENDING  ? MSG_TAKEN_PENDING
                           : is == FIGURE_FAULT  ? MSG_TAKEN_FAULT
                           : is == FIGURE_SCALED ? MSG_TAKEN_SCALED
                                                 : MSG_TAKEN_WORDS;
    diag_report_chosen(layout->harvest->diag, message, pos, cell->text.p);
}

void layout_keep(struct layout *layout, struct figure *figure)
{
    struct table *table = layout->table;
    table->taken++;
    table->last = figure->cell;
    if (!table->first)
        table->first = figure->cell;
    harvest_add(layout->harvest, figure);
}

void layout_take(struct layout *layout, const struct cell *cell, struct slice fact)
{
    layout_take_as(layout, cell, fact, is_counted(fact));
}

void layout_take_as(struct layout *layout, const struct cell *cell, struct slice fact,
                    bool is_count)
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
        .fact = fact, .is_count = is_count, .text = number, .table = table, .cell = cell};
    if (!read_number(layout, figure, unit))
        return;
    layout_keep(layout, figure);
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
    if (column_is_unseen(layout->grid, column))
        return;
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

uint32_t layout_numbers(const struct layout *layout)
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
