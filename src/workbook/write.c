/* Lays the sheets out as record/form.h says, and writes them with libxlsxwriter. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/decimal.h"
#include "base/libraries.h"
#include "record/form.h"
#include "workbook/plan.h"

/* Columns of a list; a grid takes what it needs from the same widths. */
enum { KEYS, LABEL, VALUE = FORM_VALUE, UNIT, SOURCE, SENTENCE = SOURCE + 2, LAST = SENTENCE + 3 };

enum { CELL_MAX = 32767, SPARE_CODES = 20, SPARE_ITEMS = 5, HAN_A_LINE = 17, LINE_POINTS = 16 };

enum look {
    LOOK_TITLE,
    LOOK_NOTE,
    LOOK_BLOCK,
    LOOK_HEAD,
    LOOK_LABEL,
    LOOK_TEXT, /* the rest are cells of figures and inputs */
    LOOK_CODE,
    LOOK_COUNT,
    LOOK_AMOUNT,
    LOOK_NAME,
    LOOK_COUNT_SUM,
    LOOK_AMOUNT_SUM,
    LOOKS
};

struct writer {
    struct diag *diag;
    const struct form *form;
    const struct node *record;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *look[LOOKS];
    lxw_row_t row;
    bool ten_thousand;
    int year;
    size_t subjects[2]; /* how many of each catalogue the hidden sheet lists */
    bool failed;
};

/* looks */

static lxw_format *new_look(lxw_workbook *book, const char *font, double size, bool bold)
{
    lxw_format *format = workbook_add_format(book);
    format_set_font_name(format, font);
    format_set_font_size(format, size);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (bold)
        format_set_bold(format);
    return format;
}

/* A cell with a border; `fill` of the cells to fill in and of what is computed. */
static lxw_format *new_cell(lxw_workbook *book, lxw_color_t fill, const char *number, bool open)
{
    lxw_format *format = new_look(book, "宋体", 11, false);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, 0xA6A6A6);
    if (fill)
        format_set_bg_color(format, fill);
    if (number)
        format_set_num_format(format, number);
    else
        format_set_text_wrap(format);
    if (open)
        format_set_unlocked(format);
    return format;
}

static void make_looks(struct writer *writer)
{
    enum { OPEN = 0xFFFBE6, COMPUTED = 0xEDEDED, HEAD = 0xDDEBF7 };
    lxw_workbook *book = writer->book;
    const char *amount = writer->ten_thousand ? "#,##0.00####" : "#,##0.00";
    const char *sum = writer->ten_thousand ? "#,##0.00####;-#,##0.00####;" : "#,##0.00;-#,##0.00;";
    lxw_format **look = writer->look;
    look[LOOK_TITLE] = new_look(book, "黑体", 16, true);
    look[LOOK_NOTE] = new_look(book, "宋体", 10, false);
    format_set_font_color(look[LOOK_NOTE], 0x595959);
    look[LOOK_BLOCK] = new_look(book, "黑体", 12, true);
    look[LOOK_HEAD] = new_cell(book, HEAD, NULL, false);
    format_set_bold(look[LOOK_HEAD]);
    format_set_align(look[LOOK_HEAD], LXW_ALIGN_CENTER);
    look[LOOK_LABEL] = new_cell(book, 0, NULL, false);
    look[LOOK_TEXT] = new_cell(book, OPEN, NULL, true);
    format_set_num_format(look[LOOK_TEXT], "@");
    look[LOOK_CODE] = new_cell(book, OPEN, "@", true);
    look[LOOK_COUNT] = new_cell(book, OPEN, "0.##", true);
    look[LOOK_AMOUNT] = new_cell(book, OPEN, amount, true);
    look[LOOK_NAME] = new_cell(book, COMPUTED, NULL, false);
    look[LOOK_COUNT_SUM] = new_cell(book, COMPUTED, "0;-0;", false);
    look[LOOK_AMOUNT_SUM] = new_cell(book, COMPUTED, sum, false);
    format_set_num_format(look[LOOK_COUNT], "General");
}

static bool is_amount(enum leaf_type type)
{
    return type == LEAF_MONEY || type == LEAF_SIGNED;
}

static bool is_number(enum leaf_type type)
{
    return is_amount(type) || type == LEAF_COUNT || type == LEAF_SCORE || type == LEAF_YEAR;
}

static enum look look_of(enum leaf_type type)
{
    return is_amount(type) ? LOOK_AMOUNT : is_number(type) ? LOOK_COUNT : LOOK_TEXT;
}

static const char *unit_of(const struct writer *writer, const struct schema_row *row)
{
    if (row->unit)
        return row->unit;
    return is_amount(row->type) ? writer->ten_thousand ? "万元" : "元" : "";
}

/* cells */

static void put_string(struct writer *writer, lxw_col_t column, const char *text, enum look look)
{
    if (*text)
        worksheet_write_string(writer->sheet, writer->row, column, text, writer->look[look]);
    else
        worksheet_write_blank(writer->sheet, writer->row, column, writer->look[look]);
}

/* The hidden word that says what the row, or the column, is. */
static void put_key(struct writer *writer, lxw_col_t column, const char *text)
{
    worksheet_write_string(writer->sheet, writer->row, column, text, NULL);
}

/* Whether a binary fraction of 15 digits holds the number: then *value is it, in millionths. */
static bool fits_cell(struct slice text, int64_t *value)
{
    if (decimal_parse(text, 6, value) != DECIMAL_OK)
        return false;
    int64_t digits = *value;
    while (digits && digits % 10 == 0)
        digits /= 10;
    return digits < INT64_C(1000000000000000) && digits > -INT64_C(1000000000000000) &&
           *value < (INT64_C(1) << 53) && *value > -(INT64_C(1) << 53);
}

static void put_value(struct writer *writer, lxw_col_t column, const struct node *node,
                      const struct schema_row *row)
{
    enum look look = look_of(row->type);
    int64_t value;
    if (node && utf8_length(node->text) > CELL_MAX) {
        diag_report(writer->diag, MSG_CELL_FULL, node->pos, node_path(writer->form->arena, node).p);
        writer->failed = true;
    } else if (node && is_number(row->type) && fits_cell(node->text, &value)) {
        worksheet_write_number(writer->sheet, writer->row, column, (double)value / 1e6,
                               writer->look[look]);
    } else {
        put_string(writer, column, node ? node->text.p : "", look);
    }
}

/* what may be typed into a cell */

static void allow(struct writer *writer, lxw_col_t column, lxw_row_t last,
                  lxw_data_validation *validation)
{
    validation->ignore_blank = LXW_VALIDATION_ON;
    worksheet_data_validation_range(writer->sheet, writer->row, column, last, column, validation);
}

static void allow_words(struct writer *writer, lxw_col_t column, lxw_row_t last, const char *words)
{
    char *list[32] = {0};
    size_t count = 0;
    for (struct slice rest = slice_of(words); rest.p && count + 1 < sizeof list / sizeof *list;)
        list[count++] = (char *)slice_copy(writer->form->arena, slice_cut(&rest, '|')).p;
    lxw_data_validation validation = {.validate = LXW_VALIDATION_TYPE_LIST,
                                      .value_list = list,
                                      .error_title = "只能选填",
                                      .error_message = "请从下拉列表中选择。"};
    allow(writer, column, last, &validation);
}

static void allow_number(struct writer *writer, lxw_col_t column, lxw_row_t last,
                         enum leaf_type type)
{
    bool whole = type == LEAF_COUNT || type == LEAF_YEAR;
    lxw_data_validation validation = {
        .validate = whole ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL,
        .criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO,
        .value_number = type == LEAF_SIGNED ? -1e15
                        : type == LEAF_YEAR ? 2000
                                            : 0,
        .error_title = "请填数字",
        .error_message = whole                 ? "此处填不为负的整数。"
                         : type == LEAF_SIGNED ? "此处填数字，减少的填负数。"
                                               : "此处填不为负的数字。"};
    allow(writer, column, last, &validation);
}

static void allow_value(struct writer *writer, lxw_col_t column, lxw_row_t last,
                        const struct schema_row *row)
{
    if (row->type == LEAF_CHOICE)
        allow_words(writer, column, last, row->words);
    else if (is_number(row->type))
        allow_number(writer, column, last, row->type);
}

/* Which list of the hidden sheet has the codes of the class: 0 functional, 1 economic; 2 both. */
static unsigned list_of(const struct class *class)
{
    return strcmp(class->members, "5") == 0 ? 1 : strcmp(class->name, "科目") == 0 ? 2 : 0;
}

/* Whether the codes have their names beside them; where they are typed they have none. */
static bool is_named(const struct class *class)
{
    return class->kind == CODES && list_of(class) < 2;
}

/* A code that the catalogue has; another one is let through when she insists. */
static void allow_code(struct writer *writer, lxw_col_t column, lxw_row_t last,
                       const struct class *class)
{
    unsigned list = list_of(class);
    const char column_name = list ? 'D' : 'A';
    lxw_data_validation validation = {
        .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
        .value_formula = arena_printf(writer->form->arena, "=科目!$%c$1:$%c$%zu", column_name,
                                      column_name, writer->subjects[list]),
        .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
        .error_title = "科目目录中没有此编码",
        .error_message = "请核对编码。确有此科目的，选“是”，并在科目名称中写明其名称。"};
    allow(writer, column, last, &validation);
}

static void allow_axis(struct writer *writer, lxw_col_t column, lxw_row_t last,
                       const struct class *class)
{
    if (is_named(class))
        allow_code(writer, column, last, class);
    else if (class->kind == WORDS)
        allow_words(writer, column, last, class->members);
}

/* lists */

/* How wide a line is, in halves of a Han character. */
static unsigned width_of(struct slice line)
{
    unsigned width = 0;
    for (size_t at = 0; at < line.n;)
        width += utf8_next(line, &at) < 0x80 ? 1 : 2;
    return width;
}

/* How many lines the text takes in a column of that many Han characters. */
static unsigned lines_of(const char *text, unsigned han)
{
    unsigned lines = 0;
    for (struct slice rest = slice_of(text); rest.p;)
        lines += (width_of(slice_cut(&rest, '\n')) + 2 * han - 1) / (2 * han);
    return lines ? lines : 1;
}

static void merged(struct writer *writer, lxw_col_t from, lxw_col_t to, const char *text,
                   enum look look)
{
    worksheet_merge_range(writer->sheet, writer->row, from, writer->row, to, text,
                          writer->look[look]);
}

static const char *sentence_of(const struct writer *writer, const struct schema_row *row)
{
    const char *sentence = writer->form->sentence[row - writer->form->keys];
    return sentence ? sentence : "";
}

static bool has_sentences(const struct writer *writer, const struct block *block)
{
    for (const struct field *field = block->field; field; field = field->next)
        if (*sentence_of(writer, field->row))
            return true;
    return false;
}

/* The columns behind the value: unit, source, and the sentence where there is any in the block. */
static void put_about(struct writer *writer, const struct block *block, const char *unit,
                      const char *source, const char *sentence, enum look look)
{
    put_string(writer, UNIT, unit, look);
    merged(writer, SOURCE, SENTENCE - 1, source, look);
    if (has_sentences(writer, block))
        merged(writer, SENTENCE, LAST, sentence, look);
}

static void put_list_head(struct writer *writer, const struct block *block)
{
    put_key(writer, KEYS, FORM_SKIP);
    put_string(writer, LABEL, "项目", LOOK_HEAD);
    put_string(writer, VALUE, "填写", LOOK_HEAD);
    put_about(writer, block, "单位", "取自", "将印成", LOOK_HEAD);
    writer->row++;
}

static void put_key_row(struct writer *writer, const struct block *block, const struct field *field)
{
    const struct schema_row *row = field->row;
    const struct node *node = plan_value(writer->record, field, NULL);
    if (row->type == LEAF_STATED)
        node = node_find(writer->record, field->path);
    const char *label =
        row->presence ? arena_printf(writer->form->arena, "%s ＊", field->label) : field->label;
    put_key(writer, KEYS, field->path);
    put_string(writer, LABEL, label, LOOK_LABEL);
    put_value(writer, VALUE, node, row);
    allow_value(writer, VALUE, writer->row, row);
    put_about(writer, block, unit_of(writer, row), row->source, sentence_of(writer, row),
              LOOK_LABEL);
    unsigned lines = lines_of(label, HAN_A_LINE - 2),
             more[] = {lines_of(node ? node->text.p : "", HAN_A_LINE + 2),
                       lines_of(row->source, HAN_A_LINE),
                       lines_of(sentence_of(writer, row), HAN_A_LINE * 2),
                       row->type == LEAF_PROSE ? 3 : 1};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        lines = more[i] > lines ? more[i] : lines;
    worksheet_set_row(writer->sheet, writer->row, lines * LINE_POINTS + 4, NULL);
    writer->row++;
}

/* A locked sum of cells, given as a formula, with the sum for programs that do not compute. */
static void put_sum(struct writer *writer, lxw_col_t column, const char *formula, int64_t sum,
                    bool amount)
{
    worksheet_write_formula_num(writer->sheet, writer->row, column, formula,
                                writer->look[amount ? LOOK_AMOUNT_SUM : LOOK_COUNT_SUM],
                                (double)sum / 1e6);
}

static int64_t number_of(const struct node *node)
{
    int64_t value = 0;
    return node && fits_cell(node->text, &value) ? value : 0;
}

static void put_sum_row(struct writer *writer, const struct block *block, const char *label,
                        const char *formula, int64_t sum, const struct schema_row *row)
{
    put_key(writer, KEYS, FORM_SKIP);
    put_string(writer, LABEL, label, LOOK_NAME);
    put_sum(writer, VALUE, formula, sum, is_amount(row->type));
    put_about(writer, block, unit_of(writer, row), "自动计算", "", LOOK_NAME);
    writer->row++;
}

static const struct {
    const char *label, *last, *terms;
} sums[] = {
#define SHEET(name, note, paths)
#define TOGETHER(title, paths)
#define SUM(label, last, terms) {label, last, terms},
#include "workbook/topics.def"
};

/* The sum below the field, if it is the last term of one: of topics.def, or of the words of a key.
 * The terms stand in the rows right above. */
static void put_list_sum(struct writer *writer, const struct block *block,
                         const struct field *field)
{
    const char *label = NULL, *terms = "";
    bool words = strcmp(field->path, field->row->path) != 0 && !field->row->words &&
                 (is_amount(field->row->type) || field->row->type == LEAF_COUNT) &&
                 (!field->next || field->next->row != field->row);
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (strcmp(sums[i].last, field->path) == 0) {
            label = sums[i].label;
            terms = sums[i].terms;
        }
    if (!label && !words)
        return;
    int64_t sum = 0;
    unsigned count = 0;
    for (const struct field *term = block->field; term != field->next; term = term->next)
        if (count ||
            (label ? slice_starts(slice_of(terms), term->path) : term->row == field->row)) {
            sum += number_of(plan_value(writer->record, term, NULL));
            count++;
        }
    put_sum_row(
        writer, block, label ? label : "合计",
        arena_printf(writer->form->arena, "=SUM(C%u:C%u)", writer->row - count + 1, writer->row),
        sum, field->row);
}

static void put_list(struct writer *writer, const struct block *block)
{
    put_list_head(writer, block);
    const struct schema_row *told = NULL;
    for (const struct field *field = block->field; field; field = field->next) {
        bool words = strcmp(field->path, field->row->path) != 0;
        if (words && told != field->row && field->row->type != LEAF_STATED) {
            put_key(writer, KEYS, FORM_SKIP);
            merged(writer, LABEL, SENTENCE - 1, field->row->meaning[LANGUAGE_CHINESE], LOOK_LABEL);
            writer->row++;
        }
        told = field->row;
        put_key_row(writer, block, field);
        put_list_sum(writer, block, field);
    }
}

/* grids */

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
        column += is_named(block->axis[i].class);
    }
    grid.first = grid.end = column;
    for (const struct field *field = block->field; field; field = field->next)
        grid.end++;
    return grid;
}

/* What the reader goes by; the row is hidden. */
static void put_patterns(struct writer *writer, const struct grid *grid)
{
    lxw_row_col_options hidden = {.hidden = LXW_TRUE};
    struct arena *arena = writer->form->arena;
    lxw_col_t column = grid->first;
    worksheet_set_row_opt(writer->sheet, writer->row, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
    put_key(writer, KEYS, FORM_GRID);
    for (unsigned i = 0; i < grid->block->axis_count; i++)
        put_key(writer, grid->axis[i],
                arena_printf(arena, "<%s>", grid->block->axis[i].class->name));
    for (const struct field *field = grid->block->field; field; field = field->next)
        put_key(writer, column++, field->path);
    writer->row++;
}

static const char *head_of(const struct writer *writer, const struct field *field)
{
    const char *unit = unit_of(writer, field->row);
    return arena_printf(writer->form->arena, "%s%s%s%s%s", field->label,
                        field->row->presence ? " ＊" : "", *unit ? "\n（" : "", unit,
                        *unit ? "）" : "");
}

static void put_grid_head(struct writer *writer, const struct grid *grid)
{
    const struct block *block = grid->block;
    lxw_col_t column = grid->first;
    put_key(writer, KEYS, FORM_SKIP);
    for (unsigned i = 0; i < block->axis_count; i++) {
        put_string(writer, grid->axis[i], block->axis[i].head, LOOK_HEAD);
        if (is_named(block->axis[i].class))
            put_string(writer, grid->axis[i] + 1, "科目名称", LOOK_HEAD);
    }
    for (const struct field *field = block->field; field; field = field->next)
        put_string(writer, column++, head_of(writer, field), LOOK_HEAD);
    if (block->across)
        put_string(writer, grid->end, "合计", LOOK_HEAD);
    worksheet_set_row(writer->sheet, writer->row, 3 * LINE_POINTS, NULL);
    writer->row++;
}

/* The name of the code beside it, looked up on the hidden sheet. */
static void put_name(struct writer *writer, lxw_col_t column, const struct class *class,
                     struct slice code)
{
    unsigned list = list_of(class);
    const struct subjects *subjects =
        list == 1 ? &writer->form->catalog->economic : &writer->form->catalog->functional;
    const struct subject *subject = code.n ? subject_find(subjects, code, writer->year) : NULL;
    char cell[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(cell, writer->row, column - 1);
    const char *formula =
        arena_printf(writer->form->arena, "=IFERROR(VLOOKUP(%s,科目!$%s$%zu,2,FALSE),\"\")", cell,
                     list == 1 ? "D$1:$E" : "A$1:$B", writer->subjects[list]);
    worksheet_write_formula_str(writer->sheet, writer->row, column, formula,
                                writer->look[LOOK_NAME], subject ? subject->name.p : "");
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
        put_string(writer, grid->axis[i], at.p, class->kind == CODES ? LOOK_CODE : LOOK_TEXT);
    if (is_named(class))
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
        put_value(writer, column, node, field->row);
        sum += number_of(node);
        unsigned needed = lines_of(node ? node->text.p : "", column == VALUE ? HAN_A_LINE + 2 : 8);
        lines = needed > lines && !is_number(field->row->type) ? needed : lines;
    }
    if (grid->block->across)
        put_sum(writer, grid->end,
                range(writer, writer->row, grid->first, writer->row, grid->end - 1), sum, true);
    worksheet_set_row(writer->sheet, writer->row, lines * LINE_POINTS + 4, NULL);
    writer->row++;
}

static bool has_sums(const struct block *block)
{
    const struct class *class = block->axis[0].class;
    bool levels = class->kind == CODES && strlen(class->members) > 1;
    for (const struct field *field = block->field; field; field = field->next)
        if (is_amount(field->row->type) && !levels)
            return true;
    return false;
}

static int64_t sum_of(const struct writer *writer, const struct block *block,
                      const struct field *field)
{
    int64_t sum = 0;
    for (const struct line *line = block->line; line; line = line->next)
        sum += number_of(plan_value(writer->record, field, line));
    return sum;
}

/* The row of sums, locked. Of codes at several levels there is none: they contain each other. */
static void put_sums(struct writer *writer, const struct grid *grid)
{
    const struct block *block = grid->block;
    lxw_col_t column = grid->first;
    int64_t all = 0;
    put_key(writer, KEYS, FORM_SKIP);
    for (lxw_col_t i = LABEL; i < grid->first; i++)
        put_string(writer, i, i == LABEL ? "合计" : "", LOOK_NAME);
    for (const struct field *field = block->field; field; field = field->next, column++) {
        int64_t sum = sum_of(writer, block, field);
        all += sum;
        if (is_amount(field->row->type))
            put_sum(writer, column, range(writer, grid->top, column, grid->bottom, column), sum,
                    true);
        else
            put_string(writer, column, "", LOOK_NAME);
    }
    if (block->across)
        put_sum(writer, grid->end, range(writer, grid->top, grid->end, grid->bottom, grid->end),
                all, true);
    writer->row++;
}

static void put_grid_sentences(struct writer *writer, const struct block *block)
{
    for (const struct field *field = block->field; field; field = field->next) {
        const char *sentence = sentence_of(writer, field->row);
        if (!*sentence)
            continue;
        put_key(writer, KEYS, FORM_SKIP);
        put_string(writer, LABEL,
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
        allow_axis(writer, grid->axis[i], last, grid->block->axis[i].class);
    for (const struct field *field = grid->block->field; field; field = field->next)
        allow_value(writer, column++, last, field->row);
}

static void put_grid(struct writer *writer, const struct block *block)
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
    put_key(writer, KEYS, FORM_END);
    writer->row++;
}

/* sheets */

static void start_sheet(struct writer *writer, const char *name, const char *title)
{
    lxw_row_col_options hidden = {.hidden = LXW_TRUE};
    lxw_protection protection = {.format_columns = LXW_TRUE,
                                 .format_rows = LXW_TRUE,
                                 .insert_rows = LXW_TRUE,
                                 .delete_rows = LXW_TRUE};
    writer->sheet = workbook_add_worksheet(writer->book, name);
    writer->row = 0;
    worksheet_set_column_opt(writer->sheet, KEYS, KEYS, LXW_DEF_COL_WIDTH, NULL, &hidden);
    worksheet_set_column(writer->sheet, LABEL, LABEL, 36, NULL);
    worksheet_set_column(writer->sheet, VALUE, VALUE, 42, NULL);
    worksheet_set_column(writer->sheet, UNIT, 60, 18, NULL);
    worksheet_protect(writer->sheet, NULL, &protection);
    worksheet_gridlines(writer->sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_landscape(writer->sheet);
    worksheet_set_paper(writer->sheet, 9);
    worksheet_fit_to_pages(writer->sheet, 1, 0);
    worksheet_set_row(writer->sheet, 0, 30, NULL);
    put_string(writer, LABEL, title, LOOK_TITLE);
}

static void put_sheet(struct writer *writer, const struct sheet *sheet)
{
    start_sheet(writer, sheet->name, sheet->name);
    put_key(writer, KEYS, FORM_MARK);
    writer->row++;
    if (*sheet->note) {
        put_string(writer, LABEL, sheet->note, LOOK_NOTE);
        writer->row++;
    }
    for (const struct block *block = sheet->block; block; block = block->next) {
        put_key(writer, KEYS, FORM_SKIP);
        put_string(writer, LABEL, block->title, LOOK_BLOCK);
        worksheet_set_row(writer->sheet, writer->row++, 24, NULL);
        (block->axis_count ? put_grid : put_list)(writer, block);
        writer->row++;
    }
}

/* What the reader has no use for, and people need. */
static void put_cover(struct writer *writer, const char *template_name)
{
    const char *const lines[] = {
        arena_printf(writer->form->arena, "按模板 %s 列出须填的项目，每个主题一张表。",
                     template_name),
        "浅黄色的格填写；灰色的格自动计算，不能修改。",
        "标“＊”的必填。没有的项目留空；确为零的填 0：留空表示没有填报，0 表示数为零。",
        "表中行不够时，在表内插入行。科目编码可从下拉列表中选取，科目名称自动显示。",
        "一格中需要分段的，段间按 Alt+Enter 换行。",
        arena_printf(writer->form->arena, "金额单位：%s。在“单位”表的“金额单位”处改动。",
                     writer->ten_thousand ? "万元" : "元"),
        "“取自”指明该数在财决报表或公开表中的位置；“将印成”是填写的文字所在的句子。",
        "填好后用 gongkai import 读入。请不要改动表名和隐藏的 A 列。"};
    start_sheet(writer, "填写说明", "部门决算公开填报表");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        writer->row++;
        put_string(writer, LABEL, lines[i], LOOK_NOTE);
    }
}

/* The codes with their names in the year, for drop-downs and look-ups. */
static void put_subjects(struct writer *writer)
{
    const struct subjects *lists[] = {&writer->form->catalog->functional,
                                      &writer->form->catalog->economic};
    for (unsigned list = 0; list < 2; list++) {
        const struct subjects *subjects = lists[list];
        writer->row = 0;
        for (size_t i = 0; i < subjects->count; i++) {
            struct slice code = subjects->item[i].code;
            if (i && slice_eq(code, subjects->item[i - 1].code))
                continue;
            put_key(writer, list * 3, code.p);
            put_key(writer, list * 3 + 1, subject_find(subjects, code, writer->year)->name.p);
            writer->row++;
        }
    }
}

static size_t count_codes(const struct subjects *subjects)
{
    size_t count = 0;
    for (size_t i = 0; i < subjects->count; i++)
        count += !i || !slice_eq(subjects->item[i].code, subjects->item[i - 1].code);
    return count;
}

static void put_sheets(struct writer *writer, const char *template_name)
{
    writer->subjects[0] = count_codes(&writer->form->catalog->functional);
    writer->subjects[1] = count_codes(&writer->form->catalog->economic);
    make_looks(writer);
    put_cover(writer, template_name);
    for (const struct sheet *sheet = plan_new(writer->form, writer->record); sheet->name; sheet++)
        if (sheet->block)
            put_sheet(writer, sheet);
    writer->sheet = workbook_add_worksheet(writer->book, "科目");
    put_subjects(writer);
    worksheet_hide(writer->sheet);
}

/* the file */

static bool read_back(struct buf *out, const char *path)
{
    FILE *file = fopen(path, "rb");
    char chunk[65536];
    if (!file)
        return false;
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buf_put(out, chunk, got);
    bool read = !ferror(file);
    fclose(file);
    return read;
}

static bool write_book(struct writer *writer, const char *path, const char *template_name)
{
    lxw_doc_properties properties = {.title = "部门决算公开填报表",
                                     .comments = "gongkai " GONGKAI_VERSION,
                                     .created = 1577836800};
    writer->book = workbook_new(path);
    if (!writer->book)
        return false;
    workbook_set_properties(writer->book, &properties);
    put_sheets(writer, template_name);
    return workbook_close(writer->book) == LXW_NO_ERROR;
}

bool workbook_write(struct buf *out, struct diag *diag, const struct form *form,
                    const struct node *record, const char *template_name)
{
    const struct node *unit = node_find(record, "单位.金额单位");
    const struct node *year = node_find(record, "单位.年度");
    struct writer writer = {.diag = diag, .form = form, .record = record};
    int64_t number = 0;
    writer.ten_thousand = unit && slice_is(unit->text, "万元");
    if (year)
        decimal_parse(year->text, 0, &number);
    writer.year = (int)number;
    if (!library_load(LIBRARY_XLSXWRITER, diag))
        return false;
    char path[] = "/tmp/gongkai-form-XXXXXX";
    int file = mkstemp(path);
    /* libxlsxwriter prints numbers as the locale would. */
    locale_t plain = newlocale(LC_NUMERIC_MASK, "C", NULL), before = uselocale(plain);
    bool written = file >= 0 && write_book(&writer, path, template_name) && read_back(out, path);
    uselocale(before);
    freelocale(plain);
    if (!written)
        diag_report(diag, MSG_FILE_WRITE, (struct pos){0}, path, strerror(errno));
    if (file >= 0) {
        close(file);
        unlink(path);
    }
    return written && !writer.failed;
}
