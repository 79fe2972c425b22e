/* Tables of items: lines by label, one group of columns or several beside each other. */
#include <string.h>

#include "intake/engines.h"

enum { GROUPS_MAX = 8 };

struct group {
    uint32_t name;    /* the column of labels */
    uint32_t to;      /* one beyond its columns of amounts */
    const char *side; /* 收入, 支出, 性质 */
    struct slice section;
};

struct item_table {
    struct layout *layout;
    const struct table_kind *kind;
    struct group groups[GROUPS_MAX];
    uint32_t group_count;
    struct {
        bool known;
        const char *value;
    } columns[TABLE_COLUMNS_MAX];
};

static const char *side_of(const struct head *head, uint32_t turn)
{
    static const char *const sides[] = {"收入", "支出", "性质"};
    if (words_fit("性质|经济分类", head->path, head->path))
        return "性质";
    if (words_fit("收入", head->path, head->path))
        return "收入";
    if (words_fit("支出|功能分类", head->path, head->path))
        return "支出";
    return sides[turn < 3 ? turn : 2];
}

static void find_groups(struct item_table *table)
{
    struct layout *layout = table->layout;
    for (uint32_t column = 0; column < layout->columns; column++) {
        const struct head *head = &layout->heads[column];
        if (head->role != ROLE_NAME || table->group_count == GROUPS_MAX)
            continue;
        bool goes_on = column && head->cell && head->cell == layout->heads[column - 1].cell;
        if (goes_on)
            continue;
        if (table->group_count)
            table->groups[table->group_count - 1].to = column;
        table->groups[table->group_count] =
            (struct group){column, layout->columns, side_of(head, table->group_count), {"", 0}};
        table->group_count++;
    }
    for (uint32_t column = 0; column < layout->columns; column++)
        table->columns[column].known =
            qualifier_find(table->kind, layout->heads[column].path, &table->columns[column].value);
}

/* ---- Lines ---- */

static const struct known_item *find_known(const struct item_table *table,
                                           const struct group *group, struct slice label,
                                           struct slice *class)
{
    const struct subject_names *subjects = table->layout->harvest->subjects;
    const struct known_item *known;
    for (size_t i = 0; (known = known_item_at(table->kind, &i));) {
        if (*known->side && strcmp(known->side, group->side) != 0)
            continue;
        if (*known->section &&
            (!group->section.n || !words_fit(known->section, group->section, group->section)))
            continue;
        if (strcmp(known->words, "{类}") == 0) {
            *class = subjects->code(subjects->data, false, (struct slice){"", 0}, 3, label);
            if (class->n)
                return known;
        } else if (words_fit(known->words, label, label)) {
            return known;
        }
    }
    return NULL;
}

/* A label that heads the lines below it. */
static void find_section(const struct item_table *table, struct group *group, struct slice label)
{
    const struct known_item *known;
    for (size_t i = 0; (known = known_item_at(table->kind, &i));)
        if (*known->section && words_fit(known->section, label, label)) {
            group->section = label;
            return;
        }
}

static void take_cell(struct item_table *table, const struct known_item *known, struct slice class,
                      const struct cell *cell)
{
    struct layout *layout = table->layout;
    const char *value = table->columns[cell->column].value;
    if (!table->columns[cell->column].known || !value)
        return;
    const char *pattern = !*value && known->total ? known->total : known->fact;
    if (!*pattern || !*value != !strchr(pattern, '%'))
        return;
    struct arena *arena = layout->harvest->arena;
    struct slice fact = fact_of(arena, pattern, "{类}", class);
    layout_take(layout, cell, fact_of(arena, fact.p, "%", slice_of(value)));
}

static bool has_figure(struct item_table *table, const struct group *group, uint32_t row)
{
    uint32_t count;
    const struct cell *cells = grid_row(table->layout->grid, row, &count);
    for (uint32_t i = 0; i < count; i++)
        if (cells[i].column > group->name && cells[i].column < group->to &&
            table->layout->heads[cells[i].column].role == ROLE_FIGURE &&
            !cell_is_unseen(table->layout->grid, &cells[i]) && is_number(table->layout, &cells[i]))
            return true;
    return false;
}

static void take_cells(struct item_table *table, const struct group *group, uint32_t row,
                       const struct known_item *known, struct slice class)
{
    uint32_t count;
    const struct cell *cells = grid_row(table->layout->grid, row, &count);
    const struct cell *label = layout_cell(table->layout, row, group->name);
    table->layout->of_line = unit_in_brackets(layout_label(table->layout, label));
    for (uint32_t i = 0; i < count; i++)
        if (cells[i].column > group->name && cells[i].column < group->to &&
            cells[i].column < TABLE_COLUMNS_MAX &&
            table->layout->heads[cells[i].column].role == ROLE_FIGURE)
            take_cell(table, known, class, &cells[i]);
    table->layout->of_line = 0;
}

/* false ends the table. */
static bool read_line(struct item_table *table, struct group *group, uint32_t row)
{
    struct layout *layout = table->layout;
    const struct cell *cell = layout_cell(layout, row, group->name);
    struct slice plain = layout_label(layout, cell), label = label_bare(plain), class = {"", 0};
    if (!cell || !plain.n || slice_starts(label, "项目") || slice_is(label, "栏次"))
        return true;
    if (ends_table(plain))
        return false;
    const struct known_item *known = find_known(table, group, label, &class);
    find_section(table, group, label);
    if (known)
        take_cells(table, group, row, known, class);
    else if (has_figure(table, group, row))
        diag_report(layout->harvest->diag, MSG_TAKEN_LINE, cell_pos(layout->grid, cell),
                    cell->text.p);
    return true;
}

static void find_section_of_all(struct item_table *table, struct slice label)
{
    for (uint32_t group = 0; group < table->group_count; group++)
        find_section(table, &table->groups[group], label_bare(label));
}

/* The section of the first lines may stand above the heads, or above the table. */
static void find_first_section(struct item_table *table)
{
    struct layout *layout = table->layout;
    struct slice before = {"", 0};
    struct slice rest = layout->grid->before;
    while (!layout->table->from && rest.p)
        before = slice_cut(&rest, '\n');
    const struct cell last = {.text = before};
    find_section_of_all(table, layout_label(layout, &last));
    for (uint32_t row = layout->table->from; row < layout->head_to; row++) {
        uint32_t count;
        const struct cell *cells = grid_row(layout->grid, row, &count);
        for (uint32_t i = 0; i < count; i++)
            find_section_of_all(table, layout_label(layout, &cells[i]));
    }
}

void read_item_table(struct layout *layout)
{
    struct item_table *table = ARENA_NEW(layout->harvest->arena, struct item_table);
    *table = (struct item_table){.layout = layout, .kind = layout->table->kind};
    find_groups(table);
    if (!table->group_count && layout_numbers(layout)) {
        diag_report(layout->harvest->diag, MSG_TAKEN_HEADS, grid_pos(layout->grid),
                    layout->table->title.p);
        return;
    }
    find_first_section(table);
    for (uint32_t row = layout->head_to; row < layout->table->to; row++)
        for (uint32_t i = 0; i < table->group_count; i++)
            if (!read_line(table, &table->groups[i], row))
                return;
}
