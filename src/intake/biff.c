#include "intake/biff.h"

#include <string.h>

#include "intake/number_format.h"
#include "intake/ole.h"

/* Records. */
enum {
    FORMULA = 0x06,
    SHEET = 0x85,
    NUMBERS = 0xBD,
    COLUMNS = 0x7D,
    STYLE = 0xE0,
    MERGES = 0xE5,
    NUMBER = 0x203,
    TRUTH = 0x205, /* TRUE, FALSE or a fault */
    STRING = 0x207,
    ROW = 0x208,
    SHORT_NUMBER = 0x27E,
    FORMAT = 0x41E,
    END = 0x0A
};

enum { VERSION_8 = 0x600, STYLES_MAX = 4096, HIDDEN = 3 };

struct biff {
    struct reader *reader;
    struct slice stream;
    bool is_wide; /* version 8: texts say how they are written */
    struct number_formats formats;
    struct grid *grid;
    uint32_t row, column; /* of the formula whose text follows */
};

struct record {
    uint32_t kind;
    struct slice body;
};

/* The record at the place, which moves behind it; kind 0 at the end. */
static struct record next_record(struct slice stream, size_t *at)
{
    struct record record = {bytes_read(stream, *at, 2), {"", 0}};
    size_t n = bytes_read(stream, *at + 2, 2);
    if (*at + 4 + n > stream.n)
        return (struct record){0};
    record.body = (struct slice){stream.p + *at + 4, n};
    *at += 4 + n;
    return record;
}

/* The text at the place, behind its length of so many bytes. */
static struct slice text_at(const struct biff *biff, struct slice body, size_t at, unsigned length)
{
    struct arena *arena = biff->reader->arena;
    size_t n = bytes_read(body, at, length), from = at + length + biff->is_wide;
    bool wide = biff->is_wide && bytes_read(body, at + length, 1) & 1;
    if (from > body.n)
        return (struct slice){"", 0};
    n = wide ? 2 * n : n;
    n = n < body.n - from ? n : body.n - from;
    struct slice bytes = {body.p + from, n};
    struct slice text = text_decoded(arena,
                                     wide            ? "UTF-16LE"
                                     : biff->is_wide ? "LATIN1"
                                                     : "GB18030",
                                     bytes);
    return text.p ? text : (struct slice){"", 0};
}

/* ---- The workbook ---- */

static void read_format(struct biff *biff, struct slice body)
{
    formats_define(&biff->formats, bytes_read(body, 0, 2),
                   text_at(biff, body, 2, biff->is_wide ? 2 : 1));
}

/* ---- A sheet ---- */

static void put(struct biff *biff, enum cell_kind kind, struct slice text)
{
    grid_put(biff->grid, biff->row, biff->column, kind, text);
}

static void put_fault(struct biff *biff, uint32_t number)
{
    static const struct {
        uint32_t number;
        const char *text;
    } faults[] = {{0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0F, "#VALUE!"}, {0x17, "#REF!"},
                  {0x1D, "#NAME?"}, {0x24, "#NUM!"},   {0x2A, "#N/A"}};
    const char *text = "#?";
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (faults[i].number == number)
            text = faults[i].text;
    put(biff, CELL_FAULT, slice_of(text));
}

static void put_truth(struct biff *biff, uint32_t value)
{
    put(biff, CELL_TEXT, value ? SLICE("TRUE") : SLICE("FALSE"));
}

/* What a formula came to: a number, or a mark of what else it is. */
static void read_formula(struct biff *biff, struct slice body)
{
    enum { RESULT = 6, IS_TRUTH = 1, IS_FAULT = 2 };
    uint32_t kind = bytes_read(body, RESULT, 1), value = bytes_read(body, RESULT + 2, 1);
    double number;
    if (body.n < RESULT + sizeof number)
        return;
    if (bytes_read(body, RESULT + 6, 2) != 0xFFFF) {
        uint64_t bits = bytes_read(body, RESULT + 4, 4);
        bits = bits << 32 | bytes_read(body, RESULT, 4);
        memcpy(&number, &bits, sizeof number);
        put(biff, CELL_NUMBER, double_text(biff->reader->arena, number));
    } else if (kind == IS_TRUTH) {
        put_truth(biff, value);
    } else if (kind == IS_FAULT) {
        put_fault(biff, value);
    }
}

static void add_cell(struct biff *biff, struct record record)
{
    biff->row = bytes_read(record.body, 0, 2);
    biff->column = bytes_read(record.body, 2, 2);
    if (record.kind == FORMULA)
        read_formula(biff, record.body);
    else if (bytes_read(record.body, 7, 1))
        put_fault(biff, bytes_read(record.body, 6, 1));
    else
        put_truth(biff, bytes_read(record.body, 6, 1));
}

/* The number shows as its style has it. */
static void show(struct biff *biff, uint32_t row, uint32_t column, uint32_t style)
{
    uint32_t count;
    struct number_format format = formats_of(&biff->formats, style);
    const struct cell *cells = grid_row(biff->grid, row, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct cell *cell = &biff->grid->cells[cells + i - biff->grid->cells];
        if (cell->column == column && cell->kind == CELL_NUMBER)
            cell->kind = number_show(biff->reader->arena, &cell->text, format, &cell->blank);
    }
}

static void show_cells(struct biff *biff, struct record record)
{
    enum { RUN = 6 };
    uint32_t row = bytes_read(record.body, 0, 2), column = bytes_read(record.body, 2, 2);
    if (record.kind == NUMBERS)
        for (size_t at = 4; at + RUN < record.body.n; at += RUN)
            show(biff, row, column++, bytes_read(record.body, at, 2));
    else if (record.kind == NUMBER || record.kind == SHORT_NUMBER || record.kind == FORMULA)
        show(biff, row, column, bytes_read(record.body, 4, 2));
}

/* Whether it is hidden, or so narrow that it shows nothing. */
static void read_row(struct biff *biff, struct slice body)
{
    enum { AT_HEIGHT = 6, AT_FLAGS = 12, IS_HIDDEN = 0x20, HEIGHT = 0x7FFF, POINT = 20 };
    uint32_t row = bytes_read(body, 0, 2);
    if (bytes_read(body, AT_FLAGS, 1) & IS_HIDDEN ||
        (bytes_read(body, AT_HEIGHT, 2) & HEIGHT) < POINT)
        grid_hide_rows(biff->grid, row, row + 1);
}

static void read_columns(struct biff *biff, struct slice body)
{
    enum { AT_WIDTH = 4, AT_FLAGS = 8, IS_HIDDEN = 1, CHARACTER = 256 };
    if (bytes_read(body, AT_FLAGS, 1) & IS_HIDDEN || bytes_read(body, AT_WIDTH, 2) < CHARACTER)
        grid_hide_columns(biff->grid, bytes_read(body, 0, 2), bytes_read(body, 2, 2) + 1);
}

static void read_merges(struct biff *biff, struct slice body)
{
    enum { RANGE = 8 };
    for (size_t at = 2; at + RANGE <= body.n; at += RANGE) {
        uint32_t row = bytes_read(body, at, 2), last_row = bytes_read(body, at + 2, 2);
        uint32_t column = bytes_read(body, at + 4, 2), last_column = bytes_read(body, at + 6, 2);
        if (row <= last_row && column <= last_column)
            grid_merge(biff->grid, row, column, last_row - row + 1, last_column - column + 1);
    }
}

/* Goes through the records of the sheet, twice: cells are found when all of them stand. */
static void read_sheet(struct biff *biff, size_t start)
{
    struct record record;
    for (size_t at = start; (record = next_record(biff->stream, &at)).kind && record.kind != END;)
        if (record.kind == FORMULA || record.kind == TRUTH)
            add_cell(biff, record);
        else if (record.kind == STRING)
            put(biff, CELL_TEXT, text_at(biff, record.body, 0, 2));
        else if (record.kind == ROW)
            read_row(biff, record.body);
        else if (record.kind == COLUMNS)
            read_columns(biff, record.body);
    grid_finish(biff->grid);
    for (size_t at = start; (record = next_record(biff->stream, &at)).kind && record.kind != END;)
        if (record.kind == MERGES)
            read_merges(biff, record.body);
        else
            show_cells(biff, record);
}

static void read_sheet_entry(struct biff *biff, struct slice body)
{
    enum { AT_STATE = 4, AT_NAME = 6 };
    struct slice name = text_at(biff, body, AT_NAME, 1);
    for (struct grid *grid = biff->reader->book->first; grid; grid = grid->next) {
        if (!slice_eq(grid->name, name))
            continue;
        biff->grid = grid;
        grid->hidden = bytes_read(body, AT_STATE, 1) & HIDDEN;
        read_sheet(biff, bytes_read(body, 0, 4));
        return;
    }
}

void biff_complete(struct reader *reader)
{
    struct arena *arena = reader->arena;
    struct biff biff = {.reader = reader, .formats = {.arena = arena, .most = STYLES_MAX}};
    struct record record;
    biff.stream = ole_stream(arena, reader->source->text, "Workbook");
    if (!biff.stream.p)
        biff.stream = ole_stream(arena, reader->source->text, "Book");
    biff.is_wide = bytes_read(biff.stream, 4, 2) == VERSION_8;
    for (int sheets = 0; sheets < 2; sheets++) /* formats follow the sheets that they are for */
        for (size_t at = 0; (record = next_record(biff.stream, &at)).kind && record.kind != END;)
            if (record.kind == SHEET && sheets)
                read_sheet_entry(&biff, record.body);
            else if (record.kind == FORMAT && !sheets)
                read_format(&biff, record.body);
            else if (record.kind == STYLE && !sheets)
                formats_add_style(&biff.formats, bytes_read(record.body, 2, 2), false);
}
