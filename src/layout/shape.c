#include "layout/shape.h"

#include "base/limits.h"
#include "base/mix.h"
#include "layout/shape_int.h"

struct shaper *shaper_new(struct arena *arena, struct diag *diag, struct fonts *fonts,
                          const struct words *words)
{
    struct shaper *shaper = ARENA_NEW(arena, struct shaper);
    *shaper = (struct shaper){
        .arena = arena, .diag = diag, .fonts = fonts, .words = words, .buffer = hb_buffer_create()};
    return shaper;
}

void shaper_refer(struct shaper *shaper, page_reference refer, const void *context)
{
    shaper->refer = refer;
    shaper->context = context;
}

struct slice shaper_reference(const struct shaper *shaper, const struct doc_node *link)
{
    if (!shaper->refer || !link->shows_page || !link->link.n)
        return (struct slice){"", 0};
    return shaper->refer(shaper->context, shaper->arena, link);
}

const struct words *shaper_words(const struct shaper *shaper)
{
    return shaper->words;
}

void shaper_free(struct shaper *shaper)
{
    scripts_free(shaper->scripts);
    hb_buffer_destroy(shaper->buffer);
}

struct arena *shaper_arena(const struct shaper *shaper)
{
    return shaper->arena;
}

static void note_part(struct shaper *shaper, struct part part)
{
    GROW(shaper->arena, shaper->parts, shaper->part_count, shaper->part_room, 16);
    shaper->parts[shaper->part_count++] = part;
}

void shape_begin(struct shaper *shaper)
{
    shaper->count = shaper->part_count = 0;
    shaper->holds = 0;
    shaper->foreign = false;
    shaper->flow = TEXT_PLAIN;
}

/* Whether the text may come on top of so many characters; they are counted only where there could
 * be too many. */
static bool fits(uint64_t before, struct slice text, enum limit limit)
{
    uint64_t count = before;
    if (before + text.n <= limit_of(limit))
        return true;
    for (size_t i = 0; i < text.n; i++)
        count += (text.p[i] & 0xC0) != 0x80;
    return count <= limit_of(limit);
}

/* What a text is called by: how it begins. */
static const char *beginning(struct shaper *shaper, struct slice text)
{
    size_t end = 0;
    for (int i = 0; i < 12 && end < text.n; i++)
        utf8_next(text, &end);
    return arena_printf(shaper->arena, "“%.*s…”", (int)end, text.p);
}

/* What goes beyond a limit is told once, and set no further. */
static bool is_within_limits(struct shaper *shaper, const struct doc_node *node, struct slice text)
{
    bool paragraph = fits(shaper->count, text, LIMIT_PARAGRAPH);
    if (paragraph && fits(shaper->set + shaper->count, text, LIMIT_CHARACTERS))
        return true;
    if (!shaper->beyond)
        limit_report(shaper->diag, paragraph ? LIMIT_CHARACTERS : LIMIT_PARAGRAPH, node->pos,
                     beginning(shaper, text));
    shaper->beyond = true;
    return false;
}

/* Once another script is met, the whole text is set anew at its end. */
void shape_text(struct shaper *shaper, const struct doc_node *node, struct slice text, length size)
{
    if (text.n == 0 || shaper->beyond || !shape_find_roles(shaper, node) ||
        !is_within_limits(shaper, node, text))
        return;
    note_part(shaper, (struct part){.node = node, .text = text, .size = size});
    if (!shaper->foreign)
        shaper->foreign = !atoms_add_text(shaper, node, text, size);
}

struct paragraph **shaper_kept(struct shaper *shaper, struct slice text)
{
    return &shaper->kept[mix(text, 0) % KEPT_BUCKETS];
}

bool shape_again(struct shaper *shaper, const struct doc_node *node, struct slice text,
                 uint32_t count)
{
    if (shaper->beyond || !is_within_limits(shaper, node, text))
        return false;
    shaper->set += count;
    return true;
}

void shape_break(struct shaper *shaper, const struct doc_node *node)
{
    note_part(shaper, (struct part){.kind = PART_BREAK, .node = node});
    atoms_add_break(shaper, node);
}

void shape_joint(struct shaper *shaper)
{
    note_part(shaper, (struct part){.kind = PART_JOINT});
    atoms_add_joint(shaper);
}

enum text_flow shaper_flow(const struct shaper *shaper)
{
    return shaper->flow;
}

unsigned shaper_holds(const struct shaper *shaper)
{
    return shaper->holds;
}

struct atom *shape_end(struct shaper *shaper, uint32_t *count)
{
    *count = 0;
    if (!shaper->part_count)
        return NULL;
    if (shaper->foreign) {
        foreign_set(shaper);
        shaper->holds |= HOLDS_OWN;
    }
    *count = shaper->count;
    shaper->set += shaper->count;
    struct atom *atoms =
        (void *)arena_copy(shaper->arena, (const char *)shaper->atoms, *count * sizeof *atoms);
    shaper->holds = neighbours_settle(atoms, *count, shaper->holds, shaper->foreign);
    return atoms;
}
