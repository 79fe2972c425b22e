#include "workbook/plan.h"

#include <stdlib.h>

static const struct {
    const char *name, *note, *paths;
} topics[] = {
#define SHEET(name, note, paths) {name, note, paths},
#define TOGETHER(title, paths)
#define SUM(label, last, terms)
#include "workbook/topics.def"
#undef SHEET
#undef TOGETHER
};

static const struct {
    const char *title, *paths;
} joins[] = {
#define SHEET(name, note, paths)
#define TOGETHER(title, paths) {title, paths},
#include "workbook/topics.def"
};

enum { TOPICS = sizeof topics / sizeof *topics, JOINS = sizeof joins / sizeof *joins };

struct plan {
    const struct form *form;
    const struct node *record;
    struct sheet *sheet;
};

/* which sheet, which block */

/* Whether the path is `above` or lies below it. */
static bool is_at(const char *path, struct slice above)
{
    return strncmp(path, above.p, above.n) == 0 && (path[above.n] == '.' || !path[above.n]);
}

static struct sheet *sheet_for(const struct plan *plan, const char *path)
{
    struct sheet *best = &plan->sheet[TOPICS - 1];
    size_t longest = 0;
    for (size_t i = 0; i < TOPICS; i++)
        for (struct slice rest = slice_of(topics[i].paths); rest.p;) {
            struct slice above = slice_cut(&rest, '|');
            if (above.n > longest && is_at(path, above)) {
                longest = above.n;
                best = &plan->sheet[i];
            }
        }
    return best;
}

/* The index of the grid that topics.def has the key in, or JOINS. */
static size_t join_of(const char *path)
{
    for (size_t i = 0; i < JOINS; i++)
        for (struct slice rest = slice_of(joins[i].paths); rest.p;)
            if (slice_is(slice_cut(&rest, '|'), path))
                return i;
    return JOINS;
}

static bool is_open(const struct class *class)
{
    return class && class->kind != WORDS;
}

/* How many of the classes in the path are axes: all up to the last of codes or ordinals, all of
 * keys that stand together; of the words behind them all but the last, whose words are columns. */
static unsigned count_axes(const char *path)
{
    unsigned classes = 0, open = 0;
    for (struct slice rest = slice_of(path); rest.p;) {
        const struct class *class = schema_class(slice_cut(&rest, '.'));
        classes += class != NULL;
        open = is_open(class) ? classes : open;
    }
    if (join_of(path) < JOINS)
        return classes;
    return open && classes > open + 1 ? classes - 1 : open;
}

/* The path up to the segment before the n-th class (counted from 1), or with it. */
static struct slice path_to(const char *path, unsigned n, bool with)
{
    struct slice rest = slice_of(path);
    size_t before = 0;
    while (rest.p) {
        struct slice segment = slice_cut(&rest, '.');
        size_t end = (size_t)(segment.p + segment.n - path);
        if (schema_class(segment) && --n == 0)
            return (struct slice){path, with ? end : before};
        before = end;
    }
    return slice_of(path);
}

static struct slice without_last(struct slice path)
{
    const char *dot = memrchr(path.p, '.', path.n);
    return (struct slice){path.p, dot ? (size_t)(dot - path.p) : 0};
}

/* What the blocks of one table have in common. */
static const char *block_id(struct arena *arena, const char *path, unsigned axes)
{
    size_t join = join_of(path);
    if (join < JOINS)
        return joins[join].title;
    struct slice id = axes ? path_to(path, axes, true) : without_last(slice_of(path));
    return slice_copy(arena, id.n ? id : slice_of(path)).p;
}

/* labels */

/* The path's plain names, dots between them. */
static const char *plain_names(struct arena *arena, struct slice path)
{
    struct buf text = {0};
    buf_puts(&text, "");
    while (path.p) {
        struct slice segment = slice_cut(&path, '.');
        if (!segment.n || schema_class(segment))
            continue;
        buf_puts(&text, text.n ? "·" : "");
        buf_put_slice(&text, segment);
    }
    const char *copy = arena_copy(arena, text.p, text.n);
    buf_free(&text);
    return copy;
}

static const char *axis_head(struct arena *arena, const char *path, unsigned n)
{
    struct slice upto = path_to(path, n, true), before = path_to(path, n, false);
    const struct class *class = schema_class(
        (struct slice){upto.p + before.n + (before.n > 0), upto.n - before.n - (before.n > 0)});
    if (class->kind == CODES)
        return "科目编码";
    struct slice name = before;
    while (memchr(name.p, '.', name.n))
        slice_cut(&name, '.');
    if (class->kind == WORDS || schema_class(name))
        return class->name;
    return arena_printf(arena, "%.*s%s", (int)name.n, name.p, class->name);
}

static void set_axes(struct arena *arena, struct block *block, const char *path, unsigned axes)
{
    unsigned n = 0;
    for (struct slice rest = slice_of(path); rest.p && n < axes;) {
        const struct class *class = schema_class(slice_cut(&rest, '.'));
        if (!class)
            continue;
        block->axis[n].class = class;
        block->axis[n].head = axis_head(arena, path, n + 1);
        n++;
    }
    block->axis_count = axes;
}

/* blocks and fields */

static struct block *block_for(const struct plan *plan, const struct schema_row *row, unsigned axes)
{
    struct arena *arena = plan->form->arena;
    struct sheet *sheet = sheet_for(plan, row->path);
    const char *id = block_id(arena, row->path, axes);
    for (struct block *block = sheet->block; block; block = block->next)
        if (strcmp(block->id, id) == 0)
            return block;
    struct block *block = ARENA_NEW(arena, struct block);
    block->id = id;
    block->title = join_of(row->path) < JOINS ? id : plain_names(arena, slice_of(id));
    set_axes(arena, block, row->path, axes);
    if (sheet->last_block)
        sheet->last_block->next = block;
    else
        sheet->block = block;
    return sheet->last_block = block;
}

static void add_field(const struct plan *plan, struct block *block, const struct schema_row *row,
                      const char *path, const char *label)
{
    struct field *field = ARENA_NEW(plan->form->arena, struct field);
    *field = (struct field){NULL, row, path, label, 0};
    for (struct slice rest = slice_of(path); rest.p;)
        field->axis_count += schema_class(slice_cut(&rest, '.')) != NULL;
    if (block->last_field)
        block->last_field->next = field;
    else
        block->field = field;
    block->last_field = field;
}

/* How a key without words of its own is called: in a grid by its names behind the axes, in a list
 * by its meaning. */
static const char *label_of(const struct plan *plan, const struct schema_row *row, unsigned axes)
{
    if (!axes)
        return row->meaning[LANGUAGE_CHINESE];
    struct arena *arena = plan->form->arena;
    size_t skip = join_of(row->path) < JOINS ? 0 : path_to(row->path, axes, true).n;
    const char *names = plain_names(arena, slice_of(row->path + skip));
    return *names ? names : plain_names(arena, slice_of(row->path));
}

static bool is_typed(const struct node *record, const char *path);

static void add_row(const struct plan *plan, const struct schema_row *row)
{
    struct arena *arena = plan->form->arena;
    unsigned axes = count_axes(row->path);
    struct block *block = block_for(plan, row, axes);
    struct slice before = path_to(row->path, axes + 1, false),
                 with = path_to(row->path, axes + 1, true);
    const struct class *class =
        before.n < with.n
            ? schema_class((struct slice){with.p + before.n + 1, with.n - before.n - 1})
            : NULL;
    if (!class) {
        add_field(plan, block, row, row->path, label_of(plan, row, axes));
        return;
    }
    block->across |= axes && !block->field && (row->type == LEAF_MONEY || row->type == LEAF_SIGNED);
    const char *names =
        axes ? plain_names(arena, slice_of(row->path + path_to(row->path, axes, true).n)) : "";
    for (struct slice rest = slice_of(class->members); rest.p;) {
        struct slice word = slice_cut(&rest, '|');
        const char *path = arena_printf(arena, "%.*s.%s%s", (int)before.n, before.p,
                                        slice_copy(arena, word).p, row->path + with.n);
        add_field(plan, block, row, path,
                  *names ? arena_printf(arena, "%s·%.*s", names, (int)word.n, word.p)
                         : slice_copy(arena, word).p);
    }
}

/* lines: what the record has */

static bool is_gap(const struct node *node)
{
    return slice_starts(node->text, GAP_START) || slice_starts(node->text, GAP_OPTIONAL);
}

static bool is_leaf(const struct node *node)
{
    return node->kind == NODE_STRING || node->kind == NODE_NUMBER;
}

/* Whether the record has a leaf below the pattern that is filled, or waits to be. */
static bool has_leaf(const struct node *node, struct slice rest)
{
    if (!rest.p)
        return is_leaf(node) && !node->absent && !is_gap(node);
    struct slice segment = slice_cut(&rest, '.');
    const struct class *class = schema_class(segment);
    if (!class) {
        const struct node *child = node_child(node, segment);
        return child && has_leaf(child, rest);
    }
    for (const struct node *child = node->first; child; child = child->next)
        if (class_holds(class, child->key) && has_leaf(child, rest))
            return true;
    return false;
}

static bool is_typed(const struct node *record, const char *path)
{
    return has_leaf(record, slice_of(path));
}

static void add_line(struct arena *arena, struct block *block, const struct line *wanted)
{
    struct line **link = &block->line;
    for (; *link; link = &(*link)->next) {
        bool same = true;
        for (unsigned i = 0; i < block->axis_count; i++)
            same &= slice_eq((*link)->at[i], wanted->at[i]);
        if (same)
            return;
    }
    *link = ARENA_NEW(arena, struct line);
    **link = *wanted;
    (*link)->next = NULL;
    block->last_line = *link;
}

/* Adds a line for what stands at the axes of the field's path. A field that lacks the last axes
 * has its line when others of the block give it. */
static void collect(struct arena *arena, struct block *block, const struct node *node,
                    struct slice rest, struct line *line, unsigned n)
{
    if (!rest.p) {
        if (is_leaf(node) && !node->absent)
            add_line(arena, block, line);
        return;
    }
    struct slice segment = slice_cut(&rest, '.');
    const struct class *class = schema_class(segment);
    if (!class) {
        const struct node *child = node_child(node, segment);
        if (child)
            collect(arena, block, child, rest, line, n);
        return;
    }
    for (const struct node *child = node->first; child; child = child->next) {
        if (!class_holds(class, child->key))
            continue;
        line->at[n] = child->key;
        collect(arena, block, child, rest, line, n + 1);
    }
}

/* All words of the axis, or all of one before those of the next, whatever the record has. */
static void collect_words(struct arena *arena, struct block *block)
{
    struct line line = {0};
    for (struct slice rest = slice_of(block->axis[0].class->members); rest.p;) {
        line.at[0] = slice_copy(arena, slice_cut(&rest, '|'));
        add_line(arena, block, &line);
    }
}

static int compare_lines(const void *a, const void *b)
{
    const struct line *one = *(const struct line *const *)a,
                      *other = *(const struct line *const *)b;
    int order = 0;
    for (unsigned i = 0; i < AXES_MAX && !order; i++)
        order = slice_compare(one->at[i], other->at[i]);
    return order;
}

/* Lines of codes in the order of the codes; others as they came. */
static void sort_lines(struct block *block)
{
    size_t count = 0, i = 0;
    for (struct line *line = block->line; line; line = line->next)
        count++;
    if (count < 2 || block->axis[0].class->kind != CODES)
        return;
    struct line **lines = xrealloc(NULL, count * sizeof *lines);
    for (struct line *line = block->line; line; line = line->next)
        lines[i++] = line;
    qsort(lines, count, sizeof *lines, compare_lines);
    struct line **link = &block->line;
    for (i = 0; i < count; i++) {
        *link = block->last_line = lines[i];
        link = &lines[i]->next;
    }
    *link = NULL;
    free(lines);
}

static void add_lines(const struct plan *plan, struct block *block)
{
    struct arena *arena = plan->form->arena;
    if (!block->axis_count)
        return;
    if (block->axis_count == 1 && block->axis[0].class->kind == WORDS)
        collect_words(arena, block);
    for (const struct field *field = block->field; field; field = field->next) {
        struct line line = {0};
        collect(arena, block, plan->record, slice_of(field->path), &line, 0);
    }
    sort_lines(block);
}

/* Figures as published: any path below 列报. */
static void add_stated(const struct plan *plan, const struct schema_row *row,
                       const struct node *node)
{
    if (is_leaf(node) && !node->absent && node->parent) {
        struct arena *arena = plan->form->arena;
        const char *path = node_path(arena, node).p;
        add_field(plan, block_for(plan, row, 0), row, path, path);
    }
    for (const struct node *child = node->first; child; child = child->next)
        add_stated(plan, row, child);
}

const struct sheet *plan_new(const struct form *form, const struct node *record)
{
    struct plan plan = {form, record, ARENA_ARRAY(form->arena, struct sheet, TOPICS + 1)};
    for (size_t i = 0; i < TOPICS; i++)
        plan.sheet[i] = (struct sheet){topics[i].name, topics[i].note, NULL, NULL};
    for (const struct schema_row *row = form->keys; row->path; row++) {
        const struct node *stated = row->type == LEAF_STATED ? node_find(record, row->path) : NULL;
        if (stated)
            add_stated(&plan, row, stated);
        else if (row->type != LEAF_NONE && !leaf_is_open(row->type) &&
                 (form->needed[row - form->keys] || is_typed(record, row->path)))
            add_row(&plan, row);
    }
    for (size_t i = 0; i < TOPICS; i++)
        for (struct block *block = plan.sheet[i].block; block; block = block->next)
            add_lines(&plan, block);
    return plan.sheet;
}

const struct node *plan_value(const struct node *record, const struct field *field,
                              const struct line *line)
{
    const struct node *node = record;
    unsigned n = 0;
    for (struct slice rest = slice_of(field->path); node && rest.p;) {
        struct slice segment = slice_cut(&rest, '.');
        node = node_child(node, schema_class(segment) ? line->at[n++] : segment);
    }
    return node && is_leaf(node) && !node->absent && !is_gap(node) ? node : NULL;
}
