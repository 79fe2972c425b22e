/* XMP: the identifiers, and what it says against what document information says. */
#include <expat.h>
#include <string.h>

#include "archive/verify.h"

/* The properties that matter, with the end of their name as expat gives it: namespace and name. */
enum {
    PDFA_PART,
    PDFA_LEVEL,
    PDFUA_PART,
    SCHEMA,
    TITLE,
    AUTHOR,
    PRODUCER,
    CREATED,
    MODIFIED,
    SOURCE,
    KINDS
};

static const char *const properties[KINDS] = {
    [PDFA_PART] = "http://www.aiim.org/pdfa/ns/id/|part",
    [PDFA_LEVEL] = "http://www.aiim.org/pdfa/ns/id/|conformance",
    [PDFUA_PART] = "http://www.aiim.org/pdfua/ns/id/|part",
    [SCHEMA] = "http://www.aiim.org/pdfa/ns/schema#|namespaceURI",
    [TITLE] = "http://purl.org/dc/elements/1.1/|title",
    [AUTHOR] = "http://purl.org/dc/elements/1.1/|creator",
    [PRODUCER] = "http://ns.adobe.com/pdf/1.3/|Producer",
    [CREATED] = "http://ns.adobe.com/xap/1.0/|CreateDate",
    [MODIFIED] = "http://ns.adobe.com/xap/1.0/|ModifyDate",
    [SOURCE] = "http://purl.org/dc/elements/1.1/|source",
};

struct metadata {
    struct buf value[KINDS];
    int open; /* the property that the parser is in, or KINDS */
};

static int property_of(const char *name)
{
    int kind = 0;
    while (kind < KINDS && strcmp(properties[kind], name) != 0)
        kind++;
    return kind;
}

/* Properties may be elements or, in short form, attributes. */
static void XMLCALL start_element(void *data, const char *name, const char **attributes)
{
    struct metadata *metadata = data;
    int kind = property_of(name);
    if (kind < KINDS)
        metadata->open = kind;
    for (; *attributes; attributes += 2) {
        kind = property_of(attributes[0]);
        if (kind < KINDS)
            buf_puts(&metadata->value[kind], attributes[1]);
    }
}

static void XMLCALL end_element(void *data, const char *name)
{
    struct metadata *metadata = data;
    if (property_of(name) == metadata->open)
        metadata->open = KINDS;
}

static void XMLCALL add_text(void *data, const char *text, int length)
{
    struct metadata *metadata = data;
    if (metadata->open < KINDS)
        buf_put(&metadata->value[metadata->open], text, (size_t)length);
}

static bool read_metadata(const struct file *file, struct metadata *metadata)
{
    struct buf xmp = {0};
    bool read = file_stream(file, file_get(file, file->root, "/Metadata"), &xmp);
    XML_Parser parser = XML_ParserCreateNS("UTF-8", '|');
    XML_SetUserData(parser, metadata);
    XML_SetElementHandler(parser, start_element, end_element);
    XML_SetCharacterDataHandler(parser, add_text);
    read = read && XML_Parse(parser, xmp.p, (int)xmp.n, 1) == XML_STATUS_OK;
    XML_ParserFree(parser);
    buf_free(&xmp);
    return read;
}

static struct slice value_of(const struct metadata *metadata, int kind)
{
    return slice_trim(buf_slice(&metadata->value[kind]));
}

/* The first 14 digits of a date: to the second, in either spelling. */
static struct slice digits_of(struct arena *arena, struct slice date)
{
    struct buf digits = {0};
    for (size_t i = 0; i < date.n && digits.n < 14; i++)
        if (date.p[i] >= '0' && date.p[i] <= '9')
            buf_putc(&digits, date.p[i]);
    struct slice copy = slice_copy(arena, buf_slice(&digits));
    buf_free(&digits);
    return copy;
}

static void compare_with_info(struct verify *verify, const struct metadata *metadata)
{
    static const struct {
        const char *key;
        int kind;
        bool date;
    } entries[] = {{"/Title", TITLE, false},
                   {"/Author", AUTHOR, false},
                   {"/Producer", PRODUCER, false},
                   {"/CreationDate", CREATED, true},
                   {"/ModDate", MODIFIED, true}};
    const struct file *file = &verify->file;
    qpdf_oh info = file_get(file, qpdf_get_trailer(file->qpdf), "/Info");
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        struct slice said = file_text(file, file_get(file, info, entries[i].key));
        struct slice meta = value_of(metadata, entries[i].kind);
        if (entries[i].date) {
            said = digits_of(file->arena, said);
            meta = digits_of(file->arena, meta);
        }
        if (!slice_eq(said, meta))
            verify_report(verify, RULE_INFO, (struct where){-1, 0}, "%s: %.*s ≠ %.*s",
                          entries[i].key, (int)said.n, said.p ? said.p : "", (int)meta.n,
                          meta.p ? meta.p : "");
    }
}

void verify_metadata(struct verify *verify)
{
    static const struct where nowhere = {-1, 0};
    struct metadata metadata = {.open = KINDS};
    if (!read_metadata(&verify->file, &metadata)) {
        verify_report(verify, RULE_XMP, nowhere, "/Metadata");
    } else {
        if (!slice_is(value_of(&metadata, PDFA_PART), "3") ||
            !slice_is(value_of(&metadata, PDFA_LEVEL), "A"))
            verify_report(verify, RULE_XMP_PDFA, nowhere, "pdfaid");
        const char *schemas = metadata.value[SCHEMA].p;
        if (!slice_is(value_of(&metadata, PDFUA_PART), "1") || !schemas ||
            !strstr(schemas, "http://www.aiim.org/pdfua/ns/id/"))
            verify_report(verify, RULE_XMP_PDFUA, nowhere, "pdfuaid");
        if (!value_of(&metadata, TITLE).n)
            verify_report(verify, RULE_XMP_TITLE, nowhere, "dc:title");
        compare_with_info(verify, &metadata);
        verify->record = slice_copy(verify->file.arena, value_of(&metadata, SOURCE));
    }
    for (int i = 0; i < KINDS; i++)
        buf_free(&metadata.value[i]);
}
