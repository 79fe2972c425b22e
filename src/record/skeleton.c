/*
 *     schema ──► tree of nodes, each filled or left out ──► INI or JSON
 *
 * In INI a section holds its plain keys first; the items of its lists follow as sections of their
 * own.
 */
#include "record/skeleton.h"

#include <string.h>

#include "record/branches.h"

/* the tree */

struct builder {
    struct arena *arena;
    const struct skeleton *skeleton;
};

static void build(const struct builder *builder, struct node *map, const struct branch *branch,
                  const struct node *before, bool example);

static void build_key(const struct builder *builder, struct node *map, const struct branch *branch,
                      struct slice key, const struct node *before, bool example)
{
    enum node_kind kind = branch->row ? NODE_STRING : branch_is_list(branch) ? NODE_LIST : NODE_MAP;
    struct node *node = node_add(builder->arena, map, kind, key, (struct pos){0});
    before = node_child(before, key);
    if (before && before->absent)
        before = NULL;
    if (!branch->row) {
        build(builder, node, branch, before, example);
        return;
    }
    const struct filling filling = {node, branch->row, before, example};
    struct slice text = builder->skeleton->fill(builder->skeleton->data, &filling);
    node->type = branch->row->type;
    node->absent = !text.p;
    struct slice words = slice_of(branch->row->words);
    node->text = text.p ? text : slice_cut(&words, '|');
}

/* Whether the words stand below a code or an item and need not all be there. */
static bool is_one_of_many(const struct branch *branch)
{
    if (!branch->class || branch->class->kind != WORDS || branch->required)
        return false;
    const struct branch *above = branch->parent;
    while (above && !(above->class && above->class->kind != WORDS))
        above = above->parent;
    return above;
}

/* The codes or items of the other record; those that stand for any if it has none. */
static void build_open(const struct builder *builder, struct node *map, const struct branch *branch,
                       const struct node *before)
{
    const struct skeleton *skeleton = builder->skeleton;
    bool any = before && before->first;
    for (const struct node *child = any ? before->first : NULL; child; child = child->next)
        if (branch_for(branch->parent, child->key) == branch)
            build_key(builder, map, branch, child->key, before, false);
    if (any)
        return;
    if (branch->class->kind == ORDINAL) {
        for (unsigned i = 1; i <= skeleton->items; i++)
            build_key(builder, map, branch, slice_of(arena_printf(builder->arena, "%u", i)), NULL,
                      true);
        return;
    }
    bool economic = strcmp(branch->class->members, "5") == 0;
    const char *const *code = economic ? skeleton->economic : skeleton->functional;
    for (; *code; code++)
        build_key(builder, map, branch, slice_of(*code), NULL, true);
}

static void build(const struct builder *builder, struct node *map, const struct branch *branch,
                  const struct node *before, bool example)
{
    for (const struct branch *child = branch->first; child; child = child->next) {
        bool words = child->class && child->class->kind == WORDS;
        if (child->class && !words) {
            build_open(builder, map, child, before);
            continue;
        }
        struct slice keys = words ? slice_of(child->class->members) : child->segment;
        bool many = is_one_of_many(child);
        bool brief = many && example && builder->skeleton->brief;
        while (keys.p) {
            struct slice key = slice_cut(&keys, '|');
            /* Of the sources and kinds of a code only those typed before come up again. */
            if (many && before && !node_child(before, key))
                continue;
            build_key(builder, map, child, key, before, example);
            if (brief)
                break;
        }
    }
}

/* what is said of a key */

struct slice skeleton_gap(struct arena *arena, const struct filling *filling,
                          enum language language)
{
    return slice_of(arena_printf(arena, GAP_START "%s" GAP_END, filling->row->meaning[language]));
}

/* What type and unit a value is of, and how it is spelt where that is not plain. */
static void put_type(struct buf *out, const struct schema_row *row, enum language language)
{
    static const char *const spelling[][2] = {
        [LEAF_PROSE] = {"; further lines indented", "；续行缩进"},
        [LEAF_DATE] = {", such as 2025-09-01", "，如 2025-09-01"}};
    buf_puts(out, row->words ? row->words : value_type_name(row->type, language));
    if (row->type == LEAF_PROSE || row->type == LEAF_DATE)
        buf_puts(out, spelling[row->type][language]);
    if (row->unit)
        buf_printf(out, language == LANGUAGE_CHINESE ? "，%s" : ", %s", row->unit);
}

/* INI */

struct writer {
    struct buf *out;
    struct arena *arena;
    const struct skeleton *skeleton;
    const struct schema_row *said; /* the row of the last comment */
};

static const char *path_below(const struct writer *writer, const struct node *section,
                              const struct node *node)
{
    size_t skip = section->parent ? node_path(writer->arena, section).n + 1 : 0;
    return node_path(writer->arena, node).p + skip;
}

/* The words that may stand for the segments of a key of which only the first word is shown. */
static void put_classes(struct writer *writer, const struct branch *branch)
{
    for (const struct branch *r = branch; r->parent; r = r->parent)
        if (writer->skeleton->brief && is_one_of_many(r))
            buf_printf(writer->out, "#   <%s>: %s\n", r->class->name, r->class->members);
}

static void put_comment(struct writer *writer, const struct branch *branch)
{
    const struct schema_row *row = branch->row;
    enum language language = writer->skeleton->language;
    bool chinese = language == LANGUAGE_CHINESE;
    if (writer->said == row)
        return;
    writer->said = row;
    buf_printf(writer->out, chinese ? "# %s（" : "# %s (", row->meaning[language]);
    put_type(writer->out, row, language);
    if (!row->presence)
        buf_puts(writer->out, chinese ? "，可不填" : ", optional");
    if (*row->source)
        buf_printf(writer->out, chinese ? "；取自%s" : "; from %s", row->source);
    buf_puts(writer->out, chinese ? "）\n" : ")\n");
    put_classes(writer, branch);
}

static void put_leaf(struct writer *writer, const struct node *section, const struct node *node,
                     const struct branch *branch)
{
    if (writer->skeleton->bare && node->absent)
        return;
    if (!writer->skeleton->bare)
        put_comment(writer, branch);
    buf_printf(writer->out, "%s%s =%s", node->absent ? "# " : "", path_below(writer, section, node),
               node->text.n ? " " : "");
    for (size_t i = 0; i < node->text.n; i++) {
        buf_putc(writer->out, node->text.p[i]);
        if (node->text.p[i] == '\n')
            buf_puts(writer->out, "    ");
    }
    buf_putc(writer->out, '\n');
}

static bool is_leaf(const struct node *node)
{
    return node->kind == NODE_STRING;
}

/* Whether a key below is filled. */
static bool is_filled(const struct node *node)
{
    if (is_leaf(node))
        return !node->absent;
    for (const struct node *child = node->first; child; child = child->next)
        if (is_filled(child))
            return true;
    return false;
}

static void put_keys(struct writer *writer, const struct node *section, const struct node *map,
                     const struct branch *branch)
{
    for (const struct node *child = map->first; child; child = child->next) {
        const struct branch *child_branch = branch_for(branch, child->key);
        if (is_leaf(child))
            put_leaf(writer, section, child, child_branch);
        else if (child->kind == NODE_MAP || (child->first && is_leaf(child->first)))
            put_keys(writer, section, child, child_branch);
    }
}

static void put_section(struct writer *writer, const struct node *section,
                        const struct branch *branch)
{
    bool item = section->parent->kind == NODE_LIST;
    buf_printf(writer->out, "\n%s[%s]\n", item && !is_filled(section) ? "# " : "",
               node_path(writer->arena, section).p);
    writer->said = NULL;
    put_keys(writer, section, section, branch);
}

static void put_items(struct writer *writer, const struct node *map, const struct branch *branch)
{
    for (const struct node *child = map->first; child; child = child->next) {
        const struct branch *child_branch = branch_for(branch, child->key);
        if (map->kind == NODE_LIST && !is_leaf(child))
            put_section(writer, child, child_branch);
        if (!is_leaf(child))
            put_items(writer, child, child_branch);
    }
}

static void put_ini(struct writer *writer, const struct node *root, const struct branch *branches)
{
    for (struct slice rest = slice_of(writer->skeleton->title); rest.p;) {
        buf_puts(writer->out, "# ");
        buf_put_slice(writer->out, slice_cut(&rest, '\n'));
        buf_putc(writer->out, '\n');
    }
    for (const struct node *top = root->first; top; top = top->next) {
        const struct branch *branch = branch_for(branches, top->key);
        if (top->type == LEAF_CELL || (!is_leaf(top) && !top->first))
            continue;
        if (is_leaf(top)) {
            buf_putc(writer->out, '\n');
            put_comment(writer, branch);
            buf_printf(writer->out, "# [%s]\n", top->key.p);
            continue;
        }
        put_section(writer, top, branch);
        put_items(writer, top, branch);
    }
}

/* JSON */

static void put_string(struct buf *out, struct slice text)
{
    buf_putc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        char byte = text.p[i];
        if (byte == '\n')
            buf_puts(out, "\\n");
        else if (byte == '"' || byte == '\\')
            buf_printf(out, "\\%c", byte);
        else
            buf_putc(out, byte);
    }
    buf_putc(out, '"');
}

static bool is_number(const struct node *node)
{
    return node->type >= LEAF_YEAR && node->type != LEAF_DATE && !leaf_is_open(node->type) &&
           !slice_starts(node->text, GAP_START);
}

static void put_value(struct writer *writer, const struct node *node, const struct branch *branch)
{
    const char *meaning = branch->row->meaning[writer->skeleton->language];
    if (node->absent)
        put_string(writer->out,
                   slice_of(arena_printf(writer->arena, GAP_OPTIONAL "%s" GAP_END, meaning)));
    else if (is_number(node))
        buf_put_slice(writer->out, node->text);
    else
        put_string(writer->out, node->text);
}

static void put_json(struct writer *writer, const struct node *map, const struct branch *branch,
                     unsigned depth)
{
    bool list = map->kind == NODE_LIST, first = true;
    buf_putc(writer->out, list ? '[' : '{');
    for (const struct node *child = map->first; child; child = child->next) {
        const struct branch *child_branch = branch_for(branch, child->key);
        if (leaf_is_open(child->type))
            continue;
        buf_printf(writer->out, "%s\n%*s", first ? "" : ",", (int)depth * 2 + 2, "");
        first = false;
        if (!list) {
            put_string(writer->out, child->key);
            buf_puts(writer->out, ": ");
        }
        if (is_leaf(child))
            put_value(writer, child, child_branch);
        else
            put_json(writer, child, child_branch, depth + 1);
    }
    if (!first)
        buf_printf(writer->out, "\n%*s", (int)depth * 2, "");
    buf_putc(writer->out, list ? ']' : '}');
}

static const struct schema_row *keys_of(const struct skeleton *skeleton)
{
    return skeleton->keys ? skeleton->keys : schema_rows;
}

struct node *skeleton_tree(struct arena *arena, const struct skeleton *skeleton)
{
    const struct builder builder = {arena, skeleton};
    struct node *root = node_new(arena, NULL, NODE_MAP);
    root->keys = skeleton->keys;
    build(&builder, root, branches_new(arena, keys_of(skeleton), FINAL | IF_READ), skeleton->before,
          false);
    return root;
}

void skeleton_print(struct buf *out, struct arena *arena, const struct skeleton *skeleton)
{
    const struct branch *branches = branches_new(arena, keys_of(skeleton), FINAL | IF_READ);
    const struct node *root = skeleton_tree(arena, skeleton);
    struct writer writer = {.out = out, .arena = arena, .skeleton = skeleton};
    if (skeleton->spelling == SPELLING_INI) {
        put_ini(&writer, root, branches);
        return;
    }
    put_json(&writer, root, branches, 0);
    buf_putc(out, '\n');
}
