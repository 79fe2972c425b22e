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

struct arena;

struct arena *arena_new(void);

/* Frees everything; NULL is allowed. */
void arena_free(struct arena *arena);

/* Forgets every allocation but keeps memory for the next document: as much as an ordinary one
 * needs, not what an uncommonly large one took. */
void arena_reset(struct arena *arena);

/* Zeroed memory aligned for any type, valid until the arena is reset or freed. */
void *arena_alloc(struct arena *arena, size_t size);

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

/* Bytes handed out since the last reset, for the benchmarks. */
size_t arena_used(const struct arena *arena);

/* Allocation outside an arena: like malloc and realloc, but never NULL. */
void *xrealloc(void *old, size_t size);

/* Where this thread goes on when memory runs out, with what was being made lost; NULL for nowhere.
 * The point is forgotten when it is used. */
void memory_recover(jmp_buf *point);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (count)))

#endif
