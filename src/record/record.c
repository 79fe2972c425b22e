#include "record/record.h"

#include <errno.h>

#include "base/reading.h"
#include "record/provenance.h"
#include "record/reader.h"
#include "record/schema.h"
#include "record/withheld.h"

/* Whether the reader kept every key: then what is missing from the tree is missing from the
 * record. A key given twice loses nothing. */
static bool is_whole(const struct finding *finding)
{
    for (; finding; finding = finding->next)
        if (finding->message != MSG_KEY_TWICE)
            return false;
    return true;
}

static struct node *parse(struct arena *arena, struct diag *diag, const struct source *source,
                          const struct demand *demand)
{
    const struct finding *last = diag->last;
    bool json = slice_starts(text_trim(text_body(source)), "{");
    struct node *root = (json ? json_parse : ini_parse)(arena, diag, source);
    root->keys = demand && demand->keys ? demand->keys(demand->data, root) : NULL;
    schema_check(arena, diag, root, is_whole(last ? last->next : diag->first), demand);
    provenance_mark(arena, source, root);
    record_withhold(diag, root, root);
    return root;
}

static void complete(struct arena *arena, struct node *root)
{
    schema_complete(arena, root);
    withheld_mark(root, root);
}

struct node *record_parse_unfinished(struct arena *arena, struct diag *diag,
                                     const struct source *source, const struct demand *demand,
                                     bool *unfinished)
{
    unsigned before = diag->count[LEVEL_ERROR], gaps = diag->missing;
    if (!source_is_text(diag, source))
        return NULL;
    struct node *root = parse(arena, diag, source, demand);
    if (too_many(diag))
        diag_report(diag, MSG_TOO_MANY, (struct pos){0},
                    arena_printf(arena, "%d", READER_ERRORS_MAX));
    gaps = diag->missing - gaps;
    *unfinished = gaps > 0;
    if (diag->count[LEVEL_ERROR] - gaps > before)
        return NULL;
    complete(arena, root);
    return root;
}

struct node *record_parse_for(struct arena *arena, struct diag *diag, const struct source *source,
                              const struct demand *demand)
{
    bool unfinished = false;
    struct node *root = record_parse_unfinished(arena, diag, source, demand, &unfinished);
    return unfinished ? NULL : root;
}

struct node *record_parse(struct arena *arena, struct diag *diag, const struct source *source)
{
    return record_parse_for(arena, diag, source, NULL);
}

/* ---- What can be made of a record with errors ---- */

static bool contains(const struct node *node, struct pos pos)
{
    bool own = pos_is_same(node->key_pos, pos) || pos_is_same(node->pos, pos);
    return own || (node->pos.source == pos.source && pos.offset >= node->pos.offset &&
                   pos.offset < node->pos.offset + node->pos.length);
}

/* The leaf, or else the map, that the error is about; NULL when it is none of this tree. */
static struct node *node_at(struct node *node, struct pos pos)
{
    for (struct node *child = node->first; child; child = child->next) {
        struct node *below = node_at(child, pos);
        if (below)
            return below;
    }
    return node->parent && contains(node, pos) ? node : NULL;
}

/* Whether the leaf, or all that stands in the map, is words. */
static bool is_text(const struct node *node)
{
    const struct node *section = node;
    if (node->type == LEAF_LINE || node->type == LEAF_PROSE)
        return true;
    while (section->parent->parent)
        section = section->parent;
    return slice_is(section->key, "概况") || slice_is(section->key, "说明") ||
           slice_is(section->key, PROVENANCE_KEY);
}

static bool is_number(const struct node *node)
{
    return node->kind != NODE_MAP && (node->type == LEAF_MONEY || node->type == LEAF_SIGNED ||
                                      node->type == LEAF_COUNT || node->type == LEAF_SCORE);
}

/* Whether sums can be told of in spite of the error: it is about words alone, or about a number,
 * for which what is computed from it waits. */
static bool leaves_figures(struct node *root, const struct finding *finding)
{
    struct node *node = node_at(root, finding->pos);
    if (finding->missing)
        return true;
    if (node && (is_number(node) || node->type == LEAF_CHOICE))
        node->missing = true; /* no one else meets a word that is none of its choices */
    return node && (is_text(node) || is_number(node));
}

/* What the schema does not know is no part of the tree: it may have the name of a figure that is
 * computed, as a total that was typed. */
static void drop_unknown(struct arena *arena, struct node *root, const struct finding *finding)
{
    static const enum message unknown[] = {MSG_KEY_UNKNOWN, MSG_KEY_MISSPELT, MSG_KEY_UNDECLARED,
                                           MSG_KEY_DERIVED, MSG_KEY_LEVEL};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        struct node *node = finding->message == unknown[i] ? node_at(root, finding->pos) : NULL;
        if (node)
            node_drop(arena, node->parent, node);
    }
}

/* Whether the error leaves the rest of the tree as the schema has it. */
static bool leaves_shape(const struct finding *finding)
{
    enum message message = finding->message;
    return message >= MSG_KEY_UNKNOWN && message <= MSG_PRIVATE_USE &&
           message != MSG_WANTS_SECTION && message != MSG_WANTS_VALUE && message != MSG_ORDINAL;
}

struct node *record_salvage(struct arena *arena, const struct source *source,
                            const struct demand *demand, bool *figures)
{
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    if (!source_is_text(&diag, source))
        return NULL;
    struct node *root = parse(arena, &diag, source, demand);
    *figures = true;
    for (const struct finding *finding = diag.first; finding; finding = finding->next) {
        if (!leaves_shape(finding))
            return NULL;
        *figures = leaves_figures(root, finding) && *figures;
        drop_unknown(arena, root, finding);
    }
    complete(arena, root);
    return root;
}

struct node *record_read(struct arena *arena, struct diag *diag, const char *path)
{
    const struct source *source = source_read(arena, path, LIMIT_RECORD);
    if (source)
        return record_parse(arena, diag, source);
    source_report(diag, (struct pos){0}, path);
    return NULL;
}

struct node *record_read_named(struct arena *arena, struct diag *diag, struct pos pos,
                               const char *path, const struct demand *demand)
{
    const struct source *source = source_read_named(arena, pos, path, LIMIT_RECORD);
    if (source)
        return record_parse_for(arena, diag, source, demand);
    source_report(diag, pos, path);
    return NULL;
}

const struct node *record_withheld_as(struct arena *arena, const struct node *record,
                                      const struct node *by)
{
    if (!record_types_withheld(record, by))
        return record;
    struct node *copy = record_copy(arena, record);
    record_withhold(NULL, copy, by);
    complete(arena, copy);
    withheld_mark(copy, by);
    return copy;
}

void record_order(struct arena *arena, struct node *record)
{
    complete(arena, record);
}
