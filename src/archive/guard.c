/*
 * Files are read back in a process of their own, with little memory and little time: whoever made
 * the file may have meant harm, and libqpdf and FreeType read a good deal of it before anything can
 * be counted here. What the process found comes back through a pipe; a process that dies takes
 * nothing with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/guard.h"
#include "base/bounds.h"
#include "base/limits.h"

/* What is sent: a head for each finding, with its text; last a head for the output. */
struct head {
    uint32_t message; /* MESSAGE_COUNT: the output */
    uint32_t level;   /* of the output: whether it was made */
    uint64_t size;
};

/* ---- the child ---- */

static void confine(size_t size)
{
    enum { SECONDS_MOST = 240 };
    bound(RLIMIT_CORE, 0);
    if (bounds_are_off())
        return;
    uint64_t seconds = limit_of(LIMIT_PDF_SECONDS) + size * 20 / 1000000;
    bound(RLIMIT_CPU, seconds < SECONDS_MOST ? seconds : SECONDS_MOST);
    bound_growth(limit_of(LIMIT_PDF_MEMORY) + (uint64_t)size * 150);
    int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nothing >= 0)
        dup2(nothing, STDERR_FILENO);
}

static void put_part(struct buf *out, uint32_t message, uint32_t level, struct slice text)
{
    struct head head = {message, level, text.n};
    buf_put(out, (const char *)&head, sizeof head);
    buf_put_slice(out, text);
}

static void send_all(int pipe, struct slice bytes)
{
    while (bytes.n) {
        ssize_t sent = write(pipe, bytes.p, bytes.n);
        if (sent < 0 && errno != EINTR)
            return;
        if (sent > 0)
            bytes = (struct slice){bytes.p + sent, bytes.n - (size_t)sent};
    }
}

static _Noreturn void run_child(const struct guarded *guarded, enum language language, int pipe)
{
    struct diag diag;
    struct buf made = {0}, reply = {0};
    confine(guarded->pdf->text.n);
    diag_init(&diag, arena_new(), language);
    bool sound = guarded->run(&made, &diag, guarded->pdf, guarded->name);
    for (const struct finding *finding = diag.first; finding; finding = finding->next)
        put_part(&reply, finding->message, finding->level, finding->text);
    put_part(&reply, MESSAGE_COUNT, sound, buf_slice(&made));
    send_all(pipe, buf_slice(&reply));
    _exit(0);
}

/* ---- the parent ---- */

static void receive(int pipe, struct buf *reply)
{
    char chunk[65536];
    for (ssize_t got; (got = read(pipe, chunk, sizeof chunk)) != 0;) {
        if (got < 0 && errno != EINTR)
            return;
        if (got > 0)
            buf_put(reply, chunk, (size_t)got);
    }
}

/* Takes the findings and the output. False when they are not all there. */
static bool take(struct slice rest, struct buf *out, struct diag *diag, bool *made)
{
    struct head head;
    while (rest.n >= sizeof head) {
        memcpy(&head, rest.p, sizeof head);
        rest = (struct slice){rest.p + sizeof head, rest.n - sizeof head};
        if (head.size > rest.n || head.message > MESSAGE_COUNT || head.level > LEVEL_ERROR)
            return false; /* whoever took the child over may have sent it */
        struct slice text = {rest.p, head.size};
        if (head.message == MESSAGE_COUNT) {
            *made = head.level;
            buf_put_slice(out, text);
            return true;
        }
        const struct finding finding = {.message = (enum message)head.message,
                                        .level = (enum level)head.level,
                                        .text = slice_copy(diag->arena, text),
                                        .rule = message_name((enum message)head.message)};
        diag_repeat(diag, &finding);
        rest = (struct slice){rest.p + head.size, rest.n - head.size};
    }
    return false;
}

/* Why the child said nothing. */
static void report_death(struct diag *diag, const char *name, int status)
{
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (signal == SIGXCPU || signal == SIGKILL)
        limit_report(diag, LIMIT_PDF_SECONDS, (struct pos){0}, name);
    else if (signal == SIGABRT || WIFEXITED(status))
        diag_report(diag, MSG_PDF_MEMORY, (struct pos){0}, name);
    else
        diag_report(diag, MSG_PDF_DIED, (struct pos){0}, name, strsignal(signal));
}

bool guard_run(const struct guarded *guarded, struct buf *out, struct diag *diag)
{
    int ends[2];
    bool made = false;
    pid_t child = pipe2(ends, O_CLOEXEC) == 0 ? fork() : -2;
    if (child == 0) {
        close(ends[0]);
        run_child(guarded, diag->language, ends[1]);
    }
    if (child < 0) {
        diag_report(diag, MSG_PDF_DIED, (struct pos){0}, guarded->pdf->name, strerror(errno));
        if (child == -1) {
            close(ends[0]);
            close(ends[1]);
        }
        return false;
    }
    struct buf reply = {0};
    int status = 0;
    close(ends[1]);
    receive(ends[0], &reply);
    close(ends[0]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!take(buf_slice(&reply), out, diag, &made))
        report_death(diag, guarded->pdf->name, status);
    buf_free(&reply);
    return made;
}
