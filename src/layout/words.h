/*
 * Words that a line of a head, a name or a title is not broken in, as long as each fits the line.
 */
#ifndef LAYOUT_WORDS_H
#define LAYOUT_WORDS_H

#include "layout/shape.h"

struct words;

/* The words of a list parted by blanks; the list must outlive them. */
struct words *words_new(struct arena *arena, struct slice list);

/* Makes a joint of every place in the text where a line may end outside a word, when there is a
 * word in it and no joint yet. */
void words_mark(const struct words *words, struct atom *atoms, uint32_t count);

#endif
