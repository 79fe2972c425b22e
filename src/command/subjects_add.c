/*
 * gongkai subjects add: codes and names from a list of any form become the user's own catalogue.
 *
 *     file ──► grids (intake) ──► entries ──► functional-….tsv, economic-….tsv of the user's folder
 *
 * A row is an entry when it has a code and, right of it, a name. The code stands in one cell, or as
 * 类, 款 and 项 in columns of their own, where a row may leave out what the row above has.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/command.h"
#include "intake/grid.h"
#include "press/pipeline.h"
#include "press/write.h"

struct entry {
    struct slice code, name;
    const struct grid *grid;
    const struct cell *cell;
};

struct list {
    struct house *house;
    struct diag *diag;
    struct entry *entry;
    uint32_t count, room;
    uint32_t others; /* codes of other classifications */
    const char *years;
};

/* entries */

/* Where the codes of a grid stand, and the code that rows below go on with. */
struct codes {
    bool found;
    uint32_t column; /* of the 类, or of the whole code */
    char last[8];
};

static bool is_digits(struct slice text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return text.n > 0;
}

/* Puts the 款 or 项, which a number has lost its first 0 of, behind the code down to it. */
static bool append(struct codes *codes, struct slice part, size_t above)
{
    if (part.n > 2 || strlen(codes->last) < above)
        return false;
    snprintf(codes->last + above, sizeof codes->last - above, "%02d", atoi(part.p));
    return true;
}

/* Takes a cell of digits into the code of its row; false when it is no part of it. */
static bool take_digits(struct codes *codes, const struct cell *cell)
{
    struct slice text = cell->text;
    bool whole = text.n == 3 || text.n == 5 || text.n == 7;
    if (whole && (!codes->found || cell->column == codes->column)) {
        codes->found = true;
        codes->column = cell->column;
        snprintf(codes->last, sizeof codes->last, "%s", text.p);
        return true;
    }
    if (!codes->found || cell->column <= codes->column || cell->column > codes->column + 2)
        return false;
    return append(codes, text, cell->column == codes->column + 1 ? 3 : 5);
}

static bool is_name(struct slice text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80)
            return true;
    return false;
}

/* The entry of another cell with the same code, or NULL. */
static const struct entry *twin_of(const struct list *list, struct slice code)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (slice_eq(list->entry[i].code, code))
            return &list->entry[i];
    return NULL;
}

static void add_entry(struct list *list, struct entry entry)
{
    struct arena *arena = list->house->arena;
    const struct entry *twin = twin_of(list, entry.code);
    if (twin && !slice_eq(twin->name, entry.name))
        diag_report(list->diag, MSG_SUBJECT_TWICE, cell_pos(entry.grid, entry.cell), entry.code.p,
                    entry.name.p, twin->name.p)
            ->also = cell_pos(twin->grid, twin->cell);
    if (twin)
        return;
    GROW(arena, list->entry, list->count, list->room, 64);
    list->entry[list->count++] = entry;
}

static void read_row(struct list *list, const struct grid *grid, struct codes *codes, uint32_t row)
{
    struct arena *arena = list->house->arena;
    uint32_t count;
    bool coded = false;
    const struct cell *cell = grid_row(grid, row, &count);
    for (uint32_t i = 0; i < count; i++, cell++) {
        if (is_digits(cell->text)) {
            coded |= take_digits(codes, cell);
            continue;
        }
        if (!coded || !is_name(cell->text))
            continue;
        struct slice code = slice_copy(arena, slice_of(codes->last));
        if (code_is_functional(code) || code_is_economic(code))
            add_entry(list, (struct entry){code, cell->text, grid, cell});
        else
            list->others++;
        return;
    }
}

static void read_grids(struct list *list, const struct book *book)
{
    for (const struct grid *grid = book->first; grid; grid = grid->next) {
        struct codes codes = {0};
        for (uint32_t row = 0; row < grid->rows; row++)
            read_row(list, grid, &codes, row);
    }
}

/* the files */

/* The name of the file without folder and ending; not that of a list of ours. */
static const char *stem_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    const char *stem =
        arena_printf(arena, "%.*s", (int)(dot && dot > name ? dot - name : 255), name);
    return strcmp(stem, "unconfirmed") == 0 ? "unconfirmed-1" : stem;
}

static bool make_folders(struct arena *arena, const char *path)
{
    for (const char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
        const char *part = arena_printf(arena, "%.*s", (int)(slash ? slash - path : 4095), path);
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return false;
        if (!slash)
            return true;
    }
}

/* Tells which names the catalogue has had otherwise. */
static void tell_changes(const struct list *list, bool economic)
{
    const struct catalog *catalog = list->house->catalog;
    int year = atoi(list->years);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct entry *entry = &list->entry[i];
        if (code_is_economic(entry->code) != economic)
            continue;
        const struct subject *known =
            economic ? subject_find(&catalog->economic, entry->code, year ? year : 9999)
                     : subject_find_functional(catalog, entry->code, year ? year : 9999);
        if (known && !slice_eq(known->name, entry->name))
            printf("%s %s → %s\n", entry->code.p, known->name.p, entry->name.p);
    }
}

static bool write_entries(struct list *list, const char *folder, const char *stem, bool economic)
{
    struct arena *arena = list->house->arena;
    bool chinese = list->diag->language == LANGUAGE_CHINESE;
    const char *path =
        arena_printf(arena, "%s/%s-%s.tsv", folder, economic ? "economic" : "functional", stem);
    struct buf out = {0};
    unsigned count = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct entry *entry = &list->entry[i];
        if (code_is_economic(entry->code) != economic)
            continue;
        buf_printf(&out, "%s\t%s\t%s\n", entry->code.p, entry->name.p, list->years);
        count++;
    }
    bool written = !count || (make_folders(arena, folder) && write_file(path, buf_slice(&out)));
    buf_free(&out);
    if (!written)
        diag_report(list->diag, MSG_FILE_WRITE, (struct pos){0}, path, strerror(errno));
    else if (count)
        printf(chinese ? "%u 个科目 → %s\n" : "%u subjects → %s\n", count, path);
    return written;
}

static bool add(struct list *list, const char *path)
{
    struct arena *arena = list->house->arena;
    const char *folder = folder_of_shelf(arena, SHELF_USER, "subjects");
    const struct book *book = book_read(arena, list->diag, path);
    if (!book || !house_catalog(list->house, list->diag))
        return false;
    read_grids(list, book);
    if (!list->count)
        diag_report(list->diag, MSG_SUBJECTS_NONE, book_pos(book));
    if (!folder)
        diag_report(list->diag, MSG_FILE_WRITE, (struct pos){0}, "~", strerror(ENOENT));
    if (list->diag->worst >= LEVEL_ERROR)
        return false;
    tell_changes(list, false);
    tell_changes(list, true);
    if (list->others)
        diag_report(list->diag, MSG_SUBJECTS_OTHERS, book_pos(book),
                    arena_printf(arena, "%u", list->others));
    const char *stem = stem_of(arena, path);
    return write_entries(list, folder, stem, false) && write_entries(list, folder, stem, true);
}

/* "2025", "2025-" or "2019-2021,2023". */
static bool are_years(const char *text)
{
    for (struct slice rest = slice_of(text); rest.p;) {
        struct slice part = slice_cut(&rest, ','), from = slice_cut(&part, '-');
        if (from.n != 4 || !is_digits(from) || (part.n && (part.n != 4 || !is_digits(part))))
            return false;
    }
    return true;
}

int subjects_command_add(int argc, char **argv)
{
    static const struct setting settings[] = {{"years", 0, false, 0}, {0}};
    const char *years = "";
    const struct command_line line = {"subjects add", settings, &years,
                                      .operands = {{"FILE", "文件"}}};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    if (*years && !are_years(years))
        return command_complain("subjects add", MSG_OPTION_BAD, "years", years,
                                "2025, 2025-, 2019-2021,2023");
    struct house house;
    struct diag diag;
    house_open(&house, NULL);
    diag_init(&diag, house.arena, language_of_locale());
    struct list list = {.house = &house, .diag = &diag, .years = years};
    bool added = add(&list, argv[optind]);
    command_tell(&diag);
    house_close(&house);
    return added ? STATUS_OK : STATUS_ERROR;
}
