/* A block of keys side by side, a row a code or an item. */
#include "base/decimal.h"
#include "workbook/writer.h"

struct grid {
    const struct block *block;
    lxw_col_t axis[AXES_MAX]; /* the column of each axis; behind one of codes come their names */
    lxw_col_t first, end;     /* the columns of the fields; the sum along the row is at end */
    lxw_row_t top, bottom;    /* the rows of its lines, spare ones with them */
};

static struct grid grid_of(const struct block *block)
{
    struct grid grid = {.block = block};
    lxw_col_t column = LABEL;
    for (unsigned i = 0; i < block->axis_count; i++) {
        grid.axis[i] = column++;
        column += has_names(block->axis[i].class);
    }
    grid.first = grid.end = column;
    for (const struct field *field = block->field; field; field = field->next)
        grid.end++;
    return grid;
}

/* What the reader goes by; the row is hidden. */
static void put_patterns(struct writer *writer, const struct grid *grid)
{
    lxw_row_col_options hidden = {LXW_TRUE, 0, LXW_FALSE};
    struct arena *arena = writer->form->arena;
    lxw_col_t column = grid->first;
    worksheet_set_row_opt(writer->sheet, writer->row, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
    form_key(writer, KEYS, FORM_GRID);
    for (unsigned i = 0; i < grid->block->axis_count; i++)
        form_key(writer, grid->axis[i],
                 arena_printf(arena, "<%s>", grid->block->axis[i].class->name));
    for (const struct field *field = grid->block->field; field; field = field->next)
        form_key(writer, column++, field->path);
    writer->row++;
}

static void put_head(struct writer *writer, lxw_col_t column, const struct field *field)
{
    const char *label =
        arena_printf(writer->form->arena, "%s%s%s", field->label, field->row->presence ? " ＊" : "",
                     *unit_of_row(writer, field->row) ? "\n（" : "");
    form_unit(writer, column, label, field->row, "）", LOOK_HEAD);
}

static void put_grid_head(struct writer *writer, const struct grid *grid)
{
    const struct block *block = grid->block;
    lxw_col_t column = grid->first;
    form_key(writer, KEYS, FORM_SKIP);
    for (unsigned i = 0; i < block->axis_count; i++) {
        form_text(writer, grid->axis[i], block->axis[i].head, LOOK_HEAD);
        if (has_names(block->axis[i].class))
            form_text(writer, grid->axis[i] + 1, "科目名称", LOOK_HEAD);
    }
    for (const struct field *field = block->field; field; field = field->next)
        put_head(writer, column++, field);
    if (block->across)
        form_text(writer, grid->end, "合计", LOOK_HEAD);
    worksheet_set_row(writer->sheet, writer->row, 3 * LINE_POINTS, NULL);
    writer->row++;
}

/* The name of the code beside it, looked up on the hidden sheet. */
static void put_name(struct writer *writer, lxw_col_t column, const struct class *class,
                     struct slice code)
{
    unsigned list = list_of_class(class);
    const char *name = code.n ? name_of_code(writer, list, code) : "";
    char cell[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(cell, writer->row, column - 1);
    const char *formula =
        arena_printf(writer->form->arena, "=IFERROR(VLOOKUP(%s,科目!$%s$%zu,2,FALSE),\"\")", cell,
                     list == 1 ? "D$1:$E" : "A$1:$B", writer->subjects[list]);
    worksheet_write_formula_str(writer->sheet, writer->row, column, formula,
                                writer->look[LOOK_NAME], name);
}

static void put_axis(struct writer *writer, const struct grid *grid, unsigned i,
                     const struct line *line)
{
    const struct class *class = grid->block->axis[i].class;
    struct slice at = line ? line->at[i] : SLICE("");
    int64_t ordinal;
    if (class->kind == ORDINAL && at.n && decimal_parse(at, 0, &ordinal) == DECIMAL_OK)
        worksheet_write_number(writer->sheet, writer->row, grid->axis[i], (double)ordinal,
                               writer->look[LOOK_COUNT]);
    else
        form_text(writer, grid->axis[i], at.p, class->kind == CODES ? LOOK_CODE : LOOK_TEXT);
    if (has_names(class))
        put_name(writer, grid->axis[i] + 1, class, at);
}

static const char *range(const struct writer *writer, lxw_row_t row, lxw_col_t column,
                         lxw_row_t last_row, lxw_col_t last_column)
{
    char from[LXW_MAX_CELL_NAME_LENGTH], to[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(from, row, column);
    lxw_rowcol_to_cell(to, last_row, last_column);
    return arena_printf(writer->form->arena, "=SUM(%s:%s)", from, to);
}

static void put_line(struct writer *writer, const struct grid *grid, const struct line *line)
{
    lxw_col_t column = grid->first;
    int64_t sum = 0;
    unsigned lines = 1;
    for (unsigned i = 0; i < grid->block->axis_count; i++)
        put_axis(writer, grid, i, line);
    for (const struct field *field = grid->block->field; field; field = field->next, column++) {
        const struct node *node = line ? plan_value(writer->record, field, line) : NULL;
        form_value(writer, column, node, field->row);
        sum += amount_of_node(node);
        unsigned needed =
            lines_of_text(node ? node->text.p : "", column == VALUE ? HAN_A_LINE + 2 : 8);
        lines = needed > lines && !holds_number(field->row->type) ? needed : lines;
    }
    if (grid->block->across)
        form_sum(writer, grid->end,
                 range(writer, writer->row, grid->first, writer->row, grid->end - 1), sum, true);
    worksheet_set_row(writer->sheet, writer->row, lines * LINE_POINTS + 4, NULL);
    writer->row++;
}

static bool has_sums(const struct block *block)
{
    const struct class *class = block->axis[0].class;
    bool levels = class->kind == CODES && strlen(class->members) > 1;
    for (const struct field *field = block->field; field; field = field->next)
        if (holds_amount(field->row->type) && !levels)
            return true;
    return false;
}

static int64_t sum_of(const struct writer *writer, const struct block *block,
                      const struct field *field)
{
    int64_t sum = 0;
    for (const struct line *line = block->line; line; line = line->next)
        sum += amount_of_node(plan_value(writer->record, field, line));
    return sum;
}

/* The row of sums, locked. Of codes at several levels there is none: they contain each other. */
static void put_sums(struct writer *writer, const struct grid *grid)
{
    const struct block *block = grid->block;
    lxw_col_t column = grid->first;
    int64_t all = 0;
    form_key(writer, KEYS, FORM_SKIP);
    for (lxw_col_t i = LABEL; i < grid->first; i++)
        form_text(writer, i, i == LABEL ? "合计" : "", LOOK_NAME);
    for (const struct field *field = block->field; field; field = field->next, column++) {
        int64_t sum = sum_of(writer, block, field);
        all += sum;
        if (holds_amount(field->row->type))
            form_sum(writer, column, range(writer, grid->top, column, grid->bottom, column), sum,
                     true);
        else
            form_text(writer, column, "", LOOK_NAME);
    }
    if (block->across)
        form_sum(writer, grid->end, range(writer, grid->top, grid->end, grid->bottom, grid->end),
                 all, true);
    writer->row++;
}

static void put_grid_sentences(struct writer *writer, const struct block *block)
{
    for (const struct field *field = block->field; field; field = field->next) {
        const char *sentence = sentence_of_row(writer, field->row);
        if (!*sentence)
            continue;
        form_key(writer, KEYS, FORM_SKIP);
        form_text(writer, LABEL,
                  arena_printf(writer->form->arena, "“%s”将印成：%s", field->label, sentence),
                  LOOK_NOTE);
        writer->row++;
    }
}

static unsigned spare_lines(const struct block *block)
{
    bool words = block->axis_count == 1 && block->axis[0].class->kind == WORDS;
    return words ? 0 : block->axis[0].class->kind == CODES ? SPARE_CODES : SPARE_ITEMS;
}

static void allow_columns(struct writer *writer, const struct grid *grid, lxw_row_t last)
{
    lxw_col_t column = grid->first;
    for (unsigned i = 0; i < grid->block->axis_count; i++)
        allow_class(writer, grid->axis[i], last, grid->block->axis[i].class);
    for (const struct field *field = grid->block->field; field; field = field->next)
        allow_value_of(writer, column++, last, field->row);
}

void write_grid(struct writer *writer, const struct block *block)
{
    struct grid grid = grid_of(block);
    put_grid_sentences(writer, block);
    put_patterns(writer, &grid);
    put_grid_head(writer, &grid);
    unsigned count = spare_lines(block);
    for (const struct line *line = block->line; line; line = line->next)
        count++;
    grid.top = writer->row;
    grid.bottom = writer->row + count - 1;
    allow_columns(writer, &grid, grid.bottom);
    for (const struct line *line = block->line; line; line = line->next)
        put_line(writer, &grid, line);
    while (writer->row <= grid.bottom)
        put_line(writer, &grid, NULL);
    if (has_sums(block))
        put_sums(writer, &grid);
    form_key(writer, KEYS, FORM_END);
    writer->row++;
}
