/* Number trees and name trees, read once and flat: nodes may hold each other, or fan out. */
#include <stdlib.h>

#include "archive/verify.h"

enum { TREE_DEEP = 16 };

/* A tree on its way to being flat. */
struct walk {
    struct verify *verify;
    struct tree *tree;
    const char *kind;
    struct ids seen;
};

static void add_pair(struct walk *walk, qpdf_oh key, qpdf_oh value)
{
    const struct file *file = &walk->verify->file;
    struct tree *tree = walk->tree;
    GROW(file->arena, tree->entries, tree->count, tree->room, 64);
    tree->entries[tree->count++] =
        (struct tree_entry){file_int(file, key, -1), file_text(file, key), value};
}

static void walk_node(struct walk *walk, qpdf_oh node, int depth)
{
    const struct file *file = &walk->verify->file;
    int object = qpdf_oh_get_object_id(file->qpdf, node);
    if (depth > TREE_DEEP || (object && !ids_add(&walk->seen, object, 0))) {
        verify_report(walk->verify, RULE_TREE, (struct where){-1, object}, "%s", walk->kind);
        return;
    }
    qpdf_oh pairs = file_get(file, node, walk->kind), kids = file_get(file, node, "/Kids");
    int count = file_count(file, pairs);
    for (int i = 0; i + 1 < count && verify_step(walk->verify, 2); i += 2) {
        qpdf_oh key = file_item(file, pairs, i);
        add_pair(walk, key, file_item(file, pairs, i + 1));
        qpdf_oh_release(file->qpdf, key);
    }
    count = file_count(file, kids);
    for (int i = 0; i < count && verify_step(walk->verify, 1); i++)
        walk_node(walk, file_item(file, kids, i), depth + 1);
}

static int by_key(const void *a, const void *b)
{
    const struct tree_entry *left = a, *right = b;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return slice_compare(left->name, right->name);
}

void verify_tree(struct verify *verify, qpdf_oh root, const char *kind, struct tree *tree)
{
    struct walk walk = {verify, tree, kind, {.arena = verify->file.arena}};
    walk_node(&walk, root, 0);
    bool ordered = !verify->beyond[LIMIT_PDF_STEPS];
    for (uint32_t i = 1; i < tree->count; i++)
        ordered &= by_key(&tree->entries[i - 1], &tree->entries[i]) < 0;
    if (ordered)
        return;
    if (!verify->beyond[LIMIT_PDF_STEPS])
        verify_report(verify, RULE_TREE, (struct where){-1, 0}, "%s", kind);
    qsort(tree->entries, tree->count, sizeof *tree->entries, by_key);
}

static qpdf_oh find(const struct verify *verify, const struct tree *tree,
                    const struct tree_entry *wanted)
{
    const struct tree_entry *found =
        tree->count ? bsearch(wanted, tree->entries, tree->count, sizeof *wanted, by_key) : NULL;
    return found ? found->value : qpdf_oh_new_null(verify->file.qpdf);
}

qpdf_oh tree_number(const struct verify *verify, const struct tree *tree, int key)
{
    const struct tree_entry wanted = {.key = key, .name = SLICE("")};
    return find(verify, tree, &wanted);
}

qpdf_oh tree_name(const struct verify *verify, const struct tree *tree, struct slice name)
{
    const struct tree_entry wanted = {.key = -1, .name = name};
    return find(verify, tree, &wanted);
}
