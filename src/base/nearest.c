#include "base/nearest.h"

enum { LONGEST = 64 };

static size_t code_points(struct slice text, uint32_t *codes)
{
    size_t n = 0;
    for (size_t at = 0; at < text.n && n < LONGEST;)
        codes[n++] = utf8_next(text, &at);
    return n;
}

static unsigned least(unsigned a, unsigned b, unsigned c)
{
    unsigned ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Insertions, deletions and substitutions of characters that turn one text into the other. */
static unsigned edits(struct slice from, struct slice to)
{
    uint32_t a[LONGEST], b[LONGEST];
    size_t an = code_points(from, a), bn = code_points(to, b);
    unsigned row[LONGEST + 1];
    for (size_t j = 0; j <= bn; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= an; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= bn; j++) {
            unsigned above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[bn];
}

void nearest_offer(struct nearest *nearest, struct slice candidate)
{
    unsigned length = (unsigned)utf8_length(nearest->wanted);
    unsigned limit = nearest->best.n ? nearest->distance : length / 4 + 2;
    unsigned distance = edits(nearest->wanted, candidate);
    /* A name that shares no character with the one wanted is no suggestion. */
    if (distance < limit && distance < length) {
        nearest->best = candidate;
        nearest->distance = distance;
    }
}
