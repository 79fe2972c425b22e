/* A worker's one request: read, answered, forgotten. */
#include "serve/worker.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "press/write.h"
#include "serve/makers.h"
#include "serve/wire.h"

/* What makes the answer of each route. */
static void (*const makers[])(struct asked *asked, struct answer *answer) = {
#define OWN NULL
#define ROUTE(method, path, make, type, english, chinese) make,
#define PARAMETER(name, kind, flags, words, english, chinese)
#include "serve/routes.def"
#undef ROUTE
#undef PARAMETER
};

static void make_answer(struct answer *answer, struct arena *arena, struct house *house,
                        unsigned route, enum language language, struct slice query,
                        struct slice type, struct slice body)
{
    struct asked asked = {
        .route = route_at(route), .house = house, .arena = arena, .language = language};
    *answer = (struct answer){.status = 200, .type = "text/plain"};
    if (asked_read(&asked, answer, query, type, body))
        makers[route](&asked, answer);
}

/* Reads until the other side has said all. False when that breaks off. */
static bool receive(int channel, struct buf *request)
{
    char chunk[65536];
    for (ssize_t got; (got = read(channel, chunk, sizeof chunk)) != 0;) {
        if (got < 0 && errno != EINTR)
            return false;
        if (got > 0)
            buf_put(request, chunk, (size_t)got);
    }
    return true;
}

static uint64_t time_computed(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (uint64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 +
           (uint64_t)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

void worker_answer(struct house *house, int channel)
{
    struct buf request = {0}, head = {0};
    struct wire_request asked;
    if (!receive(channel, &request) || request.n < sizeof asked)
        return;
    memcpy(&asked, request.p, sizeof asked);
    size_t at = sizeof asked;
    if (asked.mark != WIRE_MARK || !route_at(asked.route) || route_at(asked.route)->own ||
        request.n != at + asked.query + asked.type + asked.body)
        return;
    struct slice query = {request.p + at, asked.query};
    struct slice type = {query.p + query.n, asked.type};
    struct slice body = {type.p + type.n, asked.body};
    struct answer answer;
    make_answer(&answer, arena_new(), house, asked.route, (enum language)asked.language, query,
                type, body);
    const struct wire_answer said = {
        .mark = WIRE_MARK,
        .status = answer.status,
        .worst = answer.worst,
        .type = (uint32_t)strlen(answer.type),
        .name = answer.name ? (uint32_t)strlen(answer.name) : 0,
        .body = answer.body.n,
        .microseconds = time_computed(),
    };
    buf_put(&head, (const char *)&said, sizeof said);
    buf_puts(&head, answer.type);
    buf_puts(&head, answer.name ? answer.name : "");
    if (write_all(channel, buf_slice(&head)))
        write_all(channel, buf_slice(&answer.body));
}

unsigned serve_here(struct buf *out, struct house *house, const char *path, const char *query,
                    const char *type, struct slice body)
{
    bool known;
    int route = route_find("POST", slice_of(path), &known);
    if (route < 0) /* what is not posted is the front's, or takes nothing */
        return problem_status(PROBLEM_ROUTE);
    struct arena *arena = arena_new();
    struct answer answer;
    make_answer(&answer, arena, house, (unsigned)route, LANGUAGE_ENGLISH, slice_of(query),
                slice_of(type), body);
    buf_put_slice(out, buf_slice(&answer.body));
    buf_free(&answer.body);
    arena_free(arena);
    return answer.status;
}
