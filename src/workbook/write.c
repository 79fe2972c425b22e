/* Lays the sheets out as record/form.h says, and writes them with libxlsxwriter. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/folder.h"
#include "base/libraries.h"
#include "workbook/writer.h"

/* ---- Sheets ---- */

static void start_sheet(struct writer *writer, const char *name, const char *title)
{
    lxw_row_col_options hidden = {LXW_TRUE, 0, LXW_FALSE};
    lxw_protection protection = {.format_columns = LXW_TRUE,
                                 .format_rows = LXW_TRUE,
                                 .insert_rows = LXW_TRUE,
                                 .delete_rows = LXW_TRUE};
    writer->sheet = workbook_add_worksheet(writer->book, name);
    writer->name = name;
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
    form_text(writer, LABEL, title, LOOK_TITLE);
}

static void put_sheet(struct writer *writer, const struct sheet *sheet)
{
    start_sheet(writer, sheet->name, sheet->name);
    form_key(writer, KEYS, FORM_MARK);
    writer->row++;
    if (*sheet->note) {
        form_text(writer, LABEL, sheet->note, LOOK_NOTE);
        writer->row++;
    }
    for (const struct block *block = sheet->block; block; block = block->next) {
        form_key(writer, KEYS, FORM_SKIP);
        form_text(writer, LABEL, block->title, LOOK_BLOCK);
        worksheet_set_row(writer->sheet, writer->row++, 24, NULL);
        (block->axis_count ? write_grid : write_list)(writer, block);
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
        arena_printf(writer->form->arena,
                     "金额单位：%s。在“单位”表的“金额单位”处改选，各表所注单位随之改变。",
                     writer->ten_thousand ? "万元" : "元"),
        "“取自”指明该数在财决报表或公开表中的位置；“将印成”是填写的文字所在的句子。",
        "填好后用 gongkai import 读入。请不要改动表名和隐藏的 A 列。"};
    start_sheet(writer, "填写说明", "部门决算公开填报表");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        writer->row++;
        form_text(writer, LABEL, lines[i], LOOK_NOTE);
    }
}

/* Adds the codes of the list below those before, with their names in the year, for drop-downs and
 * look-ups. */
static void put_codes(struct writer *writer, unsigned list, const struct subjects *subjects)
{
    for (size_t i = 0; i < subjects->count; i++) {
        struct slice code = subjects->item[i].code;
        if (i && slice_eq(code, subjects->item[i - 1].code))
            continue;
        form_key(writer, list * 3, code.p);
        form_key(writer, list * 3 + 1, name_of_code(writer, list, code));
        writer->row++;
    }
}

static void put_subjects(struct writer *writer)
{
    const struct catalog *catalog = writer->form->catalog;
    writer->row = 0;
    put_codes(writer, 0, &catalog->functional);
    put_codes(writer, 0, &catalog->unconfirmed);
    writer->row = 0;
    put_codes(writer, 1, &catalog->economic);
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
    writer->subjects[0] = count_codes(&writer->form->catalog->functional) +
                          count_codes(&writer->form->catalog->unconfirmed);
    writer->subjects[1] = count_codes(&writer->form->catalog->economic);
    looks_make(writer);
    put_cover(writer, template_name);
    for (const struct sheet *sheet = plan_new(writer->form, writer->record); sheet->name; sheet++)
        if (sheet->block)
            put_sheet(writer, sheet);
    writer->sheet = workbook_add_worksheet(writer->book, "科目");
    put_subjects(writer);
    worksheet_hide(writer->sheet);
}

/* ---- The file ---- */

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
    char path[4096];
    folder_temporary(path, sizeof path, "form");
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
