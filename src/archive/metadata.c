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
    DESCRIBED,
    NAMED,
    CATEGORY,
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
    [DESCRIBED] = "http://ns.adobe.com/xap/1.0/|MetadataDate",
    [NAMED] = "http://www.aiim.org/pdfa/ns/property#|name",
    [CATEGORY] = "http://www.aiim.org/pdfa/ns/property#|category",
};

/* Of a schema that is declared there are more than one: words with blanks between. */
static bool is_words(int kind)
{
    return kind == SCHEMA || kind == NAMED || kind == CATEGORY;
}

/* What the declaration of a schema, and of each of its properties, must hold. */
static const char *const declared[] = {
    "http://www.aiim.org/pdfa/ns/schema#|schema",
    "http://www.aiim.org/pdfa/ns/schema#|namespaceURI",
    "http://www.aiim.org/pdfa/ns/schema#|prefix",
    "http://www.aiim.org/pdfa/ns/property#|name",
    "http://www.aiim.org/pdfa/ns/property#|valueType",
    "http://www.aiim.org/pdfa/ns/property#|category",
    "http://www.aiim.org/pdfa/ns/property#|description",
};
enum { DECLARED = sizeof declared / sizeof *declared, OF_SCHEMAS = 3 };

/* Namespaces whose prefix is part of the standard. */
static const struct prefixed {
    const char *space, *prefix;
    enum rule rule;
} prefixes[] = {
    {"http://www.aiim.org/pdfa/ns/id/", "pdfaid", RULE_XMP_PDFA},
    {"http://www.aiim.org/pdfua/ns/id/", "pdfuaid", RULE_XMP_PDFUA},
    {"http://www.aiim.org/pdfa/ns/extension/", "pdfaExtension", RULE_XMP_SCHEMA},
    {"http://www.aiim.org/pdfa/ns/schema#", "pdfaSchema", RULE_XMP_SCHEMA},
    {"http://www.aiim.org/pdfa/ns/property#", "pdfaProperty", RULE_XMP_SCHEMA},
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
    uint32_t declared[DECLARED];    /* how often each is met */
    const struct prefixed *renamed; /* a namespace that has another prefix, or NULL */
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

static void note_declared(struct metadata *metadata, const char *name)
{
    for (size_t i = 0; i < DECLARED; i++)
        metadata->declared[i] += strcmp(declared[i], name) == 0;
}

static void XMLCALL start_space(void *data, const char *prefix, const char *space)
{
    struct metadata *metadata = data;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strcmp(prefixes[i].space, space) == 0 &&
            (!prefix || strcmp(prefixes[i].prefix, prefix) != 0))
            metadata->renamed = &prefixes[i];
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
    note_declared(metadata, name);
    if (kind < KINDS)
        metadata->open = kind;
    if (metadata->open < KINDS && strcmp(name, list) == 0)
        metadata->listed[metadata->open] = true;
    for (; *attributes; attributes += 2) {
        kind = property_of(attributes[0]);
        note_unknown(metadata, attributes[0]);
        note_declared(metadata, attributes[0]);
        if (kind < KINDS)
            buf_printf(&metadata->value[kind], "%s%s", attributes[1], is_words(kind) ? " " : "");
    }
}

static void XMLCALL end_element(void *data, const char *name)
{
    struct metadata *metadata = data;
    if (property_of(name) != metadata->open)
        return;
    if (is_words(metadata->open))
        buf_putc(&metadata->value[metadata->open], ' ');
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
    XML_SetStartNamespaceDeclHandler(parser, start_space);
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

/* Whether the word stands among those of the kind. */
static bool is_word(const struct metadata *metadata, int kind, struct slice word)
{
    struct slice rest = value_of(metadata, kind);
    while (rest.n)
        if (slice_eq(slice_trim(slice_cut(&rest, ' ')), word))
            return true;
    return false;
}

/* Each schema and each property is declared with all that belongs to it. */
static bool is_declared_whole(const struct metadata *metadata)
{
    const uint32_t *met = metadata->declared;
    bool whole = true;
    for (size_t i = 0; i < DECLARED; i++)
        whole &= met[i] == met[i < OF_SCHEMAS ? 0 : OF_SCHEMAS];
    for (struct slice rest = value_of(metadata, CATEGORY); rest.n;) {
        struct slice word = slice_trim(slice_cut(&rest, ' '));
        whole &= slice_is(word, "internal") || slice_is(word, "external");
    }
    return whole;
}

/* Properties of other namespaces must be declared by a schema. */
static void check_schemas(struct verify *verify, const struct metadata *metadata)
{
    if (!is_declared_whole(metadata))
        verify_report(verify, RULE_XMP_SCHEMA, (struct where){-1, 0}, "pdfaExtension:schemas");
    for (const struct unknown *unknown = metadata->unknown; unknown; unknown = unknown->next) {
        const char *bar = strrchr(unknown->name, '|');
        struct slice space = {unknown->name, (size_t)(bar - unknown->name)};
        if (!is_word(metadata, SCHEMA, space) || !is_word(metadata, NAMED, slice_of(bar + 1)))
            verify_report(verify, RULE_XMP_SCHEMA, (struct where){-1, 0}, "%s", unknown->name);
    }
}

/* Takes so many digits, whose number lies within the bounds. */
static bool take_digits(struct slice *text, size_t count, int least, int most)
{
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        if (i >= text->n || text->p[i] < '0' || text->p[i] > '9')
            return false;
        number = number * 10 + text->p[i] - '0';
    }
    *text = (struct slice){text->p + count, text->n - count};
    return number >= least && number <= most;
}

static bool take_mark(struct slice *text, char mark)
{
    bool there = text->n && *text->p == mark;
    if (there)
        *text = (struct slice){text->p + 1, text->n - 1};
    return there;
}

/* A year, and as much behind it as is known: 2025-03-01T09:30:00+08:00. */
static bool is_date(struct slice text)
{
    bool sound = take_digits(&text, 4, 0, 9999);
    if (sound && take_mark(&text, '-'))
        sound = take_digits(&text, 2, 1, 12);
    if (sound && take_mark(&text, '-'))
        sound = take_digits(&text, 2, 1, 31);
    if (!sound || !take_mark(&text, 'T'))
        return sound && !text.n;
    sound = take_digits(&text, 2, 0, 23) && take_mark(&text, ':') && take_digits(&text, 2, 0, 59);
    if (sound && take_mark(&text, ':'))
        sound = take_digits(&text, 2, 0, 59);
    if (sound && take_mark(&text, '.'))
        while (take_digits(&text, 1, 0, 9))
            continue;
    if (sound && (take_mark(&text, '+') || take_mark(&text, '-')))
        sound =
            take_digits(&text, 2, 0, 23) && take_mark(&text, ':') && take_digits(&text, 2, 0, 59);
    else
        take_mark(&text, 'Z');
    return sound && !text.n;
}

/* Titles and descriptions come in languages, authors in a list; the rest are plain. */
static bool are_kinds_right(const struct metadata *metadata)
{
    for (int kind = 0; kind < KINDS; kind++) {
        bool list = kind == TITLE || kind == SUBJECT || kind == AUTHOR;
        bool date = kind == CREATED || kind == MODIFIED || kind == DESCRIBED;
        if (date && metadata->value[kind].n && !is_date(value_of(metadata, kind)))
            return false;
        if (!is_words(kind) && metadata->value[kind].n && metadata->listed[kind] != list)
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
        if (metadata.renamed)
            verify_report(verify, metadata.renamed->rule, nowhere, "xmlns:%s",
                          metadata.renamed->prefix);
        check_schemas(verify, &metadata);
        compare_with_info(verify, &metadata);
        verify->record = slice_copy(verify->file.arena, value_of(&metadata, SOURCE));
    }
    metadata_free(&metadata);
}
