#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    FIRST_BLOCK = 256 * 1024,
    BLOCK = 2 * 1024 * 1024, /* all later ones: a huge page, which is had at once */
    LARGE = BLOCK / 8,       /* what is larger gets a block of its own, given back at the reset */
    KEPT = 8                 /* blocks that a reset keeps */
};

struct block {
    struct block *next;
    size_t size;
    char *bytes;
};

struct arena {
    struct arena_room room; /* of the current block */
    struct block *first;
    struct block *current;
    struct block *large;
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

static void begin_block(struct arena *arena, struct block *block)
{
    arena->current = block;
    arena->room = (struct arena_room){block->bytes, block->size};
}

struct arena *arena_new(void)
{
    struct arena *arena = xrealloc(NULL, sizeof *arena);
    *arena = (struct arena){.first = block_new(FIRST_BLOCK)};
    begin_block(arena, arena->first);
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
    for (int kept = 1; block->next && kept < KEPT; kept++)
        block = block->next;
    blocks_free(block->next);
    block->next = NULL;
    blocks_free(arena->large);
    arena->large = NULL;
    begin_block(arena, arena->first);
}

/* From a block of its own, or from the block after the current one. */
void *arena_take_anew(struct arena *arena, size_t size)
{
    if (size > LARGE) {
        struct block *block = block_new(size);
        block->next = arena->large;
        arena->large = block;
        return block->bytes;
    }
    if (!arena->current->next)
        arena->current->next = block_new(BLOCK);
    begin_block(arena, arena->current->next);
    return arena_take(arena, size);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t size)
{
    char *copy = arena_take(arena, size + 1);
    if (size)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

void *items_moved(struct arena *arena, void *items, size_t size, size_t count, size_t room)
{
    if (!arena)
        return xrealloc(items, size * room);
    char *more = arena_take(arena, size * room);
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
        text = arena_take(arena, length + 1);
        vsnprintf(text, length + 1, format, again);
    }
    va_end(again);
    return text;
}
