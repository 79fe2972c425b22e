/*
 * The workbook, written directly: libxlsxwriter takes 40 ms and a file in /tmp a sheet where this
 * takes a tenth, and holds figures as binary floating point where these are written out exactly.
 */
#include "publish/xlsx.h"

#include <strings.h>

#include "base/xml.h"

enum { NAME_MOST = 31, /* of a sheet, in UTF-16 units */ SHEETS_BESIDE = 2 };

/* The styles of sheets that no form prescribes. */
static const struct style plain_style = {
    .name = {"", 0}, .role = {"宋体", sizeof "宋体" - 1}, .size = 10000, .align = ALIGN_LEFT};
static const struct style head_style = {
    .name = {"", 0}, .role = {"黑体", sizeof "黑体" - 1}, .size = 10000, .align = ALIGN_CENTER};

struct named_sheet {
    struct slice name;
    struct sheet_frame frame;
};

struct sheets {
    struct workbook *workbook;
    struct ooxml *ooxml;
    struct named_sheet *at;
    uint32_t count;
};

/* ---- Names ---- */

static bool is_taken(const struct sheets *sheets, const char *name)
{
    for (uint32_t i = 0; i < sheets->count; i++)
        if (strcasecmp(sheets->at[i].name.p, name) == 0)
            return true;
    return false;
}

/* What Excel has no room for in names is set full-width. */
static uint32_t allowed(uint32_t code)
{
    return code < 0x80 && strchr("[]:*?/\\'", (int)code) ? code + 0xFEE0
           : code_is_invisible(code)                     ? 0xFFFD
                                                         : code;
}

/* Up to `most` units of the text. */
static struct slice cut_name(struct arena *arena, struct slice text, size_t most)
{
    struct buf name = {0};
    size_t units = 0;
    buf_puts(&name, "");
    for (size_t at = 0; at < text.n;) {
        uint32_t code = allowed(utf8_next(text, &at));
        units += code > 0xFFFF ? 2 : 1;
        if (units > most)
            break;
        buf_put_utf8(&name, code);
    }
    struct slice copy = slice_copy(arena, slice_trim(buf_slice(&name)));
    buf_free(&name);
    return copy;
}

static struct slice sheet_name(const struct sheets *sheets, struct slice wanted)
{
    struct arena *arena = sheets->workbook->arena;
    struct slice name = cut_name(arena, wanted, NAME_MOST);
    for (unsigned number = 2; is_taken(sheets, name.p); number++) {
        const char *end = arena_printf(arena, "（%u）", number);
        name = cut_name(arena, wanted, NAME_MOST - utf8_length(slice_of(end)));
        name = slice_of(arena_printf(arena, "%s%s", name.p, end));
    }
    return name;
}

static void add_sheet(struct sheets *sheets, struct slice name, struct sheet_frame frame,
                      struct buf bytes)
{
    const char *part =
        arena_printf(sheets->workbook->arena, "xl/worksheets/sheet%u.xml", sheets->count + 1);
    sheets->at[sheets->count++] = (struct named_sheet){name, frame};
    ooxml_add(sheets->ooxml, part,
              "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml", bytes);
}

/* ---- Lists: the facts, the totals ---- */

struct list {
    struct workbook *workbook;
    struct buf rows;
    uint32_t row, column;
};

static uint32_t list_format(const struct list *list, struct cell_format format)
{
    format.style = list->row ? &plain_style : &head_style;
    format.border = true;
    return format_index(&list->workbook->formats, format);
}

static void list_text(struct list *list, struct slice text)
{
    struct cell_format format = {.align = list->row ? ALIGN_LEFT : ALIGN_CENTER};
    uint32_t index = list_format(list, format);
    if (text.n)
        put_text_cell(&list->rows, list->row, list->column, index, text);
    else
        put_blank_cell(&list->rows, list->row, list->column, index);
    list->column++;
}

static void list_number(struct list *list, struct cell_format format, const char *formula,
                        struct slice number)
{
    format.is_number = true;
    format.align = ALIGN_RIGHT;
    put_number_cell(&list->rows, list->row, list->column++, list_format(list, format), formula,
                    number);
}

static void start_line(struct list *list)
{
    buf_puts(&list->rows, "<row r=\"");
    buf_put_unsigned(&list->rows, list->row + 1, 1);
    buf_puts(&list->rows, "\">");
    list->column = 0;
}

static void end_line(struct list *list)
{
    buf_puts(&list->rows, "</row>");
    list->row++;
}

static void list_heads(struct list *list, const char *const *heads, uint32_t count)
{
    start_line(list);
    for (uint32_t i = 0; i < count; i++)
        list_text(list, slice_of(heads[i]));
    end_line(list);
}

static void end_list(struct sheets *sheets, struct list *list, const char *name,
                     const double *widths, uint32_t columns)
{
    const struct sheet_frame frame = {.rows = 1, .columns = 1, .landscape = true};
    struct slice unique = sheet_name(sheets, slice_of(name));
    struct buf out = {0};
    start_sheet(&out, &frame, sheets->count == 0);
    put_columns(&out, widths, columns);
    buf_puts(&out, "<sheetData>");
    buf_put_slice(&out, buf_slice(&list->rows));
    buf_puts(&out, "</sheetData>");
    end_sheet(&out, &frame, (struct slice){0}, (struct slice){0});
    buf_free(&list->rows);
    add_sheet(sheets, unique, frame, out);
}

/* A rate stands in its cell as a fraction, shown in percent. */
static void list_value(struct list *list, const struct fact *fact)
{
    struct buf value = {0};
    struct number number;
    bool rate = fact->kind == FACT_RATE;
    bool money = fact->kind == FACT_MONEY || fact->kind == FACT_SCORE || fact->kind == FACT_PRICE ||
                 fact->kind == FACT_MEAN;
    bool printed = fact_put_value(&value, fact);
    if (printed && rate)
        buf_putc(&value, '%');
    if (printed && number_read(buf_slice(&value), &number)) {
        buf_clear(&value);
        number_print(&value, &number);
        list_number(list, (struct cell_format){.percent = rate, .decimals = rate || money ? 2 : 0},
                    NULL, buf_slice(&value));
    } else {
        list_text(list, buf_slice(&value));
    }
    buf_free(&value);
}

static void list_facts(struct list *list, const struct fact *fact)
{
    for (const struct fact *child = fact->first; child; child = child->next)
        list_facts(list, child);
    if (!fact_is_figure(fact))
        return;
    start_line(list);
    list_text(list, fact_path(list->workbook->arena, fact));
    list_value(list, fact->stated ? fact->stated : fact);
    list_text(list, slice_of(fact_unit(fact)));
    list_text(list, slice_of(fact->formula));
    end_line(list);
}

/* What the agency is: no table says so, and who reads the workbook back must know. Behind the
 * figures, where a text is not taken for a head. */
static void list_agency(struct list *list, const struct facts *facts)
{
    static const char *const words[] = {"单位.文种", "单位.口径", "单位.性质"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct fact *fact = fact_find(facts, facts->root, slice_of(words[i]));
        if (!fact || !fact->text.n)
            continue;
        start_line(list);
        list_text(list, slice_of(words[i]));
        list_text(list, fact->text);
        end_line(list);
    }
}

static void add_facts(struct sheets *sheets)
{
    static const char *const heads[] = {"指标", "数值", "单位", "计算公式"};
    static const double widths[] = {56, 20, 6, 60};
    struct list list = {.workbook = sheets->workbook};
    list_heads(&list, heads, 4);
    list_facts(&list, sheets->workbook->publication->facts->root);
    list_agency(&list, sheets->workbook->publication->facts);
    end_list(sheets, &list, "指标", widths, 4);
}

/* 'sheet'!D5 or, with a formula, its references into that sheet. */
static const char *on_sheet(struct arena *arena, struct slice sheet, struct slice formula)
{
    struct buf out = {0};
    for (size_t i = 0; i < formula.n; i++) {
        bool starts =
            formula.p[i] >= 'A' && formula.p[i] <= 'Z' && (!i || strchr("(,-", formula.p[i - 1]));
        if (starts && strncmp(formula.p + i, "SUM(", 4) == 0)
            starts = false;
        if (starts)
            buf_printf(&out, "'%s'!", sheet.p);
        buf_putc(&out, formula.p[i]);
    }
    const char *copy = slice_copy(arena, buf_slice(&out)).p;
    buf_free(&out);
    return copy;
}

/* The formula of the parts alone: without the 尾差 at its end. */
static struct slice parts_only(const struct sum *sum)
{
    struct slice formula = slice_of(sum->formula);
    while (sum->difference.value && formula.n && formula.p[formula.n - 1] != ')')
        formula.n--;
    return formula;
}

static void list_total(struct list *list, const struct total *total)
{
    struct arena *arena = list->workbook->arena;
    struct number parts = total->number, *difference = &(struct number){0};
    *difference = total->sum.difference;
    parts.value =
        parts.value * decimal_power(difference->decimals - parts.decimals) - difference->value;
    parts.decimals = difference->decimals;
    const struct number *numbers[] = {&parts, &total->number, difference};
    struct buf place = {0}, number = {0};
    put_cell_name(&place, total->row, total->column);
    const char *formulas[] = {
        on_sheet(arena, total->sheet, parts_only(&total->sum)), NULL,
        arena_printf(arena, "ROUND(E%u-D%u,%d)", list->row + 1, list->row + 1, parts.decimals)};
    start_line(list);
    list_text(list, total->sheet);
    list_text(list, buf_slice(&place));
    list_text(list, fact_path(arena, total->fact));
    for (int i = 0; i < 3; i++) {
        buf_clear(&number);
        number_print(&number, numbers[i]);
        list_number(
            list,
            (struct cell_format){.decimals = parts.decimals, .separators = numbers[1]->separators},
            formulas[i], buf_slice(&number));
    }
    list_text(list, slice_of(difference->value ? "尾差：各数分别四舍五入所致" : ""));
    end_line(list);
    buf_free(&place);
    buf_free(&number);
}

static void add_totals(struct sheets *sheets)
{
    static const char *const heads[] = {"表",     "单元格", "指标", "表中各项之和",
                                        "决算数", "相差",   "说明"};
    static const double widths[] = {34, 8, 44, 16, 16, 10, 28};
    const struct workbook *workbook = sheets->workbook;
    struct list list = {.workbook = sheets->workbook};
    if (!workbook->total_count)
        return;
    list_heads(&list, heads, 7);
    for (uint32_t i = 0; i < workbook->total_count; i++)
        list_total(&list, &workbook->totals[i]);
    end_list(sheets, &list, "合计核对", widths, 7);
}

/* ---- The workbook ---- */

static void put_titles(struct buf *out, const struct sheets *sheets)
{
    buf_puts(out, "<definedNames>");
    for (uint32_t i = 0; i < sheets->count; i++) {
        if (!sheets->at[i].frame.rows)
            continue;
        buf_printf(out, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%u\">'", i);
        buf_put_xml(out, sheets->at[i].name);
        buf_printf(out, "'!$1:$%u</definedName>", sheets->at[i].frame.rows);
    }
    buf_puts(out, "</definedNames>");
}

static struct buf workbook_part(const struct sheets *sheets)
{
    struct buf out = {0};
    bool titles = false;
    buf_puts(&out, OOXML_HEAD
             "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
             "xmlns:r=\"" OOXML_RELATION "\"><bookViews><workbookView/></bookViews><sheets>");
    for (uint32_t i = 0; i < sheets->count; i++) {
        buf_puts(&out, "<sheet");
        buf_put_attribute(&out, "name", sheets->at[i].name);
        buf_printf(&out, " sheetId=\"%u\" r:id=\"rId%u\"/>", i + 1, i + 1);
        titles = titles || sheets->at[i].frame.rows;
    }
    buf_puts(&out, "</sheets>");
    if (titles)
        put_titles(&out, sheets);
    buf_puts(&out, "<calcPr calcId=\"0\" fullCalcOnLoad=\"1\"/></workbook>\n");
    return out;
}

static struct buf workbook_relations(const struct sheets *sheets)
{
    struct buf out = {0};
    ooxml_start_relations(&out);
    for (uint32_t i = 0; i < sheets->count; i++)
        ooxml_put_relation(&out, i + 1, "worksheet",
                           arena_printf(sheets->workbook->arena, "worksheets/sheet%u.xml", i + 1));
    ooxml_put_relation(&out, sheets->count + 1, "styles", "styles.xml");
    ooxml_end_relations(&out);
    return out;
}

static void add_workbook(struct sheets *sheets)
{
    ooxml_add(sheets->ooxml, "xl/workbook.xml",
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
              workbook_part(sheets));
    ooxml_add(sheets->ooxml, "xl/_rels/workbook.xml.rels", NULL, workbook_relations(sheets));
    ooxml_add(sheets->ooxml, "xl/styles.xml",
              "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
              formats_write(&sheets->workbook->formats));
}

bool publish_xlsx(struct buf *out, const struct publication *publication)
{
    struct arena *arena = publication->arena;
    struct printed_tables tables = tables_of(arena, publication->document);
    struct workbook workbook = {.publication = publication,
                                .arena = arena,
                                .formats = {.arena = arena},
                                .sums = {.arena = arena}};
    struct ooxml ooxml = {.publication = publication, .main = "xl/workbook.xml"};
    struct sheets sheets = {.workbook = &workbook, .ooxml = &ooxml};
    workbook.sums.first = ARENA_ARRAY(arena, uint32_t, publication->facts->count);
    sheets.at = ARENA_ARRAY(arena, struct named_sheet, tables.count + SHEETS_BESIDE);
    for (uint32_t i = 0; i < tables.count; i++) {
        struct sheet_frame frame;
        struct slice name = sheet_name(&sheets, tables.at[i].name);
        struct buf bytes = table_sheet(&workbook, &tables.at[i], name, i == 0, &frame);
        add_sheet(&sheets, name, frame, bytes);
    }
    add_totals(&sheets);
    add_facts(&sheets);
    add_workbook(&sheets);
    return ooxml_write(out, &ooxml);
}
