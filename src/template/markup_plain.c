/*
 * Plain markup, which nearly every document is: elements and text with no more than the five
 * entities that XML knows by itself. It is cut into pieces here, since a start tag whose bytes were
 * met before need not be read again. Whatever else there is, comments or what is wrong, is left to
 * expat, with all the rest: nothing is told of here.
 */
#include "template/markup.h"

#include <stdlib.h>
#include <string.h>

struct cut {
    struct reader *reader;
    struct pieces *pieces;
    struct slice text;
    size_t at;
    struct start_tag **open; /* the elements that are open */
    uint32_t depth, room;
    bool begun; /* the root has come */
};

static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name(char c)
{
    return is_name_start(c) || (c >= '0' && c <= '9') || c == '-';
}

static size_t name_length(struct slice text)
{
    size_t n = 0;
    while (n < text.n && (n ? is_name(text.p[n]) : is_name_start(text.p[n])))
        n++;
    return n;
}

/* Of white space; ends of lines that are not plain do not count. */
static size_t white_length(struct slice text)
{
    size_t n = 0;
    while (n < text.n && markup_is_white(text.p[n]) && text.p[n] != '\r')
        n++;
    return n;
}

/* A character of the mark of a figure: many stand in a document. */
static bool is_mark(const char *p, size_t n)
{
    return *p == *MARK_START && n >= MARK_SIZE && memcmp(p, MARK_START, MARK_SIZE - 1) == 0 &&
           (p[MARK_SIZE - 1] & 0xC0) == 0x80;
}

static size_t wide_length(struct slice text, size_t at)
{
    size_t end = at;
    if (is_mark(text.p + at, text.n - at))
        return MARK_SIZE;
    uint32_t code = utf8_next(text, &end);
    return code == 0xFFFD || code == 0xFFFE || code == 0xFFFF ? 0 : end - at;
}

/* How many bytes the character takes that stands for itself in text and in attributes; 0 for none,
 * and for the end of a line. */
static inline size_t plain_length(struct slice text, size_t at)
{
    const unsigned char c = (unsigned char)text.p[at];
    if (c >= 0x80)
        return wide_length(text, at);
    return (c >= ' ' && c != '<' && c != '&' && c != ']') || c == '\t';
}

/* The entity that the text begins with; *stands is what it stands for. */
static size_t entity_length(struct slice text, const char **stands)
{
    static const char *const entities[][2] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (slice_starts(text, entities[i][0])) {
            *stands = entities[i][1];
            return strlen(entities[i][0]);
        }
    return 0;
}

/* ---- Start tags ---- */

/* Reads the value between quotes at the start of the text; returns its length with them, or 0. */
static size_t read_value(struct arena *arena, struct slice text, const char **value)
{
    char *copy = arena_alloc(arena, text.n + 1), *end = copy;
    const char quote = text.n ? *text.p : '\0', *stands;
    size_t at = 1, n;
    if (quote != '"' && quote != '\'')
        return 0;
    for (; at < text.n && text.p[at] != quote; at += n) {
        const char c = text.p[at];
        if (c == '\n' || c == '\t' || c == ']') {
            *end++ = c == ']' ? c : ' ';
            n = 1;
        } else if ((n = plain_length(text, at))) {
            end = mempcpy(end, text.p + at, n);
        } else if ((n = entity_length((struct slice){text.p + at, text.n - at}, &stands))) {
            *end++ = *stands;
        } else {
            return 0;
        }
    }
    *value = copy;
    return at < text.n ? at + 1 : 0;
}

static bool has_pair(const struct start_tag *tag, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i += 2)
        if (slice_is(name, tag->pairs[i]))
            return true;
    return false;
}

/* Reads one attribute; returns its length, or 0. */
static size_t read_pair(struct arena *arena, struct slice text, struct start_tag *tag,
                        size_t *count)
{
    struct slice name = {text.p, name_length(text)};
    if (!name.n || name.n + 1 >= text.n || text.p[name.n] != '=' || *count == PAIRS_MAX ||
        has_pair(tag, *count, name))
        return 0;
    const size_t before = name.n + 1;
    size_t n = read_value(arena, (struct slice){text.p + before, text.n - before},
                          &tag->pairs[*count + 1]);
    tag->pairs[*count] = slice_copy(arena, name).p;
    *count += 2;
    return n ? before + n : 0;
}

/* Reads the tag from < to >; false when it is not plain. */
static bool read_tag(struct arena *arena, struct slice bytes, struct start_tag *tag)
{
    struct slice rest = {bytes.p + 1, bytes.n - 1};
    size_t n = name_length(rest), count = 0;
    *tag = (struct start_tag){.bytes = bytes, .name = slice_copy(arena, (struct slice){rest.p, n})};
    while (n) {
        rest = (struct slice){rest.p + n, rest.n - n};
        n = white_length(rest);
        bool parted = n;
        rest = (struct slice){rest.p + n, rest.n - n};
        tag->empty = slice_is(rest, "/>");
        if (tag->empty || slice_is(rest, ">")) {
            tag->rule = rule_find(tag->name.p);
            return true;
        }
        n = parted ? read_pair(arena, rest, tag, &count) : 0;
    }
    return false;
}

/* The start tag that begins here, or NULL. */
static struct start_tag *tag_at(const struct cut *cut)
{
    const char *from = cut->text.p + cut->at, *end = memchr(from, '>', cut->text.n - cut->at);
    struct slice bytes = {from, end ? (size_t)(end + 1 - from) : 0};
    struct start_tag *known = markup_tag(cut->reader, bytes), tag;
    if (known)
        return known;
    return end && read_tag(cut->reader->arena, bytes, &tag) ? markup_keep_tag(cut->reader, &tag)
                                                            : NULL;
}

/* ---- Pieces ---- */

static inline bool put(struct cut *cut, struct piece piece, size_t length)
{
    struct pieces *pieces = cut->pieces;
    GROW(NULL, pieces->piece, pieces->count, pieces->room, (uint32_t)cut->text.n / 8 + 64);
    piece.offset = (uint32_t)cut->at;
    pieces->piece[pieces->count++] = piece;
    cut->at += length;
    return true;
}

static bool cut_start(struct cut *cut)
{
    struct start_tag *tag = tag_at(cut);
    if (!tag || (cut->begun && !cut->depth))
        return false;
    cut->begun = true;
    if (tag->empty) {
        put(cut, (struct piece){.tag = tag}, 0);
        return put(cut, (struct piece){.tag = NULL}, tag->bytes.n);
    }
    GROW(NULL, cut->open, cut->depth, cut->room, 64);
    cut->open[cut->depth++] = tag;
    return put(cut, (struct piece){.tag = tag}, tag->bytes.n);
}

static bool cut_end(struct cut *cut)
{
    struct slice rest = {cut->text.p + cut->at + 2, cut->text.n - cut->at - 2};
    const struct slice name = cut->depth ? cut->open[cut->depth - 1]->name : rest;
    if (rest.n <= name.n || memcmp(rest.p, name.p, name.n) != 0 || rest.p[name.n] != '>')
        return false;
    cut->depth--;
    return put(cut, (struct piece){.tag = NULL}, name.n + sizeof "</>" - 1);
}

static bool ends_section(struct slice text)
{
    return slice_starts(text, "]]>");
}

/* Text to the end of the line. */
static size_t line_length(struct slice text)
{
    size_t length = 0, n = 1;
    for (; length < text.n && n; length += n) {
        n = plain_length(text, length);
        if (text.p[length] == ']' &&
            !ends_section((struct slice){text.p + length, text.n - length}))
            n = 1;
    }
    return length;
}

/* White space, an entity, or what else stands on the line: expat tells of them one by one. */
static bool cut_text(struct cut *cut)
{
    struct slice rest = {cut->text.p + cut->at, cut->text.n - cut->at};
    const char *text = rest.p;
    size_t white = white_length(rest);
    if (!cut->depth) {
        cut->at += white;
        return white;
    }
    if (white)
        return put(cut, (struct piece){.length = (uint32_t)white, .text = text}, white);
    bool entity = *text == '&';
    size_t n = entity ? entity_length(rest, &text) : line_length(rest);
    return n && put(cut, (struct piece){.length = entity ? 1 : (uint32_t)n, .text = text}, n);
}

bool markup_cut(struct reader *reader, struct pieces *pieces)
{
    struct cut cut = {.reader = reader, .pieces = pieces, .text = reader->rendering->text};
    bool is = true;
    while (is && cut.at < cut.text.n) {
        const char *p = cut.text.p + cut.at; /* a NUL follows the text */
        is = *p != '<' ? cut_text(&cut) : p[1] == '/' ? cut_end(&cut) : cut_start(&cut);
    }
    free(cut.open);
    return is && cut.begun && !cut.depth;
}
