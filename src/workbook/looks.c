/* How cells look, and what rows hold. */
#include "workbook/writer.h"

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

void looks_make(struct writer *writer)
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

bool holds_amount(enum leaf_type type)
{
    return type == LEAF_MONEY || type == LEAF_SIGNED;
}

bool holds_number(enum leaf_type type)
{
    return holds_amount(type) || type == LEAF_COUNT || type == LEAF_SCORE || type == LEAF_YEAR;
}

enum look look_of_value(enum leaf_type type)
{
    return holds_amount(type) ? LOOK_AMOUNT : holds_number(type) ? LOOK_COUNT : LOOK_TEXT;
}

const char *unit_of_row(const struct writer *writer, const struct schema_row *row)
{
    if (row->unit)
        return row->unit;
    return holds_amount(row->type) ? writer->ten_thousand ? "万元" : "元" : "";
}
