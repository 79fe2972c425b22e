#include "publish/ooxml.h"

#include <time.h>

#include "base/xml.h"
#include "base/zip.h"

void ooxml_add(struct ooxml *ooxml, const char *name, const char *type, struct buf bytes)
{
    GROW(ooxml->publication->arena, ooxml->parts, ooxml->count, ooxml->room, 32);
    ooxml->parts[ooxml->count++] = (struct ooxml_part){name, type, bytes};
}

void ooxml_start_relations(struct buf *out)
{
    buf_puts(out,
             OOXML_HEAD "<Relationships "
                        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
}

void ooxml_put_relation(struct buf *out, unsigned id, const char *type, const char *target)
{
    buf_printf(out, "<Relationship Id=\"rId%u\" Type=\"" OOXML_RELATION "/%s\" Target=\"%s\"/>", id,
               type, target);
}

void ooxml_end_relations(struct buf *out)
{
    buf_puts(out, "</Relationships>\n");
}

static struct buf types_of(const struct ooxml *ooxml)
{
    struct buf out = {0};
    buf_puts(&out, OOXML_HEAD
             "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
             "<Default Extension=\"rels\" "
             "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
             "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
             "<Default Extension=\"png\" ContentType=\"image/png\"/>"
             "<Default Extension=\"json\" ContentType=\"application/json\"/>"
             "<Override PartName=\"/docProps/core.xml\" "
             "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>");
    for (uint32_t i = 0; i < ooxml->count; i++)
        if (ooxml->parts[i].type)
            buf_printf(&out, "<Override PartName=\"/%s\" ContentType=\"%s\"/>",
                       ooxml->parts[i].name, ooxml->parts[i].type);
    buf_puts(&out, "</Types>\n");
    return out;
}

static void put_property(struct buf *out, const char *name, struct slice text)
{
    if (!text.n)
        return;
    buf_printf(out, "<%s>", name);
    buf_put_xml(out, text);
    buf_printf(out, "</%s>", name);
}

static void put_date(struct buf *out, const char *name, int64_t date)
{
    time_t seconds = (time_t)date;
    struct tm tm;
    if (!date || !gmtime_r(&seconds, &tm))
        return;
    buf_printf(out, "<%s xsi:type=\"dcterms:W3CDTF\">%04d-%02d-%02dT%02d:%02d:%02dZ</%s>", name,
               tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
               name);
}

static struct buf core_of(const struct publication *publication)
{
    const struct document *document = publication->document;
    struct buf out = {0};
    buf_puts(&out, OOXML_HEAD
             "<cp:coreProperties "
             "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
             "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
             "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
             "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    put_property(&out, "dc:title", document->title);
    put_property(&out, "dc:creator", document->author);
    put_property(&out, "dc:subject", document->subject);
    put_property(&out, "dc:language", SLICE("zh-CN"));
    put_date(&out, "dcterms:created", publication->info->date);
    put_date(&out, "dcterms:modified", publication->info->date);
    buf_puts(&out, "</cp:coreProperties>\n");
    return out;
}

static struct buf relations_of(const struct ooxml *ooxml)
{
    struct buf out = {0};
    ooxml_start_relations(&out);
    ooxml_put_relation(&out, 1, "officeDocument", ooxml->main);
    buf_puts(&out, "<Relationship Id=\"rId2\" Target=\"docProps/core.xml\" "
                   "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
                   "core-properties\"/>");
    ooxml_end_relations(&out);
    return out;
}

static void put_part(struct zip *zip, const char *name, struct buf bytes)
{
    zip_add(zip, name, buf_slice(&bytes));
    buf_free(&bytes);
}

bool ooxml_write(struct buf *out, struct ooxml *ooxml)
{
    size_t start = out->n;
    struct zip *zip = zip_new(out, ooxml->publication->info->date);
    put_part(zip, "[Content_Types].xml", types_of(ooxml));
    put_part(zip, "_rels/.rels", relations_of(ooxml));
    put_part(zip, "docProps/core.xml", core_of(ooxml->publication));
    for (uint32_t i = 0; i < ooxml->count; i++)
        put_part(zip, ooxml->parts[i].name, ooxml->parts[i].bytes);
    if (zip_end(zip))
        return true;
    out->n = start;
    diag_report(ooxml->publication->diag, MSG_PUBLISH_SIZE, (struct pos){0});
    return false;
}

const char *office_font(struct slice role)
{
    static const char *const fonts[][2] = {{"标题", "方正小标宋简体"},
                                           {"黑体", "黑体"},
                                           {"楷体", "楷体"},
                                           {"仿宋", "仿宋"},
                                           {"宋体", "宋体"}};
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++)
        if (slice_is(role, fonts[i][0]))
            return fonts[i][1];
    return "宋体";
}
