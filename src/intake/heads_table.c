/*
 * The table of 三公: heads above one line of figures, or above a line a unit and one of totals,
 * which is held against them.
 */
#include <stdlib.h>

#include "intake/engines.h"

/* ---- The line that counts ---- */

/* Whether the row is a line of figures, at least half of it, and no row that numbers the columns.
 */
static bool is_line(struct layout *layout, uint32_t row)
{
    uint32_t count, numbers = 0;
    const struct cell *cells = grid_row(layout->grid, row, &count);
    for (uint32_t i = 0; i < count; i++)
        numbers += is_number(layout, &cells[i]);
    return numbers > 0 && numbers * 2 >= count && !is_numbering(layout, cells, count);
}

static bool is_total_line(const struct layout *layout, uint32_t row)
{
    uint32_t count;
    const struct cell *cells = grid_row(layout->grid, row, &count);
    for (uint32_t i = 0; i < count; i++)
        if (is_total(layout_label(layout, &cells[i])))
            return true;
    return false;
}

static const struct known_column *column_of(const struct layout *layout, const struct cell *cell)
{
    const struct head *head = &layout->heads[cell->column];
    return cell->column < TABLE_COLUMNS_MAX && head->role == ROLE_FIGURE
               ? column_find(layout->table->kind, head->path, head->last)
               : NULL;
}

/* Whether the line says something else than the first in a column that is known. */
static bool says_more(struct layout *layout, uint32_t row, uint32_t first)
{
    uint32_t count;
    const struct cell *cells = grid_row(layout->grid, row, &count);
    for (uint32_t i = 0; i < count; i++) {
        const struct cell *other = layout_cell(layout, first, cells[i].column);
        if (is_number(layout, &cells[i]) && column_of(layout, &cells[i]) &&
            (!other || !slice_eq(other->text, cells[i].text)))
            return true;
    }
    return false;
}

/* The first line of figures from the row on, of all or of those of totals; to when there is none.
 */
static uint32_t next_line(struct layout *layout, uint32_t row, bool total)
{
    while (row < layout->table->to &&
           !(is_line(layout, row) && (!total || is_total_line(layout, row))))
        row++;
    return row;
}

/* The line of figures: that of totals, or the only one; to when there is none, or after reporting
 * that there are several. Where the first line is of small numbers it looks like one of heads. */
static uint32_t find_line(struct layout *layout)
{
    uint32_t from = layout->head_from + 1, to = layout->table->to, count;
    uint32_t total = next_line(layout, from, true), first = next_line(layout, from, false);
    if (total < to)
        return total;
    for (uint32_t row = first; row < to; row = next_line(layout, row + 1, false)) {
        if (!says_more(layout, row, first))
            continue;
        diag_report(layout->harvest->diag, MSG_TAKEN_LINES,
                    cell_pos(layout->grid, grid_row(layout->grid, row, &count)),
                    layout->table->title.n ? layout->table->title.p : "—");
        return to;
    }
    return first;
}

/* ---- Units ---- */

/* Whether the label is of a line that others hold already: 其中:局机关. */
static bool is_within_others(const struct layout *layout, const struct cell *label)
{
    return slice_starts(layout_label(layout, label), "其中");
}

/* What a line of units adds, in one column. */
struct share {
    int64_t number, step;
};

/* Reads the column in the lines other than that of totals. */
static uint32_t read_shares(struct layout *layout, uint32_t total, uint32_t column,
                            struct share *shares, uint32_t most)
{
    uint32_t found = 0, count;
    for (uint32_t row = next_line(layout, layout->head_from + 1, false);
         row < layout->table->to && found < most; row = next_line(layout, row + 1, false)) {
        const struct cell *label = grid_row(layout->grid, row, &count);
        if (row != total && !is_total_line(layout, row) && !is_within_others(layout, label) &&
            layout_amount(layout, layout_cell(layout, row, column), &shares[found].number,
                          &shares[found].step))
            found++;
    }
    return found;
}

/* What they come to; lines below one that is their sum already are left where so is asked. */
static int64_t sum_of(const struct share *shares, uint32_t count, bool nested)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        int64_t below = 0;
        sum += shares[i].number;
        for (uint32_t j = i + 1; nested && j < count; j++)
            if ((below += shares[j].number) == shares[i].number && below) {
                i = j;
                break;
            }
    }
    return sum;
}

/* Holds the line of totals against those of the units above or below it. */
static void hold_units(struct layout *layout, uint32_t row, const struct cell *cell)
{
    enum { UNITS_MAX = 1000 };
    struct arena *arena = layout->harvest->arena;
    struct share *shares = ARENA_ARRAY(arena, struct share, UNITS_MAX), total;
    uint32_t cells, count = read_shares(layout, row, cell->column, shares, UNITS_MAX);
    if (count < 2 || !is_total_line(layout, row) ||
        !layout_amount(layout, cell, &total.number, &total.step))
        return;
    int64_t off = sum_of(shares, count, false) - total.number;
    int64_t nested = sum_of(shares, count, true) - total.number;
    int64_t most = total.step > 1 ? (int64_t)(count + 1) * total.step : 0;
    if (2 * llabs((long long)off) > most && 2 * llabs((long long)nested) > most)
        diag_report(layout->harvest->diag, MSG_TAKEN_SUM, cell_pos(layout->grid, cell),
                    grid_row(layout->grid, row, &cells)->text.p, cell->text.p,
                    amount_typed(arena, off + total.number, layout->unit).p);
}

/* ---- All of it ---- */

/* Whether any column is known; a table of which none is was not understood. */
static bool has_known(const struct layout *layout)
{
    for (uint32_t column = 0; column < layout->columns; column++) {
        const struct head *head = &layout->heads[column];
        if (head->role == ROLE_FIGURE && column_find(layout->table->kind, head->path, head->last))
            return true;
    }
    return false;
}

void read_heads_table(struct layout *layout)
{
    if (!has_known(layout) && layout_numbers(layout)) {
        diag_report(layout->harvest->diag, MSG_TAKEN_HEADS, grid_pos(layout->grid),
                    layout->table->title.p);
        return;
    }
    uint32_t row = find_line(layout), count;
    const struct cell *cells = grid_row(layout->grid, row, &count);
    for (uint32_t i = 0; row < layout->table->to && i < count; i++) {
        if (cells[i].column >= TABLE_COLUMNS_MAX)
            continue;
        const struct known_column *known = column_of(layout, &cells[i]);
        if (known) {
            layout_take(layout, &cells[i], slice_of(known->total));
            hold_units(layout, row, &cells[i]);
        } else if (is_number(layout, &cells[i])) {
            report_column(layout, cells[i].column);
        }
    }
}
