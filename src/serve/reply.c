/* Answers on their way out: headers that keep a browser from doing anything but showing them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/front.h"
#include "serve/wire.h"

static const char *const everywhere[][2] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"X-Frame-Options", "DENY"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    {"Vary", "Accept-Language"},
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
     "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
};

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    MHD_add_response_header(response, name, value);
}

/* Puts the headers on that every answer has, and sends it. */
static enum MHD_Result reply(struct exchange *request, unsigned status, const char *type,
                             struct MHD_Response *response)
{
    enum { WAIT_MS = 60000, BYTES_A_MS = 16 };
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++)
        add_header(response, everywhere[i][0], everywhere[i][1]);
    add_header(response, "Content-Type", type);
    if (status == 503)
        add_header(response, "Retry-After", "2");
    request->status = status;
    request->peer->until = now_ms() + WAIT_MS + (int64_t)(request->answered / BYTES_A_MS);
    if (request->state == STATE_READING)
        add_header(response, "Connection", "close"); /* what follows is not read as a request */
    enum MHD_Result result = MHD_queue_response(request->connection, status, response);
    MHD_destroy_response(response);
    return result;
}

/* The same of bytes, which it takes: they are the heap's. */
static enum MHD_Result reply_bytes(struct exchange *request, unsigned status, const char *type,
                                   struct buf *body)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(body->n, body->p, MHD_RESPMEM_MUST_FREE);
    if (!response) {
        buf_free(body);
        return MHD_NO;
    }
    add_header(response, "Cache-Control", "no-store");
    request->answered = body->n;
    return reply(request, status, type, response);
}

enum MHD_Result reply_problem(struct exchange *request, enum problem problem, const char *detail)
{
    struct answer answer = {0};
    answer_problem(&answer, problem, request->language, detail, NULL);
    return reply_bytes(request, answer.status, answer.type, &answer.body);
}

static enum MHD_Result reply_asset(struct exchange *request)
{
    const struct asset *asset = request->asset;
    const char *known =
        MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, "If-None-Match");
    bool same = known && strcmp(known, asset->tag) == 0;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        same ? 0 : asset->size, (void *)(uintptr_t)asset->bytes, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    add_header(response, "ETag", asset->tag);
    add_header(response, "Cache-Control", "no-cache");
    request->answered = asset->size;
    return reply(request, same ? 304 : 200, asset->type, response);
}

enum MHD_Result reply_own(struct exchange *request)
{
    struct buf body = {0};
    if (request->asset)
        return reply_asset(request);
    if (strcmp(route_at((unsigned)request->route)->path, "/metrics") == 0) {
        metrics_put(&body, request->front);
        return reply_bytes(request, 200, "text/plain; version=0.0.4; charset=utf-8", &body);
    }
    buf_printf(&body, "{\"status\":\"ok\",\"version\":\"%s\",\"running\":%u,\"waiting\":%u}\n",
               GONGKAI_VERSION, request->front->running_count, request->front->waiting_count);
    return reply_bytes(request, 200, "application/json", &body);
}

static const char *level_word(uint32_t level)
{
    return level <= LEVEL_ERROR && level ? level_name((enum level)level, LANGUAGE_ENGLISH) : "ok";
}

/* Saved, never shown: attachment; filename in UTF-8, as RFC 6266 has it. */
static void put_disposition(struct buf *out, struct slice name)
{
    buf_puts(out, "attachment");
    if (name.n)
        buf_puts(out, "; filename*=UTF-8''");
    for (size_t i = 0; i < name.n; i++) {
        unsigned char byte = (unsigned char)name.p[i];
        bool plain = (byte >= '0' && byte <= '9') ||
                     ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == '.' || byte == '-';
        buf_printf(out, plain ? "%c" : "%%%02X", byte);
    }
}

enum MHD_Result reply_worker(struct exchange *request)
{
    struct wire_answer head;
    struct buf disposition = {0}, type = {0};
    if (request->got.n < sizeof head) {
        enum problem problem = PROBLEM_DIED;
        for (enum problem p = PROBLEM_BUSY; p <= PROBLEM_DIED; p++)
            if (problem_status(p) == request->status)
                problem = p;
        return reply_problem(request, problem, NULL);
    }
    memcpy(&head, request->got.p, sizeof head);
    request->front->counts[request->route].computed += (double)head.microseconds / 1e6;
    const char *rest = request->got.p + sizeof head;
    buf_put(&type, rest, head.type);
    put_disposition(&disposition, (struct slice){rest + head.type, head.name});
    size_t skip = sizeof head + head.type + head.name;
    memmove(request->got.p, request->got.p + skip, head.body);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(head.body, request->got.p, MHD_RESPMEM_MUST_FREE);
    request->answered = head.body;
    enum MHD_Result result = MHD_NO;
    if (response) {
        request->got = (struct buf){0};
        add_header(response, "Content-Disposition", disposition.p);
        add_header(response, "Cache-Control", "no-store");
        add_header(response, "Gongkai-Level", level_word(head.worst));
        result = reply(request, head.status, type.p, response);
    }
    buf_free(&type);
    buf_free(&disposition);
    return result;
}
