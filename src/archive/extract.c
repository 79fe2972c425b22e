/* What a file of ours carries. */
#include "archive/file.h"
#include "archive/guard.h"

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

bool archive_extract_here(struct buf *out, struct diag *diag, const struct source *pdf,
                          const char *name)
{
    struct file file;
    bool opened = file_open(&file, diag, pdf), found = false;
    if (opened)
        found = file_stream(&file, name ? find_named(&file, name) : file_source(&file), out);
    if (opened && !found && !file_report(&file) && !name)
        diag_report(diag, MSG_NO_RECORD, (struct pos){0}, pdf->name);
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
