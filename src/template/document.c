#include "template/document.h"

/* The golden format: element, style, then what differs from the default. */

static const char *const element_words[] = {
    [ELEMENT_DOCUMENT] = "document", [ELEMENT_COVER] = "cover",   [ELEMENT_CONTENTS] = "contents",
    [ELEMENT_SECTION] = "section",   [ELEMENT_HEADING] = "h",     [ELEMENT_PARAGRAPH] = "p",
    [ELEMENT_SLOTS] = "slots",       [ELEMENT_SLOT] = "slot",     [ELEMENT_LIST] = "list",
    [ELEMENT_ITEM] = "item",         [ELEMENT_TABLE] = "table",   [ELEMENT_CAPTION] = "caption",
    [ELEMENT_COLUMN] = "column",     [ELEMENT_HEAD] = "head",     [ELEMENT_BODY] = "body",
    [ELEMENT_ROW] = "row",           [ELEMENT_HEADER] = "header", [ELEMENT_CELL] = "cell",
    [ELEMENT_SPAN] = "span",         [ELEMENT_TEXT] = "text",     [ELEMENT_BREAK] = "break",
    [ELEMENT_JOINT] = "joint",       [ELEMENT_CHART] = "chart",   [ELEMENT_DATUM] = "datum",
    [ELEMENT_LABEL] = "label",       [ELEMENT_SERIES] = "series", [ELEMENT_VALUE] = "value",
    [ELEMENT_SHARE] = "share",       [ELEMENT_BLOCK] = "block",   [ELEMENT_NUMBER] = "number"};
_Static_assert(sizeof element_words / sizeof *element_words == ELEMENT_COUNT,
               "every element has a word");

const char *element_word(enum element element)
{
    return element_words[element];
}

bool node_parts_languages(const struct doc_node *node)
{
    return node->element == ELEMENT_BREAK && node->next && node->next->language != node->language;
}

void node_put_text(struct buf *out, const struct doc_node *node)
{
    if (node->element == ELEMENT_TEXT)
        buf_put_slice(out, node->text);
    else if (node_parts_languages(node))
        buf_putc(out, ' ');
    for (const struct doc_node *child = node->first; child; child = child->next)
        node_put_text(out, child);
}

static bool is_own_line(enum element element)
{
    return element == ELEMENT_PARAGRAPH || element == ELEMENT_ITEM || element == ELEMENT_SLOT ||
           element == ELEMENT_CELL || element == ELEMENT_HEADER;
}

static void put_text(struct buf *out, const struct doc_node *node)
{
    if (node->element == ELEMENT_TEXT)
        buf_put_slice(out, node->text);
    else if (node_parts_languages(node))
        buf_putc(out, ' ');
    for (const struct doc_node *child = node->first; child; child = child->next) {
        if (is_own_line(child->element) && out->n && out->p[out->n - 1] != '\n')
            buf_putc(out, '\n');
        put_text(out, child);
    }
}

struct slice node_text(struct arena *arena, const struct doc_node *node)
{
    struct buf text = {0};
    buf_puts(&text, "");
    put_text(&text, node);
    struct slice copy = slice_copy(arena, slice_trim(buf_slice(&text)));
    buf_free(&text);
    return copy;
}

static void dump_flag(struct buf *out, bool flag, const char *text)
{
    if (flag)
        buf_printf(out, " %s", text);
}

static void dump_attributes(struct buf *out, const struct doc_node *node)
{
    static const char *const aligns[] = {"", "justify", "left", "center", "right"};
    static const char *const turns[] = {"", "portrait", "landscape"};
    static const char *const scopes[] = {"", "scope=column", "scope=row"};
    dump_flag(out, node->name.n, "#");
    buf_put_slice(out, node->name);
    dump_flag(out, node->link.n, "->#");
    buf_put_slice(out, node->link);
    dump_flag(out, node->unlisted, "unlisted");
    dump_flag(out, node->page_break, "new-page");
    dump_flag(out, node->keep, "keep");
    dump_flag(out, node->apart, "apart");
    dump_flag(out, node->changed, "changed");
    dump_flag(out, node->ordered, "ordered");
    dump_flag(out, node->orientation, turns[node->orientation]);
    dump_flag(out, node->align, aligns[node->align]);
    dump_flag(out, node->scope, scopes[node->scope]);
    if (node->colspan > 1)
        buf_printf(out, " colspan=%u", node->colspan);
    if (node->rowspan > 1)
        buf_printf(out, " rowspan=%u", node->rowspan);
    if (node->width)
        buf_printf(out, " width=%d", (int)node->width);
    if (node->height)
        buf_printf(out, " height=%d", (int)node->height);
    if (node->size)
        buf_printf(out, " size=%d", (int)node->size);
    if (node->listed.n)
        buf_printf(out, " listed=“%s”", node->listed.p);
    dump_flag(out, node->foot, "foot");
    dump_flag(out, node->shows_page, "shows-page");
    if (node->element == ELEMENT_ROW && node->level)
        buf_printf(out, " level=%u", node->level);
    dump_flag(out, node->table_page, "margins=table");
    dump_flag(out, node->turns, "fit");
    dump_flag(out, node->equal, "equal");
    dump_flag(out, node->repeat, "repeat");
    dump_flag(out, node->chart == CHART_PIE, "pie");
}

static void dump_node(struct buf *out, const struct doc_node *node, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        buf_puts(out, "  ");
    buf_puts(out, element_word(node->element));
    if (node->element == ELEMENT_HEADING)
        buf_printf(out, "%u", node->level);
    if (!node->parent || node->style != node->parent->style)
        buf_printf(out, " .%s", node->style->name.p);
    dump_attributes(out, node);
    if (node->element == ELEMENT_TEXT)
        buf_printf(out, " “%s”", node->text.p);
    if (node->fact) {
        buf_puts(out, " = ");
        fact_put_path(out, node->fact);
    }
    buf_putc(out, '\n');
    for (const struct doc_node *child = node->first; child; child = child->next)
        dump_node(out, child, depth + 1);
}

void document_dump(struct buf *out, const struct document *document)
{
    buf_printf(out, "title “%s”\nauthor “%s”\nsubject “%s”\n", document->title.p,
               document->author.p, document->subject.p);
    dump_node(out, document->root, 0);
}

const struct doc_node *document_find(const struct doc_node *node, struct slice name)
{
    if (slice_eq(node->name, name))
        return node;
    const struct doc_node *found = NULL;
    for (const struct doc_node *child = node->first; child && !found; child = child->next)
        found = document_find(child, name);
    return found;
}

const struct doc_node *document_contents(const struct doc_node *node)
{
    if (node->element == ELEMENT_CONTENTS)
        return node;
    const struct doc_node *found = NULL;
    for (const struct doc_node *child = node->first; child && !found; child = child->next)
        found = document_contents(child);
    return found;
}
