#include "base/source.h"

#include <string.h>

const struct source *source_of(struct arena *arena, const char *name, struct slice text)
{
    struct source *source = ARENA_NEW(arena, struct source);
    source->name = arena_copy(arena, name, strlen(name));
    source->text = slice_copy(arena, text);
    return source;
}

const struct source *source_sealed(struct arena *arena, const char *name, struct slice text)
{
    struct source *source = ARENA_NEW(arena, struct source);
    *source = *source_of(arena, name, text);
    source->sealed = true;
    return source;
}

struct pos source_pos(const struct source *source, struct slice part)
{
    return (struct pos){source, (uint32_t)(part.p - source->text.p), (uint32_t)part.n};
}

static struct slice line_of(struct pos pos)
{
    const char *text = pos.source->text.p;
    size_t end = pos.source->text.n;
    size_t from = pos.offset, to = pos.offset;
    while (from > 0 && text[from - 1] != '\n')
        from--;
    while (to < end && text[to] != '\n' && text[to] != '\r')
        to++;
    return (struct slice){text + from, to - from};
}

struct place pos_place(struct pos pos)
{
    struct place place = {0, 0};
    if (!pos.source)
        return place;
    const char *text = pos.source->text.p;
    place.line = 1;
    for (uint32_t i = 0; i < pos.offset; i++)
        place.line += text[i] == '\n';
    const char *line = line_of(pos).p;
    struct slice before = {line, (size_t)(text + pos.offset - line)};
    place.column = (uint32_t)utf8_length(before) + 1;
    return place;
}

/* Columns a terminal gives the character: two for East Asian wide and full-width forms. */
static int columns(uint32_t code)
{
    static const uint32_t wide[][2] = {{0x1100, 0x115F}, {0x2014, 0x2014},   {0x2018, 0x2019},
                                       {0x201C, 0x201D}, {0x2E80, 0xA4CF},   {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF}, {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
                                       {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (code >= wide[i][0] && code <= wide[i][1])
            return 2;
    return 1;
}

/* A long line is quoted from this many characters before the position to as many after it. */
enum { QUOTE_BEFORE = 48, QUOTE_AFTER = 64 };

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The part of the line that is quoted around the offset `at` in it. */
static struct slice window(struct slice line, size_t at)
{
    size_t from = at, to = at;
    for (int n = 0; from > 0 && n < QUOTE_BEFORE; n++)
        do
            from--;
        while (from > 0 && is_continuation(line.p[from]));
    for (int n = 0; to < line.n && n < QUOTE_AFTER; n++)
        utf8_next(line, &to);
    return (struct slice){line.p + from, to - from};
}

static void put_caret(struct buf *out, struct slice shown, size_t from, size_t to)
{
    for (size_t at = 0; at < from;) {
        uint32_t code = utf8_next(shown, &at);
        buf_puts(out, code == '\t' ? "\t" : columns(code) == 2 ? "  " : " ");
    }
    buf_putc(out, '^');
    bool first = true;
    for (size_t at = from; at < to; first = false)
        for (int n = columns(utf8_next(shown, &at)) - (first ? 1 : 0); n > 0; n--)
            buf_putc(out, '~');
}

void pos_quote(struct buf *out, struct pos pos)
{
    if (!pos.source)
        return;
    struct slice line = line_of(pos);
    if (!line.n)
        return;
    struct slice shown = window(line, (size_t)(pos.source->text.p + pos.offset - line.p));
    bool cut_before = shown.p > line.p, cut_after = shown.p + shown.n < line.p + line.n;
    size_t from = (size_t)(pos.source->text.p + pos.offset - shown.p);
    size_t to = pos.length < shown.n - from ? from + pos.length : shown.n;
    buf_puts(out, cut_before ? "   …" : "    ");
    buf_put_visible(out, shown);
    buf_puts(out, cut_after ? "…\n    " : "\n    ");
    put_caret(out, shown, from, to);
    buf_putc(out, '\n');
}
