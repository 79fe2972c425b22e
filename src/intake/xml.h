/* XML in pieces, as it is unpacked. Private to the readers. */
#ifndef INTAKE_XML_H
#define INTAKE_XML_H

#include <expat.h>

#include "intake/reader.h"

struct xml_stream {
    XML_Parser parser;
    const struct xml_listener *listener;
    const char *fault; /* what was wrong, or NULL */
};

void xml_begin(struct xml_stream *stream, const struct xml_listener *listener);
bool xml_feed(struct xml_stream *stream, struct slice bytes, bool last);
void xml_end(struct xml_stream *stream);

#endif
