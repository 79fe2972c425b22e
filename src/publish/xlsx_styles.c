#include "base/xml.h"
#include "publish/xlsx.h"

enum { FIRST_FORMAT = 1, FIRST_NUMBER = 164 }; /* lower ids are Excel's own */

static bool same_format(const struct cell_format *a, const struct cell_format *b)
{
    return a->style == b->style && a->align == b->align && a->border == b->border &&
           a->wrap == b->wrap && a->is_number == b->is_number && a->separators == b->separators &&
           a->percent == b->percent && a->decimals == b->decimals;
}

uint32_t format_index(struct formats *formats, struct cell_format format)
{
    for (uint32_t i = formats->count; i-- > 0;)
        if (same_format(&formats->at[i], &format))
            return i + FIRST_FORMAT;
    GROW(formats->arena, formats->at, formats->count, formats->room, 32);
    formats->at[formats->count++] = format;
    return formats->count - 1 + FIRST_FORMAT;
}

static void put_number_format(struct buf *out, uint32_t id, const struct cell_format *format)
{
    buf_printf(out, "<numFmt numFmtId=\"%u\" formatCode=\"%s", id,
               format->separators ? "#,##0" : "0");
    for (int i = 0; i < format->decimals; i++)
        buf_puts(out, i ? "0" : ".0");
    buf_puts(out, format->percent ? "%\"/>" : "\"/>");
}

static void put_font(struct buf *out, const struct style *style)
{
    int tenths = (int)((style->size + 50) / 100);
    buf_printf(out, "<font><sz val=\"%d.%d\"/><color rgb=\"FF%06X\"/><name val=\"", tenths / 10,
               tenths % 10, style->color);
    buf_put_xml(out, slice_of(office_font(style->role)));
    buf_puts(out, "\"/><family val=\"3\"/><charset val=\"134\"/></font>");
}

static void put_format(struct buf *out, const struct cell_format *format, uint32_t index)
{
    static const char *const aligns[] = {[ALIGN_JUSTIFY] = "left",
                                         [ALIGN_LEFT] = "left",
                                         [ALIGN_CENTER] = "center",
                                         [ALIGN_RIGHT] = "right"};
    bool left = format->align != ALIGN_CENTER && format->align != ALIGN_RIGHT;
    int indent = left ? (int)(format->style->left / format->style->size) : 0; /* characters */
    uint32_t number = format->is_number ? FIRST_NUMBER + index : 49;          /* 49: text */
    buf_printf(out,
               "<xf numFmtId=\"%u\" fontId=\"%u\" fillId=\"0\" borderId=\"%d\" xfId=\"0\" "
               "applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\" applyAlignment=\"1\">"
               "<alignment horizontal=\"%s\" vertical=\"center\"%s",
               number, index + FIRST_FORMAT, format->border, aligns[format->align],
               format->wrap ? " wrapText=\"1\"" : "");
    if (indent > 0)
        buf_printf(out, " indent=\"%d\"", indent);
    buf_puts(out, "/></xf>");
}

struct buf formats_write(const struct formats *formats)
{
    struct buf out = {0};
    buf_puts(&out, OOXML_HEAD
             "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
    buf_printf(&out, "<numFmts count=\"%u\">", formats->count);
    for (uint32_t i = 0; i < formats->count; i++)
        put_number_format(&out, FIRST_NUMBER + i, &formats->at[i]);
    buf_printf(&out,
               "</numFmts><fonts count=\"%u\"><font><sz val=\"11\"/><name val=\"宋体\"/></font>",
               formats->count + 1);
    for (uint32_t i = 0; i < formats->count; i++)
        put_font(&out, formats->at[i].style);
    static const char line[] = "<%s style=\"thin\"><color auto=\"1\"/></%s>";
    static const char *const sides[] = {"left", "right", "top", "bottom"};
    buf_puts(&out, "</fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
                   "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
                   "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"
                   "<border>");
    for (int i = 0; i < 4; i++)
        buf_printf(&out, line, sides[i], sides[i]);
    buf_printf(&out,
               "<diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" "
               "fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"%u\">"
               "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>",
               formats->count + 1);
    for (uint32_t i = 0; i < formats->count; i++)
        put_format(&out, &formats->at[i], i);
    buf_puts(&out, "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"常规\" xfId=\"0\" "
                   "builtinId=\"0\"/></cellStyles></styleSheet>\n");
    return out;
}
