#include "archive/file.h"

#include <string.h>

#include "base/libraries.h"
#include "base/limits.h"

static uint64_t most_decoded(const struct source *source)
{
    uint64_t most = limit_of(LIMIT_PDF_STREAMS), grown = (uint64_t)source->text.n * 64;
    return grown > most ? grown : most;
}

void file_note(const struct file *file)
{
    if (!qpdf_has_error(file->qpdf))
        return;
    qpdf_error error = qpdf_get_error(file->qpdf);
    const char *said = qpdf_get_error_message_detail(file->qpdf, error);
    file->state->memory |=
        strstr(said, "bad_alloc") != NULL || strstr(said, "length_error") != NULL;
    if (!file->state->fault)
        file->state->fault = slice_copy(file->arena, slice_of(said)).p;
}

bool file_report(const struct file *file)
{
    if (file->state->memory)
        diag_report(file->diag, MSG_PDF_MEMORY, (struct pos){0}, file->source->name);
    else if (file->state->over)
        limit_report(file->diag, LIMIT_PDF_STREAMS, (struct pos){0}, file->source->name);
    return file->state->memory || file->state->over;
}

bool file_open(struct file *file, struct diag *diag, const struct source *source)
{
    *file = (struct file){.arena = diag->arena,
                          .diag = diag,
                          .source = source,
                          .state = ARENA_NEW(diag->arena, struct file_state)};
    file->state->decoded_most = most_decoded(source);
    if (!library_load(LIBRARY_QPDF, diag))
        return false;
    file->qpdf = qpdf_init();
    qpdf_silence_errors(file->qpdf);
    qpdf_set_suppress_warnings(file->qpdf, QPDF_TRUE);
    qpdf_read_memory(file->qpdf, source->name, source->text.p, source->text.n, NULL);
    if (qpdf_has_error(file->qpdf)) {
        qpdf_error error = qpdf_get_error(file->qpdf);
        bool locked = qpdf_get_error_code(file->qpdf, error) == qpdf_e_password;
        file->state->memory =
            strstr(qpdf_get_error_message_detail(file->qpdf, error), "bad_alloc") != NULL;
        if (file_report(file))
            return false;
        diag_report_chosen(diag, locked ? MSG_PDF_LOCKED : MSG_PDF_READ, (struct pos){0},
                           source->name, qpdf_get_error_message_detail(file->qpdf, error));
        return false;
    }
    file->root = qpdf_get_root(file->qpdf);
    file_note(file);
    return true;
}

void file_close(struct file *file)
{
    if (file->qpdf)
        qpdf_cleanup(&file->qpdf);
}

static bool has_keys(const struct file *file, qpdf_oh object)
{
    return qpdf_oh_is_dictionary(file->qpdf, object) || qpdf_oh_is_stream(file->qpdf, object);
}

qpdf_oh file_get(const struct file *file, qpdf_oh from, const char *path)
{
    bool owned = false; /* from is not the caller's any more */
    while (*path) {
        size_t length = 1 + strcspn(path + 1, "/");
        char key[64];
        if (!has_keys(file, from) || length >= sizeof key)
            return qpdf_oh_new_null(file->qpdf);
        memcpy(key, path, length);
        key[length] = '\0';
        bool stream = qpdf_oh_is_stream(file->qpdf, from);
        qpdf_oh dictionary = stream ? qpdf_oh_get_dict(file->qpdf, from) : from;
        qpdf_oh value = qpdf_oh_get_key(file->qpdf, dictionary, key);
        if (stream)
            qpdf_oh_release(file->qpdf, dictionary);
        if (owned)
            qpdf_oh_release(file->qpdf, from);
        file_note(file);
        from = value;
        owned = true;
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
    qpdf_oh item = qpdf_oh_get_array_item(file->qpdf, array, index);
    file_note(file);
    return item;
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
