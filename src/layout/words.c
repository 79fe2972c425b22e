#include "layout/words.h"

#include <string.h>

enum {
    BUCKETS = 1024,
    LEAST_BEFORE = 4, /* characters that make a line before a year */
    SHORT_WORD = 3    /* characters that no list knows, between words that it does */
};

struct word {
    const struct word *next; /* with a first character of the same bucket */
    uint32_t first;          /* of its characters, */
    struct slice rest;
};

struct words {
    const struct word *buckets[BUCKETS];
    const struct break_style *lists;
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

struct words *words_new(struct arena *arena, const struct break_style *lists)
{
    struct words *words = ARENA_NEW(arena, struct words);
    struct slice list = lists->words;
    words->lists = lists;
    for (size_t from = 0, to; from < list.n; from = to + 1) {
        for (to = from; to < list.n && !is_blank(list.p[to]);)
            to++;
        if (to == from)
            continue;
        size_t at = from;
        uint32_t first = utf8_next(list, &at);
        const struct word **bucket = &words->buckets[first % BUCKETS];
        struct word *word = ARENA_NEW(arena, struct word);
        *word = (struct word){*bucket, first, {list.p + at, to - at}};
        *bucket = word;
    }
    return words;
}

/* How many atoms from the first on are the word; 0 when they are not. */
static uint32_t match(const struct word *word, const struct atom *atoms, uint32_t count)
{
    if (word->first != atoms->code)
        return 0;
    uint32_t i = 1;
    for (size_t at = 0; at < word->rest.n; i++)
        if (i == count || atoms[i].code != utf8_next(word->rest, &at))
            return 0;
    return i;
}

/* The longest word that starts with the first atom, in atoms; 0 for none. */
static uint32_t longest(const struct words *words, const struct atom *atoms, uint32_t count)
{
    uint32_t most = 0;
    const struct word *word = words->buckets[atoms->code % BUCKETS];
    for (; word; word = word->next) {
        uint32_t n = match(word, atoms, count);
        most = n > most ? n : most;
    }
    return most;
}

static bool holds(struct slice characters, uint32_t character)
{
    for (size_t at = 0; at < characters.n;)
        if (utf8_next(characters, &at) == character)
            return true;
    return false;
}

void names_mark(const struct words *words, struct atom *atoms, uint32_t count)
{
    for (uint32_t i = 0; i + 1 < count; i++)
        if (atoms[i].breaks && (holds(words->lists->after, atoms[i].code) ||
                                holds(words->lists->before, atoms[i + 1].code)))
            atoms[i].joint = JOINT_MARK;
}

static bool is_digit(const struct atom *atom)
{
    return atom->code >= '0' && atom->code <= '9';
}

/* Whether a year starts with the first atom: 2024年. */
static bool is_year(const struct atom *atoms, uint32_t count)
{
    uint32_t i = 0;
    while (i < count && i < 4 && is_digit(&atoms[i]))
        i++;
    return i == 4 && i < count && atoms[i].code == 0x5E74;
}

/* A word ends with atom i, unless that belongs to a number: 第4页. Before a year a title is broken
 * best: 公安局 2024年. */
static void mark(struct atom *atoms, uint32_t i, uint32_t count)
{
    bool before = i + 1 < count && is_digit(&atoms[i + 1]);
    bool number = is_digit(&atoms[i]) || (before && !is_year(atoms + i + 1, count - i - 1));
    if (!atoms[i].joint && atoms[i].breaks && !number)
        atoms[i].joint = before && i >= LEAST_BEFORE ? JOINT_MARK : JOINT_WORD;
}

/* Whether one character by itself ends the word before it, 服务局, rather than joins two. */
static bool is_ending(const struct atom *atom)
{
    return atom->class == ATOM_HAN && !holds(slice_of("和及与或至的等、"), atom->code);
}

/* Marks the ends of words among atoms [from, to), where none of the list starts: of each, or only
 * of the last when they are few; a mark of a name ends a word. */
static void mark_rest(struct atom *atoms, uint32_t from, uint32_t to, uint32_t count)
{
    if (from && to - from == 1 && is_ending(&atoms[from]) && atoms[from - 1].joint == JOINT_WORD)
        atoms[from - 1].joint = JOINT_NONE;
    while (from < to) {
        uint32_t end = from + 1;
        while (end < to && atoms[end - 1].joint != JOINT_MARK)
            end++;
        for (uint32_t i = end - from > SHORT_WORD ? from : end - 1; i < end; i++)
            mark(atoms, i, count);
        from = end;
    }
}

/* A few characters between two words of the list are taken for one themselves. */
void words_mark(const struct words *words, struct atom *atoms, uint32_t count)
{
    bool found = false;
    uint32_t rest = 0; /* where what is no word of the list starts */
    for (uint32_t i = 0; i < count;) {
        uint32_t n = longest(words, atoms + i, count - i);
        found = found || n > 1;
        if (n < 2 && atoms[i].class == ATOM_HAN) {
            i++;
            continue;
        }
        mark_rest(atoms, rest, i, count);
        i = rest = i + (n > 1 ? n : 1);
        mark(atoms, i - 1, count);
    }
    mark_rest(atoms, rest, count, count);
    for (uint32_t i = 0; i < count && !found; i++)
        if (atoms[i].joint == JOINT_WORD)
            atoms[i].joint = JOINT_NONE;
}

/* The longest word of the list that the text starts with, in bytes; 0 for none. */
static size_t longest_of(const struct words *words, struct slice text)
{
    size_t most = 0, at = 0;
    uint32_t first = utf8_next(text, &at);
    const struct word *word = words->buckets[first % BUCKETS];
    for (; word; word = word->next) {
        struct slice rest = word->rest;
        bool here = word->first == first && rest.n <= text.n - at &&
                    memcmp(text.p + at, rest.p, rest.n) == 0;
        most = here && rest.n && at + rest.n > most ? at + rest.n : most;
    }
    return most;
}

size_t words_end(const struct words *words, struct slice text, size_t from)
{
    size_t word = longest_of(words, (struct slice){text.p + from, text.n - from}), at = from + word;
    while (at < text.n) { /* what no list knows goes with the word before it */
        if (longest_of(words, (struct slice){text.p + at, text.n - at}))
            break;
        utf8_next(text, &at);
    }
    return at;
}
