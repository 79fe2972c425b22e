#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "device/pdf/syntax.h"
#include "device/pdf/writer.h"

static struct tm moment(int64_t date)
{
    struct tm tm = {0};
    time_t seconds = (time_t)date;
    gmtime_r(&seconds, &tm);
    return tm;
}

void put_date(struct buf *out, int64_t date)
{
    struct tm tm = moment(date);
    buf_printf(out, "(D:%04d%02d%02d%02d%02d%02d+00'00')", tm.tm_year + 1900, tm.tm_mon + 1,
               tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void put_iso_date(struct buf *out, int64_t date)
{
    struct tm tm = moment(date);
    buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d+00:00", tm.tm_year + 1900, tm.tm_mon + 1,
               tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* ---- document information; XMP below says the same ---- */

static void put_entry(struct buf *out, const char *key, struct slice text)
{
    if (text.n) {
        buf_puts(out, key);
        put_text(out, text);
    }
}

uint32_t info_write(struct writer *writer)
{
    const struct document *document = writer->pages->document;
    uint32_t number = objects_number(&writer->objects);
    struct buf *out = object_begin(&writer->objects, number);
    buf_puts(out, "<<");
    put_entry(out, "/Title", document->title);
    put_entry(out, "/Author", document->author);
    put_entry(out, "/Subject", document->subject);
    put_entry(out, "/Producer", slice_of(writer->info->producer));
    if (writer->info->date) {
        buf_puts(out, "/CreationDate");
        put_date(out, writer->info->date);
        buf_puts(out, "/ModDate");
        put_date(out, writer->info->date);
    }
    buf_puts(out, ">>");
    object_end(&writer->objects);
    return number;
}

/* ---- XMP ---- */

/* PDF/A knows nothing of PDF/UA's identifier: it has to be declared before it is used. */
static const char xmp_head[] =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\"\n"
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>Part of ISO 14289 that the file follows"
    "</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
    "</rdf:Description>\n"
    "<rdf:Description rdf:about=\"\"\n"
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
    " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n"
    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
    "<pdfuaid:part>1</pdfuaid:part>\n"
    "<dc:format>application/pdf</dc:format>\n"
    "<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>\n";

static const char xmp_tail[] = "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
                               "<?xpacket end=\"r\"?>";

static void put_escaped(struct buf *out, struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        switch (text.p[i]) {
        case '<':
            buf_puts(out, "&lt;");
            break;
        case '>':
            buf_puts(out, "&gt;");
            break;
        case '&':
            buf_puts(out, "&amp;");
            break;
        default:
            buf_putc(out, text.p[i]);
        }
    }
}

static void put_property(struct buf *out, const char *before, struct slice text, const char *after)
{
    if (!text.n)
        return;
    buf_puts(out, before);
    put_escaped(out, text);
    buf_puts(out, after);
}

static void put_xmp_date(struct buf *out, const char *before, int64_t date, const char *after)
{
    buf_puts(out, before);
    put_iso_date(out, date);
    buf_puts(out, after);
}

uint32_t xmp_write(struct writer *writer)
{
    const struct document *document = writer->pages->document;
    struct buf out = {0};
    buf_puts(&out, xmp_head);
    if (!writer->info->unarchived)
        buf_puts(&out, "<pdfaid:part>3</pdfaid:part>\n"
                       "<pdfaid:conformance>A</pdfaid:conformance>\n");
    put_property(&out, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", document->title,
                 "</rdf:li></rdf:Alt></dc:title>\n");
    put_property(&out, "<dc:creator><rdf:Seq><rdf:li>", document->author,
                 "</rdf:li></rdf:Seq></dc:creator>\n");
    put_property(&out, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">",
                 document->subject, "</rdf:li></rdf:Alt></dc:description>\n");
    put_property(&out, "<pdf:Producer>", slice_of(writer->info->producer), "</pdf:Producer>\n");
    if (writer->info->edition) {
        buf_puts(&out, "<xmpMM:VersionID>");
        put_int(&out, writer->info->edition);
        buf_puts(&out, "</xmpMM:VersionID>\n");
    }
    put_property(&out, "<dc:relation><rdf:Bag><rdf:li>urn:sha256:", writer->info->corrects,
                 "</rdf:li></rdf:Bag></dc:relation>\n");
    for (uint32_t i = 0; i < writer->info->attachment_count; i++) {
        const struct attachment *file = &writer->info->attachments[i];
        if (strcmp(file->relation, "Source") == 0)
            put_property(&out,
                         "<dc:source>urn:sha256:", slice_of(hash_bytes(writer->arena, file->bytes)),
                         "</dc:source>\n");
    }
    if (writer->info->date) {
        int64_t date = writer->info->date;
        put_xmp_date(&out, "<xmp:CreateDate>", date, "</xmp:CreateDate>\n");
        put_xmp_date(&out, "<xmp:ModifyDate>", date, "</xmp:ModifyDate>\n");
    }
    buf_puts(&out, xmp_tail);
    uint32_t number = objects_number(&writer->objects);
    object_stream(&writer->objects, number, "/Type/Metadata/Subtype/XML", buf_slice(&out),
                  STREAM_PLAIN);
    buf_free(&out);
    return number;
}

/* ---- colours ---- */

uint32_t output_intent_write(struct writer *writer)
{
    uint32_t number = objects_number(&writer->objects), profile = objects_number(&writer->objects);
    struct buf icc = {0};
    icc_put_srgb(&icc);
    object_stream(&writer->objects, profile, "/N 3", buf_slice(&icc), STREAM_DEFLATED);
    buf_free(&icc);
    struct buf *out = object_begin(&writer->objects, number);
    buf_puts(out, "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
                  "/Info(sRGB IEC61966-2.1)/DestOutputProfile ");
    put_ref(out, profile);
    buf_puts(out, ">>");
    object_end(&writer->objects);
    return number;
}
