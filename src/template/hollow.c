/* Headings and lead-ins with nothing under them. */
#include "template/table.h"

/* The block that came last. */
struct hollow {
    struct arena *arena;
    struct diag *diag;
    const struct doc_node *open; /* a heading, or a paragraph that leads to something; else NULL */
    int level;                   /* of the last heading: what is deeper stands under it */
};

static struct slice text_of(struct arena *arena, const struct doc_node *node)
{
    struct buf text = {0};
    buf_puts(&text, "");
    node_put_text(&text, node);
    struct slice copy = slice_trim(slice_copy(arena, buf_slice(&text)));
    buf_free(&text);
    return copy;
}

/* What was open is closed by a block that cannot be under it: a heading as high, or the end. */
static void close(struct hollow *hollow, const struct doc_node *next)
{
    const struct doc_node *open = hollow->open;
    hollow->open = NULL;
    if (!open)
        return;
    if (next && (next->element != ELEMENT_HEADING || next->level > hollow->level))
        return;
    struct slice text = text_of(hollow->arena, open);
    if (text.n)
        diag_report(hollow->diag, MSG_HOLLOW, open->pos, slice_copy(hollow->arena, text).p);
}

static void visit(struct hollow *hollow, const struct doc_node *node)
{
    switch (node->element) {
    case ELEMENT_COVER:
    case ELEMENT_CONTENTS:
        return;
    case ELEMENT_HEADING:
        close(hollow, node);
        /* A heading that is a sentence says all there is. */
        hollow->open = slice_ends(text_of(hollow->arena, node), "。") ? NULL : node;
        hollow->level = node->level;
        return;
    case ELEMENT_PARAGRAPH: {
        struct slice text = text_of(hollow->arena, node);
        if (!text.n)
            return;
        close(hollow, node);
        hollow->open = slice_ends(text, "：") || slice_ends(text, ":") ? node : NULL;
        return;
    }
    case ELEMENT_TABLE:
    case ELEMENT_LIST:
    case ELEMENT_CHART:
    case ELEMENT_SLOTS:
        close(hollow, node);
        return;
    default:
        for (const struct doc_node *child = node->first; child; child = child->next)
            visit(hollow, child);
    }
}

void headings_check_hollow(struct arena *arena, struct diag *diag, const struct document *document)
{
    struct hollow hollow = {.arena = arena, .diag = diag};
    visit(&hollow, document->root);
    close(&hollow, NULL);
}
