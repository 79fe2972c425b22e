#include "device/font/pieces.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum {
    LONG = 32,        /* a match as good as any */
    HASH_BITS = 11,   /* of three bytes: enough that few others share it */
    TRIES = 16,       /* places looked at for a match */
    LITERAL_COST = 7, /* bits, before codes are known */
    MATCH_COST = 12
};

/* ---- Matches ---- */

static uint32_t match_cost(const struct deflate_code *code, const struct token *match)
{
    return code ? match_bits(code, match) : MATCH_COST;
}

static uint32_t literal_cost(const struct deflate_code *code, char byte)
{
    return code ? code->literal_bits[(unsigned char)byte] : LITERAL_COST;
}

struct matcher {
    struct slice bytes;
    uint16_t head[1 << HASH_BITS], *before; /* last place + 1 of a hash, the one before, by place */
};

static unsigned hash_at(const struct matcher *matcher, size_t at)
{
    const unsigned char *p = (const unsigned char *)matcher->bytes.p + at;
    return (p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16) * 2654435769u >> (32 - HASH_BITS);
}

static void note_place(struct matcher *matcher, size_t at)
{
    if (at + SHORTEST > matcher->bytes.n || at >= WINDOW)
        return;
    unsigned hash = hash_at(matcher, at);
    matcher->before[at] = matcher->head[hash];
    matcher->head[hash] = (uint16_t)(at + 1);
}

/* Whether more bytes may be the same than are known to be. */
static bool may_be_longer(struct slice bytes, size_t at, size_t back, unsigned known)
{
    return at + known < bytes.n && bytes.p[at + known] == bytes.p[back + known];
}

/* A way to write the bytes from a place to the end, and the bits that it takes. */
struct way {
    struct token token;
    uint32_t bits;
};

/* Takes the match when it leads to fewer bits than what is known. */
static void try_match(struct way *ways, const struct deflate_code *code, size_t at, unsigned length,
                      unsigned distance)
{
    struct token match = match_token(length, distance);
    uint32_t bits = match_cost(code, &match) + ways[at + length].bits;
    if (bits < ways[at].bits)
        ways[at] = (struct way){match, bits};
}

/* The best way from the place, the ways from later ones being known: for each length, the match
 * nearest; a long one is taken as it is. */
static void find_way(struct way *ways, const struct matcher *matcher,
                     const struct deflate_code *code, size_t at)
{
    struct slice bytes = matcher->bytes;
    ways[at] = (struct way){{1, (unsigned char)bytes.p[at], 0, 0},
                            literal_cost(code, bytes.p[at]) + ways[at + 1].bits};
    if (at + SHORTEST > bytes.n || at >= WINDOW)
        return;
    unsigned known = SHORTEST - 1, place = matcher->before[at];
    for (int tries = TRIES; place && tries && known < LONG; tries--) {
        unsigned distance = (unsigned)(at - (place - 1));
        unsigned length =
            may_be_longer(bytes, at, place - 1, known) ? match_length(bytes, at, distance) : 0;
        if (length >= LONG)
            known = length - 1;
        for (; known < length; known++)
            try_match(ways, code, at, known + 1, distance);
        place = matcher->before[place - 1];
    }
}

/* The tokens of the bytes that take the fewest bits, their count in *count; to be freed. */
static struct token *tokens_of(struct slice bytes, const struct deflate_code *code, uint32_t *count)
{
    struct token *tokens = xrealloc(NULL, (bytes.n + 1) * sizeof *tokens);
    struct way *ways = xrealloc(NULL, (bytes.n + 1) * sizeof *ways);
    struct matcher matcher = {bytes, {0}, xrealloc(NULL, (bytes.n + 1) * sizeof(uint16_t))};
    for (size_t at = 0; at < bytes.n; at++)
        note_place(&matcher, at);
    ways[bytes.n].bits = 0;
    for (size_t at = bytes.n; at-- > 0;)
        find_way(ways, &matcher, code, at);
    *count = 0;
    for (size_t at = 0; at < bytes.n; at += ways[at].token.length)
        tokens[(*count)++] = ways[at].token;
    free(matcher.before);
    free(ways);
    return tokens;
}

/* ---- Pieces ---- */

void piece_code_make(struct deflate_code *code, const struct slice *samples, uint32_t count)
{
    enum { SCALE = 8, PASSES = 3 }; /* how much more than what they lack the samples count */
    const struct deflate_code *known = NULL;
    for (int pass = 0; pass < PASSES; pass++, known = code) {
        uint32_t literals[LITERALS] = {0}, distances[DISTANCES] = {0};
        for (uint32_t i = 0; i < count; i++) {
            uint32_t token_count;
            struct token *tokens = tokens_of(samples[i], known, &token_count);
            count_tokens(tokens, token_count, literals, distances);
            free(tokens);
        }
        for (uint32_t i = 0; i < LITERALS; i++)
            literals[i] = literals[i] * SCALE + 1;
        for (uint32_t i = 0; i < DISTANCES; i++)
            distances[i] = distances[i] * SCALE + 1;
        make_code(code, literals, distances);
    }
}

struct piece piece_make(struct arena *arena, const struct deflate_code *code, struct slice bytes)
{
    struct buf coded = {0};
    struct bits bits = {&coded, 0, 0};
    uint32_t count;
    struct token *tokens = tokens_of(bytes, code, &count);
    put_tokens(&bits, code, tokens, count);
    free(tokens);
    uint32_t bit_count = (uint32_t)coded.n * 8 + bits.count;
    if (bits.count)
        buf_putc(&coded, (char)bits.held);
    struct piece piece = {slice_copy(arena, buf_slice(&coded)).p, bit_count};
    buf_free(&coded);
    return piece;
}

void pieces_join(struct bits *bits, struct piece piece)
{
    struct buf *out = bits->out;
    uint32_t whole = piece.count / 8, at = 0;
    if (out->room - out->n <= whole)
        buf_reserve(out, whole);
    char *to = out->p + out->n;
    for (; at + 8 <= whole; at += 8) {
        uint64_t word;
        memcpy(&word, piece.bits + at, sizeof word);
        word = le64toh(word);
        uint64_t next = word >> 1 >> (63 - bits->count); /* count may be 0 */
        word = htole64(word << bits->count | bits->held);
        memcpy(to + at, &word, sizeof word);
        bits->held = next;
    }
    for (; at < whole; at++) {
        bits->held |= (uint64_t)(unsigned char)piece.bits[at] << bits->count;
        to[at] = (char)bits->held;
        bits->held >>= 8;
    }
    out->n += whole;
    if (piece.count % 8)
        put_bits(bits, (unsigned char)piece.bits[whole], piece.count % 8);
}
