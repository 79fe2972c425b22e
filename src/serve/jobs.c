/* A request's way to a worker and back: waits for one that is free, is written to it, and read. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "serve/front.h"
#include "serve/wire.h"
#include "serve/worker.h"

enum { WAITING_MAX = 512, WAIT_MS = 60000, GRACE_MS = 2000, BODIES_MAX = 8 };

/* The body gets the wire's head, the query and the type in front. */
static void wrap(struct exchange *request)
{
    const struct wire_request head = {.mark = WIRE_MARK,
                                      .route = (uint32_t)request->route,
                                      .language = request->language,
                                      .query = (uint32_t)request->query.n,
                                      .type = (uint32_t)request->type.n,
                                      .body = request->body.n};
    struct buf whole = {0};
    buf_put(&whole, (const char *)&head, sizeof head);
    buf_put_slice(&whole, request->query);
    buf_put_slice(&whole, request->type);
    buf_put_slice(&whole, buf_slice(&request->body));
    request->front->held += whole.n - request->body.n;
    buf_free(&request->body);
    request->body = whole;
}

bool job_take(struct exchange *request)
{
    struct front *front = request->front;
    if (front->waiting_count >= WAITING_MAX || front->ending ||
        front->held > front->settings->size * BODIES_MAX)
        return false;
    wrap(request);
    request->state = STATE_WAITING;
    request->deadline = now_ms() + WAIT_MS;
    request->next = NULL;
    *front->last_waiting = request;
    front->last_waiting = &request->next;
    front->waiting_count++;
    return true;
}

/* Hands the request, answered or not, back to its connection. */
static void give_back(struct exchange *request)
{
    struct front *front = request->front;
    struct exchange **link = &front->running;
    while (*link && *link != request)
        link = &(*link)->next;
    if (*link) {
        *link = request->next;
        front->running_count--;
    }
    close(request->channel);
    request->channel = -1;
    request->state = STATE_DONE;
    front->held -= request->body.n;
    buf_free(&request->body);
    request->body = (struct buf){0};
    MHD_resume_connection(request->connection);
}

static void lose(struct exchange *request, enum problem problem)
{
    buf_clear(&request->got);
    request->status = problem_status(problem);
    request->front->counts[request->route].died += problem == PROBLEM_DIED;
    give_back(request);
}

static struct exchange *next_waiting(struct front *front)
{
    struct exchange *request = front->waiting;
    front->waiting = request->next;
    if (!front->waiting)
        front->last_waiting = &front->waiting;
    front->waiting_count--;
    return request;
}

void jobs_start(struct front *front)
{
    while (front->waiting && front->running_count < front->settings->workers) {
        struct exchange *request = next_waiting(front);
        request->next = front->running;
        front->running = request;
        front->running_count++;
        request->state = STATE_RUNNING;
        request->deadline = now_ms() + front->settings->seconds * 1000 + GRACE_MS;
        request->channel = warden_call(front->control);
        if (request->channel < 0)
            lose(request, PROBLEM_BUSY);
    }
}

static void send_some(struct exchange *request)
{
    ssize_t put = send(request->channel, request->body.p + request->sent,
                       request->body.n - request->sent, MSG_NOSIGNAL);
    if (put > 0)
        request->sent += (size_t)put;
    else if (put < 0 && errno != EAGAIN && errno != EINTR)
        lose(request, PROBLEM_DIED);
    if (request->state == STATE_RUNNING && request->sent == request->body.n)
        shutdown(request->channel, SHUT_WR);
}

/* Whether all of the answer has come. */
static bool is_whole(const struct buf *got)
{
    struct wire_answer head;
    if (got->n < sizeof head)
        return false;
    memcpy(&head, got->p, sizeof head);
    return head.mark == WIRE_MARK && got->n == sizeof head + head.type + head.name + head.body;
}

static void take_some(struct exchange *request)
{
    char chunk[65536];
    ssize_t got = read(request->channel, chunk, sizeof chunk);
    if (got > 0)
        buf_put(&request->got, chunk, (size_t)got);
    else if (got == 0 && is_whole(&request->got))
        give_back(request);
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        lose(request, PROBLEM_DIED);
}

void jobs_tend(struct front *front, const struct exchange *about, short events)
{
    struct exchange *request = front->running;
    while (request && request != about)
        request = request->next;
    if (!request)
        return;
    if (request->sent < request->body.n && (events & (POLLOUT | POLLERR)))
        send_some(request);
    if (request->state == STATE_RUNNING && (events & (POLLIN | POLLHUP)))
        take_some(request);
}

void jobs_hurry(struct front *front)
{
    int64_t now = now_ms();
    for (struct exchange *request = front->running; request;) {
        struct exchange *next = request->next;
        if (request->deadline < now)
            lose(request, PROBLEM_TIME);
        request = next;
    }
    while (front->waiting && front->waiting->deadline < now)
        lose(next_waiting(front), PROBLEM_BUSY);
}

/* The connection has gone. */
void job_forget(struct exchange *request)
{
    struct front *front = request->front;
    struct exchange **link = request->state == STATE_RUNNING ? &front->running : &front->waiting;
    if (request->state != STATE_RUNNING && request->state != STATE_WAITING)
        return;
    while (*link && *link != request)
        link = &(*link)->next;
    if (!*link)
        return;
    *link = request->next;
    if (request->state == STATE_RUNNING) {
        front->running_count--;
        close(request->channel);
        return;
    }
    front->waiting_count--;
    front->last_waiting = &front->waiting;
    while (*front->last_waiting)
        front->last_waiting = &(*front->last_waiting)->next;
}
