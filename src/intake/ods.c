/* .ods and its flat spelling .fods: the sheets of OpenDocument. */
#include "intake/reader.h"

enum { ROW_MAX = 1048576, COLUMN_MAX = 16384 };

struct ods {
    struct reader *reader;
    struct grid *grid;
    uint32_t row, column;
    uint32_t row_repeat, repeat; /* how often the row and the cell stand there */
    uint32_t rows, columns;      /* spanned */
    struct buf text;
    struct slice value; /* of a number, as spelt */
    bool in_cell, in_note, has_formula;
    unsigned lines; /* paragraphs of the cell so far */
};

static void start_cell(struct ods *ods, const char **attributes)
{
    const char *value = xml_attribute(attributes, "value");
    ods->in_cell = true;
    ods->lines = 0;
    ods->has_formula = xml_attribute(attributes, "formula") != NULL;
    ods->value = (struct slice){0};
    if (value)
        ods->value = plain_number(ods->reader->arena, slice_of(value));
    ods->repeat = xml_number(attributes, "number-columns-repeated", 1, COLUMN_MAX);
    ods->columns = xml_number(attributes, "number-columns-spanned", 1, COLUMN_MAX);
    ods->rows = xml_number(attributes, "number-rows-spanned", 1, ROW_MAX);
    buf_clear(&ods->text);
}

static void start(void *data, const char *name, const char **attributes)
{
    struct ods *ods = data;
    if (strcmp(name, "table") == 0) {
        const char *title = xml_attribute(attributes, "name");
        ods->grid = grid_new(ods->reader->book, slice_of(title ? title : ""));
        ods->row = 0;
    } else if (!ods->grid) {
        return;
    } else if (strcmp(name, "table-row") == 0) {
        ods->row_repeat = xml_number(attributes, "number-rows-repeated", 1, ROW_MAX);
        ods->column = 0;
    } else if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0) {
        start_cell(ods, attributes);
    } else if (strcmp(name, "annotation") == 0) {
        ods->in_note = true;
    } else if (strcmp(name, "p") == 0 && ods->in_cell && ods->lines++ && !ods->in_note) {
        buf_putc(&ods->text, '\n');
    } else if (strcmp(name, "s") == 0 && ods->in_cell) {
        buf_putc(&ods->text, ' ');
    }
}

static void text(void *data, const char *bytes, int length)
{
    struct ods *ods = data;
    if (ods->in_cell && !ods->in_note && ods->lines)
        buf_put(&ods->text, bytes, (size_t)length);
}

static void finish_cell(struct ods *ods)
{
    struct slice shown = blank_trim(buf_slice(&ods->text));
    bool fault = ods->has_formula && shown.n && *shown.p == '#';
    struct slice said = ods->value.p && !fault ? ods->value : shown;
    enum cell_kind kind = fault ? CELL_FAULT : ods->value.p ? CELL_NUMBER : CELL_TEXT;
    for (uint32_t i = 0; i < (said.n ? ods->repeat : 0); i++) {
        uint32_t before = ods->grid->count;
        grid_put(ods->grid, ods->row, ods->column + i, kind, said);
        if (ods->grid->count > before)
            grid_span(ods->grid, ods->rows, ods->columns);
    }
    ods->column += ods->repeat;
    ods->in_cell = false;
}

static void end(void *data, const char *name)
{
    struct ods *ods = data;
    if (!ods->grid)
        return;
    if (strcmp(name, "table") == 0) {
        grid_finish(ods->grid);
        ods->grid = NULL;
    } else if (strcmp(name, "table-row") == 0) {
        ods->row += ods->row_repeat;
    } else if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0) {
        finish_cell(ods);
    } else if (strcmp(name, "annotation") == 0) {
        ods->in_note = false;
    }
}

bool read_ods(struct reader *reader)
{
    struct parts *parts = parts_open(reader);
    if (!parts)
        return false;
    struct ods ods = {.reader = reader};
    const struct xml_listener listener = {&ods, start, end, text};
    bool sound = parts_read(parts, "content.xml", &listener);
    buf_free(&ods.text);
    parts_close(parts);
    return sound;
}

bool read_fods(struct reader *reader)
{
    struct ods ods = {.reader = reader};
    const struct xml_listener listener = {&ods, start, end, text};
    const char *fault;
    bool sound = xml_read(reader->source->text, &listener, &fault);
    buf_free(&ods.text);
    if (!sound)
        diag_report(reader->diag, MSG_BOOK_BROKEN, book_pos(reader->book), ".fods", fault);
    return sound;
}
