/*
 * Where text came from. Every value read keeps a pos; line and column are worked out only when a
 * message needs them.
 */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/slice.h"

struct source {
    const char *name; /* the path as the user gave it */
    struct slice text;
};

/* length bytes at offset; source NULL means "nowhere in particular". */
struct pos {
    const struct source *source;
    uint32_t offset;
    uint32_t length;
};

/* One-based; the column counts characters, not bytes. */
struct place {
    uint32_t line;
    uint32_t column;
};

/* Reads a whole file into the arena. On failure returns NULL and leaves errno set. */
const struct source *source_read(struct arena *arena, const char *path);

/* Tells the function of every path that this thread reads from now on, or fails to; NULL ends it.
 */
void source_observe(void (*observe)(void *data, const char *path), void *data);

/* A source over text that is already in memory; the text is copied. */
const struct source *source_of(struct arena *arena, const char *name, struct slice text);

/* pos of the slice part, which must point into source->text. */
struct pos source_pos(const struct source *source, struct slice part);

struct place pos_place(struct pos pos);

/* Appends the line that holds pos (of a long line the part around it) and, on a second line, a
 * caret under it, as wide as the text it marks, full-width characters counted as two columns.
 * Nothing when pos has no source. */
void pos_quote(struct buf *out, struct pos pos);

#endif
