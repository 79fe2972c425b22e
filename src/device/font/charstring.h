/* The program of a CFF glyph (a Type 2 charstring), made to stand alone. */
#ifndef DEVICE_FONT_CHARSTRING_H
#define DEVICE_FONT_CHARSTRING_H

#include "base/slice.h"

/* An INDEX of a CFF table: count, size of an offset, count + 1 offsets from 1, data. */
uint32_t index_count(struct slice index);
struct slice index_item(struct slice index, uint32_t item); /* NULL p when there is none */

/* Appends the program without hints, with what it calls of the INDEXes of subroutines in place of
 * the calls. False when it is broken, or computes: few fonts do. */
bool charstring_flatten(struct buf *out, struct slice program, struct slice global,
                        struct slice local);

#endif
