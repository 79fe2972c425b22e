/*
 * The rooms of src/ keep to the table of README-developer.md: which may include which. No two
 * files include each other, however long the way round; nor do they call each other so.
 */
#include "testing.h"

#include <dirent.h>
#include <sys/stat.h>

enum { ROOMS_MAX = 64, FILES_MAX = 512, INCLUDES_MAX = 48 };

/* ---- The table ---- */

struct room {
    struct slice name;
    struct slice may; /* names of rooms between commas */
};

static struct room rooms[ROOMS_MAX];
static size_t room_count;
static struct buf manual;

/* What stands between back quotes in front of the rest. */
static struct slice quoted(struct slice *rest)
{
    slice_cut(rest, '`');
    return slice_cut(rest, '`');
}

static bool is_room_row(struct slice line)
{
    return slice_starts(line, "| `src/");
}

static int read_table(void **state)
{
    (void)state;
    manual = read_file(SOURCE_ROOT "/README-developer.md");
    for (struct slice rest = buf_slice(&manual); rest.p;) {
        struct slice line = slice_cut(&rest, '\n');
        if (!is_room_row(line) || room_count == ROOMS_MAX)
            continue;
        struct slice name = quoted(&line);
        slice_cut(&line, '|');
        rooms[room_count++] = (struct room){{name.p + 4, name.n - 4}, slice_cut(&line, '|')};
    }
    return 0;
}

static int free_table(void **state)
{
    (void)state;
    buf_free(&manual);
    return 0;
}

static const struct room *room_named(struct slice name)
{
    for (size_t i = 0; i < room_count; i++)
        if (slice_eq(rooms[i].name, name))
            return &rooms[i];
    return NULL;
}

static bool may_include(const struct room *room, struct slice other)
{
    if (slice_eq(room->name, other))
        return true;
    for (struct slice rest = room->may; rest.p;)
        if (slice_eq(slice_trim(slice_cut(&rest, ',')), other))
            return true;
    return false;
}

/* ---- The files ---- */

/* A .c and the .h of its name are one. */
struct unit {
    char name[96]; /* below src/, without its ending */
    size_t includes[INCLUDES_MAX];
    size_t count;
    int visited; /* 1: on the way, 2: done */
};

static struct unit units[FILES_MAX];
static size_t unit_count;

static struct slice without_ending(struct slice path)
{
    while (path.n && path.p[path.n - 1] != '.')
        path.n--;
    return (struct slice){path.p, path.n ? path.n - 1 : 0};
}

static struct slice folder_of(struct slice path)
{
    while (path.n && path.p[path.n - 1] != '/')
        path.n--;
    return (struct slice){path.p, path.n ? path.n - 1 : 0};
}

static size_t unit_of(struct slice path)
{
    struct slice name = without_ending(path);
    for (size_t i = 0; i < unit_count; i++)
        if (slice_is(name, units[i].name))
            return i;
    assert_true(unit_count < FILES_MAX && name.n < sizeof units->name);
    memcpy(units[unit_count].name, name.p, name.n);
    return unit_count++;
}

static void read_includes(const char *path, size_t *faults)
{
    struct buf text = read_file(path);
    struct slice own = slice_of(path + strlen(SOURCE_ROOT "/src/"));
    const struct room *room = room_named(folder_of(own));
    struct unit *unit = &units[unit_of(own)];
    if (!room)
        fail_msg("no row for src/%.*s in README-developer.md", (int)folder_of(own).n, own.p);
    for (struct slice rest = buf_slice(&text); rest.p;) {
        struct slice line = slice_cut(&rest, '\n');
        if (!slice_starts(line, "#include \""))
            continue;
        slice_cut(&line, '"');
        struct slice other = slice_cut(&line, '"');
        if (!memchr(other.p, '/', other.n))
            continue; /* the public header */
        if (!may_include(room, folder_of(other))) {
            print_error("src/%s includes %.*s, which its room may not\n", own.p, (int)other.n,
                        other.p);
            ++*faults;
        }
        assert_true(unit->count < INCLUDES_MAX);
        unit->includes[unit->count++] = unit_of(other);
    }
    buf_free(&text);
}

static bool is_source(const char *name)
{
    const char *ending = strrchr(name, '.');
    return ending &&
           (strcmp(ending, ".c") == 0 || strcmp(ending, ".h") == 0 || strcmp(ending, ".def") == 0);
}

static void walk(const char *folder, size_t *faults)
{
    DIR *open = opendir(folder);
    assert_non_null(open);
    for (struct dirent *entry; (entry = readdir(open));) {
        char path[1024];
        struct stat about;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || stat(path, &about) != 0)
            continue;
        if (S_ISDIR(about.st_mode))
            walk(path, faults);
        else if (is_source(path))
            read_includes(path, faults);
    }
    closedir(open);
}

/* ---- The rules ---- */

/* So there is no circle of rooms. */
static void rooms_include_only_rooms_above_them(void **state)
{
    (void)state;
    assert_true(room_count > 10);
    for (size_t i = 0; i < room_count; i++)
        for (struct slice rest = rooms[i].may; rest.p;) {
            struct slice name = slice_trim(slice_cut(&rest, ','));
            const struct room *other = room_named(name);
            if (name.n && !slice_is(name, "—") && (!other || other >= &rooms[i]))
                fail_msg("%.*s does not stand above %.*s", (int)name.n, name.p,
                         (int)rooms[i].name.n, rooms[i].name.p);
        }
}

static void files_include_what_their_room_may(void **state)
{
    (void)state;
    size_t faults = 0;
    walk(SOURCE_ROOT "/src", &faults);
    assert_int_equal(faults, 0);
    assert_true(unit_count > 100);
}

/* ---- Calls, as the linker sees them ---- */

struct symbol {
    char *name;
    size_t unit;
};

static struct symbol symbols[8192];
static size_t symbol_count;

static int compare_symbols(const void *a, const void *b)
{
    return strcmp(((const struct symbol *)a)->name, ((const struct symbol *)b)->name);
}

/* What is let off: command/memory.c, which stands in for malloc. */
#define LET_OFF "! -path './command/memory.o'"

/* Whether the object, "./ROOM/FILE.o", is not left over from a file that has gone. */
static bool has_source(struct slice object)
{
    char path[1024];
    snprintf(path, sizeof path, SOURCE_ROOT "/src/%.*sc", (int)object.n - 3, object.p + 2);
    return access(path, R_OK) == 0;
}

/* Calls visit for each line "build/obj/ROOM/FILE.o: … NAME" of nm. */
static void each_symbol(const char *options, void (*visit)(size_t unit, const char *name))
{
    struct buf command = {0};
    const char *objects = PROGRAM;
    buf_printf(&command, "cd %.*s/obj && find . -name '*.o' " LET_OFF " | sort | xargs nm -A %s",
               (int)(strrchr(objects, '/') - objects), objects, options);
    struct buf text = run_command(command.p, NULL);
    for (struct slice rest = buf_slice(&text); rest.p;) {
        struct slice line = slice_cut(&rest, '\n'), file = slice_cut(&line, ':');
        const char *name = line.p ? memrchr(line.p, ' ', line.n) : NULL;
        if (!name || file.n < 3 || !has_source(file))
            continue;
        char *copy = strndup(name + 1, line.n - (size_t)(name + 1 - line.p));
        visit(unit_of((struct slice){file.p + 2, file.n - 2}), copy);
        free(copy);
    }
    buf_free(&text);
    buf_free(&command);
}

static void note_symbol(size_t unit, const char *name)
{
    assert_true(symbol_count < sizeof symbols / sizeof *symbols);
    symbols[symbol_count++] = (struct symbol){strdup(name), unit};
}

static void note_call(size_t unit, const char *name)
{
    struct symbol key = {strdupa(name), 0};
    const struct symbol *found =
        bsearch(&key, symbols, symbol_count, sizeof *symbols, compare_symbols);
    struct unit *from = &units[unit];
    if (!found || found->unit == unit)
        return;
    for (size_t i = 0; i < from->count; i++)
        if (from->includes[i] == found->unit)
            return;
    assert_true(from->count < INCLUDES_MAX);
    from->includes[from->count++] = found->unit;
}

/* The way that leads back to where it came from is told. */
static bool is_in_circle(size_t at)
{
    struct unit *unit = &units[at];
    if (unit->visited == 1)
        print_error("circle: %s", unit->name);
    if (unit->visited)
        return unit->visited == 1;
    unit->visited = 1;
    for (size_t i = 0; i < unit->count; i++)
        if (unit->includes[i] != at && is_in_circle(unit->includes[i])) {
            print_error(" ← %s", unit->name);
            return true;
        }
    unit->visited = 2;
    return false;
}

static void no_files_include_each_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < unit_count; i++)
        if (is_in_circle(i))
            fail_msg("%s", " (a .c and its .h count as one)");
}

static void no_files_call_each_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < unit_count; i++)
        units[i].count = 0, units[i].visited = 0;
    each_symbol("--defined-only -g", note_symbol);
    assert_true(symbol_count > 500);
    qsort(symbols, symbol_count, sizeof *symbols, compare_symbols);
    each_symbol("-u", note_call);
    for (size_t i = 0; i < unit_count; i++)
        if (is_in_circle(i))
            fail_msg("%s", " call each other");
    for (size_t i = 0; i < symbol_count; i++)
        free(symbols[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rooms_include_only_rooms_above_them),
        cmocka_unit_test(files_include_what_their_room_may),
        cmocka_unit_test(no_files_include_each_other),
        cmocka_unit_test(no_files_call_each_other),
    };
    return cmocka_run_group_tests_name("house", tests, read_table, free_table);
}
