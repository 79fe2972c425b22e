#include "ledger/catalog.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int compare_codes(struct slice a, struct slice b)
{
    int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int compare_subjects(const void *a, const void *b)
{
    return compare_codes(((const struct subject *)a)->code, ((const struct subject *)b)->code);
}

/* One line without its end; false for blank lines and comments. */
static bool read_line(struct arena *arena, struct slice line, struct subject *subject)
{
    line = slice_trim(line);
    if (!line.n || line.p[0] == '#')
        return false;
    subject->code = slice_copy(arena, slice_cut(&line, '\t'));
    subject->name = slice_copy(arena, slice_cut(&line, '\t'));
    return true;
}

static bool read_file(struct arena *arena, struct diag *diag, const char *path,
                      struct subject **subjects, size_t *count)
{
    const struct source *source = source_read(arena, path);
    if (!source) {
        diag_report(diag, MSG_FILE_READ, (struct pos){0}, path, strerror(errno));
        return false;
    }
    size_t lines = 1;
    for (size_t i = 0; i < source->text.n; i++)
        lines += source->text.p[i] == '\n';
    *subjects = ARENA_ARRAY(arena, struct subject, lines);
    *count = 0;
    for (struct slice rest = source->text; rest.p;) {
        struct slice line = slice_cut(&rest, '\n');
        *count += read_line(arena, line, &(*subjects)[*count]);
    }
    qsort(*subjects, *count, sizeof **subjects, compare_subjects);
    return true;
}

const struct catalog *catalog_open(struct arena *arena, struct diag *diag, const char *folder)
{
    struct catalog *catalog = ARENA_NEW(arena, struct catalog);
    const char *functional = arena_printf(arena, "%s/functional.tsv", folder);
    const char *economic = arena_printf(arena, "%s/economic.tsv", folder);
    bool read =
        read_file(arena, diag, functional, &catalog->functional, &catalog->functional_count) &&
        read_file(arena, diag, economic, &catalog->economic, &catalog->economic_count);
    return read ? catalog : NULL;
}

static const struct subject *find(const struct subject *subjects, size_t count, struct slice code)
{
    struct subject wanted = {.code = code};
    return bsearch(&wanted, subjects, count, sizeof *subjects, compare_subjects);
}

const struct subject *catalog_functional(const struct catalog *catalog, struct slice code)
{
    return find(catalog->functional, catalog->functional_count, code);
}

const struct subject *catalog_economic(const struct catalog *catalog, struct slice code)
{
    return find(catalog->economic, catalog->economic_count, code);
}
