/*
 * The examples of the manuals, run. A code line that begins with "$ gongkai" or "build/gongkai" is
 * a command; what follows it, up to a line "…" or the end of the block, is how its output begins.
 * A block marked ini or json in the record's manual is a record, though not a whole one.
 */
#include "testing.h"

#include <glob.h>

#include "record/record.h"

static char folder[] = "/tmp/gongkai-test-XXXXXX";

/* A folder that looks like the checkout to the commands, so that what they write stays out of it.
 */
static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    char command[1024];
    snprintf(command, sizeof command,
             "cd %s && mkdir build && ln -s " PROGRAM " build/gongkai && ln -s " SOURCE_ROOT
             "/examples " SOURCE_ROOT "/templates .",
             folder);
    return system(command);
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static struct slice without_indent(struct slice line)
{
    return slice_starts(line, "    ") ? (struct slice){line.p + 4, line.n - 4} : line;
}

static struct slice command_of(struct slice line)
{
    struct slice code = without_indent(line);
    if (slice_starts(code, "$ gongkai "))
        return (struct slice){code.p + 10, code.n - 10};
    if (slice_starts(code, "build/gongkai "))
        return (struct slice){code.p + 14, code.n - 14};
    return (struct slice){NULL, 0};
}

/* What the manual shows below the command. */
static struct buf shown_output(struct slice rest)
{
    struct buf shown = {0};
    buf_puts(&shown, "");
    while (rest.p) {
        struct slice line = slice_cut(&rest, '\n');
        struct slice code = slice_trim(line);
        if (slice_is(code, "…") || slice_starts(code, "```") || !code.n || command_of(line).p)
            break;
        buf_put_slice(&shown, without_indent(line));
        buf_putc(&shown, '\n');
    }
    return shown;
}

static void run_example(const char *manual, struct slice arguments, struct slice rest)
{
    char command[2048];
    snprintf(command, sizeof command, "cd %s && LC_ALL=C.UTF-8 " PROGRAM " %.*s 2>&1", folder,
             (int)arguments.n, arguments.p);
    int status;
    struct buf output = run_command(command, &status), shown = shown_output(rest);
    if (strncmp(output.p, shown.p, shown.n) != 0)
        fail_msg("%s: gongkai %.*s prints\n%s", manual, (int)arguments.n, arguments.p, output.p);
    if (!shown.n)
        assert_int_equal(status, 0);
    buf_free(&shown);
    buf_free(&output);
}

static size_t run_examples(const char *manual)
{
    struct buf text = read_file(manual);
    size_t count = 0;
    for (struct slice rest = buf_slice(&text); rest.p;) {
        struct slice arguments = command_of(slice_cut(&rest, '\n'));
        if (!arguments.p || memmem(arguments.p, arguments.n, "记录文件", 12))
            continue;
        run_example(manual, arguments, rest);
        count++;
    }
    buf_free(&text);
    return count;
}

static void commands_do_as_shown(void **state)
{
    (void)state;
    size_t count = run_examples(SOURCE_ROOT "/README.md");
    count += run_examples(SOURCE_ROOT "/README.zh-CN.md");
    glob_t found;
    assert_int_equal(glob(SOURCE_ROOT "/docs/*.md", 0, NULL, &found), 0);
    assert_int_equal(glob(SOURCE_ROOT "/docs/zh/*.md", GLOB_APPEND, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        count += run_examples(found.gl_pathv[i]);
    globfree(&found);
    assert_true(count >= 3);
}

static void check_record(struct slice text)
{
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    record_parse(arena, &diag, source_of(arena, "manual", text));
    for (const struct finding *finding = diag.first; finding; finding = finding->next) {
        bool incomplete =
            finding->message == MSG_KEY_MISSING || finding->message == MSG_SECTION_MISSING;
        bool no_file = finding->message == MSG_FILE_READ;
        if (!incomplete && !no_file)
            fail_msg("%s in\n%.*s", finding->text.p, (int)text.n, text.p);
    }
    arena_free(arena);
}

static size_t check_records(const char *name)
{
    struct buf manual = read_file(name);
    size_t count = 0;
    static const char *const marks[] = {"```ini\n", "```json\n"};
    for (size_t i = 0; i < 2; i++)
        for (const char *at = manual.p; (at = strstr(at, marks[i]));) {
            at += strlen(marks[i]);
            const char *end = strstr(at, "```");
            check_record((struct slice){at, (size_t)(end - at)});
            count++;
        }
    buf_free(&manual);
    return count;
}

static void records_are_spelt_as_the_reader_reads(void **state)
{
    (void)state;
    assert_true(check_records(SOURCE_ROOT "/docs/record.md") >= 2);
    assert_true(check_records(SOURCE_ROOT "/docs/zh/record.md") >= 2);
}

/* The pages of the manual are what the program says of itself. */
static void the_manual_pages_are_of_this_program(void **state)
{
    (void)state;
    struct buf said =
        run_command(SOURCE_ROOT "/scripts/manual " PROGRAM " en | diff " SOURCE_ROOT
                                "/docs/gongkai.1 - && " SOURCE_ROOT "/scripts/manual " PROGRAM
                                " zh | diff " SOURCE_ROOT "/docs/zh/gongkai.1 -",
                    NULL);
    buf_free(&said);
}

/* A link of a manual or README leads to a file that is there. Counts the links. */
static size_t check_links(const char *name)
{
    struct buf text = read_file(name);
    int folder = (int)(strrchr(name, '/') - name);
    size_t count = 0;
    for (const char *at = text.p; (at = strstr(at, "](")); count++) {
        at += strlen("](");
        char path[4096];
        snprintf(path, sizeof path, "%.*s/%.*s", folder, name, (int)strcspn(at, ")#\n"), at);
        if (strncmp(at, "http", strlen("http")) != 0 && access(path, R_OK) != 0)
            fail_msg("%s: there is no %s", name, path);
    }
    buf_free(&text);
    return count;
}

static void links_lead_somewhere(void **state)
{
    (void)state;
    glob_t found;
    assert_int_equal(glob(SOURCE_ROOT "/docs/*.md", 0, NULL, &found), 0);
    assert_int_equal(glob(SOURCE_ROOT "/docs/zh/*.md", GLOB_APPEND, NULL, &found), 0);
    assert_int_equal(glob(SOURCE_ROOT "/README*.md", GLOB_APPEND, NULL, &found), 0);
    size_t count = 0;
    for (size_t i = 0; i < found.gl_pathc; i++)
        count += check_links(found.gl_pathv[i]);
    assert_true(count >= 50);
    globfree(&found);
}

/* Each page is there in both languages, and leads to the other. */
static void pages_lead_to_their_other_language(void **state)
{
    (void)state;
    glob_t found;
    assert_int_equal(glob(SOURCE_ROOT "/docs/*.md", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *base = strrchr(found.gl_pathv[i], '/') + 1;
        char name[4096], link[4096];
        snprintf(name, sizeof name, SOURCE_ROOT "/docs/zh/%s", base);
        struct buf english = read_file(found.gl_pathv[i]), chinese = read_file(name);
        snprintf(link, sizeof link, "\n\n中文：[zh/%s](zh/%s)\n", base, base);
        assert_non_null(strstr(english.p, link));
        snprintf(link, sizeof link, "\n\nEnglish: [../%s](../%s)\n", base, base);
        assert_non_null(strstr(chinese.p, link));
        buf_free(&english);
        buf_free(&chinese);
    }
    globfree(&found);
}

/* The shell offers every command, and what a command has below it. */
static void the_shell_completes_commands(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "render batch new import audit check facts diff hash dump verify extract subjects "
             "serve template"},
        {"template", "list show keys check trace new"},
        {"subjects", "add"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char command[1024];
        bool below = *cases[i][0] != '\0';
        snprintf(command, sizeof command,
                 "PATH=%.*s:$PATH bash -c '. " SOURCE_ROOT "/completions/gongkai.bash; "
                 "COMP_WORDS=(gongkai %s \"\"); COMP_CWORD=%d; _gongkai; "
                 "echo \"${COMPREPLY[*]}\"'",
                 (int)(strrchr(PROGRAM, '/') - PROGRAM), PROGRAM, cases[i][0], below ? 2 : 1);
        struct buf said = run_command(command, NULL);
        assert_true(slice_is(slice_trim(buf_slice(&said)), cases[i][1]));
        buf_free(&said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_do_as_shown),
        cmocka_unit_test(records_are_spelt_as_the_reader_reads),
        cmocka_unit_test(the_manual_pages_are_of_this_program),
        cmocka_unit_test(links_lead_somewhere),
        cmocka_unit_test(pages_lead_to_their_other_language),
        cmocka_unit_test(the_shell_completes_commands),
    };
    return cmocka_run_group_tests_name("docs", tests, make_folder, remove_folder);
}
