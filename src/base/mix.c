#include "base/mix.h"

#include <sys/random.h>
#include <time.h>

static uint64_t fold(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t drawn;

/* Two threads may both draw, and then agree. Never 0. */
static __attribute__((noinline)) uint64_t draw(void)
{
    uint64_t now, none = 0;
    if (getrandom(&now, sizeof now, GRND_NONBLOCK) != sizeof now)
        now = (uint64_t)time(NULL) * 0x9E3779B97F4A7C15u;
    now |= 1;
    return __atomic_compare_exchange_n(&drawn, &none, now, false, __ATOMIC_RELAXED,
                                       __ATOMIC_RELAXED)
               ? now
               : none;
}

/* Drawn once a process. */
static uint64_t seed(void)
{
    uint64_t now = __atomic_load_n(&drawn, __ATOMIC_RELAXED);
    return now ? now : draw();
}

static uint64_t read_8(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static uint32_t read_4(const char *bytes)
{
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* The first and the last bytes of a text of at most 16, which overlap where it is shorter. */
static void read_ends(struct slice bytes, uint64_t *first, uint64_t *last)
{
    const char *at = bytes.p, *end = bytes.p + bytes.n;
    *first = *last = 0;
    if (bytes.n >= 8) {
        *first = read_8(at);
        *last = read_8(end - 8);
    } else if (bytes.n >= 4) {
        *first = read_4(at);
        *last = read_4(end - 4);
    } else if (bytes.n) {
        *first = (uint64_t)(unsigned char)at[0] << 8 | (unsigned char)at[bytes.n / 2];
        *last = (unsigned char)end[-1];
    }
}

uint64_t mix(struct slice bytes, uint64_t from)
{
    uint64_t key = seed(), hash = from ^ 0x9E3779B97F4A7C15u, first, last;
    const size_t n = bytes.n;
    for (; bytes.n > 16; bytes = (struct slice){bytes.p + 16, bytes.n - 16})
        hash = fold(read_8(bytes.p) ^ key, read_8(bytes.p + 8) ^ hash);
    read_ends(bytes, &first, &last);
    hash = fold(first ^ key, last ^ hash);
    return fold(hash ^ n, key ^ 0x165667B19E3779F9u);
}
