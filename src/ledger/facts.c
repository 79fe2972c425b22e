#include "ledger/facts.h"

#include "base/mix.h"
#include "base/nearest.h"

#include <assert.h>
#include <string.h>

enum { FIRST_ROOM = 1024 };

struct facts *facts_new(struct arena *arena)
{
    struct facts *facts = ARENA_NEW(arena, struct facts);
    struct fact *root = ARENA_NEW(arena, struct fact);
    root->kind = FACT_GROUP;
    root->key = SLICE("");
    *facts = (struct facts){.arena = arena,
                            .root = root,
                            .all = ARENA_ARRAY(arena, struct fact *, FIRST_ROOM),
                            .count = 1,
                            .room = FIRST_ROOM,
                            .index = ARENA_ARRAY(arena, struct fact_place, 2 * FIRST_ROOM),
                            .index_room = 2 * FIRST_ROOM};
    facts->all[0] = root;
    return facts;
}

/* Where the fact stands in the index, or the free place where it would stand; and its hash. */
static struct fact_place *place_of(const struct facts *facts, const struct fact *parent,
                                   struct slice key, uint32_t *hash)
{
    uint32_t mask = facts->index_room - 1, wanted = *hash = (uint32_t)mix(key, parent->id);
    for (uint32_t i = wanted & mask;; i = (i + 1) & mask) {
        struct fact_place *place = &facts->index[i];
        if (!place->id)
            return place;
        const struct fact *fact = facts->all[place->id];
        if (place->hash == wanted && fact->parent == parent && slice_eq(fact->key, key))
            return place;
    }
}

/* The old arrays stay in the arena: where the room is doubled, together no larger than the new. The
 * index is kept small, a quarter of it free: it is looked into all over. */
void facts_reserve(struct facts *facts, uint32_t count)
{
    if (count <= facts->room)
        return;
    uint32_t room = count > 2 * facts->room ? count : 2 * facts->room;
    struct fact **all = ARENA_ARRAY(facts->arena, struct fact *, room);
    memcpy(all, facts->all, facts->count * sizeof *all);
    facts->all = all;
    facts->room = room;
    while (facts->index_room / 4 * 3 < room)
        facts->index_room *= 2;
    facts->index = ARENA_ARRAY(facts->arena, struct fact_place, facts->index_room);
    for (uint32_t i = 1; i < facts->count; i++) {
        uint32_t hash;
        struct fact_place *place = place_of(facts, all[i]->parent, all[i]->key, &hash);
        *place = (struct fact_place){hash, i};
    }
}

struct fact *fact_add(struct facts *facts, struct fact *parent, struct slice key,
                      enum fact_kind kind)
{
    return fact_add_named(facts, parent, slice_copy(facts->arena, key), kind);
}

struct fact *fact_add_named(struct facts *facts, struct fact *parent, struct slice key,
                            enum fact_kind kind)
{
    facts_reserve(facts, facts->count + 1);
    uint32_t hash;
    struct fact_place *place = place_of(facts, parent, key, &hash);
    assert(!place->id && "a fact is added once");
    *place = (struct fact_place){hash, facts->count};
    struct fact *fact = ARENA_NEW(facts->arena, struct fact);
    fact->kind = kind;
    fact->id = facts->count;
    fact->key = key;
    fact->parent = parent;
    facts->all[facts->count++] = fact;
    if (parent->last)
        parent->last->next = fact;
    else
        parent->first = fact;
    parent->last = fact;
    parent->child_count++;
    return fact;
}

void facts_add_unit(struct facts *facts)
{
    fact_add(facts, facts->root, SLICE("金额单位词"), FACT_UNIT);
}

static struct fact *revise(struct facts *facts, const struct fact *fact, struct fact *parent)
{
    struct fact *copy = ARENA_NEW(facts->arena, struct fact);
    *copy = *fact;
    facts->all[copy->id] = copy;
    copy->parent = parent;
    copy->first = copy->last = copy->next = NULL;
    for (const struct fact *child = fact->first; child; child = child->next) {
        struct fact *below = revise(facts, child, copy);
        *(copy->last ? &copy->last->next : &copy->first) = below;
        copy->last = below;
    }
    return copy;
}

struct facts *facts_revised(struct arena *arena, const struct facts *facts, struct slice group)
{
    struct facts *revised = ARENA_NEW(arena, struct facts);
    *revised = *facts;
    revised->arena = arena;
    revised->all = ARENA_ARRAY(arena, struct fact *, facts->room);
    memcpy(revised->all, facts->all, facts->count * sizeof *facts->all);
    revised->index = ARENA_ARRAY(arena, struct fact_place, facts->index_room);
    memcpy(revised->index, facts->index, facts->index_room * sizeof *facts->index);
    const struct fact *old = fact_child(facts, facts->root, group);
    revise(revised, old, facts->root);
    return revised;
}

struct fact *fact_child(const struct facts *facts, const struct fact *parent, struct slice key)
{
    if (!parent->first)
        return NULL;
    uint32_t hash, id = place_of(facts, parent, key, &hash)->id;
    return id ? facts->all[id] : NULL;
}

struct fact *fact_find(const struct facts *facts, const struct fact *from, struct slice path)
{
    struct fact *fact = NULL;
    while (from && path.p) {
        fact = fact_child(facts, from, slice_cut(&path, '.'));
        from = fact;
    }
    return fact;
}

const char *fact_absence(const struct fact *fact)
{
    return fact->waits & WAITS_WITHHELD  ? "涉密"
           : fact->waits & WAITS_MISSING ? "待填"
           : fact->waits & WAITS_NEW     ? "无上年数"
           : fact->waits & WAITS_APART   ? "不可比"
                                         : "无";
}

bool fact_is_true(const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_NONE:
        return false;
    case FACT_FLAG:
        return fact->flag;
    case FACT_TEXT:
        return fact->text.n > 0;
    case FACT_MONEY:
    case FACT_COUNT:
    case FACT_SCORE:
        return fact->number != 0;
    case FACT_PRICE:
    case FACT_MEAN:
    case FACT_RATE:
        return fact->rate.num != 0;
    case FACT_UNIT:
    case FACT_GROUP:
        return true;
    case FACT_LIST:
        return fact->child_count > 0;
    }
    return false;
}

void fact_put_path(struct buf *out, const struct fact *fact)
{
    if (fact->parent && fact->parent->parent) {
        fact_put_path(out, fact->parent);
        buf_putc(out, '.');
    }
    buf_put_slice(out, fact->key);
}

struct slice fact_path(struct arena *arena, const struct fact *fact)
{
    if (!fact->parent)
        return slice_copy(arena, fact->key);
    size_t size = 0;
    for (const struct fact *f = fact; f->parent; f = f->parent)
        size += f->key.n + 1;
    char *path = arena_alloc(arena, size);
    size_t at = size - 1;
    for (const struct fact *f = fact; f->parent; f = f->parent) {
        at -= f->key.n;
        memcpy(path + at, f->key.p, f->key.n);
        if (at)
            path[--at] = '.';
    }
    return (struct slice){path, size - 1};
}

void fact_number_items(struct facts *facts, struct fact *list)
{
    int64_t number = 1;
    for (struct fact *item = list->first; item; item = item->next, number++) {
        fact_add_named(facts, item, SLICE("序号"), FACT_COUNT)->number = number;
        fact_add_named(facts, item, SLICE("首项"), FACT_FLAG)->flag = item == list->first;
        fact_add_named(facts, item, SLICE("末项"), FACT_FLAG)->flag = item == list->last;
    }
}

void fact_report_unknown(const struct facts *facts, struct diag *diag, struct pos pos,
                         struct slice path)
{
    const struct fact *parent = facts->root, *child;
    const char *name = slice_copy(facts->arena, path).p;
    struct slice rest = path, key = slice_cut(&rest, '.');
    while ((child = fact_child(facts, parent, key)) && rest.p) {
        parent = child;
        key = slice_cut(&rest, '.');
    }
    struct nearest nearest = {.wanted = key};
    for (child = parent->first; child; child = child->next)
        nearest_offer(&nearest, child->key);
    if (nearest.best.n)
        diag_report(
            diag, MSG_FACT_NEAR, pos, name,
            arena_printf(facts->arena, "%.*s%s", (int)(key.p - path.p), path.p, nearest.best.p));
    else
        diag_report(diag, MSG_FACT_UNKNOWN, pos, name);
}
