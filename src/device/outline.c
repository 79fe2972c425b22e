#include "device/outline.h"

#include <stdlib.h>

static int by_id(const void *a, const void *b)
{
    const struct destination *left = a, *right = b;
    return (left->node->id > right->node->id) - (left->node->id < right->node->id);
}

const struct destination *destination_of(const struct pages *pages, const struct doc_node *node)
{
    struct destination key = {.node = node};
    const struct destination *found =
        bsearch(&key, pages->destinations, pages->destination_count, sizeof key, by_id);
    if (found && found->node == node)
        return found;
    for (uint32_t i = 0; i < pages->destination_count; i++) {
        if (pages->destinations[i].node == node)
            return &pages->destinations[i];
    }
    return NULL;
}

/* Enough of the node's text to name it by. */
static void put_node_text(struct buf *out, const struct doc_node *node)
{
    enum { ENOUGH = 300 };
    if (out->n > ENOUGH)
        return;
    if (node->element == ELEMENT_TEXT)
        buf_put_slice(out, node->text);
    else if (node_parts_languages(node))
        buf_putc(out, ' ');
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_node_text(out, child);
}

struct slice heading_text(struct arena *arena, const struct doc_node *heading)
{
    struct buf text = {0};
    if (heading->listed.n)
        buf_put_slice(&text, heading->listed);
    else
        put_node_text(&text, heading);
    struct slice copy = slice_copy(arena, buf_slice(&text));
    buf_free(&text);
    return copy;
}
