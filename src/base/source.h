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
    bool sealed; /* it may name no files: nobody knows who wrote it */
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

/* A source over text that is already in memory; the text is copied. */
const struct source *source_of(struct arena *arena, const char *name, struct slice text);

/* The same for text that may name no files. */
const struct source *source_sealed(struct arena *arena, const char *name, struct slice text);

/* pos of the slice part, which must point into source->text. */
struct pos source_pos(const struct source *source, struct slice part);

struct place pos_place(struct pos pos);

/* Appends the line that holds pos (of a long line the part around it) and, on a second line, a
 * caret under it, as wide as the text it marks, full-width characters counted as two columns.
 * Nothing when pos has no source. */
void pos_quote(struct buf *out, struct pos pos);

#endif
