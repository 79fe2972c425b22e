/* What a file of ours carries. */
#include "archive/file.h"
#include "archive/guard.h"
#include "base/hash.h"

qpdf_oh file_source(const struct file *file)
{
    qpdf_oh associated = file_get(file, file->root, "/AF");
    int count = file_count(file, associated);
    for (int i = 0; i < count; i++) {
        qpdf_oh specification = file_item(file, associated, i);
        if (file_is(file, file_get(file, specification, "/AFRelationship"), "Source") &&
            slice_is(file_text(file, file_get(file, specification, "/UF")), "record.json"))
            return file_get(file, specification, "/EF/F");
    }
    return qpdf_oh_new_null(file->qpdf);
}

static qpdf_oh find_named(const struct file *file, const char *name)
{
    qpdf_oh associated = file_get(file, file->root, "/AF");
    int count = file_count(file, associated);
    for (int i = 0; i < count; i++) {
        qpdf_oh specification = file_item(file, associated, i);
        if (slice_is(file_text(file, file_get(file, specification, "/UF")), name))
            return file_get(file, specification, "/EF/F");
    }
    return qpdf_oh_new_null(file->qpdf);
}

struct slice file_name_of(const struct file *file, struct slice record)
{
    return slice_of(arena_printf(file->arena, "urn:sha256:%s", hash_bytes(file->arena, record)));
}

/* Whether the record is the one that the metadata says the document was made from. */
static bool is_own(const struct file *file, struct slice record)
{
    struct slice name = file_source_name(file), found = file_name_of(file, record);
    if (slice_eq(name, found))
        return true;
    diag_report(file->diag, MSG_RECORD_FOREIGN, (struct pos){0}, file->source->name);
    return false;
}

bool archive_extract_here(struct buf *out, struct diag *diag, const struct source *pdf,
                          const char *name)
{
    struct file file;
    size_t before = out->n;
    bool opened = file_open(&file, diag, pdf), found = false;
    if (opened)
        found = file_stream(&file, name ? find_named(&file, name) : file_source(&file), out);
    if (opened && !found && !file_report(&file) && !name)
        diag_report(diag, MSG_NO_RECORD, (struct pos){0}, pdf->name);
    if (found && !name && !is_own(&file, (struct slice){out->p + before, out->n - before})) {
        out->n = before;
        found = false;
    }
    file_close(&file);
    return found;
}

bool archive_extract(struct buf *out, struct diag *diag, const struct source *pdf)
{
    const struct guarded guarded = {archive_extract_here, pdf, NULL};
    return guard_run(&guarded, out, diag);
}

bool archive_extract_named(struct buf *out, struct diag *diag, const struct source *pdf,
                           const char *name)
{
    const struct guarded guarded = {archive_extract_here, pdf, name};
    return guard_run(&guarded, out, diag);
}
