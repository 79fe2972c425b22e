/*
 * .xls, the binary format of Excel 97 and before, by libfreexl. It tells neither merges
 * nor the values of formulas, which biff.c adds. What is protected
 * by a password is inside out and refused.
 *
 * libfreexl trusts the lengths in a file, so it works in a process of its own, which tells the
 * cells through a pipe: a forged file ends that process, or makes it tell what is not so, and no
 * more.
 */
#include <errno.h>
#include <fcntl.h>
#include <freexl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/reading.h"
#include "intake/biff.h"
#include "intake/ole.h"

/* ---- The process that reads ---- */

/* What it tells, each with a text behind it. */
enum told { TOLD_SHEET, TOLD_NUMBER, TOLD_TEXT, TOLD_END };

struct head {
    uint32_t told;
    uint32_t row,
        column; /* of a cell; of the end: libfreexl's status, whether there is a password */
    uint32_t size;
};

struct teller {
    FILE *pipe;
    struct arena *arena; /* of the cell at hand */
};

static void tell(const struct teller *teller, enum told told, uint32_t row, uint32_t column,
                 struct slice text)
{
    struct head head = {told, row, column, (uint32_t)text.n};
    if (fwrite(&head, sizeof head, 1, teller->pipe) != 1 ||
        fwrite(text.p, 1, text.n, teller->pipe) != text.n)
        _exit(1);
}

static void tell_value(const struct teller *teller, uint32_t row, uint32_t column,
                       const FreeXL_CellValue *value)
{
    struct arena *arena = teller->arena;
    arena_reset(arena);
    switch (value->type) {
    case FREEXL_CELL_INT:
        tell(teller, TOLD_NUMBER, row, column,
             slice_of(arena_printf(arena, "%d", value->value.int_value)));
        break;
    case FREEXL_CELL_DOUBLE:
        tell(teller, TOLD_NUMBER, row, column, double_text(arena, value->value.double_value));
        break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
        tell(teller, TOLD_TEXT, row, column, slice_of(value->value.text_value));
        break;
    default:
        break;
    }
}

static int tell_sheet(const struct teller *teller, const void *file, unsigned short index)
{
    unsigned rows = 0;
    unsigned short columns = 0;
    const char *name;
    int status = freexl_get_worksheet_name(file, index, &name);
    if (status == FREEXL_OK)
        status = freexl_select_active_worksheet(file, index);
    if (status == FREEXL_OK)
        status = freexl_worksheet_dimensions(file, &rows, &columns);
    if (status != FREEXL_OK)
        return status;
    tell(teller, TOLD_SHEET, 0, 0, slice_of(name));
    for (unsigned row = 0; row < rows; row++)
        for (unsigned short column = 0; column < columns; column++) {
            FreeXL_CellValue value;
            if (freexl_get_cell_value(file, row, column, &value) == FREEXL_OK)
                tell_value(teller, row, column, &value);
        }
    return FREEXL_OK;
}

static _Noreturn void tell_book(FILE *pipe, const char *path)
{
    const struct teller teller = {pipe, arena_new()};
    const void *file = NULL;
    unsigned count = 0, password = FREEXL_BIFF_PLAIN;
    int status = freexl_open(path, &file);
    if (status == FREEXL_OK)
        freexl_get_info(file, FREEXL_BIFF_PASSWORD, &password);
    bool locked = password == FREEXL_BIFF_OBFUSCATED;
    if (status == FREEXL_OK && !locked)
        status = freexl_get_info(file, FREEXL_BIFF_SHEET_COUNT, &count);
    for (unsigned i = 0; i < count && status == FREEXL_OK; i++)
        status = tell_sheet(&teller, file, (unsigned short)i);
    tell(&teller, TOLD_END, (uint32_t)-status, locked, SLICE(""));
    _exit(fflush(pipe) == 0 ? 0 : 1);
}

static void confine(uint64_t seconds)
{
    bound(RLIMIT_CORE, 0);
    bound(RLIMIT_CPU, seconds);
    int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nothing >= 0)
        dup2(nothing, STDERR_FILENO);
}

/* Appends what the process tells of the file at path, within so many seconds. False with errno set
 * when there is none. */
static bool listen_to(struct buf *told, const char *path, uint64_t seconds)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    pid_t child = fork();
    if (child == 0) {
        FILE *pipe = fdopen(ends[1], "wb");
        confine(seconds);
        if (!pipe)
            _exit(1);
        tell_book(pipe, path);
    }
    close(ends[1]);
    char chunk[65536];
    for (ssize_t got; child > 0 && (got = read(ends[0], chunk, sizeof chunk)) != 0;) {
        if (got < 0 && errno != EINTR)
            break;
        if (got > 0)
            buf_put(told, chunk, (size_t)got);
    }
    close(ends[0]);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
    return child > 0;
}

/* ---- The one that hears ---- */

/* The next item that was told. False when the rest is none. */
static bool take(struct slice *rest, struct head *head, struct slice *text)
{
    if (rest->n < sizeof *head)
        return false;
    memcpy(head, rest->p, sizeof *head);
    *rest = (struct slice){rest->p + sizeof *head, rest->n - sizeof *head};
    if (head->size > rest->n || head->told > TOLD_END)
        return false;
    *text = (struct slice){rest->p, head->size};
    *rest = (struct slice){rest->p + head->size, rest->n - head->size};
    return true;
}

/* Fills the book. False when not all of it was told; *end is what was told last. */
static bool fill(struct reader *reader, struct slice rest, struct head *end)
{
    struct grid *grid = NULL;
    struct slice text;
    *end = (struct head){0};
    while (take(&rest, end, &text) && end->told != TOLD_END) {
        text = slice_copy(reader->arena, slice_valid(reader->arena, text));
        if (end->told == TOLD_SHEET && grid)
            grid_finish(grid);
        if (end->told == TOLD_SHEET)
            grid = grid_new(reader->book, text);
        else if (grid)
            grid_put(grid, end->row, end->column,
                     end->told == TOLD_NUMBER ? CELL_NUMBER : CELL_TEXT, text);
    }
    if (grid)
        grid_finish(grid);
    return end->told == TOLD_END && end->row == FREEXL_OK;
}

bool read_xls(struct reader *reader)
{
    reader->book->has_macros = ole_names(reader->source->text, "_VBA_");
    int memory = -1;
    struct buf told = {0};
    struct head end = {0};
    const char *path = source_path(reader->arena, reader->source->text, &memory);
    bool sound = path && listen_to(&told, path, reader_seconds(reader)) &&
                 fill(reader, buf_slice(&told), &end) && !end.column;
    if (path)
        close(memory);
    buf_free(&told);
    if (sound)
        biff_complete(reader);
    if (end.told == TOLD_END && end.column)
        diag_report(reader->diag, MSG_BOOK_PASSWORD, book_pos(reader->book));
    else if (!sound)
        diag_report(reader->diag, MSG_BOOK_BROKEN, book_pos(reader->book), ".xls",
                    arena_printf(reader->arena, "libfreexl %d", -(int)end.row));
    return sound;
}
