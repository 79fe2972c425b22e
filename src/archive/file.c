#include "archive/file.h"

#include <stdlib.h>
#include <string.h>

bool file_open(struct file *file, struct diag *diag, const struct source *source)
{
    *file = (struct file){.arena = diag->arena, .diag = diag, .source = source};
    file->qpdf = qpdf_init();
    qpdf_silence_errors(file->qpdf);
    qpdf_set_suppress_warnings(file->qpdf, QPDF_TRUE);
    qpdf_read_memory(file->qpdf, source->name, source->text.p, source->text.n, NULL);
    if (qpdf_has_error(file->qpdf)) {
        qpdf_error error = qpdf_get_error(file->qpdf);
        bool locked = qpdf_get_error_code(file->qpdf, error) == qpdf_e_password;
        diag_report(diag, locked ? MSG_PDF_LOCKED : MSG_PDF_READ, (struct pos){0}, source->name,
                    qpdf_get_error_message_detail(file->qpdf, error));
        return false;
    }
    file->root = qpdf_get_root(file->qpdf);
    return true;
}

void file_close(struct file *file)
{
    qpdf_cleanup(&file->qpdf);
}

static bool has_keys(const struct file *file, qpdf_oh object)
{
    return qpdf_oh_is_dictionary(file->qpdf, object) || qpdf_oh_is_stream(file->qpdf, object);
}

qpdf_oh file_get(const struct file *file, qpdf_oh from, const char *path)
{
    while (*path) {
        size_t length = 1 + strcspn(path + 1, "/");
        char key[64];
        if (!has_keys(file, from) || length >= sizeof key)
            return qpdf_oh_new_null(file->qpdf);
        memcpy(key, path, length);
        key[length] = '\0';
        qpdf_oh dictionary =
            qpdf_oh_is_stream(file->qpdf, from) ? qpdf_oh_get_dict(file->qpdf, from) : from;
        from = qpdf_oh_get_key(file->qpdf, dictionary, key);
        path += length;
    }
    return from;
}

int file_count(const struct file *file, qpdf_oh array)
{
    return qpdf_oh_is_array(file->qpdf, array) ? qpdf_oh_get_array_n_items(file->qpdf, array) : 0;
}

qpdf_oh file_item(const struct file *file, qpdf_oh array, int index)
{
    if (index < 0 || index >= file_count(file, array))
        return qpdf_oh_new_null(file->qpdf);
    return qpdf_oh_get_array_item(file->qpdf, array, index);
}

struct slice file_name(const struct file *file, qpdf_oh object)
{
    if (!qpdf_oh_is_name(file->qpdf, object))
        return SLICE("");
    return slice_copy(file->arena, slice_of(qpdf_oh_get_name(file->qpdf, object) + 1));
}

struct slice file_text(const struct file *file, qpdf_oh object)
{
    if (!qpdf_oh_is_string(file->qpdf, object))
        return SLICE("");
    return slice_copy(file->arena, slice_of(qpdf_oh_get_utf8_value(file->qpdf, object)));
}

bool file_is(const struct file *file, qpdf_oh object, const char *name)
{
    return slice_is(file_name(file, object), name);
}

int file_int(const struct file *file, qpdf_oh object, int otherwise)
{
    return qpdf_oh_is_integer(file->qpdf, object) ? qpdf_oh_get_int_value_as_int(file->qpdf, object)
                                                  : otherwise;
}

bool file_stream(const struct file *file, qpdf_oh stream, struct buf *out)
{
    unsigned char *bytes = NULL;
    size_t size = 0;
    QPDF_BOOL decoded = QPDF_FALSE;
    if (!qpdf_oh_is_stream(file->qpdf, stream))
        return false;
    QPDF_ERROR_CODE failed =
        qpdf_oh_get_stream_data(file->qpdf, stream, qpdf_dl_specialized, &decoded, &bytes, &size);
    bool read = !(failed & QPDF_ERRORS) && decoded && bytes;
    if (read)
        buf_put(out, (const char *)bytes, size);
    if (bytes)
        free(bytes);
    return read;
}
