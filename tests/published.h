/*
 * What the tests on published disclosures share: an example is rendered, its tables are compared
 * row by row and its narrative figure by figure with the published text, which is reference
 * material that need not be there.
 */
#ifndef TESTS_PUBLISHED_H
#define TESTS_PUBLISHED_H

#include <ctype.h>

#include "testing.h"

static char folder[] = "/tmp/gongkai-test-XXXXXX";

/* A shell command with the folder put for each %s. */
static inline struct buf shell(const char *format)
{
    struct buf command = {0};
    for (const char *p = format; *p; p++) {
        if (p[0] == '%' && p[1] == 's') {
            buf_puts(&command, folder);
            p++;
        } else {
            buf_putc(&command, *p);
        }
    }
    struct buf output = run_command(command.p, NULL);
    buf_free(&command);
    return output;
}

static inline void run_shell(const char *format)
{
    struct buf output = shell(format);
    buf_free(&output);
}

static inline int remove_folder(void **state)
{
    (void)state;
    run_shell("rm -r %s");
    return 0;
}

/* Appends a cell's text as it is compared: without blanks, brackets in one width. */
static inline void put_cell(struct buf *out, struct slice cell)
{
    for (size_t at = 0; at < cell.n;) {
        uint32_t code = utf8_next(cell, &at);
        if (code == ' ' || code == '\r' || code == 0x3000)
            continue;
        buf_put_utf8(out, code == 0xFF08 ? '(' : code == 0xFF09 ? ')' : code);
    }
}

static inline bool is_number(struct slice cell)
{
    size_t digits = 0;
    for (size_t i = 0; i < cell.n; i++) {
        if (!isdigit((unsigned char)cell.p[i]) && cell.p[i] != '.' && cell.p[i] != ',')
            return false;
        digits += isdigit((unsigned char)cell.p[i]) != 0;
    }
    return digits > 0;
}

/* The part of the published text between two headings, the first in its second occurrence: the
 * contents list has it too. */
static inline struct slice part_of(const struct buf *text, const char *from, const char *to)
{
    const char *start = strstr(text->p, from);
    start = start ? strstr(start + 1, from) : NULL;
    const char *end = start ? strstr(start, to) : NULL;
    assert_non_null(end);
    return (struct slice){start, (size_t)(end - start)};
}

static inline size_t span_of(const char *line)
{
    return strncmp(line, "/ColSpan ", 9) == 0 ? (size_t)atoi(line + 9) : 0;
}

/* The rows of all tables as the structure tree of the PDF has them, a line each: "cell|cell|…|". A
 * cell that spans columns is followed by empty ones if the published text has it so. */
static inline struct buf structure_rows(const char *file, bool spans_have_cells)
{
    struct buf tree = shell(file), rows = {0};
    size_t span = 0;
    bool in_cell = false, in_row = false;
    for (struct slice rest = buf_slice(&tree); rest.p;) {
        struct slice line = slice_trim(slice_cut(&rest, '\n'));
        bool cell = slice_starts(line, "TD") || slice_starts(line, "TH");
        bool row = slice_starts(line, "TR");
        bool text = slice_starts(line, "\"") && line.n >= 2;
        bool detail = slice_starts(line, "/") || slice_starts(line, "Span");
        if (line.n && in_cell && !text && !detail) {
            for (size_t i = spans_have_cells ? 0 : span - 1; i < span; i++)
                buf_putc(&rows, '|');
            in_cell = false;
        }
        if (cell) {
            in_cell = in_row = true;
            span = 1;
        } else if (in_cell && text) {
            put_cell(&rows, (struct slice){line.p + 1, line.n - 2});
        } else if (in_cell && span_of(line.p)) {
            span = span_of(line.p);
        } else if (in_row && line.n && !text && !detail) {
            buf_putc(&rows, '\n');
            in_row = false;
        }
        if (row && in_row) {
            buf_putc(&rows, '\n');
            in_row = false;
        }
    }
    buf_free(&tree);
    return rows;
}

/* A published figure or row that is a slip of the original, and why. */
struct slip {
    const char *figure, *reason;
};

static inline bool is_next_slip(const struct slip **slip, const char *figure)
{
    if (!(*slip)->figure || strcmp((*slip)->figure, figure) != 0)
        return false;
    ++*slip;
    return true;
}

/* Takes the next row off the published text; empty when it holds no number. */
typedef void next_row_fn(struct slice *part, struct buf *row);

/* Every published row with a number must stand in ours, in the published order, but for the slips,
 * in order and ended by {NULL}. Returns the number of rows. */
static inline size_t check_rows(const struct buf *rows, struct slice part, next_row_fn *next_row,
                                const struct slip *slip)
{
    struct buf row = {0};
    size_t count = 0, missing = 0;
    const char *from = rows->p;
    while (part.p) {
        next_row(&part, &row);
        if (!row.n)
            continue;
        count++;
        if (is_next_slip(&slip, row.p))
            continue;
        buf_putc(&row, '\n');
        const char *found = strstr(from, row.p);
        if (found && (found == rows->p || found[-1] == '\n')) {
            from = found + row.n;
        } else {
            missing++;
            print_error("not in the PDF: %s", row.p);
        }
    }
    assert_int_equal(missing, 0);
    assert_null(slip->figure);
    buf_free(&row);
    return count;
}

enum { FIGURES = 400, FIGURE_SIZE = 32 };

/* The figures of a text in order, each without separators and needless zeros. */
struct figures {
    char item[FIGURES][FIGURE_SIZE];
    size_t count;
};

static inline void normalise(char *figure)
{
    char *point = strchr(figure, '.'), *end = figure + strlen(figure);
    bool percent = end[-1] == '%';
    if (point) {
        char *last = end - (percent ? 2 : 1);
        while (*last == '0')
            last--;
        if (*last == '.')
            last--;
        snprintf(last + 1, 2, "%s", percent ? "%" : "");
    }
}

static inline bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* A number that only counts headings or items: "1、", "3.". */
static inline bool is_ordinal(const char *line, const char *start, const char *end)
{
    return start == line &&
           (strncmp(end, "、", 3) == 0 || strncmp(end, ". ", 2) == 0 || strncmp(end, "．", 3) == 0);
}

static inline void read_figures(struct figures *figures, struct slice text)
{
    figures->count = 0;
    const char *line = text.p, *stop = text.p + text.n;
    for (const char *p = text.p; p < stop;) {
        if (*p == '\n' || (*p == ' ' && p == line))
            line = p + 1;
        if (!is_digit(*p)) {
            p++;
            continue;
        }
        const char *start = p;
        char *out = figures->item[figures->count];
        size_t n = 0;
        while (p < stop && n < FIGURE_SIZE - 2 &&
               (is_digit(*p) || ((*p == ',' || *p == '.') && is_digit(p[1])))) {
            if (*p != ',')
                out[n++] = *p;
            p++;
        }
        if (p < stop && *p == '%')
            out[n++] = *p++;
        out[n] = '\0';
        if (is_ordinal(line, start, p))
            continue;
        normalise(out);
        assert_true(++figures->count < FIGURES);
    }
}

/* Length of the longest common subsequence of a[i…] and b[j…], for all i and j. */
static unsigned short common[FIGURES + 1][FIGURES + 1];

static inline void align(const struct figures *a, const struct figures *b)
{
    memset(common, 0, sizeof common);
    for (size_t i = a->count; i-- > 0;)
        for (size_t j = b->count; j-- > 0;) {
            unsigned short down = common[i + 1][j], right = common[i][j + 1];
            common[i][j] = strcmp(a->item[i], b->item[j]) == 0
                               ? (unsigned short)(common[i + 1][j + 1] + 1)
                           : down > right ? down
                                          : right;
        }
}

/* Walks the alignment; every published figure that is not ours must be the next slip. */
static inline size_t count_lost(const struct figures *published, const struct figures *ours,
                                const struct slip *slip)
{
    size_t lost = 0, unexplained = 0;
    for (size_t i = 0, j = 0; i < published->count;) {
        if (j < ours->count && strcmp(published->item[i], ours->item[j]) == 0) {
            i++, j++;
        } else if (j < ours->count && common[i][j + 1] >= common[i + 1][j]) {
            j++;
        } else {
            lost++;
            if (!is_next_slip(&slip, published->item[i])) {
                unexplained++;
                print_error("published figure %s (after %s) is not ours\n", published->item[i],
                            i ? published->item[i - 1] : "");
            }
            i++;
        }
    }
    assert_int_equal(unexplained, 0);
    assert_null(slip->figure);
    return lost;
}

/* Every published figure must be ours, in order, but for the slips, in order and ended by {NULL}.
 * Returns how many there are; *lost counts the slips. */
static inline size_t check_figures(struct slice published, struct slice ours,
                                   const struct slip *slips, size_t *lost)
{
    static struct figures there, here;
    read_figures(&there, published);
    read_figures(&here, ours);
    align(&there, &here);
    *lost = count_lost(&there, &here, slips);
    return there.count;
}

#endif
