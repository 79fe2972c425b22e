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

/* Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other.
 */
static unsigned edits(struct slice from, struct slice to)
{
    uint32_t a[LONGEST], b[LONGEST];
    size_t an = code_points(from, a), bn = code_points(to, b);
    unsigned rows[3][LONGEST + 1];
    for (size_t j = 0; j <= bn; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= an; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *higher = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= bn; j++) {
            row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && higher[j - 2] + 1 < row[j])
                row[j] = higher[j - 2] + 1;
        }
    }
    return rows[an % 3][bn];
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
