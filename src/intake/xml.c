/* XML as the readers take it: streamed, without document types, names without their prefix. */
#include <expat.h>
#include <stdlib.h>

#include "intake/xml.h"

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

uint32_t xml_number(const char **attributes, const char *name, uint32_t otherwise, uint32_t most)
{
    const char *text = xml_attribute(attributes, name);
    if (!text || *text < '0' || *text > '9')
        return otherwise;
    unsigned long number = strtoul(text, NULL, 10);
    return number < most ? (uint32_t)number : most;
}

static void XMLCALL start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct xml_stream *stream = data;
    stream->listener->start(stream->listener->data, local_name(name), attributes);
}

static void XMLCALL end(void *data, const XML_Char *name)
{
    struct xml_stream *stream = data;
    stream->listener->end(stream->listener->data, local_name(name));
}

static void XMLCALL text(void *data, const XML_Char *bytes, int length)
{
    struct xml_stream *stream = data;
    stream->listener->text(stream->listener->data, bytes, length);
}

static void XMLCALL doctype(void *data, const XML_Char *name, const XML_Char *system,
                            const XML_Char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    struct xml_stream *stream = data;
    stream->fault = "document type";
    XML_StopParser(stream->parser, XML_FALSE);
}

void xml_begin(struct xml_stream *stream, const struct xml_listener *listener)
{
    *stream = (struct xml_stream){.parser = XML_ParserCreate(NULL), .listener = listener};
    if (!stream->parser)
        abort();
    XML_SetUserData(stream->parser, stream);
    XML_SetElementHandler(stream->parser, start, end);
    XML_SetCharacterDataHandler(stream->parser, text);
    XML_SetStartDoctypeDeclHandler(stream->parser, doctype);
}

bool xml_feed(struct xml_stream *stream, struct slice bytes, bool last)
{
    if (XML_Parse(stream->parser, bytes.p, (int)bytes.n, last) != XML_STATUS_ERROR)
        return true;
    if (!stream->fault)
        stream->fault = XML_ErrorString(XML_GetErrorCode(stream->parser));
    return false;
}

void xml_end(struct xml_stream *stream)
{
    XML_ParserFree(stream->parser);
}

bool xml_read(struct slice bytes, const struct xml_listener *listener, const char **fault)
{
    enum { CHUNK = 1 << 20 };
    struct xml_stream stream;
    xml_begin(&stream, listener);
    bool sound = true;
    for (size_t at = 0; sound && (at < bytes.n || !bytes.n); at += CHUNK) {
        size_t n = bytes.n - at < CHUNK ? bytes.n - at : CHUNK;
        sound = xml_feed(&stream, (struct slice){bytes.p + at, n}, at + n == bytes.n);
        if (!bytes.n)
            break;
    }
    *fault = stream.fault;
    xml_end(&stream);
    return sound;
}
