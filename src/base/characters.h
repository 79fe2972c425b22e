/* Characters that only look like others: radicals and compatibility forms, as text copied out of a
 * PDF has them. */
#ifndef BASE_CHARACTERS_H
#define BASE_CHARACTERS_H

#include <stdint.h>

/* The one character that Unicode gives for this one, punctuation as wide as a Han character; or the
 * character itself. */
uint32_t code_ordinary(uint32_t code);

#endif
