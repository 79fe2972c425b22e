/* Word files, read back. */
#ifndef DIFF_WORD_H
#define DIFF_WORD_H

#include "base/diag.h"
#include "template/document.h"

/* The file as a document of headings, paragraphs and tables, without its contents list; in the
 * arena. NULL after reporting that it is none. */
struct document *word_read(struct arena *arena, struct diag *diag, const struct source *file);

#endif
