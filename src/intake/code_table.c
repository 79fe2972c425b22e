/*
 * Tables by subject code. Columns of codes and names begin a block, and the columns of figures
 * after them belong to it; the table of economic subjects has up to four blocks beside each other.
 * A code stands in one column, or as 类, 款 and 项 in three, where a blank means the one above.
 */
#include <string.h>

#include "intake/engines.h"

enum { BLOCKS_MAX = 16, NOWHERE = TABLE_COLUMNS_MAX };

struct block {
    uint32_t code[3], name;
    uint32_t from, to;                 /* all its columns */
    uint32_t figures;                  /* the first column that may hold figures */
    struct slice above[3];             /* the parts last seen */
    const struct table_kind *totalled; /* as what it had a line of totals */
};

struct code_table {
    struct layout *layout;
    const struct table_kind *kind;
    struct block blocks[BLOCKS_MAX];
    uint32_t block_count;
    struct {
        const struct known_column *known;
        struct slice fact, total; /* of a table by economic subject across */
        struct list_sums *sums;   /* of lines without others below them; or NULL */
    } columns[TABLE_COLUMNS_MAX];
};

/* ---- Columns ---- */

/* Columns under one head with a code's, or without any head after it, hold its further parts. */
static void find_parts(struct layout *layout)
{
    struct head *heads = layout->heads;
    for (uint32_t column = 1; column < layout->columns; column++) {
        enum role before = heads[column - 1].role;
        bool same = heads[column].role == ROLE_CODE && heads[column].cell &&
                    heads[column].cell == heads[column - 1].cell;
        bool bare = !heads[column].path.n;
        if (same || (bare && before == ROLE_CODE))
            heads[column].role = before == ROLE_CODE ? ROLE_CODE_2 : ROLE_CODE_3;
        if ((same || bare) && before == ROLE_CODE_2)
            heads[column].role = ROLE_CODE_3;
    }
}

static struct block *add_block(struct code_table *table, uint32_t column)
{
    if (table->block_count == BLOCKS_MAX)
        return &table->blocks[BLOCKS_MAX - 1];
    if (table->block_count)
        table->blocks[table->block_count - 1].to = column;
    struct block *block = &table->blocks[table->block_count++];
    *block = (struct block){.code = {NOWHERE, NOWHERE, NOWHERE},
                            .name = NOWHERE,
                            .from = column,
                            .to = table->layout->columns,
                            .figures = column + 1,
                            .above = {{"", 0}, {"", 0}, {"", 0}}};
    return block;
}

static void find_blocks(struct code_table *table)
{
    const struct head *heads = table->layout->heads;
    struct block *block = NULL;
    for (uint32_t column = 0; column < table->layout->columns; column++) {
        enum role role = heads[column].role;
        bool named = block && block->name != NOWHERE && block->code[0] == NOWHERE;
        if (role == ROLE_CODE || (role == ROLE_NAME && (!block || named)))
            block = add_block(table, column);
        if (!block)
            continue;
        if (role >= ROLE_CODE && role <= ROLE_CODE_3)
            block->code[role - ROLE_CODE] = column;
        if (role == ROLE_NAME && block->name == NOWHERE)
            block->name = column;
        if (role != ROLE_FIGURE && role != ROLE_LINE)
            block->figures = column + 1;
    }
}

/* The economic code of a column's heads: a 类 somewhere among them, and the last part below it. */
static struct slice economic_code(const struct layout *layout, const struct head *head)
{
    const struct subject_names *subjects = layout->harvest->subjects;
    struct slice parent = {"", 0};
    for (struct slice rest = head->path; rest.p && !parent.n;) {
        struct slice part = label_bare(slice_cut(&rest, '/'));
        parent = subjects->code(subjects->data, true, (struct slice){"", 0}, 3, part);
    }
    if (!parent.n || slice_is(head->last, "小计") || slice_is(head->last, "合计"))
        return parent;
    struct slice code = subjects->code(subjects->data, true, parent, 5, label_bare(head->last));
    return code.n ? code : (struct slice){"", 0};
}

static void classify_across(struct code_table *table, uint32_t column)
{
    struct arena *arena = table->layout->harvest->arena;
    const struct head *head = &table->layout->heads[column];
    const char *group = table->kind->id == KIND_GENERAL_BY_ECONOMIC ? "经济" : "基本";
    struct slice code = economic_code(table->layout, head);
    if (code.n)
        table->columns[column].total = slice_of(arena_printf(arena, "%s.%s.金额", group, code.p));
    else if (slice_is(head->path, "合计") || slice_is(head->last, "总计") ||
             words_fit(">合计", head->path, head->last))
        table->columns[column].total = slice_of(arena_printf(arena, "%s.合计", group));
}

static void classify(struct code_table *table)
{
    for (uint32_t column = 0; column < table->layout->columns; column++) {
        const struct head *head = &table->layout->heads[column];
        table->columns[column].known = NULL;
        table->columns[column].total = (struct slice){0};
        if (head->role != ROLE_FIGURE)
            continue;
        if (table->kind->engine == ENGINE_CROSS)
            classify_across(table, column);
        else
            table->columns[column].known = column_find(table->kind, head->path, head->last);
    }
}

/* ---- Codes ---- */

static bool is_code_length(size_t n)
{
    return n == 3 || n == 5 || n == 7;
}

/* The digits of the part, with what is missing at their left: 2 → 02. */
static struct slice part_digits(struct arena *arena, const struct cell *cell, uint32_t part)
{
    struct slice digits = cell ? code_digits(arena, cell->text) : (struct slice){"", 0};
    return part && digits.n == 1 ? slice_of(arena_printf(arena, "0%s", digits.p)) : digits;
}

/* The code of the row in the block; empty when it has none. *cell is where it stands. */
static struct slice read_code(struct code_table *table, struct block *block, uint32_t row,
                              const struct cell **cell)
{
    struct layout *layout = table->layout;
    struct arena *arena = layout->harvest->arena;
    struct slice code = {"", 0};
    uint32_t lowest = 0;
    bool any = false;
    *cell = NULL;
    for (uint32_t part = 0; part < 3; part++) {
        const struct cell *at =
            block->code[part] == NOWHERE ? NULL : layout_cell(layout, row, block->code[part]);
        struct slice digits = part_digits(arena, at, part);
        if (at && !part && !digits.n) /* 2040201 行政运行 */
            digits = code_prefix(arena, layout_label(layout, at));
        if (!digits.n)
            continue;
        if (!any)
            *cell = at;
        any = true;
        if (!part && (digits.n > 3 || block->code[1] == NOWHERE))
            return digits; /* a whole code */
        block->above[part] = digits;
        lowest = part;
    }
    for (uint32_t part = 0; any && part <= lowest; part++)
        code = slice_of(arena_printf(arena, "%s%s", code.p, block->above[part].p));
    return code;
}

/* Remembers how the cell calls the code, which may stand before the name. */
static void add_name(struct code_table *table, struct slice code, const struct cell *cell)
{
    struct harvest *harvest = table->layout->harvest;
    struct naming *naming = ARENA_NEW(harvest->arena, struct naming);
    struct slice name = blank_trim(cell->text);
    if (slice_starts(name, code.p))
        name = blank_trim((struct slice){name.p + code.n, name.n - code.n});
    if (!name.n)
        return;
    *naming = (struct naming){.code = code,
                              .name = slice_copy(harvest->arena, name),
                              .economic = table->kind->id == KIND_ECONOMIC ||
                                          table->kind->id == KIND_ECONOMIC_LIST,
                              .table = table->layout->table,
                              .cell = cell};
    if (harvest->last_name)
        harvest->last_name->next = naming;
    else
        harvest->names = naming;
    harvest->last_name = naming;
}

/* ---- Lines ---- */

/* The code of the next line that has one, or empty. */
static struct slice next_code(struct code_table *table, const struct block *block, uint32_t row)
{
    struct slice code = {"", 0};
    const struct cell *cell;
    struct block copy = *block;
    for (row++; row < table->layout->table->to && !code.n; row++)
        code = read_code(table, &copy, row, &cell);
    return code;
}

/* Whether the cell stands in a column of figures of the block. */
static bool is_figure_of(const struct code_table *table, const struct block *block,
                         const struct cell *cell)
{
    uint32_t column = cell->column;
    return column >= block->figures && column < block->to && column < TABLE_COLUMNS_MAX &&
           table->layout->heads[column].role == ROLE_FIGURE;
}

/* Adds the cells of a known column to its sums: of a line of the lowest code, of totals (which is
 * passed), or, with a label, of a subtotal, to be held against the lines beside it. */
static void sum_line(struct code_table *table, const struct block *block, uint32_t row,
                     struct slice code, struct slice label)
{
    struct layout *layout = table->layout;
    uint32_t count;
    const struct cell *cells = grid_row(layout->grid, row, &count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t column = cells[i].column;
        if (!is_figure_of(table, block, &cells[i]) || !table->columns[column].known ||
            !table->columns[column].known->total)
            continue;
        struct list_sums **sums = &table->columns[column].sums;
        if (!*sums)
            *sums = list_sums_new(layout);
        if (code.n || label.n)
            list_sums_add(*sums, &cells[i], label, code);
        else
            list_sums_pass(*sums, &cells[i]);
    }
}

/* The figures of a line: of a code, or, without one, of the totals. */
static void take_line(struct code_table *table, const struct block *block, uint32_t row,
                      struct slice code)
{
    struct layout *layout = table->layout;
    uint32_t count;
    const struct cell *cells = grid_row(layout->grid, row, &count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t column = cells[i].column;
        if (!is_figure_of(table, block, &cells[i]))
            continue;
        const struct known_column *known = table->columns[column].known;
        if (table->kind->engine == ENGINE_CROSS) {
            if (!code.n && table->columns[column].total.p)
                layout_take(layout, &cells[i], table->columns[column].total);
            else if (!code.n && is_number(layout, &cells[i]))
                report_column(layout, column);
        } else if (!known) {
            if (is_number(layout, &cells[i]))
                report_column(layout, column);
        } else if (code.n ? *known->fact != '\0' : known->total != NULL) {
            layout_take(
                layout, &cells[i],
                fact_of(layout->harvest->arena, code.n ? known->fact : known->total, "*", code));
        }
    }
}

/* A line of totals; 合计 below all sections is that of the whole table. */
static void take_total(struct code_table *table, struct block *block, uint32_t row,
                       struct slice label)
{
    const struct table_kind *section = table->kind;
    bool all = (slice_is(label, "合计") || slice_is(label, "总计")) &&
               section != table->layout->table->kind && !next_code(table, block, row).n;
    if (all) {
        table->kind = table->layout->table->kind;
        classify(table);
    }
    block->totalled = table->kind;
    take_line(table, block, row, (struct slice){"", 0});
    sum_line(table, block, row, (struct slice){"", 0}, (struct slice){"", 0});
}

/* Whether the line is of a subtotal: 小计, 本页小计; or 合计 once more. A table whose blocks go on
 * from each other has none that could be held. */
static bool is_subtotal(const struct code_table *table, const struct block *block,
                        struct slice label)
{
    bool again = block->totalled == table->kind && slice_is(label, "合计");
    return table->kind && table->kind->engine == ENGINE_CODE && table->block_count == 1 &&
           is_list_total(label) && (again || !is_total(label));
}

/* A label that a known item has, with its figure somewhere to its right. */
static bool take_item(struct code_table *table, const struct cell *cells, uint32_t count,
                      uint32_t at)
{
    struct layout *layout = table->layout;
    struct slice label = label_bare(layout_label(layout, &cells[at]));
    const struct known_item *known;
    for (size_t i = 0; (known = known_item_at(table->kind, &i));) {
        if (!words_fit(known->words, label, label))
            continue;
        if (at + 1 < count && is_number(layout, &cells[at + 1]))
            layout_take(layout, &cells[at + 1], slice_of(known->fact));
        return true;
    }
    return false;
}

static void report_line(struct code_table *table, const struct block *block,
                        const struct cell *label, uint32_t row)
{
    struct layout *layout = table->layout;
    uint32_t count;
    const struct cell *cells = grid_row(layout->grid, row, &count);
    for (uint32_t i = 0; i < count; i++)
        if (cells[i].column >= block->figures && cells[i].column < block->to &&
            !cell_is_unseen(layout->grid, &cells[i]) && is_number(layout, &cells[i])) {
            diag_report(layout->harvest->diag, MSG_TAKEN_LINE, cell_pos(layout->grid, label),
                        label->text.p);
            return;
        }
}

/* A line without a code: totals, a section, an item, a note. false ends the table. */
static bool read_label(struct code_table *table, struct block *block, const struct cell *cell,
                       uint32_t row)
{
    struct layout *layout = table->layout;
    struct slice label = layout_label(layout, cell);
    const struct table_kind *then;
    uint32_t count;
    const struct cell *cells = grid_row(layout->grid, row, &count);
    if (ends_table(label))
        return false;
    if (is_subtotal(table, block, label)) {
        sum_line(table, block, row, (struct slice){"", 0}, label);
    } else if (is_total(label)) {
        take_total(table, block, row, label);
    } else if ((then = section_find(layout->table->kind, label))) {
        table->kind = then;
        classify(table);
        take_line(table, block, row, (struct slice){"", 0});
    } else if (!take_item(table, cells, count, (uint32_t)(cell - cells)) &&
               !slice_is(label, "栏次") && !slice_is(label, "…") && !slice_is(label, "……")) {
        report_line(table, block, cell, row);
    }
    return true;
}

/* The first cell among the block's codes and names; the words 类, 款 and 项 may stand beside the
 * label of the line of totals. */
static const struct cell *label_cell(const struct code_table *table, const struct block *block,
                                     uint32_t row)
{
    uint32_t count;
    const struct cell *cells = grid_row(table->layout->grid, row, &count);
    for (uint32_t i = 0; i < count; i++)
        if (cells[i].column >= block->from && cells[i].column < block->figures &&
            !is_part(layout_label(table->layout, &cells[i])))
            return &cells[i];
    return NULL;
}

/* false ends the table. */
static bool read_block(struct code_table *table, struct block *block, uint32_t row)
{
    struct layout *layout = table->layout;
    const struct cell *at, *first = label_cell(table, block, row);
    const struct cell *name = block->name == NOWHERE ? NULL : layout_cell(layout, row, block->name);
    struct slice code = read_code(table, block, row, &at);
    if (code.n && name && is_subtotal(table, block, layout_label(layout, name)))
        return read_label(table, block, name, row);
    if (!code.n && name)
        code = code_prefix(layout->harvest->arena, layout_label(layout, name));
    if (code.n && !is_code_length(code.n)) {
        diag_report(layout->harvest->diag, MSG_TAKEN_CODE, cell_pos(layout->grid, at ? at : name),
                    code.p);
        return true;
    }
    if (code.n) {
        const struct cell *called = name ? name : at;
        if (called && !is_number(layout, called))
            add_name(table, code, called);
        take_line(table, block, row, code);
        struct slice next = next_code(table, block, row);
        if (next.n <= code.n || memcmp(next.p, code.p, code.n) != 0)
            sum_line(table, block, row, code, (struct slice){"", 0});
        return true;
    }
    return !first || read_label(table, block, first, row);
}

void read_code_table(struct layout *layout)
{
    struct code_table *table = ARENA_NEW(layout->harvest->arena, struct code_table);
    *table = (struct code_table){.layout = layout, .kind = layout->table->kind};
    find_parts(layout);
    find_blocks(table);
    classify(table);
    if (!table->block_count && layout_numbers(layout)) {
        diag_report(layout->harvest->diag, MSG_TAKEN_HEADS, grid_pos(layout->grid),
                    layout->table->title.p);
        return;
    }
    for (uint32_t row = layout->head_to; row < layout->table->to; row++)
        for (uint32_t i = 0; i < table->block_count; i++)
            if (!read_block(table, &table->blocks[i], row))
                row = layout->table->to - 1;
    for (uint32_t column = 0; column < layout->columns; column++)
        if (table->columns[column].sums)
            list_sums_hold(table->columns[column].sums);
}
