#include "base/bounds.h"

#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

bool bounds_are_off(void)
{
    return SANITIZED;
}

void bound(int resource, uint64_t most)
{
    struct rlimit now;
    if (getrlimit(resource, &now) != 0)
        return;
    if (now.rlim_max == RLIM_INFINITY || most < now.rlim_max)
        now.rlim_max = (rlim_t)most;
    if (now.rlim_cur == RLIM_INFINITY || now.rlim_cur > now.rlim_max)
        now.rlim_cur = now.rlim_max;
    setrlimit(resource, &now);
}

static uint64_t address_space(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file || fscanf(file, "%lu", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

void bound_growth(uint64_t bytes)
{
    uint64_t space = SANITIZED ? 0 : address_space();
    if (space)
        bound(RLIMIT_AS, space + bytes);
}

bool ends_within(void (*run)(void *data), void *data, uint64_t seconds, uint64_t bytes)
{
    int status = 1;
    pid_t child = fork();
    if (child == 0) {
        bound(RLIMIT_CORE, 0);
        bound(RLIMIT_CPU, seconds);
        bound_growth(bytes);
        run(data);
        _exit(0);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return !status;
}
