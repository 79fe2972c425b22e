#include "publish/docx.h"

const char *docx_align(enum align align)
{
    static const char *const words[] = {[ALIGN_STYLE] = "both",
                                        [ALIGN_JUSTIFY] = "both",
                                        [ALIGN_LEFT] = "left",
                                        [ALIGN_CENTER] = "center",
                                        [ALIGN_RIGHT] = "right"};
    return words[align];
}

/* The first style of a level is Word's own heading; others rest on it. */
static bool is_heading(const struct docx *docx, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (docx->styles[i].level == docx->styles[index].level)
            return false;
    return docx->styles[index].level;
}

static const char *style_id(const struct docx *docx, uint32_t index)
{
    if (index == 0)
        return "Normal";
    if (is_heading(docx, index))
        return arena_printf(docx->arena, "Heading%u", docx->styles[index].level);
    return arena_printf(docx->arena, "S%u", index);
}

const char *docx_style(struct docx *docx, const struct style *style, unsigned level)
{
    for (uint32_t i = 0; i < docx->style_count; i++)
        if (docx->styles[i].style == style && docx->styles[i].level == level)
            return style_id(docx, i);
    GROW(docx->arena, docx->styles, docx->style_count, docx->style_room, 32);
    docx->styles[docx->style_count] = (struct word_style){style, level};
    return style_id(docx, docx->style_count++);
}

static void put_font(struct buf *out, const struct style *style)
{
    const char *font = office_font(style->role);
    buf_printf(out,
               "<w:rFonts w:ascii=\"%s\" w:hAnsi=\"%s\" w:eastAsia=\"%s\" w:cs=\"%s\" "
               "w:hint=\"eastAsia\"/>",
               font, font, font, font);
}

static void put_size(struct buf *out, length size)
{
    int half_points = (int)((size + 250) / 500);
    buf_printf(out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", half_points, half_points);
}

void docx_run_changes(struct buf *out, const struct style *own, const struct style *style,
                      length most)
{
    bool large = most && own->size > most;
    if (!slice_eq(own->role, style->role))
        put_font(out, own);
    if (own->color != style->color)
        buf_printf(out, "<w:color w:val=\"%06X\"/>", own->color);
    if (large || own->size != style->size)
        put_size(out, large ? most : own->size);
}

void docx_run_properties(struct buf *out, const struct style *own, const struct style *style,
                         length most)
{
    if (own == style && !(most && own->size > most))
        return;
    buf_puts(out, "<w:rPr>");
    docx_run_changes(out, own, style, most);
    buf_puts(out, "</w:rPr>");
}

/* The order of the elements is the schema's. */
static void put_paragraph_properties(struct buf *out, const struct style *style, unsigned level)
{
    int left = style->left / TWIP, right = style->right / TWIP;
    int64_t indent = (int64_t)style->first_indent * style->size / 1000 / TWIP;
    length leading = style->leading ? style->leading : style->size * 13 / 10;
    buf_puts(out, "<w:pPr>");
    if (style->keep_next || level)
        buf_puts(out, "<w:keepNext/>");
    buf_puts(
        out,
        "<w:overflowPunct w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/>");
    buf_printf(out,
               "<w:spacing w:before=\"%d\" w:after=\"%d\" w:line=\"%d\" w:lineRule=\"exact\"/>",
               (int)(style->before / TWIP), (int)(style->after / TWIP), (int)(leading / TWIP));
    buf_printf(out, "<w:ind w:left=\"%d\" w:right=\"%d\" ", left, right);
    if (style->first_indent >= 0)
        buf_printf(out, "w:firstLineChars=\"%d\" w:firstLine=\"%d\"/>",
                   (int)(style->first_indent / 10), (int)indent);
    else
        buf_printf(out, "w:hangingChars=\"%d\" w:hanging=\"%d\"/>",
                   (int)(-style->first_indent / 10), (int)-indent);
    buf_printf(out, "<w:jc w:val=\"%s\"/>", docx_align(style->align));
    if (level)
        buf_printf(out, "<w:outlineLvl w:val=\"%u\"/>", level - 1);
    buf_puts(out, "</w:pPr>");
}

/* The form's name for it, told apart from others of the name: programs know styles by theirs. */
static struct slice style_name(const struct docx *docx, uint32_t index)
{
    struct slice name = docx->styles[index].style->name;
    unsigned number = 1;
    for (uint32_t i = 0; i < index; i++)
        number += slice_eq(docx->styles[i].style->name, name);
    const char *base = name.n ? name.p : "样式";
    return slice_of(number > 1 ? arena_printf(docx->arena, "%s %u", base, number) : base);
}

static void put_style(struct buf *out, const struct docx *docx, uint32_t index)
{
    const struct word_style *style = &docx->styles[index];
    bool heading = is_heading(docx, index);
    buf_printf(out, "<w:style w:type=\"paragraph\"%s w:styleId=\"%s\"><w:name",
               index ? heading ? "" : " w:customStyle=\"1\"" : " w:default=\"1\"",
               style_id(docx, index));
    if (index == 0)
        buf_puts(out, " w:val=\"Normal\"");
    else if (heading)
        buf_printf(out, " w:val=\"heading %u\"", style->level);
    else
        buf_put_attribute(out, "w:val", style_name(docx, index));
    buf_puts(out, "/>");
    if (heading || !index)
        buf_puts(out, index ? "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/>"
                            : "<w:qFormat/>");
    else if (style->level)
        buf_printf(out, "<w:basedOn w:val=\"Heading%u\"/><w:next w:val=\"Normal\"/><w:qFormat/>",
                   style->level);
    else
        buf_puts(out, "<w:basedOn w:val=\"Normal\"/><w:qFormat/>");
    put_paragraph_properties(out, style->style, style->level);
    buf_puts(out, "<w:rPr>");
    put_font(out, style->style);
    buf_printf(out, "<w:color w:val=\"%06X\"/>", style->style->color);
    put_size(out, (style->style)->size);
    buf_puts(out, "</w:rPr></w:style>");
}

static void put_table_style(struct buf *out, const struct table_style *table)
{
    static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
    buf_puts(out, "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name "
                  "w:val=\"Normal Table\"/><w:tblPr><w:tblCellMar><w:left w:w=\"0\" "
                  "w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
                  "</w:style><w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"Tables\">"
                  "<w:name w:val=\"表格\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr>"
                  "<w:tblBorders>");
    for (int i = 0; i < 6; i++) {
        int eighths = (int)((i < 4 ? table->frame : table->ruling) * 8 / POINT);
        buf_printf(out, "<w:%s w:val=\"single\" w:sz=\"%d\" w:space=\"0\" w:color=\"000000\"/>",
                   sides[i], eighths > 2 ? eighths : 2);
    }
    int x = (int)(table->pad_x / TWIP), y = (int)(table->pad_y / TWIP);
    buf_printf(out,
               "</w:tblBorders><w:tblCellMar><w:top w:w=\"%d\" w:type=\"dxa\"/><w:left w:w=\"%d\" "
               "w:type=\"dxa\"/><w:bottom w:w=\"%d\" w:type=\"dxa\"/><w:right w:w=\"%d\" "
               "w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
               y, x, y, x);
}

struct buf docx_styles(const struct docx *docx)
{
    struct buf out = {0};
    buf_puts(&out, OOXML_HEAD
             "<w:styles "
             "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
             "<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>"
             "</w:rPr></w:rPrDefault></w:docDefaults>");
    for (uint32_t i = 0; i < docx->style_count; i++)
        put_style(&out, docx, i);
    put_table_style(&out, docx->publication->document->table);
    buf_puts(&out, "</w:styles>\n");
    return out;
}
