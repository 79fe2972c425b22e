/* Figures that a sheet does not show to its reader, and hidden sheets that hold tables. */
#include <string.h>

#include "intake/engines.h"

/* ---- Rows and columns ---- */

enum { RANGES_MAX = 8 };

static void put_name(struct buf *out, bool row, uint32_t at)
{
    if (row)
        buf_printf(out, "%u", at + 1);
    else
        column_put(out, at);
}

/* Appends the rows or columns of the set: 12–14, 20. False when there are none. */
static bool put_ranges(struct buf *out, const uint8_t *set, uint32_t most, bool row)
{
    uint32_t ranges = 0;
    for (uint32_t at = 0; at < most; at++) {
        uint32_t from = at;
        while (at < most && set[at / 8] >> at % 8 & 1)
            at++;
        if (at == from)
            continue;
        if (ranges++ == RANGES_MAX) {
            buf_puts(out, " …");
            break;
        }
        buf_puts(out, ranges > 1 ? ", " : "");
        put_name(out, row, from);
        if (at > from + 1) {
            buf_puts(out, "–");
            put_name(out, row, at - 1);
        }
    }
    return ranges > 0;
}

/* Appends what is not empty to the list of places: rows 12–14, 20. */
static void put_places(struct buf *out, enum language language, const char *const words[2],
                       const uint8_t *set, uint32_t most, bool row)
{
    struct buf part = {0};
    if (put_ranges(&part, set, most, row)) {
        buf_puts(out, out->n ? ", " : "");
        if (language == LANGUAGE_CHINESE)
            buf_printf(out, "第 %s %s", part.p, words[1]);
        else
            buf_printf(out, "%s%s %s", words[0], strpbrk(part.p, " \xE2") ? "s" : "", part.p);
    }
    buf_free(&part);
}

static const char *places_named(struct arena *arena, enum language language,
                                const struct unseen *taken, bool covered)
{
    static const char *const rows[] = {"row", "行"}, *const columns[] = {"column", "列"};
    struct buf out = {0};
    put_places(&out, language, rows, taken->rows, GRID_ROWS_MAX, true);
    put_places(&out, language, columns, taken->columns, GRID_COLUMNS_MAX, false);
    if (covered)
        buf_printf(&out, "%s%s", out.n ? ", " : "",
                   language == LANGUAGE_CHINESE
                       ? "被合并、隐藏或数字不显示的单元格"
                       : "cells that are merged over, hidden, or do not show their number");
    const char *places = slice_copy(arena, buf_slice(&out)).p;
    buf_free(&out);
    return places;
}

/* Where a figure stands that is not shown. */
static void note(const struct grid *grid, const struct cell *cell, struct unseen *taken,
                 bool *covered)
{
    uint32_t row = cell->row, column = cell->column;
    if (cell->covered || cell->blank)
        *covered = true;
    else if (row_is_unseen(grid, row))
        taken->rows[row / 8] |= (uint8_t)(1 << row % 8);
    else
        taken->columns[column / 8] |= (uint8_t)(1 << column % 8);
}

void report_unseen(const struct layout *layout, const struct figure *before)
{
    struct harvest *harvest = layout->harvest;
    struct unseen taken = {0};
    const struct figure *first = NULL;
    bool covered = false;
    for (const struct figure *f = before ? before->twin : harvest->figures; f; f = f->twin) {
        if (!f->number || !cell_is_unseen(layout->grid, f->cell))
            continue;
        note(layout->grid, f->cell, &taken, &covered);
        if (!first)
            first = f;
    }
    if (first)
        diag_report(harvest->diag, MSG_TAKEN_UNSEEN, cell_pos(layout->grid, first->cell),
                    places_named(harvest->arena, harvest->diag->language, &taken, covered));
}

/* ---- Sheets ---- */

static bool holds_figures(const struct harvest *harvest, const struct table *table)
{
    struct slice number, unit;
    for (uint32_t i = 0; i < table->grid->count; i++) {
        const struct cell *cell = &table->grid->cells[i];
        if (cell->row > table->from && cell->row < table->to &&
            figure_read(harvest->arena, cell, &number, &unit) == FIGURE_NUMBER &&
            strspn(number.p, "0.") < number.n)
            return true;
    }
    return false;
}

static bool is_read_elsewhere(const struct harvest *harvest, const struct table_kind *kind)
{
    for (const struct table *table = harvest->tables; table; table = table->next)
        if (table->fate == TABLE_READ && table->kind == kind)
            return true;
    return false;
}

void report_hidden(const struct harvest *harvest)
{
    for (const struct table *table = harvest->tables; table; table = table->next) {
        const struct table_kind *kind = table->kind;
        if (table->fate != TABLE_HIDDEN || !kind || kind->engine == ENGINE_NONE ||
            title_is_budget(label_plain(harvest->arena, table->title)) ||
            is_read_elsewhere(harvest, kind) || !holds_figures(harvest, table))
            continue;
        diag_report(harvest->diag, MSG_TAKEN_HIDDEN, grid_pos(table->grid),
                    table->title.n ? table->title.p : kind->name);
    }
}
