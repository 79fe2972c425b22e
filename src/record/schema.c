#include "record/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/nearest.h"
#include "record/branches.h"
#include "record/reader.h"
#include "record/withheld.h"

const char *schema_path(size_t index)
{
    const struct schema_row *row = schema_rows;
    while (index && row->path)
        row++, index--;
    return row->path;
}

const char *schema_words(struct slice segment)
{
    const struct class *class = schema_class(segment);
    return class && class->kind == WORDS ? class->members : NULL;
}

static struct branch *branch_child(struct arena *arena, struct branch *parent, struct slice segment)
{
    if (parent->last && slice_eq(parent->last->segment, segment)) /* keys come together */
        return parent->last;
    for (struct branch *branch = parent->first; branch; branch = branch->next)
        if (slice_eq(branch->segment, segment))
            return branch;
    struct branch *branch = ARENA_NEW(arena, struct branch);
    *branch = (struct branch){.segment = segment, .class = schema_class(segment), .parent = parent};
    if (parent->last)
        parent->last->next = branch;
    else
        parent->first = branch;
    return parent->last = branch;
}

/* What holds a required key is itself required, up to the item or code that it belongs to. */
static void require(struct branch *branch)
{
    branch->required = true;
    while (branch->parent->parent && !branch->parent->class) {
        branch = branch->parent;
        branch->required = true;
    }
}

const struct branch *branches_new(struct arena *arena, const struct schema_row *keys,
                                  unsigned kinds)
{
    struct branch *root = ARENA_NEW(arena, struct branch);
    for (const struct schema_row *row = keys; row->path; row++) {
        struct branch *branch = root;
        for (struct slice rest = slice_of(row->path); rest.p;)
            branch = branch_child(arena, branch, slice_cut(&rest, '.'));
        branch->row = row->type ? row : NULL;
        unsigned always = kinds & ~(unsigned)IF_READ;
        bool asked = !(row->presence & IF_READ) || (kinds & IF_READ);
        if (asked && (row->presence & always) == always)
            require(branch);
        else if ((kinds & IF_READ) && row->presence)
            require(branch->class ? branch->parent : branch);
    }
    return root;
}

bool branch_is_list(const struct branch *branch)
{
    return branch->first && branch->first->class && branch->first->class->kind == ORDINAL;
}

/* Whether the branch governs the key. */
static bool fits(const struct branch *branch, struct slice key)
{
    return branch->class ? class_holds(branch->class, key) : slice_eq(branch->segment, key);
}

const struct branch *branch_for(const struct branch *parent, struct slice key)
{
    for (const struct branch *branch = parent->first; branch; branch = branch->next)
        if (fits(branch, key))
            return branch;
    return NULL;
}

/* The keys that may stand below a branch, for a message. */
static const char *keys_below(const struct check *check, const struct branch *parent)
{
    struct buf words = {0};
    for (const struct branch *branch = parent->first; branch; branch = branch->next) {
        const struct class *class = branch->class;
        if (words.n)
            buf_putc(&words, '|');
        if (!class)
            buf_put_slice(&words, branch->segment);
        else
            buf_puts(&words,
                     class->kind == WORDS ? class->members : class->text[check->diag->language]);
    }
    const char *joined = join_words(check, words.p);
    buf_free(&words);
    return joined;
}

/* The key that was probably meant, or empty. */
static struct slice suggestion(struct check *check, struct slice key, const struct branch *parent)
{
    struct nearest nearest = {.wanted = key};
    for (const struct branch *branch = parent->first; branch; branch = branch->next) {
        if (branch->class && branch->class->kind != WORDS)
            continue;
        struct slice keys = branch->class ? slice_of(branch->class->members) : branch->segment;
        while (keys.p)
            nearest_offer(&nearest, slice_cut(&keys, '|'));
    }
    return slice_copy(check->arena, nearest.best);
}

/* Names of what is computed from what is typed. */
static bool is_derived(struct slice key)
{
    static const char *const names[] = {
        "合计",         "总计",     "小计",     "共计",     "占比",     "增减额",
        "增减率",       "增减",     "完成率",   "执行率",   "总分",     "本年收入合计",
        "本年支出合计", "收入合计", "支出合计", "收入总计", "支出总计", "“三公”经费合计"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_is(key, names[i]))
            return true;
    return false;
}

/* How many digits the codes below the branch have, if they are all as long; else 0. */
static size_t code_length(const struct branch *parent)
{
    const struct class *class = parent->first ? parent->first->class : NULL;
    bool one = class && class->kind == CODES && strlen(class->members) == 1;
    return one ? (size_t)(class->members[0] - '0') : 0;
}

static void report_unknown(struct check *check, const struct node *node,
                           const struct branch *parent)
{
    struct slice meant = suggestion(check, node->key, parent);
    const char *path = node_path(check->arena, node).p;
    size_t digits = code_length(parent);
    if (slice_is(parent->segment, "自定义") && !parent->first)
        diag_report(check->diag, MSG_KEY_UNDECLARED, node->key_pos, path);
    else if (is_derived(node->key))
        diag_report(check->diag, MSG_KEY_DERIVED, node->key_pos, path);
    else if (digits && key_is_digits(node->key))
        diag_report(check->diag, MSG_KEY_LEVEL, node->key_pos, path,
                    arena_printf(check->arena, "%zu", digits));
    else if (meant.n)
        diag_report(check->diag, MSG_KEY_MISSPELT, node->key_pos, path, meant.p);
    else
        diag_report(check->diag, MSG_KEY_UNKNOWN, node->key_pos, path, keys_below(check, parent));
}

static const char *path_below(struct check *check, const struct node *map, struct slice key)
{
    return arena_printf(check->arena, "%s%s%.*s", node_path(check->arena, map).p,
                        map->parent ? "." : "", (int)key.n, key.p);
}

/* Whether the document needs the key below map. What the record is of, it always does. */
static bool is_wanted(struct check *check, const struct node *map, struct slice key)
{
    bool follows =
        slice_is(key, "基本支出经济分类") && node_child(check->root, SLICE("功能经济分类"));
    if (follows || record_withholds(check->root, path_below(check, map, key)))
        return false;
    if (!check->demand || !check->demand->reads || slice_is(key, "单位") ||
        slice_is(map->key, "单位"))
        return true;
    return check->demand->reads(check->demand->data, check->root, path_below(check, map, key));
}

static struct node *add_absent(struct arena *arena, struct node *map, const struct branch *branch,
                               struct slice key);

/* Adds what is missing, with all that must be there below it. */
static void add_missing(struct check *check, struct node *map, const struct branch *branch,
                        struct slice key)
{
    struct node *node = add_absent(check->arena, map, branch, key);
    bool text = branch->row && (branch->row->type == LEAF_LINE || branch->row->type == LEAF_PROSE);
    node->missing = true;
    if (text) /* says in a draft what belongs there */
        node->text = slice_of(arena_printf(check->arena, GAP_START "%s" GAP_END,
                                           branch->row->meaning[LANGUAGE_CHINESE]));
    for (const struct branch *below = branch->first; below; below = below->next) {
        struct slice keys = below->class ? slice_of(below->class->members) : below->segment;
        while (below->required && keys.p)
            add_missing(check, node, below, slice_cut(&keys, '|'));
    }
}

static void report_missing(struct check *check, struct node *map, const struct branch *branch,
                           struct slice key)
{
    const char *path = path_below(check, map, key);
    struct finding *finding = branch->row
                                  ? diag_report(check->diag, MSG_KEY_MISSING, map->key_pos, path)
                                  : diag_report(check->diag, MSG_SECTION_MISSING, map->key_pos,
                                                path, keys_below(check, branch));
    finding->key = path;
    bool wait = !branch->row || leaf_can_wait(branch->row->type, key);
    if (slice_is(branch->segment, "单位") || !wait)
        return;
    diag_missing(check->diag, finding);
    add_missing(check, map, branch, key);
}

/* Whether the key is there, or a misspelling of it that has been reported. */
static bool is_given(struct check *check, const struct node *map, const struct branch *parent,
                     struct slice key)
{
    if (node_child(map, key))
        return true;
    for (const struct node *child = map->first; child; child = child->next)
        if (!branch_for(parent, child->key) && slice_eq(suggestion(check, child->key, parent), key))
            return true;
    return false;
}

/* Whether units' records give what the branch requires: amounts, and sections of amounts. */
static bool is_of_units(const struct branch *branch)
{
    if (branch->row)
        return branch->row->type == LEAF_MONEY || branch->row->type == LEAF_SIGNED;
    return !slice_is(branch->segment, "单位") && !slice_is(branch->segment, "概况");
}

static void check_required(struct check *check, struct node *map, const struct branch *parent)
{
    /* What names another record has what that record has; what there was not cannot be told. */
    const struct node *state = node_child(map, SLICE("状态"));
    if (node_child(map, SLICE("记录")) || (state && !slice_is(state->text, "可比")))
        return;
    for (const struct branch *branch = parent->first; branch; branch = branch->next) {
        if (!branch->required || (check->from_units && is_of_units(branch)))
            continue;
        struct slice keys = branch->class ? slice_of(branch->class->members) : branch->segment;
        while (keys.p) {
            struct slice key = slice_cut(&keys, '|');
            if (!is_given(check, map, parent, key) && is_wanted(check, map, key))
                report_missing(check, map, branch, key);
        }
    }
}

static void check_node(struct check *check, struct node *node, const struct branch *branch);

static void check_map(struct check *check, struct node *map, const struct branch *parent)
{
    for (struct node *child = map->first; child && !too_many(check->diag); child = child->next) {
        const struct branch *branch = branch_for(parent, child->key);
        if (branch)
            check_node(check, child, branch);
        else
            report_unknown(check, child, parent);
    }
    if (check->whole && !too_many(check->diag))
        check_required(check, map, parent);
}

/* Items must be numbered from 1 in order; the first that is not is reported. */
static void check_ordinals(struct check *check, const struct node *list)
{
    unsigned ordinal = 1;
    for (const struct node *item = list->first; item; item = item->next, ordinal++) {
        const char *wanted = arena_printf(check->arena, "%u", ordinal);
        if (slice_is(item->key, wanted))
            continue;
        diag_report(check->diag, MSG_ORDINAL, item->key_pos, node_path(check->arena, list).p,
                    wanted);
        return;
    }
}

/* Each item is given all keys that it may have, whatever was typed. */
static bool is_too_long(struct check *check, const struct node *list)
{
    const struct node *item = list->first;
    for (uint64_t left = limit_of(LIMIT_ITEMS); item && left; left--)
        item = item->next;
    if (item)
        limit_report(check->diag, LIMIT_ITEMS, item->key_pos, node_path(check->arena, list).p);
    return item != NULL;
}

static void check_list(struct check *check, struct node *list, const struct branch *branch)
{
    list->kind = NODE_LIST;
    if (is_too_long(check, list))
        return;
    if (check->whole)
        check_ordinals(check, list);
    for (struct node *item = list->first; item && !too_many(check->diag); item = item->next)
        check_node(check, item, branch);
}

/* A JSON list of paragraphs: each must be a text. */
static bool paragraphs_fit(struct check *check, const struct node *list)
{
    for (const struct node *item = list->first; item; item = item->next) {
        if (item->kind == NODE_STRING)
            continue;
        diag_report_chosen(check->diag,
                           item->kind == NODE_NUMBER ? MSG_WANTS_TEXT : MSG_WANTS_VALUE, item->pos,
                           node_path(check->arena, item).p);
        return false;
    }
    return true;
}

static void check_leaf(struct check *check, struct node *node, const struct schema_row *row)
{
    bool leaf = node->kind == NODE_STRING || node->kind == NODE_NUMBER;
    bool list = node->kind == NODE_LIST && row->type == LEAF_PROSE;
    if (!leaf && !list)
        diag_report(check->diag, MSG_WANTS_VALUE, node->key_pos, node_path(check->arena, node).p);
    else if (leaf || paragraphs_fit(check, node))
        value_check(check, node, row);
}

/* Below 列报 any keys may stand; the ledger knows which of them name facts. Below 来源 stand keys
 * of the record. */
static void check_open(struct check *check, struct node *node, const struct schema_row *row)
{
    if (node->kind == NODE_STRING || node->kind == NODE_NUMBER) {
        value_check(check, node, row);
        return;
    }
    for (struct node *child = node->first; child; child = child->next)
        check_open(check, child, row);
}

/* A section without any value says nothing, unless it must be there. */
static void check_emptiness(struct node *node, const struct branch *branch)
{
    bool empty = !branch->row && !branch->class && !branch->required;
    for (const struct node *child = node->first; empty && child; child = child->next)
        empty = child->absent;
    node->absent |= empty;
}

static void check_node(struct check *check, struct node *node, const struct branch *branch)
{
    if (branch->row && leaf_is_open(branch->row->type)) {
        check_open(check, node, branch->row);
        return;
    }
    if (branch->row)
        check_leaf(check, node, branch->row);
    else if (branch_is_list(branch) && (node->kind == NODE_LIST || node->kind == NODE_MAP))
        check_list(check, node, branch->first);
    else if (node->kind == NODE_MAP)
        check_map(check, node, branch);
    else
        diag_report(check->diag, MSG_WANTS_SECTION, node->pos, node_path(check->arena, node).p,
                    keys_below(check, branch));
    check_emptiness(node, branch);
}

const char *schema_kinds(void)
{
    const struct schema_row *row = schema_rows;
    while (strcmp(row->path, "单位.文种") != 0)
        row++;
    return row->words;
}

unsigned schema_kind_named(struct slice word)
{
    unsigned bit = 1;
    for (struct slice rest = slice_of(schema_kinds()); rest.p; bit <<= 1)
        if (slice_eq(slice_cut(&rest, '|'), word))
            return bit;
    return 0;
}

unsigned schema_kind(const struct node *root)
{
    const struct node *kind = node_find(root, "单位.文种");
    unsigned bit = kind ? schema_kind_named(kind->text) : 0;
    return bit ? bit : FINAL;
}

void schema_check(struct arena *arena, struct diag *diag, struct node *root, bool whole,
                  const struct demand *demand)
{
    struct check check = {
        .arena = arena, .diag = diag, .whole = whole, .demand = demand, .root = root};
    const struct node *unit = node_find(root, "单位.金额单位");
    check.ten_thousand = unit && slice_is(unit->text, "万元");
    check.from_units = node_find(root, "单位.下属记录") != NULL;
    unsigned asked = demand && demand->reads ? (unsigned)IF_READ : 0;
    check_map(&check, root, branches_new(arena, schema_keys(root), schema_kind(root) | asked));
    value_report_finer(&check);
}

static void complete(struct arena *arena, struct node *node, const struct branch *branch);

static struct node *add_absent(struct arena *arena, struct node *map, const struct branch *branch,
                               struct slice key)
{
    bool leaf = branch->row && !leaf_is_open(branch->row->type);
    enum node_kind kind = leaf ? NODE_STRING : branch_is_list(branch) ? NODE_LIST : NODE_MAP;
    struct node *node = node_add(arena, map, kind, key, (struct pos){0});
    node->absent = true;
    if (!leaf)
        return node;
    node->type = branch->row->type;
    struct slice words = slice_of(branch->row->words);
    node->text = slice_copy(arena, slice_cut(&words, '|'));
    return node;
}

static void complete_names(struct arena *arena, struct node *map, const struct branch *branch,
                           struct slice names, bool add)
{
    while (names.p) {
        struct slice name = slice_cut(&names, '|');
        struct node *child = node_child(map, name);
        if (!child && add)
            child = add_absent(arena, map, branch, name);
        if (!child)
            continue;
        complete(arena, child, branch);
        node_move_last(map, child);
    }
}

/* Codes come in ascending order, so that a 类 stands before its 款 and 项; after them what else
 * the map holds. */
static void complete_codes(struct arena *arena, struct node *map, const struct branch *branch)
{
    node_sort(arena, map);
    for (struct node *child = map->first; child; child = child->next)
        if (branch_for(branch->parent, child->key) == branch)
            complete(arena, child, branch);
}

/* What may have any keys has no order of its own. */
static void complete_open(struct arena *arena, struct node *map)
{
    if (map->kind == NODE_MAP)
        node_sort(arena, map);
    for (struct node *child = map->first; child; child = child->next)
        complete_open(arena, child);
}

/* Adds what is absent, and brings the children into the order of the schema. */
static void complete(struct arena *arena, struct node *node, const struct branch *branch)
{
    bool by_code = branch->class && branch->class->kind == CODES;
    if (branch->row && leaf_is_open(branch->row->type))
        complete_open(arena, node);
    for (const struct branch *child = branch->first; child; child = child->next) {
        if (!child->class)
            complete_names(arena, node, child, child->segment, true);
        else if (child->class->kind == WORDS)
            complete_names(arena, node, child, slice_of(child->class->members), !by_code);
        else if (child->class->kind == CODES)
            complete_codes(arena, node, child);
        else
            for (struct node *item = node->first; item; item = item->next)
                complete(arena, item, child);
    }
}

void schema_complete(struct arena *arena, struct node *root)
{
    complete(arena, root, branches_new(arena, schema_keys(root), REQUIRED));
}
