/* What a file is, by its contents, and who reads it. */
#include <string.h>

#include "base/reading.h"
#include "intake/ole.h"
#include "intake/prose.h"
#include "intake/reader.h"

enum { LOOK_AT = 4096 };

static bool starts_with(struct slice bytes, const char *mark, size_t size)
{
    return bytes.n >= size && memcmp(bytes.p, mark, size) == 0;
}

/* Whether the first part of the text holds the word, upper case or lower. */
static bool holds(struct slice bytes, const char *word)
{
    size_t n = strlen(word), look = bytes.n < LOOK_AT ? bytes.n : LOOK_AT;
    for (size_t at = 0; at + n <= look; at++)
        if (strncasecmp(bytes.p + at, word, n) == 0)
            return true;
    return false;
}

/* A zip names its parts near their data and again at its end. */
static bool zip_holds(struct slice bytes, const char *part)
{
    return starts_with(bytes, "PK\3\4", 4) && memmem(bytes.p, bytes.n, part, strlen(part)) != NULL;
}

static bool is_xlsx(struct slice bytes)
{
    return zip_holds(bytes, "xl/workbook.xml");
}

static bool is_docx(struct slice bytes)
{
    return zip_holds(bytes, "word/document.xml");
}

static bool is_ods(struct slice bytes)
{
    return zip_holds(bytes, "opendocument.spreadsheet");
}

static bool is_xls(struct slice bytes)
{
    return starts_with(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
}

/* A .docx or .xlsx under a password. */
static bool is_protected(struct slice bytes)
{
    return is_xls(bytes) && ole_names(bytes, "EncryptedPackage");
}

static bool refuse_protected(struct reader *reader)
{
    diag_report(reader->diag, MSG_BOOK_PASSWORD, book_pos(reader->book));
    return false;
}

static bool is_doc(struct slice bytes)
{
    return is_xls(bytes) && ole_names(bytes, "WordDocument");
}

static bool refuse_doc(struct reader *reader)
{
    diag_report(reader->diag, MSG_BOOK_DOC, book_pos(reader->book));
    return false;
}

static bool is_pdf(struct slice bytes)
{
    return holds((struct slice){bytes.p, bytes.n < 1024 ? bytes.n : 1024}, "%PDF-");
}

/* Whether the first thing is a tag: after blanks, and a byte order mark. */
static bool is_marked_up(struct slice bytes)
{
    const char *p = bytes.p, *end = bytes.p + bytes.n;
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t' || (*p & 0x80)))
        p++;
    return p < end && *p == '<';
}

static bool is_fods(struct slice bytes)
{
    return is_marked_up(bytes) && holds(bytes, "<office:document");
}

/* A whole page, or what a portal's own page takes in. */
static bool is_html(struct slice bytes)
{
    static const char *const tags[] = {"<html", "<body", "<table", "<div", "<section", "<article"};
    if (!is_marked_up(bytes))
        return false;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (holds(bytes, tags[i]))
            return true;
    return false;
}

static bool is_text(struct slice bytes)
{
    return bytes.n > 0;
}

static const struct format {
    const char *name;
    enum book_kind kind;
    bool (*is)(struct slice bytes);
    bool (*read)(struct reader *reader);
} formats[] = {
    {".xlsx", BOOK_SHEETS, is_xlsx, read_xlsx},
    {".docx", BOOK_TABLES, is_docx, read_docx},
    {".ods", BOOK_SHEETS, is_ods, read_ods},
    {"password", BOOK_TABLES, is_protected, refuse_protected},
    {".doc", BOOK_TABLES, is_doc, refuse_doc},
    {".xls", BOOK_SHEETS, is_xls, read_xls},
    {"PDF", BOOK_PAGES, is_pdf, read_pdf},
    {".fods", BOOK_SHEETS, is_fods, read_fods},
    {"HTML", BOOK_TABLES, is_html, read_html},
    {".csv", BOOK_TEXT, is_text, read_csv},
};

static const struct format *format_of(struct slice bytes)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i].is(bytes))
            return &formats[i];
    return NULL;
}

/* Whether the first lines are rows of cells, not lines of INI or JSON. */
static bool is_rows(struct slice text)
{
    enum { LINES = 10, ROWS = 2 };
    int lines = 0, rows = 0;
    for (struct slice rest = text; rest.p && lines < LINES;) {
        struct slice line = slice_trim(slice_cut(&rest, '\n'));
        size_t separators = 0;
        for (size_t i = 0; i < line.n; i++)
            separators += line.p[i] == '\t' || line.p[i] == ',';
        if (line.n && (strchr("[{#;", *line.p) || memchr(line.p, '=', line.n)))
            return false;
        rows += separators > 1;
        lines += line.n > 0;
    }
    return rows >= ROWS || (rows && lines == rows);
}

const char *book_format(struct slice bytes)
{
    const struct format *format = format_of(bytes);
    if (format && format->is != is_text)
        return format->name;
    bool wide =
        bytes.n > 1 && (memcmp(bytes.p, "\xFF\xFE", 2) == 0 || memcmp(bytes.p, "\xFE\xFF", 2) == 0);
    return !wide && is_rows(bytes) && utf8_check(bytes) == bytes.n ? "rows" : NULL;
}

struct book *book_read(struct arena *arena, struct diag *diag, const char *path)
{
    const struct source *source = source_read(arena, path, LIMIT_BOOK);
    if (!source) {
        source_report(diag, (struct pos){0}, path);
        return NULL;
    }
    struct book *book = ARENA_NEW(arena, struct book);
    *book = (struct book){.name = source->name, .arena = arena};
    const struct format *format = format_of(source->text);
    if (!format) {
        diag_report(diag, MSG_BOOK_EMPTY, book_pos(book));
        return NULL;
    }
    if (starts_with(source->text, "PK\3\4", 4) && format->kind == BOOK_TEXT) {
        diag_report(diag, MSG_BOOK_ZIP, book_pos(book));
        return NULL;
    }
    book->format = format->name;
    book->kind = format->kind;
    struct reader reader = {arena, diag, source, book, NULL};
    if (!format->read(&reader))
        return NULL;
    if (format->kind == BOOK_TABLES)
        prose_of_lines(book);
    return book;
}
