/*
 * Deflate (RFC 1951, in the wrapping of RFC 1950) where more is known of the bytes than a general
 * compressor can know: that they come again at a period, as the rows of a table do, or that the
 * same pieces come in many files (device/font/pieces.h).
 */
#ifndef BASE_DEFLATE_H
#define BASE_DEFLATE_H

#include "base/slice.h"

enum {
    LITERALS = 286,
    DISTANCES = 30,
    FIRST_LENGTH = 257, /* symbol of the shortest match */
    SHORTEST = 3,
    LONGEST = 258,
    WINDOW = 32768 /* how far back a match may be */
};

/* Codes of literals with lengths and of distances; as many bits, first one lowest. */
struct deflate_code {
    uint16_t literal[LITERALS], distance[DISTANCES];
    uint8_t literal_bits[LITERALS], distance_bits[DISTANCES];
};

/* Bits being written at the end of a buffer. */
struct bits {
    struct buf *out;
    uint64_t held;
    unsigned count; /* held, fewer than 8 between calls */
};

/* Appends so many bits, at most 32. */
void put_bits(struct bits *bits, uint32_t value, unsigned count);

/* A byte, or as many bytes as begin so far back. */
struct token {
    uint16_t length, distance; /* length 1: distance is the byte */
    uint8_t length_symbol, distance_symbol;
};

/* A match; lengths from SHORTEST to LONGEST, distances up to WINDOW. */
struct token match_token(unsigned length, unsigned distance);

/* How many bytes, LONGEST at most, are the same as those so far back. */
unsigned match_length(struct slice bytes, size_t at, size_t distance);

/* The bits that a match takes in the code. */
uint32_t match_bits(const struct deflate_code *code, const struct token *match);

/* How often each symbol comes in the tokens, added to the counts. */
void count_tokens(const struct token *tokens, uint32_t count, uint32_t *literals,
                  uint32_t *distances);

/* The code that is shortest where symbols come so often; those that never come have none. */
void make_code(struct deflate_code *code, const uint32_t *literals, const uint32_t *distances);

void put_tokens(struct bits *bits, const struct deflate_code *code, const struct token *tokens,
                uint32_t count);

/* A stream: begin, then blocks, the last one said to be so, then the end with the checksum of all
 * that it holds. */
struct bits deflate_begin(struct buf *out);
void deflate_end(struct bits *bits, uint32_t sum);

/* The checksum of bytes; and that of bytes and so many others behind them, of both checksums. */
uint32_t deflate_sum(struct slice bytes);
uint32_t deflate_sum_join(uint32_t sum, uint32_t behind, size_t size);

/* A block whose tokens are put between these in its code. */
void deflate_begin_block(struct bits *bits, const struct deflate_code *code, bool last);
void deflate_end_block(struct bits *bits, const struct deflate_code *code);

/* The bytes as a block with the code that suits them. What stands a period before is looked at
 * first; where there is none (0) nothing is but runs. */
void deflate_block(struct bits *bits, struct slice bytes, size_t period, bool last);

#endif
