/* A PDF file opened with libqpdf, and the few questions that the readers ask of it. */
#ifndef ARCHIVE_FILE_H
#define ARCHIVE_FILE_H

#include <qpdf/qpdf-c.h>

#include "archive/archive.h"

/* What went wrong while the file was read. */
struct file_state {
    uint64_t decoded, decoded_most; /* bytes of streams, together */
    bool over;                      /* a stream has more, or would have */
    bool memory;                    /* there was not enough */
    const char *fault;              /* the first that libqpdf told of, or NULL */
};

struct file {
    struct arena *arena;
    struct diag *diag;
    const struct source *source;
    qpdf_data qpdf;
    qpdf_oh root;
    struct file_state *state;
};

/* false after reporting why it cannot be read; file_close is due all the same. */
bool file_open(struct file *file, struct diag *diag, const struct source *source);
void file_close(struct file *file);

/* The value below a dictionary or stream, null when there is none. The path is one key or several:
 * "/Names/EmbeddedFiles". */
qpdf_oh file_get(const struct file *file, qpdf_oh from, const char *path);

/* The item of an array; null outside of it, or when it is none. */
qpdf_oh file_item(const struct file *file, qpdf_oh array, int index);

/* 0 when it is no array. */
int file_count(const struct file *file, qpdf_oh array);

/* A name without its slash, a text string as UTF-8; "" when it is none. In the arena. */
struct slice file_name(const struct file *file, qpdf_oh object);
struct slice file_text(const struct file *file, qpdf_oh object);

bool file_is(const struct file *file, qpdf_oh object, const char *name);

/* A whole number, or otherwise. */
int file_int(const struct file *file, qpdf_oh object, int otherwise);

/* Appends the decoded bytes of a stream; false when it is none or broken, or has more bytes than
 * the limits allow (state->over). */
bool file_stream(const struct file *file, qpdf_oh stream, struct buf *out);

/* Takes what libqpdf has to say of the last call. Every call is followed by this. */
void file_note(const struct file *file);

/* Reports what kept the file from being read to its end (limits, memory); false when nothing does.
 */
bool file_report(const struct file *file);

/* The stream of the record that the document was made from (record.json, relationship Source), or
 * null. */
qpdf_oh file_source(const struct file *file);

/* What the metadata names that record by, and what these bytes are named by: urn:sha256:… In the
 * arena; "" when there is no metadata that names one. */
struct slice file_source_name(const struct file *file);
struct slice file_name_of(const struct file *file, struct slice record);

#endif
