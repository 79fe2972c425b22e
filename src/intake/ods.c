/* .ods and its flat spelling .fods: the sheets of OpenDocument. */
#include "intake/reader.h"

enum { ROW_MAX = 1048576, COLUMN_MAX = 16384 };

struct ods {
    struct reader *reader;
    struct grid *grid;
    uint32_t row, column;
    uint32_t row_repeat, repeat; /* how often the row and the cell stand there */
    uint32_t rows, columns;      /* spanned */
    uint32_t declared;           /* columns of the table that were so far */
    uint32_t unseen;             /* groups that we are in, from the first that is not shown on */
    uint32_t first;              /* of the row's cells, among those of the grid */
    struct buf style, hidden;    /* the style being read; those of tables that are not shown */
    struct buf text;
    struct slice value; /* of a number, as spelt */
    bool in_cell, in_note, has_formula, is_covered;
    unsigned lines; /* paragraphs of the cell so far */
};

static void start_cell(struct ods *ods, const char **attributes)
{
    const char *value = xml_attribute(attributes, "value");
    const char *type = xml_attribute(attributes, "value-type");
    ods->in_cell = true;
    ods->lines = 0;
    ods->has_formula = xml_attribute(attributes, "formula") != NULL;
    ods->value = (struct slice){0};
    if (value && strcmp(type ? type : "", "percentage") != 0)
        ods->value = plain_number(ods->reader->arena, slice_of(value));
    ods->repeat = xml_number(attributes, "number-columns-repeated", 1, COLUMN_MAX);
    ods->columns = xml_number(attributes, "number-columns-spanned", 1, COLUMN_MAX);
    ods->rows = xml_number(attributes, "number-rows-spanned", 1, ROW_MAX);
    buf_clear(&ods->text);
}

/* A style of tables that are not shown is remembered by its name, between line ends. */
static void start_style(struct ods *ods, const char *name, const char **attributes)
{
    const char *said = xml_attribute(attributes, "name");
    const char *shown = xml_attribute(attributes, "display");
    if (strcmp(name, "style") == 0 && said) {
        buf_clear(&ods->style);
        buf_printf(&ods->style, "\n%s\n", said);
    } else if (strcmp(name, "table-properties") == 0 && shown && strcmp(shown, "false") == 0) {
        buf_put_slice(&ods->hidden, buf_slice(&ods->style));
    }
}

static void start_table(struct ods *ods, const char **attributes)
{
    const char *title = xml_attribute(attributes, "name");
    const char *style = xml_attribute(attributes, "style-name");
    const char *line = arena_printf(ods->reader->arena, "\n%s\n", style ? style : "");
    ods->grid = grid_new(ods->reader->book, slice_of(title ? title : ""));
    ods->grid->hidden = style && memmem(ods->hidden.p, ods->hidden.n, line, strlen(line));
    ods->row = ods->declared = ods->unseen = 0;
}

/* Whether the rows or columns are not shown: collapse, filter. */
static bool is_unseen(const struct ods *ods, const char **attributes)
{
    const char *visibility = xml_attribute(attributes, "visibility");
    return ods->unseen || (visibility && strcmp(visibility, "visible") != 0);
}

static void start_columns(struct ods *ods, const char **attributes)
{
    uint32_t count = xml_number(attributes, "number-columns-repeated", 1, COLUMN_MAX);
    if (is_unseen(ods, attributes))
        grid_hide_columns(ods->grid, ods->declared, ods->declared + count);
    ods->declared += ods->declared < COLUMN_MAX ? count : 0;
}

static void start_row(struct ods *ods, const char **attributes)
{
    ods->row_repeat = xml_number(attributes, "number-rows-repeated", 1, ROW_MAX);
    ods->column = 0;
    ods->first = ods->grid->count;
    if (is_unseen(ods, attributes))
        grid_hide_rows(ods->grid, ods->row, ods->row + ods->row_repeat);
}

/* A row that stands there several times says so each time; no table says the same that often. */
static void finish_row(struct ods *ods)
{
    enum { REPEAT_MAX = 100 };
    struct grid *grid = ods->grid;
    uint32_t last = grid->count;
    for (uint32_t again = 1; again < ods->row_repeat && again < REPEAT_MAX; again++)
        for (uint32_t i = ods->first; i < last; i++) {
            struct cell cell = grid->cells[i];
            grid_put(grid, ods->row + again, cell.column, cell.kind, cell.text);
        }
    ods->row += ods->row_repeat;
}

static bool is_group(const char *name)
{
    return strcmp(name, "table-row-group") == 0 || strcmp(name, "table-column-group") == 0;
}

static void start(void *data, const char *name, const char **attributes)
{
    struct ods *ods = data;
    if (strcmp(name, "table") == 0) {
        start_table(ods, attributes);
    } else if (!ods->grid) {
        start_style(ods, name, attributes);
    } else if (strcmp(name, "table-row") == 0) {
        start_row(ods, attributes);
    } else if (strcmp(name, "table-column") == 0) {
        start_columns(ods, attributes);
    } else if (is_group(name)) {
        const char *shown = xml_attribute(attributes, "display");
        ods->unseen += ods->unseen || (shown && strcmp(shown, "false") == 0);
    } else if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0) {
        start_cell(ods, attributes);
        ods->is_covered = *name == 'c';
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

/* Digits before the point, without idle zeros. */
static size_t places_of(struct slice number)
{
    size_t n = 0;
    for (size_t i = 0; i < number.n && number.p[i] != '.'; i++)
        n += number.p[i] >= (n ? '0' : '1') && number.p[i] <= '9';
    return n;
}

/* Whether the cell shows its number in another unit: 31408992 as 3140.9. */
static bool is_scaled(struct slice number, struct slice shown)
{
    enum { ROUNDING = 1 }; /* 999.9 may show as 1000 */
    bool figure = shown.n && strspn(shown.p, "-0123456789,.") == shown.n;
    size_t held = places_of(number), seen = places_of(shown);
    return figure && (held > seen + ROUNDING || seen > held + ROUNDING);
}

static void finish_cell(struct ods *ods)
{
    struct slice shown = blank_trim(buf_slice(&ods->text));
    bool fault = ods->has_formula && shown.n && *shown.p == '#';
    struct slice said = ods->value.p && !fault ? ods->value : shown;
    enum cell_kind kind = fault                          ? CELL_FAULT
                          : !ods->value.p                ? CELL_TEXT
                          : is_scaled(ods->value, shown) ? CELL_SCALED
                                                         : CELL_NUMBER;
    for (uint32_t i = 0; i < (said.n ? ods->repeat : 0); i++) {
        uint32_t before = ods->grid->count;
        grid_put(ods->grid, ods->row, ods->column + i, kind, said);
        if (ods->grid->count == before)
            continue;
        grid_span(ods->grid, ods->rows, ods->columns);
        ods->grid->cells[before].covered = ods->is_covered;
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
        finish_row(ods);
    } else if (is_group(name)) {
        ods->unseen -= ods->unseen > 0;
    } else if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0) {
        finish_cell(ods);
    } else if (strcmp(name, "annotation") == 0) {
        ods->in_note = false;
    }
}

static void forget(struct ods *ods)
{
    buf_free(&ods->text);
    buf_free(&ods->style);
    buf_free(&ods->hidden);
}

bool read_ods(struct reader *reader)
{
    struct parts *parts = parts_open(reader);
    if (!parts)
        return false;
    struct ods ods = {.reader = reader};
    const struct xml_listener listener = {&ods, start, end, text};
    bool sound = parts_read(parts, "content.xml", &listener);
    forget(&ods);
    parts_close(parts);
    return sound;
}

bool read_fods(struct reader *reader)
{
    struct ods ods = {.reader = reader};
    const struct xml_listener listener = {&ods, start, end, text};
    const char *fault;
    bool sound = xml_read(reader->source->text, &listener, &fault);
    forget(&ods);
    if (!sound)
        diag_report(reader->diag, MSG_BOOK_BROKEN, book_pos(reader->book), ".fods", fault);
    return sound;
}
