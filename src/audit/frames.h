/*
 * A form's own frames, turned round: what a part of its narrative prints between its figures is a
 * pattern, and where a document has the same words, each of its figures speaks of the fact that the
 * frame prints there. So a county's form teaches the reader as soon as it is written.
 */
#ifndef AUDIT_FRAMES_H
#define AUDIT_FRAMES_H

#include "audit/grammar.h"
#include "template/document.h"

enum part_kind {
    PART_WORDS,     /* as they stand */
    PART_FIGURE,    /* a number; its unit begins the words after it */
    PART_DIRECTION, /* 增加, 下降 … */
    PART_NAME,      /* of a functional subject, whose code that of later facts is */
    PART_YEAR,      /* of the accounts, or so many years from it */
    PART_FREE       /* the agency's own words */
};

struct part {
    enum part_kind kind;
    struct slice words;
    struct slice fact; /* of a figure or direction; % stands for the code of the last name; empty:
                          known what it is, but the same in no other document */
    size_t digits;     /* of the name's code */
    int years;
};

/* A paragraph of the form. */
struct frame {
    uint32_t heading; /* of the form's, from 1; 0: none yet */
    enum section section;
    struct part *part;
    uint32_t count, room;
};

/* What a form teaches. */
struct lesson {
    struct arena *arena;
    struct slice *heading; /* plain, without numbers */
    uint32_t heading_count, heading_room;
    struct frame *frame;
    uint32_t frame_count, frame_room;
};

/* Learns the frames of a document made by the form of a sample's facts (SAMPLE_CHANGED, whose texts
 * are marks). */
void frames_learn(struct lesson *lesson, const struct document *document,
                  const struct facts *facts);

/* The ordinal of the form's heading that this one is; 0 for none. */
uint32_t frames_heading(const struct lesson *lesson, struct slice plain);

/* Whether a frame below the form's heading prints a fact. */
bool frames_tell(const struct lesson *lesson, uint32_t heading);

#endif
