/*
 * libgongkai: a Chinese government agency's annual final-accounts disclosure (部门决算公开) from
 * one data file.
 *
 *     struct gongkai *gongkai = gongkai_new(NULL, GONGKAI_ENGLISH);
 *     struct gongkai_result result = gongkai_render(gongkai, "record.json", NULL);
 *     if (result.level < GONGKAI_ERROR)
 *         fwrite(result.bytes, 1, result.size, file);
 *     fputs(result.messages, stderr);
 *     gongkai_free(gongkai);
 *
 * A struct gongkai keeps what documents share (fonts, templates, the subject catalogue). Threads:
 * any number of them may work at the same time, each with a struct gongkai of its own; one is never
 * used by two threads at once. Nothing here writes a file, prints, or changes the locale. Strings
 * are UTF-8; NULL where this file allows it.
 *
 * The work is done by the program `gongkai`, one process for each struct gongkai, which the first
 * call starts: $GONGKAI_PROGRAM; else beside the library, beside the data, or where it was
 * installed. Whatever a record does to that process is an error of one call, and the next call
 * starts another. Paths are as seen from where the host stands at the call.
 */
#ifndef GONGKAI_H
#define GONGKAI_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined __GNUC__
#pragma GCC visibility push(default)
#endif

enum gongkai_language { GONGKAI_ENGLISH, GONGKAI_CHINESE };

/* The worst thing that was found. With an error there is no output. */
enum gongkai_level { GONGKAI_OK, GONGKAI_NOTE, GONGKAI_WARNING, GONGKAI_ERROR };

/* What to make of a record. */
enum gongkai_output {
    GONGKAI_CHECK,    /* nothing: only the messages of reading and checking */
    GONGKAI_FINDINGS, /* the findings as JSON, an object a line; also when checks fail */
    GONGKAI_FACTS,    /* every fact, a line each: name = value ← formula; also when checks fail */
    GONGKAI_DOCUMENT, /* the document tree as text */
    GONGKAI_PAGES,    /* what is painted on each page, as text */
    GONGKAI_PDF,      /* the disclosure */
    GONGKAI_PLAIN /* the same words as PDF 1.3 by libharu, laid out with TrueType fonts: no tags,
                     no record inside, no password and no linearizing; not for archives */
};

/* How to tell a comparison. */
enum gongkai_diff_format {
    GONGKAI_DIFF_TEXT,
    GONGKAI_DIFF_COLOUR, /* text for a terminal */
    GONGKAI_DIFF_JSON,   /* one object */
    GONGKAI_DIFF_PDF
};

/* How to tell an audit. */
enum gongkai_audit_format {
    GONGKAI_AUDIT_TEXT,   /* the findings, each with what it quotes; coverage last */
    GONGKAI_AUDIT_JSON,   /* the findings as GONGKAI_FINDINGS has them; the last line: coverage */
    GONGKAI_AUDIT_HTML,   /* a page for the agency */
    GONGKAI_AUDIT_RECORD, /* the record that the document amounts to, as JSON; gaps are left out */
    GONGKAI_AUDIT_MARKED  /* of a PDF: a copy with each finding highlighted, and told in a note */
};

/* What else an audit holds a document against; all zero is the document alone, told as text. */
struct gongkai_audit_options {
    const char *last_year; /* last year's disclosure or record, to hold its figures against */
    const char *form;      /* the package that it was written after, by name or path: its sentences
                              are read by the form's, and what the form prescribes is asked for */
    enum gongkai_audit_format format;
};

struct gongkai;

/* How to make it; all zero is the disclosure as its record has it. */
struct gongkai_options {
    const char
        *template_name; /* overrides the record's 模板: a name, or a path with a '/'; or NULL */
    const char *corrects; /* the record published before: adds 更正说明, which tells what changed */
    int marks;            /* bars in the margin beside it, too */
    int draft;            /* made even if its figures contradict each other; 草稿 on every page */
    const char *password; /* asked for on opening (AES-256); such a file is not for archives */
    int linearize;        /* shows its first page while the rest is being fetched */
    int no_record;        /* the file does not carry its record, and cannot be extracted from */
    const char *text;     /* the record itself, in INI or JSON, or a disclosure: read instead of the
                             file at path, which names it in messages and is where the files that
                             it refers to are looked for; NULL reads the file */
    size_t text_size;     /* bytes of text */
};

enum gongkai_picture { GONGKAI_PNG, GONGKAI_SVG };

struct gongkai_result {
    enum gongkai_level level;
    const char *messages; /* all findings as text, a source line and caret under each; or "" */
    const char *bytes;    /* the output, NUL-terminated; NULL after an error */
    size_t size;
};

/* data is the folder that holds templates/, subjects/ and fonts/; NULL looks for it: $GONGKAI_DATA,
 * if that has them, then beside the program, then where it was installed. Packages are also looked
 * for in templates/ of $GONGKAI_DATA, of the user's and of the site's data. What is in it is read
 * once, when it is first needed. NULL when memory does not suffice, which is an error of any later
 * call, too, and ends nothing; a folder or a program that is missing shows as an error of the first
 * call. */
struct gongkai *gongkai_new(const char *data, enum gongkai_language language);

/* From now on, messages of lesser levels are left out of results; their level stays what it is. */
void gongkai_tell_from(struct gongkai *gongkai, enum gongkai_level least);

/* NULL is allowed. */
void gongkai_free(struct gongkai *gongkai);

/* A record may name files (上年.记录, 单位.下属记录, 模板, @text) below its own folder only; this
 * allows those below another folder, too. 0 when there are 32 already. */
int gongkai_allow_path(struct gongkai *gongkai, const char *folder);

/* Makes `output` of the record at `path`. template_name overrides the record's 模板 (a name, or a
 * path with a '/'); NULL does not. The result is valid until the next call with the same gongkai.
 */
struct gongkai_result gongkai_make(struct gongkai *gongkai, enum gongkai_output output,
                                   const char *path, const char *template_name);

/* gongkai_make with options; NULL for none. With options->draft there may be output although the
 * level is GONGKAI_ERROR. */
struct gongkai_result gongkai_make_with(struct gongkai *gongkai, enum gongkai_output output,
                                        const char *path, const struct gongkai_options *options);

/* Several outputs of one record, in one go: names as `render --to` takes them, separated by commas,
 * such as "pdf,png". The result's bytes are those of the first; gongkai_file gives those of each by
 * its name, NULL for pictures, which gongkai_page draws. All are made or none. */
struct gongkai_result gongkai_make_all(struct gongkai *gongkai, const char *names, const char *path,
                                       const struct gongkai_options *options);
struct gongkai_result gongkai_file(const struct gongkai *gongkai, const char *name);

/* The number of pages of the document made last, if it was made as far as GONGKAI_PAGES; else 0. */
unsigned gongkai_page_count(const struct gongkai *gongkai);

/* Draws one of them, as "png", "svg" or another output that makes a file a page; page counts from
 * 1, dpi is for those of pixels. An error for a page or a picture that is none. */
struct gongkai_result gongkai_draw(struct gongkai *gongkai, const char *name, unsigned page,
                                   int dpi);

/* The same; dpi is for GONGKAI_PNG. */
struct gongkai_result gongkai_page(struct gongkai *gongkai, enum gongkai_picture picture,
                                   unsigned page, int dpi);

/* gongkai_make with GONGKAI_PDF. */
struct gongkai_result gongkai_render(struct gongkai *gongkai, const char *path,
                                     const char *template_name);

/* What differs between two records: facts typed and derived, cells, sentences, findings. */
struct gongkai_result gongkai_diff(struct gongkai *gongkai, const char *before, const char *after,
                                   enum gongkai_diff_format format);

/* For those who show a document while it is being written. The next document is made from what
 * packages, catalogue and records say then; gongkai_changes tells what changed since the one that
 * was made last, in a few lines: the figures typed, the main ones that follow from them, how much
 * of the text changed, the findings that appeared or went. colour: as for a terminal. A document
 * that cannot be made in between changes nothing. The result is valid until the next call but
 * leaves that of the last one valid; without two documents there is none. */
void gongkai_refresh(struct gongkai *gongkai);
struct gongkai_result gongkai_changes(struct gongkai *gongkai, int colour);

/* SHA-256, in hexadecimal, of the record as gongkai_extract gives it: what a correction names it
 * by. */
struct gongkai_result gongkai_hash(struct gongkai *gongkai, const char *path);

/* The fact of this dotted name with its formula and terms, down to the lines typed; for a group or
 * list, all its members. */
struct gongkai_result gongkai_explain(struct gongkai *gongkai, const char *path,
                                      const char *const *names, size_t count);

/* Holds a disclosure that is written already (PDF, .docx, .xlsx, web page) against its own figures:
 * tables and sentences. last_year: last year's disclosure or record, to hold its figures against,
 * or NULL. The level is that of the worst finding, and there is output all the same; but no record
 * when the document cannot be read, which is an error that says so. */
struct gongkai_result gongkai_audit(struct gongkai *gongkai, const char *path,
                                    const char *last_year, enum gongkai_audit_format format);

/* The same with all options; NULL is none. A marked copy is made of PDFs only: of another document
 * there is none, and an error that says so. */
struct gongkai_result gongkai_audit_with(struct gongkai *gongkai, const char *path,
                                         const struct gongkai_audit_options *options);

/* Holds the PDF at `path` against the rules of PDF/A-3a and PDF/UA-1; the output is a line that
 * says that all hold. */
struct gongkai_result gongkai_verify(struct gongkai *gongkai, const char *path);

/* The record that the PDF at `path` was made from, as JSON. */
struct gongkai_result gongkai_extract(struct gongkai *gongkai, const char *path);

/* The record that the corrected edition at `path` corrects, as JSON. */
struct gongkai_result gongkai_extract_previous(struct gongkai *gongkai, const char *path);

#if defined __GNUC__
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
