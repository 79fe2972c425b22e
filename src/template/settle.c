/*
 * What a document says of itself follows from what it shows: a heading without words is in no
 * contents, a link without words leads nowhere, no link stands within another, and a chart without
 * items is left out with its caption.
 */
#include "template/package.h"

static bool shows(struct slice text)
{
    for (size_t at = 0; at < text.n;)
        if (!code_is_blank(utf8_next(text, &at)))
            return true;
    return false;
}

bool node_shows(const struct doc_node *node)
{
    bool found = node->element == ELEMENT_TEXT && shows(node->text);
    for (const struct doc_node *child = node->first; child && !found; child = child->next)
        found = node_shows(child);
    return found;
}

static bool is_empty_chart(const struct doc_node *node)
{
    const struct doc_node *child = node->first;
    while (child && child->element != ELEMENT_DATUM)
        child = child->next;
    return node->element == ELEMENT_CHART && !child;
}

static void drop_empty_charts(struct diag *diag, struct doc_node *node)
{
    struct doc_node **link = &node->first;
    node->last = NULL;
    while (*link)
        if (is_empty_chart(*link)) {
            diag_report(diag, MSG_CHART_EMPTY, (*link)->pos);
            *link = (*link)->next;
        } else {
            node->last = *link;
            link = &(*link)->next;
        }
}

static void settle(struct diag *diag, struct doc_node *node, const struct doc_node *link)
{
    if (node->link.n && link)
        diag_report(diag, MSG_LINK_NESTED, node->pos, link->link.p);
    if (!shows(node->listed))
        node->listed = SLICE("");
    if (node->element == ELEMENT_HEADING && !node->listed.n && !node_shows(node))
        node->unlisted = true;
    if (node->link.n && !node_shows(node))
        node->link = SLICE("");
    drop_empty_charts(diag, node);
    for (struct doc_node *child = node->first; child; child = child->next)
        settle(diag, child, node->link.n ? node : link);
}

void document_settle(struct diag *diag, struct document *document)
{
    settle(diag, document->root, NULL);
}
