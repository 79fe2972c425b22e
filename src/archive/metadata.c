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
    SUBJECT,
    KEYWORDS,
    TOOL,
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
    [SUBJECT] = "http://purl.org/dc/elements/1.1/|description",
    [KEYWORDS] = "http://ns.adobe.com/pdf/1.3/|Keywords",
    [TOOL] = "http://ns.adobe.com/xap/1.0/|CreatorTool",
};

/* The namespaces whose properties need no declaration; of some, all the properties there are. */
static const struct schema {
    const char *space, *names;
} schemas[] = {
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", NULL},
    {"http://www.w3.org/XML/1998/namespace", NULL},
    {"adobe:ns:meta/", NULL},
    {"http://purl.org/dc/elements/1.1/",
     " contributor coverage creator date description format identifier language publisher relation "
     "rights source subject title type "},
    {"http://ns.adobe.com/xap/1.0/",
     " Advisory BaseURL CreateDate CreatorTool Identifier Label MetadataDate ModifyDate Nickname "
     "Rating Thumbnails "},
    {"http://ns.adobe.com/pdf/1.3/", " Keywords PDFVersion Producer Trapped "},
    {"http://www.aiim.org/pdfa/ns/id/", " part amd corr conformance rev "},
    {"http://www.aiim.org/pdfua/ns/id/", " part amd corr rev "},
    {"http://www.aiim.org/pdfa/ns/extension/", NULL},
    {"http://www.aiim.org/pdfa/ns/schema#", NULL},
    {"http://www.aiim.org/pdfa/ns/property#", NULL},
    {"http://www.aiim.org/pdfa/ns/type#", NULL},
    {"http://www.aiim.org/pdfa/ns/field#", NULL},
    {"http://ns.adobe.com/xap/1.0/mm/", NULL},
    {"http://ns.adobe.com/xap/1.0/rights/", NULL},
    {"http://ns.adobe.com/xap/1.0/bj/", NULL},
    {"http://ns.adobe.com/xap/1.0/t/pg/", NULL},
    {"http://ns.adobe.com/xap/1.0/g/", NULL},
    {"http://ns.adobe.com/xap/1.0/g/img/", NULL},
    {"http://ns.adobe.com/xmp/1.0/DynamicMedia/", NULL},
    {"http://ns.adobe.com/xap/1.0/sType/ResourceRef#", NULL},
    {"http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", NULL},
    {"http://ns.adobe.com/xap/1.0/sType/Version#", NULL},
    {"http://ns.adobe.com/xap/1.0/sType/Dimensions#", NULL},
    {"http://ns.adobe.com/xap/1.0/sType/Font#", NULL},
    {"http://ns.adobe.com/xap/1.0/sType/Job#", NULL},
    {"http://ns.adobe.com/photoshop/1.0/", NULL},
    {"http://ns.adobe.com/camera-raw-settings/1.0/", NULL},
    {"http://ns.adobe.com/tiff/1.0/", NULL},
    {"http://ns.adobe.com/exif/1.0/", NULL},
    {"http://ns.adobe.com/exif/1.0/aux/", NULL},
};

struct metadata {
    struct buf value[KINDS];
    int open;           /* the property that the parser is in, or KINDS */
    bool listed[KINDS]; /* its value stands in a list, as it must or must not */
    bool packet;        /* the packet says nothing of its encoding */
    struct arena *arena;
    struct unknown {
        struct unknown *next;
        const char *name; /* namespace|property */
    } * unknown;          /* what no schema above has */
    uint32_t unknown_count;
};

static bool is_known(const char *name)
{
    const char *bar = strrchr(name, '|');
    struct slice space = {name, bar ? (size_t)(bar - name) : 0};
    for (size_t i = 0; bar && i < sizeof schemas / sizeof *schemas; i++) {
        if (!slice_is(space, schemas[i].space))
            continue;
        char word[64];
        size_t n = strlen(bar + 1);
        if (!schemas[i].names || n + 3 > sizeof word)
            return !schemas[i].names;
        word[0] = ' ';
        memcpy(word + 1, bar + 1, n);
        memcpy(word + 1 + n, " ", 2);
        return strstr(schemas[i].names, word) != NULL;
    }
    return !bar; /* without a namespace it is no property */
}

static void note_unknown(struct metadata *metadata, const char *name)
{
    enum { UNKNOWN_MAX = 64 };
    if (is_known(name) || metadata->unknown_count++ >= UNKNOWN_MAX)
        return;
    struct unknown *unknown = ARENA_NEW(metadata->arena, struct unknown);
    *unknown = (struct unknown){metadata->unknown, arena_copy(metadata->arena, name, strlen(name))};
    metadata->unknown = unknown;
}

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
    static const char list[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#|li";
    int kind = property_of(name);
    note_unknown(metadata, name);
    if (kind < KINDS)
        metadata->open = kind;
    if (metadata->open < KINDS && strcmp(name, list) == 0)
        metadata->listed[metadata->open] = true;
    for (; *attributes; attributes += 2) {
        kind = property_of(attributes[0]);
        note_unknown(metadata, attributes[0]);
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

static void XMLCALL read_packet(void *data, const char *target, const char *text)
{
    struct metadata *metadata = data;
    if (strcmp(target, "xpacket") == 0 && (strstr(text, "bytes=") || strstr(text, "encoding=")))
        metadata->packet = false;
}

static bool read_metadata(const struct file *file, struct metadata *metadata)
{
    struct buf xmp = {0};
    bool read = file_stream(file, file_get(file, file->root, "/Metadata"), &xmp);
    XML_Parser parser = XML_ParserCreateNS("UTF-8", '|');
    XML_SetUserData(parser, metadata);
    XML_SetElementHandler(parser, start_element, end_element);
    XML_SetCharacterDataHandler(parser, add_text);
    XML_SetProcessingInstructionHandler(parser, read_packet);
    metadata->packet = true;
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
    } entries[] = {{"/Title", TITLE, false},         {"/Author", AUTHOR, false},
                   {"/Subject", SUBJECT, false},     {"/Keywords", KEYWORDS, false},
                   {"/Creator", TOOL, false},        {"/Producer", PRODUCER, false},
                   {"/CreationDate", CREATED, true}, {"/ModDate", MODIFIED, true}};
    const struct file *file = &verify->file;
    qpdf_oh info = file_get(file, qpdf_get_trailer(file->qpdf), "/Info");
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        qpdf_oh entry = file_get(file, info, entries[i].key);
        if (qpdf_oh_is_null(file->qpdf, entry))
            continue; /* the metadata alone may say it */
        struct slice said = file_text(file, entry);
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

/* Properties of other namespaces must be declared by a schema. */
static void check_schemas(struct verify *verify, const struct metadata *metadata)
{
    const char *declared = metadata->value[SCHEMA].p ? metadata->value[SCHEMA].p : "";
    for (const struct unknown *unknown = metadata->unknown; unknown; unknown = unknown->next) {
        const char *bar = strrchr(unknown->name, '|');
        struct slice space = {unknown->name, (size_t)(bar - unknown->name)};
        const char *name = arena_printf(metadata->arena, "%.*s", (int)space.n, space.p);
        if (!strstr(declared, name))
            verify_report(verify, RULE_XMP_SCHEMA, (struct where){-1, 0}, "%s", unknown->name);
    }
}

/* Titles and descriptions come in languages, authors in a list; the rest are plain. */
static bool are_kinds_right(const struct metadata *metadata)
{
    for (int kind = 0; kind < KINDS; kind++) {
        bool list = kind == TITLE || kind == SUBJECT || kind == AUTHOR;
        if (kind != SCHEMA && metadata->value[kind].n && metadata->listed[kind] != list)
            return false;
    }
    return true;
}

static void metadata_free(struct metadata *metadata)
{
    for (int i = 0; i < KINDS; i++)
        buf_free(&metadata->value[i]);
}

struct slice file_source_name(const struct file *file)
{
    struct metadata metadata = {.open = KINDS, .arena = file->arena};
    bool read = read_metadata(file, &metadata);
    struct slice name = read ? slice_copy(file->arena, value_of(&metadata, SOURCE)) : SLICE("");
    metadata_free(&metadata);
    return name;
}

void verify_metadata(struct verify *verify)
{
    static const struct where nowhere = {-1, 0};
    struct metadata metadata = {.open = KINDS, .arena = verify->file.arena};
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
        if (!metadata.packet || !are_kinds_right(&metadata))
            verify_report(verify, RULE_XMP, nowhere, "xpacket, rdf");
        check_schemas(verify, &metadata);
        compare_with_info(verify, &metadata);
        verify->record = slice_copy(verify->file.arena, value_of(&metadata, SOURCE));
    }
    metadata_free(&metadata);
}
