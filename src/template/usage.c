#include "template/usage.h"

#include <string.h>

#include "record/record.h"
#include "template/names.h"

struct usage *usage_new(struct arena *arena, const struct facts *facts)
{
    struct usage *usage = ARENA_NEW(arena, struct usage);
    *usage = (struct usage){
        .facts = facts, .used = ARENA_ARRAY(arena, bool, facts->count), .arena = arena};
    return usage;
}

/* Whether it is a fact of this document, or a copy of one; the others are those of records that
 * this one names. */
static bool is_own(const struct facts *facts, const struct fact *fact)
{
    const struct fact *same = fact->id < facts->count ? facts->all[fact->id] : NULL;
    return same == fact || (same && fact->origin && same->origin == fact->origin);
}

static void take(const struct usage *usage, const struct fact *fact)
{
    if (is_own(usage->facts, fact)) {
        if (usage->used[fact->id])
            return;
        usage->used[fact->id] = true;
    }
    for (uint32_t i = 0; i < fact->term_count; i++)
        take(usage, fact->terms[i]);
}

void usage_take(void *data, const struct fact *fact, struct pos tag)
{
    (void)tag;
    take(data, fact);
}

/* Whether a text that stands where there is no figure says that there is none: 0, 无此项支出. */
static bool is_denial(struct slice text)
{
    static const char *const words[] = {"无", "没有", "未", NULL};
    bool is = slice_starts(slice_trim(text), "0");
    for (const char *const *word = words; *word && !is; word++)
        is = memmem(text.p, text.n, *word, strlen(*word)) != NULL;
    return is;
}

void usage_deny(void *data, const struct fact *fact, struct slice text)
{
    struct usage *usage = data;
    if (fact->kind != FACT_FLAG && !is_denial(text))
        return;
    GROW(usage->arena, usage->denied, usage->denied_count, usage->denied_room, 16);
    usage->denied[usage->denied_count++] = fact;
}

static bool is_number(struct slice key)
{
    return key.n && key.p[0] >= '0' && key.p[0] <= '9';
}

/* The child of that key, or, of a number, the first that is one, too. */
static const struct fact *child_like(const struct facts *facts, const struct fact *parent,
                                     struct slice key)
{
    const struct fact *child = fact_child(facts, parent, key);
    if (child || !is_number(key))
        return child;
    for (child = parent->first; child && !is_number(child->key);)
        child = child->next;
    return child;
}

static bool is_used_below(const struct usage *usage, const struct fact *fact)
{
    bool used = usage->used[fact->id];
    for (const struct fact *child = fact->first; child && !used; child = child->next)
        used = is_used_below(usage, child);
    return used;
}

enum reads usage_reads(const struct usage *usage, struct slice name)
{
    const struct fact *fact = usage->facts->root;
    while (fact && name.p)
        fact = child_like(usage->facts, fact, slice_cut(&name, '.'));
    return !fact ? READS_UNKNOWN : is_used_below(usage, fact) ? READS_IT : READS_NOT;
}

/* ---- What is left out ---- */

/* What says how to make the document, or is there to be checked against; and the budget of 三公 as
 * it began, beside the one that it ended with. */
static bool is_for_us(struct slice path)
{
    static const char *const prefixes[] = {"单位.",
                                           "更正.",
                                           "科目名称.",
                                           "抵消.",
                                           "年初调整.",
                                           "说明.类的次序",
                                           "上年.年末结转和结余.",
                                           "三公.预算."};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (slice_starts(path, prefixes[i]))
            return true;
    return slice_is(path, "上年.记录");
}

static bool is_typed_leaf(const struct fact *fact)
{
    const struct node *node = fact->origin;
    bool paragraph = node && fact->parent && fact->parent->origin == node;
    bool names = slice_is(fact->key, "科目"); /* the code of a subject whose amount is meant */
    return node && !paragraph && !names && node->type >= LEAF_LINE && node->type != LEAF_CHOICE &&
           fact_is_true(fact);
}

static bool is_used(const struct usage *usage, const struct fact *fact)
{
    bool used = usage->used[fact->id];
    for (const struct fact *item = fact->first; item && !used; item = item->next)
        used = usage->used[item->id];
    return used;
}

/* The path with a star for each number in it, so that all items of a list share one name. */
static struct slice shared_name(struct arena *arena, struct slice path)
{
    char *name = arena_copy(arena, path.p, path.n), *end = name;
    for (struct slice rest = path; rest.p;) {
        struct slice key = slice_cut(&rest, '.');
        if (is_number(key))
            key = SLICE("*");
        end = mempcpy(end, key.p, key.n);
        *end++ = rest.p ? '.' : '\0';
    }
    return (struct slice){name, (size_t)(end - 1 - name)};
}

struct missed {
    struct arena *arena;
    struct names shared; /* with a star for each number */
    struct names names;  /* as told */
    struct pos pos;      /* of the first */
};

/* Calls visit with each typed leaf that is used, or with each that is missed. */
static void each_leaf(const struct usage *usage, bool used, struct missed *missed,
                      void (*visit)(struct missed *missed, const struct fact *fact,
                                    struct slice path))
{
    for (uint32_t id = 0; id < usage->facts->leaves; id++) {
        const struct fact *fact = usage->facts->all[id];
        if (!is_typed_leaf(fact) || is_used(usage, fact) != used)
            continue;
        struct slice path = fact_path(missed->arena, fact);
        if (!is_for_us(path))
            visit(missed, fact, path);
    }
}

/* Names that leaves share, of those left out. */
static void note_missed(struct missed *missed, const struct fact *fact, struct slice path)
{
    names_add(&missed->shared, shared_name(missed->arena, path));
    if (!missed->pos.source)
        missed->pos = fact->origin->pos;
}

static void note_used(struct missed *missed, const struct fact *fact, struct slice path)
{
    (void)fact;
    struct slice shared = shared_name(missed->arena, path);
    for (struct name *name = missed->shared.first; name; name = name->next)
        name->used |= slice_eq(name->text, shared);
}

/* Items of which some are used are told one by one. */
static void name_missed(struct missed *missed, const struct fact *fact, struct slice path)
{
    (void)fact;
    struct slice shared = shared_name(missed->arena, path);
    names_add(&missed->names, names_add(&missed->shared, shared)->used ? path : shared);
}

void usage_report(const struct usage *usage, struct diag *diag)
{
    struct missed missed = {
        .arena = diag->arena, .shared.arena = diag->arena, .names.arena = diag->arena};
    each_leaf(usage, false, &missed, note_missed);
    if (!missed.pos.source || is_reported(diag, MSG_TYPED_UNPRINTED, missed.pos))
        return;
    each_leaf(usage, true, &missed, note_used);
    each_leaf(usage, false, &missed, name_missed);
    diag_report(diag, MSG_TYPED_UNPRINTED, missed.pos, names_join(&missed.names, diag->language));
}
