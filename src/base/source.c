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
