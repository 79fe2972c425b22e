/* The XML of cells, and of what stands around them on a sheet. */
#include "base/xml.h"
#include "publish/xlsx.h"

void put_cell_name(struct buf *out, uint32_t row, uint32_t column)
{
    char letters[8];
    int n = 0;
    for (uint32_t left = column + 1; left; left = (left - 1) / 26)
        letters[n++] = (char)('A' + (left - 1) % 26);
    while (n)
        buf_putc(out, letters[--n]);
    buf_put_unsigned(out, row + 1, 1);
}

static void start_cell(struct buf *out, uint32_t row, uint32_t column, uint32_t format)
{
    buf_puts(out, "<c r=\"");
    put_cell_name(out, row, column);
    buf_puts(out, "\" s=\"");
    buf_put_unsigned(out, format, 1);
    buf_putc(out, '"');
}

void put_text_cell(struct buf *out, uint32_t row, uint32_t column, uint32_t format,
                   struct slice text)
{
    start_cell(out, row, column, format);
    buf_puts(out, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    buf_put_xml(out, text);
    buf_puts(out, "</t></is></c>");
}

void put_blank_cell(struct buf *out, uint32_t row, uint32_t column, uint32_t format)
{
    start_cell(out, row, column, format);
    buf_puts(out, "/>");
}

void put_number_cell(struct buf *out, uint32_t row, uint32_t column, uint32_t format,
                     const char *formula, struct slice number)
{
    start_cell(out, row, column, format);
    buf_putc(out, '>');
    if (formula) {
        buf_puts(out, "<f>");
        buf_put_xml(out, slice_of(formula));
        buf_puts(out, "</f>");
    }
    buf_puts(out, "<v>");
    buf_put_slice(out, number);
    buf_puts(out, "</v></c>");
}

void put_columns(struct buf *out, const double *widths, uint32_t count)
{
    buf_puts(out, "<cols>");
    for (uint32_t i = 0; i < count; i++) {
        unsigned hundredths = (unsigned)(widths[i] * 100);
        buf_printf(out, "<col min=\"%u\" max=\"%u\" width=\"%u.%02u\" customWidth=\"1\"/>", i + 1,
                   i + 1, hundredths / 100, hundredths % 100);
    }
    buf_puts(out, "</cols>");
}

void start_sheet(struct buf *out, const struct sheet_frame *frame, bool selected)
{
    buf_puts(out, OOXML_HEAD
             "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
             "xmlns:r=\"" OOXML_RELATION "\">"
             "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView ");
    buf_printf(out, "%sworkbookViewId=\"0\">", selected ? "tabSelected=\"1\" " : "");
    if (frame->rows || frame->columns) {
        buf_puts(out, "<pane ");
        if (frame->columns)
            buf_printf(out, "xSplit=\"%u\" ", frame->columns);
        if (frame->rows)
            buf_printf(out, "ySplit=\"%u\" ", frame->rows);
        const char *pane = !frame->columns ? "bottomLeft"
                           : !frame->rows  ? "topRight"
                                           : "bottomRight";
        buf_puts(out, "topLeftCell=\"");
        put_cell_name(out, frame->rows, frame->columns);
        buf_printf(out, "\" activePane=\"%s\" state=\"frozen\"/><selection pane=\"%s\"/>", pane,
                   pane);
    }
    buf_puts(out, "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>");
}

void end_sheet(struct buf *out, const struct sheet_frame *frame, struct slice merges,
               struct slice text_numbers)
{
    if (merges.n) {
        buf_puts(out, "<mergeCells>");
        buf_put_slice(out, merges);
        buf_puts(out, "</mergeCells>");
    }
    buf_printf(out,
               "<printOptions horizontalCentered=\"1\"/><pageMargins left=\"0.6\" right=\"0.6\" "
               "top=\"0.8\" bottom=\"0.8\" header=\"0.4\" footer=\"0.4\"/>"
               "<pageSetup paperSize=\"9\" orientation=\"%s\" fitToWidth=\"1\" fitToHeight=\"0\"/>"
               "<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter>",
               frame->landscape ? "landscape" : "portrait");
    if (text_numbers.n) {
        buf_puts(out, "<ignoredErrors><ignoredError sqref=\"");
        buf_put_slice(out, text_numbers);
        buf_puts(out, "\" numberStoredAsText=\"1\"/></ignoredErrors>");
    }
    buf_puts(out, "</worksheet>\n");
}
