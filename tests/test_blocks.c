/* What a package can say otherwise block by block, and how its author finds the block. */
#include "program.h"

/* A package, and a sentence of its documents with the part and the block that it stands in. */
static const struct {
    const char *name, *record, *part, *block;
} forms[] = {
    {"national-2022", NULL, "narrative/01", "总体1.1"},
    {"national-2020", NULL, "narrative/02", "收入1"},
    {"national-2017", NULL, "narrative/03", "支出1"},
    {"gansu-2022", NULL, "narrative/performance", "绩效2.1"},
    {"hunan-2020", NULL, "narrative/01", "总体1.1"},
    {"neimenggu-2022", NULL, "narrative/04", "财政拨款1.1"},
    {"shaanxi-2022", NULL, "narrative/general", "一般性1"},
    {"shanghai-district-2024", NULL, "narrative/sangong-sums", "三公总1.1"},
    {"shanxi-2024", NULL, "narrative/10", "其他2.1"},
    {"sichuan-2020", NULL, "narrative/02", "收入1"},
    {"xinjiang-2022", NULL, "glossary", "释义10"},
    {"xizang-2022", NULL, "glossary", "释义10"},
    {"yunnan-2023", NULL, "narrative", "说明1.1"},
    {"zhejiang-2022", NULL, "narrative/06", "基本支出1"},
    {"hunan-performance-2019", SOURCE_ROOT "/examples/taoyuan-2019.ini", "goals", "目标4"},
};

enum { FORM_COUNT = sizeof forms / sizeof *forms };

static bool is_listed(const char *name, size_t length)
{
    for (size_t i = 0; i < FORM_COUNT; i++)
        if (strlen(forms[i].name) == length && memcmp(forms[i].name, name, length) == 0)
            return true;
    return false;
}

/* Of every package that makes documents of records, each sentence, heading and cell. */
static void everything_has_a_block_of_its_own(void **state)
{
    (void)state;
    struct buf list = run_command(PROGRAM " template list | grep -v '^batch '", NULL);
    for (const char *line = list.p; *line; line = strchr(line, '\n') + 1) {
        size_t length = strcspn(line, " ");
        char head[64];
        int status;
        unsigned blocks, paragraphs, gaps;
        if (!is_listed(line, length))
            fail_msg("no sentence is tried of %.*s", (int)length, line);
        struct buf said = run(&status, "template show %.*s --blocks", (int)length, line);
        snprintf(head, sizeof head, "\n%.*s: blocks ", (int)length, line);
        bool first = strncmp(said.p, head + 1, strlen(head) - 1) == 0; /* without a part */
        const char *found = first ? said.p - 1 : strstr(said.p, head);
        assert_non_null(found);
        assert_int_equal(sscanf(found + strlen(head),
                                "%u, paragraphs %u, without a block of their own %u", &blocks,
                                &paragraphs, &gaps),
                         3);
        print_message("%.*s: blocks %u, paragraphs %u\n", (int)length, line, blocks, paragraphs);
        if (gaps)
            fail_msg("%s", said.p);
        buf_free(&said);
    }
    buf_free(&list);
}

static void what_has_no_block_is_told(void **state)
{
    (void)state;
    write_below("bare/template.ini", "扩展 = national-2022\n");
    write_below("bare/narrative/02.html",
                "<p>无块。</p>\n"
                "{{$甲}}<h2>题</h2><p>同块。</p>{{/甲}}\n"
                "{{$乙}}<p>一句。{{#概况}}又一句。{{/概况}}</p>{{/乙}}\n"
                "{{$丙}}<p>{{#概况}}有。{{/概况}}{{^概况}}无。{{/概况}}</p>{{/丙}}\n"
                "{{$丁}}<p>外。{{$戊}}内。{{/戊}}</p>{{/丁}}\n"
                "<table><thead>{{$栏}}<tr><th>1</th><th>2</th></tr>{{/栏}}</thead><tbody><tr>"
                "{{$己}}<td/><td>x</td>{{/己}}</tr></tbody></table>\n"
                "<table><tbody>{{$行}}<tr><td/><td>x</td></tr>{{/行}}</tbody></table>\n");
    check_shell_says(PROGRAM " template show ./bare --blocks | grep -A99 乙 | grep own | head -9",
                     0,
                     "  ./bare/narrative/02.html:1 <p> has no block of its own\n"
                     "  ./bare/narrative/02.html:2 <h2> has no block of its own\n"
                     "  ./bare/narrative/02.html:2 <p> has no block of its own\n"
                     "  ./bare/narrative/02.html:6 <td> has no block of its own\n"
                     "  ./bare/narrative/02.html:6 <td> has no block of its own\n"
                     "  ./bare/narrative/02.html:3 。 has no block of its own\n"
                     "  ./bare/narrative/02.html:5 。 has no block of its own\n"
                     "./bare: blocks 8, paragraphs 5, without a block of their own 7\n");
}

/* In three lines, in each. */
static void a_sentence_is_said_otherwise(void **state)
{
    (void)state;
    for (size_t i = 0; i < FORM_COUNT; i++) {
        char settings[192], path[128], part[256], command[512];
        bool whole = !strchr(forms[i].block, '.');
        snprintf(settings, sizeof settings, "扩展 = %s\n", forms[i].name);
        snprintf(path, sizeof path, "of-%s/%s.html", forms[i].name, forms[i].part);
        snprintf(part, sizeof part, "{{<super}}\n  {{$%s}}%s县里另有一句。%s{{/%s}}\n{{/super}}\n",
                 forms[i].block, whole ? "<p>" : "", whole ? "</p>" : "", forms[i].block);
        snprintf(command, sizeof command, "of-%s/template.ini", forms[i].name);
        write_below(command, settings);
        write_below(path, part);
        snprintf(
            command, sizeof command, PROGRAM " template trace %s 县里另有一句 --template ./of-%s",
            forms[i].record ? forms[i].record : SOURCE_ROOT "/tests/check/base.ini", forms[i].name);
        snprintf(settings, sizeof settings, "./%s:2:", path);
        check_shell_says(command, 0, settings);
    }
}

/* ---- Columns ---- */

/* A package, a table of it and the blocks that put a column in: in the head and in each sort of
 * row. */
static const struct {
    const char *base, *table, *blocks;
} columns[] = {
    {"national-2022", "tables/01",
     "{{$收入题}}<th colspan=\"4\">收入</th>{{/收入题}}{{$行次题}}<th>行次</th>{{/行次题}}"
     "{{$收入金额题}}<th>县增列</th><th>金额</th>{{/收入金额题}}"
     "{{$收入行次列}}<td><number/></td><td/>{{/收入行次列}}"},
    {"national-2022", "tables/02",
     "{{$经营收入题}}<th rowspan=\"2\">县增列</th><th rowspan=\"2\">经营收入</th>{{/经营收入题}}"
     "{{$经营收入合计列}}<td/><td>{{收入.经营收入}}</td>{{/经营收入合计列}}"
     "{{$经营收入列}}<td/><td>{{经营收入}}</td>{{/经营收入列}}"},
    {"national-2022", "tables/03",
     "{{$经营支出题}}<th rowspan=\"2\">经营支出</th><th rowspan=\"2\">县增列</th>{{/经营支出题}}"
     "{{$经营支出合计列}}<td>{{支出.经营支出}}</td><td/>{{/经营支出合计列}}"
     "{{$经营支出列}}<td>{{经营支出}}</td><td>{{序号}}</td>{{/经营支出列}}"},
    {"national-2022", "tables/04",
     "{{$收入题}}<th colspan=\"4\">收入</th>{{/收入题}}"
     "{{$收入金额题}}<th>县增列</th><th>金额</th>{{/收入金额题}}"
     "{{$收入行次列}}<td><number/></td><td/>{{/收入行次列}}"},
    {"national-2022", "tables/05",
     "{{$本年支出题}}<th colspan=\"4\">本年支出</th>{{/本年支出题}}"
     "{{$基本支出题}}<th>基本支出</th><th>县增列</th>{{/基本支出题}}"
     "{{$基本支出合计列}}<td>{{基本支出}}</td><td>{{年初预算}}</td>{{/基本支出合计列}}"
     "{{$基本支出列}}<td>{{基本支出}}</td><td>{{年初预算}}</td>{{/基本支出列}}"},
    {"national-2022", "tables/06",
     "{{$人员经费题}}<th colspan=\"4\">人员经费</th>{{/人员经费题}}"
     "{{$公用经费题}}<th colspan=\"12\">公用经费</th>{{/公用经费题}}"
     "{{$决算数题}}<th>决算数</th><th>县增列</th>{{/决算数题}}"
     "{{$金额列}}<td>{{$金额}}{{/金额}}</td><td/>{{/金额列}}"
     "{{$经济.人员经费列}}<td>{{经济.人员经费}}</td><td/>{{/经济.人员经费列}}"
     "{{$公用经费合计项}}<th colspan=\"10\" scope=\"row\">公用经费合计</th>{{/公用经费合计项}}"
     "{{$经济.公用经费列}}<td>{{经济.公用经费}}</td><td/>{{/经济.公用经费列}}"},
    {"national-2022", "tables/funds",
     "{{$本年收入题}}<th rowspan=\"2\">本年收入</th><th rowspan=\"2\">县增列</th>{{/本年收入题}}"
     "{{$本年收入合计列}}<td>{{本年收入}}</td><td/>{{/本年收入合计列}}"
     "{{$本年收入列}}<td>{{本年收入}}</td><td/>{{/本年收入列}}"},
    {"national-2022", "tables/capital",
     "{{$本年支出题}}<th colspan=\"4\">本年支出</th>{{/本年支出题}}"
     "{{$合计题}}<th>合计</th><th>县增列</th>{{/合计题}}"
     "{{$支出合计列}}<td>{{支出}}</td><td/>{{/支出合计列}}{{$支出列}}<td>{{支出}}</td><td/>{{/"
     "支出列}}"},
    {"national-2022", "tables/sangong",
     "{{$预算数题}}<th colspan=\"7\">预算数</th>{{/预算数题}}"
     "{{$决算数题}}<th colspan=\"7\">决算数</th>{{/决算数题}}"
     "{{$公务接待费题}}<th rowspan=\"2\">公务接待费</th><th "
     "rowspan=\"2\">县增列</th>{{/公务接待费题}}"
     "{{$公务接待费列}}<td>{{公务接待费}}</td><td/>{{/公务接待费列}}"},
    {"shanxi-2024", "tables/10",
     "{{$政府采购情况项}}<th colspan=\"4\" scope=\"col\">一</th>{{/政府采购情况项}}"
     "{{$机关运行经费项}}<th colspan=\"4\" scope=\"col\">二</th>{{/机关运行经费项}}"
     "{{$国有资产占用情况项}}<th colspan=\"4\" scope=\"col\">三</th>{{/国有资产占用情况项}}"
     "{{$末列题}}<th scope=\"col\">县增列</th>{{/末列题}}{{$末列}}<td/>{{/末列}}"},
};

/* The widths and the row of numbers are left out: the blocks for them have names of their own in
 * each table. */
static void a_column_comes_in(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char settings[64], path[64], part[2048], says[128], command[512];
        snprintf(settings, sizeof settings, "扩展 = %s\n", columns[i].base);
        snprintf(path, sizeof path, "column-%zu/template.ini", i);
        write_below(path, settings);
        snprintf(path, sizeof path, "column-%zu/%s.html", i, columns[i].table);
        snprintf(part, sizeof part,
                 "{{<super}}\n{{$栏宽}}{{/栏宽}}{{$栏次行}}{{/栏次行}}\n%s\n{{/super}}\n",
                 columns[i].blocks);
        write_below(path, part);
        snprintf(command, sizeof command,
                 PROGRAM " template trace " SOURCE_ROOT
                         "/tests/check/base.ini 县增列 --template ./column-%zu",
                 i);
        snprintf(says, sizeof says, "./%s:3:", path);
        check_shell_says(command, 0, says);
    }
}

static void a_word_is_traced(void **state)
{
    (void)state;
    check_shell_says(PROGRAM " template trace " SOURCE_ROOT "/tests/check/base.ini 支出总计", 0,
                     "national-2022/narrative/01.html:2:");
    check_shell_says(PROGRAM " template trace " SOURCE_ROOT "/tests/check/base.ini 支出总计", 0,
                     "    block {{$总体1.1}}  national-2022/narrative/01.html:2:");
    int status;
    struct buf said =
        run(&status, "template trace " SOURCE_ROOT "/tests/check/base.ini 没有这样的词");
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "the document has no 没有这样的词 in one line of text"));
    buf_free(&said);
    said = run(&status, "template show shanxi-2024 --blocks");
    assert_non_null(strstr(said.p, "  national-2022/tables/03.html:1 表题\n"));
    assert_non_null(strstr(said.p, "→ "));
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_has_a_block_of_its_own),
        cmocka_unit_test(what_has_no_block_is_told),
        cmocka_unit_test(a_sentence_is_said_otherwise),
        cmocka_unit_test(a_column_comes_in),
        cmocka_unit_test(a_word_is_traced),
    };
    return cmocka_run_group_tests_name("blocks", tests, make_folder, remove_folder);
}
