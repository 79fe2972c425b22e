/* Lists that somebody typed: paragraphs that begin （一） （二） … or 1. 2. …, one after the other.
 */
#ifndef DEVICE_PDF_ENUMERATION_H
#define DEVICE_PDF_ENUMERATION_H

#include "template/document.h"

/* How many paragraphs from this one on are the items of such a list; 0 when it is none: it begins
 * at the first number and has two items at least. */
uint32_t enumeration_count(const struct doc_node *first);

#endif
