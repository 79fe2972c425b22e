/* Books of tests/intake made into files of any format, and the figures that are found in a file. */
#ifndef TESTS_BOOKS_H
#define TESTS_BOOKS_H

#include "program.h"

#define BOOKS SOURCE_ROOT "/tests/intake/"

/* Makes the book of tests/intake in the format of `as`, in the test's folder. */
static inline const char *make_book(const char *book, const char *as, const char *encoding)
{
    char command[1024];
    snprintf(command, sizeof command, "python3 " BOOKS "workbook.py " BOOKS "%s %s %s", book,
             at(as), encoding);
    struct buf said = run_command(command, NULL);
    buf_free(&said);
    return at(as);
}

/* Adds the line, without the place of a cell, and without the idle zeros that a sheet does not
 * hold. */
static inline void put_figure(struct buf *out, const char *line, size_t n)
{
    n = (size_t)((const char *)memmem(line, n, " @ ", 3) - line);
    const char *value = (const char *)memmem(line, n, " = ", 3) + 3;
    while (memchr(value, '.', (size_t)(line + n - value)) && strchr("0.", line[n - 1]))
        n--;
    buf_put(out, line, n);
    buf_putc(out, '\n');
}

/* The figures found in the file, a line each: "  fact = value". */
static inline struct buf figures_of(const char *path)
{
    int status;
    struct buf said = run(&status, "dump figures %s", path), out = {0};
    assert_true(status <= 1);
    for (struct slice rest = buf_slice(&said); rest.p && rest.n;) {
        struct slice line = slice_cut(&rest, '\n');
        if (slice_starts(line, "  ") && memmem(line.p, line.n, " @ ", 3))
            put_figure(&out, line.p, line.n);
    }
    buf_free(&said);
    buf_puts(&out, "");
    return out;
}

#endif
