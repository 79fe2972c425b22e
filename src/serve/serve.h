/*
 * A page and an API for those who have a browser and no terminal. It keeps nothing:
 *
 *     browser ──► front: HTTP ──► warden ──► worker: one request in memory ──► answer
 *                                  (warm: fonts, forms, subjects)
 *
 *     front.c     the one process that talks to clients; knows HTTP and nothing of accounts
 *     client.c    what a client's request must be like before anything is computed
 *     warden.c    a process that has everything open, and forks a worker for each request
 *     worker.c    reads the request, makes the answer, ends: nothing of it is left
 *     routes.def  which requests there are, and their parameters: one table for the front, the
 *                 worker and the OpenAPI document
 *     route_*.c   what makes the answers
 *     page/       the page's files, compiled into the program
 *
 * A worker that dies costs the one request that it was at.
 */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

#include "base/diag.h"

struct serve_settings {
    const char *listen;     /* ADDRESS:PORT, [ADDRESS]:PORT or unix:PATH; port 0 takes a free one */
    const char *prefix;     /* of all paths, such as /gongkai, or "" */
    const char *trusted;    /* the header in which a proxy names the client, or NULL */
    unsigned workers;       /* at once */
    unsigned seconds;       /* for one request in a worker */
    uint64_t size;          /* most bytes of a request's body */
    uint64_t memory;        /* most bytes that a worker takes beyond what it starts with */
    bool quiet;             /* no line a request */
    enum language language; /* of those who ask for none */
    const char *data;       /* as house_open takes it, or NULL */
};

/* Serves until SIGTERM or SIGINT; then finishes what it is at. False after reporting why it could
 * not begin, or had to end. */
bool serve_run(struct diag *diag, const struct serve_settings *settings);

/* The route's answer to a request whose body is these bytes, in this process: for those who feed it
 * harm. `type` is its Content-Type, `query` what follows the '?' of its path. The status. */
struct house;
unsigned serve_here(struct buf *answer, struct house *house, const char *path, const char *query,
                    const char *type, struct slice body);

/* Appends the OpenAPI document of the routes, as JSON. */
void serve_openapi(struct buf *out, enum language language);

#endif
