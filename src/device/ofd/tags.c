/*
 * The structure of the document (自定义标引): its tree, each part over the objects that show it; a
 * figure names its fact, exact value and unit.
 */
#include <stdlib.h>

#include "device/ofd/ofd.h"

static const char *const names[] = {
    [ELEMENT_DOCUMENT] = "document", [ELEMENT_COVER] = "cover",  [ELEMENT_CONTENTS] = "contents",
    [ELEMENT_SECTION] = "section",   [ELEMENT_HEADING] = "h",    [ELEMENT_PARAGRAPH] = "p",
    [ELEMENT_SLOTS] = "p",           [ELEMENT_SLOT] = "span",    [ELEMENT_LIST] = "list",
    [ELEMENT_ITEM] = "item",         [ELEMENT_TABLE] = "table",  [ELEMENT_CAPTION] = "caption",
    [ELEMENT_HEAD] = "thead",        [ELEMENT_BODY] = "tbody",   [ELEMENT_ROW] = "tr",
    [ELEMENT_HEADER] = "th",         [ELEMENT_CELL] = "td",      [ELEMENT_SPAN] = "span",
    [ELEMENT_TEXT] = "text",         [ELEMENT_CHART] = "figure", [ELEMENT_DATUM] = "item",
    [ELEMENT_LABEL] = "span",        [ELEMENT_SERIES] = "span",  [ELEMENT_VALUE] = "span",
    [ELEMENT_SHARE] = "span"};

static int by_node(const void *a, const void *b)
{
    const struct ofd_shown *left = a, *right = b;
    if (left->node->id != right->node->id)
        return left->node->id < right->node->id ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order;
}

static const struct ofd_shown *first_shown(const struct ofd *ofd, const struct doc_node *node)
{
    uint32_t from = 0, to = ofd->shown_count;
    while (from < to) {
        uint32_t middle = (from + to) / 2;
        if (ofd->shown[middle].node->id < node->id)
            from = middle + 1;
        else
            to = middle;
    }
    return &ofd->shown[from];
}

static void put_fact(struct buf *out, const struct fact *fact)
{
    struct buf path = {0};
    fact_put_path(&path, fact);
    buf_put_attribute(out, "fact", buf_slice(&path));
    buf_free(&path);
}

static void put_attributes(struct buf *out, const struct doc_node *node)
{
    if (node->element == ELEMENT_HEADING)
        buf_printf(out, " level=\"%u\"", node->level);
    if (node->scope != SCOPE_NONE)
        buf_printf(out, " scope=\"%s\"", node->scope == SCOPE_COLUMN ? "column" : "row");
    if (node->colspan > 1)
        buf_printf(out, " colspan=\"%u\"", node->colspan);
    if (node->rowspan > 1)
        buf_printf(out, " rowspan=\"%u\"", node->rowspan);
    if (node->element == ELEMENT_TEXT && node->fact)
        put_fact(out, node->fact);
}

static void put_node(struct buf *out, const struct ofd *ofd, const struct doc_node *node)
{
    const char *name = node->element < sizeof names / sizeof *names ? names[node->element] : NULL;
    const struct ofd_shown *shown = first_shown(ofd, node), *end = ofd->shown + ofd->shown_count;
    if (!name)
        return;
    buf_printf(out, "<gk:%s", name);
    put_attributes(out, node);
    buf_putc(out, '>');
    for (; shown < end && shown->node == node; shown++)
        buf_printf(out, "<ofd:ObjectRef PageRef=\"%u\">%u</ofd:ObjectRef>", shown->page,
                   shown->object);
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_node(out, ofd, child);
    for (uint32_t i = 0; node->element == ELEMENT_CONTENTS && i < ofd->pages->contents_count; i++)
        put_node(out, ofd, ofd->pages->contents[i].entry);
    buf_printf(out, "</gk:%s>\n", name);
}

struct buf ofd_tags(struct ofd *ofd)
{
    struct buf out = {0};
    qsort(ofd->shown, ofd->shown_count, sizeof *ofd->shown, by_node);
    buf_puts(&out, OFD_HEAD "<gk:structure" OFD_SPACE " xmlns:gk=\"urn:gongkai:structure:1\">\n");
    put_node(&out, ofd, ofd->pages->document->root);
    buf_puts(&out, "</gk:structure>\n");
    return out;
}
