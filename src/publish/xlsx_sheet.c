/*
 * A table as a sheet: its title, the lines of its caption, the table with its spans, the notes
 * below it. Figures are numbers with as many decimals as the form prints; all else, codes and line
 * numbers too, is text.
 */
#include "publish/xlsx.h"

enum {
    CHARACTER = 5250,
    /* width of a digit of 11 pt, in thousandths of a point */ CELL_PAD = 5000
};

/* ---- A table ---- */

struct sheet {
    struct workbook *workbook;
    const struct printed_table *table;
    struct slice name;
    uint32_t columns, row; /* the next row */
    struct buf rows, merges;
    struct cell_value *values; /* of the grid's cells, where they start */
    length *widths, *heights;  /* of the grid's columns and rows */
};

static void merge(struct sheet *sheet, uint32_t row, uint32_t column, uint32_t rows,
                  uint32_t columns)
{
    if (rows * columns <= 1)
        return;
    buf_puts(&sheet->merges, "<mergeCell ref=\"");
    put_cell_name(&sheet->merges, row, column);
    buf_putc(&sheet->merges, ':');
    put_cell_name(&sheet->merges, row + rows - 1, column + columns - 1);
    buf_puts(&sheet->merges, "\"/>");
}

/* Width of a text in thousandths of its size. */
static length text_width(struct slice text)
{
    length width = 0, widest = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        width = code == '\n' ? 0 : width + (code < 0x2000 ? 550 : 1000);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void start_row(struct sheet *sheet, length height)
{
    buf_printf(&sheet->rows, "<row r=\"%u\"", sheet->row + 1);
    if (height)
        buf_printf(&sheet->rows, " ht=\"%d\" customHeight=\"1\"", (int)((height + 999) / POINT));
    buf_putc(&sheet->rows, '>');
}

static void end_row(struct sheet *sheet)
{
    buf_puts(&sheet->rows, "</row>");
    sheet->row++;
}

/* The height of text that is set across columns: programs measure only cells of one column. */
static length text_height(const struct sheet *sheet, struct slice text, const struct style *style,
                          uint32_t column, uint32_t columns)
{
    length room = -CELL_PAD, lines = 0;
    for (uint32_t i = column; i < column + columns && i < sheet->columns; i++)
        room += sheet->widths[i];
    for (struct slice rest = text; rest.p;) {
        int64_t wide = (int64_t)text_width(slice_cut(&rest, '\n')) * style->size / 1000;
        lines += (length)(wide / (room > style->size ? room : style->size)) + 1;
    }
    return lines * style->size * 14 / 10 + 4 * POINT;
}

/* A paragraph over all columns, as high as it needs to be. */
static void put_line(struct sheet *sheet, struct slice text, const struct style *style,
                     enum align align)
{
    uint32_t format =
        format_index(&sheet->workbook->formats,
                     (struct cell_format){.style = style, .align = align, .wrap = true});
    start_row(sheet, text_height(sheet, text, style, 0, sheet->columns));
    put_text_cell(&sheet->rows, sheet->row, 0, format, text);
    merge(sheet, sheet->row, 0, 1, sheet->columns);
    end_row(sheet);
}

/* The slots of a line of the caption go to the first, the middle and the last column; two that
 * would meet share a cell. */
static void put_slots(struct sheet *sheet, const struct doc_node *slots)
{
    struct arena *arena = sheet->workbook->arena;
    struct slice *texts = ARENA_ARRAY(arena, struct slice, sheet->columns);
    enum align *aligns = ARENA_ARRAY(arena, enum align, sheet->columns);
    for (const struct doc_node *slot = slots->first; slot; slot = slot->next) {
        struct slice text = node_text(arena, slot);
        uint32_t last = sheet->columns - 1;
        uint32_t column = slot->align == ALIGN_RIGHT    ? last
                          : slot->align == ALIGN_CENTER ? last / 2
                                                        : 0;
        if (!text.n)
            continue;
        if (texts[column].n)
            text = slice_of(arena_printf(arena, "%s　%s", texts[column].p, text.p));
        texts[column] = text;
        aligns[column] = slot->align;
    }
    start_row(sheet, 0);
    for (uint32_t i = 0; i < sheet->columns; i++)
        if (texts[i].n)
            put_text_cell(
                &sheet->rows, sheet->row, i,
                format_index(&sheet->workbook->formats,
                             (struct cell_format){.style = slots->style, .align = aligns[i]}),
                texts[i]);
    end_row(sheet);
}

static void put_caption(struct sheet *sheet)
{
    const struct printed_table *table = sheet->table;
    struct arena *arena = sheet->workbook->arena;
    bool draft = sheet->workbook->publication->draft;
    struct slice title =
        draft ? slice_of(arena_printf(arena, "【草稿】%s", table->title.p)) : table->title;
    put_line(sheet, title, table->title_style, ALIGN_CENTER);
    const struct doc_node *block = table->caption ? table->caption->first : NULL;
    for (; block; block = block->next)
        if (block->element == ELEMENT_SLOTS)
            put_slots(sheet, block);
        else if (!is_table_title(table, block))
            put_line(sheet, node_text(arena, block), block->style, ALIGN_CENTER);
}

static enum align cell_align(const struct doc_node *cell, const struct cell_value *value)
{
    enum align align = cell->align != ALIGN_STYLE ? cell->align : cell->style->align;
    return value->is_number && align != ALIGN_CENTER ? ALIGN_RIGHT : align;
}

static uint32_t cell_format(struct sheet *sheet, const struct doc_node *cell,
                            const struct cell_value *value)
{
    return format_index(&sheet->workbook->formats,
                        (struct cell_format){.style = cell->style,
                                             .align = cell_align(cell, value),
                                             .border = true,
                                             .wrap = !value->is_number,
                                             .is_number = value->is_number,
                                             .separators = value->number.separators,
                                             .percent = value->number.percent,
                                             .decimals = value->number.decimals});
}

static void note_total(struct sheet *sheet, const struct shown *shown, const struct sum *sum)
{
    struct workbook *workbook = sheet->workbook;
    GROW(workbook->arena, workbook->totals, workbook->total_count, workbook->total_room, 32);
    workbook->totals[workbook->total_count++] =
        (struct total){sheet->name, shown->row, shown->column, shown->fact, shown->number, *sum};
}

static void put_number(struct sheet *sheet, uint32_t column, uint32_t format,
                       const struct cell_value *value)
{
    struct shown shown = {sheet->row, column, value->fact, value->number, 0};
    struct sum sum = {0};
    struct buf number = {0};
    bool total = sum_find(&sheet->workbook->sums, &shown, &sum);
    if (total)
        note_total(sheet, &shown, &sum);
    number_print(&number, &value->number);
    put_number_cell(&sheet->rows, sheet->row, column, format, sum.formula, buf_slice(&number));
    buf_free(&number);
}

static struct cell_value *value_at(const struct sheet *sheet, uint32_t row, uint32_t column)
{
    return &sheet->values[row * sheet->columns + column];
}

static void put_cell(struct sheet *sheet, uint32_t row, uint32_t column)
{
    const struct grid *grid = &sheet->table->grid;
    const struct doc_node *cell = grid_cell(grid, row, column);
    if (!cell)
        return;
    if (!grid_starts(grid, row, column)) { /* the frame of a span is drawn by what it covers */
        const struct cell_value blank = {0};
        put_blank_cell(&sheet->rows, sheet->row, column, cell_format(sheet, cell, &blank));
        return;
    }
    const struct cell_value *value = value_at(sheet, row, column);
    uint32_t format = cell_format(sheet, cell, value);
    if (value->is_number)
        put_number(sheet, column, format, value);
    else if (value->text.n)
        put_text_cell(&sheet->rows, sheet->row, column, format, value->text);
    else
        put_blank_cell(&sheet->rows, sheet->row, column, format);
    merge(sheet, sheet->row, column, cell->rowspan, cell->colspan);
}

static void put_grid(struct sheet *sheet)
{
    const struct grid *grid = &sheet->table->grid;
    for (uint32_t row = 0; row < grid->row_count; row++) {
        start_row(sheet, sheet->heights[row]);
        for (uint32_t column = 0; column < grid->column_count; column++)
            put_cell(sheet, row, column);
        end_row(sheet);
    }
}

/* ---- Measures ---- */

/* Rows before the grid: the title and the caption's lines. */
static uint32_t caption_rows(const struct printed_table *table)
{
    uint32_t rows = 1;
    const struct doc_node *block = table->caption ? table->caption->first : NULL;
    for (; block; block = block->next)
        rows += block->element == ELEMENT_SLOTS || !is_table_title(table, block);
    return rows;
}

static void read_values(struct sheet *sheet, uint32_t first_row)
{
    const struct grid *grid = &sheet->table->grid;
    sheet->values = ARENA_ARRAY(sheet->workbook->arena, struct cell_value,
                                (size_t)grid->row_count * grid->column_count);
    for (uint32_t row = 0; row < grid->row_count; row++)
        for (uint32_t column = 0; column < grid->column_count; column++) {
            struct cell_value *value = value_at(sheet, row, column);
            if (!grid_starts(grid, row, column))
                continue;
            *value = cell_value(sheet->workbook->arena, grid_cell(grid, row, column));
            if (value->fact && (value->is_number || !value->text.n))
                sums_note(&sheet->workbook->sums, first_row + row, column, value);
        }
}

/* As the form hints, but no number shows as ####; without hints as wide as the text, within bounds.
 */
static void measure_columns(struct sheet *sheet)
{
    const struct grid *grid = &sheet->table->grid;
    uint32_t column = 0;
    for (const struct doc_node *node = sheet->table->node->first; node; node = node->next)
        if (node->element == ELEMENT_COLUMN && column < sheet->columns)
            sheet->widths[column++] = node->width;
    for (column = 0; column < sheet->columns; column++) {
        length widest = sheet->widths[column] ? sheet->widths[column] : 6 * CHARACTER;
        length most = sheet->widths[column] ? 0 : 40 * CHARACTER;
        for (uint32_t row = 0; row < grid->row_count; row++) {
            const struct doc_node *cell = grid_cell(grid, row, column);
            const struct cell_value *value = value_at(sheet, row, column);
            if (!cell || cell->colspan > 1)
                continue;
            length width =
                (length)((int64_t)text_width(value->text) * cell->style->size / 1000) + CELL_PAD;
            if (width > widest && (value->is_number || width <= most))
                widest = width;
            else if (width > most && most > widest)
                widest = most;
        }
        sheet->widths[column] = widest;
    }
}

/* Gives the cell's last row the height that its rows lack. */
static void measure_cell(struct sheet *sheet, uint32_t row, uint32_t column)
{
    const struct doc_node *cell = grid_cell(&sheet->table->grid, row, column);
    const struct cell_value *value = value_at(sheet, row, column);
    uint32_t last = row + cell->rowspan - 1;
    length height = text_height(sheet, value->text, cell->style, column, cell->colspan);
    for (uint32_t i = row; i < last; i++)
        height -= sheet->heights[i];
    if (last < sheet->table->grid.row_count && height > sheet->heights[last])
        sheet->heights[last] = height;
}

static void measure_rows(struct sheet *sheet)
{
    const struct grid *grid = &sheet->table->grid;
    sheet->heights = ARENA_ARRAY(sheet->workbook->arena, length, grid->row_count);
    for (int spans = 0; spans < 2; spans++) /* what stands in one row first */
        for (uint32_t row = 0; row < grid->row_count; row++)
            for (uint32_t column = 0; column < grid->column_count; column++)
                if (grid_starts(grid, row, column) &&
                    (grid_cell(grid, row, column)->rowspan > 1) == spans)
                    measure_cell(sheet, row, column);
}

static void put_widths(struct sheet *sheet, struct buf *out)
{
    double *widths = ARENA_ARRAY(sheet->workbook->arena, double, sheet->columns);
    for (uint32_t i = 0; i < sheet->columns; i++)
        widths[i] = (double)sheet->widths[i] / CHARACTER;
    put_columns(out, widths, sheet->columns);
}

struct buf table_sheet(struct workbook *workbook, const struct printed_table *table,
                       struct slice name, bool selected, struct sheet_frame *frame)
{
    struct sheet sheet = {.workbook = workbook,
                          .table = table,
                          .name = name,
                          .columns = table->grid.column_count,
                          .widths = ARENA_ARRAY(workbook->arena, length, table->grid.column_count)};
    uint32_t first_row = caption_rows(table);
    sums_clear(&workbook->sums);
    read_values(&sheet, first_row);
    measure_columns(&sheet);
    measure_rows(&sheet);
    put_caption(&sheet);
    put_grid(&sheet);
    for (const struct doc_node *note = table->notes; note && note != table->end; note = note->next)
        put_line(&sheet, node_text(workbook->arena, note), note->style, ALIGN_LEFT);
    *frame = (struct sheet_frame){.rows = table->head_rows ? first_row + table->head_rows : 0,
                                  .columns = table->head_rows ? table->head_columns : 0,
                                  .landscape = table->landscape};
    struct buf out = {0}, area = {0};
    start_sheet(&out, frame, selected);
    put_widths(&sheet, &out);
    buf_puts(&out, "<sheetData>");
    buf_put_slice(&out, buf_slice(&sheet.rows));
    buf_puts(&out, "</sheetData>");
    buf_puts(&area, "A1:");
    put_cell_name(&area, sheet.row ? sheet.row - 1 : 0, sheet.columns - 1);
    end_sheet(&out, frame, buf_slice(&sheet.merges), buf_slice(&area));
    buf_free(&area);
    buf_free(&sheet.rows);
    buf_free(&sheet.merges);
    return out;
}
