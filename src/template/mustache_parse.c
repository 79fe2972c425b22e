/*
 * Text → tree of tags.
 *
 * A tag that stands alone on its line takes the line with it. Inheritance adds to that: what
 * stands in a parent tag outside its blocks is dropped, and a block whose opening tag ends its line
 * loses the indentation of its first line of content; mustache_render.c gives it the indentation of
 * the place where it is put.
 */
#include "template/mustache.h"

#include <string.h>

#include "template/tags.h"

struct parser {
    struct arena *arena;
    struct diag *diag;
    const struct source *source;
    const char *start;
    const char *end;
    const char *at;
    struct slice open; /* delimiters */
    struct slice close;
    struct tag *inside; /* the innermost open tag */
    size_t dedent;      /* blanks to cut from line starts */
    unsigned depth;     /* of what is open */
};

/* One tag as found in the text. */
struct found {
    char sigil; /* one of # ^ / > < $ ! = & {, or 0 */
    struct slice all;
    struct slice content;
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool is_white(char byte)
{
    return is_blank(byte) || byte == '\r' || byte == '\n';
}

/* The blanks between the start of the line and at; p is NULL when anything else stands there. */
static struct slice blanks_before(const struct parser *parser, const char *at)
{
    const char *p = at;
    while (p > parser->start && is_blank(p[-1]))
        p--;
    if (p > parser->start && p[-1] != '\n')
        return (struct slice){NULL, 0};
    return (struct slice){p, (size_t)(at - p)};
}

/* The blanks that the line starts with. */
static struct slice line_blanks(const struct parser *parser, const char *line)
{
    const char *p = line;
    while (p < parser->end && is_blank(*p))
        p++;
    return (struct slice){line, (size_t)(p - line)};
}

/* The start of the next line when only blanks follow on this one, else NULL. */
static const char *line_after(const struct parser *parser, const char *at)
{
    while (at < parser->end && is_blank(*at))
        at++;
    if (at == parser->end)
        return at;
    if (*at == '\r' && at + 1 < parser->end && at[1] == '\n')
        at++;
    return *at == '\n' ? at + 1 : NULL;
}

/* Blanks of a line beyond those that are cut. */
static struct slice cut_blanks(const struct parser *parser, struct slice blanks)
{
    size_t cut = blanks.n < parser->dedent ? blanks.n : parser->dedent;
    return (struct slice){blanks.p + cut, blanks.n - cut};
}

static struct pos pos_of(const struct parser *parser, struct slice part)
{
    return source_pos(parser->source, part);
}

static struct tag *tag_add(struct parser *parser, enum tag_kind kind, struct slice all)
{
    struct tag *tag = ARENA_NEW(parser->arena, struct tag);
    struct tag *parent = parser->inside;
    *tag = (struct tag){.kind = kind, .pos = pos_of(parser, all), .parent = parent};
    if (parent->last)
        parent->last->next = tag;
    else
        parent->first = tag;
    parent->last = tag;
    return tag;
}

static void add_stretch(struct parser *parser, const char *from, const char *to)
{
    struct tag *last = parser->inside->last;
    if (from == to)
        return;
    if (last && last->kind == TAG_TEXT && last->raw.p + last->raw.n == from) {
        last->raw.n += (size_t)(to - from);
        return;
    }
    struct slice text = {from, (size_t)(to - from)};
    tag_add(parser, TAG_TEXT, text)->raw = text;
}

/* Adds text without the blanks to be cut from its line starts. */
static void add_text(struct parser *parser, const char *from, const char *to)
{
    if (parser->inside->kind == TAG_PARENT)
        return;
    while (parser->dedent && from < to) {
        const char *line_end = memchr(from, '\n', (size_t)(to - from));
        line_end = line_end ? line_end + 1 : to;
        if (from == parser->start || from[-1] == '\n')
            from = cut_blanks(parser, line_blanks(parser, from)).p;
        if (from < line_end)
            add_stretch(parser, from, line_end);
        from = line_end;
    }
    if (from < to)
        add_stretch(parser, from, to);
}

/* Finds the end of the tag that opens at start. */
static bool scan(struct parser *parser, const char *start, struct found *found)
{
    const char *content = start + parser->open.n;
    char sigil = '\0', twin = '\0'; /* the twin stands before the closing delimiter */
    if (content < parser->end && *content && strchr("#^/><$!=&{", *content))
        sigil = *content++;
    if (sigil == '{')
        twin = '}';
    else if (sigil == '=')
        twin = '=';
    const char *p = content;
    while ((p = memmem(p, (size_t)(parser->end - p), parser->close.p, parser->close.n))) {
        if (!twin || (p > content && p[-1] == twin))
            break;
        p++;
    }
    if (!p) {
        diag_report(parser->diag, MSG_TAG_UNCLOSED,
                    pos_of(parser, (struct slice){start, parser->open.n}),
                    slice_copy(parser->arena, parser->close).p);
        return false;
    }
    const char *content_end = twin ? p - 1 : p;
    *found = (struct found){
        .sigil = sigil,
        .all = {start, (size_t)(p + parser->close.n - start)},
        .content = slice_trim((struct slice){content, (size_t)(content_end - content)})};
    return true;
}

/* Whether the tag takes its line with it, and if so where the next line starts. */
static const char *standalone(const struct parser *parser, const struct found *found)
{
    const char *next = line_after(parser, found->all.p + found->all.n);
    const struct tag *inside = parser->inside;
    if (!found->sigil || strchr("{&<", found->sigil) || !next)
        return NULL;
    if (found->sigil == '$' && inside->kind == TAG_PARENT)
        return next;
    if (found->sigil == '/' && inside->kind == TAG_PARENT)
        return inside->alone ? next : NULL;
    return blanks_before(parser, found->all.p).p ? next : NULL;
}

/* The text before the tag ends where the tag's line starts when nothing but blanks stand between
 * and these are no text: before a tag that stands alone, before a parent (it keeps them as its
 * indentation) and before the end of a parent's block. */
static const char *text_end(const struct parser *parser, const struct found *found, bool alone)
{
    const struct tag *inside = parser->inside;
    bool argument = inside->kind == TAG_BLOCK && inside->parent->kind == TAG_PARENT;
    if (alone || found->sigil == '<' || (found->sigil == '/' && argument)) {
        struct slice blanks = blanks_before(parser, found->all.p);
        return blanks.p ? blanks.p : found->all.p;
    }
    return found->all.p;
}

/* Reads the name of a tag and cuts it at the dots. */
static bool read_name(struct parser *parser, struct tag *tag, struct slice name)
{
    tag->dynamic =
        (tag->kind == TAG_PARTIAL || tag->kind == TAG_PARENT) && name.n && *name.p == '*';
    if (tag->dynamic)
        name = slice_trim((struct slice){name.p + 1, name.n - 1});
    tag->raw = name;
    size_t dots = 0, blanks = 0;
    for (size_t i = 0; i < name.n; i++) {
        dots += name.p[i] == '.';
        blanks += is_white(name.p[i]);
    }
    if (!name.n || blanks) {
        diag_report(parser->diag, MSG_TAG_NAME, tag->pos, slice_copy(parser->arena, name).p);
        return false;
    }
    if (slice_is(name, "."))
        return true;
    tag->steps = ARENA_ARRAY(parser->arena, struct slice, dots + 1);
    while (name.p)
        tag->steps[tag->step_count++] = slice_cut(&name, '.');
    return true;
}

/* After the opening tag of a block that ends its line: its content's own indentation is cut, and
 * kept as what the block is indented by. A block without content keeps the tag's. */
static void open_content(struct parser *parser, struct tag *block)
{
    const char *p = parser->at;
    struct slice blanks = {p, 0};
    for (; p < parser->end; p = line_after(parser, p)) {
        blanks = line_blanks(parser, p);
        if (!line_after(parser, p))
            break;
    }
    p = blanks.p + blanks.n;
    size_t room = (size_t)(parser->end - p);
    bool empty = room > parser->open.n && memcmp(p, parser->open.p, parser->open.n) == 0 &&
                 p[parser->open.n] == '/';
    block->reindent = true;
    if (empty)
        return;
    block->indent = cut_blanks(parser, blanks);
    if (parser->dedent < blanks.n)
        parser->dedent = blanks.n;
}

static const char *text_of(struct parser *parser, struct pos pos)
{
    return arena_copy(parser->arena, pos.source->text.p + pos.offset, pos.length);
}

static bool open_tag(struct parser *parser, const struct found *found, enum tag_kind kind,
                     bool alone)
{
    struct tag *tag = tag_add(parser, kind, found->all);
    if (!read_name(parser, tag, found->content))
        return false;
    struct slice blanks = blanks_before(parser, found->all.p);
    tag->alone = blanks.p;
    if (blanks.p && (alone || kind == TAG_BLOCK || kind == TAG_PARENT))
        tag->indent = cut_blanks(parser, blanks);
    if (kind == TAG_VALUE || kind == TAG_RAW || kind == TAG_PARTIAL)
        return true;
    if (++parser->depth > MUSTACHE_DEPTH_MAX) {
        diag_report(parser->diag, MSG_RUNAWAY, tag->pos, text_of(parser, tag->pos));
        return false;
    }
    tag->outer_dedent = parser->dedent;
    parser->inside = tag;
    if (kind == TAG_BLOCK && alone)
        open_content(parser, tag);
    return true;
}

static bool close_tag(struct parser *parser, const struct found *found, bool alone)
{
    struct tag *tag = parser->inside;
    struct pos pos = pos_of(parser, found->all);
    if (!tag->parent) {
        diag_report(parser->diag, MSG_TAG_NOT_OPEN, pos, text_of(parser, pos));
        return false;
    }
    struct slice name = found->content;
    if (tag->dynamic && name.n && *name.p == '*')
        name = slice_trim((struct slice){name.p + 1, name.n - 1});
    if (!slice_eq(name, tag->raw)) {
        struct place place = pos_place(tag->pos);
        diag_report(parser->diag, MSG_TAG_MISMATCH, pos, text_of(parser, pos),
                    text_of(parser, tag->pos), arena_printf(parser->arena, "%u", place.line));
        return false;
    }
    if (tag->kind == TAG_PARENT)
        tag->alone = alone;
    parser->dedent = tag->outer_dedent;
    parser->inside = tag->parent;
    parser->depth--;
    return true;
}

/* {{=<% %>=}} */
static bool set_delimiters(struct parser *parser, const struct found *found)
{
    struct slice words[2] = {{found->content.p, 0}, found->content};
    while (words[0].n < words[1].n && !is_white(words[1].p[words[0].n]))
        words[0].n++;
    words[1] = slice_trim((struct slice){words[0].p + words[0].n, words[1].n - words[0].n});
    bool good = words[0].n && words[1].n;
    for (size_t i = 0; i < words[1].n; i++)
        good = good && !is_white(words[1].p[i]);
    for (size_t i = 0; i < found->content.n; i++)
        good = good && found->content.p[i] != '=';
    if (!good) {
        diag_report(parser->diag, MSG_TAG_DELIMITERS, pos_of(parser, found->all));
        return false;
    }
    parser->open = words[0];
    parser->close = words[1];
    return true;
}

static bool take_tag(struct parser *parser, const struct found *found, bool alone)
{
    static const struct {
        char sigil;
        enum tag_kind kind;
    } kinds[] = {{0, TAG_VALUE},      {'{', TAG_RAW},     {'&', TAG_RAW},    {'#', TAG_SECTION},
                 {'^', TAG_INVERTED}, {'>', TAG_PARTIAL}, {'<', TAG_PARENT}, {'$', TAG_BLOCK}};
    if (found->sigil == '!')
        return true;
    if (found->sigil == '=')
        return set_delimiters(parser, found);
    if (found->sigil == '/')
        return close_tag(parser, found, alone);
    size_t i = 0;
    while (kinds[i].sigil != found->sigil)
        i++;
    return open_tag(parser, found, kinds[i].kind, alone);
}

static bool parse(struct parser *parser)
{
    const char *start;
    while ((start = memmem(parser->at, (size_t)(parser->end - parser->at), parser->open.p,
                           parser->open.n))) {
        struct found found;
        if (!scan(parser, start, &found))
            return false;
        const char *next = standalone(parser, &found);
        add_text(parser, parser->at, text_end(parser, &found, next));
        parser->at = next ? next : found.all.p + found.all.n;
        if (!take_tag(parser, &found, next))
            return false;
    }
    add_text(parser, parser->at, parser->end);
    if (!parser->inside->parent)
        return true;
    struct pos pos = parser->inside->pos;
    diag_report(parser->diag, MSG_SECTION_UNCLOSED, pos, text_of(parser, pos));
    return false;
}

struct mustache *mustache_compile(struct arena *arena, struct diag *diag,
                                  const struct source *source, struct slice text)
{
    size_t good = utf8_check(text);
    if (good < text.n) {
        diag_report(diag, MSG_NOT_UTF8, source_pos(source, (struct slice){text.p + good, 1}));
        return NULL;
    }
    struct tag *root = ARENA_NEW(arena, struct tag);
    *root = (struct tag){.kind = TAG_SECTION, .pos = source_pos(source, text)};
    struct parser parser = {.arena = arena,
                            .diag = diag,
                            .source = source,
                            .start = text.p,
                            .end = text.p + text.n,
                            .at = text.p,
                            .open = SLICE("{{"),
                            .close = SLICE("}}"),
                            .inside = root};
    if (!parse(&parser))
        return NULL;
    struct mustache *part = ARENA_NEW(arena, struct mustache);
    *part = (struct mustache){.source = source, .root = root};
    return part;
}
