/* What of a package no block is around, so that it cannot be said otherwise by itself. */
#ifndef TEMPLATE_GAPS_H
#define TEMPLATE_GAPS_H

#include "template/package.h"

struct gap {
    struct pos pos;
    const char *element; /* p, h1 … h6, td, th; "。" of a sentence beside others */
};

/* Calls visit with every paragraph, heading and cell of the package's own parts that has no block
 * of its own, and every sentence that shares one: how many there are. A row may have the block for
 * its cells in a table without columns (no thead), and in a thead. What a part gives for a block
 * counts as in that block. */
unsigned package_gaps(const struct template *template, struct package *package,
                      void (*visit)(void *data, const struct gap *gap), void *data);

#endif
