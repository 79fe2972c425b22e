/*
 * One arena holds everything that belongs to one document; it is reset between documents and
 * nothing in it is freed alone. Running out of memory is handled in one place (arena.c): it goes
 * back to where the library was entered, so no caller checks for NULL.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct arena *arena_new(void);

/* Frees everything; NULL is allowed. */
void arena_free(struct arena *arena);

/* Forgets every allocation but keeps memory for the next document: as much as an ordinary one
 * needs, not what an uncommonly large one took. */
void arena_reset(struct arena *arena);

/* What is left of the block in use, with which an arena begins: there are some 40,000 allocations a
 * document, so they are made where they are asked for. */
struct arena_room {
    char *at;
    size_t left; /* a multiple of the alignment */
};

enum { ARENA_ALIGNMENT = 16 };

/* Memory as it is found, from another block. */
void *arena_take_anew(struct arena *arena, size_t size);

/* Memory as it is found. */
static inline void *arena_take(struct arena *arena, size_t size)
{
    struct arena_room *room = (struct arena_room *)arena;
    if (size > room->left)
        return arena_take_anew(arena, size);
    char *memory = room->at;
    size = (size + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
    room->at += size;
    room->left -= size;
    return memory;
}

/* Zeroed memory aligned for any type, valid until the arena is reset or freed. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_take(arena, size), 0, size);
}

/* A copy of size bytes followed by a NUL. */
char *arena_copy(struct arena *arena, const char *bytes, size_t size);

/* The items in more room: in the arena, or, when that is NULL, by realloc. */
void *items_moved(struct arena *arena, void *items, size_t size, size_t count, size_t room);

/* Makes sure that the array has room for one item more: doubles it from `first` items on. */
#define GROW(arena, items, count, room, first)                                                     \
    do {                                                                                           \
        if ((count) == (room)) {                                                                   \
            (room) = (room) ? (room)*2 : (first);                                                  \
            (items) = items_moved((arena), (items), sizeof *(items), (count), (room));             \
        }                                                                                          \
    } while (0)

/* printf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Allocation outside an arena: like malloc and realloc, but never NULL. */
void *xrealloc(void *old, size_t size);

/* Where this thread goes on when memory runs out, with what was being made lost; NULL for nowhere.
 * The point is forgotten when it is used. */
void memory_recover(jmp_buf *point);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (count)))

#endif
