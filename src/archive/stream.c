/*
 * Streams, decoded within limits: a few bytes can stand for gigabytes. What is only deflated, as
 * nearly all is, is inflated here into as much room as is left; the other filters are libqpdf's
 * work, which is asked for only when not even the worst they can make of the bytes is too much.
 */
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "archive/file.h"

/* By how much a filter can swell what goes in, at the worst. */
static const struct filter {
    const char *name;
    uint64_t swells;
} filters[] = {
    {"ASCIIHexDecode", 1},   {"AHx", 1},    {"ASCII85Decode", 5}, {"A85", 5},
    {"RunLengthDecode", 64}, {"RL", 64},    {"Fl", 1032},         {"FlateDecode", 1032},
    {"LZWDecode", 2048},     {"LZW", 2048}, {"Crypt", 1},
};

static const struct filter *filter_of(struct slice name)
{
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        if (slice_is(name, filters[i].name))
            return &filters[i];
    return NULL;
}

/* The filters of a stream: their number, the swelling by all of them after the first, and whether
 * the first alone makes the bytes. */
struct chain {
    int count;
    bool known, deflated, alone;
    uint64_t swells, rest;
};

static struct chain chain_of(const struct file *file, qpdf_oh stream)
{
    struct chain chain = {.known = true, .swells = 1, .rest = 1};
    qpdf_oh names = file_get(file, stream, "/Filter"),
            given = file_get(file, stream, "/DecodeParms");
    bool list = qpdf_oh_is_array(file->qpdf, names);
    chain.count = list ? file_count(file, names) : !qpdf_oh_is_null(file->qpdf, names);
    for (int i = 0; i < chain.count && chain.known; i++) {
        const struct filter *filter =
            filter_of(file_name(file, list ? file_item(file, names, i) : names));
        chain.known = filter && chain.count <= 8 && chain.swells < UINT32_MAX;
        chain.deflated |= filter && i == 0 && filter->swells == 1032;
        chain.swells *= filter ? filter->swells : 1;
        chain.rest *= filter && i ? filter->swells : 1;
    }
    chain.alone = chain.count == 1 && qpdf_oh_is_null(file->qpdf, given);
    return chain;
}

static uint64_t room_left(const struct file *file)
{
    return file->state->decoded_most - file->state->decoded;
}

/* Inflates into *made, which the caller frees. False when it is broken, or over the limit. */
static bool inflate_within(const struct file *file, const unsigned char *raw, size_t size,
                           unsigned char **made, size_t *length)
{
    uint64_t most = room_left(file), room = (uint64_t)size * 4 + 4096;
    struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
    enum libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
    *made = NULL;
    while (inflater && result == LIBDEFLATE_INSUFFICIENT_SPACE) {
        room = room < most ? room : most;
        unsigned char *more = realloc(*made, room + 1);
        if (!more)
            break;
        *made = more;
        result = libdeflate_zlib_decompress(inflater, raw, size, *made, room, length);
        if (room == most)
            break;
        room *= 4;
    }
    libdeflate_free_decompressor(inflater);
    file->state->over |= result == LIBDEFLATE_INSUFFICIENT_SPACE;
    return result == LIBDEFLATE_SUCCESS;
}

static bool get_data(const struct file *file, qpdf_oh stream, enum qpdf_stream_decode_level_e level,
                     unsigned char **bytes, size_t *size)
{
    QPDF_BOOL decoded = QPDF_FALSE;
    *bytes = NULL;
    QPDF_ERROR_CODE failed =
        qpdf_oh_get_stream_data(file->qpdf, stream, level, &decoded, bytes, size);
    file_note(file);
    return !(failed & QPDF_ERRORS) && *bytes && (decoded || level == qpdf_dl_none);
}

static bool decode(const struct file *file, qpdf_oh stream, unsigned char **bytes, size_t *size)
{
    struct chain chain = chain_of(file, stream);
    if (!get_data(file, stream, qpdf_dl_none, bytes, size))
        return false;
    uint64_t worst = *size * chain.swells;
    if (chain.deflated) {
        unsigned char *raw = *bytes;
        bool inflated = inflate_within(file, raw, *size, bytes, size);
        free(raw);
        worst = *size * chain.rest;
        if (!inflated || chain.alone)
            return inflated;
    }
    free(*bytes);
    *bytes = NULL;
    file->state->over |= worst > room_left(file);
    return chain.known && worst <= room_left(file) &&
           get_data(file, stream, qpdf_dl_specialized, bytes, size);
}

bool file_stream(const struct file *file, qpdf_oh stream, struct buf *out)
{
    unsigned char *bytes = NULL;
    size_t size = 0;
    if (!qpdf_oh_is_stream(file->qpdf, stream))
        return false;
    bool read = decode(file, stream, &bytes, &size) && size <= room_left(file);
    if (read) {
        file->state->decoded += size;
        buf_put(out, (const char *)bytes, size);
    }
    free(bytes);
    return read;
}
