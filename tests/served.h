/* A `gongkai serve` of the test's own, and what goes over its sockets. */
#ifndef TESTS_SERVED_H
#define TESTS_SERVED_H

/* Included behind what names the test's folder. */

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#include "testing.h"

struct server {
    pid_t process;
    int port;
    char *log; /* its standard error */
};

/* Starts it with the options, in the test's folder and after that command; returns once it serves.
 */
static inline struct server server_start_after(const char *command, const char *name,
                                               const char *options)
{
    struct server server = {0};
    char line[1024], log[256];
    int ends[2];
    snprintf(log, sizeof log, "%s/%s", folder, name);
    server.log = strdup(log);
    snprintf(line, sizeof line,
             "cd %s && %s && TMPDIR=%s exec " PROGRAM
             " --lang en serve --listen 127.0.0.1:0 %s 2>%s",
             folder, command, folder, options, server.log);
    assert_int_equal(pipe(ends), 0);
    server.process = fork();
    if (server.process == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    FILE *said = fdopen(ends[0], "r");
    char *told = fgets(line, sizeof line, said);
    const char *port = told ? strstr(line, "127.0.0.1:") : NULL;
    fclose(said);
    if (!port)
        fail_msg("it does not serve: %s", told ? line : "");
    server.port = atoi(port + strlen("127.0.0.1:"));
    return server;
}

static inline struct server server_start(const char *name, const char *options)
{
    return server_start_after(":", name, options);
}

/* Asks it to end; its exit status. */
static inline int server_end(struct server *server)
{
    int status = 0;
    kill(server->process, SIGTERM);
    waitpid(server->process, &status, 0);
    free(server->log);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static inline int server_connect(const struct server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server->port)};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(file, (const struct sockaddr *)&address, sizeof address), 0);
    return file;
}

/* What a server that has hung up does not take is lost. */
static inline void send_bytes(int file, struct slice bytes)
{
    while (bytes.n) {
        ssize_t put = send(file, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (put <= 0 && errno != EINTR)
            return;
        bytes = (struct slice){bytes.p + put, bytes.n - (size_t)put};
    }
}

/* All that comes until the other side is silent for so long or hangs up; closes the socket. */
static inline struct buf receive_all(int file, int patience_ms)
{
    struct buf got = {0};
    char chunk[65536];
    struct pollfd wait = {file, POLLIN, 0};
    buf_puts(&got, "");
    while (poll(&wait, 1, patience_ms) > 0) {
        ssize_t n = recv(file, chunk, sizeof chunk, 0);
        if (n <= 0)
            break;
        buf_put(&got, chunk, (size_t)n);
    }
    close(file);
    return got;
}

struct reply {
    struct buf all;
    int status; /* 0: none */
    struct slice head, body;
};

static inline struct reply reply_of(struct buf all)
{
    struct reply reply = {.all = all};
    const char *end = strstr(all.p, "\r\n\r\n");
    reply.status = strncmp(all.p, "HTTP/1.1 ", 9) == 0 ? atoi(all.p + 9) : 0;
    if (end) {
        reply.head = (struct slice){all.p, (size_t)(end - all.p)};
        reply.body = (struct slice){end + 4, all.n - (size_t)(end + 4 - all.p)};
    }
    return reply;
}

static inline void reply_free(struct reply *reply)
{
    buf_free(&reply->all);
}

/* Sends the bytes as they are; the answer, and that the connection was ended. */
static inline struct reply raw(const struct server *server, struct slice bytes)
{
    enum { PATIENCE = 20000 };
    int file = server_connect(server);
    send_bytes(file, bytes);
    return reply_of(receive_all(file, PATIENCE));
}

/* One request with these headers, lines each with its end; body may be empty. */
static inline void put_request(struct buf *text, const char *line, const char *headers,
                               struct slice body)
{
    buf_printf(text, "%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s", line, headers);
    if (body.n)
        buf_printf(text, "Content-Length: %zu\r\n", body.n);
    buf_puts(text, "\r\n");
    buf_put_slice(text, body);
}

/* Sends it; what is answered. */
static inline struct reply ask(const struct server *server, const char *line, const char *headers,
                               struct slice body)
{
    struct buf text = {0};
    put_request(&text, line, headers, body);
    struct reply reply = raw(server, buf_slice(&text));
    buf_free(&text);
    return reply;
}

/* ---- forms ---- */

#define FORM_TYPE "Content-Type: multipart/form-data; boundary=xyzzy\r\n"

static inline void form_add(struct buf *form, const char *name, const char *file,
                            struct slice bytes)
{
    buf_printf(form, "--xyzzy\r\nContent-Disposition: form-data; name=\"%s\"", name);
    if (file)
        buf_printf(form, "; filename=\"%s\"\r\nContent-Type: application/octet-stream", file);
    buf_puts(form, "\r\n\r\n");
    buf_put_slice(form, bytes);
    buf_puts(form, "\r\n");
}

static inline void form_file(struct buf *form, const char *name, const char *path)
{
    struct buf bytes = read_file(path);
    const char *slash = strrchr(path, '/');
    form_add(form, name, slash ? slash + 1 : path, buf_slice(&bytes));
    buf_free(&bytes);
}

/* Sends the form and frees it. */
static inline struct reply post(const struct server *server, const char *path, struct buf *form)
{
    char line[256];
    snprintf(line, sizeof line, "POST %s", path);
    buf_puts(form, "--xyzzy--\r\n");
    struct reply reply = ask(server, line, FORM_TYPE, buf_slice(form));
    buf_free(form);
    *form = (struct buf){0};
    return reply;
}

#define assert_has(text, wanted)                                                                   \
    do {                                                                                           \
        if (!memmem((text).p, (text).n, (wanted), strlen(wanted)))                                 \
            fail_msg("no %s in %.*s", (wanted), (int)(text).n, (text).p);                          \
    } while (0)
#define assert_lacks(text, unwanted)                                                               \
    do {                                                                                           \
        if (memmem((text).p, (text).n, (unwanted), strlen(unwanted)))                              \
            fail_msg("%s in %.*s", (unwanted), (int)(text).n, (text).p);                           \
    } while (0)

/* Holds the answer against its status and the texts that stand in it, and frees it. */
static inline void answers_with(struct reply reply, int status, const char *const *texts)
{
    if (reply.status != status)
        fail_msg("%d, not %d: %s", reply.status, status, reply.all.p);
    for (; *texts; texts++)
        assert_has(reply.all, *texts);
    reply_free(&reply);
}

#define answers(reply, ...) answers_((reply), __VA_ARGS__, NULL)
#define answers_(reply, status, ...)                                                               \
    answers_with((reply), (status), (const char *const[]){__VA_ARGS__})

#endif
