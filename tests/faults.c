/*
 * Faults on demand, for the tests: loaded before the libraries (LD_PRELOAD), it lets calls of the
 * process fail that would succeed. GONGKAI_FAULT lists what fails, separated by commas:
 *
 *     alloc:N       the Nth allocation; alloc:N+ that and all after it
 *     write:N:E     the Nth write to a plain file, with the error E (ENOSPC, EIO), or EINTR, or
 *                   short for one byte written
 *     fsync:N:E  link:N:E  rename:N:E  fork:N:E  dlopen:N  (N+ for all from there on)
 *
 * With GONGKAI_FAULT_COUNT set to a path, the numbers of calls are written there at the end.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum call { ALLOC, WRITE, FSYNC, LINK, RENAME, FORK, DLOPEN, CALLS };

static const char *const names[CALLS] = {"alloc",  "write", "fsync", "link",
                                         "rename", "fork",  "dlopen"};

static struct plan {
    unsigned long at; /* 0: never */
    bool after;       /* all after it, too */
    int error;        /* 0: short */
    unsigned long count;
} plans[CALLS];

static bool ready;
static const char *once; /* a file: the process that makes it is the one that fails */

static int error_of(const char *name)
{
    static const struct {
        const char *name;
        int error;
    } errors[] = {{"ENOSPC", ENOSPC}, {"EIO", EIO},       {"EINTR", EINTR},
                  {"EAGAIN", EAGAIN}, {"ENOMEM", ENOMEM}, {"short", 0}};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strncmp(name, errors[i].name, strlen(errors[i].name)) == 0)
            return errors[i].error;
    return EIO;
}

__attribute__((constructor)) static void read_plan(void)
{
    const char *text = getenv("GONGKAI_FAULT");
    for (; text && *text; text = strchr(text, ',') ? strchr(text, ',') + 1 : NULL)
        for (int call = 0; call < CALLS; call++) {
            size_t n = strlen(names[call]);
            if (strncmp(text, names[call], n) != 0 || text[n] != ':')
                continue;
            char *end;
            plans[call].at = strtoul(text + n + 1, &end, 10);
            plans[call].after = *end == '+';
            end += plans[call].after;
            plans[call].error = *end == ':' ? error_of(end + 1) : EIO;
        }
    once = getenv("GONGKAI_FAULT_ONCE");
    ready = true;
}

__attribute__((destructor)) static void write_counts(void)
{
    const char *path = getenv("GONGKAI_FAULT_COUNT");
    ready = false; /* what follows is ours */
    FILE *file = path ? fopen(path, "w") : NULL;
    for (int call = 0; file && call < CALLS; call++)
        fprintf(file, "%s %lu\n", names[call], plans[call].count);
    if (file)
        fclose(file);
}

static bool is_chosen(void)
{
    static bool chosen;
    if (!chosen && once) {
        int file = open(once, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
        chosen = file >= 0;
        if (chosen)
            close(file);
    }
    return chosen || !once;
}

static bool fails(enum call call)
{
    struct plan *plan = &plans[call];
    if (!ready)
        return false;
    plan->count++;
    bool now = plan->at && (plan->count == plan->at || (plan->after && plan->count > plan->at));
    now = now && is_chosen();
    if (now)
        errno = plan->error;
    return now;
}

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* ---- allocation: what the program's own malloc asks, and what everybody else does ---- */

static char first[65536]; /* for dlsym itself */
static size_t first_used;
static bool looking;

static void *from_first(size_t size)
{
    size_t at = first_used;
    first_used += (size + 15) & ~(size_t)15;
    return first_used <= sizeof first ? first + at : NULL;
}

#define REAL(name)                                                                                 \
    static __typeof__(&name) real;                                                                 \
    if (!real && !looking) {                                                                       \
        looking = true;                                                                            \
        real = (__typeof__(&name))next(#name);                                                     \
        looking = false;                                                                           \
    }

void *__libc_malloc(size_t size)
{
    REAL(__libc_malloc)
    return !real ? from_first(size) : fails(ALLOC) ? NULL : real(size);
}

void *__libc_calloc(size_t count, size_t size)
{
    REAL(__libc_calloc)
    return !real ? from_first(count * size) : fails(ALLOC) ? NULL : real(count, size);
}

void *__libc_realloc(void *old, size_t size)
{
    REAL(__libc_realloc)
    return fails(ALLOC) ? NULL : real(old, size);
}

void *__libc_memalign(size_t alignment, size_t size)
{
    REAL(__libc_memalign)
    return fails(ALLOC) ? NULL : real(alignment, size);
}

/* For programs that do not ask through functions of their own. */
void *malloc(size_t size)
{
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}

/* ---- libraries ---- */

void *dlopen(const char *file, int mode)
{
    REAL(dlopen)
    return fails(DLOPEN) ? real("gongkai-has-no.such", mode) : real(file, mode);
}

/* ---- files ---- */

ssize_t write(int file, const void *bytes, size_t size)
{
    REAL(write)
    struct stat about;
    bool plain = fstat(file, &about) == 0 && S_ISREG(about.st_mode);
    if (!plain || !fails(WRITE))
        return real(file, bytes, size);
    return plans[WRITE].error ? -1 : real(file, bytes, size ? 1 : 0);
}

int fsync(int file)
{
    REAL(fsync)
    return fails(FSYNC) ? -1 : real(file);
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    REAL(linkat)
    return fails(LINK) ? -1 : real(from, old, to, new, flags);
}

int renameat(int from, const char *old, int to, const char *new)
{
    REAL(renameat)
    return fails(RENAME) ? -1 : real(from, old, to, new);
}

pid_t fork(void)
{
    REAL(fork)
    return fails(FORK) ? -1 : real();
}
