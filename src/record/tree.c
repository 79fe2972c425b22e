#include "record/tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/mix.h"

/* Maps with fewer children are searched from first to last. */
enum { INDEX_FROM = 8 };

struct node *node_new(struct arena *arena, struct node *parent, enum node_kind kind)
{
    struct node *node = ARENA_NEW(arena, struct node);
    node->kind = kind;
    node->parent = parent;
    node->key = node->text = slice_of("");
    return node;
}

/* The index slot that holds key, or the empty one where it belongs. index_room is a power of 2. */
static struct node **slot(const struct node *parent, struct slice key)
{
    uint32_t at = (uint32_t)mix(key, 0) & (parent->index_room - 1);
    while (parent->index[at] && !slice_eq(parent->index[at]->key, key))
        at = (at + 1) & (parent->index_room - 1);
    return &parent->index[at];
}

/* An index with room for twice the children that there are. */
static void index_make(struct arena *arena, struct node *parent)
{
    uint32_t room = 4 * INDEX_FROM;
    while (room < 2 * parent->child_count)
        room *= 2;
    parent->index_room = room;
    parent->index = ARENA_ARRAY(arena, struct node *, room);
    for (struct node *child = parent->first; child; child = child->next)
        *slot(parent, child->key) = child;
}

struct node *node_child(const struct node *parent, struct slice key)
{
    if (!parent)
        return NULL;
    if (parent->index)
        return *slot(parent, key);
    struct node *child = parent->first;
    while (child && !slice_eq(child->key, key))
        child = child->next;
    return child;
}

struct node *node_add(struct arena *arena, struct node *parent, enum node_kind kind,
                      struct slice key, struct pos key_pos)
{
    if (node_child(parent, key))
        return NULL;
    struct node *child = node_new(arena, parent, kind);
    child->key = slice_copy(arena, key);
    child->key_pos = child->pos = key_pos;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->child_count++;
    if (parent->child_count >= INDEX_FROM && parent->child_count * 2 > parent->index_room)
        index_make(arena, parent);
    else if (parent->index)
        *slot(parent, child->key) = child;
    return child;
}

struct node *record_copy(struct arena *arena, const struct node *node)
{
    struct node *copy = ARENA_NEW(arena, struct node);
    *copy = *node;
    copy->first = copy->last = copy->next = NULL;
    for (const struct node *child = node->first; child; child = child->next) {
        struct node *below = record_copy(arena, child);
        below->parent = copy;
        *(copy->last ? &copy->last->next : &copy->first) = below;
        copy->last = below;
    }
    if (node->index)
        index_make(arena, copy);
    return copy;
}

void node_move_last(struct node *parent, struct node *child)
{
    if (parent->last == child)
        return;
    struct node *before = NULL, *at = parent->first;
    for (; at != child; at = at->next)
        before = at;
    if (before)
        before->next = child->next;
    else
        parent->first = child->next;
    child->next = NULL;
    parent->last = parent->last->next = child;
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp((*(struct node *const *)a)->key.p, (*(struct node *const *)b)->key.p);
}

void node_sort(struct arena *arena, struct node *parent)
{
    if (!parent->first)
        return;
    struct node **children = ARENA_ARRAY(arena, struct node *, parent->child_count);
    size_t count = 0;
    for (struct node *child = parent->first; child; child = child->next)
        children[count++] = child;
    qsort(children, count, sizeof *children, compare_keys);
    struct node **link = &parent->first;
    for (size_t i = 0; i < count; i++) {
        *link = parent->last = children[i];
        link = &children[i]->next;
    }
    *link = NULL;
}

void node_drop(struct arena *arena, struct node *parent, struct node *child)
{
    struct node **link = &parent->first, *before = NULL;
    for (; *link != child; link = &(*link)->next)
        before = *link;
    *link = child->next;
    if (parent->last == child)
        parent->last = before;
    parent->child_count--;
    if (parent->index)
        index_make(arena, parent);
}

void node_clear(struct node *node)
{
    node->first = node->last = NULL;
    node->child_count = node->index_room = 0;
    node->index = NULL;
}

unsigned node_depth(const struct node *node)
{
    unsigned depth = 0;
    for (; node->parent; node = node->parent)
        depth++;
    return depth;
}

struct node *node_find(const struct node *root, const char *path)
{
    const struct node *from = root;
    struct node *found = NULL;
    for (struct slice rest = slice_of(path); from && rest.p;)
        from = found = node_child(from, slice_cut(&rest, '.'));
    return found;
}

void node_put_path(struct buf *out, const struct node *node)
{
    if (!node->parent)
        return;
    node_put_path(out, node->parent);
    if (node->parent->parent)
        buf_putc(out, '.');
    buf_put_slice(out, node->key);
}

struct slice node_path(struct arena *arena, const struct node *node)
{
    struct buf path = {0};
    node_put_path(&path, node);
    struct slice copy = slice_copy(arena, buf_slice(&path));
    buf_free(&path);
    return copy;
}
