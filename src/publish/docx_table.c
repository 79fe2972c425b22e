#include "publish/docx.h"

enum {
    DIGIT = 660, /* of the size that a digit of any likely face takes, in thousandths */
    TIGHTEST = 3 /* part of the padding above and below a row that is left to it */
};

/* The form's hints, or even, together as wide as the text; in twips. */
static int *hinted_widths(struct docx *docx, const struct printed_table *table)
{
    uint32_t count = table->grid.column_count, column = 0;
    int *widths = ARENA_ARRAY(docx->arena, int, count);
    int64_t sum = 0, room = docx_text_width(docx) / TWIP;
    for (const struct doc_node *node = table->node->first; node; node = node->next)
        if (node->element == ELEMENT_COLUMN && column < count)
            sum += widths[column++] = (int)(node->width / TWIP);
    for (column = 0; column < count; column++)
        if (!widths[column])
            sum += widths[column] = (int)(room / (int64_t)count);
    for (column = 0; column < count; column++)
        widths[column] = (int)(widths[column] * room / (sum ? sum : 1));
    return widths;
}

static bool is_digits(struct slice text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return text.n;
}

/* The largest type in the table, or 0: an account, which is to stand on one page, is set smaller
 * than its form says, for Word does not tighten it. */
static length most_size(const struct docx *docx, const struct doc_node *table)
{
    length least = docx->publication->document->table->min_size, size = table->size;
    return size && table->equal && size - POINT >= least ? size - POINT : size;
}

/* What the column's longest number or code takes, for Word would break it. */
static int number_width(struct docx *docx, const struct printed_table *table, uint32_t column)
{
    int64_t widest = 0;
    for (uint32_t row = 0; row < table->grid.row_count; row++) {
        const struct doc_node *cell = grid_cell(&table->grid, row, column);
        if (!cell || cell->colspan > 1)
            continue;
        struct cell_value value = cell_value(docx->arena, cell);
        bool whole = value.is_number || is_digits(value.text);
        length size = cell->style->size, most = most_size(docx, table->node);
        size = most && size > most ? most : size;
        int64_t width = whole ? (int64_t)value.text.n * DIGIT * size / 1000 / TWIP : 0;
        widest = width > widest ? width : widest;
    }
    int pad = 2 * (int)(docx->publication->document->table->pad_x / TWIP) + 20;
    return widest ? (int)widest + pad : 0;
}

/* Columns too narrow for their numbers take what is missing from those without any. */
static int *column_widths(struct docx *docx, const struct printed_table *table)
{
    uint32_t count = table->grid.column_count;
    int *widths = hinted_widths(docx, table), missing = 0, slack = 0;
    int *least = ARENA_ARRAY(docx->arena, int, count);
    for (uint32_t i = 0; i < count; i++) {
        least[i] = number_width(docx, table, i);
        missing += least[i] > widths[i] ? least[i] - widths[i] : 0;
        slack += least[i] ? 0 : widths[i] / 2;
    }
    for (uint32_t i = 0; i < count && slack >= missing; i++)
        if (least[i] > widths[i])
            widths[i] = least[i];
        else if (!least[i] && missing)
            widths[i] -= (int)((int64_t)(widths[i] / 2) * missing / slack);
    return widths;
}

static void put_widths(struct buf *out, const int *widths, uint32_t count)
{
    buf_puts(out, "<w:tblGrid>");
    for (uint32_t i = 0; i < count; i++)
        buf_printf(out, "<w:gridCol w:w=\"%d\"/>", widths[i]);
    buf_puts(out, "</w:tblGrid>");
}

static bool has_blocks(const struct doc_node *cell)
{
    for (const struct doc_node *child = cell->first; child; child = child->next)
        if (child->element == ELEMENT_PARAGRAPH || child->element == ELEMENT_LIST ||
            child->element == ELEMENT_SLOTS)
            return true;
    return false;
}

static enum align align_of(struct docx *docx, const struct doc_node *cell)
{
    enum align align = cell->align != ALIGN_STYLE ? cell->align : cell->style->align;
    bool figure = cell->element == ELEMENT_CELL && cell_value(docx->arena, cell).is_number;
    return figure && align != ALIGN_CENTER ? ALIGN_RIGHT : align;
}

static void put_content(struct docx *docx, const struct doc_node *cell)
{
    const struct paragraph_form form = {
        .align = align_of(docx, cell), .tabs = "", .rtl = docx_is_rtl(docx, cell)};
    if (has_blocks(cell)) {
        for (const struct doc_node *child = cell->first; child; child = child->next)
            docx->put(docx, child, cell->align);
        return;
    }
    docx_start_paragraph(docx, cell->style, 0, &form, false);
    docx_runs(docx, cell, cell->style);
    docx_end_paragraph(docx);
}

/* The cell at the place, or the piece of one that spans into its row from above. */
static void put_cell(struct docx *docx, const struct printed_table *table, const int *widths,
                     uint32_t row, uint32_t column)
{
    const struct doc_node *cell = grid_cell(&table->grid, row, column);
    bool starts = grid_starts(&table->grid, row, column);
    int width = 0;
    for (uint32_t i = column; i < column + cell->colspan && i < table->grid.column_count; i++)
        width += widths[i];
    buf_printf(docx->out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (cell->colspan > 1)
        buf_printf(docx->out, "<w:gridSpan w:val=\"%u\"/>", cell->colspan);
    if (cell->rowspan > 1)
        buf_puts(docx->out, starts ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>");
    buf_puts(docx->out, "<w:vAlign w:val=\"center\"/></w:tcPr>");
    if (starts)
        put_content(docx, cell);
    else
        buf_puts(docx->out, "<w:p/>");
    buf_puts(docx->out, "</w:tc>");
}

static void put_row(struct docx *docx, const struct printed_table *table, const int *widths,
                    uint32_t row)
{
    const struct grid *grid = &table->grid;
    buf_puts(docx->out, "<w:tr><w:trPr><w:cantSplit/>");
    length height = table->grid.rows[row]->height; /* to be signed in */
    if (height)
        buf_printf(docx->out, "<w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/>",
                   (int)(height / TWIP));
    buf_puts(docx->out, row < table->head_rows ? "<w:tblHeader/></w:trPr>" : "</w:trPr>");
    for (uint32_t column = 0; column < grid->column_count; column++) {
        const struct doc_node *cell = grid_cell(grid, row, column);
        if (!cell)
            continue;
        put_cell(docx, table, widths, row, column);
        column += cell->colspan - 1;
    }
    buf_puts(docx->out, "</w:tr>\n");
}

/* Cells as close as a table gets that is to stand on one page. */
static void put_tight(struct docx *docx)
{
    int y = (int)(docx->publication->document->table->pad_y / TIGHTEST / TWIP);
    buf_printf(docx->out,
               "<w:tblCellMar><w:top w:w=\"%d\" w:type=\"dxa\"/><w:bottom w:w=\"%d\" "
               "w:type=\"dxa\"/></w:tblCellMar>",
               y, y);
}

void docx_table(struct docx *docx, const struct doc_node *node)
{
    const struct printed_table *table = &docx->tables.at[docx->next_table++];
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (child->element == ELEMENT_CAPTION)
            docx->put(docx, child, ALIGN_STYLE);
    docx_settle(docx);
    if (docx->page_break)
        docx_small_paragraph(docx, "");
    buf_puts(docx->out, "<w:tbl><w:tblPr><w:tblStyle w:val=\"Tables\"/><w:tblW w:w=\"5000\" "
                        "w:type=\"pct\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/>");
    if (node->equal || !table->head_rows)
        put_tight(docx);
    buf_puts(docx->out, "<w:tblLook w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"1\" "
                        "w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption");
    buf_put_attribute(docx->out, "w:val", table->name);
    buf_puts(docx->out, "/></w:tblPr>");
    const int *widths = column_widths(docx, table);
    put_widths(docx->out, widths, table->grid.column_count);
    docx->most = most_size(docx, node);
    for (uint32_t row = 0; row < table->grid.row_count; row++)
        put_row(docx, table, widths, row);
    docx->most = 0;
    buf_puts(docx->out, "</w:tbl>\n");
    docx->written = true;
    if (!node->next || node->next->element == ELEMENT_TABLE) /* two would become one */
        docx_small_paragraph(docx, "");
}
