/*
 * What a file costs against its size, dimension by dimension: four times as much of anything takes
 * little more than four times as long. GONGKAI_GROWTH=N prints time and memory at N, too, which is
 * what `make growth` does for 100,000.
 */
#include "program.h"

#include <sys/resource.h>
#include <sys/wait.h>

enum { SMALL = 1500, TIMES = 4, SLACK_MS = 250 };

/* ---- records ---- */

static struct buf base;

/* The sound record with so many of the line in place of what stands there, or of sections in place
 * of all from there on; # is the number. */
static void put_many(struct buf *out, const char *instead, const char *line, int count)
{
    const char *found = strstr(base.p, instead);
    assert_non_null(found);
    buf_put(out, base.p, (size_t)(found - base.p));
    for (int i = 1; i <= count; i++)
        for (const char *p = line; *p; p++)
            if (*p == '#')
                buf_printf(out, "%d", i);
            else
                buf_putc(out, *p);
    buf_puts(out, *line == '[' ? "" : found + strlen(instead));
}

static const struct dimension {
    const char *name;
    const char *instead, *line; /* of a record; instead NULL: of a document */
    const char *before, *after; /* of a document */
    bool refused;               /* what it is about is how that is told */
} dimensions[] = {
    {"projects", "[绩效.项目.1]\n", "[绩效.项目.#]\n名称 = 项目#\n预算.市财政 = 1\n执行得分 = 1\n",
     NULL, NULL, false},
    {"uses", "201.项.1.名称 = 档案整理\n201.项.1.金额 = 120000\n",
     "201.项.#.名称 = 整理#\n201.项.#.金额 = 1\n", NULL, NULL, false},
    {"list-items", "    一、组织自评。\n", "    #.组织自评。\n", NULL, NULL, false},
    {"characters", "新增公益项目。", "字", NULL, NULL, false},
    {"letters", "新增公益项目。", "word ", NULL, NULL, false},
    {"no-glyph", "新增公益项目。", "\U000300A0", NULL, NULL, true},
    {"unknown-keys", "[概况]\n", "无名# = 值\n", NULL, NULL, true},
    {"twice", "[支出]\n", "[支出]\n2010601.一般公共预算.基本支出 = #\n", NULL, NULL, true},
    {"headings", NULL, "<h1>标题#</h1><p>字</p>", "<contents><p>目录</p></contents>", "", false},
    {"ids", NULL, "<h1 id=\"n#\">标</h1><p>字</p>", "", "", false},
    {"links", NULL, "<h1 id=\"n#\">标</h1><p><span link=\"n#\" page=\"show\">链</span></p>", "", "",
     false},
    {"paragraphs", NULL, "<p>字</p>", "", "", false},
    {"kept", NULL, "<p keep=\"next\">字</p>", "", "<p>字</p>", false},
    {"spans", NULL, "<span>字</span>", "<p>", "</p>", false},
    {"breaks", NULL, "字<br/>", "<p>", "</p>", false},
    {"rows", NULL, "<tr><td>字</td><td>{{收入.合计}}</td></tr>", "<table><tbody>",
     "</tbody></table>", false},
    {"tables", NULL, "<table><tbody><tr><td>字</td></tr></tbody></table>", "", "", false},
    {"charts", NULL, "<chart><item label=\"甲\" value=\"{{收入.合计}}\"/></chart>", "", "", false},
    {"bars", NULL, "<item label=\"甲#\" value=\"{{收入.合计}}\"/>", "<chart>", "</chart>", true},
    {"slices", NULL, "<item label=\"甲#\" value=\"{{收入.合计}}\"/>", "<chart kind=\"pie\">",
     "</chart>", true},
    {"items", NULL, "<li>字</li>", "<ol>", "</ol>", false},
    {"slots", NULL, "<slots><left>字</left><right>字</right></slots>", "", "", false},
    {"sections", NULL, "<section page=\"new\"><p>字</p></section>", "", "", false},
    {"tags", NULL, "{{单位.名称}}", "<p>", "</p>", false},
    {"classes-unknown", NULL, "<p class=\"无#\">字</p>", "", "", true},
    {"names-unknown", NULL, "<p>{{无名#}}</p>", "", "", true},
};

static void put_document(struct buf *out, const struct dimension *dimension, int count)
{
    buf_printf(out, "<document>%s", dimension->before);
    for (int i = 1; i <= count; i++)
        for (const char *p = dimension->line; *p; p++)
            if (*p == '#')
                buf_printf(out, "%d", i);
            else
                buf_putc(out, *p);
    buf_printf(out, "%s</document>", dimension->after);
}

/* ---- measuring ---- */

static void write_input(const struct dimension *dimension, int count)
{
    struct buf out = {0};
    if (dimension->instead) {
        put_many(&out, dimension->instead, dimension->line, count);
        write_text(at("record.ini"), buf_slice(&out));
    } else {
        put_document(&out, dimension, count);
        write_text(at("record.ini"), buf_slice(&base));
        write_text(at("pack/document.html"), buf_slice(&out));
    }
    buf_free(&out);
}

/* Computing time in ms, and the memory in MB, of one render. */
static long measure(const struct dimension *dimension, int count, long *memory, bool *refused)
{
    struct rusage usage;
    write_input(dimension, count);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (chdir(folder) != 0 || !freopen("said", "w", stderr))
            _exit(9);
        if (dimension->instead)
            execl(PROGRAM, "gongkai", "render", "record.ini", "-o", "out.pdf", (char *)NULL);
        else
            execl(PROGRAM, "gongkai", "render", "record.ini", "-o", "out.pdf", "--template",
                  "./pack/", (char *)NULL);
        _exit(9);
    }
    int status;
    assert_int_equal(wait4(child, &status, 0, &usage), child);
    *refused = WIFEXITED(status) && WEXITSTATUS(status) == 2;
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 2)
        fail_msg("%s, %d: status %x", dimension->name, count, (unsigned)status);
    *memory = usage.ru_maxrss / 1024;
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000L +
           (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000L;
}

static void cost_grows_as_size_does(void **state)
{
    (void)state;
    const char *most = getenv("GONGKAI_GROWTH");
    for (size_t i = 0; i < sizeof dimensions / sizeof *dimensions; i++) {
        const struct dimension *dimension = &dimensions[i];
        bool refused;
        long memory, small = measure(dimension, SMALL, &memory, &refused);
        assert_int_equal(refused, dimension->refused);
        long large = measure(dimension, SMALL * TIMES, &memory, &refused);
        assert_int_equal(refused, dimension->refused);
        if (large > 2 * TIMES * small + SLACK_MS)
            fail_msg("%s: %ld ms for %d, %ld ms for %d", dimension->name, small, SMALL, large,
                     SMALL * TIMES);
        if (!most)
            continue;
        int count = atoi(most);
        long whole = measure(dimension, count, &memory, &refused);
        printf("%-16s %6d: %6ld ms, %5ld MB%s\n", dimension->name, count, whole, memory,
               refused ? ", refused" : "");
        fflush(stdout);
    }
}

/* What is made here is not refused for its length when it is read back. */
static void a_long_document_is_verified(void **state)
{
    (void)state;
    enum { ROWS = 40000 };
    const struct dimension *rows = NULL;
    for (size_t i = 0; i < sizeof dimensions / sizeof *dimensions; i++)
        if (strcmp(dimensions[i].name, "rows") == 0)
            rows = &dimensions[i];
    bool refused;
    long memory;
    assert_non_null(rows);
    measure(rows, ROWS, &memory, &refused);
    assert_false(refused);
    int status;
    struct buf said = run(&status, "verify %s", at("out.pdf"));
    if (status != 0 || !strstr(said.p, "keeps all of the"))
        fail_msg("status %d: %s", status, said.p);
    buf_free(&said);
}

static int start(void **state)
{
    if (make_folder(state) != 0)
        return -1;
    char command[512];
    snprintf(command, sizeof command,
             "mkdir %s/pack && printf '扩展 = national-2022\n' >%s/pack/template.ini", folder,
             folder);
    base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    return system(command);
}

static int end(void **state)
{
    buf_free(&base);
    return remove_folder(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cost_grows_as_size_does),
        cmocka_unit_test(a_long_document_is_verified),
    };
    return cmocka_run_group_tests_name("growth", tests, start, end);
}
