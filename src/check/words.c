#include "check/words.h"

/* Most of what is looked for is not there, in texts of a few sentences: asking for the last byte,
 * which tells characters apart, takes a fraction of what memmem prepares. */
static const char *find(struct slice text, const char *words, size_t n)
{
    if (!n)
        return text.p;
    const char *end = text.p + text.n;
    for (const char *at = text.p; (size_t)(end - at) >= n; at++) {
        at = memchr(at + n - 1, words[n - 1], (size_t)(end - at) - n + 1);
        if (!at)
            return NULL;
        at -= n - 1;
        if (memcmp(at, words, n) == 0)
            return at;
    }
    return NULL;
}

static void add_letter(struct letters *letters, const char *p)
{
    unsigned bit = letter_bit(p);
    letters->bits[bit / 64] |= (uint64_t)1 << bit % 64;
}

struct letters letters_of(struct slice text)
{
    struct letters letters = {0};
    for (size_t at = 0; at < text.n;) {
        add_letter(&letters, text.p + at);
        utf8_next(text, &at);
    }
    return letters;
}

void letters_add(struct letters *letters, const char *const *words)
{
    for (; *words; words++)
        add_letter(letters, *words);
}

struct slice text_find(struct slice text, const char *words)
{
    size_t n = strlen(words);
    const char *at = text.n ? find(text, words, n) : NULL;
    return at ? (struct slice){at, n} : (struct slice){NULL, 0};
}

struct slice text_find_any(struct slice text, const char *const *words)
{
    struct slice found = {NULL, 0};
    for (; *words && !found.p; words++)
        found = text_find(text, *words);
    return found;
}

bool text_holds(struct slice text, struct slice words)
{
    return find(text, words.p, words.n) != NULL;
}

size_t text_starts_any(struct slice text, const char *const *words)
{
    size_t longest = 0;
    for (; *words; words++)
        if (slice_starts(text, *words) && strlen(*words) > longest)
            longest = strlen(*words);
    return longest;
}

struct slice text_before(struct slice text, struct slice part)
{
    return (struct slice){text.p, (size_t)(part.p - text.p)};
}

struct slice text_after(struct slice text, struct slice part)
{
    const char *from = part.p + part.n;
    return (struct slice){from, (size_t)(text.p + text.n - from)};
}

static bool ends_sentence(uint32_t code)
{
    return code == 0x3002 || code == 0xFF01 || code == 0xFF1F || code == 0xFF1B || code == ';' ||
           code == '\n'; /* 。！？； */
}

static bool ends_clause(uint32_t code)
{
    return ends_sentence(code) || code == 0xFF0C || code == 0xFF1A || code == 0x3001; /* ，：、 */
}

static struct slice cut_where(struct slice *rest, bool (*ends)(uint32_t code))
{
    struct slice text = *rest;
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        if (!ends(utf8_next(text, &at)))
            continue;
        *rest = (struct slice){text.p + at, text.n - at};
        return (struct slice){text.p, from};
    }
    *rest = (struct slice){NULL, 0};
    return text;
}

struct slice cut_sentence(struct slice *rest)
{
    return cut_where(rest, ends_sentence);
}

struct slice cut_clause(struct slice *rest)
{
    return cut_where(rest, ends_clause);
}

static struct slice around(struct slice text, struct slice part,
                           struct slice (*cut)(struct slice *rest))
{
    for (struct slice rest = text; rest.p;) {
        struct slice piece = cut(&rest);
        if (part.p < piece.p + piece.n)
            return piece; // cppcheck-suppress returnDanglingLifetime
    }
    return text;
}

struct slice sentence_around(struct slice text, struct slice part)
{
    return around(text, part, cut_sentence);
}

struct slice clause_around(struct slice text, struct slice part)
{
    return around(text, part, cut_clause);
}
