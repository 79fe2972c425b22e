/* What was done since the start, for Prometheus and the log: counts and times, never contents. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "serve/front.h"

int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const double buckets[] = {0.01, 0.03, 0.1, 0.3, 1, 3, 10};
enum { BUCKETS = sizeof buckets / sizeof *buckets };
_Static_assert(BUCKETS + 1 == sizeof((struct count){0}).slow / sizeof(uint64_t), "one more");

static const char *path_of(const struct exchange *request)
{
    if (request->asset)
        return "/";
    return request->route >= 0 ? route_at((unsigned)request->route)->path : "-";
}

static void count_status(struct front *front, unsigned status)
{
    for (size_t i = 0; i < STATUS_SLOTS; i++) {
        struct status_count *slot = &front->statuses[i];
        if (slot->status && slot->status != status)
            continue;
        slot->status = status;
        slot->count++;
        return;
    }
}

static void log_line(const struct exchange *request, double seconds)
{
    char line[256];
    int n = snprintf(line, sizeof line, "%s %s %u %.0fms %llu>%llu\n", request->client,
                     path_of(request), request->status, seconds * 1000,
                     (unsigned long long)request->peer->received,
                     (unsigned long long)request->answered);
    ssize_t put = write(STDERR_FILENO, line, (size_t)n);
    (void)put;
}

void metrics_count(struct front *front, const struct exchange *request)
{
    int at = request->route >= 0 && !request->asset ? request->route : ROUTES_MAX;
    struct count *count = &front->counts[at];
    double seconds = (double)(now_ms() - request->start) / 1000;
    size_t bucket = 0;
    while (bucket < BUCKETS && seconds > buckets[bucket])
        bucket++;
    count->slow[bucket]++;
    count->requests++;
    count->seconds += seconds;
    count->received += request->peer->received;
    count->sent += request->answered;
    if (request->status)
        count_status(front, request->status);
    if (!front->settings->quiet)
        log_line(request, seconds);
}

static void put_times(struct buf *out, const char *path, const struct count *count)
{
    uint64_t below = 0;
    for (size_t i = 0; i < BUCKETS; i++) {
        below += count->slow[i];
        buf_printf(out, "gongkai_request_seconds_bucket{path=\"%s\",le=\"%g\"} %llu\n", path,
                   buckets[i], (unsigned long long)below);
    }
    buf_printf(out, "gongkai_request_seconds_bucket{path=\"%s\",le=\"+Inf\"} %llu\n", path,
               (unsigned long long)count->requests);
    buf_printf(out, "gongkai_request_seconds_sum{path=\"%s\"} %.3f\n", path, count->seconds);
    buf_printf(out, "gongkai_request_seconds_count{path=\"%s\"} %llu\n", path,
               (unsigned long long)count->requests);
}

void metrics_put(struct buf *out, const struct front *front)
{
    uint64_t died = 0, received = 0, sent = 0;
    buf_puts(out, "# TYPE gongkai_request_seconds histogram\n");
    for (unsigned i = 0; i <= ROUTES_MAX; i++) {
        const struct count *count = &front->counts[i];
        const struct route *route = i < ROUTES_MAX ? route_at(i) : NULL;
        if (count->requests)
            put_times(out, route ? route->path : "-", count);
        died += count->died;
        received += count->received;
        sent += count->sent;
    }
    buf_puts(out, "# TYPE gongkai_computing_seconds_total counter\n");
    for (unsigned i = 0; route_at(i); i++)
        if (front->counts[i].computed > 0)
            buf_printf(out, "gongkai_computing_seconds_total{path=\"%s\"} %.3f\n",
                       route_at(i)->path, front->counts[i].computed);
    buf_puts(out, "# TYPE gongkai_responses_total counter\n");
    for (size_t i = 0; i < STATUS_SLOTS && front->statuses[i].status; i++)
        buf_printf(out, "gongkai_responses_total{status=\"%u\"} %llu\n", front->statuses[i].status,
                   (unsigned long long)front->statuses[i].count);
    const struct {
        const char *name, *type;
        uint64_t value;
    } rows[] = {{"gongkai_workers_died_total", "counter", died},
                {"gongkai_received_bytes_total", "counter", received},
                {"gongkai_sent_bytes_total", "counter", sent},
                {"gongkai_connections", "gauge", front->connections},
                {"gongkai_running", "gauge", front->running_count},
                {"gongkai_waiting", "gauge", front->waiting_count},
                {"gongkai_held_bytes", "gauge", front->held}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        buf_printf(out, "# TYPE %s %s\n%s %llu\n", rows[i].name, rows[i].type, rows[i].name,
                   (unsigned long long)rows[i].value);
}
