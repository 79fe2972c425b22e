/*
 * .xls, the binary format of Excel 97 and before, by libfreexl. It tells no merges: the recogniser
 * spreads heads over blank cells. What is protected by a password is inside out and refused.
 */
#include <freexl.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "base/reading.h"
#include "intake/reader.h"

/* A double as the shortest decimal that spreadsheets mean by it, whatever the locale. */
static struct slice double_text(struct arena *arena, double value)
{
    char spelt[40];
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = plain ? uselocale(plain) : (locale_t)0;
    snprintf(spelt, sizeof spelt, "%.15g", value);
    if (plain) {
        uselocale(before);
        freelocale(plain);
    }
    return plain_number(arena, slice_of(spelt));
}

static void put_value(struct grid *grid, uint32_t row, uint32_t column,
                      const FreeXL_CellValue *value)
{
    struct arena *arena = grid->book->arena;
    switch (value->type) {
    case FREEXL_CELL_INT:
        grid_put(grid, row, column, CELL_NUMBER,
                 slice_of(arena_printf(arena, "%d", value->value.int_value)));
        break;
    case FREEXL_CELL_DOUBLE:
        grid_put(grid, row, column, CELL_NUMBER, double_text(arena, value->value.double_value));
        break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
        grid_put(grid, row, column, CELL_TEXT, slice_of(value->value.text_value));
        break;
    default:
        break;
    }
}

static bool read_sheet(struct reader *reader, const void *file, unsigned short index)
{
    unsigned rows = 0;
    unsigned short columns = 0;
    const char *name;
    if (freexl_get_worksheet_name(file, index, &name) != FREEXL_OK ||
        freexl_select_active_worksheet(file, index) != FREEXL_OK ||
        freexl_worksheet_dimensions(file, &rows, &columns) != FREEXL_OK)
        return false;
    struct grid *grid = grid_new(reader->book, slice_of(name));
    for (unsigned row = 0; row < rows; row++)
        for (unsigned short column = 0; column < columns; column++) {
            FreeXL_CellValue value;
            if (freexl_get_cell_value(file, row, column, &value) == FREEXL_OK)
                put_value(grid, row, column, &value);
        }
    grid_finish(grid);
    return true;
}

static bool read_sheets(struct reader *reader, const void *file)
{
    unsigned count = 0, password = FREEXL_BIFF_PLAIN;
    freexl_get_info(file, FREEXL_BIFF_PASSWORD, &password);
    if (password == FREEXL_BIFF_OBFUSCATED) {
        diag_report(reader->diag, MSG_BOOK_PASSWORD, book_pos(reader->book));
        return false;
    }
    bool sound = freexl_get_info(file, FREEXL_BIFF_SHEET_COUNT, &count) == FREEXL_OK;
    for (unsigned i = 0; i < count && sound; i++)
        sound = read_sheet(reader, file, (unsigned short)i);
    return sound;
}

/* Names of streams inside the file, as it spells them. */
#define WIDE(a) a "\0"
static const char encrypted[] = WIDE("E") WIDE("n") WIDE("c") WIDE("r") WIDE("y") WIDE("p")
    WIDE("t") WIDE("e") WIDE("d") WIDE("P") WIDE("a") WIDE("c") WIDE("k");
static const char document[] = WIDE("W") WIDE("o") WIDE("r") WIDE("d") WIDE("D") WIDE("o") WIDE("c")
    WIDE("u") WIDE("m") WIDE("e") WIDE("n") WIDE("t");
static const char macros[] = WIDE("_") WIDE("V") WIDE("B") WIDE("A") WIDE("_");

static bool holds(const struct reader *reader, const char *bytes, size_t size)
{
    return memmem(reader->source->text.p, reader->source->text.n, bytes, size) != NULL;
}

bool read_xls(struct reader *reader)
{
    const void *file = NULL;
    if (holds(reader, encrypted, sizeof encrypted - 1)) {
        diag_report(reader->diag, MSG_BOOK_PASSWORD, book_pos(reader->book));
        return false;
    }
    if (holds(reader, document, sizeof document - 1)) {
        diag_report(reader->diag, MSG_BOOK_DOC, book_pos(reader->book));
        return false;
    }
    reader->book->has_macros = holds(reader, macros, sizeof macros - 1);
    int memory = -1;
    const char *path = source_path(reader->arena, reader->source->text, &memory);
    int status = path ? freexl_open(path, &file) : FREEXL_FILE_NOT_FOUND;
    bool sound = status == FREEXL_OK && read_sheets(reader, file);
    if (file)
        freexl_close(file);
    if (path)
        close(memory);
    if (!sound && reader->diag->worst < LEVEL_ERROR)
        diag_report(reader->diag, MSG_BOOK_BROKEN, book_pos(reader->book), ".xls",
                    arena_printf(reader->arena, "libfreexl %d", status));
    return sound;
}
