#include "base/zip.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <time.h>

enum {
    LEVEL = 1,     /* of deflate: XML in half the time of 4, a fourteenth larger */
    WORTH = 64,    /* bytes below which nothing is deflated */
    VERSION = 20,  /* 2.0: the first that knows deflate */
    UTF8 = 0x0800, /* flag: names are UTF-8 */
    DEFLATED = 8,  /* method */
    MOST = 0xFFFF, /* entries */
    LOCAL = 0x04034B50,
    CENTRAL = 0x02014B50,
    END = 0x06054B50
};

struct zip {
    struct buf *out;
    size_t start; /* of the archive in out */
    struct buf directory;
    uint32_t count;
    uint16_t day, time; /* as MS-DOS has them */
    bool overflow;
    struct libdeflate_compressor *compressor;
    struct buf scratch;
};

static void put16(struct buf *out, uint32_t value)
{
    buf_putc(out, (char)(value & 0xFF));
    buf_putc(out, (char)(value >> 8 & 0xFF));
}

static void put32(struct buf *out, uint32_t value)
{
    put16(out, value & 0xFFFF);
    put16(out, value >> 16);
}

struct zip *zip_new(struct buf *out, int64_t date)
{
    struct zip *zip = xrealloc(NULL, sizeof *zip);
    time_t seconds = (time_t)date;
    struct tm tm = {.tm_year = 80, .tm_mday = 1};
    if (!gmtime_r(&seconds, &tm) || tm.tm_year < 80 || tm.tm_year >= 80 + 128)
        tm = (struct tm){.tm_year = 80, .tm_mday = 1};
    *zip =
        (struct zip){.out = out,
                     .start = out->n,
                     .day = (uint16_t)((tm.tm_year - 80) << 9 | (tm.tm_mon + 1) << 5 | tm.tm_mday),
                     .time = (uint16_t)(tm.tm_hour << 11 | tm.tm_min << 5 | tm.tm_sec / 2),
                     .compressor = libdeflate_alloc_compressor(LEVEL)};
    return zip;
}

/* What local and central headers have in common. */
static void put_entry(struct buf *out, const struct zip *zip, bool deflated, uint32_t crc,
                      size_t packed, size_t size, size_t name)
{
    put16(out, VERSION);
    put16(out, UTF8);
    put16(out, deflated ? DEFLATED : 0);
    put16(out, zip->time);
    put16(out, zip->day);
    put32(out, crc);
    put32(out, (uint32_t)packed);
    put32(out, (uint32_t)size);
    put16(out, (uint32_t)name);
    put16(out, 0); /* extra */
}

static void add(struct zip *zip, const char *name, struct slice bytes, struct slice packed)
{
    size_t length = strlen(name), offset = zip->out->n - zip->start;
    bool deflated = packed.p != bytes.p;
    uint32_t crc = libdeflate_crc32(0, bytes.p, bytes.n);
    if (bytes.n > UINT32_MAX || offset + packed.n > UINT32_MAX || zip->count == MOST ||
        length > UINT16_MAX) {
        zip->overflow = true;
        return;
    }
    put32(zip->out, LOCAL);
    put_entry(zip->out, zip, deflated, crc, packed.n, bytes.n, length);
    buf_put(zip->out, name, length);
    buf_put_slice(zip->out, packed);
    put32(&zip->directory, CENTRAL);
    put16(&zip->directory, VERSION);
    put_entry(&zip->directory, zip, deflated, crc, packed.n, bytes.n, length);
    put16(&zip->directory, 0); /* comment */
    put16(&zip->directory, 0); /* disk */
    put16(&zip->directory, 0); /* internal attributes */
    put32(&zip->directory, 0); /* external attributes */
    put32(&zip->directory, (uint32_t)offset);
    buf_put(&zip->directory, name, length);
    zip->count++;
}

void zip_add(struct zip *zip, const char *name, struct slice bytes)
{
    size_t packed = 0;
    if (bytes.n >= WORTH && zip->compressor) {
        size_t room = libdeflate_deflate_compress_bound(zip->compressor, bytes.n);
        if (zip->scratch.room < room) {
            zip->scratch.p = xrealloc(zip->scratch.p, room);
            zip->scratch.room = room;
        }
        packed = libdeflate_deflate_compress(zip->compressor, bytes.p, bytes.n, zip->scratch.p,
                                             zip->scratch.room);
    }
    bool smaller = packed && packed < bytes.n;
    add(zip, name, bytes, smaller ? (struct slice){zip->scratch.p, packed} : bytes);
}

void zip_add_stored(struct zip *zip, const char *name, struct slice bytes)
{
    add(zip, name, bytes, bytes);
}

bool zip_end(struct zip *zip)
{
    struct buf *out = zip->out;
    size_t offset = out->n - zip->start;
    bool fits = !zip->overflow && zip->compressor && offset + zip->directory.n <= UINT32_MAX;
    buf_put(out, zip->directory.p, zip->directory.n);
    put32(out, END);
    put16(out, 0); /* this disk */
    put16(out, 0); /* the directory's */
    put16(out, zip->count);
    put16(out, zip->count);
    put32(out, (uint32_t)zip->directory.n);
    put32(out, (uint32_t)offset);
    put16(out, 0); /* comment */
    libdeflate_free_compressor(zip->compressor);
    buf_free(&zip->directory);
    buf_free(&zip->scratch);
    free(zip);
    return fits;
}
