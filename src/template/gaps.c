/*
 * A part is read as a line of tags and text. Every element notes the block that it begins in; when
 * the part is read, an element whose block begins another, too, has none of its own.
 */
#include "template/gaps.h"

#include <string.h>

#include "template/tags.h"

/* An element that wants a block. */
struct wanting {
    struct gap gap;
    const struct tag *block; /* the innermost around its beginning, or NULL */
    bool cell;               /* td or th: a block of its row will do, if may_share */
    bool may_share;
    unsigned row; /* of the part */
    struct wanting *next;
};

struct gapping {
    struct arena *arena;
    const struct source *source;
    struct wanting *first, *last;
    const struct tag *text; /* whose text is read */
    bool in_cell, in_head, has_head;
    unsigned rows, count;
    void (*visit)(void *data, const struct gap *gap);
    void *data;
};

static const struct tag *block_around(const struct tag *tag)
{
    while (tag && tag->kind != TAG_BLOCK)
        tag = tag->parent;
    return tag;
}

static void want(struct gapping *gapping, const char *element, const char *at, bool cell)
{
    struct wanting *wanting = ARENA_NEW(gapping->arena, struct wanting);
    struct slice tag = {at, strlen(element) + 1};
    *wanting = (struct wanting){.gap = {source_pos(gapping->source, tag), element},
                                .block = block_around(gapping->text),
                                .cell = cell,
                                .may_share = cell && (gapping->in_head || !gapping->has_head),
                                .row = gapping->rows};
    *(gapping->last ? &gapping->last->next : &gapping->first) = wanting;
    gapping->last = wanting;
}

/* Whether the markup at p is the tag, and not a longer one. */
static bool is_tag(const char *p, const char *end, const char *name)
{
    size_t n = strlen(name);
    return (size_t)(end - p) > n && memcmp(p, name, n) == 0 && strchr(" />\n", p[n]);
}

static void read_tag(struct gapping *gapping, const char *p, const char *end)
{
    static const char *const elements[] = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th"};
    bool closing = p[1] == '/';
    const char *name = p + 1 + closing;
    if (is_tag(name, end, "table") && !closing)
        gapping->has_head = false;
    else if (is_tag(name, end, "thead"))
        gapping->has_head = true, gapping->in_head = !closing;
    else if (is_tag(name, end, "tr") && !closing)
        gapping->rows++;
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        bool cell = *elements[i] == 't';
        if (!is_tag(name, end, elements[i]))
            continue;
        if (!closing && (cell || !gapping->in_cell))
            want(gapping, elements[i], p, cell);
        const char *close = memchr(p, '>', (size_t)(end - p));
        if (cell)
            gapping->in_cell = !closing && !(close && close[-1] == '/');
    }
}

static void read_tags(struct gapping *gapping, const struct tag *tag)
{
    for (const struct tag *child = tag->first; child; child = child->next) {
        gapping->text = tag;
        if (child->kind != TAG_TEXT)
            read_tags(gapping, child);
        const char *p = child->raw.p, *end = p + child->raw.n;
        while (child->kind == TAG_TEXT && (p = memchr(p, '<', (size_t)(end - p)))) {
            read_tag(gapping, p, end);
            p++;
        }
    }
}

static bool begins_another(const struct gapping *gapping, const struct wanting *wanting)
{
    for (const struct wanting *other = gapping->first; other; other = other->next)
        if (other != wanting && other->block == wanting->block &&
            !(wanting->may_share && other->may_share && wanting->row == other->row))
            return true;
    return false;
}

static void tell(struct gapping *gapping, const struct gap *gap)
{
    gapping->count++;
    gapping->visit(gapping->data, gap);
}

/* ---- Sentences ---- */

static const char stop[] = "。";

static unsigned stops_in(struct slice text)
{
    unsigned count = 0;
    for (const char *p = text.p; (p = memmem(p, (size_t)(text.p + text.n - p), stop, 3)); p += 3)
        count++;
    return count;
}

/* How many sentences the tag's text has, without those in blocks within; of what is shown or else
 * not, the longer one. */
static unsigned sentences_of(const struct tag *tag)
{
    unsigned count = 0, before = 0;
    const struct tag *last = NULL;
    for (const struct tag *child = tag->first; child; child = child->next) {
        if (child->kind == TAG_TEXT) {
            count += stops_in(child->raw);
            continue;
        }
        bool section = child->kind == TAG_SECTION || child->kind == TAG_INVERTED;
        unsigned own = section ? sentences_of(child) : 0;
        bool other = last && last->kind != child->kind && slice_eq(last->raw, child->raw);
        count += !other ? own : own > before ? own - before : 0;
        before = own;
        last = section ? child : last;
    }
    return count;
}

static bool has_inner_sentences(const struct tag *tag)
{
    for (const struct tag *child = tag->first; child; child = child->next)
        if ((child->kind == TAG_BLOCK && sentences_of(child)) ||
            (child->kind != TAG_TEXT && has_inner_sentences(child)))
            return true;
    return false;
}

static void check_sentences(struct gapping *gapping, const struct tag *tag)
{
    for (const struct tag *child = tag->first; child; child = child->next) {
        if (child->kind == TAG_TEXT)
            continue;
        unsigned count = child->kind == TAG_BLOCK ? sentences_of(child) : 0;
        if (count > 1 || (count && has_inner_sentences(child)))
            tell(gapping, &(struct gap){child->pos, stop});
        check_sentences(gapping, child);
    }
}

unsigned package_gaps(const struct template *template, struct package *package,
                      void (*visit)(void *data, const struct gap *gap), void *data)
{
    struct slice *names;
    size_t parts = package_list(template->arena, package, &names);
    struct diag quiet;
    unsigned count = 0;
    diag_init(&quiet, template->arena, LANGUAGE_ENGLISH);
    for (size_t i = 0; i < parts; i++) {
        const struct mustache *part =
            package_part(template->arena, &quiet, package, names[i], (struct pos){0});
        struct gapping gapping = {.arena = template->arena, .visit = visit, .data = data};
        if (!part)
            continue;
        gapping.source = part->source;
        read_tags(&gapping, part->root);
        for (const struct wanting *wanting = gapping.first; wanting; wanting = wanting->next)
            if (!wanting->block || begins_another(&gapping, wanting))
                tell(&gapping, &wanting->gap);
        check_sentences(&gapping, part->root);
        count += gapping.count;
    }
    return count;
}
