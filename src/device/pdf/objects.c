#include "device/pdf/objects.h"

#include <endian.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device/pdf/syntax.h"

enum {
    LEVEL = 5,             /* of deflate; see docs/pdf.md for the measurements */
    HASTY_LEVEL = 1,       /* for fonts and contents */
    STREAM_OBJECTS = 1000, /* small objects in one object stream */
    XREF_ROW = 7           /* kind 1 byte, place 4, index 2 */
};

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
    buf_free(&objects->compressed);
}

uint32_t objects_number(struct objects *objects)
{
    GROW(NULL, objects->place, objects->count, objects->room, 1024);
    objects->place[objects->count] = (struct object_place){0};
    return objects->count++;
}

static void write_waiting(struct objects *objects, struct waiting *waiting)
{
    if (!waiting->count)
        return;
    char entries[64];
    snprintf(entries, sizeof entries, "/Type/ObjStm/N %u/First %zu", waiting->count,
             waiting->index.n);
    buf_put_slice(&waiting->index, buf_slice(&waiting->body));
    object_stream(objects, waiting->stream, entries, buf_slice(&waiting->index), STREAM_DEFLATED);
    buf_clear(&waiting->index);
    buf_clear(&waiting->body);
    waiting->count = 0;
}

struct buf *object_begin_of(struct objects *objects, uint32_t number, enum object_kind kind)
{
    struct waiting *waiting = objects->open = &objects->waiting[kind];
    if (waiting->count == STREAM_OBJECTS)
        write_waiting(objects, waiting);
    if (!waiting->count)
        waiting->stream = objects_number(objects);
    objects->place[number] = (struct object_place){2, waiting->stream, (uint16_t)waiting->count++};
    put_int(&waiting->index, number);
    buf_putc(&waiting->index, ' ');
    put_int(&waiting->index, (int64_t)waiting->body.n);
    buf_putc(&waiting->index, ' ');
    return &waiting->body;
}

struct buf *object_begin(struct objects *objects, uint32_t number)
{
    return object_begin_of(objects, number, OBJECT_OTHER);
}

void object_end(struct objects *objects)
{
    buf_putc(&objects->open->body, ' ');
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

/* One row of the cross-reference stream as the PNG predictor "up" wants it: the differences from
 * the row above, which make the table compress to almost nothing. */
static void put_xref_row(struct buf *rows, struct object_place place, unsigned char above[XREF_ROW])
{
    unsigned char row[XREF_ROW] = {place.kind,
                                   (unsigned char)(place.where >> 24),
                                   (unsigned char)(place.where >> 16),
                                   (unsigned char)(place.where >> 8),
                                   (unsigned char)place.where,
                                   (unsigned char)(place.index >> 8),
                                   (unsigned char)place.index};
    char up[XREF_ROW + 1] = {2};
    for (int i = 0; i < XREF_ROW; i++)
        up[i + 1] = (char)(row[i] - above[i]);
    memcpy(above, row, XREF_ROW);
    buf_put(rows, up, sizeof up);
}

void objects_finish(struct objects *objects, uint32_t catalog, uint32_t info)
{
    for (int i = 0; i < OBJECT_KINDS; i++)
        write_waiting(objects, &objects->waiting[i]);
    uint32_t number = objects_number(objects);
    size_t offset = objects->out->n - objects->start;
    objects->place[number] = (struct object_place){1, (uint32_t)offset, 0};
    objects->place[0].index = UINT16_MAX;

    struct buf rows = {0}, entries = {0};
    unsigned char above[XREF_ROW] = {0};
    for (uint32_t i = 0; i < objects->count; i++)
        put_xref_row(&rows, objects->place[i], above);
    uint64_t id[2];
    identify(objects, id);
    buf_printf(&entries, "/Type/XRef/Size %u/W[1 4 2]/Root %u 0 R/Info %u 0 R", objects->count,
               catalog, info);
    for (int i = 0; i < 2; i++)
        buf_printf(&entries, "%s<%016llX%016llX>", i ? "" : "/ID[", (unsigned long long)id[0],
                   (unsigned long long)id[1]);
    buf_printf(&entries, "]/DecodeParms<</Predictor 12/Columns %d>>", XREF_ROW);
    object_stream(objects, number, entries.p, buf_slice(&rows), STREAM_DEFLATED);
    buf_printf(objects->out, "startxref\n%zu\n%%%%EOF\n", offset);
    buf_free(&rows);
    buf_free(&entries);
}
