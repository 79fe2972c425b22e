/* What may be typed into a cell. */
#include "workbook/writer.h"

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
    for (struct slice rest = slice_of(words); rest.p && count + 1 < sizeof list / sizeof *list;) {
        struct slice word = slice_cut(&rest, '|');
        list[count++] = arena_printf(writer->form->arena, "%.*s", (int)word.n, word.p);
    }
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

void allow_value_of(struct writer *writer, lxw_col_t column, lxw_row_t last,
                    const struct schema_row *row)
{
    if (row->type == LEAF_CHOICE)
        allow_words(writer, column, last, row->words);
    else if (holds_number(row->type))
        allow_number(writer, column, last, row->type);
}

/* Which list of the hidden sheet has the codes of the class: 0 functional, 1 economic; 2 both. */
unsigned list_of_class(const struct class *class)
{
    return strcmp(class->members, "5") == 0 ? 1 : strcmp(class->name, "科目") == 0 ? 2 : 0;
}

/* Whether the codes have their names beside them; where they are typed they have none. */
bool has_names(const struct class *class)
{
    return class->kind == CODES && list_of_class(class) < 2;
}

/* A code that the catalogue has; another one is let through when she insists. */
static void allow_code(struct writer *writer, lxw_col_t column, lxw_row_t last,
                       const struct class *class)
{
    unsigned list = list_of_class(class);
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

void allow_class(struct writer *writer, lxw_col_t column, lxw_row_t last, const struct class *class)
{
    if (has_names(class))
        allow_code(writer, column, last, class);
    else if (class->kind == WORDS)
        allow_words(writer, column, last, class->members);
}

const char *name_of_code(const struct writer *writer, unsigned list, struct slice code)
{
    const struct catalog *catalog = writer->form->catalog;
    const struct subjects *confirmed = list ? &catalog->economic : &catalog->functional;
    const struct subject *subject = subject_find(confirmed, code, writer->year);
    if (subject || list)
        return subject ? subject->name.p : "";
    subject = subject_find(&catalog->unconfirmed, code, writer->year);
    return subject ? arena_printf(writer->form->arena, "%s（名称未经核实）", subject->name.p) : "";
}
