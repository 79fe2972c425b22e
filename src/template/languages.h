/* The languages that a record may name. */
#ifndef TEMPLATE_LANGUAGES_H
#define TEMPLATE_LANGUAGES_H

#include "base/nearest.h"

/* The tag of a language by the name that a record gives it, or NULL. */
const char *language_tag(struct slice name);

/* Offers the names of all languages. */
void languages_offer(struct nearest *nearest);

#endif
