/*
 * Figures of the keys that a package declares itself: where a table is none of ours, the one number
 * beside a label that is the whole name of such a key or its meaning, or else the one below it.
 */
#include <string.h>

#include "intake/engines.h"
#include "record/keys.h"

static const char own[] = "自定义.";

/* The number that a label stands for, and how many could be it. */
struct beside {
    const struct cell *cell;
    uint32_t count;
    int64_t unit; /* that stands there, too; or 0 */
};

static bool is_read(const struct schema_row *key)
{
    return slice_starts(slice_of(key->path), own) && !strchr(key->path, '<') &&
           (key->type == LEAF_MONEY || key->type == LEAF_SIGNED || key->type == LEAF_COUNT);
}

/* Whether the label is the key's meaning or its name: 村级债务年末数, or 年末数 in a table of
 * 村级债务. */
static bool is_named(struct layout *layout, const struct schema_row *key, struct slice label)
{
    struct arena *arena = layout->harvest->arena;
    const struct table *table = layout->table;
    const char *path = key->path + strlen(own), *point = strrchr(path, '.');
    struct slice title = label_plain(arena, table->title.n ? table->title : table->grid->name);
    struct slice name = label_plain(arena, slice_of(point ? point + 1 : path));
    struct slice group =
        fact_of(arena, arena_copy(arena, path, point ? (size_t)(point - path) : 0), ".", SLICE(""));
    const char *whole = arena_printf(arena, "%s%s", group.p, name.p);
    return slice_is(label, label_plain(arena, slice_of(key->meaning[0])).p) ||
           slice_is(label, whole) ||
           (slice_eq(label, name) && memmem(title.p, title.n, group.p, group.n));
}

/* The label without （万元） at its end. */
static struct slice without_unit(struct slice label, int64_t *unit)
{
    const char *open =
        label.n && label.p[label.n - 1] == ')' ? memrchr(label.p, '(', label.n) : NULL;
    *unit = 0;
    if (open)
        *unit = unit_of_money((struct slice){open + 1, (size_t)(label.p + label.n - open) - 2});
    return *unit ? (struct slice){label.p, (size_t)(open - label.p)} : label;
}

/* Takes the cell for the number that is looked for; false where the next label stands. */
static bool look_at(struct layout *layout, const struct cell *cell, struct beside *beside)
{
    struct arena *arena = layout->harvest->arena;
    struct slice number, unit;
    enum figure_text is = figure_read(arena, cell, &number, &unit);
    if (is == FIGURE_WORDS) {
        int64_t said = unit_of_money(label_plain(arena, cell->text));
        beside->unit = said ? said : beside->unit;
        return said;
    }
    bool line = cell->column < layout->columns && layout->heads[cell->column].role == ROLE_LINE;
    if (is == FIGURE_NOTHING || line)
        return true;
    beside->cell = cell;
    beside->count++;
    beside->unit = unit.n ? unit_of_money(unit) : beside->unit;
    return true;
}

static struct beside find_beside(struct layout *layout, const struct cell *label)
{
    struct beside beside = {0};
    uint32_t count;
    const struct cell *cells = grid_row(layout->grid, label->row, &count);
    for (uint32_t i = 0; i < count; i++)
        if (cells[i].column > label->column && !look_at(layout, &cells[i], &beside))
            break;
    if (beside.count)
        return beside;
    for (uint32_t row = label->row + label->rows; row < layout->table->to; row++) {
        const struct cell *cell = layout_cell(layout, row, label->column);
        if (cell && !look_at(layout, cell, &beside))
            break;
    }
    return beside;
}

static void take(struct layout *layout, const struct schema_row *key, const struct cell *label,
                 int64_t unit)
{
    struct diag *diag = layout->harvest->diag;
    struct beside beside = find_beside(layout, label);
    bool is_count = key->type == LEAF_COUNT;
    int64_t tables = layout->unit ? layout->unit : layout->harvest->unit;
    if (beside.count > 1)
        diag_report(diag, MSG_TAKEN_OWN_NUMBERS, cell_pos(layout->grid, label), label->text.p,
                    key->path);
    if (beside.count != 1)
        return;
    unit = beside.unit ? beside.unit : unit ? unit : tables;
    if (!unit && !is_count) {
        diag_report(diag, MSG_TAKEN_UNIT, cell_pos(layout->grid, beside.cell), label->text.p);
        return;
    }
    int64_t told = layout->told;
    layout->told = 0;
    layout->of_line = unit;
    layout_take_as(layout, beside.cell, slice_of(key->path), is_count);
    layout->of_line = 0;
    layout->told = told;
}

void read_own_figures(struct layout *layout)
{
    struct harvest *harvest = layout->harvest;
    for (uint32_t i = 0; i < layout->grid->count; i++) {
        const struct cell *cell = &layout->grid->cells[i];
        const struct schema_row *found = NULL, *other = NULL;
        int64_t unit;
        if (cell->kind != CELL_TEXT || cell->row < layout->table->from ||
            cell->row >= layout->table->to)
            continue;
        struct slice label =
            without_unit(label_bare(label_plain(harvest->arena, cell->text)), &unit);
        for (const struct schema_row *key = harvest->keys; key->path; key++)
            if (is_read(key) && is_named(layout, key, label)) {
                other = found;
                found = key;
            }
        if (other)
            diag_report(harvest->diag, MSG_TAKEN_OWN_KEYS, cell_pos(layout->grid, cell),
                        cell->text.p, other->path, found->path);
        else if (found)
            take(layout, found, cell, unit);
    }
    if (layout->table->taken)
        layout->table->fate = TABLE_READ;
}
