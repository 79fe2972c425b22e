#include "base/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

const struct source *source_of(struct arena *arena, const char *name, struct slice text)
{
    struct source *source = ARENA_NEW(arena, struct source);
    source->name = arena_copy(arena, name, strlen(name));
    source->text = slice_copy(arena, text);
    return source;
}

static _Thread_local void (*observer)(void *data, const char *path);
static _Thread_local void *observer_data;

void source_observe(void (*observe)(void *data, const char *path), void *data)
{
    observer = observe;
    observer_data = data;
}

const struct source *source_read(struct arena *arena, const char *path)
{
    if (observer)
        observer(observer_data, path);
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    struct buf buf = {0};
    struct stat about;
    char chunk[16384];
    size_t got;
    bool fits = fstat(fileno(file), &about) != 0 || about.st_size <= UINT32_MAX;
    while (fits && (got = fread(chunk, 1, sizeof chunk, file)) > 0) {
        buf_put(&buf, chunk, got);
        fits = buf.n <= UINT32_MAX;
    }
    int failed = !fits ? EFBIG : ferror(file) ? errno : 0;
    fclose(file);
    const struct source *source = failed ? NULL : source_of(arena, path, buf_slice(&buf));
    buf_free(&buf);
    errno = failed;
    return source;
}

struct pos source_pos(const struct source *source, struct slice part)
{
    return (struct pos){source, (uint32_t)(part.p - source->text.p), (uint32_t)part.n};
}

struct pos pos_of_spot(struct arena *arena, const char *name, const struct spot *spot,
                       struct slice text)
{
    struct source *source = ARENA_NEW(arena, struct source);
    struct spot *copy = ARENA_NEW(arena, struct spot);
    *copy = *spot;
    if (spot->sheet)
        copy->sheet = arena_copy(arena, spot->sheet, strlen(spot->sheet));
    if (spot->field)
        copy->field = arena_copy(arena, spot->field, strlen(spot->field));
    source->name = arena_copy(arena, name, strlen(name));
    source->text = slice_copy(arena, text);
    source->spot = copy;
    return source_pos(source, source->text);
}

struct slice pos_text(struct pos pos)
{
    return pos.source ? (struct slice){pos.source->text.p + pos.offset, pos.length}
                      : (struct slice){"", 0};
}
