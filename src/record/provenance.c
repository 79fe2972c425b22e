#include "record/provenance.h"

#include <string.h>

#include "base/decimal.h"

/* ---- Values ---- */

static bool is_figure(struct slice text)
{
    return text.n && strspn(text.p, "0123456789.-") == text.n;
}

/* The same for texts that differ only in blanks and ends of lines. */
static uint32_t hash_of(struct slice text)
{
    uint32_t hash = 2166136261u;
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        if (code > ' ' && code != 0xA0 && code != 0x3000)
            hash = (hash ^ code) * 16777619u;
    }
    return hash;
}

/* The value as it stands below 来源. */
static const char *value_text(struct arena *arena, struct slice text)
{
    return is_figure(text) ? text.p : arena_printf(arena, "#%08x", hash_of(text));
}

static bool is_value(struct arena *arena, struct slice said, struct slice text)
{
    int64_t x, y;
    bool decimals = decimal_parse(said, 6, &x) == DECIMAL_OK && //
                    decimal_parse(text, 6, &y) == DECIMAL_OK;
    return decimals ? x == y : slice_is(said, value_text(arena, text));
}

/* ---- Writing ---- */

/* Whether a name of a file or a sheet can be read again where a colon follows it. */
static bool is_plain(const char *name, bool colons)
{
    for (const char *at = name; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7F || (*at == ':' && !colons))
            return false;
    return *name;
}

static struct node *child_of(struct arena *arena, struct node *map, enum node_kind kind,
                             struct slice key)
{
    struct node *child = node_child(map, key);
    if (!child)
        child = node_add(arena, map, kind, key, (struct pos){0});
    child->absent = false;
    return child;
}

void provenance_put(struct arena *arena, struct node *root, const struct node *leaf,
                    const char *book)
{
    const struct spot *spot = leaf->pos.source ? leaf->pos.source->spot : NULL;
    bool told = spot && spot->row && spot->column && is_plain(book, true) &&
                (!spot->sheet || is_plain(spot->sheet, false));
    if (!told)
        return;
    struct node *map = child_of(arena, root, NODE_MAP, SLICE(PROVENANCE_KEY));
    for (struct slice rest = node_path(arena, leaf); rest.p;) {
        struct slice key = slice_cut(&rest, '.');
        map = child_of(arena, map, rest.p ? NODE_MAP : NODE_STRING, key);
    }
    struct buf place = {0};
    pos_put(&place, pos_of_spot(arena, book, spot, SLICE("")), LANGUAGE_CHINESE);
    map->type = LEAF_CELL;
    map->text = slice_of(arena_printf(arena, "%s %s", value_text(arena, leaf->text), place.p));
    buf_free(&place);
}

/* ---- Reading ---- */

struct pos provenance_pos(struct arena *arena, struct slice text, struct slice *value)
{
    struct slice rest = text, first = slice_cut(&rest, ' ');
    if (value)
        *value = first;
    return rest.p ? pos_parse(arena, rest) : (struct pos){0};
}

struct marking {
    struct arena *arena;
    const struct source *source;
    struct imported *imported;
    uint32_t count, room;
    const struct node **changed; /* items of lists of which something is another by now */
    uint32_t changed_count, changed_room;
};

static bool is_leaf(const struct node *node)
{
    return node->kind == NODE_STRING || node->kind == NODE_NUMBER;
}

/* The leaf that the provenance is of, or NULL; *item is the item that holds it, if one does. */
static const struct node *target_of(const struct marking *marking, const struct node *root,
                                    const struct node *cell, const struct node **item)
{
    const struct node *node = root;
    struct slice rest = node_path(marking->arena, cell);
    slice_cut(&rest, '.');
    *item = NULL;
    while (node && rest.p) {
        bool list = node->kind == NODE_LIST;
        node = node_child(node, slice_cut(&rest, '.'));
        if (list && !*item)
            *item = node;
    }
    return node && is_leaf(node) && !node->absent ? node : NULL;
}

static bool is_changed(const struct marking *marking, const struct node *item)
{
    for (uint32_t i = 0; i < marking->changed_count; i++)
        if (marking->changed[i] == item)
            return true;
    return false;
}

static void add(struct marking *marking, const struct node *leaf, struct pos cell)
{
    struct pos key = leaf->key_pos, value = leaf->pos;
    if (value.source != marking->source)
        return;
    bool whole = key.source == value.source && key.offset < value.offset;
    GROW(marking->arena, marking->imported, marking->count, marking->room, 64);
    marking->imported[marking->count++] =
        (struct imported){whole ? key.offset : value.offset, value.offset + value.length, cell};
}

/* Calls with each leaf below 来源. */
static void each_cell(struct marking *marking, const struct node *root, const struct node *node,
                      void (*visit)(struct marking *marking, const struct node *root,
                                    const struct node *cell))
{
    for (const struct node *child = node->first; child; child = child->next) {
        if (is_leaf(child))
            visit(marking, root, child);
        else
            each_cell(marking, root, child, visit);
    }
}

/* Whether the leaf has the value that was imported. */
static bool is_same(const struct marking *marking, const struct node *leaf, const struct node *cell,
                    struct pos *pos)
{
    struct slice value;
    *pos = provenance_pos(marking->arena, cell->text, &value);
    return leaf && pos->source &&
           is_value(marking->arena, slice_copy(marking->arena, value), leaf->text);
}

static void note_change(struct marking *marking, const struct node *root, const struct node *cell)
{
    const struct node *item, *leaf = target_of(marking, root, cell, &item);
    struct pos pos;
    if (!item || is_same(marking, leaf, cell, &pos) || is_changed(marking, item))
        return;
    GROW(marking->arena, marking->changed, marking->changed_count, marking->changed_room, 16);
    marking->changed[marking->changed_count++] = item;
}

static void mark(struct marking *marking, const struct node *root, const struct node *cell)
{
    const struct node *item, *leaf = target_of(marking, root, cell, &item);
    struct pos pos;
    if (is_same(marking, leaf, cell, &pos) && (!item || !is_changed(marking, item)))
        add(marking, leaf, pos);
}

void provenance_mark(struct arena *arena, const struct source *source, const struct node *root)
{
    struct marking marking = {.arena = arena, .source = source};
    const struct node *cells = node_child(root, SLICE(PROVENANCE_KEY));
    if (!cells || is_leaf(cells))
        return;
    each_cell(&marking, root, cells, note_change);
    each_cell(&marking, root, cells, mark);
    source_import(source, marking.imported, marking.count);
}
