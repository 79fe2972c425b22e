#include "publish/docx.h"
#include "template/chart.h"

enum { DPI = 200, EMU = 12700 /* to a point */, CONTENTS_LEVELS = 3 };

/* ---- Kinds of blocks ---- */

static void put_paragraph(struct docx *docx, const struct doc_node *node, unsigned level,
                          const struct paragraph_form *form)
{
    struct paragraph_form own = *form;
    own.rtl = docx_is_rtl(docx, node);
    docx_start_paragraph(docx, node->style, level, &own, node->changed);
    docx_bookmark(docx, node);
    docx_runs(docx, node, node->style);
    docx_end_paragraph(docx);
}

/* Left, centre and right of one line. */
static void put_slots(struct docx *docx, const struct doc_node *node)
{
    int width = (int)(docx_text_width(docx) / TWIP);
    const struct paragraph_form form = {
        .align = ALIGN_LEFT,
        .keep = true,
        .tabs = arena_printf(docx->arena,
                             "<w:tabs><w:tab w:val=\"center\" w:pos=\"%d\"/><w:tab "
                             "w:val=\"right\" w:pos=\"%d\"/></w:tabs>",
                             width / 2, width)};
    docx_start_paragraph(docx, node->style, 0, &form, node->changed);
    int at = 0; /* tabs passed */
    for (const struct doc_node *slot = node->first; slot; slot = slot->next) {
        int tab = slot->align == ALIGN_RIGHT ? 2 : slot->align == ALIGN_CENTER ? 1 : 0;
        for (; slot->first && at < tab; at++)
            buf_puts(docx->out, "<w:r><w:tab/></w:r>");
        docx_runs(docx, slot, node->style);
    }
    docx_end_paragraph(docx);
}

static unsigned list_depth(const struct doc_node *node)
{
    unsigned depth = 0;
    for (node = node->parent; node; node = node->parent)
        depth += node->element == ELEMENT_LIST;
    return depth < 8 ? depth : 8;
}

static void put_item(struct docx *docx, const struct doc_node *item,
                     const struct paragraph_form *form)
{
    docx_start_paragraph(docx, item->style, 0, form, item->changed);
    docx_runs(docx, item, item->style);
    docx_end_paragraph(docx);
    for (const struct doc_node *child = item->first; child; child = child->next)
        if (child->element != ELEMENT_TEXT && child->element != ELEMENT_SPAN &&
            child->element != ELEMENT_BREAK)
            docx_block(docx, child, ALIGN_STYLE);
}

static void put_list(struct docx *docx, const struct doc_node *node)
{
    GROW(docx->arena, docx->ordered, docx->lists, docx->ordered_room, 32);
    docx->ordered[docx->lists++] = node->ordered;
    const struct paragraph_form form = {.list = docx->lists, .depth = list_depth(node), .tabs = ""};
    for (const struct doc_node *item = node->first; item; item = item->next)
        put_item(docx, item, &form);
}

/* ---- Charts ---- */

static const struct page_figure *figure_of(const struct pages *pages, const struct doc_node *node,
                                           uint32_t *page)
{
    for (*page = 0; pages && *page < pages->count; ++*page)
        for (uint32_t i = 0; i < pages->page[*page].figure_count; i++)
            if (pages->page[*page].figures[i].node == node)
                return &pages->page[*page].figures[i];
    return NULL;
}

static void put_picture(struct docx *docx, const struct page_figure *figure, struct slice words)
{
    struct buf *out = docx->out;
    unsigned id = ++docx->pictures;
    long long width = (long long)figure->width * EMU / POINT;
    long long height = (long long)figure->height * EMU / POINT;
    ooxml_put_relation(&docx->relations, 100 + id, "image",
                       arena_printf(docx->arena, "media/chart%u.png", id));
    buf_printf(out,
               "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
               "<wp:extent cx=\"%lld\" cy=\"%lld\"/><wp:docPr id=\"%u\" name=\"图%u\"",
               width, height, id, id);
    buf_put_attribute(out, "descr", words);
    buf_printf(out,
               "/><a:graphic><a:graphicData "
               "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>"
               "<pic:nvPicPr><pic:cNvPr id=\"%u\" name=\"chart%u.png\"/><pic:cNvPicPr/>"
               "</pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rId%u\"/><a:stretch><a:fillRect/>"
               "</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
               "<a:ext cx=\"%lld\" cy=\"%lld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>"
               "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
               "</w:drawing></w:r>",
               id, id, 100 + id, width, height);
}

static void put_chart(struct docx *docx, const struct doc_node *node)
{
    const struct publication *publication = docx->publication;
    const struct doc_node *caption = node->first;
    const struct paragraph_form form = {
        .align = ALIGN_CENTER, .keep = true, .free_line = true, .tabs = ""};
    uint32_t page;
    const struct page_figure *figure = figure_of(publication->pages, node, &page);
    struct buf words = {0}, picture = {0};
    chart_describe(&words, node);
    docx_start_paragraph(docx, node->style, 0, &form, false);
    if (figure && figure_png(&picture, publication->diag, publication->pages, page, figure, DPI)) {
        put_picture(docx, figure, buf_slice(&words));
        ooxml_add(&docx->ooxml, arena_printf(docx->arena, "word/media/chart%u.png", docx->pictures),
                  NULL, picture);
    } else {
        docx_run(docx, buf_slice(&words), node->style, node->style);
    }
    docx_end_paragraph(docx);
    buf_free(&words);
    if (caption && caption->element == ELEMENT_CAPTION)
        docx_blocks(docx, caption);
}

/* ---- Contents ---- */

static void put_field(struct docx *docx, const char *type)
{
    buf_printf(docx->out, "<w:r><w:fldChar w:fldCharType=\"%s\"/></w:r>", type);
}

static void put_instruction(struct docx *docx, const char *text)
{
    buf_printf(docx->out, "<w:r><w:instrText xml:space=\"preserve\">%s</w:instrText></w:r>", text);
}

static void put_entry(struct docx *docx, const struct contents_entry *entry, bool first, bool last)
{
    const struct style *style = entry->entry->style;
    int width = (int)(docx_text_width(docx) / TWIP);
    const struct paragraph_form form = {
        .align = ALIGN_LEFT,
        .tabs = arena_printf(docx->arena,
                             "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"%d\"/>"
                             "</w:tabs>",
                             width)};
    const struct doc_node *title = entry->entry->first, *number = entry->entry->last;
    docx_start_paragraph(docx, style, 0, &form, false);
    if (first) {
        put_field(docx, "begin");
        put_instruction(docx, " TOC \\o &quot;1-3&quot; \\h \\z \\u ");
        put_field(docx, "separate");
    }
    buf_printf(docx->out, "<w:hyperlink w:anchor=\"_gk%u\">", entry->heading->id);
    docx_run(docx, title->text, style, style);
    buf_puts(docx->out, "<w:r><w:tab/></w:r>");
    put_field(docx, "begin");
    put_instruction(docx, arena_printf(docx->arena, " PAGEREF _gk%u \\h ", entry->heading->id));
    put_field(docx, "separate");
    docx_run(docx, number->text, style, style);
    put_field(docx, "end");
    buf_puts(docx->out, "</w:hyperlink>");
    if (last)
        put_field(docx, "end");
    docx_end_paragraph(docx);
}

static void put_contents(struct docx *docx, const struct doc_node *node)
{
    const struct pages *pages = docx->publication->pages;
    docx_turn(docx, true, false, false);
    docx->page_break = docx->written;
    docx_blocks(docx, node);
    for (uint32_t i = 0; pages && i < pages->contents_count; i++)
        put_entry(docx, &pages->contents[i], i == 0, i + 1 == pages->contents_count);
    docx->page_break = true;
}

/* ---- Blocks ---- */

static void put_section(struct docx *docx, const struct doc_node *node)
{
    bool was = docx->next_landscape, table_page = docx->next_table_page;
    bool turned =
        node->orientation == ORIENTATION_SAME ? was : node->orientation == ORIENTATION_LANDSCAPE;
    docx_turn(docx, false, turned, table_page || node->table_page);
    docx->page_break = docx->page_break || (node->page_break && docx->written);
    docx_blocks(docx, node);
    docx_turn(docx, false, was, table_page);
}

/* A heading that the contents leave out is a paragraph to Word, whose contents list them all. */
static void put_heading(struct docx *docx, const struct doc_node *node)
{
    const struct paragraph_form form = {.keep = true, .tabs = ""};
    docx->page_break = docx->page_break || (node->page_break && docx->written);
    put_paragraph(docx, node, node->unlisted ? 0 : node->level, &form);
}

void docx_block(struct docx *docx, const struct doc_node *node, enum align align)
{
    const struct paragraph_form form = {.align = align, .keep = node->keep, .tabs = ""};
    switch (node->element) {
    case ELEMENT_COVER:
        docx_turn(docx, true, false, false);
        docx_blocks(docx, node);
        docx->page_break = true;
        break;
    case ELEMENT_CONTENTS:
        put_contents(docx, node);
        break;
    case ELEMENT_SECTION:
        put_section(docx, node);
        break;
    case ELEMENT_HEADING:
        put_heading(docx, node);
        break;
    case ELEMENT_PARAGRAPH:
        put_paragraph(docx, node, 0, &form);
        break;
    case ELEMENT_SLOTS:
        put_slots(docx, node);
        break;
    case ELEMENT_LIST:
        put_list(docx, node);
        break;
    case ELEMENT_TABLE:
        docx_table(docx, node);
        break;
    case ELEMENT_CHART:
        put_chart(docx, node);
        break;
    default:
        docx_blocks(docx, node);
    }
}

/* A caption may be a text by itself. */
void docx_blocks(struct docx *docx, const struct doc_node *node)
{
    const struct doc_node *first = node->first;
    const struct paragraph_form form = {.keep = node->element == ELEMENT_CAPTION, .tabs = ""};
    if (first && (first->element == ELEMENT_TEXT || first->element == ELEMENT_SPAN)) {
        put_paragraph(docx, node, 0, &form);
        return;
    }
    for (const struct doc_node *child = first; child; child = child->next)
        docx_block(docx, child, ALIGN_STYLE);
}
