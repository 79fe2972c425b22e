/* The process that talks to clients. Private to the room. */
#ifndef SERVE_FRONT_H
#define SERVE_FRONT_H

#include <microhttpd.h>

#include "serve/asked.h"
#include "serve/serve.h"

/* A connection, and until when it may take its time: nobody holds one by being slow. */
struct peer {
    struct peer *next, *before;
    int socket;
    int64_t since; /* the request's first byte, in ms */
    int64_t until; /* it is cut off; 0: it is our turn */
    uint64_t received;
};

enum state { STATE_READING, STATE_WAITING, STATE_RUNNING, STATE_DONE };

/* One request and its answer, from its first line to its last byte. */
struct exchange {
    struct exchange *next; /* of those that wait, or run */
    struct front *front;
    struct MHD_Connection *connection;
    struct peer *peer;
    enum state state;
    bool begun; /* its headers were looked at */
    int route;  /* -1: none */
    const struct asset *asset;
    enum language language;
    char *path; /* as sent, the query behind it cut off */
    struct slice query, type;
    char client[64]; /* for the log */
    struct buf body;
    bool large; /* more than is taken; dropped */
    int64_t start, deadline;
    int channel;    /* of the worker */
    size_t sent;    /* bytes of `body`, which starts with the wire's head by then */
    struct buf got; /* from the worker */
    unsigned status;
    uint64_t answered; /* bytes */
};

struct count {
    uint64_t requests, received, sent, died;
    uint64_t slow[8]; /* by bucket of time */
    double seconds, computed;
};

enum { STATUS_SLOTS = 16, ROUTES_MAX = 32 };

struct front {
    const struct serve_settings *settings;
    struct MHD_Daemon *daemon;
    int control, signals;
    struct peer *peers;
    unsigned connections, connections_most;
    struct exchange *running, *waiting, **last_waiting;
    unsigned running_count, waiting_count;
    uint64_t held;                       /* bytes of bodies at hand */
    struct count counts[ROUTES_MAX + 1]; /* by route; the last of what is none */
    struct status_count {
        unsigned status;
        uint64_t count;
    } statuses[STATUS_SLOTS];
    bool ending;
};

/* client.c: what is wrong with the headers, or PROBLEM_COUNT; finds route, language, client. */
enum problem client_look(struct exchange *request, const char *method, const char *version);

/* reply.c: queue the answer on the connection. */
enum MHD_Result reply_problem(struct exchange *request, enum problem problem, const char *detail);
enum MHD_Result reply_own(struct exchange *request); /* what the front answers itself */
enum MHD_Result reply_worker(struct exchange *request);

/* jobs.c: a request's way to a worker and back. */
bool job_take(struct exchange *request); /* false when there are too many */
void jobs_start(struct front *front);
void jobs_tend(struct front *front, const struct exchange *request, short events);
void jobs_hurry(struct front *front); /* ends what takes too long */
void job_forget(struct exchange *request);

/* metrics.c */
int64_t now_ms(void);
void metrics_count(struct front *front, const struct exchange *request);
void metrics_put(struct buf *out, const struct front *front);

/* listen.c: a socket that listens as the settings say, or was handed over by systemd; -1 after
 * reporting. *where is how to reach it, in the arena. */
int listen_open(struct diag *diag, const char *text, const char **where);

/* Files of the page, compiled in: made from src/serve/page. */
struct asset {
    const char *path, *type;
    const unsigned char *bytes;
    size_t size;
    const char *tag; /* of these bytes */
};
extern const struct asset page_assets[];

#endif
