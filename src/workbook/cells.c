/* What stands in a cell. */
#include "base/decimal.h"
#include "workbook/writer.h"

void form_text(struct writer *writer, lxw_col_t column, const char *text, enum look look)
{
    if (*text)
        worksheet_write_string(writer->sheet, writer->row, column, text, writer->look[look]);
    else
        worksheet_write_blank(writer->sheet, writer->row, column, writer->look[look]);
}

/* The hidden word that says what the row, or the column, is. */
void form_key(struct writer *writer, lxw_col_t column, const char *text)
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

void form_value(struct writer *writer, lxw_col_t column, const struct node *node,
                const struct schema_row *row)
{
    enum look look = look_of_value(row->type);
    int64_t value;
    if (node && utf8_length(node->text) > CELL_MAX) {
        diag_report(writer->diag, MSG_CELL_FULL, node->pos, node_path(writer->form->arena, node).p);
        writer->failed = true;
    } else if (node && holds_number(row->type) && fits_cell(node->text, &value)) {
        worksheet_write_number(writer->sheet, writer->row, column, (double)value / 1e6,
                               writer->look[look]);
    } else {
        form_text(writer, column, node ? node->text.p : "", look);
    }
}

/* How wide a line is, in halves of a Han character. */
static unsigned width_of(struct slice line)
{
    unsigned width = 0;
    for (size_t at = 0; at < line.n;)
        width += utf8_next(line, &at) < 0x80 ? 1 : 2;
    return width;
}

/* How many lines the text takes in a column of that many Han characters. */
unsigned lines_of_text(const char *text, unsigned han)
{
    unsigned lines = 0;
    for (struct slice rest = slice_of(text); rest.p;)
        lines += (width_of(slice_cut(&rest, '\n')) + 2 * han - 1) / (2 * han);
    return lines ? lines : 1;
}

void form_merged(struct writer *writer, lxw_col_t from, lxw_col_t to, const char *text,
                 enum look look)
{
    worksheet_merge_range(writer->sheet, writer->row, from, writer->row, to, text,
                          writer->look[look]);
}

const char *sentence_of_row(const struct writer *writer, const struct schema_row *row)
{
    const char *sentence = writer->form->sentence[row - writer->form->keys];
    return sentence ? sentence : "";
}

/* A locked sum of cells, given as a formula, with the sum for programs that do not compute. */
void form_sum(struct writer *writer, lxw_col_t column, const char *formula, int64_t sum,
              bool amount)
{
    worksheet_write_formula_num(writer->sheet, writer->row, column, formula,
                                writer->look[amount ? LOOK_AMOUNT_SUM : LOOK_COUNT_SUM],
                                (double)sum / 1e6);
}

int64_t amount_of_node(const struct node *node)
{
    int64_t value = 0;
    return node && fits_cell(node->text, &value) ? value : 0;
}

/* The text as a formula has it. */
static const char *quoted(struct arena *arena, const char *text)
{
    struct buf out = {0};
    buf_putc(&out, '"');
    for (; *text; text++) {
        if (*text == '\n')
            buf_puts(&out, "\"&CHAR(10)&\"");
        else
            buf_puts(&out, *text == '"' ? "\"\"" : (const char[]){*text, 0});
    }
    buf_putc(&out, '"');
    const char *copy = slice_copy(arena, buf_slice(&out)).p;
    buf_free(&out);
    return copy;
}

void form_unit(struct writer *writer, lxw_col_t column, const char *before,
               const struct schema_row *row, const char *after, enum look look)
{
    struct arena *arena = writer->form->arena;
    const char *unit = unit_of_row(writer, row);
    const char *text = *unit ? arena_printf(arena, "%s%s%s", before, unit, after) : before;
    if (!holds_amount(row->type) || !writer->unit_cell) {
        form_text(writer, column, text, look);
        return;
    }
    const char *formula =
        arena_printf(arena, "=%s&IF(%s=\"万元\",\"万元\",\"元\")&%s", quoted(arena, before),
                     writer->unit_cell, quoted(arena, after));
    worksheet_write_formula_str(writer->sheet, writer->row, column, formula, writer->look[look],
                                text);
}
