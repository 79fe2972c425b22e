/*
 * The disclosure as one web page that needs nothing beside it and no script, or as a fragment for a
 * portal's own page. Every figure is a <data> element that names its fact, with the fact's exact
 * value and unit: a machine reads what a person reads.
 */
#include "publish/html.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <stdlib.h>

enum { LEVEL_MOST = 6, CONTENTS_LEVELS = 3 };

/* ---- Text ---- */

/* The text of a head, with the places marked where its lines may end. */
static void put_words(struct html *html, struct slice text)
{
    enum { LONG = 24 }; /* bytes that no list tells the words of */
    size_t from = 0;
    for (size_t at; from < text.n; from = at) {
        at = words_end(html->words, text, from);
        if (at - from > LONG) {
            at = from;
            utf8_next(text, &at);
        }
        buf_put_xml(html->out, (struct slice){text.p + from, at - from});
        buf_puts(html->out, at < text.n ? "<wbr>" : "");
    }
}

static void put_text(struct html *html, const struct doc_node *node)
{
    const struct fact *fact = node->fact;
    if (!fact || !fact_is_figure(fact)) {
        if (html->head)
            put_words(html, node->text);
        else
            buf_put_xml(html->out, node->text);
        return;
    }
    const char *unit = fact_unit(fact);
    buf_clear(&html->path);
    fact_put_path(&html->path, fact);
    buf_puts(html->out, "<data value=\"");
    if (!fact_put_value(html->out, fact->stated ? fact->stated : fact))
        buf_put_xml(html->out, node->text);
    buf_putc(html->out, '"');
    buf_put_attribute(html->out, "data-fact", buf_slice(&html->path));
    if (*unit)
        buf_printf(html->out, " data-unit=\"%s\"", unit);
    buf_putc(html->out, '>');
    buf_put_xml(html->out, node->text);
    buf_puts(html->out, "</data>");
}

static void put_span(struct html *html, const struct doc_node *node)
{
    const struct doc_node *target =
        node->link.n ? document_find(html->publication->document->root, node->link) : NULL;
    buf_puts(html->out, target ? "<a href=\"#" : "<span");
    if (target) {
        html_reference(html, target);
        buf_putc(html->out, '"');
    }
    html_class(html, node, node->changed ? "changed" : "");
    html_id(html, node);
    buf_putc(html->out, '>');
    html_children(html, node);
    buf_puts(html->out, target ? "</a>" : "</span>");
}

/* ---- Blocks ---- */

static const char *align_word(enum align align)
{
    return align == ALIGN_CENTER ? "center" : align == ALIGN_RIGHT ? "right" : "left";
}

static void put_block(struct html *html, const char *name, const struct doc_node *node)
{
    html_element(html, name, node, node->changed ? "changed" : "");
    buf_putc(html->out, '\n');
}

/* The document's headings stand below the page's. */
static void put_heading(struct html *html, const struct doc_node *node)
{
    char name[] = "h2";
    name[1] = (char)('0' + (node->level < LEVEL_MOST ? node->level + 1 : LEVEL_MOST));
    put_block(html, name, node);
}

static bool is_all_lines(const struct doc_node *node)
{
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (child->element != ELEMENT_PARAGRAPH && child->element != ELEMENT_HEADING)
            return false;
    return node->first;
}

/* What a cover says is the page's heading. */
static void put_cover(struct html *html, const struct doc_node *node)
{
    bool heading = is_all_lines(node) && !html->fragment;
    buf_puts(html->out, heading ? "<h1" : "<div");
    html_class(html, node, "cover");
    buf_puts(html->out, ">\n");
    for (const struct doc_node *child = node->first; child; child = child->next) {
        if (heading)
            html_element(html, "span", child, "");
        else
            html->put(html, child);
        buf_putc(html->out, '\n');
    }
    buf_puts(html->out, heading ? "</h1>\n" : "</div>\n");
}

static void put_section(struct html *html, const struct doc_node *node)
{
    const char *turned = node->orientation == ORIENTATION_LANDSCAPE ? "landscape" : "";
    const char *between = *turned && node->page_break ? " " : "";
    buf_puts(html->out, "<section");
    html_class(
        html, node,
        arena_printf(html->arena, "%s%s%s", turned, between, node->page_break ? "new-page" : ""));
    buf_puts(html->out, ">\n");
    html_children(html, node);
    buf_puts(html->out, "</section>\n");
}

static void put_entries(struct html *html, const struct doc_node *node)
{
    const struct document *document = html->publication->document;
    if (node->element == ELEMENT_HEADING && !node->unlisted && node->level <= CONTENTS_LEVELS &&
        document->contents[node->level - 1]) {
        buf_printf(html->out, "<li class=\"l%u\"><a href=\"#", node->level);
        html_reference(html, node);
        buf_puts(html->out, "\">");
        buf_put_xml(html->out, node->listed.n ? node->listed : node_text(html->arena, node));
        buf_puts(html->out, "</a></li>\n");
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_entries(html, child);
}

static void put_contents(struct html *html, const struct doc_node *node)
{
    buf_puts(html->out, "<nav aria-label=\"目录\"");
    html_class(html, node, "");
    buf_puts(html->out, ">\n");
    html_children(html, node);
    buf_puts(html->out, "<ol>\n");
    put_entries(html, html->publication->document->root);
    buf_puts(html->out, "</ol>\n</nav>\n");
}

static void put_paragraph(struct html *html, const struct doc_node *node)
{
    put_block(html, "p", node);
}

static void put_slots(struct html *html, const struct doc_node *node)
{
    html_element(html, "div", node, "slots");
    buf_putc(html->out, '\n');
}

/* Copied as text, slots stay apart. */
static void put_slot(struct html *html, const struct doc_node *node)
{
    html_element(html, "span", node, align_word(node->align));
    buf_putc(html->out, '\n');
}

static void put_list(struct html *html, const struct doc_node *node)
{
    put_block(html, node->ordered ? "ol" : "ul", node);
}

static void put_item(struct html *html, const struct doc_node *node)
{
    put_block(html, "li", node);
}

static void put_break(struct html *html, const struct doc_node *node)
{
    (void)node;
    buf_puts(html->out, "<br>");
}

/* How each element is written; what is not here shows what it holds. */
static void put_joint(struct html *html, const struct doc_node *node)
{
    (void)node;
    buf_puts(html->out, "<wbr>");
}

static void put_node(struct html *html, const struct doc_node *node)
{
    static void (*const put[ELEMENT_COUNT])(struct html *, const struct doc_node *) = {
        [ELEMENT_COVER] = put_cover,         [ELEMENT_CONTENTS] = put_contents,
        [ELEMENT_SECTION] = put_section,     [ELEMENT_HEADING] = put_heading,
        [ELEMENT_PARAGRAPH] = put_paragraph, [ELEMENT_SLOTS] = put_slots,
        [ELEMENT_SLOT] = put_slot,           [ELEMENT_LIST] = put_list,
        [ELEMENT_ITEM] = put_item,           [ELEMENT_TABLE] = html_table,
        [ELEMENT_CHART] = html_chart,        [ELEMENT_SPAN] = put_span,
        [ELEMENT_TEXT] = put_text,           [ELEMENT_BREAK] = put_break,
        [ELEMENT_JOINT] = put_joint};
    (put[node->element] ? put[node->element] : html_children)(html, node);
}

/* ---- The page ---- */

static void put_base64(struct buf *out, struct slice bytes)
{
    size_t size = BASE64_ENCODE_RAW_LENGTH(bytes.n);
    char *text = xrealloc(NULL, size + 1);
    base64_encode_raw(text, bytes.n, (const uint8_t *)bytes.p);
    buf_put(out, text, size);
    free(text);
}

/* 'sha256-…' as content security policies name inline text. */
static void put_hash(struct buf *out, struct slice text)
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    sha256_update(&context, text.n, (const uint8_t *)text.p);
    sha256_digest(&context, sizeof digest, digest);
    buf_puts(out, "'sha256-");
    put_base64(out, (struct slice){(const char *)digest, sizeof digest});
    buf_putc(out, '\'');
}

static void put_meta(struct buf *out, const char *name, struct slice text)
{
    if (!text.n)
        return;
    buf_printf(out, "<meta name=\"%s\"", name);
    buf_put_attribute(out, "content", text);
    buf_puts(out, ">\n");
}

static void put_head(struct buf *out, const struct publication *publication, struct slice styles)
{
    const struct document *document = publication->document;
    buf_puts(out, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src ");
    put_hash(out, styles);
    buf_puts(out, "; script-src ");
    put_hash(out, slice_of(html_script));
    buf_puts(out, "; base-uri 'none'; form-action 'none'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<title>");
    buf_put_xml(out, document->title);
    buf_puts(out, "</title>\n");
    put_meta(out, "author", document->author);
    put_meta(out, "description", document->subject);
    put_meta(out, "generator", slice_of(publication->info->producer));
    buf_puts(out, "<style>");
    buf_put_slice(out, styles);
    buf_puts(out, "</style>\n</head>\n");
}

static void put_download(struct buf *out, const char *name, const char *type, const char *label,
                         struct slice bytes)
{
    buf_printf(out, "<li><a download=\"%s\" href=\"data:%s;base64,", name, type);
    put_base64(out, bytes);
    buf_printf(out, "\">%s</a></li>\n", label);
}

/* The record that all was made from, and the tables as a workbook. */
static bool put_downloads(struct buf *out, const struct publication *publication)
{
    struct buf workbook = {0};
    bool made = publish_xlsx(&workbook, publication);
    buf_puts(out, "<div class=\"files\"><p>数据下载</p>\n<ul>\n");
    for (uint32_t i = 0; i < publication->info->attachment_count; i++) {
        const struct attachment *file = &publication->info->attachments[i];
        put_download(out, file->name, file->type, file->description, file->bytes);
    }
    put_download(out, "tables.xlsx",
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                 "本文各表及全部指标（工作簿）", buf_slice(&workbook));
    buf_puts(out, "</ul></div>\n");
    buf_free(&workbook);
    return made;
}

static void html_start(struct html *html, struct buf *out, const struct publication *publication,
                       bool fragment)
{
    *html = (struct html){.out = out,
                          .publication = publication,
                          .arena = publication->arena,
                          .tables = tables_of(publication->arena, publication->document),
                          .put = put_node,
                          .words = words_new(publication->arena, publication->document->breaks),
                          .fragment = fragment};
    html_style_class(html, publication->document->root->style);
}

/* Moves a text written to the side to the end of out. */
static void put_side(struct buf *out, struct buf *side)
{
    buf_put(out, side->p, side->n);
    buf_free(side);
}

static void put_draft(struct buf *out, const struct publication *publication)
{
    if (publication->draft)
        buf_puts(out, "<p class=\"draft\">草稿</p>\n");
}

bool publish_html(struct buf *out, const struct publication *publication)
{
    const struct document *document = publication->document;
    struct html html;
    struct buf body = {0};
    html_start(&html, &body, publication, false);
    html_children(&html, document->root);
    size_t start = out->n;
    struct buf styles = html_styles(&html);
    put_head(out, publication, buf_slice(&styles));
    buf_puts(out, "<body class=\"gongkai\">\n<a class=\"skip\" href=\"#" HTML_ID
                  "main\">跳到正文</a>\n<main id=\"" HTML_ID "main\" class=\"page s0\">\n");
    put_draft(out, publication);
    if (!document->root->first || document->root->first->element != ELEMENT_COVER) {
        buf_puts(out, "<h1>");
        buf_put_xml(out, document->title);
        buf_puts(out, "</h1>\n");
    }
    put_side(out, &body);
    buf_puts(out, "</main>\n<footer class=\"page\">\n");
    bool made = put_downloads(out, publication);
    buf_puts(out, "</footer>\n<script>");
    buf_puts(out, html_script);
    buf_puts(out, "</script>\n</body>\n</html>\n");
    buf_free(&styles);
    buf_free(&html.path);
    if (!made)
        out->n = start;
    return made;
}

bool publish_fragment(struct buf *out, const struct publication *publication)
{
    struct html html;
    struct buf body = {0};
    html_start(&html, &body, publication, true);
    html_children(&html, publication->document->root);
    struct buf styles = html_styles(&html);
    buf_puts(out, "<div class=\"gongkai\" lang=\"zh-CN\">\n<style>");
    put_side(out, &styles);
    buf_puts(out, "</style>\n<div class=\"s0\">\n");
    put_draft(out, publication);
    put_side(out, &body);
    buf_puts(out, "</div>\n</div>\n");
    buf_free(&html.path);
    return true;
}
