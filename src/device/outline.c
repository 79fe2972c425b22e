#include "device/outline.h"

const struct destination *destination_of(const struct pages *pages, const struct doc_node *node)
{
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
