/* Where the front listens. */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "serve/front.h"

enum { BACKLOG = 256, HANDED_OVER = 3 };

/* systemd hands the socket over as the first file behind the standard ones. */
static int handed_over(void)
{
    const char *process = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
    return process && count && strtol(process, NULL, 10) == getpid() && strcmp(count, "1") == 0
               ? HANDED_OVER
               : -1;
}

static int fail(struct diag *diag, const char *text, const char *why, int file)
{
    diag_report(diag, MSG_SERVE_LISTEN, (struct pos){0}, text, why);
    if (file >= 0)
        close(file);
    return -1;
}

/* A socket in the file system, which only its owner and group reach. */
static int open_unix(struct diag *diag, const char *text, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat about;
    if (strlen(path) >= sizeof address.sun_path)
        return fail(diag, text, strerror(ENAMETOOLONG), -1);
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (lstat(path, &about) == 0 && S_ISSOCK(about.st_mode))
        unlink(path); /* left by one that was killed */
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t mask = umask(0117);
    bool bound = file >= 0 && bind(file, (const struct sockaddr *)&address, sizeof address) == 0;
    umask(mask);
    if (!bound || listen(file, BACKLOG) != 0)
        return fail(diag, text, strerror(errno), file);
    return file;
}

static int open_address(struct diag *diag, const char *text, const struct addrinfo *address)
{
    int yes = 1, file = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (file >= 0)
        setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (file < 0 || bind(file, address->ai_addr, address->ai_addrlen) != 0 ||
        listen(file, BACKLOG) != 0)
        return fail(diag, text, strerror(errno), file);
    return file;
}

/* ADDRESS:PORT or [ADDRESS]:PORT, numbers only. */
static int open_port(struct diag *diag, const char *text)
{
    const char *colon = strrchr(text, ':');
    struct slice host = {text, colon ? (size_t)(colon - text) : 0};
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    if (host.n > 2 && *host.p == '[' && host.p[host.n - 1] == ']')
        host = (struct slice){host.p + 1, host.n - 2};
    if (!host.n)
        return fail(diag, text,
                    diag->language == LANGUAGE_CHINESE ? "应为 地址:端口" : "write ADDRESS:PORT",
                    -1);
    int error = getaddrinfo(slice_copy(diag->arena, host).p, colon + 1, &hints, &found);
    if (error)
        return fail(diag, text, gai_strerror(error), -1);
    int file = open_address(diag, text, found);
    freeaddrinfo(found);
    return file;
}

/* How to reach it, its port found out. */
static const char *where_is(struct arena *arena, int file, const char *text)
{
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof address;
    char host[64], port[16];
    if (getsockname(file, (struct sockaddr *)&address, &size) != 0 ||
        address.ss_family == AF_UNIX ||
        getnameinfo((const struct sockaddr *)&address, size, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return text;
    return arena_printf(arena, address.ss_family == AF_INET6 ? "http://[%s]:%s" : "http://%s:%s",
                        host, port);
}

int listen_open(struct diag *diag, const char *text, const char **where)
{
    static const char unix_word[] = "unix:";
    int file = handed_over();
    if (file < 0)
        file = strncmp(text, unix_word, strlen(unix_word)) == 0
                   ? open_unix(diag, text, text + strlen(unix_word))
                   : open_port(diag, text);
    if (file >= 0)
        *where = where_is(diag->arena, file, text);
    return file;
}
