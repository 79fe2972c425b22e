/* Any bytes as a request: the first byte picks the route, the second how the body is told of, the
 * rest up to a line end is the query. Every answer is a status and text or a file; a problem is
 * valid UTF-8. */
#include "fuzzing.h"
#include "press/house.h"
#include "serve/routes.h"
#include "serve/serve.h"

enum { ROUTES_MAX = 32 };

static const char *const types[] = {"multipart/form-data; boundary=x", "application/json",
                                    "text/plain", "application/octet-stream"};

/* The n-th of the routes that are posted to. */
static const char *posted(unsigned n)
{
    const char *paths[ROUTES_MAX];
    unsigned count = 0;
    for (unsigned i = 0; route_at(i) && count < ROUTES_MAX; i++)
        if (*route_at(i)->method == 'P')
            paths[count++] = route_at(i)->path;
    return paths[n % count];
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct house house;
    if (!house.arena)
        house_open(&house, SOURCE_ROOT);
    const uint8_t *end = size > 2 ? memchr(bytes + 2, '\n', size - 2) : NULL;
    if (!end)
        return 0;
    char query[256];
    snprintf(query, sizeof query, "%.*s", (int)(end - bytes - 2), (const char *)bytes + 2);
    struct buf answer = {0};
    const struct slice body = {(const char *)end + 1, size - (size_t)(end + 1 - bytes)};
    unsigned status =
        serve_here(&answer, &house, posted(bytes[0]), query, types[bytes[1] % 4], body);
    if (status < 200 || status > 599)
        __builtin_trap();
    if (status >= 400 && utf8_check(buf_slice(&answer)) < answer.n)
        __builtin_trap();
    buf_free(&answer);
    source_offer(NULL);
    return 0;
}
