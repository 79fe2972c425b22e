#include "device/font/pieces.h"

#include <endian.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

enum {
    END = 256,          /* symbol that ends a block */
    FIRST_LENGTH = 257, /* symbol of the shortest match */
    SHORTEST = 3,
    LONGEST = 258,
    MOST_BITS = 15,       /* of a code of literals or distances */
    MOST_LENGTH_BITS = 7, /* of a code of code lengths */
    LENGTHS = 19,         /* symbols of the code of code lengths */
    WINDOW = 32768,       /* how far back a match may be */
    LONG = 32,            /* a match as good as any */
    HASH_BITS = 11,       /* of three bytes: enough that few others share it */
    TRIES = 16,           /* places looked at for a match */
    LITERAL_COST = 7,     /* bits, before codes are known */
    MATCH_COST = 12
};

/* ---- Bits ---- */

static void put_bits(struct bits *bits, uint32_t value, unsigned count)
{
    struct buf *out = bits->out;
    bits->held |= (uint64_t)value << bits->count;
    bits->count += count;
    uint64_t bytes = htole64(bits->held);
    if (out->room - out->n <= sizeof bytes)
        buf_reserve(out, sizeof bytes);
    memcpy(out->p + out->n, &bytes, sizeof bytes); /* of which those count that are whole */
    out->n += bits->count / 8;
    bits->held >>= bits->count & ~7u;
    bits->count &= 7;
}

void pieces_join(struct bits *bits, struct piece piece)
{
    uint32_t whole = piece.count / 8, at = 0;
    buf_put(bits->out, piece.bits, whole);
    char *to = bits->out->p + bits->out->n - whole;
    for (; at + 4 <= whole; at += 4) {
        uint32_t word;
        memcpy(&word, piece.bits + at, sizeof word);
        bits->held |= (uint64_t)le32toh(word) << bits->count;
        word = htole32((uint32_t)bits->held);
        memcpy(to + at, &word, sizeof word);
        bits->held >>= 32;
    }
    for (; at < whole; at++) {
        bits->held |= (uint64_t)(unsigned char)piece.bits[at] << bits->count;
        to[at] = (char)bits->held;
        bits->held >>= 8;
    }
    if (piece.count % 8)
        put_bits(bits, (unsigned char)piece.bits[whole], piece.count % 8);
}

/* ---- Codes ---- */

struct leaf {
    uint32_t weight;
    uint16_t symbol;
};

static int by_weight(const void *a, const void *b)
{
    const struct leaf *left = a, *right = b;
    if (left->weight != right->weight)
        return left->weight < right->weight ? -1 : 1;
    return left->symbol - right->symbol;
}

/* The node of least weight of the two rows, leaves and nodes made of two, each in order. */
static uint32_t take_least(const uint32_t *weight, uint32_t *leaf, uint32_t leaves, uint32_t *node,
                           uint32_t nodes)
{
    if (*leaf < leaves && (*node == nodes || weight[*leaf] <= weight[*node]))
        return (*leaf)++;
    return (*node)++;
}

/* Depths of the leaves in the tree of least weight; the greatest of them. */
static unsigned measure(const struct leaf *leaves, uint32_t count, uint8_t *lengths)
{
    uint32_t weight[2 * LITERALS] = {0}, above[2 * LITERALS];
    uint8_t depth[2 * LITERALS];
    for (uint32_t i = 0; i < count; i++)
        weight[i] = leaves[i].weight;
    uint32_t leaf = 0, node = count, nodes = count;
    while (nodes < 2 * count - 1) {
        uint32_t one = take_least(weight, &leaf, count, &node, nodes);
        uint32_t two = take_least(weight, &leaf, count, &node, nodes);
        weight[nodes] = weight[one] + weight[two];
        above[one] = above[two] = nodes++;
    }
    unsigned most = 0;
    depth[nodes - 1] = 0;
    for (uint32_t i = nodes - 1; i-- > 0;)
        depth[i] = (uint8_t)(depth[above[i]] + 1); // cppcheck-suppress uninitvar
    for (uint32_t i = 0; i < count; i++) {
        lengths[leaves[i].symbol] = depth[i];
        most = depth[i] > most ? depth[i] : most;
    }
    return most;
}

/* Code lengths by weights, of at least two symbols. Weights are evened out until no code is too
 * long. */
static void make_lengths(const uint32_t *weights, uint32_t symbols, unsigned most_bits,
                         uint8_t *lengths)
{
    struct leaf leaves[LITERALS];
    uint32_t count = 0;
    memset(lengths, 0, symbols);
    for (uint32_t i = 0; i < symbols; i++)
        if (weights[i])
            leaves[count++] = (struct leaf){weights[i], (uint16_t)i};
    for (uint32_t i = 0; count < 2; i++)
        if (!weights[i])
            leaves[count++] = (struct leaf){1, (uint16_t)i};
    qsort(leaves, count, sizeof *leaves, by_weight);
    while (measure(leaves, count, lengths) > most_bits)
        for (uint32_t i = 0; i < count; i++)
            leaves[i].weight = leaves[i].weight / 2 + 1;
}

static uint16_t reverse(uint32_t code, unsigned count)
{
    uint32_t reversed = 0;
    for (; count; count--, code >>= 1)
        reversed = reversed << 1 | (code & 1);
    return (uint16_t)reversed;
}

static void make_codes(const uint8_t *lengths, uint32_t symbols, uint16_t *codes)
{
    uint32_t next = 0;
    for (unsigned length = 1; length <= MOST_BITS; length++, next <<= 1)
        for (uint32_t i = 0; i < symbols; i++)
            if (lengths[i] == length)
                codes[i] = reverse(next++, length);
}

/* ---- Matches ---- */

static const uint16_t length_base[] = {3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                       15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                       67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t length_extra[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                       2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t distance_base[] = {
    1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
    193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};

static unsigned distance_extra(unsigned symbol)
{
    return symbol < 4 ? 0 : symbol / 2 - 1;
}

/* Four symbols for each power of two, and one for the longest. */
static unsigned length_symbol(unsigned length)
{
    unsigned over = length - SHORTEST;
    if (over < 8)
        return over;
    if (length == LONGEST)
        return sizeof length_base / sizeof *length_base - 1;
    unsigned power = 31 - (unsigned)__builtin_clz(over);
    return 4 * (power - 1) + (over >> (power - 2) & 3);
}

/* Two symbols for each power of two. */
static unsigned distance_symbol(unsigned distance)
{
    unsigned before = distance - 1;
    if (before < 4)
        return before;
    unsigned power = 31 - (unsigned)__builtin_clz(before);
    return 2 * power + (before >> (power - 1) & 1);
}

/* A byte, or as many bytes as begin so far back. */
struct token {
    uint16_t length, distance; /* length 1: distance is the byte */
    uint8_t length_symbol, distance_symbol;
};

static struct token match_token(unsigned length, unsigned distance)
{
    return (struct token){(uint16_t)length, (uint16_t)distance, (uint8_t)length_symbol(length),
                          (uint8_t)distance_symbol(distance)};
}

static uint32_t match_bits(const struct piece_code *code, const struct token *match)
{
    if (!code)
        return MATCH_COST;
    return code->literal_bits[FIRST_LENGTH + match->length_symbol] +
           length_extra[match->length_symbol] + code->distance_bits[match->distance_symbol] +
           distance_extra(match->distance_symbol);
}

static uint32_t literal_bits(const struct piece_code *code, char byte)
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

static unsigned same_bytes(struct slice bytes, size_t at, size_t back)
{
    size_t most = bytes.n - at < LONGEST ? bytes.n - at : LONGEST;
    unsigned n = 0;
    while (n < most && bytes.p[at + n] == bytes.p[back + n])
        n++;
    return n;
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
static void try_match(struct way *ways, const struct piece_code *code, size_t at, unsigned length,
                      unsigned distance)
{
    struct token match = match_token(length, distance);
    uint32_t bits = match_bits(code, &match) + ways[at + length].bits;
    if (bits < ways[at].bits)
        ways[at] = (struct way){match, bits};
}

/* The best way from the place, the ways from later ones being known: for each length, the match
 * nearest; a long one is taken as it is. */
static void find_way(struct way *ways, const struct matcher *matcher, const struct piece_code *code,
                     size_t at)
{
    struct slice bytes = matcher->bytes;
    ways[at] = (struct way){{1, (unsigned char)bytes.p[at], 0, 0},
                            literal_bits(code, bytes.p[at]) + ways[at + 1].bits};
    if (at + SHORTEST > bytes.n || at >= WINDOW)
        return;
    unsigned known = SHORTEST - 1, place = matcher->before[at];
    for (int tries = TRIES; place && tries && known < LONG; tries--) {
        unsigned distance = (unsigned)(at - (place - 1));
        unsigned length =
            may_be_longer(bytes, at, place - 1, known) ? same_bytes(bytes, at, place - 1) : 0;
        if (length >= LONG)
            known = length - 1;
        for (; known < length; known++)
            try_match(ways, code, at, known + 1, distance);
        place = matcher->before[place - 1];
    }
}

/* The tokens of the bytes that take the fewest bits, their count in *count; to be freed. */
static struct token *tokens_of(struct slice bytes, const struct piece_code *code, uint32_t *count)
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

static void count_tokens(const struct token *tokens, uint32_t count, uint32_t *literals,
                         uint32_t *distances)
{
    for (uint32_t i = 0; i < count; i++) {
        bool match = tokens[i].length > 1;
        literals[match ? FIRST_LENGTH + tokens[i].length_symbol : tokens[i].distance]++;
        if (match)
            distances[tokens[i].distance_symbol]++;
    }
}

static void put_tokens(struct bits *bits, const struct piece_code *code, const struct token *tokens,
                       uint32_t count)
{
    for (const struct token *t = tokens; t < tokens + count; t++) {
        unsigned symbol = t->length > 1 ? FIRST_LENGTH + (unsigned)t->length_symbol : t->distance;
        put_bits(bits, code->literal[symbol], code->literal_bits[symbol]);
        if (t->length == 1)
            continue;
        put_bits(bits, t->length - length_base[t->length_symbol], length_extra[t->length_symbol]);
        put_bits(bits, code->distance[t->distance_symbol], code->distance_bits[t->distance_symbol]);
        put_bits(bits, t->distance - distance_base[t->distance_symbol],
                 distance_extra(t->distance_symbol));
    }
}

static void make_code(struct piece_code *code, const uint32_t *literals, const uint32_t *distances)
{
    make_lengths(literals, LITERALS, MOST_BITS, code->literal_bits);
    make_lengths(distances, DISTANCES, MOST_BITS, code->distance_bits);
    make_codes(code->literal_bits, LITERALS, code->literal);
    make_codes(code->distance_bits, DISTANCES, code->distance);
}

void piece_code_make(struct piece_code *code, const struct slice *samples, uint32_t count)
{
    enum { SCALE = 8, PASSES = 3 }; /* how much more than what they lack the samples count */
    const struct piece_code *known = NULL;
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

struct piece piece_make(struct arena *arena, const struct piece_code *code, struct slice bytes)
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

/* ---- Blocks ---- */

/* How the lengths of codes are told: a length, or that zeros follow. */
struct told {
    uint8_t symbol, extra, extra_bits;
};

static uint32_t tell_lengths(const uint8_t *lengths, uint32_t count, struct told *told)
{
    enum { FEW = 17, MANY = 18, MOST_FEW = 10, MOST_MANY = 138 };
    uint32_t n = 0;
    for (uint32_t i = 0, zeros; i < count; i += zeros ? zeros : 1) {
        for (zeros = 0; i + zeros < count && !lengths[i + zeros] && zeros < MOST_MANY;)
            zeros++;
        if (zeros > MOST_FEW)
            told[n++] = (struct told){MANY, (uint8_t)(zeros - MOST_FEW - 1), 7};
        else if (zeros >= SHORTEST)
            told[n++] = (struct told){FEW, (uint8_t)(zeros - SHORTEST), 3};
        else {
            zeros = 0;
            told[n++] = (struct told){lengths[i], 0, 0};
        }
    }
    return n;
}

void pieces_begin_block(struct bits *bits, const struct piece_code *code, bool last)
{
    static const uint8_t order[LENGTHS] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                           11, 4,  12, 3, 13, 2, 14, 1, 15};
    uint8_t all[LITERALS + DISTANCES], lengths[LENGTHS];
    uint16_t codes[LENGTHS] = {0};
    struct told told[LITERALS + DISTANCES];
    uint32_t weights[LENGTHS] = {0};
    memcpy(all, code->literal_bits, LITERALS);
    memcpy(all + LITERALS, code->distance_bits, DISTANCES);
    uint32_t count = tell_lengths(all, sizeof all, told);
    for (uint32_t i = 0; i < count; i++)
        weights[told[i].symbol]++;
    make_lengths(weights, LENGTHS, MOST_LENGTH_BITS, lengths);
    make_codes(lengths, LENGTHS, codes);
    put_bits(bits, last | 2 << 1, 3); /* a block with codes of its own */
    put_bits(bits, LITERALS - FIRST_LENGTH, 5);
    put_bits(bits, DISTANCES - 1, 5);
    put_bits(bits, LENGTHS - 4, 4);
    for (int i = 0; i < LENGTHS; i++)
        put_bits(bits, lengths[order[i]], 3);
    for (uint32_t i = 0; i < count; i++) {
        put_bits(bits, codes[told[i].symbol], lengths[told[i].symbol]);
        put_bits(bits, told[i].extra, told[i].extra_bits);
    }
}

void pieces_end_block(struct bits *bits, const struct piece_code *code)
{
    put_bits(bits, code->literal[END], code->literal_bits[END]);
}

static void put_block(struct bits *bits, struct slice bytes, bool last)
{
    struct piece_code code = {0};
    uint32_t literals[LITERALS] = {[END] = 1}, distances[DISTANCES] = {0}, count;
    struct token *tokens = tokens_of(bytes, NULL, &count);
    count_tokens(tokens, count, literals, distances);
    make_code(&code, literals, distances);
    pieces_begin_block(bits, &code, last);
    put_tokens(bits, &code, tokens, count);
    pieces_end_block(bits, &code);
    free(tokens);
}

void pieces_put_block(struct bits *bits, struct slice bytes, bool last)
{
    for (; bytes.n > WINDOW; bytes.p += WINDOW, bytes.n -= WINDOW)
        put_block(bits, (struct slice){bytes.p, WINDOW}, false);
    put_block(bits, bytes, last);
}

/* ---- The stream ---- */

struct bits pieces_begin(struct buf *out)
{
    buf_put(out, "\x78\x01", 2);
    return (struct bits){out, 0, 0};
}

void pieces_end(struct bits *bits, struct slice whole)
{
    if (bits->count)
        put_bits(bits, 0, 8 - bits->count);
    uint32_t sum = htobe32(libdeflate_adler32(1, whole.p, whole.n));
    buf_put(bits->out, (const char *)&sum, sizeof sum);
}
