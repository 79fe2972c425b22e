/*
 * Deflate (RFC 1951) of bytes made of pieces that come again in other documents. A piece is coded
 * once, by itself, with a code that is the same for all pieces of a kind; joining pieces is then
 * copying their bits. The bytes depend on the pieces alone, not on what was joined before.
 */
#ifndef DEVICE_FONT_PIECES_H
#define DEVICE_FONT_PIECES_H

#include "base/slice.h"

enum { LITERALS = 286, DISTANCES = 30 };

/* Codes of literals with lengths and of distances; as many bits, first one lowest. */
struct piece_code {
    uint16_t literal[LITERALS], distance[DISTANCES];
    uint8_t literal_bits[LITERALS], distance_bits[DISTANCES];
};

/* Bits, the first one lowest in the first byte. */
struct piece {
    const char *bits;
    uint32_t count;
};

/* Bits being written at the end of a buffer. */
struct bits {
    struct buf *out;
    uint64_t held;
    unsigned count; /* held, fewer than 8 between calls */
};

/* The code that suits bytes like these samples, each a piece, and codes any other bytes too. */
void piece_code_make(struct piece_code *code, const struct slice *samples, uint32_t count);

/* The bytes in this code; kept in the arena. */
struct piece piece_make(struct arena *arena, const struct piece_code *code, struct slice bytes);

/* A stream (RFC 1950): begin, then blocks of bytes or of pieces, the last one said to be so, then
 * the end. */
struct bits pieces_begin(struct buf *out);
void pieces_put_block(struct bits *bits, struct slice bytes, bool last);
void pieces_begin_block(struct bits *bits, const struct piece_code *code, bool last);
void pieces_join(struct bits *bits, struct piece piece);
void pieces_end_block(struct bits *bits, const struct piece_code *code);

/* Ends the stream; whole is all that it holds, uncompressed. */
void pieces_end(struct bits *bits, struct slice whole);

#endif
