#include "device/pdf/objects.h"

#include <endian.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/deflate.h"
#include "device/pdf/syntax.h"

enum {
    LEVEL = 5,             /* of deflate; see docs/pdf.md for the measurements */
    HASTY_LEVEL = 1,       /* for fonts and contents */
    STREAM_OBJECTS = 1000, /* small objects in one object stream */
    XREF_ROW = 7,          /* kind 1 byte, place 4, index 2 */
    WIDEST = 120
};

/* What a row of ten cells takes, a cell with all that it says, and a reference; of the others also
 * a multiple of what an entry of the index takes. */
static const uint16_t widths[OBJECT_KINDS] = {
    [OBJECT_ROW] = WIDEST, [OBJECT_CELL] = 60, [OBJECT_EMPTY] = 60, [OBJECT_PARENTS] = 10};

void objects_begin(struct objects *objects, struct buf *out)
{
    *objects =
        (struct objects){.out = out,
                         .start = out->n,
                         .compressor = {[STREAM_DEFLATED] = libdeflate_alloc_compressor(LEVEL),
                                        [STREAM_HASTY] = libdeflate_alloc_compressor(HASTY_LEVEL)}};
    if (!objects->compressor[STREAM_DEFLATED] || !objects->compressor[STREAM_HASTY])
        abort();
    objects_number(objects);
    buf_puts(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
}

void objects_free(struct objects *objects)
{
    libdeflate_free_compressor(objects->compressor[STREAM_DEFLATED]);
    libdeflate_free_compressor(objects->compressor[STREAM_HASTY]);
    free(objects->place);
    for (int i = 0; i < OBJECT_KINDS; i++) {
        buf_free(&objects->waiting[i].body);
        buf_free(&objects->waiting[i].index);
    }
    buf_free(&objects->up);
    buf_free(&objects->compressed);
}

uint32_t objects_number(struct objects *objects)
{
    GROW(NULL, objects->place, objects->count, objects->room, 1024);
    objects->place[objects->count] = (struct object_place){0};
    return objects->count++;
}

/* Blanks up to a multiple of the width. */
static void fill_row(struct buf *out, unsigned width)
{
    size_t blanks = width ? (width - out->n % width) % width : 0;
    buf_reserve(out, blanks);
    memset(out->p + out->n, ' ', blanks);
    out->n += blanks;
}

/* Each byte less the one of the other, eight at a time, none of which borrows of the next. */
static void subtract(char *to, const char *bytes, const char *others, unsigned count)
{
    const uint64_t high = 0x8080808080808080u;
    unsigned i = 0;
    for (; i + 8 <= count; i += 8) {
        uint64_t a, b;
        memcpy(&a, bytes + i, 8);
        memcpy(&b, others + i, 8);
        a = ((a | high) - (b & ~high)) ^ ((a ^ ~b) & high);
        memcpy(to + i, &a, 8);
    }
    for (; i < count; i++)
        to[i] = (char)(bytes[i] - others[i]);
}

/* The rows as the PNG predictor "up" wants them: the differences from the row above, so that tables
 * whose rows hardly differ pack to almost nothing. Returns the last row. */
static const char *put_up(struct buf *out, const char *above, struct slice rows, unsigned width)
{
    buf_reserve(out, rows.n + rows.n / width);
    for (const char *row = rows.p; row < rows.p + rows.n; above = row, row += width) {
        char *to = out->p + out->n;
        *to = 2;
        subtract(to + 1, row, above, width);
        out->n += width + 1;
    }
    return above;
}

/* The rows, of which some stand in front, as a stream. Those of ROW repeat themselves too
 * irregularly for looking at periods. */
static void object_table(struct objects *objects, uint32_t number, const char *entries,
                         struct slice front, struct slice rows, unsigned width)
{
    static const char zeros[WIDEST]; /* what stands above the first row */
    struct buf all = {0};
    buf_printf(&all, "%s/DecodeParms<</Predictor 12/Columns %u>>", entries, width);
    buf_clear(&objects->up);
    put_up(&objects->up, put_up(&objects->up, zeros, front, width), rows, width);
    struct slice up = buf_slice(&objects->up);
    if (width == widths[OBJECT_ROW]) {
        object_stream(objects, number, all.p, up, STREAM_DEFLATED);
    } else {
        buf_clear(&objects->compressed);
        struct bits bits = deflate_begin(&objects->compressed);
        deflate_block(&bits, up, width + 1, true);
        deflate_end(&bits, deflate_sum(up));
        object_stream(objects, number, all.p, buf_slice(&objects->compressed), STREAM_READY);
    }
    buf_free(&all);
}

static void write_waiting(struct objects *objects, enum object_kind kind)
{
    struct waiting *waiting = &objects->waiting[kind];
    if (!waiting->count)
        return;
    char entries[64];
    fill_row(&waiting->index, widths[kind]);
    snprintf(entries, sizeof entries, "/Type/ObjStm/N %u/First %zu", waiting->count,
             waiting->index.n);
    if (widths[kind]) {
        object_table(objects, waiting->stream, entries, buf_slice(&waiting->index),
                     buf_slice(&waiting->body), widths[kind]);
    } else {
        buf_put_slice(&waiting->index, buf_slice(&waiting->body));
        object_stream(objects, waiting->stream, entries, buf_slice(&waiting->index), STREAM_HASTY);
    }
    buf_clear(&waiting->index);
    buf_clear(&waiting->body);
    waiting->count = 0;
}

/* Where an object stands in the body of its stream. */
static void put_entry(struct waiting *waiting, uint32_t number, unsigned width)
{
    unsigned digits = width ? NUMBER_DIGITS : 1;
    put_wide(&waiting->index, number, digits);
    buf_putc(&waiting->index, ' ');
    put_wide(&waiting->index, (uint32_t)waiting->body.n, digits);
    buf_putc(&waiting->index, ' ');
}

struct buf *object_begin_of(struct objects *objects, uint32_t number, enum object_kind kind)
{
    struct waiting *waiting = objects->open = &objects->waiting[kind];
    if (waiting->count == STREAM_OBJECTS)
        write_waiting(objects, kind);
    if (!waiting->count)
        waiting->stream = objects_number(objects);
    objects->place[number] = (struct object_place){2, waiting->stream, (uint16_t)waiting->count++};
    put_entry(waiting, number, widths[kind]);
    return &waiting->body;
}

struct buf *object_begin(struct objects *objects, uint32_t number)
{
    return object_begin_of(objects, number, OBJECT_OTHER);
}

void object_end(struct objects *objects)
{
    buf_putc(&objects->open->body, ' ');
    fill_row(&objects->open->body, widths[objects->open - objects->waiting]);
}

static struct slice deflated(struct objects *objects, struct slice bytes, enum stream_form form)
{
    struct libdeflate_compressor *compressor = objects->compressor[form];
    struct buf *to = &objects->compressed;
    size_t bound = libdeflate_zlib_compress_bound(compressor, bytes.n);
    if (to->room < bound) {
        to->p = xrealloc(to->p, bound);
        to->room = bound;
    }
    to->n = libdeflate_zlib_compress(compressor, bytes.p, bytes.n, to->p, bound);
    return (struct slice){to->p, to->n};
}

void object_stream(struct objects *objects, uint32_t number, const char *entries,
                   struct slice bytes, enum stream_form form)
{
    struct buf *out = objects->out;
    objects->place[number] = (struct object_place){1, (uint32_t)(out->n - objects->start), 0};
    if (form != STREAM_PLAIN && form != STREAM_READY)
        bytes = deflated(objects, bytes, form);
    buf_printf(out, "%u 0 obj\n<<%s/Length %zu%s>>\nstream\n", number, entries, bytes.n,
               form == STREAM_PLAIN ? "" : "/Filter/FlateDecode");
    buf_put_slice(out, bytes);
    buf_puts(out, "\nendstream\nendobj\n");
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

/* The file identifier: a hash of everything written so far, the same on any machine. */
static void identify(const struct objects *objects, uint64_t id[2])
{
    const unsigned char *at = (const unsigned char *)objects->out->p + objects->start;
    size_t n = objects->out->n - objects->start;
    id[0] = n;
    id[1] = ~(uint64_t)n;
    for (size_t i = 0; i < n; i += 16) { /* a half of the bytes each, then each of both */
        uint64_t words[2] = {0, 0};
        if (n - i >= 16)
            memcpy(words, at + i, 16);
        else
            memcpy(words, at + i, n - i);
        id[0] = mix(id[0], le64toh(words[0]));
        id[1] = mix(id[1], le64toh(words[1]));
    }
    for (int i = 0; i < 4; i++)
        id[i % 2] = mix(id[i % 2], id[!(i % 2)]);
}

static void put_xref_row(struct buf *rows, struct object_place place)
{
    const char row[XREF_ROW] = {(char)place.kind,          (char)(place.where >> 24),
                                (char)(place.where >> 16), (char)(place.where >> 8),
                                (char)place.where,         (char)(place.index >> 8),
                                (char)place.index};
    buf_put(rows, row, sizeof row);
}

void objects_finish(struct objects *objects, uint32_t catalog, uint32_t info)
{
    for (int i = 0; i < OBJECT_KINDS; i++)
        write_waiting(objects, (enum object_kind)i);
    uint32_t number = objects_number(objects);
    size_t offset = objects->out->n - objects->start;
    objects->place[number] = (struct object_place){1, (uint32_t)offset, 0};
    objects->place[0].index = UINT16_MAX;

    static const struct slice none = {"", 0};
    struct buf rows = {0}, entries = {0};
    for (uint32_t i = 0; i < objects->count; i++)
        put_xref_row(&rows, objects->place[i]);
    uint64_t id[2];
    identify(objects, id);
    buf_printf(&entries, "/Type/XRef/Size %u/W[1 4 2]/Root %u 0 R/Info %u 0 R", objects->count,
               catalog, info);
    for (int i = 0; i < 2; i++)
        buf_printf(&entries, "%s<%016llX%016llX>", i ? "" : "/ID[", (unsigned long long)id[0],
                   (unsigned long long)id[1]);
    buf_putc(&entries, ']');
    object_table(objects, number, entries.p, none, buf_slice(&rows), XREF_ROW);
    buf_printf(objects->out, "startxref\n%zu\n%%%%EOF\n", offset);
    buf_free(&rows);
    buf_free(&entries);
}
