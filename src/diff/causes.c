/*
 * Which leaves a derived fact changed for: its terms are followed down on both sides, into the
 * records of last year and of units, too. What those type is told if something follows from it.
 * A word or flag that has no terms changed for what its neighbours changed for.
 */
#include "diff/blocks.h"

#include <string.h>

/* The facts of one record of one side. */
struct world {
    struct world *next;
    const struct facts *facts;
    struct fact_change **typed; /* by fact id: its change, if it is a leaf */
    uint32_t *seen;             /* by fact id: the last search that came here */
};

struct search {
    struct diff *diff;
    struct world *worlds;
    uint32_t number; /* of this search, from 1 */
    struct fact_change **found;
    uint32_t count, room;
};

static struct world *add_world(struct search *search, const struct facts *facts)
{
    struct arena *arena = search->diff->arena;
    struct world *world = ARENA_NEW(arena, struct world);
    *world = (struct world){search->worlds, facts,
                            ARENA_ARRAY(arena, struct fact_change *, facts->count),
                            ARENA_ARRAY(arena, uint32_t, facts->count)};
    search->worlds = world;
    return world;
}

static struct world *world_of(const struct search *search, const struct fact *fact)
{
    struct world *world = search->worlds;
    while (world && (fact->id >= world->facts->count || world->facts->all[fact->id] != fact))
        world = world->next;
    return world;
}

/* ---- Leaves of the records compared ---- */

static void take_typed(struct search *search)
{
    struct world *old = add_world(search, search->diff->old->facts);
    struct world *new = add_world(search, search->diff->new->facts);
    for (struct fact_change *change = search->diff->facts; change; change = change->next) {
        if (change->typed && change->old)
            old->typed[change->old->id] = change;
        if (change->typed && change->new)
            new->typed[change->new->id] = change;
    }
}

/* ---- Leaves of the records that these name ---- */

static const struct fact *find(const struct facts *facts, const char *path)
{
    return fact_find(facts, facts->root, slice_of(path));
}

static bool is_of_same(const struct facts *a, const struct facts *b)
{
    return find(a, "单位.年度")->number == find(b, "单位.年度")->number &&
           slice_eq(find(a, "单位.名称")->text, find(b, "单位.名称")->text);
}

/* The other side's record of the same agency and year, or else of the same role, or NULL. */
static const struct facts *counterpart(const struct other *others, const struct other *wanted)
{
    const struct facts *same_role = NULL;
    for (; others; others = others->next) {
        if (is_of_same(others->facts, wanted->facts))
            return others->facts;
        if (strcmp(others->role, wanted->role) == 0)
            same_role = others->facts;
    }
    return same_role;
}

/* Notes a leaf of one record that its counterpart types otherwise or, was being NULL, not at all.
 */
static void note_leaf(struct search *search, const char *role, const struct fact *fact,
                      const struct fact *was, bool gone)
{
    struct arena *arena = search->diff->arena;
    struct slice none = {NULL, 0}, value = fact_value(arena, fact);
    struct slice other = was ? fact_value(arena, was) : none;
    if (was && slice_eq(value, other))
        return;
    struct fact_change *change = ARENA_NEW(arena, struct fact_change);
    const char *name = arena_printf(arena, "%s:%s", role, fact_path(arena, fact).p);
    *change = (struct fact_change){.name = slice_of(name),
                                   .old = gone ? fact : was,
                                   .new = gone ? NULL : fact,
                                   .before = gone ? value : other,
                                   .after = gone ? none : value,
                                   .typed = true};
    world_of(search, fact)->typed[fact->id] = change;
    if (was)
        world_of(search, was)->typed[was->id] = change;
}

static void note_leaves(struct search *search, const struct other *other,
                        const struct facts *against, bool gone)
{
    for (uint32_t id = 0; id < other->facts->count; id++) {
        const struct fact *fact = other->facts->all[id];
        if (!fact->origin || fact->kind == FACT_GROUP || fact->kind == FACT_LIST)
            continue;
        struct slice path = fact_path(search->diff->arena, fact);
        const struct fact *was = against ? fact_find(against, against->root, path) : NULL;
        if (!gone || !was)
            note_leaf(search, other->role, fact, was, gone);
    }
}

static void take_others(struct search *search)
{
    const struct other *olds = search->diff->old->others, *news = search->diff->new->others;
    for (const struct other *other = olds; other; other = other->next)
        add_world(search, other->facts);
    for (const struct other *other = news; other; other = other->next)
        add_world(search, other->facts);
    for (const struct other *other = news; other; other = other->next)
        note_leaves(search, other, counterpart(olds, other), false);
    for (const struct other *other = olds; other; other = other->next)
        note_leaves(search, other, counterpart(news, other), true);
}

/* ---- Searching ---- */

static void add_cause(struct search *search, struct fact_change *change)
{
    if (change->search == search->number)
        return;
    change->search = search->number;
    GROW(search->diff->arena, search->found, search->count, search->room, 64);
    search->found[search->count++] = change;
}

static void follow(struct search *search, const struct fact *fact)
{
    struct world *world = fact ? world_of(search, fact) : NULL;
    if (!world || world->seen[fact->id] == search->number)
        return;
    world->seen[fact->id] = search->number;
    if (world->typed[fact->id])
        add_cause(search, world->typed[fact->id]);
    for (uint32_t i = 0; i < fact->term_count; i++)
        follow(search, fact->terms[i]);
}

/* Gives the change what was found, and makes ready for the next. */
static void finish(struct search *search, struct fact_change *change)
{
    change->causes = ARENA_ARRAY(search->diff->arena, struct fact_change *, search->count + 1);
    if (search->count)
        memcpy(change->causes, search->found, search->count * sizeof *search->found);
    change->cause_count = search->count;
    search->count = 0;
    search->number++;
}

/* What the members of the group at the path changed for. */
static void ask_members(struct search *search, struct slice path)
{
    for (struct fact_change *change = search->diff->facts; change; change = change->next) {
        if (!slice_starts(change->name, path.p) || change->name.p[path.n] != '.')
            continue;
        if (change->typed)
            add_cause(search, change);
        for (uint32_t i = 0; i < change->cause_count && !change->by_neighbours; i++)
            add_cause(search, change->causes[i]);
    }
}

static void ask_neighbours(struct search *search, struct fact_change *change)
{
    const struct fact *group = (change->new ? change->new : change->old)->parent;
    for (; group && group->parent && !search->count; group = group->parent)
        ask_members(search, fact_path(search->diff->arena, group));
    change->by_neighbours = true;
    finish(search, change);
}

/* Tells of the leaves of other records that something follows from. */
static void tell_others(struct search *search)
{
    for (struct fact_change *change = search->diff->facts; change; change = change->next)
        for (uint32_t i = 0; i < change->cause_count; i++) {
            struct fact_change *leaf = change->causes[i];
            if (world_of(search, leaf->new ? leaf->new : leaf->old)->facts ==
                    (leaf->new ? search->diff->new : search->diff->old)->facts ||
                leaf->search == search->number)
                continue;
            leaf->search = search->number;
            diff_add_fact(search->diff, leaf);
        }
}

void diff_causes(struct diff *diff)
{
    struct search search = {.diff = diff, .number = 1};
    take_typed(&search);
    take_others(&search);
    for (struct fact_change *change = diff->facts; change; change = change->next)
        if (!change->typed) {
            follow(&search, change->old);
            follow(&search, change->new);
            finish(&search, change);
        }
    for (struct fact_change *change = diff->facts; change; change = change->next)
        if (!change->typed && !change->cause_count)
            ask_neighbours(&search, change);
    tell_others(&search);
}
