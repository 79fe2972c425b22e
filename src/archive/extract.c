#include "archive/file.h"

qpdf_oh file_source(const struct file *file)
{
    qpdf_oh associated = file_get(file, file->root, "/AF");
    for (int i = 0; i < file_count(file, associated); i++) {
        qpdf_oh specification = file_item(file, associated, i);
        if (file_is(file, file_get(file, specification, "/AFRelationship"), "Source"))
            return file_get(file, specification, "/EF/F");
    }
    return qpdf_oh_new_null(file->qpdf);
}

bool archive_extract_named(struct buf *out, struct diag *diag, const struct source *pdf,
                           const char *name)
{
    struct file file;
    bool opened = file_open(&file, diag, pdf), found = false;
    qpdf_oh associated = opened ? file_get(&file, file.root, "/AF") : 0;
    for (int i = 0; opened && i < file_count(&file, associated) && !found; i++) {
        qpdf_oh specification = file_item(&file, associated, i);
        if (slice_is(file_text(&file, file_get(&file, specification, "/UF")), name))
            found = file_stream(&file, file_get(&file, specification, "/EF/F"), out);
    }
    file_close(&file);
    return found;
}

bool archive_extract(struct buf *out, struct diag *diag, const struct source *pdf)
{
    struct file file;
    bool opened = file_open(&file, diag, pdf);
    bool found = opened && file_stream(&file, file_source(&file), out);
    if (opened && !found)
        diag_report(diag, MSG_NO_RECORD, (struct pos){0}, pdf->name);
    file_close(&file);
    return found;
}
