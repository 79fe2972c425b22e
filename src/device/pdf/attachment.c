#include "device/pdf/syntax.h"
#include "device/pdf/writer.h"

static void write_file(struct writer *writer, uint32_t number, const struct attachment *file)
{
    struct buf entries = {0};
    buf_puts(&entries, "/Type/EmbeddedFile/Subtype");
    put_name(&entries, slice_of(file->type));
    buf_puts(&entries, "/Params<</Size ");
    put_int(&entries, (int64_t)file->bytes.n);
    if (writer->info->attached_date) {
        buf_puts(&entries, "/ModDate");
        put_date(&entries, writer->info->attached_date);
    }
    buf_puts(&entries, ">>");
    object_stream(&writer->objects, number, entries.p, file->bytes, STREAM_HASTY);
    buf_free(&entries);
}

static uint32_t write_specification(struct writer *writer, const struct attachment *file)
{
    uint32_t number = objects_number(&writer->objects), stream = objects_number(&writer->objects);
    write_file(writer, stream, file);
    struct buf *out = object_begin(&writer->objects, number);
    buf_puts(out, "<</Type/Filespec/AFRelationship");
    put_name(out, slice_of(file->relation));
    buf_puts(out, "/F");
    put_bytes(out, slice_of(file->name));
    buf_puts(out, "/UF");
    put_text(out, slice_of(file->name));
    buf_puts(out, "/Desc");
    put_text(out, slice_of(file->description));
    buf_puts(out, "/EF<</F ");
    put_ref(out, stream);
    buf_puts(out, "/UF ");
    put_ref(out, stream);
    buf_puts(out, ">>>>");
    object_end(&writer->objects);
    return number;
}

/* The name tree wants its keys sorted, so they are the ordinals: 0001, 0002 … */
static void put_name_pair(struct buf *out, uint32_t ordinal, uint32_t specification)
{
    buf_printf(out, "(%04u)%u 0 R", ordinal, specification);
}

struct attached attachments_write(struct writer *writer)
{
    uint32_t count = writer->info->attachment_count;
    if (!count)
        return (struct attached){0};
    uint32_t *specification = ARENA_ARRAY(writer->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        specification[i] = write_specification(writer, &writer->info->attachments[i]);

    struct attached attached = {objects_number(&writer->objects), objects_number(&writer->objects)};
    struct buf *out = object_begin(&writer->objects, attached.array);
    for (uint32_t i = 0; i < count; i++) {
        buf_putc(out, i ? ' ' : '[');
        put_ref(out, specification[i]);
    }
    buf_putc(out, ']');
    object_end(&writer->objects);
    out = object_begin(&writer->objects, attached.names);
    buf_puts(out, "<</Names[");
    for (uint32_t i = 0; i < count; i++)
        put_name_pair(out, i + 1, specification[i]);
    buf_puts(out, "]>>");
    object_end(&writer->objects);
    return attached;
}
