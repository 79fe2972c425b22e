/* The checks of prose over a document's paragraphs. Private to the audit of documents. */
#ifndef PRESS_AUDIT_PROSE_H
#define PRESS_AUDIT_PROSE_H

#include "intake/prose.h"

/* Reports what is left of a form in the text, and odd characters. */
void audit_prose(struct diag *diag, const struct book *book, struct slice agency);

#endif
