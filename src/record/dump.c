/* The tree as text: the golden format of the tests. */
#include "record/dump.h"

#include "record/value.h"

static void dump_leaf(struct buf *out, const struct node *leaf)
{
    node_put_path(out, leaf);
    buf_printf(out, " %s ", leaf->kind == NODE_NUMBER ? "number" : "string");
    buf_printf(out, "%s ", value_type_name(leaf->type, LANGUAGE_ENGLISH));
    for (size_t i = 0; i < leaf->text.n; i++)
        if (leaf->text.p[i] == '\n')
            buf_puts(out, "\\n");
        else
            buf_putc(out, leaf->text.p[i]);
    if (leaf->type >= LEAF_YEAR)
        buf_printf(out, " %lld", (long long)leaf->number);
    buf_putc(out, '\n');
}

void record_dump(struct buf *out, const struct node *node)
{
    if (node->absent)
        return;
    if (node->kind == NODE_STRING || node->kind == NODE_NUMBER) {
        dump_leaf(out, node);
        return;
    }
    if (node->parent) {
        node_put_path(out, node);
        buf_puts(out, node->kind == NODE_LIST ? " list\n" : " map\n");
    }
    for (const struct node *child = node->first; child; child = child->next)
        record_dump(out, child);
}
