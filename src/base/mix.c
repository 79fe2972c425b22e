#include "base/mix.h"

#include <sys/random.h>
#include <time.h>

static uint64_t fold(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Drawn once a process; never 0. Two threads may both draw, and then agree. */
static uint64_t seed(void)
{
    static uint64_t drawn;
    uint64_t now = __atomic_load_n(&drawn, __ATOMIC_RELAXED), none = 0;
    if (now)
        return now;
    if (getrandom(&now, sizeof now, GRND_NONBLOCK) != sizeof now)
        now = (uint64_t)time(NULL) * 0x9E3779B97F4A7C15u;
    now |= 1;
    return __atomic_compare_exchange_n(&drawn, &none, now, false, __ATOMIC_RELAXED,
                                       __ATOMIC_RELAXED)
               ? now
               : none;
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

uint64_t mix(struct slice bytes, uint64_t from)
{
    uint64_t key = seed(), hash = fold(from ^ key, 0x9E3779B97F4A7C15u ^ bytes.n);
    const char *at = bytes.p, *end = bytes.p + bytes.n;
    for (; end - at > 8; at += 8)
        hash = fold(hash ^ read_8(at), key ^ 0xC2B2AE3D27D4EB4Fu);
    /* What is left of long texts is read with bytes before it, of short ones from both ends. */
    uint64_t rest = bytes.n >= 8   ? read_8(end - 8)
                    : bytes.n >= 4 ? (uint64_t)read_4(at) << 32 | read_4(end - 4)
                    : bytes.n
                        ? (uint64_t)(unsigned char)at[0] << 16 |
                              (uint64_t)(unsigned char)at[bytes.n / 2] << 8 | (unsigned char)end[-1]
                        : 0;
    return fold(hash ^ rest, key ^ 0x165667B19E3779F9u);
}
