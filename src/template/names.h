/* Names of keys as one finding tells several: each once, siblings after the first by their keys
 * alone. */
#ifndef TEMPLATE_NAMES_H
#define TEMPLATE_NAMES_H

#include "base/diag.h"

struct name {
    struct slice text;
    bool used; /* for who collects them */
    struct name *next;
};

struct names {
    struct arena *arena;
    struct name *first, *last;
};

/* The name of that text, which is borrowed; added if there is none. */
struct name *names_add(struct names *names, struct slice text);

/* All of them, joined. */
const char *names_join(const struct names *names, enum language language);

#endif
