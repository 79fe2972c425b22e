/* Numbers as sentences have them. */
#include "audit/grammar.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

size_t number_length(struct slice text)
{
    size_t n = 0;
    while (n < text.n && is_digit(text.p[n]))
        n++;
    size_t whole = n;
    while (whole && whole <= 3 && n + 4 <= text.n && text.p[n] == ',' && is_digit(text.p[n + 1]) &&
           is_digit(text.p[n + 2]) && is_digit(text.p[n + 3]) &&
           (n + 4 == text.n || !is_digit(text.p[n + 4])))
        n += 4;
    if (n && n + 1 < text.n && text.p[n] == '.' && is_digit(text.p[n + 1]))
        for (n++; n < text.n && is_digit(text.p[n]);)
            n++;
    return n;
}
