#include "base/deflate.h"

#include <endian.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

enum {
    END = 256,            /* symbol that ends a block */
    MOST_BITS = 15,       /* of a code of literals or distances */
    MOST_LENGTH_BITS = 7, /* of a code of code lengths */
    LENGTHS = 19,         /* symbols of the code of code lengths */
    HASH_BITS = 12,       /* of six bytes */
    TRIES = 4,            /* places looked at for a match */
    LONG = 16,            /* a match as good as any */
    RUN_COST = 0,         /* bits that a distance takes, beside what the shortest takes */
    KNOWN_COST = 4,
    FAR_COST = 10
};

/* ---- Bits ---- */

void put_bits(struct bits *bits, uint32_t value, unsigned count)
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
    uint32_t counts[MOST_BITS + 1] = {0}, next[MOST_BITS + 1] = {0};
    for (uint32_t i = 0; i < symbols; i++)
        counts[lengths[i]]++;
    for (unsigned length = 2; length <= MOST_BITS; length++)
        next[length] = (next[length - 1] + counts[length - 1]) << 1;
    for (uint32_t i = 0; i < symbols; i++)
        if (lengths[i])
            codes[i] = reverse(next[lengths[i]]++, lengths[i]);
}

/* ---- Tokens ---- */

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

struct token match_token(unsigned length, unsigned distance)
{
    return (struct token){(uint16_t)length, (uint16_t)distance, (uint8_t)length_symbol(length),
                          (uint8_t)distance_symbol(distance)};
}

uint32_t match_bits(const struct deflate_code *code, const struct token *match)
{
    return code->literal_bits[FIRST_LENGTH + match->length_symbol] +
           length_extra[match->length_symbol] + code->distance_bits[match->distance_symbol] +
           distance_extra(match->distance_symbol);
}

void count_tokens(const struct token *tokens, uint32_t count, uint32_t *literals,
                  uint32_t *distances)
{
    for (uint32_t i = 0; i < count; i++) {
        bool match = tokens[i].length > 1;
        literals[match ? FIRST_LENGTH + tokens[i].length_symbol : tokens[i].distance]++;
        if (match)
            distances[tokens[i].distance_symbol]++;
    }
}

void put_tokens(struct bits *bits, const struct deflate_code *code, const struct token *tokens,
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

void make_code(struct deflate_code *code, const uint32_t *literals, const uint32_t *distances)
{
    make_lengths(literals, LITERALS, MOST_BITS, code->literal_bits);
    make_lengths(distances, DISTANCES, MOST_BITS, code->distance_bits);
    make_codes(code->literal_bits, LITERALS, code->literal);
    make_codes(code->distance_bits, DISTANCES, code->distance);
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

void deflate_begin_block(struct bits *bits, const struct deflate_code *code, bool last)
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

void deflate_end_block(struct bits *bits, const struct deflate_code *code)
{
    put_bits(bits, code->literal[END], code->literal_bits[END]);
}

/* ---- Repeats ---- */

/* What is known of the bytes before a place. */
struct repeats {
    struct slice bytes;
    size_t period, last; /* how far back the last match was */
    int32_t *before;     /* by place: the place before + 1 with the same hash */
    int32_t head[1 << HASH_BITS];
};

struct match {
    unsigned length, distance;
    int worth; /* bits spared, about */
};

unsigned match_length(struct slice bytes, size_t at, size_t distance)
{
    const char *p = bytes.p + at, *before = p - distance;
    unsigned most = bytes.n - at < LONGEST ? (unsigned)(bytes.n - at) : LONGEST, n = 0;
    for (; n + 8 <= most; n += 8) {
        uint64_t one, other;
        memcpy(&one, p + n, 8);
        memcpy(&other, before + n, 8);
        if (one != other)
            return n + ((unsigned)__builtin_ctzll(le64toh(one ^ other)) >> 3);
    }
    while (n < most && p[n] == before[n])
        n++;
    return n;
}

/* Takes the bytes so far back if that is worth more than the best so far. */
static void try_distance(const struct repeats *repeats, size_t at, size_t distance, int cost,
                         struct match *best)
{
    struct slice bytes = repeats->bytes;
    size_t end = at + best->length;
    if (distance == 0 || distance > at || end >= bytes.n || bytes.p[end] != bytes.p[end - distance])
        return;
    unsigned length = match_length(bytes, at, distance);
    int worth = 8 * (int)length - cost;
    if (length >= SHORTEST && worth > best->worth)
        *best = (struct match){length, (unsigned)distance, worth};
}

/* The best match at the place, which is noted: runs first, then the distances that come often, then
 * where the same bytes stood. */
static struct match find_match(struct repeats *repeats, size_t at)
{
    struct match best = {0, 0, 0};
    struct slice bytes = repeats->bytes;
    try_distance(repeats, at, 1, RUN_COST, &best);
    try_distance(repeats, at, repeats->period, KNOWN_COST, &best);
    try_distance(repeats, at, repeats->last, KNOWN_COST, &best);
    if (!repeats->period || at + 8 > bytes.n)
        return best;
    uint64_t eight;
    memcpy(&eight, bytes.p + at, 8);
    uint32_t hash = (uint32_t)((le64toh(eight) << 16) * 0x9E3779B97F4A7C15u >> (64 - HASH_BITS));
    int32_t place = repeats->before[at] = repeats->head[hash];
    repeats->head[hash] = (int32_t)at + 1;
    for (int tries = TRIES; place && tries && at + 1 - (size_t)place <= WINDOW; tries--) {
        try_distance(repeats, at, at + 1 - (size_t)place, FAR_COST, &best);
        place = repeats->before[place - 1];
    }
    return best;
}

/* The bytes in tokens, their count returned. A match waits for one that begins a byte later and is
 * longer by more than that. */
static uint32_t find_tokens(struct repeats *repeats, struct token *tokens)
{
    struct slice bytes = repeats->bytes;
    uint32_t count = 0;
    struct match match = bytes.n ? find_match(repeats, 0) : (struct match){0};
    for (size_t at = 0; at < bytes.n;) {
        struct match next = {0};
        if (match.length < LONG && at + 1 < bytes.n)
            next = find_match(repeats, at + 1);
        if (match.length && next.length <= match.length + 1) {
            tokens[count++] = match_token(match.length, match.distance);
            repeats->last = match.distance;
            at += match.length;
            match = at < bytes.n ? find_match(repeats, at) : match;
        } else {
            tokens[count++] = (struct token){1, (unsigned char)bytes.p[at++], 0, 0};
            match = next;
        }
    }
    return count;
}

void deflate_block(struct bits *bits, struct slice bytes, size_t period, bool last)
{
    struct deflate_code code = {0};
    uint32_t literals[LITERALS] = {[END] = 1}, distances[DISTANCES] = {0};
    struct token *tokens = xrealloc(NULL, (bytes.n + 1) * sizeof *tokens);
    struct repeats repeats = {bytes,
                              period <= WINDOW ? period : 0,
                              0,
                              xrealloc(NULL, (bytes.n + 1) * sizeof(int32_t)),
                              {0}};
    uint32_t count = find_tokens(&repeats, tokens);
    count_tokens(tokens, count, literals, distances);
    make_code(&code, literals, distances);
    deflate_begin_block(bits, &code, last);
    put_tokens(bits, &code, tokens, count);
    deflate_end_block(bits, &code);
    free(repeats.before);
    free(tokens);
}

/* ---- The stream ---- */

struct bits deflate_begin(struct buf *out)
{
    buf_put(out, "\x78\x01", 2);
    return (struct bits){out, 0, 0};
}

uint32_t deflate_sum(struct slice bytes)
{
    return libdeflate_adler32(1, bytes.p, bytes.n);
}

/* Adler-32 is two sums modulo a prime: of the bytes and one, and of what that sum was at each. */
uint32_t deflate_sum_join(uint32_t sum, uint32_t behind, size_t size)
{
    enum { PRIME = 65521 };
    uint64_t before = (sum & 0xFFFF) + PRIME - 1u;
    uint64_t low = (before + (behind & 0xFFFF)) % PRIME;
    uint64_t high = ((sum >> 16) + (behind >> 16) + size % PRIME * before) % PRIME;
    return (uint32_t)(high << 16 | low);
}

void deflate_end(struct bits *bits, uint32_t sum)
{
    if (bits->count)
        put_bits(bits, 0, 8 - bits->count);
    sum = htobe32(sum);
    buf_put(bits->out, (const char *)&sum, sizeof sum);
}
