/*
 * .docx: tables, and the paragraphs between them. A table inside a cell is text of that cell.
 * What was deleted or moved away under track changes does not appear, nor does what is struck out
 * or hidden; what is told twice, for old programs, is read once.
 */
#include "intake/reader.h"

enum { COLUMN_MAX = 4096 };

struct docx {
    struct reader *reader;
    struct grid *grid;    /* of the table being read, or NULL */
    unsigned depth;       /* of tables */
    struct buf before;    /* lines since the last table */
    struct buf text;      /* of the paragraph or cell being read */
    bool collects;        /* text counts */
    struct run run;       /* how it stands there */
    unsigned gone;        /* elements around it whose text does not count */
    uint32_t row, column; /* of the cell being read */
    uint32_t span;        /* its columns */
    enum { NO_MERGE, MERGE_STARTS, MERGE_GOES_ON } merge;
    uint32_t above[COLUMN_MAX]; /* for each column the cell a merge began with, counted from 1 */
};

/* What was moved away, and what stands for a picture where a program cannot show it. */
static bool is_gone(const char *name)
{
    return strcmp(name, "moveFrom") == 0 || strcmp(name, "Fallback") == 0;
}

static void start(void *data, const char *name, const char **attributes)
{
    struct docx *docx = data;
    run_start(&docx->run, name, attributes);
    if (is_gone(name) || docx->gone) {
        docx->gone += is_gone(name);
    } else if (strcmp(name, "tbl") == 0) {
        if (docx->depth++)
            return;
        docx->grid = grid_new(docx->reader->book, (struct slice){"", 0});
        docx->grid->before = slice_copy(docx->reader->arena, buf_slice(&docx->before));
        buf_clear(&docx->before);
        docx->row = UINT32_MAX;
        memset(docx->above, 0, sizeof docx->above);
    } else if (strcmp(name, "tr") == 0 && docx->depth == 1) {
        docx->row++;
        docx->column = 0;
    } else if (strcmp(name, "gridBefore") == 0 && docx->depth == 1) {
        docx->column += xml_number(attributes, "val", 0, COLUMN_MAX);
    } else if (strcmp(name, "tc") == 0 && docx->depth == 1) {
        docx->span = 1;
        docx->merge = NO_MERGE;
        buf_clear(&docx->text);
    } else if (strcmp(name, "gridSpan") == 0 && docx->depth == 1) {
        docx->span = xml_number(attributes, "val", 1, COLUMN_MAX);
    } else if (strcmp(name, "vMerge") == 0 && docx->depth == 1) {
        const char *value = xml_attribute(attributes, "val");
        docx->merge = value && strcmp(value, "restart") == 0 ? MERGE_STARTS : MERGE_GOES_ON;
    } else if (strcmp(name, "t") == 0) {
        docx->collects = true;
    } else if (strcmp(name, "tab") == 0) {
        buf_putc(&docx->text, ' ');
    } else if (strcmp(name, "br") == 0) {
        buf_putc(&docx->text, docx->depth ? '\n' : ' ');
    } else if (strcmp(name, "noBreakHyphen") == 0) {
        run_put(&docx->text, &docx->run, "-", 1);
    }
}

static void text(void *data, const char *bytes, int length)
{
    struct docx *docx = data;
    if (docx->collects)
        run_put(&docx->text, &docx->run, bytes, (size_t)length);
}

static void finish_cell(struct docx *docx)
{
    struct grid *grid = docx->grid;
    uint32_t before = grid->count, span = docx->span ? docx->span : 1;
    if (docx->column + span > COLUMN_MAX)
        return;
    uint32_t *above = &docx->above[docx->column];
    if (docx->merge == MERGE_GOES_ON) {
        if (*above)
            grid->cells[*above - 1].rows++;
    } else {
        grid_put(grid, docx->row, docx->column, CELL_TEXT, buf_slice(&docx->text));
        bool filled = grid->count > before;
        if (filled)
            grid_span(grid, 1, span);
        *above = filled && docx->merge == MERGE_STARTS ? grid->count : 0;
    }
    docx->column += span;
    buf_clear(&docx->text);
}

static void finish_paragraph(struct docx *docx)
{
    if (docx->depth) {
        buf_putc(&docx->text, '\n');
        return;
    }
    struct slice line = blank_trim(buf_slice(&docx->text));
    if (line.n) {
        if (docx->before.n)
            buf_putc(&docx->before, '\n');
        buf_put_slice(&docx->before, line);
    }
    buf_clear(&docx->text);
}

static void end(void *data, const char *name)
{
    struct docx *docx = data;
    if (is_gone(name) || docx->gone)
        docx->gone -= is_gone(name);
    else if (strcmp(name, "t") == 0)
        docx->collects = false;
    else if (strcmp(name, "p") == 0)
        finish_paragraph(docx);
    else if (strcmp(name, "tc") == 0 && docx->depth == 1)
        finish_cell(docx);
    else if (strcmp(name, "tbl") == 0 && !--docx->depth)
        grid_finish(docx->grid);
}

bool read_docx(struct reader *reader)
{
    struct parts *parts = parts_open(reader);
    if (!parts)
        return false;
    struct docx docx = {.reader = reader};
    const struct xml_listener listener = {&docx, start, end, text};
    reader->book->has_macros = parts_have(parts, "word/vbaProject.bin");
    bool sound = parts_read(parts, "word/document.xml", &listener);
    reader->book->after = slice_copy(reader->arena, buf_slice(&docx.before));
    buf_free(&docx.before);
    buf_free(&docx.text);
    parts_close(parts);
    return sound;
}
