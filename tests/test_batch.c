/* Many records in one go: what stands in the folder afterwards, whatever happened on the way. */
#include "testing.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#ifndef SYNTHESIZE
#define SYNTHESIZE SOURCE_ROOT "/build/synthesize"
#endif

enum { RECORDS = 24, KILLS = 20 };

static char folder[] = "/tmp/gongkai-test-XXXXXX";

/* Runs a shell command in the test's folder; what it says on both streams. */
static struct buf shell(int *status, const char *format, ...)
{
    char command[2048], whole[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    snprintf(whole, sizeof whole, "cd %s && export LC_ALL=C.UTF-8 && (%s) 2>&1", folder, command);
    return run_command(whole, status);
}

static void check_shell(const char *command, const char *wanted)
{
    int status;
    struct buf said = shell(&status, "%s", command);
    if (!strstr(said.p, wanted))
        fail_msg("%s prints\n%s\nand not %s", command, said.p, wanted);
    buf_free(&said);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    struct buf said =
        shell(NULL, SYNTHESIZE " records %d 7 && " PROGRAM " batch records -o whole -j2", RECORDS);
    buf_free(&said);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void synthetic_records_are_sound(void **state)
{
    (void)state;
    /* But for what the form has no place for, which is a note. */
    struct buf said = shell(NULL, "{ " PROGRAM " check records/*.ini && " SYNTHESIZE
                                  " large 1 3 20 && " PROGRAM " check large/*.ini; } >said 2>&1; "
                                  "test $? = 0 && ! grep '^gongkai' said | "
                                  "grep -v 'note: typed, but this document has no place for'");
    assert_string_equal(said.p, "");
    buf_free(&said);
}

static void a_batch_gives_what_render_gives(void **state)
{
    (void)state;
    struct buf said =
        shell(NULL, "for i in 1 9; do " PROGRAM " render records/0000$i.ini -o one.pdf && "
                    "cmp one.pdf whole/0000$i.pdf || exit 1; done; "
                    "for j in 1 3; do " PROGRAM " batch records -o w$j -j $j && "
                    "diff -r whole w$j || exit 1; done; rm -r w1 w3 one.pdf");
    buf_free(&said);
}

/* What each document is made as is part of what it is made from. */
static void a_batch_makes_what_it_is_told_to(void **state)
{
    (void)state;
    int status;
    const char *plain = PROGRAM " batch records/00001.ini -o told --to plain";
    struct buf said = shell(NULL, plain);
    buf_free(&said);
    check_shell("head -c 8 told/00001.pdf", "%PDF-1.3");
    said = shell(NULL, plain);
    assert_non_null(strstr(said.p, "1 of 1 done, 1 unchanged"));
    buf_free(&said);
    said = shell(NULL, PROGRAM " batch records/00001.ini -o told");
    assert_non_null(strstr(said.p, "1 of 1 done, 0 unchanged"));
    buf_free(&said);
    check_shell("cmp told/00001.pdf whole/00001.pdf && rm -r told && echo same", "same\n");
    said = shell(&status, PROGRAM " batch records/00001.ini -o told --to pdf,png");
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "error: a batch makes no pictures; leave png out of --to"));
    buf_free(&said);
}

static void a_bad_record_spoils_only_itself(void **state)
{
    (void)state;
    int status;
    struct buf said =
        shell(&status, "mkdir some && cp records/0000[1-4].ini some && "
                       "sed -i 's/^年度 = 2024/年度 = zwei/' some/00002.ini && " PROGRAM
                       " batch some -o out");
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "some/00002.ini:3:6: error: "));
    buf_free(&said);
    check_shell("ls out", "00001.pdf\n00003.pdf\n00004.pdf\nindex.html");
    check_shell("grep -c '\"status\": \"note\"' out/report.jsonl", "3\n");
    check_shell("grep '00002.ini' out/report.jsonl", "\"status\": \"error\"");
    check_shell(
        "grep -o '\"findings\": .*file\": *\"[^\"]*\", *\"line\": *[0-9]*' out/report.jsonl",
        "some/00002.ini\",\"line\":3");
    check_shell("grep -c 'some/00002.ini:3:6: error: ' out/report.csv", "1\n");
    check_shell("grep -o 'href=\"[^\"]*' out/index.html",
                "href=\"00001.pdf\nhref=\"00003.pdf\nhref=\"00004.pdf\n");
    check_shell("pdftotext -layout out/summary.pdf -", "共4家，已生成3家，未生成1家");
}

/* What a department or the year after has taken over is in no sum a second time. */
static void sums_count_no_money_twice(void **state)
{
    (void)state;
    struct buf said = shell(
        NULL,
        "mkdir sums && cp " SOURCE_ROOT "/tests/check/base.ini sums/a.ini && "
        "sed 's/年度 = 2024/年度 = 2025/;/^\\[上年\\]/,/^公务接待费/d;s/^\\[年初预算/[上年]\\n"
        "记录 = a.ini\\n&/' sums/a.ini >sums/b.ini && " PROGRAM
        " batch sums -o summed; [ $? -lt 2 ]");
    buf_free(&said);
    check_shell("pdftotext -layout summed/summary.pdf - | grep '合计'", "105.20");
    check_shell("pdftotext -layout summed/summary.pdf - | grep '^注'",
                "注：合计不含未生成的单位、其他数据已引用的所属单位和上年数据。");
    check_shell("mv sums/b.ini b.ini && cp sums/a.ini sums/c.ini && " PROGRAM
                " batch sums -o summed; pdftotext -layout summed/summary.pdf - | grep '合计'",
                "warning: sums/a.ini and sums/c.ini are both of 示例县档案馆 and one year");
    check_shell("pdftotext -layout summed/summary.pdf - | grep '合计'", "210.40");
}

static void sources_without_records_leave_all_alone(void **state)
{
    (void)state;
    struct buf said = shell(NULL, "cp -r whole kept && echo record,template,output >none.csv && "
                                  "mkdir empty");
    static const char *const sources[] = {"none.csv", "none.csv none.csv"};
    buf_free(&said);
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        int status;
        said = shell(&status, PROGRAM " batch %s -o kept", sources[i]);
        assert_int_equal(status, 2);
        assert_string_equal(said.p, "gongkai: error: the sources name no record; what a former run "
                                    "made is left as it is\n");
        buf_free(&said);
    }
    check_shell(PROGRAM " batch empty -o kept 2>&1; diff -r whole kept && echo same", "same\n");
}

/* What a former run made and this one cannot answer for is named, each time. */
static void stale_files_are_named(void **state)
{
    (void)state;
    static const char failed[] = "gongkai: warning: of a former run, since their records have "
                                 "errors now: 00002.pdf; mend the records and run again, or "
                                 "remove the files\n";
    static const char left[] = "gongkai: warning: of a former run, and no source names their "
                               "records now: 00001.pdf, 00003.pdf; remove the files, or name the "
                               "records again\n";
    struct buf said = shell(NULL, "mkdir now && cp records/0000[1-4].ini now && " PROGRAM
                                  " batch now -o stale && rm now/0000[13].ini && "
                                  "sed -i 's/^年度 = 2024/年度 = zwei/' now/00002.ini");
    assert_null(strstr(said.p, "warning"));
    buf_free(&said);
    for (int turn = 0; turn < 2; turn++) {
        check_shell(PROGRAM " batch now -o stale", failed);
        check_shell(PROGRAM " batch now -o stale", left);
    }
    check_shell(
        "sed 's/.*\"output\": \\([^,]*\\).*\"status\": \\([^,]*\\).*\"former\": /\\1 \\2 /' "
        "stale/report.jsonl",
        "\"00002.pdf\" \"error\" true}\n\"00004.pdf\" \"note\" false}\n"
        "\"00001.pdf\" \"left\" true}\n\"00003.pdf\" \"left\" true}\n");
    check_shell("sed -n '/^\"0000[13]/p' stale/report.csv",
                "\"00001.pdf\",\"\",\"\",\"left\",\"\",0,0,0,,,,,,,,0,0,\"\",1\n"
                "\"00003.pdf\",\"\",\"\",\"left\",\"\",0,0,0,,,,,,,,0,0,\"\",1\n");
    said = shell(NULL, PROGRAM " batch --merge stale -o stale-all; grep -c . "
                               "stale-all/report.jsonl");
    assert_null(strstr(said.p, "warning"));
    assert_non_null(strstr(said.p, "2\n"));
    buf_free(&said);
    /* Other outputs of a record are none of a former one; what is removed is forgotten. */
    said = shell(NULL, "rm stale/0000[123].pdf; " PROGRAM " batch now -o stale --to json; true");
    assert_null(strstr(said.p, "of a former run"));
    buf_free(&said);
}

/* Without how fast it went, which differs from run to run. */
static char *without_rate(char *said)
{
    char *rate = strstr(said, " failed, "), *end = rate ? strchr(rate, '\n') : NULL;
    if (end)
        memmove(rate + strlen(" failed"), end, strlen(end) + 1);
    return said;
}

/* An error of the form is told of once, not for each of its records; an agency that has no document
 * has no amounts in the report, so that its columns add up to the summary. */
static void an_error_of_the_form_is_told_once(void **state)
{
    (void)state;
    int status;
    struct buf said =
        shell(&status, "mkdir -p torn/own && cp records/0000[1-4].ini torn && printf '扩展 = "
                       "national-2022\n' >torn/own/template.ini && printf '{{#没有结束}}' "
                       ">torn/own/document.html && sed -i 's|^模板 = .*|模板 = ./own|' torn/*.ini "
                       "&& sed -i 's/^年度 = 2024/年度 = zwei/' torn/00004.ini && " PROGRAM
                       " batch torn -o torn/out -j1");
    assert_int_equal(status, 2);
    assert_string_equal(
        without_rate(said.p),
        "gongkai: torn/./own/document.html:1:1: error: {{#没有结束}} is never closed in this part; "
        "close it in the same file\n"
        "    {{#没有结束}}\n"
        "    ^~~~~~~~~~~~~\n"
        "gongkai: torn/00004.ini:3:6: error: 单位.年度 is a year; write its four digits only, such "
        "as 2024\n"
        "    年度 = zwei\n"
        "           ^~~~\n"
        "4 of 4 done, 0 unchanged, 4 failed\n"
        "gongkai: note: documents with findings that are printed above and not repeated for them: "
        "2; report.csv tells which\n");
    buf_free(&said);
    check_shell("grep -c '\"年度\": 2024.*\"收入\": null' torn/out/report.jsonl; "
                "grep -c 'is never closed' torn/out/report.jsonl; "
                "grep -c ',2024,0,0,,,,,,,,0,1,' torn/out/report.csv",
                "3\n3\n3\n");
}

/* A worker is killed as soon as one document is made, over the next one that it has in hand. */
static void a_worker_that_dies_is_replaced(void **state)
{
    (void)state;
    struct buf said =
        shell(NULL, PROGRAM " batch records -o died -j1 >said 2>&1 & "
                            "for i in $(seq 2000); do [ -s died/.gongkai.state ] && "
                            "kill -9 $(cat /proc/$!/task/$!/children) 2>/dev/null && break; "
                            "sleep 0.005; done; wait; cat said");
    assert_non_null(strstr(said.p, ".pdf ended unexpectedly (Killed)"));
    assert_non_null(strstr(said.p, "24 of 24 done, 0 unchanged, 1 failed"));
    buf_free(&said);
    check_shell(PROGRAM " batch records -o died -j1", "24 of 24 done, 23 unchanged, 0 failed");
}

static void what_is_no_record_spoils_only_itself(void **state)
{
    (void)state;
    struct buf said = shell(
        NULL,
        "mkdir odd && cp records/0000[12].ini odd && mkfifo odd/fifo.ini && mkdir odd/folder.ini "
        "&& "
        "ln -s nowhere odd/link.ini && truncate -s 5G odd/huge.ini && : >odd/empty.json && "
        "echo '题' | iconv -t gbk >odd/gbk.ini; " PROGRAM " batch odd -o odd-out -j2; [ $? = 2 ]");
    static const char *const wanted[] = {"odd/fifo.ini is a pipe or device",
                                         "cannot read odd/folder.ini: Is a directory",
                                         "cannot read odd/link.ini: No such file",
                                         "odd/huge.ini goes beyond a limit: at most 64 MB",
                                         "odd/empty.json:1:1: error: ",
                                         "odd/gbk.ini:1:1: error: not UTF-8 text",
                                         "8 of 8 done, 0 unchanged, 6 failed"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!strstr(said.p, wanted[i]))
            fail_msg("%s\nand not %s", said.p, wanted[i]);
    buf_free(&said);
    check_shell("cmp odd-out/00001.pdf whole/00001.pdf && ls odd-out | tr '\\n' ' '",
                "00001.pdf 00002.pdf index.html report.csv report.jsonl summary.pdf ");
}

static void a_forged_number_of_shards_is_no_state(void **state)
{
    (void)state;
    struct buf said = shell(
        NULL, "mkdir forged && cp whole/.gongkai*.state forged/.gongkai-1-of-4294967295.state "
              "&& timeout 10 " PROGRAM " batch --merge forged -o forged-out 2>&1; echo $?");
    assert_non_null(strstr(said.p, "\n2\n"));
    buf_free(&said);
}

static void nothing_may_follow_a_closing_quote(void **state)
{
    (void)state;
    struct buf said =
        shell(NULL, "printf 'record\n\"records/00001.ini\"junk\n' > junk.csv; " PROGRAM
                    " batch junk.csv -o junk-out 2>&1; test ! -e junk-out");
    assert_non_null(strstr(said.p, "junk.csv:2:20: error: text after the closing quote; put all of "
                                   "the field inside the quotes"));
    buf_free(&said);
}

/* The document at hand is finished; the next run goes on. */
static void told_to_stop_it_stops(void **state)
{
    (void)state;
    struct buf said = shell(NULL, PROGRAM " batch records -o stopped -j1 >said 2>&1 & "
                                          "until ls stopped/*.pdf >/dev/null 2>&1; do :; done; "
                                          "kill -TERM $!; wait $!; echo status $?; cat said");
    assert_non_null(strstr(said.p, "status 2"));
    assert_non_null(strstr(said.p, "0 failed"));
    assert_non_null(strstr(said.p, "stopped before the end"));
    buf_free(&said);
    check_shell("ls -A stopped | grep -c 'report\\|tmp'", "0\n");
    check_shell(PROGRAM " batch records -o stopped; diff -r whole stopped && echo same", "same\n");
}

/* The package that 省份 and 年度 lead to, and a package in a folder beside the record. */
static void packages_are_found_as_render_finds_them(void **state)
{
    (void)state;
    struct buf said = shell(
        NULL, "mkdir -p form/data form/own && cp -r " SOURCE_ROOT "/templates " SOURCE_ROOT
              "/fonts " SOURCE_ROOT "/subjects form/data && printf '扩展 = national-2022\\n' "
              ">form/own/template.ini && cp records/0000[12].ini form && "
              "sed -i 's/^模板 = .*/省份 = 山西省/' form/00001.ini && "
              "sed -i 's|^模板 = .*|模板 = ./own|' form/00002.ini && "
              "export GONGKAI_DATA=$PWD/form/data && " PROGRAM " batch form -o form/out && " PROGRAM
              " batch form -o form/out && for i in 1 2; do " PROGRAM
              " render form/0000$i.ini -o one.pdf && cmp one.pdf form/out/0000$i.pdf; done; "
              "rm one.pdf");
    assert_non_null(strstr(said.p, "2 of 2 done, 2 unchanged"));
    buf_free(&said);
    check_shell("grep -o '\"template\": \"[^\"]*' form/out/report.jsonl",
                "\"template\": \"shanxi-2024\n\"template\": \"form/./own\n");
    check_shell("export GONGKAI_DATA=$PWD/form/data; mkdir $GONGKAI_DATA/templates/new && printf "
                "'扩展 = national-2022\\n' >$GONGKAI_DATA/templates/new/template.ini; " PROGRAM
                " batch form -o form/out",
                "2 of 2 done, 1 unchanged");
    check_shell("export GONGKAI_DATA=$PWD/form/data; printf '作者 = 甲\\n' "
                ">>form/own/template.ini; " PROGRAM " batch form -o form/out",
                "2 of 2 done, 1 unchanged");
    check_shell("export GONGKAI_DATA=$PWD/form/data; printf '; changed\\n' "
                ">>$GONGKAI_DATA/templates/national-2022/template.ini; " PROGRAM
                " batch form -o form/out",
                "2 of 2 done, 0 unchanged");
    check_shell(
        "export GONGKAI_DATA=$PWD/form/data; echo >>$GONGKAI_DATA/fonts/fonts.conf; " PROGRAM
        " batch form -o form/out; " PROGRAM " batch form -o form/out",
        "2 of 2 done, 0 unchanged, 0 failed");
    check_shell("export GONGKAI_DATA=$PWD/form/data; SOURCE_DATE_EPOCH=1 " PROGRAM
                " batch form -o form/out",
                "2 of 2 done, 0 unchanged");
}

static void only_what_changed_is_made_anew(void **state)
{
    (void)state;
    struct buf said =
        shell(NULL, "cp -r records mine && " PROGRAM " batch mine -o again && "
                    "ls -l --full-time again/*.pdf >before && " PROGRAM " batch mine -o again");
    assert_non_null(strstr(said.p, "24 of 24 done, 24 unchanged"));
    buf_free(&said);
    check_shell("sed -i 's/设施维护支出/设施养护支出/' mine/00005.ini && " PROGRAM
                " batch mine -o again",
                "24 of 24 done, 23 unchanged");
    check_shell("rm again/00007.pdf && echo >again/00008.pdf && " PROGRAM " batch mine -o again",
                "24 of 24 done, 22 unchanged");
    check_shell("printf x >mine/t.txt && sed -i 's/^收支总体 = .*/收支总体 = @t.txt/' "
                "mine/00003.ini && " PROGRAM " batch mine -o again",
                "24 of 24 done, 23 unchanged");
    check_shell("printf y >mine/t.txt; " PROGRAM " batch mine -o again",
                "24 of 24 done, 23 unchanged");
    check_shell("printf 'torn' >>again/.gongkai.state; " PROGRAM " batch mine -o again",
                "24 of 24 done, 24 unchanged");
    check_shell("sed -i '3s/.$/0/;3s/0$/x/' again/.gongkai.state; " PROGRAM " batch mine -o again",
                "24 of 24 done, 23 unchanged");
}

static void manifests_name_record_template_and_output(void **state)
{
    (void)state;
    struct buf said = shell(
        NULL,
        "printf 'output,record,template\\n\"甲, 乙.pdf\",00001.ini,national-2022\\n\\n"
        ",00002.ini\\n' >records/m.csv && "
        "printf '{\"record\": \"00001.ini\", \"template\": \"national-2022\", "
        "\"output\": \"甲, 乙.pdf\"}\\n{\"record\": \"00002.ini\"}\\n' >records/m.jsonl && " PROGRAM
        " batch records/m.csv -o csv && " PROGRAM
        " batch records/m.jsonl -o jsonl && diff -r csv jsonl && ls csv");
    assert_non_null(
        strstr(said.p, "00002.pdf\nindex.html\nreport.csv\nreport.jsonl\nsummary.pdf\n甲, 乙.pdf"));
    buf_free(&said);
}

static void bad_manifests_are_located(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *wanted;
    } cases[] = {
        {"a.csv", "record,form\\nx.ini,y\\n", "a.csv:1:8: error: unknown column form"},
        {"b.csv", "record,output\\nx.ini,a/b.pdf\\n", "b.csv:2:7: error: a/b.pdf cannot be"},
        {"c.csv", "record\\nx.ini,y\\n", "c.csv:2:7: error: a field more"},
        {"d.csv", "record,output\\n\\n,y.pdf\\n", "d.csv:3:1: error: this line names no record"},
        {"e.csv", "record\\n\\\"x.ini\\n", "e.csv:2:1: error: this quote"},
        {"f.csv", "record\\nx.ini\\na/x.ini\\n", "f.csv:3:1: error: x.pdf would be made both"},
        {"g.jsonl", "{}\\n{\\\"record\\\": 1}\\n", "g.jsonl:2:2: error: unknown key record"},
        {"g.jsonl", "{}\\n{\\\"record\\\": 1}\\n", "g.jsonl:1:1: error: this line names no record"},
        {"h.jsonl", "\\n{\\\"record\\\" \\\"x\\\"}\\n", "h.jsonl:2:11: error: "},
        {"i.jsonl", "{\\\"record\\\":\\\"x\\\", \\\"output\\\":\\\".x.pdf\\\"}\\n",
         "i.jsonl:1:25: error: "}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char command[512];
        snprintf(command, sizeof command, "printf \"%s\" >%s; " PROGRAM " batch %s -o none",
                 cases[i].text, cases[i].name, cases[i].name);
        check_shell(command, cases[i].wanted);
    }
}

static void shards_together_are_the_whole(void **state)
{
    (void)state;
    struct buf said = shell(
        NULL, "for i in 1 2 3; do " PROGRAM
              " batch records -o parts --shard $i/3 -j1 || exit 1; done; " PROGRAM
              " batch --merge parts -o parts && "
              "for f in whole/*.pdf; do cmp $f parts/${f#whole/} || exit 1; done; "
              "cmp whole/report.csv parts/report.csv && cmp whole/index.html parts/index.html");
    buf_free(&said);
    check_shell("grep -c 'href=\"0.*pdf' parts/index.html", "24\n");
    check_shell(PROGRAM
                " batch --merge parts -o elsewhere && grep -c '/parts/0' elsewhere/index.html",
                "24\n");
}

static void merging_tells_of_shards_missing_unended_or_met_twice(void **state)
{
    (void)state;
    check_shell(
        "for i in 1 3; do " PROGRAM " batch records -o lacking --shard $i/4; done; " PROGRAM
        " batch --merge lacking -o joined; echo status $?",
        "the shards 2/4, 4/4 of lacking are missing; run them, and merge again\nstatus 1\n");
    check_shell("for i in 2 4; do " PROGRAM " batch records -o lacking --shard $i/4; done; " PROGRAM
                " batch --merge lacking -o joined; echo status $?; wc -l <joined/report.jsonl",
                "status 0\n24\n");
    check_shell(PROGRAM " batch records -o lacking --shard 1/2; " PROGRAM
                        " batch --merge lacking lacking -o joined; wc -l <joined/report.jsonl",
                "the shards 2/2 of lacking are missing");
    check_shell(PROGRAM " batch --merge lacking -o joined; wc -l <joined/report.jsonl",
                "12 documents are told of by several runs; of each the newest counts\n24\n");
    check_shell("sed -i '$d' lacking/.gongkai-2-of-4.state; " PROGRAM
                " batch --merge lacking -o joined",
                "the run of lacking/.gongkai-2-of-4.state did not come to its end");
    check_shell(PROGRAM " batch --merge none -o joined", "cannot read none: No such file");
}

/* ---- Very many agencies ---- */

/* Appends the line as that of agency i, with the checksum that a state has (state.c). */
static void put_agency(struct buf *out, struct slice line, int i)
{
    struct slice rest = line;
    size_t start = out->n;
    slice_cut(&rest, '\t');
    slice_cut(&rest, '\t');
    rest.n -= 16;
    buf_printf(out, "%05d.pdf\trecords/%05d.ini\t", i, i);
    buf_put_slice(out, rest);
    uint64_t sum = 14695981039346656037u;
    for (size_t at = start; at < out->n; at++)
        sum = (sum ^ (unsigned char)out->p[at]) * 1099511628211u;
    buf_printf(out, "%016llx\n", (unsigned long long)sum);
}

/* Merges a run over so many agencies, whose documents need not be there; the most memory that it
 * took, in KB. */
static long merge_many(int count)
{
    char path[64];
    struct rusage usage;
    snprintf(path, sizeof path, "%s/whole/.gongkai.state", folder);
    struct buf state = read_file(path), many = {0};
    struct slice rest = buf_slice(&state), line = slice_cut(&rest, '\n');
    for (int i = 1; i <= count; i++)
        put_agency(&many, line, i);
    buf_puts(&many, "end\n");
    buf_free(&state);
    snprintf(path, sizeof path, "%s/many", folder);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/many/.gongkai.state", folder);
    FILE *file = fopen(path, "w");
    assert_true(file && fwrite(many.p, 1, many.n, file) == many.n && fclose(file) == 0);
    buf_free(&many);
    pid_t child = fork();
    if (child == 0) {
        if (chdir(folder) == 0 && freopen("said", "w", stderr))
            execl(PROGRAM, "gongkai", "batch", "--merge", "many", "-o", "merged", (char *)NULL);
        _exit(9);
    }
    int status;
    assert_int_equal(wait4(child, &status, 0, &usage), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
    return usage.ru_maxrss;
}

/* The table of very many is bound in volumes, each of which is made by itself: what a run needs to
 * hold of an agency is its line. */
static void the_summary_of_very_many_takes_little_memory(void **state)
{
    (void)state;
    enum { FEW = 2000, MANY = 10000, MOST_KB = 100 * 1000, EACH_KB = 8 };
    long many = merge_many(MANY);
    check_shell("ls merged | grep -c '^summary.*pdf$'", "10\n");
    check_shell("pdftotext -layout merged/summary.pdf - | head -2", "第1册，共10册");
    check_shell("pdftotext -layout merged/summary-10.pdf - | grep -cE '^ *(9[0-9]{3}|10000) '",
                "1000\n");
    check_shell("pdftotext merged/summary-10.pdf - | grep -c 合计 || true", "0\n");
    check_shell(PROGRAM " verify merged/summary-2.pdf", "keeps all");
    long few = merge_many(FEW);
    check_shell("ls merged | grep '^summary.*pdf$' | tr '\\n' ' '", "summary-2.pdf summary.pdf ");
    check_shell("rm -r many merged && echo gone", "gone");
#if !defined(__SANITIZE_ADDRESS__)
    if (many > MOST_KB || many - few > (MANY - FEW) * EACH_KB)
        fail_msg("%ld KB for %d agencies, %ld KB for %d", few, FEW, many, MANY);
#endif
}

static void a_full_disk_leaves_nothing_half(void **state)
{
    (void)state;
    int status;
    struct buf said = shell(&status, "ulimit -f 300; " PROGRAM " batch records -o full -j2");
    assert_int_not_equal(status, 0);
    buf_free(&said);
    check_shell("find full -name '*.pdf' -size -20k; ls -A full | grep -c tmp", "0\n");
    check_shell(PROGRAM
                " batch records -o full -j2 >/dev/null 2>&1; diff -r whole full && echo same",
                "same\n");
}

static pid_t start_batch(const char *output)
{
    char records[256], out[256];
    snprintf(records, sizeof records, "%s/records", folder);
    snprintf(out, sizeof out, "%s/%s", folder, output);
    pid_t process = fork();
    if (process == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(126);
        execl(PROGRAM, PROGRAM, "batch", records, "-o", out, "-j2", NULL);
        _exit(127);
    }
    return process;
}

/* Whether every file with a final name is whole: the same as in the undisturbed folder. */
static void check_final_names(const char *output)
{
    int status;
    struct buf said =
        shell(&status,
              "for f in %s/*.pdf; do [ -f $f ] || continue; [ ${f#%s/} = summary.pdf ] || "
              "cmp $f undisturbed/${f#%s/} || exit 1; done",
              output, output, output);
    if (status)
        fail_msg("%s", said.p);
    buf_free(&said);
}

static void killed_at_any_moment_it_goes_on(void **state)
{
    (void)state;
    int status;
    uint32_t seed = (uint32_t)getpid();
    waitpid(start_batch("undisturbed"), &status, 0);
    assert_int_equal(status, 0);
    for (int i = 0; i < KILLS; i++) {
        seed = seed * 1664525 + 1013904223;
        struct timespec moment = {0, 20000000 + (long)(seed >> 8) % 180000000};
        pid_t batch = start_batch("killed");
        nanosleep(&moment, NULL);
        kill(batch, i % 4 == 3 ? SIGINT : SIGKILL);
        waitpid(batch, &status, 0);
        check_final_names("killed");
        if (i % 5 == 4) {
            struct buf said = shell(NULL, "rm killed/0000[%d-9].pdf || true", 1 + i / 5);
            buf_free(&said);
        }
    }
    waitpid(start_batch("killed"), &status, 0);
    assert_int_equal(status, 0);
    struct buf said = shell(NULL, "diff -r undisturbed killed");
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(synthetic_records_are_sound),
        cmocka_unit_test(a_batch_gives_what_render_gives),
        cmocka_unit_test(a_batch_makes_what_it_is_told_to),
        cmocka_unit_test(a_bad_record_spoils_only_itself),
        cmocka_unit_test(sums_count_no_money_twice),
        cmocka_unit_test(sources_without_records_leave_all_alone),
        cmocka_unit_test(stale_files_are_named),
        cmocka_unit_test(an_error_of_the_form_is_told_once),
        cmocka_unit_test(a_worker_that_dies_is_replaced),
        cmocka_unit_test(what_is_no_record_spoils_only_itself),
        cmocka_unit_test(a_forged_number_of_shards_is_no_state),
        cmocka_unit_test(nothing_may_follow_a_closing_quote),
        cmocka_unit_test(told_to_stop_it_stops),
        cmocka_unit_test(packages_are_found_as_render_finds_them),
        cmocka_unit_test(only_what_changed_is_made_anew),
        cmocka_unit_test(manifests_name_record_template_and_output),
        cmocka_unit_test(bad_manifests_are_located),
        cmocka_unit_test(shards_together_are_the_whole),
        cmocka_unit_test(merging_tells_of_shards_missing_unended_or_met_twice),
        cmocka_unit_test(the_summary_of_very_many_takes_little_memory),
        cmocka_unit_test(a_full_disk_leaves_nothing_half),
        cmocka_unit_test(killed_at_any_moment_it_goes_on),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
