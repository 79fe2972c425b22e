/* Texts that must be the same: where they first are not, with what stands there. */
#ifndef TESTS_SAME_H
#define TESTS_SAME_H

#include "testing.h"

static inline void assert_same(const char *what, const struct buf *a, const struct buf *b)
{
    size_t at = 0;
    while (at < a->n && at < b->n && a->p[at] == b->p[at])
        at++;
    if (at == a->n && at == b->n)
        return;
    while (at && ((unsigned char)a->p[at] & 0xC0) == 0x80)
        at--;
    size_t from = at > 60 ? at - 60 : 0;
    fail_msg("%s: at %zu of %zu and %zu:\n…%.120s\n…%.120s", what, at, a->n, b->n, a->p + from,
             b->p + from);
}

#endif
