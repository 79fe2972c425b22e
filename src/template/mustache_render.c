/*
 * Tags and facts → text.
 *
 * The context stack lives on the C stack, as deep as the tags are nested; one counter bounds that
 * depth, another the whole work.
 */
#include "template/mustache.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "ledger/formula.h"
#include "record/record.h"
#include "template/joints.h"
#include "template/tags.h"

enum { WORK_MAX = 4 * 1000 * 1000, BYTES_PER_WORK = 16 };

/* The context stack, innermost first. */
struct context {
    const struct fact *fact;
    const struct context *outer;
};

/* Parents being rendered, innermost first, with the blocks given to each. */
struct arguments {
    const struct tag *tag;
    const struct mustache *part;
    const struct arguments *outer;
};

/* The parts being rendered, innermost first. */
struct inside {
    const struct mustache *part;
    const struct inside *outer;
};

struct render {
    struct arena *arena;
    struct diag *diag;
    const struct facts *facts;
    const struct mustache_finder *finder;
    enum mustache_mode mode;
    const struct mustache *part;
    const struct context *context;
    const struct arguments *arguments;
    const struct inside *inside;
    struct buf out;
    struct buf indent;
    bool at_line_start;          /* the next text is preceded by the indentation */
    size_t value_end;            /* of the output when a text of the facts was put last */
    bool value_is_paragraph;     /* it is a paragraph of the record's */
    struct stretches *stretches; /* the last ones */
    unsigned depth;
    unsigned work;
    bool stopped;
};

static void render_children(struct render *render, const struct tag *tag);

static struct stretch *last_stretch(const struct render *render)
{
    return &render->stretches->item[render->stretches->count - 1];
}

static void put_stretch(struct render *render, struct stretch stretch)
{
    struct stretches *last = render->stretches;
    if (last->count == STRETCHES) {
        if (!last->next)
            last->next = ARENA_NEW(render->arena, struct stretches);
        last->next->before = last;
        render->stretches = last = last->next;
    }
    last->item[last->count++] = stretch;
}

/* Notes where the output from here on comes from. */
static void note(struct render *render, struct pos pos, bool copied)
{
    const struct stretch *last = last_stretch(render);
    if (render->finder && render->finder->placeless)
        return;
    if (copied && last->copied && last->pos.source == pos.source &&
        pos.offset - last->pos.offset == render->out.n - last->from)
        return;
    if (copied)
        pos.length = 0;
    put_stretch(render,
                (struct stretch){.from = (uint32_t)render->out.n, .copied = copied, .pos = pos});
}

static void put_indent(struct render *render, struct pos pos)
{
    if (render->at_line_start && render->indent.n) {
        note(render, pos, false);
        buf_put_slice(&render->out, buf_slice(&render->indent));
    }
    render->at_line_start = false;
}

/* The marks that may end a clause; each takes as many bytes. */
static bool is_stop(const char *p)
{
    static const char *const stops[] = {"。", "；", "，", "、"};
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (memcmp(p, stops[i], sizeof "。" - 1) == 0)
            return true;
    return false;
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n'))
        p++;
    return p;
}

/* Takes the output from there on back. */
static void cut_output(struct render *render, size_t size)
{
    render->out.n = size;
    while (last_stretch(render)->from >= size) {
        if (!render->stretches->before && render->stretches->count == 1)
            return;
        if (!--render->stretches->count)
            render->stretches = render->stretches->before;
    }
}

/* The frame of a sentence has its own stop, on the same line or the next, to which one typed at the
 * end of a reason gives way. */
static void drop_stop(struct render *render, struct slice text)
{
    const size_t size = sizeof "。" - 1, end = render->value_end;
    if (end < size || !text.n)
        return;
    const char *out_end = render->out.p + render->out.n;
    if (skip_blanks(render->out.p + end, out_end) < out_end) {
        render->value_end = 0;
        return;
    }
    const char *text_end = text.p + text.n, *stop = skip_blanks(text.p, text_end);
    if ((size_t)(text_end - stop) >= size && is_stop(stop) && is_stop(render->out.p + end - size))
        cut_output(render, end - size);
}

/* Paragraphs that the frame runs together are sentences, each with its stop. */
static void part_sentences(struct render *render, const struct fact *next)
{
    const size_t size = sizeof "。" - 1, end = render->out.n;
    static const char *const ends[] = {"。", "；", "，", "、", "：", "！", "？", "…"};
    bool paragraph = next->origin && next->origin->type == LEAF_PROSE;
    if (!paragraph || !end || end != render->value_end || !render->value_is_paragraph)
        return;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (memcmp(render->out.p + end - size, ends[i], size) == 0)
            return;
    buf_puts(&render->out, "。");
}

/* Puts text that lies in the part's source. */
static void put_text(struct render *render, struct slice text)
{
    drop_stop(render, text);
    while (text.n) {
        struct slice line = text;
        const char *end = render->indent.n ? memchr(text.p, '\n', text.n) : NULL;
        if (end)
            line.n = (size_t)(end + 1 - line.p);
        struct pos pos = source_pos(render->part->source, line);
        put_indent(render, pos);
        note(render, pos, true);
        buf_put_slice(&render->out, line);
        render->at_line_start = line.p[line.n - 1] == '\n';
        text = (struct slice){text.p + line.n, text.n - line.n};
    }
}

static const char *const escapes[256] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", [0xF3] = MARK_START};

/* Puts text of the facts; nothing in it can look like a mark. */
static void put_value(struct render *render, struct slice text, bool escape)
{
    const char *from = text.p, *end = text.p + text.n;
    for (const char *p = from; p < end; p++) {
        const char *escaped = escapes[(unsigned char)*p];
        if (!escaped)
            continue;
        bool mark = *escaped == *MARK_START;
        if (mark ? (end - p < MARK_SIZE || memcmp(p, MARK_START, MARK_SIZE - 1) != 0) : !escape)
            continue;
        buf_put(&render->out, from, (size_t)(p - from));
        buf_puts(&render->out, mark ? "\xEF\xBF\xBD" : escaped);
        p += mark ? MARK_SIZE - 1 : 0;
        from = p + 1;
    }
    buf_put(&render->out, from, (size_t)(end - from));
}

static void report_name(struct render *render, const struct tag *tag, struct slice name,
                        struct slice near)
{
    if (is_told(render->diag, tag->pos))
        return;
    const char *text = slice_copy(render->arena, name).p;
    if (near.n)
        diag_report(render->diag, MSG_NAME_NEAR, tag->pos, text, near.p);
    else
        diag_report(render->diag, MSG_NAME_UNKNOWN, tag->pos, text);
}

/* Reports that a step of the tag's name is not known: below parent, or anywhere on the context
 * stack when parent is NULL. */
static void unknown(struct render *render, const struct tag *tag, uint32_t step,
                    const struct fact *parent)
{
    if (render->mode == MUSTACHE_LENIENT)
        return;
    struct nearest nearest = {.wanted = tag->steps[step]};
    const struct context here = {parent, NULL};
    for (const struct context *c = parent ? &here : render->context; c; c = c->outer)
        for (const struct fact *child = c->fact->first; child; child = child->next)
            nearest_offer(&nearest, child->key);
    struct slice name = {tag->raw.p,
                         (size_t)(tag->steps[step].p + tag->steps[step].n - tag->raw.p)};
    struct slice near = nearest.best;
    if (near.n && step)
        near = slice_of(arena_printf(render->arena, "%.*s%s",
                                     (int)(tag->steps[step].p - tag->raw.p), tag->raw.p, near.p));
    report_name(render, tag, name, near);
}

static bool prints_as_zero(const struct fact *amount, const struct number_style *style)
{
    return !decimal_shows(amount->stated ? amount->stated->number : amount->number, 2, style);
}

/* Words follow what is printed: 持平 where the amount of a change prints as 0. Nor is there a rate
 * over an amount that prints as 0, unless it is stated. */
static const struct fact *as_printed(const struct render *render, const struct fact *fact)
{
    static const struct fact nothing = {.kind = FACT_NONE};
    const struct number_style *style = render->finder->money;
    if (!style)
        return fact;
    if (fact->flat && prints_as_zero(fact_child(render->facts, fact->parent, SLICE("差额")), style))
        return fact->flat;
    bool over = fact->kind == FACT_RATE && fact->term_count == 2 && !fact->stated &&
                fact->terms[1]->kind == FACT_MONEY;
    return over && prints_as_zero(fact->terms[1], style) ? &nothing : fact;
}

/* Whether something that was typed is in it, be it a zero. */
static bool has_value(const struct fact *fact)
{
    if (fact->kind == FACT_NONE || fact->kind == FACT_FLAG)
        return false;
    bool found = fact->origin || (fact->kind == FACT_TEXT && fact->text.n);
    for (uint32_t i = 0; i < fact->term_count && !found; i++)
        found = has_value(fact->terms[i]);
    for (const struct fact *child = fact->first; child && !found; child = child->next)
        found = has_value(child);
    return found;
}

static const struct fact *flag_of(bool flag)
{
    static const struct fact yes = {.kind = FACT_FLAG, .flag = true}, no = {.kind = FACT_FLAG};
    return flag ? &yes : &no;
}

/* What a text that is an item of a list knows of its place there, as other items have it among
 * their facts; NULL if the name is none of these. */
static const struct fact *place_of_text(struct render *render, const struct fact *text,
                                        struct slice name)
{
    const struct fact *list = text->parent;
    int64_t number = 1;
    if (text->kind != FACT_TEXT || !list || list->kind != FACT_LIST)
        return NULL;
    if (slice_is(name, "首项") || slice_is(name, "末项"))
        return flag_of(text == (slice_is(name, "首项") ? list->first : list->last));
    if (!slice_is(name, "序号"))
        return NULL;
    for (const struct fact *item = list->first; item != text; item = item->next)
        number++;
    struct fact *place = ARENA_NEW(render->arena, struct fact);
    *place = (struct fact){.kind = FACT_TEXT,
                           .text = slice_of(arena_printf(render->arena, "%d", (int)number))};
    return place;
}

/* The fact that the tag names, or NULL. What lies below a fact without a value has none either. */
static const struct fact *resolve(struct render *render, const struct tag *tag)
{
    const struct fact *fact = tag->step_count ? NULL : render->context->fact, *parent = NULL;
    const struct facts *facts = render->facts;
    for (const struct context *c = render->context; c && !fact; c = c->outer) {
        fact = fact_child(facts, c->fact, tag->steps[0]);
        if (!fact)
            fact = place_of_text(render, c->fact, tag->steps[0]);
    }
    if (!fact && render->finder->ways) {
        facts = render->finder->ways;
        fact = fact_child(facts, facts->root, tag->steps[0]);
    }
    uint32_t step = 1;
    for (; fact && fact->kind != FACT_NONE && step < tag->step_count; step++) {
        parent = fact;
        fact = fact_child(facts, fact, tag->steps[step]);
        if (!fact && step + 1 == tag->step_count && slice_is(tag->steps[step], "有值"))
            fact = flag_of(has_value(as_printed(render, parent)));
    }
    if (!fact) {
        unknown(render, tag, step - 1, parent);
        return NULL;
    }
    if (render->finder->use && facts == render->facts)
        render->finder->use(render->finder->use_data, parent && !fact->parent ? parent : fact,
                            tag->pos);
    return as_printed(render, fact);
}

/* A figure as the specification's tests want it, without a style. */
static void put_plain_figure(struct render *render, const struct fact *fact)
{
    static const struct number_style plain = {.decimals = 2, .trim = true, .divisor = 1};
    if (fact->kind == FACT_RATE)
        rate_print(&render->out, fact->rate, &plain);
    else if (fact->kind == FACT_PRICE || fact->kind == FACT_MEAN)
        fraction_print(&render->out, fact->rate, 2, &plain);
    else
        decimal_print(&render->out, fact->number, fact->kind == FACT_COUNT ? 0 : 2, &plain);
}

static void report_group(struct render *render, const struct tag *tag, const struct fact *fact)
{
    const char *name = slice_copy(render->arena, tag->raw).p;
    if (render->mode != MUSTACHE_LENIENT && !is_told(render->diag, tag->pos))
        diag_report(render->diag, MSG_NAME_GROUP, tag->pos, name, name,
                    fact->first ? fact->first->key.p : "…");
}

/* The text without what the frame before it says already; the words left out are told of, at the
 * place where they are typed. */
static struct slice said_once(struct render *render, const struct fact *fact)
{
    struct slice text = joint_rest(buf_slice(&render->out), fact->text);
    struct slice left = {fact->text.p, fact->text.n - text.n};
    bool printed = render->mode == MUSTACHE_MARKUP || render->mode == MUSTACHE_PLAIN;
    if (left.n && fact->origin && printed &&
        !is_reported(render->diag, MSG_JOINT, fact->origin->pos))
        diag_report(render->diag, MSG_JOINT, fact->origin->pos, fact_path(render->arena, fact).p,
                    slice_copy(render->arena, left).p);
    return text;
}

static void render_value(struct render *render, const struct tag *tag)
{
    put_indent(render, tag->pos);
    const struct fact *fact = resolve(render, tag);
    if (fact && fact->kind == FACT_NONE && fact->waits) {
        bool gap = !(fact->waits & WAITS_WITHHELD) && fact->waits & WAITS_MISSING;
        note(render, tag->pos, false);
        buf_printf(&render->out, gap ? "〔%s〕" : "%s", fact_absence(fact));
        return;
    }
    if (!fact || fact->kind == FACT_NONE || fact->kind == FACT_FLAG)
        return;
    note(render, tag->pos, false);
    if (fact->kind == FACT_TEXT) {
        part_sentences(render, fact);
        put_value(render, said_once(render, fact),
                  tag->kind == TAG_VALUE && render->mode != MUSTACHE_PLAIN);
        render->value_end = render->out.n;
        render->value_is_paragraph = fact->origin && fact->origin->type == LEAF_PROSE;
    } else if (fact->kind == FACT_GROUP || fact->kind == FACT_LIST)
        report_group(render, tag, fact);
    else if (render->mode == MUSTACHE_LENIENT)
        put_plain_figure(render, fact);
    else {
        buf_puts(&render->out, MARK_START);
        buf_put_unsigned(&render->out, fact->id, 1);
        buf_puts(&render->out, MARK_END);
    }
}

static void render_with(struct render *render, const struct tag *tag, const struct fact *fact)
{
    const struct context context = {fact, render->context};
    render->context = &context;
    render_children(render, tag);
    render->context = context.outer;
}

static bool is_walk(const struct render *render)
{
    return render->mode == MUSTACHE_WALK || render->mode == MUSTACHE_READ;
}

/* Walks what a section may show. Below an unknown name all names would be. */
static void walk_section(struct render *render, const struct tag *tag, const struct fact *fact)
{
    if (!fact)
        return;
    if (tag->kind == TAG_INVERTED || fact->kind == FACT_FLAG)
        render_children(render, tag);
    else if (fact->kind != FACT_LIST)
        render_with(render, tag, fact);
    else
        for (const struct fact *item = fact->first; item && !render->stopped; item = item->next)
            render_with(render, tag, item);
}

/* Whether the package settles it, and not the record. */
static bool is_way(const struct render *render, const struct fact *fact)
{
    while (fact && fact->parent)
        fact = fact->parent;
    return fact && render->finder->ways && fact == render->finder->ways->root;
}

static void report_covered(struct render *render, const struct fact *fact)
{
    if (!is_reported(render->diag, MSG_TYPED_ABOVE, fact_pos(fact)))
        diag_report(render->diag, MSG_TYPED_ABOVE, fact_pos(fact),
                    fact_path(render->arena, fact).p);
}

/* Whether a section of the fact is shown; one of a rate that would print as 0 tells of none. */
static bool is_shown(const struct render *render, const struct fact *fact)
{
    int64_t percent;
    const struct number_style *style = render->finder->rate;
    bool told = fact && fact->kind == FACT_RATE && slice_is(fact->key, "幅度") && style &&
                rate_percent((fact->stated ? fact->stated : fact)->rate, style->decimals, &percent);
    return fact && fact_is_true(fact) && !(told && percent == 0);
}

/* What stands where the fact is nothing, or where a change is one, or is none. */
static void render_instead(struct render *render, const struct tag *tag, const struct fact *fact)
{
    size_t start = render->out.n;
    render_children(render, tag);
    if (render->finder->deny && fact && render->out.n > start)
        render->finder->deny(render->finder->use_data, fact,
                             (struct slice){render->out.p + start, render->out.n - start});
}

static void render_section(struct render *render, const struct tag *tag)
{
    const struct fact *fact = resolve(render, tag);
    if (is_walk(render) && !(render->mode == MUSTACHE_READ && is_way(render, fact))) {
        walk_section(render, tag, fact);
        return;
    }
    bool shown = is_shown(render, fact);
    if (tag->kind == TAG_INVERTED) {
        if (fact && fact->covered)
            report_covered(render, fact);
        /* That there is nothing is not said of what is secret. */
        if (!shown && !(fact && fact->waits & WAITS_WITHHELD))
            render_instead(render, tag, fact);
        return;
    }
    if (!shown)
        return;
    if (fact->kind == FACT_FLAG)
        render_instead(render, tag, fact);
    else if (fact->kind != FACT_LIST)
        render_with(render, tag, fact);
    else
        for (const struct fact *item = fact->first; item && !render->stopped; item = item->next)
            render_with(render, tag, item);
}

/* Renders the children of tag, which lies in part, indented further by indent. */
static void render_inside(struct render *render, const struct mustache *part, const struct tag *tag,
                          struct slice indent)
{
    const struct mustache *outer = render->part;
    const struct inside inside = {part, render->inside};
    size_t outer_indent = render->indent.n;
    render->part = part;
    render->inside = &inside;
    if (!render->finder->unindented)
        buf_put_slice(&render->indent, indent);
    render_children(render, tag);
    render->indent.n = outer_indent;
    render->inside = inside.outer;
    render->part = outer;
}

/* The part that a partial or parent names, or NULL. */
static const struct mustache *find_part(struct render *render, const struct tag *tag)
{
    struct slice name = tag->raw;
    if (tag->dynamic) {
        const struct fact *fact = resolve(render, tag);
        if (!fact || fact->kind != FACT_TEXT || is_walk(render))
            return NULL;
        name = fact->text;
    }
    return render->finder->find(render->finder->data, name, render->part, tag->pos);
}

/* Whether a walk is inside the part already: facts would end what includes itself, a walk not. */
static bool is_walked(const struct render *render, const struct mustache *part)
{
    if (!is_walk(render))
        return false;
    for (const struct inside *inside = render->inside; inside; inside = inside->outer)
        if (inside->part == part)
            return true;
    return false;
}

static void render_partial(struct render *render, const struct tag *tag)
{
    const struct mustache *part = find_part(render, tag);
    if (part && !is_walked(render, part))
        render_inside(render, part, part->root, tag->indent);
}

static void render_parent(struct render *render, const struct tag *tag)
{
    if (!tag->alone)
        put_text(render, tag->indent);
    const struct mustache *part = find_part(render, tag);
    if (!part || is_walked(render, part))
        return;
    struct arguments *arguments = ARENA_NEW(render->arena, struct arguments);
    *arguments = (struct arguments){tag, render->part, render->arguments};
    render->arguments = arguments;
    render_inside(render, part, part->root, tag->alone ? tag->indent : (struct slice){"", 0});
    render->arguments = arguments->outer;
}

/* What is given for a block: by the outermost parent that gives anything. */
static const struct tag *argument_of(const struct render *render, const struct tag *block,
                                     const struct mustache **part)
{
    const struct tag *found = NULL;
    for (const struct arguments *a = render->arguments; a; a = a->outer)
        for (const struct tag *tag = a->tag->first; tag; tag = tag->next)
            if (tag->kind == TAG_BLOCK && slice_eq(tag->raw, block->raw)) {
                found = tag;
                *part = a->part;
            }
    return found;
}

static void render_block(struct render *render, const struct tag *tag)
{
    const struct mustache *part = render->part;
    const struct tag *argument = argument_of(render, tag, &part);
    bool indent = argument || tag->reindent;
    if (argument && render->mode == MUSTACHE_WALK)
        render_children(render, tag);
    render_inside(render, part, argument ? argument : tag,
                  indent ? tag->indent : (struct slice){"", 0});
}

static void render_tag(struct render *render, const struct tag *tag)
{
    switch (tag->kind) {
    case TAG_TEXT:
        put_text(render, tag->raw);
        break;
    case TAG_VALUE:
    case TAG_RAW:
        render_value(render, tag);
        break;
    case TAG_SECTION:
    case TAG_INVERTED:
        render_section(render, tag);
        break;
    case TAG_PARTIAL:
        render_partial(render, tag);
        break;
    case TAG_PARENT:
        render_parent(render, tag);
        break;
    case TAG_BLOCK:
        render_block(render, tag);
        break;
    }
}

static void end_rendering(struct render *render, const struct tag *tag)
{
    if (!render->stopped)
        diag_report(
            render->diag, MSG_RUNAWAY, tag->pos,
            arena_copy(render->arena, tag->pos.source->text.p + tag->pos.offset, tag->pos.length));
    render->stopped = true;
}

/* Whether there is depth and work left; if not, says so once and ends the rendering. */
static inline bool may_go_on(struct render *render, const struct tag *tag)
{
    render->work++;
    if (render->depth > MUSTACHE_DEPTH_MAX ||
        render->work + render->out.n / BYTES_PER_WORK >= WORK_MAX)
        end_rendering(render, tag);
    return !render->stopped;
}

static void render_children(struct render *render, const struct tag *tag)
{
    render->depth++;
    if (may_go_on(render, tag))
        for (const struct tag *child = tag->first; child && !render->stopped; child = child->next)
            if (child->kind == TAG_TEXT || may_go_on(render, child))
                render_tag(render, child);
    render->depth--;
}

struct rendering *mustache_render(struct arena *arena, struct diag *diag,
                                  const struct mustache *part, const struct facts *facts,
                                  const struct mustache_finder *finder, enum mustache_mode mode)
{
    const struct context context = {facts->root, NULL};
    unsigned errors = diag->count[LEVEL_ERROR];
    struct render render = {.arena = arena,
                            .diag = diag,
                            .facts = facts,
                            .finder = finder,
                            .mode = mode,
                            .part = part,
                            .context = &context,
                            .at_line_start = true};
    /* The first one makes every offset have a place. */
    struct stretches *stretches = render.stretches = ARENA_NEW(arena, struct stretches);
    put_stretch(&render, (struct stretch){.copied = true, .pos = part->root->pos});
    stretches->item[0].pos.length = 0;
    render_children(&render, part->root);
    struct rendering *rendering = NULL;
    if (diag->count[LEVEL_ERROR] == errors) {
        rendering = ARENA_NEW(arena, struct rendering);
        *rendering = (struct rendering){.text = slice_copy(arena, buf_slice(&render.out)),
                                        .stretches = stretches};
    }
    buf_free(&render.out);
    buf_free(&render.indent);
    return rendering;
}

/* Moves on to the next stretch, or back; false at the end. */
static bool step_on(struct stretch_place *place)
{
    bool on = place->index + 1 < place->among->count;
    if (!on && (!place->among->next || !place->among->next->count))
        return false;
    *place = on ? (struct stretch_place){place->among, place->index + 1}
                : (struct stretch_place){place->among->next, 0};
    return true;
}

static bool step_back(struct stretch_place *place)
{
    const struct stretches *before = place->among->before;
    if (!place->index && !before)
        return false;
    *place = place->index ? (struct stretch_place){place->among, place->index - 1}
                          : (struct stretch_place){before, before->count - 1};
    return true;
}

struct pos rendering_pos(const struct rendering *rendering, size_t offset,
                         struct stretch_place *near)
{
    struct stretch_place next;
    if (!near->among)
        near->among = rendering->stretches;
    while (near->among->item[near->index].from > offset && step_back(near))
        continue;
    for (next = *near; step_on(&next) && next.among->item[next.index].from <= offset;)
        *near = next;
    const struct stretch *stretch = &near->among->item[near->index];
    struct pos pos = stretch->pos;
    if (stretch->copied)
        pos.offset += (uint32_t)(offset - stretch->from);
    return pos;
}
