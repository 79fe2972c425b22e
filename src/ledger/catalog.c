#include "ledger/catalog.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/nearest.h"
#include "base/reading.h"

enum { FOREVER = 9999 };

static int compare_subjects(const void *a, const void *b)
{
    return slice_compare(((const struct subject *)a)->code, ((const struct subject *)b)->code);
}

/* The first bytes of the code as a number: in the order of the codes. */
static uint64_t rank_of(struct slice code)
{
    uint64_t rank = 0;
    for (size_t i = 0; i < sizeof rank; i++)
        rank = rank << 8 | (i < code.n ? (unsigned char)code.p[i] : 0);
    return rank;
}

static int year_of(struct slice text)
{
    int64_t year;
    return decimal_parse(slice_trim(text), 0, &year) == DECIMAL_OK ? (int)year : 0;
}

/* The spans of "2017,2019-2021" or "2020-". A part that is no year is passed over. */
static void read_years(struct arena *arena, struct slice text, struct subject *subject)
{
    subject->years = slice_copy(arena, text);
    size_t parts = text.n > 0;
    for (size_t i = 0; i < text.n; i++)
        parts += text.p[i] == ',';
    struct span *spans = parts ? ARENA_ARRAY(arena, struct span, parts) : NULL;
    subject->span = spans;
    while (text.n) {
        struct slice part = slice_cut(&text, ',');
        int from = year_of(slice_cut(&part, '-'));
        int to = !part.p ? from : part.n ? year_of(part) : FOREVER;
        if (from && to)
            spans[subject->span_count++] = (struct span){from, to};
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
    read_years(arena, slice_trim(line), subject);
    return true;
}

static size_t count_lines(struct slice text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    return lines;
}

static bool read_file(struct arena *arena, struct diag *diag, const char *path, enum shelf shelf,
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
        subject->shelf = shelf;
        subject->file = path;
        subjects->count += read_line(arena, slice_cut(&rest, '\n'), subject);
    }
    return true;
}

static const char unconfirmed[] = "functional-unconfirmed.tsv";

static bool is_unconfirmed(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash ? slash + 1 : path, unconfirmed) == 0;
}

/* The own lists of a folder. */
static bool read_own(struct arena *arena, struct diag *diag, const char *folder, const char *name,
                     enum shelf shelf, struct subjects *subjects)
{
    bool read = true;
    glob_t own;
    if (!folder || glob(arena_printf(arena, "%s/%s-*.tsv", folder, name), 0, NULL, &own) != 0)
        return true;
    for (size_t i = 0; i < own.gl_pathc; i++)
        if (!is_unconfirmed(own.gl_pathv[i]))
            read =
                read_file(arena, diag, arena_copy(arena, own.gl_pathv[i], strlen(own.gl_pathv[i])),
                          shelf, subjects) &&
                read;
    globfree(&own);
    return read;
}

static void sort_subjects(struct arena *arena, struct subjects *subjects)
{
    if (subjects->count)
        qsort(subjects->item, subjects->count, sizeof *subjects->item, compare_subjects);
    subjects->ranks = ARENA_ARRAY(arena, uint64_t, subjects->count);
    for (size_t i = 0; i < subjects->count; i++) {
        subjects->ranks[i] = rank_of(subjects->item[i].code);
        subjects->own |= subjects->item[i].shelf >= SHELF_SITE;
    }
}

static bool read_files(struct arena *arena, struct diag *diag, const char *folder, const char *name,
                       struct subjects *subjects)
{
    bool read = read_file(arena, diag, arena_printf(arena, "%s/%s.tsv", folder, name), SHELF_OURS,
                          subjects);
    read = read_own(arena, diag, folder, name, SHELF_BESIDE, subjects) && read;
    for (enum shelf shelf = SHELF_SITE; shelf <= SHELF_USER; shelf++)
        read = read_own(arena, diag, folder_of_shelf(arena, shelf, "subjects"), name, shelf,
                        subjects) &&
               read;
    sort_subjects(arena, subjects);
    return read;
}

/* Names that nobody has confirmed, of codes that no other list names. */
static bool read_unconfirmed(struct arena *arena, struct diag *diag, const char *folder,
                             struct catalog *catalog)
{
    const char *path = arena_printf(arena, "%s/%s", folder, unconfirmed);
    struct subjects all = {0}, *kept = &catalog->unconfirmed;
    if (access(path, F_OK) != 0)
        return true;
    if (!read_file(arena, diag, path, SHELF_OURS, &all))
        return false;
    kept->item = all.item;
    for (size_t i = 0; i < all.count; i++)
        if (!subject_find(&catalog->functional, all.item[i].code, 0))
            kept->item[kept->count++] = all.item[i];
    sort_subjects(arena, kept);
    return true;
}

const struct catalog *catalog_open(struct arena *arena, struct diag *diag, const char *folder)
{
    struct catalog *catalog = ARENA_NEW(arena, struct catalog);
    bool functional = read_files(arena, diag, folder, "functional", &catalog->functional);
    bool economic = read_files(arena, diag, folder, "economic", &catalog->economic);
    bool read = read_unconfirmed(arena, diag, folder, catalog) && functional && economic;
    return read ? catalog : NULL;
}

/* Years between the year and the nearest of the name; 0 within. */
static int distance(const struct subject *subject, int year)
{
    int nearest = subject->years.n ? FOREVER : 0;
    for (uint32_t i = 0; i < subject->span_count; i++) {
        const struct span *span = &subject->span[i];
        int far = year < span->from ? span->from - year : year > span->to ? year - span->to : 0;
        nearest = far < nearest ? far : nearest;
    }
    return nearest;
}

bool subject_holds(const struct subject *subject, int year)
{
    return distance(subject, year) == 0;
}

static bool is_better(const struct subject *subject, const struct subject *than, int year)
{
    int far = distance(subject, year), farther = distance(than, year);
    return far < farther || (far == farther && subject->shelf > than->shelf);
}

/* The first item whose rank is not below, or the count. */
static size_t first_of_rank(const struct subjects *subjects, uint64_t rank)
{
    size_t from = 0, count = subjects->count;
    while (count) {
        size_t half = count / 2;
        bool below = subjects->ranks[from + half] < rank;
        from += below ? half + 1 : 0;
        count = below ? count - half - 1 : half;
    }
    return from;
}

const struct subject *subject_find(const struct subjects *subjects, struct slice code, int year)
{
    const struct subject *best = NULL;
    const uint64_t rank = rank_of(code);
    for (size_t i = first_of_rank(subjects, rank);
         i < subjects->count && subjects->ranks[i] == rank; i++) {
        const struct subject *subject = &subjects->item[i];
        if (slice_eq(subject->code, code) && (!best || is_better(subject, best, year)))
            best = subject;
    }
    return best;
}

const struct subject *subject_find_functional(const struct catalog *catalog, struct slice code,
                                              int year)
{
    const struct subject *subject = subject_find(&catalog->functional, code, year);
    return subject ? subject : subject_find(&catalog->unconfirmed, code, year);
}

static bool is_digits(struct slice code)
{
    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] < '0' || code.p[i] > '9')
            return false;
    return code.n > 0;
}

bool code_is_functional(struct slice code)
{
    return is_digits(code) && code.p[0] == '2' && (code.n == 3 || code.n == 5 || code.n == 7);
}

bool code_is_economic(struct slice code)
{
    return is_digits(code) && code.p[0] == '3' && (code.n == 3 || code.n == 5);
}

static void offer_list(struct nearest *nearest, const struct subjects *subjects, size_t shared)
{
    for (size_t i = 0; i < subjects->count; i++) {
        struct slice code = subjects->item[i].code;
        if (code.n == nearest->wanted.n && memcmp(code.p, nearest->wanted.p, shared) == 0)
            nearest_offer(nearest, code);
    }
}

struct slice catalog_near(const struct catalog *catalog, struct slice code)
{
    const struct subjects *const lists[] = {&catalog->functional, &catalog->unconfirmed,
                                            &catalog->economic};
    static const size_t shared[] = {5, 3, 0};
    struct nearest nearest = {.wanted = code};
    for (size_t i = 0; i < 3 && !nearest.best.n; i++)
        for (size_t list = 0; list < 3 && code.n > shared[i]; list++)
            offer_list(&nearest, lists[list], shared[i]);
    return nearest.best;
}
