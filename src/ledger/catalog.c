#include "ledger/catalog.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/reading.h"

enum { FOREVER = 9999 };

static int compare_subjects(const void *a, const void *b)
{
    return slice_compare(((const struct subject *)a)->code, ((const struct subject *)b)->code);
}

static int year_of(struct slice text)
{
    int64_t year;
    return decimal_parse(slice_trim(text), 0, &year) == DECIMAL_OK ? (int)year : 0;
}

/* The span of "2017,2019-2021" or "2020-"; all years when there is none. */
static void read_years(struct slice text, struct subject *subject)
{
    subject->from = text.n ? FOREVER : 0;
    subject->to = text.n ? 0 : FOREVER;
    while (text.n) {
        struct slice part = slice_cut(&text, ',');
        int from = year_of(slice_cut(&part, '-'));
        int to = !part.p ? from : part.n ? year_of(part) : FOREVER;
        subject->from = from < subject->from ? from : subject->from;
        subject->to = to > subject->to ? to : subject->to;
    }
}

/* One line without its end; false for blank lines and comments. */
static bool read_line(struct arena *arena, struct slice line, struct subject *subject)
{
    line = slice_trim(line);
    if (!line.n || line.p[0] == '#')
        return false;
    subject->code = slice_copy(arena, slice_cut(&line, '\t'));
    subject->name = slice_copy(arena, slice_cut(&line, '\t'));
    read_years(slice_trim(line), subject);
    return true;
}

static size_t count_lines(struct slice text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    return lines;
}

static bool read_file(struct arena *arena, struct diag *diag, const char *path, bool own,
                      struct subjects *subjects)
{
    const struct source *source = source_read(arena, path, LIMIT_CATALOG);
    if (!source) {
        source_report(diag, (struct pos){0}, path);
        return false;
    }
    size_t room = subjects->count + count_lines(source->text);
    struct subject *items = ARENA_ARRAY(arena, struct subject, room);
    if (subjects->count)
        memcpy(items, subjects->item, subjects->count * sizeof *items);
    subjects->item = items;
    for (struct slice rest = source->text; rest.p;) {
        struct subject *subject = &items[subjects->count];
        subject->own = own;
        subjects->count += read_line(arena, slice_cut(&rest, '\n'), subject);
    }
    return true;
}

static bool read_files(struct arena *arena, struct diag *diag, const char *folder, const char *name,
                       struct subjects *subjects)
{
    bool read =
        read_file(arena, diag, arena_printf(arena, "%s/%s.tsv", folder, name), false, subjects);
    glob_t own;
    if (glob(arena_printf(arena, "%s/%s-*.tsv", folder, name), 0, NULL, &own) == 0) {
        for (size_t i = 0; i < own.gl_pathc; i++)
            read = read_file(arena, diag, own.gl_pathv[i], true, subjects) && read;
        globfree(&own);
    }
    if (subjects->count)
        qsort(subjects->item, subjects->count, sizeof *subjects->item, compare_subjects);
    return read;
}

const struct catalog *catalog_open(struct arena *arena, struct diag *diag, const char *folder)
{
    struct catalog *catalog = ARENA_NEW(arena, struct catalog);
    bool functional = read_files(arena, diag, folder, "functional", &catalog->functional);
    bool economic = read_files(arena, diag, folder, "economic", &catalog->economic);
    return functional && economic ? catalog : NULL;
}

/* Years between the year and those of the name; 0 within. */
static int distance(const struct subject *subject, int year)
{
    return year < subject->from ? subject->from - year
           : year > subject->to ? year - subject->to
                                : 0;
}

bool subject_holds(const struct subject *subject, int year)
{
    return distance(subject, year) == 0;
}

static bool is_better(const struct subject *subject, const struct subject *than, int year)
{
    int far = distance(subject, year), farther = distance(than, year);
    return far < farther || (far == farther && subject->own && !than->own);
}

const struct subject *subject_find(const struct subjects *subjects, struct slice code, int year)
{
    struct subject wanted = {.code = code};
    const struct subject *end = subjects->item + subjects->count;
    const struct subject *found =
        bsearch(&wanted, subjects->item, subjects->count, sizeof wanted, compare_subjects);
    if (!found)
        return NULL;
    while (found > subjects->item && slice_eq(found[-1].code, code))
        found--;
    const struct subject *best = found;
    for (; found < end && slice_eq(found->code, code); found++)
        if (is_better(found, best, year))
            best = found;
    return best;
}
