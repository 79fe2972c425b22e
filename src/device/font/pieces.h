/*
 * Deflated bytes made of pieces that come again in other documents. A piece is coded once, by
 * itself, with a code that is the same for all pieces of a kind; joining pieces is then copying
 * their bits. The bytes depend on the pieces alone, not on what was joined before.
 */
#ifndef DEVICE_FONT_PIECES_H
#define DEVICE_FONT_PIECES_H

#include "base/deflate.h"

/* Bits, the first one lowest in the first byte. */
struct piece {
    const char *bits;
    uint32_t count;
};

/* The code that suits bytes like these samples, each a piece, and codes any other bytes too. */
void piece_code_make(struct deflate_code *code, const struct slice *samples, uint32_t count);

/* The bytes in this code; kept in the arena. */
struct piece piece_make(struct arena *arena, const struct deflate_code *code, struct slice bytes);

/* Appends the piece to the open block, which has the piece's code. */
void pieces_join(struct bits *bits, struct piece piece);

#endif
