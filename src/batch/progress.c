/* How far the batch is: one line that changes on a terminal, else a line now and then. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "batch/batch.h"

enum { EVERY = 100 /* documents, where no terminal is */ };

int64_t clock_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void print_line(const struct batch *batch, const char *end)
{
    static const char *const wording[] = {
        "%u of %u done, %u unchanged, %u failed, %lld.%lld a second, %lld:%02lld left%s",
        "已完成 %u / %u，未变 %u，失败 %u，每秒 %lld.%lld 份，剩余 %lld:%02lld%s"};
    uint32_t worked = batch->made + batch->failed, done = worked + batch->unchanged;
    int64_t spent = clock_ms() - batch->started, tenths = spent ? worked * 10000LL / spent : 0;
    int64_t left = worked ? (batch->count - done) * spent / worked / 1000 : 0;
    fprintf(stderr, wording[batch->language], done, batch->count, batch->unchanged, batch->failed,
            (long long)(tenths / 10), (long long)(tenths % 10), (long long)(left / 60),
            (long long)(left % 60), end);
    fflush(stderr);
}

void progress_show(struct batch *batch, const struct outcome *outcome)
{
    bool terminal = isatty(STDERR_FILENO);
    if (batch->quiet) {
        if (outcome->level >= LEVEL_WARNING)
            fputs(outcome->messages.p, stderr);
        return;
    }
    if (terminal)
        fputs("\r\033[K", stderr);
    fputs(outcome->messages.p, stderr);
    if (terminal)
        print_line(batch, "");
    else if ((batch->made + batch->failed) % EVERY == 0)
        print_line(batch, "\n");
}

void progress_end(struct batch *batch)
{
    if (batch->quiet)
        return;
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    print_line(batch, "\n");
}
