#include "intake/ole.h"

#include <string.h>

/* Places in the head of the file. */
enum {
    HEAD = 512,
    AT_SECTOR_SHIFT = 0x1E,
    AT_SHORT_SHIFT = 0x20,
    AT_DIRECTORY = 0x30,
    AT_CUTOFF = 0x38,
    AT_SHORT_TABLE = 0x3C,
    AT_MORE = 0x44,
    AT_TABLE = 0x4C,
    TABLE_ENTRIES = 109 /* of the sectors that hold the table; more are in a chain of sectors */
};

/* An entry of the directory. */
enum { ENTRY = 128, ENTRY_NAME_MAX = 64, AT_START = 116, AT_SIZE = 120 };

struct ole {
    struct arena *arena;
    struct slice file;
    size_t sector;      /* bytes of one */
    struct slice table; /* which sector follows which */
};

uint32_t bytes_read(struct slice bytes, size_t at, unsigned count)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < count && at + count <= bytes.n; i++)
        value |= (uint32_t)(unsigned char)bytes.p[at + i] << 8 * i;
    return value;
}

static struct slice sector_at(const struct ole *ole, uint32_t number)
{
    size_t at = ((size_t)number + 1) * ole->sector;
    size_t left = at < ole->file.n ? ole->file.n - at : 0;
    return (struct slice){ole->file.p + (left ? at : 0), left < ole->sector ? left : ole->sector};
}

/* The sectors from the first on, no more than the file has bytes, as the table has them follow each
 * other; of the file, or of a stream that holds short ones. */
static struct slice follow(const struct ole *ole, struct slice table, struct slice stream,
                           size_t size, uint32_t first)
{
    struct buf out = {0};
    for (uint32_t at = first; out.n < ole->file.n && at < table.n / 4;
         at = bytes_read(table, 4 * (size_t)at, 4)) {
        struct slice sector = sector_at(ole, at);
        size_t from = (size_t)at * size;
        if (stream.p)
            sector = from + size <= stream.n ? (struct slice){stream.p + from, size}
                                             : (struct slice){"", 0};
        if (!sector.n)
            break;
        buf_put_slice(&out, sector);
    }
    struct slice bytes = slice_copy(ole->arena, buf_slice(&out));
    buf_free(&out);
    return bytes;
}

static struct slice read_table(const struct ole *ole)
{
    struct buf out = {0};
    size_t sectors = ole->file.n / ole->sector;
    for (size_t i = 0; i < TABLE_ENTRIES; i++)
        buf_put_slice(&out, sector_at(ole, bytes_read(ole->file, AT_TABLE + 4 * i, 4)));
    size_t entries = ole->sector / 4 - 1;
    for (uint32_t more = bytes_read(ole->file, AT_MORE, 4);
         more < sectors && out.n < ole->file.n;) {
        struct slice sector = sector_at(ole, more);
        for (size_t i = 0; i < entries; i++)
            buf_put_slice(&out, sector_at(ole, bytes_read(sector, 4 * i, 4)));
        more = sector.n ? bytes_read(sector, 4 * entries, 4) : UINT32_MAX;
    }
    struct slice table = slice_copy(ole->arena, buf_slice(&out));
    buf_free(&out);
    return table;
}

/* Whether the entry, in UTF-16, has the name. */
static bool is_named(struct slice entry, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i <= n && 2 * i < ENTRY_NAME_MAX; i++)
        if (bytes_read(entry, 2 * i, 2) != (unsigned char)name[i])
            return false;
    return true;
}

static struct slice read_entry(const struct ole *ole, struct slice directory, struct slice entry)
{
    uint32_t start = bytes_read(entry, AT_START, 4), size = bytes_read(entry, AT_SIZE, 4);
    struct slice none = {0}, bytes;
    if (size >= bytes_read(ole->file, AT_CUTOFF, 4)) {
        bytes = follow(ole, ole->table, none, 0, start);
    } else {
        size_t unit = (size_t)1 << (bytes_read(ole->file, AT_SHORT_SHIFT, 2) & 15);
        struct slice shorts = follow(ole, ole->table, none, 0, bytes_read(directory, AT_START, 4));
        struct slice table =
            follow(ole, ole->table, none, 0, bytes_read(ole->file, AT_SHORT_TABLE, 4));
        bytes = follow(ole, table, shorts, unit, start);
    }
    bytes.n = bytes.n < size ? bytes.n : size;
    return bytes;
}

struct slice ole_stream(struct arena *arena, struct slice file, const char *name)
{
    uint32_t shift = bytes_read(file, AT_SECTOR_SHIFT, 2);
    if (file.n < HEAD || memcmp(file.p, "\xD0\xCF\x11\xE0", 4) != 0 || (shift != 9 && shift != 12))
        return (struct slice){0};
    struct ole ole = {.arena = arena, .file = file, .sector = (size_t)1 << shift};
    ole.table = read_table(&ole);
    struct slice directory =
        follow(&ole, ole.table, (struct slice){0}, 0, bytes_read(file, AT_DIRECTORY, 4));
    for (size_t at = 0; at + ENTRY <= directory.n; at += ENTRY) {
        struct slice entry = {directory.p + at, ENTRY};
        if (is_named(entry, name))
            return read_entry(&ole, directory, entry);
    }
    return (struct slice){0};
}

bool ole_names(struct slice file, const char *name)
{
    char wide[ENTRY_NAME_MAX];
    size_t n = 0;
    for (; name[n]; n++) {
        wide[2 * n] = name[n];
        wide[2 * n + 1] = '\0';
    }
    return memmem(file.p, file.n, wide, 2 * n) != NULL;
}
