/*
 * The disclosure as a Word file, to be read and edited before it is approved: the form's styles as
 * Word styles, real headings and tables, a contents field, page numbers by section.
 */
#include "publish/docx.h"

#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define WORD_SPACE "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

/* ---- Other parts ---- */

/* The folio as the form has it: — # —, at the outer edge or in the middle. */
static struct buf footer_part(const struct page_style *page, bool even)
{
    struct slice after = page->folio, before = slice_cut(&after, '#');
    struct buf out = {0};
    int half_points = (int)((page->folio_style.size + 250) / 500);
    const char *font = office_font(page->folio_style.role);
    const char *align = !page->folio_outside ? "center" : even ? "left" : "right";
    const char *run = "<w:r><w:rPr><w:rFonts w:ascii=\"%s\" w:hAnsi=\"%s\" w:eastAsia=\"%s\"/>"
                      "<w:sz w:val=\"%d\"/></w:rPr>";
    buf_printf(&out,
               OOXML_HEAD "<w:ftr xmlns:w=\"" WORD_SPACE "\"><w:p><w:pPr><w:jc w:val=\"%s\"/>"
                          "</w:pPr>",
               align);
    buf_printf(&out, run, font, font, font, half_points);
    buf_puts(&out, "<w:t xml:space=\"preserve\">");
    buf_put_xml(&out, before);
    buf_puts(&out, "</w:t></w:r><w:fldSimple w:instr=\" PAGE \">");
    buf_printf(&out, run, font, font, font, half_points);
    buf_puts(&out, "<w:t>1</w:t></w:r></w:fldSimple>");
    buf_printf(&out, run, font, font, font, half_points);
    buf_puts(&out, "<w:t xml:space=\"preserve\">");
    buf_put_xml(&out, after);
    buf_puts(&out, "</w:t></w:r></w:p></w:ftr>\n");
    return out;
}

static struct buf draft_part(void)
{
    struct buf out = {0};
    buf_puts(&out, OOXML_HEAD
             "<w:hdr xmlns:w=\"" WORD_SPACE "\"><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r>"
             "<w:rPr><w:b/><w:color w:val=\"B00020\"/><w:sz w:val=\"44\"/></w:rPr><w:t>草稿</w:t>"
             "</w:r></w:p></w:hdr>\n");
    return out;
}

static struct buf settings_part(void)
{
    struct buf out = {0};
    buf_puts(&out, OOXML_HEAD
             "<w:settings xmlns:w=\"" WORD_SPACE "\"><w:evenAndOddHeaders/>"
             "<w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>"
             "<w:compatSetting w:name=\"compatibilityMode\" "
             "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
             "</w:settings>\n");
    return out;
}

/* Each list counts from 1 by itself. */
static struct buf numbering_part(const struct docx *docx)
{
    struct buf out = {0};
    buf_puts(&out, OOXML_HEAD "<w:numbering xmlns:w=\"" WORD_SPACE "\">");
    for (int kind = 0; kind < 2; kind++) {
        buf_printf(&out,
                   "<w:abstractNum w:abstractNumId=\"%d\"><w:multiLevelType "
                   "w:val=\"multilevel\"/>",
                   kind);
        for (int level = 0; level < 9; level++)
            buf_printf(&out,
                       "<w:lvl w:ilvl=\"%d\"><w:start w:val=\"1\"/><w:numFmt w:val=\"%s\"/>"
                       "<w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%s\"/><w:lvlJc "
                       "w:val=\"left\"/></w:lvl>",
                       level, kind ? "decimal" : "bullet",
                       kind ? arena_printf(docx->arena, "%%%d．", level + 1) : "•");
        buf_puts(&out, "</w:abstractNum>");
    }
    for (uint32_t i = 0; i < docx->lists; i++) {
        buf_printf(&out, "<w:num w:numId=\"%u\"><w:abstractNumId w:val=\"%d\"/>", i + 1,
                   docx->ordered[i]);
        for (int level = 0; level < 9; level++)
            buf_printf(&out,
                       "<w:lvlOverride w:ilvl=\"%d\"><w:startOverride w:val=\"1\"/>"
                       "</w:lvlOverride>",
                       level);
        buf_puts(&out, "</w:num>");
    }
    buf_puts(&out, "</w:numbering>\n");
    return out;
}

static void add_parts(struct docx *docx)
{
    static const struct {
        enum relation id;
        const char *type, *target, *content;
    } parts[] = {
        {RELATION_STYLES, "styles", "styles.xml", WORD_TYPE "styles+xml"},
        {RELATION_SETTINGS, "settings", "settings.xml", WORD_TYPE "settings+xml"},
        {RELATION_NUMBERING, "numbering", "numbering.xml", WORD_TYPE "numbering+xml"},
        {RELATION_ODD, "footer", "footer1.xml", WORD_TYPE "footer+xml"},
        {RELATION_EVEN, "footer", "footer2.xml", WORD_TYPE "footer+xml"},
        {RELATION_DRAFT, "header", "header1.xml", WORD_TYPE "header+xml"},
    };
    const struct page_style *page = docx->publication->document->page;
    struct buf bytes[] = {docx_styles(docx),        settings_part(),         numbering_part(docx),
                          footer_part(page, false), footer_part(page, true), draft_part()};
    struct buf relations = {0};
    ooxml_start_relations(&relations);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        ooxml_put_relation(&relations, parts[i].id, parts[i].type, parts[i].target);
        ooxml_add(&docx->ooxml, arena_printf(docx->arena, "word/%s", parts[i].target),
                  parts[i].content, bytes[i]);
    }
    buf_put(&relations, docx->relations.p, docx->relations.n);
    buf_free(&docx->relations);
    ooxml_end_relations(&relations);
    ooxml_add(&docx->ooxml, "word/_rels/document.xml.rels", NULL, relations);
}

bool publish_docx(struct buf *out, const struct publication *publication)
{
    struct buf body = {0};
    struct docx docx = {.publication = publication,
                        .arena = publication->arena,
                        .ooxml = {.publication = publication, .main = "word/document.xml"},
                        .out = &body,
                        .put = docx_block,
                        .tables = tables_of(publication->arena, publication->document)};
    docx_style(&docx, publication->document->root->style, 0);
    buf_puts(&body, OOXML_HEAD
             "<w:document xmlns:w=\"" WORD_SPACE "\" xmlns:r=\"" OOXML_RELATION "\" "
             "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
             "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
             "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>\n");
    docx_blocks(&docx, publication->document->root);
    buf_puts(&body, docx_section(&docx));
    buf_puts(&body, "</w:body></w:document>\n");
    ooxml_add(&docx.ooxml, "word/document.xml", WORD_TYPE "document.main+xml", body);
    add_parts(&docx);
    return ooxml_write(out, &docx.ooxml);
}
