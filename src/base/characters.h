/* Characters: those that only look like others (radicals and compatibility forms, as text copied
 * out of a PDF has them), and tables of ranges of them. */
#ifndef BASE_CHARACTERS_H
#define BASE_CHARACTERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* The one character that Unicode gives for this one, punctuation as wide as a Han character; or the
 * character itself. */
uint32_t code_ordinary(uint32_t code);

/* 1 to 9 for 一 to 九, 0 for another character. */
int han_digit(uint32_t code);

/* The number 一 to 九十九 that stands at *at, which moves behind it; 0 for none. */
int han_number(struct slice text, size_t *at);

/* The row of a table that the character is in, or NULL. A row begins with its first and its last
 * character; rows ascend. */
const void *range_find(const void *rows, size_t count, size_t size, uint32_t code);
#define RANGE_FIND(rows, code) range_find(rows, sizeof(rows) / sizeof *(rows), sizeof *(rows), code)

#endif
