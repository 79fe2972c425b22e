/* XML and HTML as they are written: text that cannot be taken for markup. */
#ifndef BASE_XML_H
#define BASE_XML_H

#include "base/slice.h"

/* Appends text as the content of an element or of an attribute in double quotes. What XML cannot
 * hold, and what is invisible (controls, marks that turn the direction of text), becomes U+FFFD;
 * tabs and line ends stay. */
void buf_put_xml(struct buf *out, struct slice text);

/* Appends ` name="text"`; the name is ours. */
void buf_put_attribute(struct buf *out, const char *name, struct slice text);

#endif
