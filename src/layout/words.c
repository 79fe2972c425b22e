#include "layout/words.h"

enum {
    BUCKETS = 256,
    SHORT_WORD = 3 /* characters that no list knows, between words that it does */
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

/* How many atoms no word of the list starts among, up to a mark or a word. */
static uint32_t unlisted(const struct words *words, const struct atom *atoms, uint32_t count)
{
    uint32_t n = 0;
    while (n < count && atoms[n].class == ATOM_HAN && longest(words, atoms + n, count - n) < 2)
        n++;
    return n;
}

static bool is_digit(const struct atom *atom)
{
    return atom->code >= '0' && atom->code <= '9';
}

/* A word ends with atom i, unless that belongs to a number: 第4页. */
static void mark(struct atom *atoms, uint32_t i, uint32_t count)
{
    bool number = is_digit(&atoms[i]) || (i + 1 < count && is_digit(&atoms[i + 1]));
    if (!atoms[i].joint && atoms[i].breaks && !number)
        atoms[i].joint = JOINT_WORD;
}

/* A few characters between two words of the list are taken for one themselves. */
void words_mark(const struct words *words, struct atom *atoms, uint32_t count)
{
    bool found = false;
    for (uint32_t i = 0; i < count;) {
        uint32_t n = longest(words, atoms + i, count - i);
        uint32_t rest = n > 1 ? 0 : unlisted(words, atoms + i, count - i);
        uint32_t end = i + (n > 1 ? n : rest ? rest : 1);
        found = found || n > 1;
        for (; i < end; i++)
            if (i + 1 == end || rest > SHORT_WORD)
                mark(atoms, i, count);
    }
    for (uint32_t i = 0; i < count && !found; i++)
        if (atoms[i].joint == JOINT_WORD)
            atoms[i].joint = JOINT_NONE;
}
