/*
 * Zip files of XML parts: .xlsx, .docx, .ods. A part is parsed as it unpacks, so that its size does
 * not matter; one that unpacks to what no document needs is refused all the same.
 */
#include <stdlib.h>
#include <zip.h>

#include "base/libraries.h"
#include "intake/xml.h"

enum { PARTS_MAX = 4096, PART_MAX = 1 << 29, SMALL_PART = 1 << 24, RATIO_MAX = 250 };

struct parts {
    struct reader *reader;
    zip_t *zip;
};

static struct parts *refuse(struct reader *reader, const char *why)
{
    diag_report(reader->diag, MSG_BOOK_BROKEN, book_pos(reader->book), reader->book->format, why);
    return NULL;
}

struct parts *parts_open(struct reader *reader)
{
    zip_error_t error;
    if (!library_load(LIBRARY_ZIP, reader->diag))
        return NULL;
    zip_error_init(&error);
    struct slice bytes = reader->source->text;
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!zip) {
        const char *why = zip_error_strerror(&error);
        refuse(reader, arena_copy(reader->arena, why, strlen(why)));
        zip_source_free(source);
        zip_error_fini(&error);
        return NULL;
    }
    zip_error_fini(&error);
    if (zip_get_num_entries(zip, 0) > PARTS_MAX) {
        zip_discard(zip);
        diag_report(reader->diag, MSG_BOOK_BOMB, book_pos(reader->book));
        return NULL;
    }
    struct parts *parts = ARENA_NEW(reader->arena, struct parts);
    *parts = (struct parts){reader, zip};
    return parts;
}

void parts_close(struct parts *parts)
{
    zip_discard(parts->zip);
}

bool parts_have(struct parts *parts, const char *part)
{
    return zip_name_locate(parts->zip, part, 0) >= 0;
}

bool parts_have_below(struct parts *parts, const char *folder)
{
    zip_int64_t count = zip_get_num_entries(parts->zip, 0);
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip_get_name(parts->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        if (name && strncmp(name, folder, strlen(folder)) == 0)
            return true;
    }
    return false;
}

/* Whether the part unpacks to more than it can hold honestly. */
static bool is_bomb(const zip_stat_t *about)
{
    return about->size > PART_MAX ||
           (about->size > SMALL_PART && about->size / RATIO_MAX > about->comp_size);
}

/* What is wrong with the part, or NULL. */
static const char *feed(struct parts *parts, zip_file_t *file, struct xml_stream *stream)
{
    static const char torn[] = "a part of the file is damaged";
    char chunk[65536];
    zip_int64_t got, total = 0;
    while ((got = zip_fread(file, chunk, sizeof chunk)) > 0) {
        total += got;
        if (total > PART_MAX)
            return torn;
        if (!xml_feed(stream, (struct slice){chunk, (size_t)got}, false))
            return arena_printf(parts->reader->arena, "XML: %s", stream->fault);
    }
    if (got < 0)
        return torn;
    return xml_feed(stream, SLICE(""), true)
               ? NULL
               : arena_printf(parts->reader->arena, "XML: %s", stream->fault);
}

bool parts_read(struct parts *parts, const char *part, const struct xml_listener *listener)
{
    struct reader *reader = parts->reader;
    zip_stat_t about;
    if (zip_stat(parts->zip, part, 0, &about) != 0)
        return refuse(reader, arena_printf(reader->arena, "%s is missing", part)) != NULL;
    if (is_bomb(&about)) {
        diag_report(reader->diag, MSG_BOOK_BOMB, book_pos(reader->book));
        return false;
    }
    zip_file_t *file = zip_fopen(parts->zip, part, 0);
    if (!file)
        return refuse(reader, arena_printf(reader->arena, "%s: %s", part,
                                           zip_strerror(parts->zip))) != NULL;
    struct xml_stream stream;
    xml_begin(&stream, listener);
    const char *why = feed(parts, file, &stream);
    xml_end(&stream);
    zip_fclose(file);
    if (why)
        refuse(reader, arena_printf(reader->arena, "%s: %s", part, why));
    return !why;
}
