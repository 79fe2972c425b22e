/* Sentences, and what changed inside one: figures and words whole, Chinese text character by
 * character. */
#include <string.h>

#include "diff/blocks.h"

/* ---- Sentences ---- */

static bool ends_sentence(struct slice rest)
{
    return slice_starts(rest, "。") || slice_starts(rest, "！") || slice_starts(rest, "？");
}

static size_t sentence_length(struct slice text)
{
    for (size_t at = 0; at < text.n;) {
        struct slice rest = {text.p + at, text.n - at};
        if (*rest.p == '\n')
            return at;
        bool last = ends_sentence(rest);
        utf8_next(text, &at);
        if (last)
            return at;
    }
    return text.n;
}

struct slice *sentences_of(struct arena *arena, struct slice text, uint32_t *count)
{
    struct slice *sentences = ARENA_ARRAY(arena, struct slice, text.n + 1);
    *count = 0;
    while (text.n) {
        size_t length = sentence_length(text);
        struct slice sentence = slice_trim((struct slice){text.p, length});
        if (sentence.n)
            sentences[(*count)++] = slice_copy(arena, sentence);
        length += length < text.n && text.p[length] == '\n';
        text = (struct slice){text.p + length, text.n - length};
    }
    return sentences;
}

/* ---- Inside a sentence ---- */

struct tokens {
    struct slice *at;
    uint32_t count;
};

static bool is_figure(uint32_t c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '%';
}

/* Of a word, whose letters may be joined: Latin, or of the scripts up to the Mongolian. */
static bool is_letter(uint32_t c)
{
    static const uint32_t marks[] = {0xD7, 0xF7, 0x60C, 0x61B, 0x61F, 0x1802, 0x1803, 0};
    static const uint32_t joiners[] = {0x200C, 0x200D, 0x202F, 0};
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x2000);
    for (const uint32_t *mark = marks; *mark; mark++)
        letter = letter && c != *mark;
    for (const uint32_t *joiner = joiners; *joiner; joiner++)
        letter = letter || c == *joiner;
    return letter;
}

/* The marks of Tibetan stand without blanks. */
static bool ends_word(uint32_t c)
{
    return c >= 0xF0B && c <= 0xF11;
}

static size_t token_length(struct slice text)
{
    size_t length = 0;
    uint32_t c = utf8_next(text, &length);
    bool (*kind)(uint32_t) = is_figure(c) ? is_figure : is_letter(c) ? is_letter : NULL;
    for (size_t next = length; kind && next < text.n && !ends_word(c); length = next) {
        c = utf8_next(text, &next);
        if (!kind(c))
            break;
    }
    return length;
}

static struct tokens tokens_of(struct arena *arena, struct slice text)
{
    struct tokens tokens = {ARENA_ARRAY(arena, struct slice, text.n + 1), 0};
    for (size_t at = 0; at < text.n; at += tokens.at[tokens.count++].n) {
        struct slice rest = {text.p + at, text.n - at};
        tokens.at[tokens.count] = (struct slice){rest.p, token_length(rest)};
    }
    return tokens;
}

struct two {
    struct tokens old, new;
};

static bool same_token(const void *data, uint32_t old, uint32_t new)
{
    const struct two *two = data;
    return slice_eq(two->old.at[old], two->new.at[new]);
}

/* Adds the token to the run that it continues, or as a new one. What went in a place comes before
 * what came there. */
static struct words *add_token(struct arena *arena, struct words ***link, struct words *last,
                               enum fate part, struct slice token)
{
    if (last && last->fate == part && last->text.p + last->text.n == token.p) {
        last->text.n += token.n;
        return last;
    }
    struct words *words = ARENA_NEW(arena, struct words);
    *words = (struct words){.fate = part, .text = token};
    **link = words;
    *link = &words->next;
    return words;
}

struct words *words_of(struct arena *arena, struct slice before, struct slice after)
{
    static const align_same same = same_token;
    struct two two = {tokens_of(arena, before), tokens_of(arena, after)};
    struct alignment alignment = align(arena, two.old.count, two.new.count, &same, 1, &two);
    struct words *first = NULL, **link = &first, *last = NULL;
    uint32_t old = 0, new = 0;
    for (struct align_step step; align_next(&alignment, &old, &new, &step);) {
        if (step.new == ALIGN_NONE)
            last = add_token(arena, &link, last, FATE_GONE, two.old.at[step.old]);
        else
            last = add_token(arena, &link, last, step.old == ALIGN_NONE ? FATE_CAME : FATE_STAYED,
                             two.new.at[step.new]);
    }
    for (struct words *words = first; words; words = words->next)
        words->text = slice_copy(arena, words->text);
    return first;
}
