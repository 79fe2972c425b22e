/* What a document makes use of: which of the typed values it prints, and which it leaves out. */
#ifndef TEMPLATE_USAGE_H
#define TEMPLATE_USAGE_H

#include "base/diag.h"
#include "ledger/facts.h"
#include "template/reads.h"

/* Facts that a document has named so far, with all that they were made from. */
struct usage {
    const struct facts *facts;
    bool *used; /* by id */
    struct arena *arena;
    const struct fact **denied; /* of which a text says that there is none, or that it is so */
    uint32_t denied_count, denied_room;
};

struct usage *usage_new(struct arena *arena, const struct facts *facts);

/* Takes a fact that a tag names. data is the struct usage; for mustache_finder.use. */
void usage_take(void *data, const struct fact *fact, struct pos tag);

/* Takes a fact that is nothing, if the text says so, or a flag; for mustache_finder.deny. */
void usage_deny(void *data, const struct fact *fact, struct slice text);

/* Whether the name, or one below it, was taken; a number in it stands for any. READS_UNKNOWN when
 * no fact has such a name. */
enum reads usage_reads(const struct usage *usage, struct slice name);

/* Notes, all in one, the texts and amounts typed that nothing printed was made from. */
void usage_report(const struct usage *usage, struct diag *diag);

#endif
