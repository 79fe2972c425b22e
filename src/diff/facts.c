/*
 * The facts of both sides, compared by name and value; items of a numbered list (projects, uses,
 * paragraphs) by what they are called, so that one put between others shows as one that came.
 */
#include "diff/blocks.h"
#include "ledger/ledger.h"

#include <assert.h>

static void compare(struct diff *diff, const struct fact *old, const struct fact *new);

static bool has_members(const struct fact *fact)
{
    return fact && (fact->kind == FACT_GROUP || fact->kind == FACT_LIST);
}

/* Where an item stands in its list, or where figures of last year and of units were read, is no
 * fact of the accounts, and 更正 speaks of the edition. */
static bool is_apart(const struct fact *fact)
{
    static const char *const places[] = {"序号", "首项", "末项"};
    const struct fact *group = fact->parent, *around = group ? group->parent : NULL;
    if (!around)
        return slice_is(fact->key, "更正");
    if (slice_is(fact->key, "记录") && slice_is(group->key, "上年"))
        return true;
    if (slice_is(fact->key, "下属记录") && slice_is(group->key, "单位"))
        return true;
    for (size_t i = 0; around->kind == FACT_LIST && i < sizeof places / sizeof *places; i++)
        if (slice_is(fact->key, places[i]))
            return true;
    return false;
}

/* ---- One fact ---- */

/* Whether what differs is the figure stated instead (列报), not the one computed. */
static bool only_stated(struct diff *diff, const struct fact *old, const struct fact *new)
{
    if (!old || !new || (!old->stated && !new->stated))
        return false;
    struct fact before = *old, after = *new;
    before.stated = after.stated = NULL;
    return slice_eq(fact_value(diff->arena, &before), fact_value(diff->arena, &after));
}

/* Whether a line typed is what differs. A sum over units may rest on a line typed besides. */
static bool is_typed(struct diff *diff, const struct fact *old, const struct fact *new)
{
    const struct node *was = old ? old->origin : NULL, *is = new ? new->origin : NULL;
    if (!was && !is)
        return only_stated(diff, old, new);
    bool summed = (old && old->formula) || (new &&new->formula);
    return !summed || !was || !is || !slice_eq(was->text, is->text);
}

static void compare_values(struct diff *diff, const struct fact *old, const struct fact *new)
{
    struct fact_change change = {.old = old, .new = new};
    if (old)
        change.before = fact_value(diff->arena, old);
    if (new)
        change.after = fact_value(diff->arena, new);
    if (slice_eq(change.before, change.after) && old && new)
        return;
    change.name = fact_path(diff->arena, new ? new : old);
    change.typed = is_typed(diff, old, new);
    struct fact_change *kept = ARENA_NEW(diff->arena, struct fact_change);
    *kept = change;
    diff_add_fact(diff, kept);
}

/* A fact, or all in it, that only one side has; zeros and blanks that nobody typed are not worth
 * telling. */
static void tell_single(struct diff *diff, const struct fact *old, const struct fact *new)
{
    const struct fact *fact = old ? old : new;
    if (is_apart(fact) || (!fact->origin && !fact_is_true(fact)))
        return;
    if (!has_members(fact))
        compare_values(diff, old, new);
    for (const struct fact *child = has_members(fact) ? fact->first : NULL; child;
         child = child->next)
        tell_single(diff, old ? child : NULL, new ? child : NULL);
}

/* ---- Numbered lists ---- */

struct items {
    const struct fact **at;
    uint64_t *whole, *name;
    uint32_t count;
};

struct two {
    struct items old, new;
};

static bool same_whole(const void *data, uint32_t old, uint32_t new)
{
    const struct two *two = data;
    return two->old.whole[old] == two->new.whole[new];
}

static bool same_name(const void *data, uint32_t old, uint32_t new)
{
    const struct two *two = data;
    return two->old.name[old] == two->new.name[new];
}

static bool any(const void *data, uint32_t old, uint32_t new)
{
    (void)data, (void)old, (void)new;
    return true;
}

static uint64_t hash_fact(struct arena *arena, uint64_t hash, const struct fact *fact)
{
    if (is_apart(fact))
        return hash;
    if (!has_members(fact))
        return hash_text(hash, fact_value(arena, fact));
    for (const struct fact *child = fact->first; child; child = child->next)
        hash = hash_fact(arena, hash_text(hash, child->key), child);
    return hash;
}

static struct items items_of(struct arena *arena, const struct facts *facts,
                             const struct fact *list)
{
    uint32_t count = list->child_count;
    struct items items = {ARENA_ARRAY(arena, const struct fact *, count),
                          ARENA_ARRAY(arena, uint64_t, count), ARENA_ARRAY(arena, uint64_t, count),
                          0};
    for (const struct fact *item = list->first; item; item = item->next) {
        const struct fact *name = fact_child(facts, item, SLICE("名称"));
        items.at[items.count] = item;
        items.whole[items.count] = hash_fact(arena, 0, item);
        items.name[items.count++] = hash_fact(arena, 0, name ? name : item);
    }
    return items;
}

static bool is_numbered(const struct fact *list)
{
    return list->kind == FACT_LIST && list->first && slice_is(list->first->key, "1");
}

static void compare_items(struct diff *diff, const struct fact *old, const struct fact *new)
{
    static const align_same passes[] = {same_whole, same_name, any};
    struct two two = {items_of(diff->arena, diff->old->facts, old),
                      items_of(diff->arena, diff->new->facts, new)};
    struct alignment alignment = align(diff->arena, two.old.count, two.new.count, passes, 3, &two);
    uint32_t old_at = 0, new_at = 0;
    for (struct align_step step; align_next(&alignment, &old_at, &new_at, &step);)
        compare(diff, step.old == ALIGN_NONE ? NULL : two.old.at[step.old],
                step.new == ALIGN_NONE ? NULL : two.new.at[step.new]);
}

/* ---- The trees ---- */

static bool has_units(const struct side *side)
{
    const struct facts *facts = side->facts;
    return fact_is_true(fact_find(facts, facts->root, SLICE("单位.下属记录")));
}

/* Whether only one of the two tells what the other has settled: a record that stands alone has the
 * sums over its units in place, less what cancels, and the name of the package chosen for it. */
static bool is_settled(const struct diff *diff, const struct fact *fact)
{
    if (slice_is(fact->key, "抵消"))
        return has_units(diff->old) != has_units(diff->new);
    return slice_is(fact->key, "模板") && slice_eq(diff->old->package, diff->new->package);
}

static void compare_members(struct diff *diff, const struct fact *old, const struct fact *new)
{
    for (const struct fact *child = new->first; child; child = child->next)
        if (!is_settled(diff, child))
            compare(diff, fact_child(diff->old->facts, old, child->key), child);
    for (const struct fact *child = old->first; child; child = child->next)
        if (!fact_child(diff->new->facts, new, child->key))
            compare(diff, child, NULL);
}

static void compare(struct diff *diff, const struct fact *old, const struct fact *new)
{
    assert(old || new);
    if (is_apart(new ? new : old))
        return;
    if (!old || !new)
        tell_single(diff, old, new);
    else if (is_numbered(old) && is_numbered(new))
        compare_items(diff, old, new);
    else if (has_members(old) && has_members(new))
        compare_members(diff, old, new);
    else if (has_members(old) || has_members(new))
        tell_single(diff, old, NULL), tell_single(diff, NULL, new);
    else
        compare_values(diff, old, new);
}

void diff_facts(struct diff *diff)
{
    compare_members(diff, diff->old->facts->root, diff->new->facts->root);
}
