/* How far the batch is: one line that changes on a terminal, else a line now and then. */
#include <search.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mix.h"
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

/* ---- messages ---- */

/* Whether a line begins a finding: "gongkai: PLACE: LEVEL: text", without PLACE where there is
 * none. */
static bool begins_finding(struct slice line, enum language language, bool *placed)
{
    static const struct slice start = {"gongkai: ", sizeof "gongkai: " - 1};
    if (!slice_starts(line, start.p))
        return false;
    for (enum level level = LEVEL_NOTE; level <= LEVEL_ERROR; level++) {
        char mark[32];
        int n = snprintf(mark, sizeof mark, ": %s: ", level_name(level, language));
        const char *found = memmem(line.p, line.n, mark, (size_t)n);
        *placed = found && found > line.p + start.n;
        if (found)
            return true;
    }
    return false;
}

/* The next finding of the messages, with its quoted lines and what else stands below it. */
static struct slice cut_finding(struct slice *rest, enum language language, bool *placed)
{
    struct slice whole = *rest, line = slice_cut(rest, '\n');
    bool other;
    if (!begins_finding(line, language, placed))
        *placed = false;
    while (rest->n) {
        struct slice after = *rest;
        if (begins_finding(slice_cut(&after, '\n'), language, &other))
            break;
        *rest = after;
    }
    return (struct slice){whole.p, rest->p ? (size_t)(rest->p - whole.p) : whole.n};
}

static int by_key(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* Whether it was printed before; from now on it was. */
static bool was_told(struct batch *batch, struct slice finding)
{
    uint64_t *key = ARENA_NEW(batch->arena, uint64_t);
    *key = mix(finding, 0);
    uint64_t *const *told = tsearch(key, &batch->told, by_key);
    return told && *told != key;
}

/* What stands word for word at one place for two documents is the form's, not the record's: it is
 * printed once, and how many more have it is told at the end. */
static void tell_findings(struct batch *batch, const struct outcome *outcome)
{
    bool kept = true;
    for (struct slice rest = outcome->messages; rest.n;) {
        bool placed;
        struct slice finding = cut_finding(&rest, batch->language, &placed);
        bool told = placed && was_told(batch, finding);
        if (!told)
            fwrite(finding.p, 1, finding.n, stderr);
        kept = kept && !told;
    }
    batch->repeating += !kept;
}

void progress_show(struct batch *batch, const struct outcome *outcome)
{
    bool terminal = isatty(STDERR_FILENO);
    if (batch->quiet) {
        if (outcome->level >= LEVEL_WARNING)
            tell_findings(batch, outcome);
        return;
    }
    if (terminal)
        fputs("\r\033[K", stderr);
    tell_findings(batch, outcome);
    if (terminal)
        print_line(batch, "");
    else if ((batch->made + batch->failed) % EVERY == 0)
        print_line(batch, "\n");
}

static void forget(void *key)
{
    (void)key; /* of the arena */
}

void progress_end(struct batch *batch)
{
    tdestroy(batch->told, forget);
    batch->told = NULL;
    if (!batch->quiet && isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    if (!batch->quiet)
        print_line(batch, "\n");
    if (batch->repeating)
        diag_report(batch->diag, MSG_BATCH_SAME, (struct pos){0},
                    arena_printf(batch->arena, "%u", batch->repeating));
}
