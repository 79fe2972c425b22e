#include "base/slice.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int slice_compare(struct slice a, struct slice b)
{
    size_t shorter = a.n < b.n ? a.n : b.n;
    int order = shorter ? memcmp(a.p, b.p, shorter) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct slice slice_trim(struct slice text)
{
    while (text.n && is_blank(text.p[0]))
        text = (struct slice){text.p + 1, text.n - 1};
    while (text.n && is_blank(text.p[text.n - 1]))
        text.n--;
    return text;
}

struct slice slice_copy(struct arena *arena, struct slice text)
{
    return (struct slice){arena_copy(arena, text.p, text.n), text.n};
}

static int sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead < 0xE0)
        return 2;
    if (lead >= 0xE0 && lead < 0xF0)
        return 3;
    if (lead >= 0xF0 && lead < 0xF5)
        return 4;
    return 0;
}

/* Decodes one well-formed sequence into *code and returns its length, or 0. */
static int decode(const unsigned char *p, size_t room, uint32_t *code)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    int length = room ? sequence_length(p[0]) : 0;
    if (!length || (size_t)length > room)
        return 0;
    uint32_t value = length == 1 ? p[0] : p[0] & (0x7Fu >> length);
    for (int i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (p[i] & 0x3F);
    }
    if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return 0;
    *code = value;
    return length;
}

/* Mostly it is Chinese: three bytes whose value can be none of those that are not allowed. */
static bool is_plain_three(const unsigned char *p, size_t room)
{
    return room >= 3 && p[0] > 0xE0 && p[0] < 0xED && (p[1] & 0xC0) == 0x80 &&
           (p[2] & 0xC0) == 0x80;
}

uint32_t utf8_next_rare(struct slice text, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text.p + *at;
    uint32_t code;
    int length = decode(p, text.n - *at, &code);
    *at += length ? (size_t)length : 1;
    return length ? code : 0xFFFD;
}

size_t utf8_check(struct slice text)
{
    size_t at = 0;
    while (at < text.n) {
        const unsigned char *p = (const unsigned char *)text.p + at;
        uint32_t code;
        int length = *p < 0x80                        ? 1
                     : is_plain_three(p, text.n - at) ? 3
                                                      : decode(p, text.n - at, &code);
        if (!length)
            break;
        at += (size_t)length;
    }
    return at;
}

size_t utf8_length(struct slice text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.n; count++)
        utf8_next(text, &at);
    return count;
}

void buf_reserve(struct buf *buf, size_t more)
{
    if (buf->room - buf->n > more)
        return;
    size_t room = buf->room * 2 > buf->n + more + 1 ? buf->room * 2 : buf->n + more + 64;
    buf->p = xrealloc(buf->p, room);
    buf->room = room;
}

void buf_put_slice(struct buf *buf, struct slice text)
{
    buf_put(buf, text.p, text.n);
}

void buf_put_unsigned(struct buf *buf, uint64_t number, int digits)
{
    char text[24], *start = text + sizeof text;
    for (; number || digits > 0; number /= 10, digits--)
        *--start = (char)('0' + number % 10);
    buf_put(buf, start, (size_t)(text + sizeof text - start));
}

void buf_put_utf8(struct buf *buf, uint32_t code)
{
    char bytes[4];
    size_t n;
    if (code < 0x80) {
        bytes[0] = (char)code;
        n = 1;
    } else if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        n = 2;
    } else if (code < 0x10000) {
        bytes[0] = (char)(0xE0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (code & 0x3F));
        n = 3;
    } else {
        bytes[0] = (char)(0xF0 | code >> 18);
        bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
        bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[3] = (char)(0x80 | (code & 0x3F));
        n = 4;
    }
    buf_put(buf, bytes, n);
}

bool code_is_blank(uint32_t code)
{
    return code == ' ' || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
           code == 0x202F || code == 0x205F || code == 0x3000 || code_is_invisible(code);
}

bool code_is_invisible_rare(uint32_t code)
{
    static const uint32_t ranges[][2] = {
        {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD},   {0x061C, 0x061C},
        {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},
        {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFF}, {0xE0000, 0xE007F},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i][0] && code <= ranges[i][1])
            return true;
    return false;
}

void buf_put_visible(struct buf *buf, struct slice text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        buf_put_utf8(buf, code != '\t' && code_is_invisible(code) ? 0xFFFD : code);
    }
}

static void put_escape(struct buf *buf, uint32_t code)
{
    if (code > 0xFFFF)
        buf_printf(buf, "\\u%04x", (unsigned)(0xD7C0 + (code >> 10)));
    buf_printf(buf, "\\u%04x", (unsigned)(code > 0xFFFF ? 0xDC00 | (code & 0x3FF) : code));
}

void buf_put_json(struct buf *buf, struct slice text)
{
    size_t from = 0; /* of what stands for itself */
    buf_putc(buf, '"');
    for (size_t at = 0, here = 0; at < text.n; here = at) {
        uint32_t code = utf8_next(text, &at);
        bool invisible = code_is_invisible(code);
        if (!invisible && code != '"' && code != '\\')
            continue;
        buf_put(buf, text.p + from, here - from);
        from = invisible ? at : here;
        if (invisible)
            put_escape(buf, code);
        else
            buf_putc(buf, '\\');
    }
    if (from < text.n)
        buf_put(buf, text.p + from, text.n - from);
    buf_putc(buf, '"');
}

struct slice slice_valid(struct arena *arena, struct slice text)
{
    if (utf8_check(text) == text.n)
        return text;
    struct buf valid = {0};
    for (size_t at = 0; at < text.n;)
        buf_put_utf8(&valid, utf8_next(text, &at));
    struct slice copy = slice_copy(arena, buf_slice(&valid));
    buf_free(&valid);
    return copy;
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    buf_reserve(buf, (size_t)length);
    vsnprintf(buf->p + buf->n, (size_t)length + 1, format, again);
    va_end(again);
    buf->n += (size_t)length;
}

void buf_clear(struct buf *buf)
{
    buf->n = 0;
    if (buf->p)
        buf->p[0] = '\0';
}

void buf_free(struct buf *buf)
{
    free(buf->p);
    *buf = (struct buf){0};
}

struct slice buf_slice(const struct buf *buf)
{
    return (struct slice){buf->p ? buf->p : "", buf->n};
}
