/*
 * Pages → the archival PDF. The order matters: fonts come first, since painting needs the codes of
 * the subset; pages tell the structure tree which marked sequences there are; the catalog names
 * everything at the end.
 */
#include "device/pdf/syntax.h"
#include "device/pdf/writer.h"

struct catalog {
    uint32_t pages, structure, outline, labels, destinations, xmp, intent;
    struct attached attached;
};

static void put_optional(struct buf *out, const char *key, uint32_t object)
{
    if (object) {
        buf_puts(out, key);
        put_ref(out, object);
    }
}

static uint32_t write_catalog(struct objects *objects, const struct catalog *catalog)
{
    uint32_t number = objects_number(objects);
    struct buf *out = object_begin(objects, number);
    buf_puts(out, "<</Type/Catalog/Lang(zh-CN)/MarkInfo<</Marked true>>"
                  "/ViewerPreferences<</DisplayDocTitle true>>");
    put_optional(out, "/Pages ", catalog->pages);
    put_optional(out, "/StructTreeRoot ", catalog->structure);
    put_optional(out, "/PageMode/UseOutlines/Outlines ", catalog->outline);
    put_optional(out, "/PageLabels ", catalog->labels);
    put_optional(out, "/Metadata ", catalog->xmp);
    put_optional(out, "/AF ", catalog->attached.array);
    buf_puts(out, "/OutputIntents[");
    put_ref(out, catalog->intent);
    buf_puts(out, "]/Names<<");
    put_optional(out, "/Dests ", catalog->destinations);
    put_optional(out, "/EmbeddedFiles ", catalog->attached.names);
    buf_puts(out, ">>>>");
    object_end(objects);
    return number;
}

static void write_all(struct writer *writer)
{
    struct catalog catalog = {.pages = page_write_all(writer)};
    catalog.structure = structure_write(&writer->structure, &writer->objects, writer->page_objects);
    catalog.outline = outline_write(writer);
    catalog.labels = labels_write(writer);
    catalog.destinations = destinations_write(writer);
    catalog.attached = attachments_write(writer);
    catalog.xmp = xmp_write(writer);
    catalog.intent = output_intent_write(writer);
    uint32_t info = info_write(writer);
    objects_finish(&writer->objects, write_catalog(&writer->objects, &catalog), info);
}

bool pdf_write(struct buf *out, struct diag *diag, const struct pages *pages,
               const struct file_info *info)
{
    size_t before = out->n;
    struct writer writer = {.arena = diag->arena, .pages = pages, .info = info};
    objects_begin(&writer.objects, out);
    bool ok = fontfile_collect(&writer.fontfile, writer.arena, diag, pages) &&
              fontfile_write(&writer.fontfile, diag, &writer.objects);
    if (ok) {
        structure_init(&writer.structure, writer.arena, pages);
        write_all(&writer);
    } else {
        out->n = before;
    }
    objects_free(&writer.objects);
    return ok;
}

const struct device device_pdf = {.name = "pdf", .fonts = FONTS_ALL, .file = pdf_write};
