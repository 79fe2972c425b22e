/* What a document tells in the agency's own words, for the record that is kept of it. Private to
 * the audit of documents. */
#ifndef PRESS_AUDIT_TOLD_H
#define PRESS_AUDIT_TOLD_H

#include "intake/prose.h"
#include "record/tree.h"

/* Types duties, organs and the reasons of changes into the record, unchecked, where it has none. */
void audit_told(struct arena *arena, const struct book *book, struct node *record);

#endif
