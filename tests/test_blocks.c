/* What a package can say otherwise block by block, and how its author finds the block. */
#include "program.h"

static void write_below(const char *name, const char *text)
{
    char command[512];
    snprintf(command, sizeof command, "mkdir -p \"$(dirname %s)\"", at(name));
    assert_int_equal(system(command), 0);
    write_text(at(name), slice_of(text));
}

static void check_says(const char *command, const char *says)
{
    char line[2048];
    int status;
    snprintf(line, sizeof line, "cd %s && export LC_ALL=C.UTF-8; %s 2>&1", folder, command);
    struct buf said = run_command(line, &status);
    if (!strstr(said.p, says) || status != 0)
        fail_msg("%s: no “%s”, or status %d in\n%.1500s", command, says, status, said.p);
    buf_free(&said);
}

/* A package of the nation or a province, the record that its sentence is tried with, and the block
 * of that sentence. */
static const struct {
    const char *name, *record, *block;
    unsigned blocks, paragraphs; /* at least, of its own parts; at most */
} forms[] = {
    {"national-2022", SOURCE_ROOT "/tests/check/base.ini", "总体1.1", 250, 80},
    {"national-2020", SOURCE_ROOT "/tests/check/base.ini", "总体1.1", 14, 1},
    {"hunan-2020", SOURCE_ROOT "/examples/zhuzhou-lukou-2020.ini", "总体1.1", 80, 50},
    {"shanxi-2024", SOURCE_ROOT "/examples/yangquan-2024.json", "总体1.1", 15, 12},
    {"sichuan-2020", SOURCE_ROOT "/examples/lezhi-2020.json", "总体1", 120, 70},
};

/* Of `show --blocks`: the numbers of blocks and paragraphs of the package. */
static void count_blocks(const char *name, unsigned *blocks, unsigned *paragraphs)
{
    char head[64];
    int status;
    struct buf said = run(&status, "template show %s --blocks", name);
    snprintf(head, sizeof head, "\n%s: blocks ", name);
    const char *line = strstr(said.p, head);
    assert_non_null(line);
    assert_int_equal(sscanf(line + strlen(head), "%u, paragraphs %u", blocks, paragraphs), 2);
    buf_free(&said);
}

static void packages_are_made_of_blocks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        unsigned blocks, paragraphs;
        count_blocks(forms[i].name, &blocks, &paragraphs);
        print_message("%s: blocks %u, paragraphs %u\n", forms[i].name, blocks, paragraphs);
        assert_true(blocks >= forms[i].blocks && paragraphs <= forms[i].paragraphs);
    }
}

/* In three lines, in each. */
static void a_sentence_is_said_otherwise(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char settings[64], part[256], command[512];
        bool whole = !strchr(forms[i].block, '.');
        snprintf(settings, sizeof settings, "扩展 = %s\n", forms[i].name);
        snprintf(part, sizeof part, "{{<super}}\n  {{$%s}}%s县里另有一句。%s{{/%s}}\n{{/super}}\n",
                 forms[i].block, whole ? "<p>" : "", whole ? "</p>" : "", forms[i].block);
        write_below("county/template.ini", settings);
        write_below("county/narrative/01.html", part);
        snprintf(command, sizeof command,
                 PROGRAM " template trace %s 县里另有一句 --template ./county", forms[i].record);
        check_says(command, "./county/narrative/01.html:2:");
    }
}

/* A block at the head and one in each sort of row put a column in; the one of the widths makes
 * room. */
static void a_column_comes_in(void **state)
{
    (void)state;
    write_below("column/template.ini", "扩展 = national-2022\n");
    write_below("column/tables/03.html",
                "{{<super}}\n"
                "  {{$栏宽}}{{/栏宽}}\n"
                "  {{$经营支出题}}<th rowspan=\"2\">经营支出</th><th "
                "rowspan=\"2\">县增列</th>{{/经营支出题}}\n"
                "  {{$栏次行}}{{/栏次行}}\n"
                "  {{$经营支出合计列}}<td>{{支出.经营支出}}</td><td/>{{/经营支出合计列}}\n"
                "  {{$经营支出列}}<td>{{经营支出}}</td><td>{{序号}}</td>{{/经营支出列}}\n"
                "{{/super}}\n");
    check_says(PROGRAM " template trace " SOURCE_ROOT
                       "/tests/check/base.ini 县增列 --template ./column",
               "./column/tables/03.html:3:");
}

static void a_word_is_traced(void **state)
{
    (void)state;
    check_says(PROGRAM " template trace " SOURCE_ROOT "/tests/check/base.ini 支出总计",
               "national-2022/narrative/01.html:2:");
    check_says(PROGRAM " template trace " SOURCE_ROOT "/tests/check/base.ini 支出总计",
               "    block {{$总体1.1}}  national-2022/narrative/01.html:2:");
    int status;
    struct buf said =
        run(&status, "template trace " SOURCE_ROOT "/tests/check/base.ini 没有这样的词");
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "the document has no 没有这样的词 in one line of text"));
    buf_free(&said);
    said = run(&status, "template show shanxi-2024 --blocks");
    assert_non_null(strstr(said.p, "  national-2022/tables/03.html:1 表次\n"));
    assert_non_null(strstr(said.p, "→ "));
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packages_are_made_of_blocks),
        cmocka_unit_test(a_sentence_is_said_otherwise),
        cmocka_unit_test(a_column_comes_in),
        cmocka_unit_test(a_word_is_traced),
    };
    return cmocka_run_group_tests_name("blocks", tests, make_folder, remove_folder);
}
