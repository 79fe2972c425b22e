#include "remote/parcel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* In front of an item, in the byte order of the machine: both ends are on one. */
enum { HEAD = sizeof(uint64_t) };
static const uint64_t none = UINT64_MAX;

void parcel_clear(struct parcel *parcel)
{
    parcel->n = parcel->at = 0;
    parcel->failed = false;
}

void parcel_free(struct parcel *parcel)
{
    free(parcel->p);
    *parcel = (struct parcel){0};
}

static bool make_room(struct parcel *parcel, uint64_t size)
{
    size_t wanted;
    if (parcel->failed || __builtin_add_overflow(parcel->n, size, &wanted) ||
        wanted > SIZE_MAX / 2) {
        parcel->failed = true;
        return false;
    }
    if (wanted <= parcel->room)
        return true;
    size_t room = wanted + wanted / 2;
    char *more = realloc(parcel->p, room);
    parcel->failed = !more;
    if (more) {
        parcel->p = more;
        parcel->room = room;
    }
    return more;
}

static void put_raw(struct parcel *parcel, const void *bytes, size_t size)
{
    memcpy(parcel->p + parcel->n, bytes, size);
    parcel->n += size;
}

void parcel_put(struct parcel *parcel, const void *bytes, size_t size)
{
    uint64_t head = bytes ? size : none;
    if (!make_room(parcel, HEAD + (bytes ? (uint64_t)size + 1 : 0)))
        return;
    put_raw(parcel, &head, HEAD);
    if (!bytes)
        return;
    put_raw(parcel, bytes, size);
    put_raw(parcel, "", 1);
}

void parcel_put_text(struct parcel *parcel, const char *text)
{
    parcel_put(parcel, text, text ? strlen(text) : 0);
}

void parcel_put_number(struct parcel *parcel, int64_t number)
{
    parcel_put(parcel, &number, sizeof number);
}

const char *parcel_take(struct parcel *parcel, size_t *size)
{
    uint64_t head;
    *size = 0;
    if (parcel->n - parcel->at < HEAD)
        return NULL;
    memcpy(&head, parcel->p + parcel->at, HEAD);
    parcel->at += HEAD;
    if (head == none)
        return NULL;
    if (head >= parcel->n - parcel->at || parcel->p[parcel->at + head]) {
        parcel->at = parcel->n;
        return NULL;
    }
    const char *item = parcel->p + parcel->at;
    *size = head;
    parcel->at += head + 1;
    return item;
}

const char *parcel_take_text(struct parcel *parcel)
{
    size_t size;
    return parcel_take(parcel, &size);
}

int64_t parcel_take_number(struct parcel *parcel)
{
    size_t size;
    int64_t number = 0;
    const char *item = parcel_take(parcel, &size);
    if (item && size == sizeof number)
        memcpy(&number, item, sizeof number);
    return number;
}

static bool send_all(int socket, const char *bytes, size_t size)
{
    while (size) {
        ssize_t sent = send(socket, bytes, size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return false;
        if (sent > 0) {
            bytes += sent;
            size -= (size_t)sent;
        }
    }
    return true;
}

bool parcel_send(const struct parcel *parcel, int socket)
{
    uint64_t size = parcel->n;
    if (parcel->failed) {
        errno = ENOMEM;
        return false;
    }
    return send_all(socket, (const char *)&size, sizeof size) &&
           send_all(socket, parcel->p, parcel->n);
}

static bool receive_all(int socket, char *bytes, size_t size)
{
    while (size) {
        ssize_t got = recv(socket, bytes, size, 0);
        if (got == 0)
            errno = ECONNRESET;
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        if (got > 0) {
            bytes += got;
            size -= (size_t)got;
        }
    }
    return true;
}

bool parcel_receive(struct parcel *parcel, int socket)
{
    uint64_t size;
    parcel_clear(parcel);
    if (!receive_all(socket, (char *)&size, sizeof size))
        return false;
    if (!make_room(parcel, size)) {
        errno = ENOMEM;
        return false;
    }
    if (!receive_all(socket, parcel->p, size))
        return false;
    parcel->n = size;
    return true;
}
