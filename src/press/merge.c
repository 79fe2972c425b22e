#include "press/merge.h"

#include <stdlib.h>

#include "base/decimal.h"
#include "base/reading.h"
#include "record/reader.h"

static bool is_leaf(const struct node *node)
{
    return node->kind == NODE_STRING || node->kind == NODE_NUMBER;
}

static bool is_gap(const struct node *node)
{
    return slice_starts(node->text, GAP_START) || slice_starts(node->text, GAP_OPTIONAL) ||
           !node->text.n;
}

struct node *typed_read(struct arena *arena, struct diag *diag, const char *path,
                        const struct source **source, bool *json)
{
    *source = source_read(arena, path, LIMIT_RECORD);
    if (!*source) {
        source_report(diag, (struct pos){0}, path);
        return NULL;
    }
    if (!source_is_text(diag, *source))
        return NULL;
    struct slice body = text_trim(text_body(*source));
    *json = slice_starts(body, "{");
    struct node *root = *json ? json_parse(arena, diag, *source) : ini_parse(arena, diag, *source);
    return diag->worst < LEVEL_ERROR ? root : NULL;
}

/* ---- Merging ---- */

bool typed_is_same(struct slice a, struct slice b)
{
    int64_t x, y;
    return slice_eq(slice_trim(a), slice_trim(b)) ||
           (decimal_parse(slice_trim(a), 6, &x) == DECIMAL_OK &&
            decimal_parse(slice_trim(b), 6, &y) == DECIMAL_OK && x == y);
}

/* 分 in the unit of the record that the node is in. */
static int64_t unit_of(const struct node *node)
{
    while (node->parent)
        node = node->parent;
    const struct node *unit = node_find(node, "单位.金额单位");
    return unit && slice_is(slice_trim(unit->text), "万元") ? 1000000 : 100;
}

/* Whether the amount typed is printed in the table as it is there: rounded to its last place. */
static bool is_printed(const struct node *typed, const struct node *imported)
{
    int64_t x, y;
    if (!imported->number || decimal_parse(slice_trim(typed->text), 6, &x) != DECIMAL_OK ||
        decimal_parse(slice_trim(imported->text), 6, &y) != DECIMAL_OK)
        return false;
    __int128 off = x > y ? (__int128)x - y : (__int128)y - x;
    return 2 * off * unit_of(typed) <= (__int128)imported->number * 1000000;
}

/* Tells of a value that is typed otherwise. */
static void keep(struct arena *arena, struct diag *diag, const struct node *typed,
                 const struct node *imported)
{
    if (typed_is_same(typed->text, imported->text) || is_printed(typed, imported))
        return;
    struct finding *finding =
        diag_report(diag, MSG_IMPORT_KEPT, typed->pos, node_path(arena, typed).p, typed->text.p,
                    imported->text.p);
    finding->also = imported->pos;
    finding->values[0] = typed->text.p;
    finding->values[1] = imported->text.p;
}

/* Adds a copy of the imported node below the map; returns the leaves added. */
static uint32_t add_copy(struct arena *arena, struct node *map, const struct node *imported)
{
    struct node *node = node_add(arena, map, imported->kind, imported->key, imported->key_pos);
    uint32_t added = is_leaf(imported);
    if (!node)
        return 0;
    node->text = imported->text;
    node->number = imported->number;
    node->pos = imported->pos;
    for (const struct node *child = imported->first; child; child = child->next)
        if (!child->absent)
            added += add_copy(arena, node, child);
    return added;
}

static bool is_below(struct slice code, struct slice above)
{
    return code.n > above.n && memcmp(code.p, above.p, above.n) == 0 && *code.p >= '0' &&
           *code.p <= '9';
}

/* The sum of what stands in the group for the codes below this one, as text; NULL when there is
 * none. */
static const char *sum_below(struct arena *arena, const struct node *group, struct slice code)
{
    const struct number_style style = {.decimals = 6, .trim = true, .divisor = 1};
    int64_t sum = 0, amount;
    bool any = false;
    for (const struct node *child = group->first; child; child = child->next)
        if (is_below(child->key, code)) {
            any = true;
            if (decimal_parse(slice_trim(child->text), 6, &amount) == DECIMAL_OK)
                sum += amount;
        }
    if (!any)
        return NULL;
    struct buf text = {0};
    decimal_print(&text, sum, 6, &style);
    const char *copy = slice_copy(arena, buf_slice(&text)).p;
    buf_free(&text);
    return copy;
}

static void report_level(struct arena *arena, struct diag *diag, const struct node *node,
                         const char *typed, const char *imported)
{
    if (!typed_is_same(slice_of(typed), slice_of(imported)))
        diag_report(diag, MSG_IMPORT_KEPT, node->pos, node_path(arena, node).p, typed, imported);
}

void typed_keep_levels(struct arena *arena, struct diag *diag, const struct node *typed,
                       struct node *imported)
{
    for (struct node *from = imported->first; from; from = from->next) {
        const char *sum = is_leaf(from) ? sum_below(arena, typed, from->key) : NULL;
        if (!sum)
            continue;
        from->absent = true;
        report_level(arena, diag, from, sum, from->text.p);
    }
    for (const struct node *into = typed->first; into; into = into->next) {
        const char *sum = is_leaf(into) ? sum_below(arena, imported, into->key) : NULL;
        if (!sum)
            continue;
        report_level(arena, diag, into, into->text.p, sum);
        for (struct node *from = imported->first; from; from = from->next)
            from->absent |= is_below(from->key, into->key);
    }
}

uint32_t typed_merge(struct arena *arena, struct diag *diag, struct node *typed,
                     const struct node *imported)
{
    uint32_t added = 0;
    for (const struct node *from = imported->first; from; from = from->next) {
        if (from->absent)
            continue;
        struct node *into = node_child(typed, from->key);
        if (!into) {
            added += add_copy(arena, typed, from);
        } else if (is_leaf(into) && is_leaf(from) && is_gap(into)) {
            into->text = from->text;
            added++;
        } else if (is_leaf(into) && is_leaf(from)) {
            keep(arena, diag, into, from);
        } else if (!is_leaf(into) && !is_leaf(from)) {
            added += typed_merge(arena, diag, into, from);
        }
    }
    return added;
}

void typed_replace(struct arena *arena, struct node *typed, const struct node *imported)
{
    for (const struct node *from = imported->first; from; from = from->next) {
        struct node *into = node_child(typed, from->key);
        if (!into)
            into = node_add(arena, typed, from->kind, from->key, from->key_pos);
        into->absent = false;
        into->type = from->type;
        if (is_leaf(from))
            into->text = from->text;
        else
            typed_replace(arena, into, from);
    }
}

/* ---- INI ---- */

/* A stretch of the text and what stands there instead. */
struct edit {
    size_t at, length;
    const char *text;
    uint32_t turn;
};

struct edits {
    struct arena *arena;
    struct slice source;
    struct edit *items;
    uint32_t count, room;
};

static void add_edit(struct edits *edits, size_t at, size_t length, const char *text)
{
    GROW(edits->arena, edits->items, edits->count, edits->room, 16);
    edits->items[edits->count] = (struct edit){at, length, text, edits->count};
    edits->count++;
}

static int compare_edits(const void *a, const void *b)
{
    const struct edit *left = a, *right = b;
    if (left->at != right->at)
        return left->at < right->at ? -1 : 1;
    return left->turn < right->turn ? -1 : 1;
}

/* Where a line can be added to the section of that name: after its last line that says something.
 * false when the text has no such section. */
static bool section_end(struct slice text, const char *name, size_t *end)
{
    bool inside = false, found = false;
    for (struct slice rest = text; rest.p;) {
        struct slice line = slice_cut(&rest, '\n'), plain = slice_trim(line);
        if (plain.n > 1 && plain.p[0] == '[' && line.p[0] == '[')
            inside = slice_eq((struct slice){plain.p + 1, plain.n - 2}, slice_of(name));
        if (inside && plain.n) {
            found = true;
            *end = (size_t)(line.p + line.n - text.p);
        }
    }
    return found;
}

/* The value as INI spells it: further lines are indented. */
static const char *ini_value(struct arena *arena, struct slice text)
{
    struct buf out = {0};
    for (size_t i = 0; i < text.n; i++) {
        buf_putc(&out, text.p[i]);
        if (text.p[i] == '\n')
            buf_puts(&out, "    ");
    }
    const char *value = slice_copy(arena, buf_slice(&out)).p;
    buf_free(&out);
    return value;
}

/* Adds the key as a line of the section of its first part, or of a new one. */
static void add_line(struct edits *edits, const struct node *leaf)
{
    struct slice rest = node_path(edits->arena, leaf), top = slice_cut(&rest, '.');
    const char *name = slice_copy(edits->arena, top).p;
    size_t at = edits->source.n;
    bool there = section_end(edits->source, name, &at);
    const char *line =
        arena_printf(edits->arena, "\n%s = %s", rest.p, ini_value(edits->arena, leaf->text));
    if (there) {
        add_edit(edits, at, 0, line);
        return;
    }
    for (uint32_t i = 0; i < edits->count; i++) /* a new section that is being added already */
        if (edits->items[i].at == at && !edits->items[i].length &&
            strncmp(edits->items[i].text, arena_printf(edits->arena, "\n[%s]\n", name),
                    top.n + 4) == 0) {
            edits->items[i].text =
                arena_printf(edits->arena, "%s%s\n", edits->items[i].text, line + 1);
            return;
        }
    add_edit(edits, at, 0, arena_printf(edits->arena, "\n[%s]\n%s\n", name, line + 1));
}

static void edit_map(struct edits *edits, const struct node *typed, const struct node *imported)
{
    for (const struct node *from = imported->first; from; from = from->next) {
        const struct node *into = node_child(typed, from->key);
        if (from->absent)
            continue;
        if (!is_leaf(from))
            edit_map(edits, into && !is_leaf(into) ? into : NULL, from);
        else if (!into)
            add_line(edits, from);
        else if (is_leaf(into) && (is_gap(into) || from->type == LEAF_CELL) && into->pos.source)
            add_edit(edits, into->pos.offset, into->pos.length,
                     ini_value(edits->arena, from->text));
    }
}

void typed_put_ini(struct buf *out, struct arena *arena, const struct source *source,
                   const struct node *typed, const struct node *imported)
{
    struct edits edits = {.arena = arena, .source = source->text};
    size_t done = 0;
    edit_map(&edits, typed, imported);
    if (edits.count)
        qsort(edits.items, edits.count, sizeof *edits.items, compare_edits);
    for (uint32_t i = 0; i < edits.count; i++) {
        const struct edit *edit = &edits.items[i];
        buf_put(out, source->text.p + done, edit->at - done);
        buf_puts(out, edit->text);
        done = edit->at + edit->length;
    }
    buf_put(out, source->text.p + done, source->text.n - done);
}
