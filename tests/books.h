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

/* The agencies of the examples: their tables as published, and what makes their accounts. */
static const struct agency {
    const char *book, *leaves, *record, *name, *year, *template, *scope;
    unsigned figures; /* that the tables of the disclosure print, at least */
} agencies[] = {{"yangquan-2024.book", "yangquan-2024.leaves",
                 SOURCE_ROOT "/examples/yangquan-2024.ini", "阳泉市公安局城区分局", "2024",
                 "shanxi-2024", "单位", 200},
                {"zhuzhou-lukou-2020.book", "zhuzhou-lukou-2020.leaves",
                 SOURCE_ROOT "/examples/zhuzhou-lukou-2020.ini", "株洲市公安局渌口分局", "2020",
                 "hunan-2020", "部门", 130},
                {"lezhi-2020.book", "lezhi-2020.leaves", SOURCE_ROOT "/examples/lezhi-2020.json",
                 "乐至县公安局", "2020", "sichuan-2020", "部门", 180}};
enum { AGENCIES = sizeof agencies / sizeof *agencies };

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

/* ---- What a disclosure prints is found in it again ---- */

/* 三公.预算 is what a form may print as 全年预算 as well; a table of 类 may be part of another's.
 */
static inline void same_name(char *fact)
{
    static const char *const names[][2] = {
        {"三公.全年预算.", "三公.预算."}, {"经济.人员类.", "经济."}, {"经济.公用类.", "经济."}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(fact, names[i][0], strlen(names[i][0])) == 0) {
            size_t from = strlen(names[i][0]), to = strlen(names[i][1]);
            memcpy(fact, names[i][1], to);
            memmove(fact + to, fact + from, strlen(fact + from) + 1);
        }
}

/* The value of the line "  fact = value" among the figures, or NULL. */
static inline const char *find_figure(const struct buf *figures, const char *fact)
{
    char start[600];
    snprintf(start, sizeof start, "  %s = ", fact);
    const char *found = strstr(figures->p, start);
    return found ? found + strlen(start) : NULL;
}

/* Whether both spell one number; 40.80 is 40.8. */
static inline bool is_same(const char *printed, const char *found)
{
    while (*printed && *printed == *found) {
        printed++;
        found++;
    }
    while (*printed == '0' || *printed == '.')
        printed++;
    while (*found == '0' || *found == '.')
        found++;
    return !*printed && *found == '\n';
}

/* What the disclosure of the record says, all of it. */
static inline struct buf document_of(const char *record)
{
    char command[1024];
    int status;
    snprintf(command, sizeof command, "LC_ALL=C.UTF-8 " PROGRAM " dump document %s 2>/dev/null",
             record);
    struct buf document = run_command(command, &status);
    if (status > 1)
        fail_msg("%s: status %d", record, status);
    return document;
}

/* Every figure in the document's tables must be among those found; returns how many there were. */
static inline unsigned check_printed(const char *record, const struct buf *figures)
{
    struct buf document = document_of(record);
    unsigned checked = 0;
    size_t table = 0;
    for (struct slice rest = buf_slice(&document); rest.p && rest.n;) {
        struct slice line = slice_cut(&rest, '\n');
        size_t depth = 0;
        char text[256], fact[512];
        while (depth < line.n && line.p[depth] == ' ')
            depth++;
        if (depth <= table)
            table = 0;
        if (slice_starts((struct slice){line.p + depth, line.n - depth}, "table"))
            table = depth;
        if (!table || sscanf(line.p, " text “%255[0-9.]” = %511s", text, fact) != 2 ||
            strncmp(fact, "单位.", strlen("单位.")) == 0 ||
            strncmp(fact, "绩效.", strlen("绩效.")) == 0 || strcmp(text, "0") == 0)
            continue;
        same_name(fact);
        if (strcmp(fact, "一般公共预算支出.年初预算") == 0)
            continue; /* of a report, not of a table of the accounts */
        const char *found = find_figure(figures, fact);
        if (!found || !is_same(text, found))
            fail_msg("%s: %s is printed as %s but found as %.12s", record, fact, text,
                     found ? found : "nothing");
        checked++;
    }
    buf_free(&document);
    return checked;
}

/* Replaces every occurrence; the result is the caller's. */
static inline struct buf replaced(struct slice text, const char *from, const char *to)
{
    struct buf out = {0};
    const char *at = text.p, *found;
    while ((found = strstr(at, from))) {
        buf_put(&out, at, (size_t)(found - at));
        buf_puts(&out, to);
        at = found + strlen(from);
    }
    buf_puts(&out, at);
    return out;
}

#endif
