/*
 * A form teaches the reader: where the general grammar does not understand a sentence of the form's
 * own frames, the words before the figure are learnt with the fact that the frame prints there.
 */
#ifndef AUDIT_FRAMES_H
#define AUDIT_FRAMES_H

#include "audit/grammar.h"
#include "template/document.h"

/* What the document, made by the form of a sample's facts, prints otherwise than the grammar
 * understands, as topics; *count tells how many. */
struct topic *frames_learn(struct arena *arena, const struct document *document,
                           const struct facts *facts, const struct catalog *catalog, int year,
                           uint32_t *count);

#endif
