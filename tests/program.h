/* Running the program in a folder of the test's own. */
#ifndef TESTS_PROGRAM_H
#define TESTS_PROGRAM_H

#include "testing.h"

static char folder[] = "/tmp/gongkai-test-XXXXXX";

static inline int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* A path in the test's folder; valid until the fourth call from now. */
static inline const char *at(const char *name)
{
    static char paths[4][1024];
    static size_t turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static inline void write_text(const char *path, struct slice text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
    assert_int_equal(fclose(file), 0);
}

/* Writes it below the test's folder, with the folders on the way. */
static inline void write_below(const char *name, const char *text)
{
    char command[512];
    snprintf(command, sizeof command, "mkdir -p \"$(dirname %s)\"", at(name));
    assert_int_equal(system(command), 0);
    write_text(at(name), slice_of(text));
}

/* What a command says that is run in the test's folder, with a home of its own there, and ends as
 * expected. */
static inline struct buf run_in_folder(const char *command, int expected)
{
    char line[2048];
    int status;
    snprintf(line, sizeof line, "cd %s && export LC_ALL=C.UTF-8 XDG_DATA_HOME=%s/home; %s 2>&1",
             folder, folder, command);
    struct buf said = run_command(line, &status);
    if (status != expected)
        fail_msg("%s: status %d\n%s", command, status, said.n ? said.p : "");
    return said;
}

static inline void check_shell_says(const char *command, int expected, const char *says)
{
    struct buf said = run_in_folder(command, expected);
    const char *text = said.n ? said.p : "";
    if (*says && !strstr(text, says))
        fail_msg("%s: no\n%s\nin\n%s", command, says, text);
    buf_free(&said);
}

/* Passes when nothing was said but which values of the sound record the national form has no place
 * for. */
static inline void assert_sound(const char *said)
{
    if (strncmp(said, "gongkai: ", 9) != 0 || strstr(said + 1, "gongkai: ") ||
        !strstr(said, ": note: typed, but this document has no place for it: "
                      "绩效.项目.*.到位.市财政; 绩效.项目.*.自评结论\n"))
        fail_msg("%s", said);
}

/* Writes the sound record of the checks with `from` replaced by `to`. */
static inline void write_record(const char *path, const char *from, const char *to)
{
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini"), out = {0};
    const char *found = strstr(base.p, from);
    assert_non_null(found);
    buf_put(&out, base.p, (size_t)(found - base.p));
    buf_puts(&out, to);
    buf_puts(&out, found + strlen(from));
    write_text(path, buf_slice(&out));
    buf_free(&out);
    buf_free(&base);
}

/* Runs the program with the arguments; what it says, on both streams, and its exit status. */
static inline struct buf run(int *status, const char *format, ...)
{
    char arguments[1024], command[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(arguments, sizeof arguments, format, args);
    va_end(args);
    snprintf(command, sizeof command, "LC_ALL=C.UTF-8 " PROGRAM " %s 2>&1", arguments);
    return run_command(command, status);
}

#endif
