/* What a client must be like before anything is computed for it. */
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "serve/front.h"

/* What the headers say, as they come. */
struct headers {
    unsigned lengths, codings, hosts;
    bool strange; /* a name that is no token, a length that is no number, a coding but chunked */
};

static bool is_token(const char *name)
{
    static const char marks[] = "!#$%&'*+-.^_`|~";
    for (; *name; name++)
        if (!((*name >= '0' && *name <= '9') || ((*name | 0x20) >= 'a' && (*name | 0x20) <= 'z') ||
              strchr(marks, *name)))
            return false;
    return true;
}

static enum MHD_Result look_at(void *data, enum MHD_ValueKind kind, const char *name,
                               const char *value)
{
    struct headers *headers = data;
    (void)kind;
    value = value ? value : "";
    headers->strange |= !is_token(name);
    if (strcasecmp(name, "Content-Length") == 0) {
        headers->lengths++;
        headers->strange |= !*value || strspn(value, "0123456789") != strlen(value);
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        headers->codings++;
        headers->strange |= strcasecmp(value, "chunked") != 0;
    } else if (strcasecmp(name, "Host") == 0) {
        headers->hosts++;
    } else if (strcasecmp(name, "Content-Encoding") == 0) {
        headers->strange |= strcasecmp(value, "identity") != 0;
    }
    return MHD_YES;
}

static const char *header(const struct exchange *request, const char *name)
{
    const char *value = MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
    return value ? value : "";
}

/* Two readers of one request must see one end of it: where headers leave a choice, it is refused.
 */
static bool is_clear(const struct exchange *request, const char *version)
{
    struct headers headers = {0};
    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, look_at, &headers);
    bool old = strcmp(version, "HTTP/1.1") != 0;
    return !headers.strange && headers.lengths <= 1 && headers.codings <= 1 &&
           !(headers.lengths && headers.codings) && headers.hosts <= 1 &&
           (old ? !headers.codings : headers.hosts == 1);
}

static void find_language(struct exchange *request)
{
    struct slice accepted = slice_of(header(request, "Accept-Language"));
    request->language = request->front->settings->language;
    if (slice_starts(accepted, "zh"))
        request->language = LANGUAGE_CHINESE;
    else if (slice_starts(accepted, "en"))
        request->language = LANGUAGE_ENGLISH;
    for (struct slice rest = request->query; rest.p;) {
        struct slice item = slice_cut(&rest, '&');
        if (slice_is(item, "lang=zh"))
            request->language = LANGUAGE_CHINESE;
        else if (slice_is(item, "lang=en"))
            request->language = LANGUAGE_ENGLISH;
    }
}

/* For the log: the peer's address, or what the proxy says of it; with nothing in it that a log
 * could stumble over. */
static void find_client(struct exchange *request)
{
    const char *trusted = request->front->settings->trusted;
    const char *told = trusted ? header(request, trusted) : "";
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    size_t n = 0;
    snprintf(request->client, sizeof request->client, "-");
    if (!*told && address && address->sa_family != AF_UNIX)
        getnameinfo(address,
                    address->sa_family == AF_INET ? sizeof(struct sockaddr_in)
                                                  : sizeof(struct sockaddr_in6),
                    request->client, sizeof request->client, NULL, 0, NI_NUMERICHOST);
    for (; told[n] && n + 1 < sizeof request->client &&
           (strchr(".:,- ", told[n]) || strchr("0123456789abcdefABCDEF", told[n]));
         n++)
        request->client[n] = told[n] == ' ' ? '_' : told[n];
    if (n)
        request->client[n] = '\0';
}

/* The path below the prefix; p NULL when it is not below it. */
static struct slice below_prefix(const struct exchange *request)
{
    const char *prefix = request->front->settings->prefix;
    struct slice path = slice_of(request->path);
    size_t n = strlen(prefix);
    if (path.n <= n || memcmp(path.p, prefix, n) != 0 || path.p[n] != '/')
        return (struct slice){NULL, 0};
    return (struct slice){path.p + n, path.n - n};
}

static enum problem find_route(struct exchange *request, const char *method)
{
    struct slice path = below_prefix(request);
    bool known = false, reads = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    for (const struct asset *asset = page_assets; path.p && asset->path; asset++)
        if (slice_is(path, asset->path))
            request->asset = asset;
    request->route = path.p ? route_find(method, path, &known) : -1;
    if (request->asset)
        return reads ? PROBLEM_COUNT : PROBLEM_METHOD;
    return request->route >= 0 ? PROBLEM_COUNT : known ? PROBLEM_METHOD : PROBLEM_ROUTE;
}

/* Whether the body that is announced is larger than what is taken. */
static bool is_too_large(const struct exchange *request)
{
    const char *length = header(request, "Content-Length");
    return strlen(length) > 15 || strtoull(length, NULL, 10) > request->front->settings->size;
}

enum problem client_look(struct exchange *request, const char *method, const char *version)
{
    const char *site = header(request, "Sec-Fetch-Site");
    bool foreign = *site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
    request->type = slice_of(header(request, "Content-Type"));
    find_language(request);
    find_client(request);
    if (!is_clear(request, version))
        return PROBLEM_HEADERS;
    enum problem problem = find_route(request, method);
    if (problem != PROBLEM_COUNT)
        return problem;
    if (foreign && strcmp(method, "POST") == 0)
        return PROBLEM_ORIGIN;
    return is_too_large(request) ? PROBLEM_SIZE : PROBLEM_COUNT;
}
