/*
 * Memory of the program (not of the library, which others embed): when there is none, the process
 * ends at once, saying so, and nothing is written. Of the libraries some go on without what they
 * asked for, and leave out a glyph or a font; others go down. Here neither comes to that.
 */
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/diag.h"
#include "command/command.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define OTHERS_ALLOCATE 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define OTHERS_ALLOCATE 1
#endif

/* More than any document takes; what takes more goes round in a circle or means harm. */
void memory_bound(uint64_t most)
{
#ifndef OTHERS_ALLOCATE
    struct rlimit space;
    if (getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur <= most)
        return;
    space.rlim_cur = (rlim_t)most;
    setrlimit(RLIMIT_AS, &space);
#else
    (void)most;
#endif
}

#ifndef OTHERS_ALLOCATE

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static _Noreturn void end(void)
{
    static const char *const texts[] = {
        "gongkai: error: there is not enough memory, or this takes more than the 4 GB that it may; "
        "nothing was written\n",
        "gongkai: 错误：内存不足，或所需超过 4 GB 的上限；没有写出任何文件\n"};
    const char *text = texts[language_of_locale()];
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
    _exit(STATUS_ERROR);
}

static void *had(void *memory, size_t size)
{
    if (!memory && size)
        end();
    return memory;
}

/* Seen by the libraries, too, instead of libc's. */
#pragma GCC visibility push(default)

void *malloc(size_t size)
{
    return had(__libc_malloc(size), size);
}

void *calloc(size_t count, size_t size)
{
    return had(__libc_calloc(count, size), count && size);
}

void *realloc(void *old, size_t size)
{
    return had(__libc_realloc(old, size), size);
}

void *reallocarray(void *old, size_t count, size_t size)
{
    size_t all;
    if (__builtin_mul_overflow(count, size, &all))
        end();
    return realloc(old, all);
}

void *memalign(size_t alignment, size_t size)
{
    return had(__libc_memalign(alignment, size), size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    *memory = memalign(alignment, size);
    return 0;
}

#pragma GCC visibility pop

#endif
