/*
 * What the library of a host and the process that works for it tell each other: items of bytes, one
 * after the other, sent as one. Numbers and texts are items, too; a text may be NULL. Whoever takes
 * items gets none for what is not there, and of what was sent in part nothing.
 */
#ifndef REMOTE_PARCEL_H
#define REMOTE_PARCEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct parcel {
    char *p;
    size_t n, room;
    size_t at;   /* of the next item to be taken */
    bool failed; /* there was no memory for an item */
};

/* What is asked for: the first item of what the host sends. */
enum call {
    CALL_NEW,
    CALL_TELL_FROM,
    CALL_ALLOW_PATH,
    CALL_MAKE,
    CALL_MAKE_ALL,
    CALL_DRAW,
    CALL_DIFF,
    CALL_REFRESH,
    CALL_CHANGES,
    CALL_HASH,
    CALL_EXPLAIN,
    CALL_AUDIT,
    CALL_VERIFY,
    CALL_EXTRACT,
    CALL_EXTRACT_PREVIOUS,
    CALL_COUNT
};

/* Empties it for other items; its memory is kept. */
void parcel_clear(struct parcel *parcel);
void parcel_free(struct parcel *parcel);

/* Each is followed by a NUL, which is not counted. bytes may be NULL. */
void parcel_put(struct parcel *parcel, const void *bytes, size_t size);
void parcel_put_text(struct parcel *parcel, const char *text);
void parcel_put_number(struct parcel *parcel, int64_t number);

/* The next item, which is the parcel's; NULL for one that was put as NULL, or is not there. */
const char *parcel_take(struct parcel *parcel, size_t *size);
const char *parcel_take_text(struct parcel *parcel);
int64_t parcel_take_number(struct parcel *parcel);

/* Through a socket, which may be closed at the other end. False with errno set; ECONNRESET when
 * there is nothing, or not all, at the other end. */
bool parcel_send(const struct parcel *parcel, int socket);
bool parcel_receive(struct parcel *parcel, int socket);

#endif
