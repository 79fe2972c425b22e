/* One thread, one loop: clients by libmicrohttpd, workers by their channels. */
#include "serve/front.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/libraries.h"
#include "serve/worker.h"

enum {
    HEADERS_MS = 15000,   /* for a request's headers */
    BODY_MS = 30000,      /* and for its body, besides */
    BODY_BYTES_A_MS = 32, /* so much time as this slow a line needs */
    IDLE_MS = 75000,      /* between requests */
    CONNECTIONS_MAX = 1024,
    CONNECTIONS_LEAST = 8,
    FILES_OWN = 24, /* open besides connections and the channels of workers */
    HEADERS_MAX = 32 << 10,
    FAREWELL_MS = 20000
};

/* ---- connections ---- */

static void add_peer(struct front *front, struct MHD_Connection *connection, void **context)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct peer *peer = xrealloc(NULL, sizeof *peer);
    *peer = (struct peer){.next = front->peers,
                          .socket = info ? info->connect_fd : -1,
                          .since = now_ms(),
                          .until = now_ms() + HEADERS_MS};
    if (front->peers)
        front->peers->before = peer;
    front->peers = peer;
    front->connections++;
    *context = peer;
}

static void drop_peer(struct front *front, struct peer *peer)
{
    *(peer->before ? &peer->before->next : &front->peers) = peer->next;
    if (peer->next)
        peer->next->before = peer->before;
    front->connections--;
    free(peer);
}

static void on_connection(void *data, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct front *front = data;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        add_peer(front, connection, context);
    else if (*context)
        drop_peer(front, *context);
}

/* Whoever takes too long is hung up on. */
static void cut_slow(struct front *front)
{
    int64_t now = now_ms();
    for (struct peer *peer = front->peers; peer; peer = peer->next)
        if (peer->until && peer->until < now) {
            shutdown(peer->socket, SHUT_RDWR);
            peer->until = 0;
        }
}

/* ---- requests ---- */

/* The first that is heard of a request: its address, as it was sent. */
static void *on_address(void *data, const char *address, struct MHD_Connection *connection)
{
    struct exchange *request = xrealloc(NULL, sizeof *request);
    size_t size = strlen(address) + 1;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    *request = (struct exchange){.front = data,
                                 .connection = connection,
                                 .peer = info->socket_context,
                                 .route = -1,
                                 .channel = -1,
                                 .start = now_ms(),
                                 .path = xrealloc(NULL, size)};
    memcpy(request->path, address, size);
    char *query = strchr(request->path, '?');
    if (query) {
        *query = '\0';
        request->query = slice_of(query + 1);
    }
    request->peer->since = request->start;
    request->peer->until = request->start + HEADERS_MS;
    request->peer->received = 0;
    return request;
}

static void on_completed(void *data, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    struct exchange *request = *context;
    (void)data, (void)connection, (void)code;
    if (!request)
        return;
    metrics_count(request->front, request);
    job_forget(request);
    request->front->held -= request->body.n;
    request->peer->until = now_ms() + IDLE_MS;
    buf_free(&request->body);
    buf_free(&request->got);
    free(request->path);
    free(request);
    *context = NULL;
}

static enum MHD_Result refuse(struct exchange *request, enum problem problem)
{
    return reply_problem(request, problem, NULL);
}

/* What is beyond the limit is read and dropped, so that the answer can be read; but not for ever.
 */
static enum MHD_Result take_upload(struct exchange *request, const char *data, size_t *size)
{
    struct front *front = request->front;
    struct peer *peer = request->peer;
    peer->received += *size;
    peer->until = peer->since + HEADERS_MS + BODY_MS + (int64_t)(peer->received / BODY_BYTES_A_MS);
    request->large |= request->body.n + *size > front->settings->size;
    if (request->large) {
        front->held -= request->body.n;
        buf_free(&request->body);
        request->body = (struct buf){0};
    } else {
        buf_put(&request->body, data, *size);
        front->held += *size;
    }
    bool endless = peer->received > 2 * front->settings->size;
    *size = 0;
    return endless ? MHD_NO : MHD_YES;
}

static enum MHD_Result begin(struct exchange *request, const char *method, const char *version)
{
    enum problem problem = client_look(request, method, version);
    request->begun = true;
    request->peer->until += BODY_MS;
    if (problem != PROBLEM_COUNT)
        return refuse(request, problem);
    return MHD_YES;
}

/* The request is there as a whole. */
static enum MHD_Result take_whole(struct exchange *request)
{
    request->peer->until = 0;
    if (request->large)
        return refuse(request, PROBLEM_SIZE);
    bool own = request->asset || route_at((unsigned)request->route)->own;
    if (own || !job_take(request)) {
        request->state = STATE_DONE;
        return own ? reply_own(request) : refuse(request, PROBLEM_BUSY);
    }
    MHD_suspend_connection(request->connection);
    return MHD_YES;
}

static enum MHD_Result on_request(void *data, struct MHD_Connection *connection,
                                  const char *address, const char *method, const char *version,
                                  const char *upload, size_t *size, void **context)
{
    struct exchange *request = *context;
    (void)data, (void)connection, (void)address;
    if (!request->begun)
        return begin(request, method, version);
    if (*size)
        return take_upload(request, upload, size);
    if (request->state == STATE_READING)
        return take_whole(request);
    return request->state == STATE_DONE ? reply_worker(request) : MHD_YES;
}

/* Addresses are looked at as they were sent. */
static size_t leave_escaped(void *data, struct MHD_Connection *connection, char *text)
{
    (void)data, (void)connection;
    return strlen(text);
}

static bool start_daemon(struct front *front, int socket)
{
    front->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, front,
        MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_CONNECTION_LIMIT, front->connections_most,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADERS_MAX, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, front, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, front, MHD_OPTION_URI_LOG_CALLBACK, on_address, front,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, front, MHD_OPTION_END);
    return front->daemon != NULL;
}

/* ---- the loop ---- */

enum { CLIENTS, SIGNALS, WARDEN, CHANNELS }; /* what is waited for, in this order */

static nfds_t list_waits(struct front *front, struct pollfd *waits, struct exchange **whose)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(front->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    nfds_t count = CHANNELS;
    waits[CLIENTS] = (struct pollfd){info->epoll_fd, POLLIN, 0};
    waits[SIGNALS] = (struct pollfd){front->signals, POLLIN, 0};
    waits[WARDEN] = (struct pollfd){front->control, POLLIN, 0};
    for (struct exchange *request = front->running; request; request = request->next) {
        short events = request->sent < request->body.n ? POLLIN | POLLOUT : POLLIN;
        whose[count] = request;
        waits[count++] = (struct pollfd){request->channel, events, 0};
    }
    return count;
}

static int patience(const struct front *front)
{
    MHD_UNSIGNED_LONG_LONG told;
    int most = 500;
    if (MHD_get_timeout(front->daemon, &told) == MHD_YES && told < (unsigned)most)
        most = (int)told;
    return most;
}

/* Until a signal, or the warden's end; then until what is at hand is finished. */
static bool run(struct front *front, struct pollfd *waits, struct exchange **whose)
{
    int64_t farewell = 0;
    bool sound = true;
    while (!front->ending || ((front->running || front->waiting) && now_ms() < farewell)) {
        nfds_t count = list_waits(front, waits, whose);
        if (poll(waits, count, patience(front)) < 0 && errno != EINTR)
            return false;
        for (nfds_t i = CHANNELS; i < count; i++)
            if (waits[i].revents)
                jobs_tend(front, whose[i], waits[i].revents);
        sound = sound && !waits[WARDEN].revents;
        if (!front->ending && (waits[SIGNALS].revents || !sound)) {
            front->ending = true;
            farewell = now_ms() + FAREWELL_MS;
            MHD_socket listening = MHD_quiesce_daemon(front->daemon);
            if (listening >= 0)
                close(listening);
        }
        jobs_hurry(front);
        MHD_run(front->daemon);
        jobs_start(front); /* what has just come in, too */
        cut_slow(front);
    }
    MHD_run(front->daemon);
    return sound;
}

static int watch_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool fail(struct diag *diag, const char *what, const char *why)
{
    diag_report(diag, MSG_SERVE_FAILED, (struct pos){0}, what, why);
    return false;
}

/* Takes as many open files as it may have, and shares them out: a client that is let in without
 * one for its worker, or waits for one to be let in, would wait in silence. */
static bool share_files(struct front *front, struct diag *diag)
{
    struct rlimit limit;
    unsigned kept = FILES_OWN + 2 * front->settings->workers;
    front->connections_most = CONNECTIONS_MAX;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return true;
    limit.rlim_cur = limit.rlim_max < 4096 ? limit.rlim_max : 4096;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < kept + CONNECTIONS_LEAST) {
        diag_report(diag, MSG_SERVE_FILES, (struct pos){0},
                    arena_printf(diag->arena, "%u", (unsigned)limit.rlim_cur),
                    arena_printf(diag->arena, "%u", kept + CONNECTIONS_LEAST));
        return false;
    }
    if (limit.rlim_cur - kept < CONNECTIONS_MAX)
        front->connections_most = (unsigned)limit.rlim_cur - kept;
    return true;
}

/* Waits until the warden has everything open. */
static bool is_ready(int control)
{
    char byte;
    ssize_t got;
    do
        got = read(control, &byte, 1);
    while (got < 0 && errno == EINTR);
    return got == 1;
}

static void say_where(const struct serve_settings *settings, const char *where)
{
    printf(settings->language == LANGUAGE_CHINESE ? "gongkai: 已开始服务 %s%s/\n"
                                                  : "gongkai: serving at %s%s/\n",
           where, settings->prefix);
    fflush(stdout);
}

bool serve_run(struct diag *diag, const struct serve_settings *settings)
{
    struct front *front = ARENA_NEW(diag->arena, struct front);
    const char *where;
    front->settings = settings;
    front->last_waiting = &front->waiting;
    if (!library_load(LIBRARY_MICROHTTPD, diag) || !share_files(front, diag))
        return false;
    if (warden_start(settings, &front->control) < 0)
        return fail(diag, "fork", strerror(errno));
    int socket = listen_open(diag, settings->listen, &where);
    if (socket < 0)
        return false;
    if (!is_ready(front->control))
        return fail(diag, "warden", strerror(ECHILD));
    front->signals = watch_signals();
    if (!start_daemon(front, socket))
        return fail(diag, "libmicrohttpd", strerror(errno));
    say_where(settings, where);
    struct pollfd *waits = ARENA_ARRAY(diag->arena, struct pollfd, CHANNELS + settings->workers);
    struct exchange **whose =
        ARENA_ARRAY(diag->arena, struct exchange *, CHANNELS + settings->workers);
    bool sound = run(front, waits, whose);
    MHD_stop_daemon(front->daemon);
    return sound || fail(diag, "warden", strerror(ECHILD));
}
