#include "base/source.h"

#include <stdlib.h>
#include <string.h>

const struct source *source_of(struct arena *arena, const char *name, struct slice text)
{
    struct source *source = ARENA_NEW(arena, struct source);
    source->name = arena_copy(arena, name, strlen(name));
    source->text = slice_copy(arena, text);
    source->imports = ARENA_NEW(arena, struct imports);
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

static int compare_imported(const void *a, const void *b)
{
    const struct imported *left = a, *right = b;
    return left->from < right->from ? -1 : left->from > right->from;
}

void source_import(const struct source *source, struct imported *imported, uint32_t count)
{
    if (count)
        qsort(imported, count, sizeof *imported, compare_imported);
    *source->imports = (struct imports){imported, count};
}

struct pos pos_imported(struct pos pos)
{
    const struct imports *imports = pos.source ? pos.source->imports : NULL;
    uint32_t low = 0, high = imports ? imports->count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct imported *imported = &imports->items[middle];
        if (pos.offset < imported->from)
            high = middle;
        else if (pos.offset >= imported->to)
            low = middle + 1;
        else
            return imported->pos;
    }
    return (struct pos){0};
}

struct slice pos_text(struct pos pos)
{
    return pos.source ? (struct slice){pos.source->text.p + pos.offset, pos.length}
                      : (struct slice){"", 0};
}
