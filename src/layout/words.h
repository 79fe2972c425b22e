/*
 * Words that a line of a head, a name or a title is not broken in, as long as each fits the line.
 */
#ifndef LAYOUT_WORDS_H
#define LAYOUT_WORDS_H

#include "layout/shape.h"

struct words;

/* The lists must outlive what is made of them. */
struct words *words_new(struct arena *arena, const struct break_style *lists);

/* Makes a mark of every place in the text, an agency's name, that the lists say is a good one. */
void names_mark(const struct words *words, struct atom *atoms, uint32_t count);

/* Makes a joint of every place in the text where a line may end outside a word, when there is a
 * word in it. */
void words_mark(const struct words *words, struct atom *atoms, uint32_t count);

/* Where the word of the text that starts at `from` ends, for lines that are broken by others. */
size_t words_end(const struct words *words, struct slice text, size_t from);

#endif
