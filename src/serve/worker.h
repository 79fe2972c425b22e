/* What a worker does; private to the room. */
#ifndef SERVE_WORKER_H
#define SERVE_WORKER_H

#include "press/house.h"

/* Reads one request from the channel (wire.h), answers it there, and leaves everything as it is:
 * the process is to end. Says nothing when the request is broken off. */
void worker_answer(struct house *house, int channel);

/* Learns what the form asks for, so that workers know it. */
void forms_learn(struct house *house, const char *name);

/* confine.c: from now on the process makes no file, takes no more memory than so much beyond what
 * it has, and ends after so many seconds. */
struct confinement {
    unsigned seconds;
    uint64_t memory;
};
void worker_confine(const struct confinement *confinement);

/* warden.c: forks the warden, which opens everything and then a worker for every channel that it is
 * sent. Returns its process, or -1 with errno set; *control is where it is told. One byte comes
 * back once it is ready. */
struct serve_settings;
int warden_start(const struct serve_settings *settings, int *control);

/* Starts a worker at the other end of a new channel; -1 with errno set. */
int warden_call(int control);

#endif
