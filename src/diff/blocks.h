/* The parts of a comparison; private to diff. */
#ifndef DIFF_BLOCKS_H
#define DIFF_BLOCKS_H

#include "diff/align.h"
#include "diff/changes.h"
#include "template/grid.h"

/* One block of a document in reading order: text, or a whole table. */
struct block {
    const struct doc_node *node;
    struct slice text;    /* all of it */
    uint64_t hash;        /* of element and text */
    uint64_t likeness;    /* equal for blocks that tell of the same: digits do not count */
    struct slice heading; /* that it stands under; a table's title */
    uint32_t number;      /* of a table among several of its title, from 1; or 0 */
};

struct blocks {
    struct block *at;
    uint32_t count, room;
};

/* The document as a sequence, without what compare="no" keeps out. */
struct blocks blocks_of(struct arena *arena, const struct document *document);

uint64_t hash_text(uint64_t start, struct slice text);

/* The hash of the text without its digits, signs and separators of figures. */
uint64_t hash_wording(uint64_t start, struct slice text);

/* Whether so much of both is the same at start and end that one became the other. */
bool is_similar(struct slice a, struct slice b);

void diff_facts(struct diff *diff);
void diff_causes(struct diff *diff);

void diff_documents(struct diff *diff);
void diff_findings(struct diff *diff);

/* The sentences of a text. */
struct slice *sentences_of(struct arena *arena, struct slice text, uint32_t *count);

/* What stayed, went and came between two wordings, either of which may be absent (NULL p). */
struct words *words_of(struct arena *arena, struct slice before, struct slice after);

#endif
