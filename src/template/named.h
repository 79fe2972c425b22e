/* The blocks that packages name: where each stands, and which are around a place. */
#ifndef TEMPLATE_NAMED_H
#define TEMPLATE_NAMED_H

#include "template/package.h"

struct named_block {
    struct slice name;
    struct pos pos; /* of its tag */
    bool replaces;  /* it is given for the part that it stands in the tags of */
    unsigned depth; /* in how many blocks of the part it stands */
};

/* Calls visit with every block of the package's own parts, part by part, as they stand. */
void named_blocks(const struct template *template, struct package *package,
                  void (*visit)(void *data, const struct named_block *block), void *data);

/* How many paragraphs the package's own parts have. */
unsigned paragraphs_of(const struct template *template, struct package *package);

/* The blocks around a place in a part of the chain, the inmost first, up to `room`: how many. */
unsigned blocks_around(const struct template *template, struct pos pos, struct named_block *blocks,
                       unsigned room);

#endif
