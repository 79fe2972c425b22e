/*
 * What a document says of itself follows from what it shows: a heading without words is in no
 * contents, a link without words leads nowhere, no link stands within another, and a chart without
 * items is left out with its caption.
 */
#include <stdlib.h>

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

/* Charts stand among other blocks, not within them. */
void document_drop_charts(struct diag *diag, struct doc_node *node)
{
    struct doc_node **link = &node->first;
    if (node->element > ELEMENT_SECTION)
        return;
    node->last = NULL;
    while (*link)
        if (is_empty_chart(*link)) {
            diag_report(diag, MSG_CHART_EMPTY, (*link)->pos);
            *link = (*link)->next;
        } else {
            document_drop_charts(diag, *link);
            node->last = *link;
            link = &(*link)->next;
        }
}

struct settling {
    struct diag *diag;
    bool rows;                     /* they need it, too */
    const struct doc_node **nodes; /* that have a name */
    uint32_t count, room;
};

static void settle(struct settling *settling, struct doc_node *node, const struct doc_node *link)
{
    if (node->element == ELEMENT_BODY && !settling->rows)
        return;
    if (node->link.n && link)
        diag_report(settling->diag, MSG_LINK_NESTED, node->pos, link->link.p);
    if (!shows(node->listed))
        node->listed = SLICE("");
    if (node->element == ELEMENT_HEADING && !node->listed.n && !node_shows(node))
        node->unlisted = true;
    if (node->link.n && !node_shows(node))
        node->link = SLICE("");
    if (node->name.n) {
        GROW(NULL, settling->nodes, settling->count, settling->room, 16);
        settling->nodes[settling->count++] = node;
    }
    for (struct doc_node *child = node->first; child; child = child->next)
        settle(settling, child, node->link.n ? node : link);
}

/* ---- Names ---- */

/* By name; those of one name as they stand in the document. */
static int by_name(const void *a, const void *b)
{
    const struct doc_node *left = *(const struct doc_node *const *)a;
    const struct doc_node *right = *(const struct doc_node *const *)b;
    int order = slice_compare(left->name, right->name);
    return order ? order : (left->id > right->id) - (left->id < right->id);
}

/* Every id names one node. */
static void check_names(struct arena *arena, const struct settling *names)
{
    if (names->count)
        qsort(names->nodes, names->count, sizeof *names->nodes, by_name);
    for (uint32_t i = 1, first = 0; i < names->count; i++) {
        const struct doc_node *node = names->nodes[i];
        if (!slice_eq(names->nodes[first]->name, node->name)) {
            first = i;
            continue;
        }
        struct pos pos = names->nodes[first]->pos;
        struct place place = pos_place(pos);
        diag_report(names->diag, MSG_ID_TWICE, node->pos, node->name.p,
                    arena_printf(arena, "%s:%u:%u", pos.source->name, place.line, place.column));
    }
}

void document_settle(struct arena *arena, struct diag *diag, struct document *document)
{
    struct settling settling = {.diag = diag, .rows = document->rows_tell};
    settle(&settling, document->root, NULL);
    check_names(arena, &settling);
    free(settling.nodes);
}
