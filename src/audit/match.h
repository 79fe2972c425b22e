/* Where the frames of a form stand in a paragraph. Private to the audit. */
#ifndef AUDIT_MATCH_H
#define AUDIT_MATCH_H

#include "audit/frames.h"

/* A figure, or a word of direction, that a frame tells the meaning of. */
struct claim {
    struct slice part; /* of the plain text; a figure with its unit */
    struct token token;
    struct slice fact; /* empty: known what it is */
    const char *word;  /* of a direction, as a record states it; else NULL */
};

/* What is being matched: a paragraph of a document below a heading of the form, in a section. */
struct match_place {
    const struct grammar *grammar;
    struct slice plain;
    uint32_t heading; /* 0: below none that the form has */
    enum section section;
    struct slice above; /* code of the subject that was last spoken of */
};

/* The claims of the paragraph in its order, in the arena of the grammar; *count tells how many. */
struct claim *frames_claim(const struct lesson *lesson, const struct match_place *place,
                           uint32_t *count);

#endif
