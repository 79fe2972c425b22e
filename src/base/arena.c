#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 256 * 1024, ALIGNMENT = 16 };

struct block {
    struct block *next;
    size_t size;
    size_t used;
    char *bytes;
};

struct arena {
    struct block *first;
    struct block *current;
    size_t used;
};

void *xrealloc(void *old, size_t size)
{
    void *new = realloc(old, size ? size : 1);
    if (!new) {
        fputs("gongkai: out of memory\n", stderr);
        abort();
    }
    return new;
}

static struct block *block_new(size_t size)
{
    struct block *block = xrealloc(NULL, sizeof *block);
    *block = (struct block){.size = size, .bytes = xrealloc(NULL, size)};
    return block;
}

struct arena *arena_new(void)
{
    struct arena *arena = xrealloc(NULL, sizeof *arena);
    struct block *block = block_new(BLOCK_SIZE);
    *arena = (struct arena){.first = block, .current = block};
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct block *block = arena->first, *next; block; block = next) {
        next = block->next;
        free(block->bytes);
        free(block);
    }
    free(arena);
}

void arena_reset(struct arena *arena)
{
    for (struct block *block = arena->first; block; block = block->next)
        block->used = 0;
    arena->current = arena->first;
    arena->used = 0;
}

/* The block that has room for size bytes: the current one, a kept one after it, or a new one. */
static struct block *block_with_room(struct arena *arena, size_t size)
{
    struct block *block = arena->current;
    while (block->size - block->used < size) {
        if (!block->next)
            block->next = block_new(size > BLOCK_SIZE ? size : BLOCK_SIZE);
        block = block->next;
    }
    return arena->current = block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        abort();
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    struct block *block = block_with_room(arena, size);
    void *memory = block->bytes + block->used;
    block->used += size;
    arena->used += size;
    return memset(memory, 0, size);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t size)
{
    char *copy = arena_alloc(arena, size + 1);
    if (size)
        memcpy(copy, bytes, size);
    return copy;
}

void *arena_grown(struct arena *arena, void *items, size_t size, uint32_t count, uint32_t *room)
{
    if (count < *room)
        return items;
    *room = *room ? *room * 2 : 32;
    void *more = arena_alloc(arena, size * *room);
    if (count)
        memcpy(more, items, size * count);
    return more;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}
