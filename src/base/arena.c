#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    ALIGNMENT = 16,
    FIRST_BLOCK = 256 * 1024,
    BLOCK = 2 * 1024 * 1024, /* all later ones: a huge page, which is had at once */
    LARGE = BLOCK / 8,       /* what is larger gets a block of its own, given back at the reset */
    KEPT = 8                 /* blocks that a reset keeps */
};

struct block {
    struct block *next;
    size_t size;
    size_t used;
    char *bytes;
};

struct arena {
    struct block *first;
    struct block *current;
    struct block *large;
    size_t used;
};

static _Thread_local jmp_buf *recovery;

void memory_recover(jmp_buf *point)
{
    recovery = point;
}

/* There is nobody to tell where no point was set: the program ends earlier (memory.c). */
static _Noreturn void out_of_memory(void)
{
    jmp_buf *point = recovery;
    recovery = NULL;
    if (point)
        longjmp(*point, 1);
    abort();
}

void *xrealloc(void *old, size_t size)
{
    void *new = realloc(old, size ? size : 1);
    if (!new)
        out_of_memory();
    return new;
}

static struct block *block_new(size_t size)
{
    struct block *block = xrealloc(NULL, sizeof *block);
    *block = (struct block){.size = size};
    if (size == BLOCK && (block->bytes = aligned_alloc(BLOCK, BLOCK)))
        madvise(block->bytes, BLOCK, MADV_HUGEPAGE); /* only a hint */
    if (!block->bytes)
        block->bytes = xrealloc(NULL, size);
    return block;
}

static void blocks_free(struct block *block)
{
    for (struct block *next; block; block = next) {
        next = block->next;
        free(block->bytes);
        free(block);
    }
}

struct arena *arena_new(void)
{
    struct arena *arena = xrealloc(NULL, sizeof *arena);
    struct block *block = block_new(FIRST_BLOCK);
    *arena = (struct arena){.first = block, .current = block};
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    blocks_free(arena->first);
    blocks_free(arena->large);
    free(arena);
}

void arena_reset(struct arena *arena)
{
    struct block *block = arena->first;
    block->used = 0;
    for (int kept = 1; block->next && kept < KEPT; kept++) {
        block = block->next;
        block->used = 0;
    }
    blocks_free(block->next);
    block->next = NULL;
    blocks_free(arena->large);
    arena->large = NULL;
    arena->current = arena->first;
    arena->used = 0;
}

/* The block that has room for size bytes: the current one, the one after it, or one of its own. */
static struct block *block_with_room(struct arena *arena, size_t size)
{
    struct block *block = arena->current;
    if (block->size - block->used >= size)
        return block;
    if (size > LARGE) {
        struct block *large = block_new(size);
        large->next = arena->large;
        return arena->large = large;
    }
    if (!block->next)
        block->next = block_new(BLOCK);
    return arena->current = block->next;
}

/* Memory as it is found. */
static void *take(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        out_of_memory();
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    struct block *block = block_with_room(arena, size);
    void *memory = block->bytes + block->used;
    block->used += size;
    arena->used += size;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t size)
{
    char *copy = take(arena, size + 1);
    if (size)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

void *items_moved(struct arena *arena, void *items, size_t size, size_t count, size_t room)
{
    if (!arena)
        return xrealloc(items, size * room);
    char *more = take(arena, size * room);
    if (count)
        memcpy(more, items, size * count);
    memset(more + size * count, 0, size * (room - count));
    return more;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    char usual[256], *text = NULL; /* mostly it is short */
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t length = (size_t)vsnprintf(usual, sizeof usual, format, args);
    va_end(args);
    if (length < sizeof usual) {
        text = arena_copy(arena, usual, length);
    } else {
        text = take(arena, length + 1);
        vsnprintf(text, length + 1, format, again);
    }
    va_end(again);
    return text;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}
