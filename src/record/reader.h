/*
 * The two readers. Both give the same kind of tree, unchecked: every leaf is text with its
 * position. Settings files of other stages use the same INI.
 */
#ifndef RECORD_READER_H
#define RECORD_READER_H

#include "record/tree.h"

/* Whether the source is UTF-8 without NUL; if not, reports it. */
bool source_is_text(struct diag *diag, const struct source *source);

/* Reads sections, `key.sub = value`, comments and indented continuation lines (paragraphs of the
 * value above, joined by \n). Reports what it cannot read and goes on after it; the tree holds the
 * rest, and is never NULL. The source must be text (source_is_text). */
struct node *ini_parse(struct arena *arena, struct diag *diag, const struct source *source);

/* Reads a JSON object, up to its first syntax error, which is reported. Never NULL. */
struct node *json_parse(struct arena *arena, struct diag *diag, const struct source *source);

/* Whether so many errors were found that more would help nobody. */
enum { READER_ERRORS_MAX = 100 };
bool too_many(const struct diag *diag);

/* The text after a byte order mark. */
struct slice text_body(const struct source *source);

/* Without blanks, tabs, line ends and ideographic spaces around it. */
struct slice text_trim(struct slice text);

/* Reports and returns true if a full-width form of a punctuation mark begins rest, which points
 * into the source: the slip of a hand that forgot to switch the input method. */
bool report_full_width(struct arena *arena, struct diag *diag, const struct source *source,
                       struct slice rest);

/* Reports that first is given again at pos. */
void report_twice(struct arena *arena, struct diag *diag, enum message message,
                  const struct node *first, struct pos pos);

/* The number in full-width digits or signs with which the text begins, and in *write how to write
 * it; empty when there is none. */
struct slice number_of_full_width(struct arena *arena, struct slice text, const char **write);

#endif
