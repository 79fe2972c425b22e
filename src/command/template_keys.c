/* gongkai template keys: which keys of a record the documents of packages print, as a table. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/template_command.h"
#include "record/schema.h"

struct column {
    const char *name;
    const struct template *template;
};

/* The rows of the keys that the package declares, or NULL. */
static const struct schema_row *own_keys(const struct column *column)
{
    size_t ours = 0;
    const struct schema_row *keys = template_form(column->template, kind_final.form)->keys;
    while (schema_path(ours))
        ours++;
    return keys ? keys + ours : NULL;
}

/* Whether a document of the package prints the key of that name, in which numbers stand for any. */
static bool is_read(struct house *house, const struct column *column, struct slice name)
{
    for (size_t i = 0; kind_at(i); i++)
        if (template_has(column->template, kind_at(i)->part) &&
            house_reads(house, column->template, kind_at(i), name) == READS_IT)
            return true;
    return false;
}

/* The same of a path from `rest` on, with what comes before it spelt out: any of the words of a
 * class will do. */
static bool reads_path(struct house *house, const struct column *column, const char *before,
                       struct slice rest)
{
    if (!rest.p)
        return is_read(house, column, slice_of(before));
    struct slice segment = slice_cut(&rest, '.');
    const char *dot = *before ? "." : "", *words = schema_words(segment);
    bool open = segment.p[0] == '<' && !words;
    for (struct slice keys = words ? slice_of(words) : open ? SLICE("0") : segment; keys.p;) {
        struct slice key = slice_cut(&keys, '|');
        const char *path = arena_printf(house->arena, "%s%s%.*s", before, dot, (int)key.n, key.p);
        if (reads_path(house, column, path, rest))
            return true;
    }
    return false;
}

static void print_row(struct house *house, const struct column *columns, size_t count,
                      const char *path)
{
    printf("| `%s` |", path);
    for (size_t i = 0; i < count; i++)
        printf(" %s |", reads_path(house, &columns[i], "", slice_of(path)) ? "●" : "");
    putchar('\n');
}

/* What the column's package declares; of several that declare the same, the first tells. */
static void print_own(struct house *house, const struct column *columns, size_t count, size_t at)
{
    const struct schema_row *row = own_keys(&columns[at]);
    for (; row && row->path; row++) {
        bool told = false;
        for (size_t i = 0; i < at && !told; i++)
            for (const struct schema_row *other = own_keys(&columns[i]); other && other->path;
                 other++)
                told |= strcmp(other->path, row->path) == 0;
        if (!told)
            print_row(house, columns, count, row->path);
    }
}

static void print_table(struct house *house, const struct column *columns, size_t count)
{
    printf(language_of_locale() == LANGUAGE_CHINESE ? "| 键 |" : "| key |");
    for (size_t i = 0; i < count; i++)
        printf(" %s |", columns[i].name);
    printf("\n|---|");
    for (size_t i = 0; i < count; i++)
        printf("---|");
    putchar('\n');
    const char *path;
    for (size_t row = 0; (path = schema_path(row)); row++)
        print_row(house, columns, count, path);
    for (size_t i = 0; i < count; i++)
        print_own(house, columns, count, i);
}

/* Whether its documents are made of records at all. */
static bool reads_any(struct house *house, const struct column *column)
{
    const char *path;
    for (size_t row = 0; (path = schema_path(row)); row++)
        if (reads_path(house, column, "", slice_of(path)))
            return true;
    return false;
}

/* The packages named, or all that print a record: the number of columns, 0 after errors. */
static size_t open_columns(struct house *house, struct diag *diag, int argc, char **argv,
                           struct column **columns)
{
    const struct package_list *all = house_packages(house);
    size_t count = argc ? (size_t)argc : all->count, used = 0;
    *columns = ARENA_ARRAY(house->arena, struct column, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *name = argc ? argv[i] : all->item[i].name;
        (*columns)[used] = (struct column){name, house_template_here(house, diag, name)};
        if (!(*columns)[used].template)
            return 0;
        used += argc || reads_any(house, &(*columns)[used]);
    }
    return used;
}

enum status template_command_keys(int argc, char **argv)
{
    const struct command_line line = {"template keys", NULL,         NULL,
                                      PACKAGE_OPERAND, .more = true, .optional = true};
    struct house house;
    struct diag diag;
    struct column *columns;
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    house_open(&house, NULL);
    diag_init(&diag, house.arena, language_of_locale());
    size_t count = open_columns(&house, &diag, argc - optind, argv + optind, &columns);
    if (count)
        print_table(&house, columns, count);
    enum status status = template_command_report(&diag);
    house_close(&house);
    return status;
}
