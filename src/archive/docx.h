/* Word files, read back. */
#ifndef ARCHIVE_DOCX_H
#define ARCHIVE_DOCX_H

#include "base/diag.h"
#include "template/document.h"

/* The file as a document of headings, paragraphs and tables, without its contents list; in the
 * arena. NULL after reporting that it is none. */
struct document *archive_docx(struct arena *arena, struct diag *diag, const struct source *file);

#endif
