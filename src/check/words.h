/* What the checks of prose look for, and where. Private to check/. */
#ifndef CHECK_WORDS_H
#define CHECK_WORDS_H

#include "base/slice.h"

/* Which letters a text has, and perhaps a few more: most words that are looked for begin with one
 * that it has not, which is told sooner than that they stand nowhere. */
struct letters {
    uint64_t bits[16];
};

struct letters letters_of(struct slice text);

/* The place of the letter at p in the set, by its last bytes; texts end with NUL. */
static inline unsigned letter_bit(const char *p)
{
    enum { BITS = sizeof(struct letters) * 8 };
    const unsigned char *bytes = (const unsigned char *)p;
    if (bytes[0] < 0x80)
        return bytes[0];
    unsigned last =
        bytes[0] < 0xE0 || !bytes[1] ? bytes[0] << 4 ^ bytes[1] : bytes[1] << 4 ^ bytes[2];
    return last % BITS;
}

/* False when the text has not the first letter of the words. */
static inline bool letters_may_say(const struct letters *letters, const char *words)
{
    unsigned bit = letter_bit(words);
    return !*words || letters->bits[bit / 64] >> bit % 64 & 1;
}

/* Adds the first letters of the words, ended by NULL. */
void letters_add(struct letters *letters, const char *const *words);

/* Whether a letter is in both sets. */
static inline bool letters_meet(const struct letters *a, const struct letters *b)
{
    uint64_t both = 0;
    for (size_t i = 0; i < sizeof a->bits / sizeof *a->bits; i++)
        both |= a->bits[i] & b->bits[i];
    return both != 0;
}

/* The first place where the words stand in the text, or NULL p. */
struct slice text_find(struct slice text, const char *words);

/* The first of the words, ended by NULL, that stands in the text; in the order of the list. */
struct slice text_find_any(struct slice text, const char *const *words);

bool text_holds(struct slice text, struct slice words);

/* The longest of the words, ended by NULL, with which the text begins; 0 bytes when none. */
size_t text_starts_any(struct slice text, const char *const *words);

/* What precedes the part within the text, and what follows it. */
struct slice text_before(struct slice text, struct slice part);
struct slice text_after(struct slice text, struct slice part);

/* Cuts the text at the first 。！？； or line end, or at the first of these or ，：、 (of a
 * clause): returns what stands before it and leaves what follows in *rest, NULL p at the end. */
struct slice cut_sentence(struct slice *rest);
struct slice cut_clause(struct slice *rest);

/* The clause or sentence of the text in which the part stands. */
struct slice sentence_around(struct slice text, struct slice part);
struct slice clause_around(struct slice text, struct slice part);

#endif
