/*
 * The two string types. A slice borrows bytes and owns nothing; a buf grows. Text is UTF-8
 * throughout. Slices that live in a tree of ours (record, facts, document) are followed by a NUL,
 * so that .p can be printed with %s.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

struct slice {
    const char *p;
    size_t n;
};

#define SLICE(literal) ((struct slice){(literal), sizeof(literal) - 1})

/* A slice over a NUL-terminated string; NULL gives the empty slice. */
static inline struct slice slice_of(const char *text)
{
    return (struct slice){text ? text : "", text ? strlen(text) : 0};
}

static inline bool slice_eq(struct slice a, struct slice b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
static inline bool slice_is(struct slice a, const char *text)
{
    return slice_eq(a, slice_of(text));
}

/* Below, at or above 0 by bytes; a text comes before what it begins. */
int slice_compare(struct slice a, struct slice b);

/* Mostly the other end is written down where these are called: its length is known then. */
static inline bool slice_starts(struct slice text, const char *prefix)
{
    size_t n = strlen(prefix);
    return n == 0 || (text.n >= n && memcmp(text.p, prefix, n) == 0);
}
static inline bool slice_ends(struct slice text, const char *suffix)
{
    size_t n = strlen(suffix);
    return n == 0 || (text.n >= n && memcmp(text.p + text.n - n, suffix, n) == 0);
}

/* Without leading and trailing blanks, tabs, CR and LF. */
struct slice slice_trim(struct slice text);

/* Cuts at the first separator: returns the part before it and leaves the part after in *rest;
 * without a separator returns all and leaves *rest with p == NULL. */
static inline struct slice slice_cut(struct slice *rest, char separator)
{
    struct slice all = *rest;
    const char *at = all.n ? (const char *)memchr(all.p, separator, all.n) : NULL;
    size_t before = at ? (size_t)(at - all.p) : all.n;
    *rest = at ? (struct slice){at + 1, all.n - before - 1} : (struct slice){NULL, 0};
    return (struct slice){all.p, before};
}

/* A NUL-terminated copy in the arena. */
struct slice slice_copy(struct arena *arena, struct slice text);

uint32_t utf8_next_rare(struct slice text, size_t *at);

/* Reads the code point at *at and moves *at past it. Malformed bytes give U+FFFD and one byte.
 * Mostly it is Chinese: three bytes whose value can be none of those that are not allowed. */
static inline uint32_t utf8_next(struct slice text, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text.p + *at;
    size_t room = text.n - *at;
    if (room >= 3 && p[0] > 0xE0 && p[0] < 0xED && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        *at += 3;
        return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    }
    if (room && p[0] < 0x80)
        return ++*at, p[0];
    return utf8_next_rare(text, at);
}

/* Offset of the first byte that is not well-formed UTF-8, or text.n. */
size_t utf8_check(struct slice text);

/* The text itself when it is well-formed, else a copy with U+FFFD for what is not: names of files
 * are any bytes, and what is written for others is UTF-8. */
struct slice slice_valid(struct arena *arena, struct slice text);

/* Number of code points. */
size_t utf8_length(struct slice text);

struct buf {
    char *p;
    size_t n;
    size_t room;
};

/* Makes room for so many more bytes and a NUL. */
void buf_reserve(struct buf *buf, size_t more);

/* All keep the contents NUL-terminated, the NUL not counted in n. Those that files are written with
 * byte by byte are inline: the length of what stands in the program is known to the compiler. */
static inline void buf_put(struct buf *buf, const char *bytes, size_t size)
{
    if (buf->room - buf->n <= size)
        buf_reserve(buf, size);
    if (size)
        memcpy(buf->p + buf->n, bytes, size);
    buf->n += size;
    buf->p[buf->n] = '\0';
}

static inline void buf_puts(struct buf *buf, const char *text)
{
    buf_put(buf, text, strlen(text));
}

static inline void buf_putc(struct buf *buf, char byte)
{
    buf_put(buf, &byte, 1);
}

void buf_put_slice(struct buf *buf, struct slice text);

/* Appends the number in decimal, with zeros before it up to so many digits: printf is slow where
 * there are ten thousands of them. */
void buf_put_unsigned(struct buf *buf, uint64_t number, int digits);
void buf_put_utf8(struct buf *buf, uint32_t code);
/* Whether the code point prints nothing of its own: a control character, a mark of zero width, one
 * that turns the direction of text, the sign of a failed conversion. What joins and parts letters
 * of Mongolian, Uyghur and the like is none of these. */
bool code_is_invisible_rare(uint32_t code);
static inline bool code_is_invisible(uint32_t code)
{
    bool seen = (code >= ' ' && code <= '~') || (code >= 0x2070 && code < 0xFEFF);
    return !seen && code_is_invisible_rare(code);
}

/* Whether nothing is seen where the code point is printed: invisible, or a blank of any width. */
bool code_is_blank(uint32_t code);

/* Text to be shown to people: what is invisible (but the tab) or malformed becomes U+FFFD, so that
 * a file can neither speak to the terminal nor shift what a caret marks. */
void buf_put_visible(struct buf *buf, struct slice text);

/* Appends the text as a JSON string, with its quotes: what is invisible escaped, so that it can
 * turn no line round where it is shown; what is malformed becomes U+FFFD. */
void buf_put_json(struct buf *buf, struct slice text);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_clear(struct buf *buf);
void buf_free(struct buf *buf);
struct slice buf_slice(const struct buf *buf);

#endif
