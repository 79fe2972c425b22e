#include "record/keys.h"

#include <string.h>

/* The table is read twice: for its classes, and for its rows. */
#define CLASS_CODES(name, lengths, english, chinese)
#define CLASS_WORDS(name, words)
#define CLASS_ORDINAL(name)
#define SECTION(path, presence, english, chinese, source)
#define KEY(path, type, presence, english, chinese, source)
#define MEASURED(path, type, unit, presence, english, chinese, source)
#define CHOICE(path, words, presence, english, chinese, source)
#undef CLASS_CODES
#undef CLASS_WORDS
#undef CLASS_ORDINAL
#define CLASS_CODES(name, lengths, english, chinese) {CODES, name, lengths, {english, chinese}},
#define CLASS_WORDS(name, words) {WORDS, name, words, {NULL, NULL}},
#define CLASS_ORDINAL(name) {ORDINAL, name, NULL, {"1, 2, 3 …", "1、2、3……"}},
const struct class schema_classes[] = {
#include "record/keys.def"
    {0}};
#undef CLASS_CODES
#undef CLASS_WORDS
#undef CLASS_ORDINAL
#define CLASS_CODES(name, lengths, english, chinese)
#define CLASS_WORDS(name, words)
#define CLASS_ORDINAL(name)

#undef SECTION
#undef KEY
#undef MEASURED
#undef CHOICE
#define SECTION(path, presence, english, chinese, source)                                          \
    {path, LEAF_NONE, presence, NULL, NULL, {english, chinese}, source},
#define KEY(path, type, presence, english, chinese, source)                                        \
    {path, LEAF_##type, presence, NULL, NULL, {english, chinese}, source},
#define MEASURED(path, type, unit, presence, english, chinese, source)                             \
    {path, LEAF_##type, presence, NULL, unit, {english, chinese}, source},
#define CHOICE(path, words, presence, english, chinese, source)                                    \
    {path, LEAF_CHOICE, presence, words, NULL, {english, chinese}, source},
const struct schema_row schema_rows[] = {
#include "record/keys.def"
    {0}};

const struct class *schema_class(struct slice segment)
{
    struct slice name = {segment.p + 1, segment.n - 2};
    for (const struct class *class = schema_classes; segment.n && *segment.p == '<' && class->name;
         class ++)
        if (slice_is(name, class->name))
            return class;
    return NULL;
}

static bool is_word(const char *words, struct slice key)
{
    for (struct slice rest = slice_of(words); rest.p;)
        if (slice_eq(slice_cut(&rest, '|'), key))
            return true;
    return false;
}

bool key_is_digits(struct slice key)
{
    for (size_t i = 0; i < key.n; i++)
        if (key.p[i] < '0' || key.p[i] > '9')
            return false;
    return key.n > 0;
}

bool class_holds(const struct class *class, struct slice key)
{
    switch (class->kind) {
    case CODES:
        return key.n < 10 && key_is_digits(key) && strchr(class->members, '0' + (int)key.n);
    case WORDS:
        return is_word(class->members, key);
    default:
        return key_is_digits(key);
    }
}

static bool fits(const struct class *class, struct slice segment, struct slice key)
{
    return class ? class_holds(class, key) : slice_eq(segment, key);
}

/* Whether the path governs the node. */
static bool governs(struct slice path, const struct node *node)
{
    if (!node->parent)
        return !path.n;
    const char *dot = memrchr(path.p, '.', path.n);
    struct slice last = {dot ? dot + 1 : path.p, 0};
    last.n = (size_t)(path.p + path.n - last.p);
    struct slice above = {path.p, dot ? (size_t)(dot - path.p) : 0};
    return path.n && fits(schema_class(last), last, node->key) && governs(above, node->parent);
}

const struct schema_row *schema_keys(const struct node *root)
{
    return root->keys ? root->keys : schema_rows;
}

const struct schema_row *schema_row_of(const struct node *leaf)
{
    const struct node *root = leaf;
    while (root->parent)
        root = root->parent;
    const struct schema_row *row = schema_keys(root);
    while (row->path && !governs(slice_of(row->path), leaf))
        row++;
    return row;
}
