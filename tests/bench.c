/*
 * Milliseconds of each stage and peak memory. The first document of a process is the cold one: it
 * also opens fonts and template. The others are warm; their median is what a batch pays.
 *
 *     bench RECORD [RUNS]
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "command/pipeline.h"

enum { STAGES = 5, MAX_RUNS = 1000 };

static const struct stage {
    const char *name;
    bool (*run)(struct house *house, struct run *run);
} stages[STAGES] = {{"record", run_read},
                    {"facts", run_compute},
                    {"document", run_compose},
                    {"pages", run_layout},
                    {"file", run_write}};

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void fail(const struct run *run)
{
    struct buf messages = {0};
    diag_print(&messages, &run->diag);
    fputs(buf_slice(&messages).p, stderr);
    exit(2);
}

/* Takes one document all the way; times[stage][index] gets the microseconds. */
static void make(struct house *house, struct arena *arena, const char *path, size_t index,
                 int64_t times[STAGES + 1][MAX_RUNS], struct run *run)
{
    arena_reset(arena);
    run_init(run, arena, LANGUAGE_ENGLISH, path);
    int64_t start = now(), before = start;
    for (size_t stage = 0; stage < STAGES; stage++) {
        if (!stages[stage].run(house, run))
            fail(run);
        int64_t after = now();
        times[stage][index] = after - before;
        before = after;
    }
    times[STAGES][index] = before - start;
}

static void print_row(const char *name, int64_t *times, size_t count)
{
    int64_t cold = times[0];
    qsort(times + 1, count - 1, sizeof *times, compare);
    int64_t least = times[1], median = times[1 + (count - 1) / 2];
    printf("%-10s %9lld.%03lld %9lld.%03lld %9lld.%03lld\n", name, (long long)cold / 1000,
           (long long)cold % 1000, (long long)median / 1000, (long long)median % 1000,
           (long long)least / 1000, (long long)least % 1000);
}

int main(int argc, char **argv)
{
    static int64_t times[STAGES + 1][MAX_RUNS];
    if (argc < 2)
        return 3;
    size_t count = argc > 2 ? (size_t)atoi(argv[2]) + 1 : 21;
    if (count < 2 || count > MAX_RUNS)
        return 3;
    struct house house;
    house_open(&house, NULL);
    struct arena *arena = arena_new();
    struct run run;
    size_t size = 0, pages = 0, memory = 0;
    for (size_t i = 0; i < count; i++) {
        make(&house, arena, argv[1], i, times, &run);
        size = run.file.n;
        pages = run.pages->count;
        memory = arena_used(arena);
        buf_free(&run.file);
    }
    printf("%s: %zu pages, %zu bytes; cold once, warm %zu times\n", argv[1], pages, size,
           count - 1);
    printf("%-10s %13s %13s %13s\n", "ms", "cold", "warm median", "warm least");
    for (size_t stage = 0; stage < STAGES; stage++)
        print_row(stages[stage].name, times[stage], count);
    print_row("all", times[STAGES], count);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory %ld KB, of which the document's arena %zu KB\n", usage.ru_maxrss,
           memory / 1024);
    arena_free(arena);
    house_close(&house);
    return 0;
}
