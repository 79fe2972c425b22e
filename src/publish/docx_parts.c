/* Sections, paragraphs and runs. */
#include "publish/docx.h"

#include "layout/flow.h"
#include "layout/shape.h"

length docx_text_width(const struct docx *docx)
{
    const struct page_style *page = docx->publication->document->page;
    return text_area(page, docx->next_landscape, docx->next_table_page).width;
}

/* The pages of a section. A landscape page is the portrait one turned, margins and all. */
const char *docx_section(struct docx *docx)
{
    const struct page_style *page = docx->publication->document->page;
    struct buf out = {0};
    buf_puts(&out, "<w:sectPr>");
    if (docx->publication->draft)
        buf_printf(&out,
                   "<w:headerReference w:type=\"default\" r:id=\"rId%d\"/><w:headerReference "
                   "w:type=\"even\" r:id=\"rId%d\"/>",
                   RELATION_DRAFT, RELATION_DRAFT);
    if (!docx->front)
        buf_printf(&out,
                   "<w:footerReference w:type=\"default\" r:id=\"rId%d\"/><w:footerReference "
                   "w:type=\"even\" r:id=\"rId%d\"/>",
                   RELATION_ODD, RELATION_EVEN);
    struct area area = text_area(page, docx->landscape, docx->table_page);
    length right = area.page_width - area.left - area.width;
    length bottom = area.page_height - area.top - area.height;
    length folio = bottom - page->folio_gap - page->folio_style.size / 4;
    buf_printf(&out,
               "<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"%d\" w:h=\"%d\"%s/><w:pgMar w:top=\"%d\" "
               "w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" w:header=\"600\" w:footer=\"%d\" "
               "w:gutter=\"0\"/>",
               (int)(area.page_width / TWIP), (int)(area.page_height / TWIP),
               docx->landscape ? " w:orient=\"landscape\"" : "", (int)(area.top / TWIP),
               (int)(right / TWIP), (int)(bottom / TWIP), (int)(area.left / TWIP),
               (int)((folio > 0 ? folio : 0) / TWIP));
    if (!docx->front && !docx->numbered)
        buf_puts(&out, "<w:pgNumType w:start=\"1\"/>");
    buf_puts(&out, "</w:sectPr>");
    docx->numbered = docx->numbered || !docx->front;
    const char *copy = slice_copy(docx->arena, buf_slice(&out)).p;
    buf_free(&out);
    return copy;
}

void docx_turn(struct docx *docx, bool front, bool landscape, bool table_page)
{
    docx->next_front = front;
    docx->next_table_page = table_page;
    docx->next_landscape = landscape;
}

void docx_settle(struct docx *docx)
{
    bool other = docx->next_front != docx->front || docx->next_landscape != docx->landscape ||
                 docx->next_table_page != docx->table_page;
    if (other && docx->written) {
        docx->page_break = false;
        docx_small_paragraph(docx, docx_section(docx));
        docx->written = false;
    }
    docx->front = docx->next_front;
    docx->landscape = docx->next_landscape;
    docx->table_page = docx->next_table_page;
}

/* ---- Paragraphs ---- */

/* Whether the node's first text may be one that runs from right to left, by what it begins with. */
static bool may_be_rtl(const struct doc_node *node)
{
    while (node && node->element != ELEMENT_TEXT)
        node = node->first;
    for (size_t i = 0; node && i < node->text.n; i++) {
        unsigned char byte = (unsigned char)node->text.p[i];
        if (byte >= 0xD6)
            return byte < 0xE0 || byte >= 0xEF;
    }
    return false;
}

bool docx_is_rtl(const struct docx *docx, const struct doc_node *block)
{
    return (block->direction != DIRECTION_AUTO || may_be_rtl(block)) &&
           text_is_rtl(node_text(docx->arena, block), block->direction);
}

/* In a paragraph from right to left Word takes left for where its lines start. */
static enum align turned(enum align align, bool rtl)
{
    bool side = align == ALIGN_LEFT || align == ALIGN_RIGHT;
    return rtl && side ? (align == ALIGN_LEFT ? ALIGN_RIGHT : ALIGN_LEFT) : align;
}

void docx_start_paragraph(struct docx *docx, const struct style *style, unsigned level,
                          const struct paragraph_form *form, bool changed)
{
    struct buf *out = docx->out;
    docx_settle(docx);
    buf_printf(out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", docx_style(docx, style, level));
    if (form->keep)
        buf_puts(out, "<w:keepNext/>");
    if (docx->page_break)
        buf_puts(out, "<w:pageBreakBefore/>");
    if (form->list)
        buf_printf(out, "<w:numPr><w:ilvl w:val=\"%u\"/><w:numId w:val=\"%u\"/></w:numPr>",
                   form->depth, form->list);
    if (changed)
        buf_puts(out, "<w:pBdr><w:left w:val=\"single\" w:sz=\"12\" w:space=\"4\" "
                      "w:color=\"B00020\"/></w:pBdr>");
    buf_puts(out, form->tabs);
    buf_puts(out, form->rtl ? "<w:bidi/>" : "");
    if (form->free_line)
        buf_puts(out, "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>");
    if (form->align != ALIGN_STYLE)
        buf_printf(out, "<w:jc w:val=\"%s\"/>", docx_align(turned(form->align, form->rtl)));
    buf_puts(out, "</w:pPr>");
    docx->page_break = false;
    docx->written = true;
}

void docx_end_paragraph(struct docx *docx)
{
    buf_puts(docx->out, "</w:p>\n");
}

void docx_small_paragraph(struct docx *docx, const char *properties)
{
    buf_puts(docx->out, "<w:p><w:pPr>");
    buf_puts(docx->out, docx->page_break ? "<w:pageBreakBefore/>" : "");
    buf_printf(docx->out,
               "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>"
               "<w:rPr><w:sz w:val=\"2\"/></w:rPr>%s</w:pPr></w:p>\n",
               properties);
    docx->page_break = false;
}

/* ---- Runs ---- */

void docx_run(struct docx *docx, struct slice text, const struct style *own,
              const struct style *style)
{
    if (!text.n)
        return;
    buf_puts(docx->out, "<w:r>");
    docx_run_properties(docx->out, own, style, docx->most);
    buf_puts(docx->out, "<w:t xml:space=\"preserve\">");
    buf_put_xml(docx->out, text);
    buf_puts(docx->out, "</w:t></w:r>");
}

/* Whether the letters run from right to left, by the first of them that is one. */
static bool is_rtl(struct slice text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if ((c >= 0x590 && c < 0x900) || (c >= 0xFB1D && c < 0xFDFF) || (c >= 0xFE70 && c < 0xFEFF))
            return true;
        if (c >= 'A' && c != 0xA0)
            return false;
    }
    return false;
}

/* What Windows has for the language. */
static const char *font_of(const char *language)
{
    static const char *const fonts[][2] = {
        {"ug", "Microsoft Uighur"},   {"kk", "Microsoft Uighur"},   {"ky", "Microsoft Uighur"},
        {"bo", "Microsoft Himalaya"}, {"mn", "Mongolian Baiti"},    {"mnc", "Mongolian Baiti"},
        {"sjo", "Mongolian Baiti"},   {"ii", "Microsoft Yi Baiti"}, {"ko", "Malgun Gothic"},
        {"tdd", "Microsoft Tai Le"},
    };
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++)
        if (strcmp(fonts[i][0], language) == 0)
            return fonts[i][1];
    return NULL;
}

/* Text of the document: in another language Word is told of it, and of its direction. */
static void put_text(struct docx *docx, const struct doc_node *node, const struct style *style)
{
    bool rtl = is_rtl(node->text);
    if (!node->language && !rtl) {
        docx_run(docx, node->text, node->style, style);
        return;
    }
    if (!node->text.n)
        return;
    bool same = slice_eq(node->style->role, style->role);
    const char *font = same && node->language ? font_of(node->language) : NULL;
    buf_puts(docx->out, "<w:r><w:rPr>");
    if (font)
        buf_printf(docx->out, "<w:rFonts w:eastAsia=\"%s\" w:cs=\"%s\"/>", font, font);
    docx_run_changes(docx->out, node->style, style, docx->most);
    buf_puts(docx->out, rtl ? "<w:rtl/>" : "");
    if (node->language)
        buf_printf(docx->out, "<w:lang w:%s=\"%s\"/>", rtl ? "bidi" : "val", node->language);
    buf_puts(docx->out, "</w:rPr><w:t xml:space=\"preserve\">");
    buf_put_xml(docx->out, node->text);
    buf_puts(docx->out, "</w:t></w:r>");
}

/* Where links lead: headings and what has a name. */
void docx_bookmark(struct docx *docx, const struct doc_node *node)
{
    if (!node->name.n && node->element != ELEMENT_HEADING)
        return;
    uint32_t id = docx->bookmarks++;
    buf_printf(docx->out,
               "<w:bookmarkStart w:id=\"%u\" w:name=\"_gk%u\"/><w:bookmarkEnd w:id=\"%u\"/>", id,
               node->id, id);
}

static void put_span(struct docx *docx, const struct doc_node *node, const struct style *style)
{
    const struct doc_node *target =
        node->link.n ? document_find(docx->publication->document->root, node->link) : NULL;
    docx_bookmark(docx, node);
    if (target)
        buf_printf(docx->out, "<w:hyperlink w:anchor=\"_gk%u\">", target->id);
    docx_runs(docx, node, style);
    if (target)
        buf_puts(docx->out, "</w:hyperlink>");
}

void docx_runs(struct docx *docx, const struct doc_node *node, const struct style *style)
{
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (child->element == ELEMENT_TEXT)
            put_text(docx, child, style);
        else if (child->element == ELEMENT_BREAK)
            buf_puts(docx->out, "<w:r><w:br/></w:r>");
        else if (child->element == ELEMENT_SPAN)
            put_span(docx, child, style);
}
