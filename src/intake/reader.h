/*
 * The readers, and what they share. A reader is a row of the table in book.c: what it looks like,
 * and the function that fills the book. Private to the readers.
 */
#ifndef INTAKE_READER_H
#define INTAKE_READER_H

#include "base/limits.h"
#include "intake/fill.h"

/* A file on its way into grids. */
struct reader {
    struct arena *arena;
    struct diag *diag;
    const struct source *source;
    struct book *book;
    struct lines *lines; /* of text on pages, until they are joined (lines.c); or NULL */
};

/* How many seconds of computing time another's code may take for the file (LIMIT_BOOK_SECONDS). */
static inline uint64_t reader_seconds(const struct reader *reader)
{
    return limit_of(LIMIT_BOOK_SECONDS) + reader->source->text.n / 1000000;
}

/* Each gives false after reporting why the file cannot be read. */
bool read_xlsx(struct reader *reader);
bool read_xls(struct reader *reader);
bool read_ods(struct reader *reader);
bool read_fods(struct reader *reader);
bool read_docx(struct reader *reader);
bool read_html(struct reader *reader);
bool read_pdf(struct reader *reader);
bool read_csv(struct reader *reader);

/* ---- Text ---- */

/* A number as a program spells it (-1.5E+3) as a plain exact decimal in the arena, rounded to the
 * 15 digits that spreadsheets count with; p NULL when it is none. */
struct slice plain_number(struct arena *arena, struct slice spelt);

/* Text in the encoding (an iconv name) as UTF-8 in the arena; p NULL when it is not in it. */
struct slice text_decoded(struct arena *arena, const char *encoding, struct slice bytes);

/* A double as the shortest decimal that spreadsheets mean by it, whatever the locale. */
struct slice double_text(struct arena *arena, double value);

/* How a run of text stands in its cell, in WordprocessingML and SpreadsheetML alike. */
struct run {
    bool is_struck; /* or hidden: it does not count */
    bool is_raised; /* the mark of a note */
};

/* An element begins: that of a run, or of what it looks like. */
void run_start(struct run *run, const char *name, const char **attributes);

/* Appends text of the run; raised digits stay such, so that 12.5¹ is not 12.51. */
void run_put(struct buf *out, const struct run *run, const char *text, size_t n);

/* Text whose encoding nobody told: UTF-8, UTF-16 by its mark or its zeros, else GB18030. */
struct slice text_guessed(struct arena *arena, struct slice bytes);

/* ---- XML ---- */

/* Who listens to a document; names come without their prefix. */
struct xml_listener {
    void *data;
    void (*start)(void *data, const char *name, const char **attributes);
    void (*end)(void *data, const char *name);
    void (*text)(void *data, const char *text, int length);
};

/* The value of the attribute, whatever its prefix; or NULL. */
const char *xml_attribute(const char **attributes, const char *name);

/* The same as a whole number from 0 to most; otherwise when there is none. */
uint32_t xml_number(const char **attributes, const char *name, uint32_t otherwise, uint32_t most);

/* Reads a whole document from memory. false, with what is wrong in *fault, when it is no sound
 * XML; a document type, which could make little text much, counts as a fault. */
bool xml_read(struct slice text, const struct xml_listener *listener, const char **fault);

/* ---- Zip ---- */

struct parts;

/* Opens the file as a zip; NULL after reporting. */
struct parts *parts_open(struct reader *reader);
void parts_close(struct parts *parts);

/* Whether it has a part of that name. */
bool parts_have(struct parts *parts, const char *part);

/* Whether it has a part whose name begins so. */
bool parts_have_below(struct parts *parts, const char *folder);

/* Reads a part as XML, as it unpacks. false after reporting. */
bool parts_read(struct parts *parts, const char *part, const struct xml_listener *listener);

#endif
