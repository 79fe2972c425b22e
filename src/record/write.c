/* The tree of a record as canonical JSON: one spelling for all that mean the same. */
#include <string.h>

#include "base/decimal.h"
#include "record/record.h"

static size_t digits(struct slice text)
{
    size_t count = 0;
    while (count < text.n && text.p[count] >= '0' && text.p[count] <= '9')
        count++;
    return count;
}

/* The number without zeros that say nothing: neither before it nor behind its last decimal. */
static void put_number(struct buf *out, struct slice text)
{
    bool negative = slice_starts(text, "-");
    text = (struct slice){text.p + negative, text.n - negative};
    while (digits(text) > 1 && text.p[0] == '0')
        text = (struct slice){text.p + 1, text.n - 1};
    while (memchr(text.p, '.', text.n) && strchr("0.", text.p[text.n - 1]))
        text.n -= 1 + (text.p[text.n - 2] == '.');
    if (negative && !slice_is(text, "0"))
        buf_putc(out, '-');
    buf_put_slice(out, text);
}

/* Whether JSON has a number of this very spelling. */
static bool is_number(struct slice text)
{
    size_t at = slice_starts(text, "-"), whole = digits((struct slice){text.p + at, text.n - at});
    if (!whole || (whole > 1 && text.p[at] == '0'))
        return false;
    at += whole;
    if (at == text.n)
        return true;
    size_t decimals = digits((struct slice){text.p + at + 1, text.n - at - 1});
    return text.p[at] == '.' && decimals && at + 1 + decimals == text.n;
}

static void put_indent(struct buf *out, int depth)
{
    buf_putc(out, '\n');
    while (depth--)
        buf_puts(out, "  ");
}

static void put_paragraphs(struct buf *out, struct slice text, int depth)
{
    buf_putc(out, '[');
    while (text.p) {
        put_indent(out, depth + 1);
        buf_put_json(out, slice_cut(&text, '\n'));
        if (text.p)
            buf_putc(out, ',');
    }
    put_indent(out, depth);
    buf_putc(out, ']');
}

static void put_leaf(struct buf *out, const struct node *leaf, int depth)
{
    if (leaf->type == LEAF_PROSE)
        put_paragraphs(out, leaf->text, depth);
    else if (leaf->type == LEAF_STATED && is_number(leaf->text))
        buf_put_slice(out, leaf->text); /* its decimals say how far it was rounded */
    else if (leaf->type != LEAF_STATED && leaf->kind == NODE_NUMBER)
        put_number(out, leaf->text);
    else
        buf_put_json(out, leaf->text);
}

static void put_node(struct buf *out, const struct node *node, int depth)
{
    if (node->kind == NODE_STRING || node->kind == NODE_NUMBER) {
        put_leaf(out, node, depth);
        return;
    }
    bool list = node->kind == NODE_LIST;
    unsigned count = 0;
    buf_putc(out, list ? '[' : '{');
    for (const struct node *child = node->first; child; child = child->next) {
        if (child->absent)
            continue;
        if (count++)
            buf_putc(out, ',');
        put_indent(out, depth + 1);
        if (!list) {
            buf_put_json(out, child->key);
            buf_puts(out, ": ");
        }
        put_node(out, child, depth + 1);
    }
    if (count)
        put_indent(out, depth);
    buf_putc(out, list ? ']' : '}');
}

void record_put_json(struct buf *out, const struct node *record)
{
    put_node(out, record, 0);
    buf_putc(out, '\n');
}

/* The leaf of this key, with its text, as if typed. */
static struct node *set_leaf(struct arena *arena, struct node *map, struct slice key,
                             enum leaf_type type, struct slice text)
{
    struct node *node = node_child(map, key);
    if (!node) {
        node = node_add(arena, map, NODE_NUMBER, key, (struct pos){0});
        node_sort(arena, map);
    }
    node->kind = type == LEAF_LINE ? NODE_STRING : NODE_NUMBER;
    node->type = type;
    node->text = slice_copy(arena, text);
    for (struct node *typed = node; typed; typed = typed->parent)
        typed->absent = false;
    return node;
}

static void set_number(struct arena *arena, struct node *map, struct slice key, enum leaf_type type,
                       int64_t number, int scale)
{
    struct number_style style = {.decimals = scale, .trim = true, .divisor = 1};
    struct buf text = {0};
    decimal_print(&text, number, scale, &style);
    set_leaf(arena, map, key, type, buf_slice(&text))->number = number;
    buf_free(&text);
}

void record_set_amount(struct arena *arena, struct node *map, struct slice key, int64_t amount)
{
    const struct node *root = map;
    while (root->parent)
        root = root->parent;
    int scale = slice_is(node_find(root, "单位.金额单位")->text, "万元") ? 6 : 2;
    set_number(arena, map, key, LEAF_MONEY, amount, scale);
}

void record_set_count(struct arena *arena, struct node *map, struct slice key, int64_t count)
{
    set_number(arena, map, key, LEAF_COUNT, count, 0);
}

void record_set_text(struct arena *arena, struct node *map, struct slice key, struct slice text)
{
    set_leaf(arena, map, key, LEAF_LINE, text);
}

struct node *record_map(struct arena *arena, struct node *map, struct slice key)
{
    struct node *node = node_child(map, key);
    return node ? node : node_add(arena, map, NODE_MAP, key, (struct pos){0});
}
