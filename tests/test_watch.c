/*
 * render --watch: every file that a disclosure is made from is watched, however editors save it;
 * what changed is reported; a record that is broken meanwhile harms nothing.
 */
#include "program.h"

#include <sys/stat.h>

/* ---- A watch at work ---- */

/* The log of the watch before is gone once this returns: await must not read it. */
static void start_watch(const char *arguments)
{
    char command[1024];
    unlink(at("log"));
    snprintf(command, sizeof command,
             "cd %s && (LC_ALL=C.UTF-8 sh -c 'echo $$ > pid; exec " PROGRAM
             " render %s --watch' 2> log; echo \"ended $?\" >> log) >/dev/null &",
             folder, arguments);
    assert_int_equal(system(command), 0);
}

/* Nothing goes on watching after a test that failed. */
static int stop_watch(void **state)
{
    (void)state;
    char command[256];
    snprintf(command, sizeof command, "cd %s && kill $(cat pid) 2>/dev/null", folder);
    return system(command) < 0;
}

static size_t log_size(void)
{
    struct buf log = read_file(at("log"));
    size_t size = log.n;
    buf_free(&log);
    return size;
}

/* Waits, at most a minute, until the log says the text, from the offset on. */
static void await_from(size_t from, const char *text)
{
    for (int i = 0; i < 6000; i++) {
        usleep(10000);
        if (access(at("log"), R_OK) != 0)
            continue;
        struct buf log = read_file(at("log"));
        bool found = log.n >= from && strstr(log.p + from, text);
        buf_free(&log);
        if (found)
            return;
    }
    fail_msg("not said: %s\n%s", text, read_file(at("log")).p);
}

static void await(const char *text)
{
    await_from(0, text);
}

/* Interrupted, it ends with the status of the last rendering. */
static void end_watch(int status)
{
    char command[256];
    snprintf(command, sizeof command, "cd %s && kill -INT $(cat pid)", folder);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof command, "ended %d", status);
    await(command);
}

static bool prints(const char *file, const char *text)
{
    char command[256];
    snprintf(command, sizeof command, "cd %s && pdftotext %s -", folder, file);
    struct buf all = run_command(command, NULL);
    bool found = strstr(all.p, text);
    buf_free(&all);
    return found;
}

/* ---- What is reported ---- */

static void figures_that_follow_are_reported(void **state)
{
    (void)state;
    write_record(at("r.ini"), "年度", "年度");
    start_watch("r.ini -o r.pdf");
    await("waiting for changes");
    size_t from = log_size();
    write_record(at("r.ini"), "2010601.一般公共预算.项目支出 = 120000",
                 "2010601.一般公共预算.项目支出 = 119000");
    await_from(from, "not made");
    write_record(at("r.ini"), "货物 = 50000", "货物 = 50100");
    await_from(from, "r.ini changed: made again in ");
    await_from(from, "typed (1)\n  政府采购.货物: 50000.00 元 → 50100.00 元 [r.ini:78]\nderived (");
    await_from(from, "  政府采购.合计: 80000.00 元 → 80100.00 元\n");
    await_from(from, "\nsentences (");
    from = log_size();
    write_record(at("r.ini"), "货物 = 50000", "货物 = 50100");
    await_from(from, "no figure, cell or sentence changed\n");
    from = log_size();
    write_record(at("r.ini"), "合计 = 本年更新车辆一辆。\n", "");
    await_from(from, "findings (1)\n  + warning: reason-sangong: ");
    from = log_size();
    write_record(at("r.ini"), "合计 = 本年更新车辆一辆。", "合计 = 本年更新车辆一辆。");
    await_from(from, "findings (1)\n  - warning: reason-sangong: ");
    end_watch(0);
}

/* The file stays, and the next report is against what was made last. */
static void a_broken_record_harms_nothing(void **state)
{
    (void)state;
    write_record(at("r.ini"), "年度", "年度");
    start_watch("r.ini -o r.pdf");
    await("waiting for changes");
    struct buf before = read_file(at("r.pdf"));
    size_t from = log_size();
    write_record(at("r.ini"), "货物 = 50000", "货物 = 5万");
    await_from(from, "r.ini changed: not made, for the errors above; what was made before is");
    struct buf after = read_file(at("r.pdf"));
    assert_int_equal(before.n, after.n);
    assert_memory_equal(before.p, after.p, before.n);
    assert_int_equal(unlink(at("r.ini")), 0);
    await_from(from, "error: cannot read r.ini");
    from = log_size();
    write_record(at("r.ini"), "货物 = 50000", "货物 = 50200");
    await_from(from, "  政府采购.货物: 50000.00 元 → 50200.00 元 [r.ini:78]\n");
    end_watch(0);
    buf_free(&before);
    buf_free(&after);
}

/* ---- What is watched ---- */

static void every_way_of_saving_is_seen(void **state)
{
    (void)state;
    write_record(at("r.ini"), "年度", "年度");
    start_watch("r.ini -o r.pdf");
    await("waiting for changes");
    write_record(at("r.ini.new"), "货物 = 50000", "货物 = 50001");
    assert_int_equal(rename(at("r.ini.new"), at("r.ini")), 0);
    await("50000.00 元 → 50001.00 元");
    assert_int_equal(rename(at("r.ini"), at("r.ini~")), 0); /* a backup first */
    write_record(at("r.ini"), "货物 = 50000", "货物 = 50002");
    await("50001.00 元 → 50002.00 元");
    char typed[64];
    for (int i = 3; i < 20; i++) {
        snprintf(typed, sizeof typed, "货物 = 500%02d", i);
        write_record(at("r.ini"), "货物 = 50000", typed);
    }
    await("→ 50019.00 元");
    end_watch(0);
    char command[256];
    snprintf(command, sizeof command,
             "cd %s && " PROGRAM " diff r.pdf r.ini 2>&1 >/dev/null | grep -v note", folder);
    struct buf said = run_command(command, (int[]){0});
    assert_string_equal(said.p, "");
    buf_free(&said);
}

/* Texts, last year's record, a unit's, the record corrected; a link and what it leads to. */
static void all_that_it_is_made_from_is_watched(void **state)
{
    (void)state;
    write_text(at("duties.txt"), SLICE("管理档案。\n"));
    write_record(at("last.ini"), "年度 = 2024", "年度 = 2023");
    write_record(at("unit.ini"), "名称 = 示例县档案馆", "名称 = 示例县档案服务中心");
    static const char head[] = "[概况]\n职责 = 收集、保管和利用档案。\n";
    write_record(at("real.ini"), head, "下属记录.1 = unit.ini\n[概况]\n职责 = @duties.txt\n");
    unlink(at("r.ini"));
    assert_int_equal(symlink("real.ini", at("r.ini")), 0);
    start_watch("r.ini -o r.pdf --draft");
    await("waiting for changes");
    write_text(at("duties.txt"), SLICE("管理全县档案。\n"));
    await("duties.txt changed: made again");
    await("管理档案。 → 管理全县档案。");
    write_record(at("unit.ini"), "名称 = 示例县档案馆", "名称 = 示例县档案中心");
    await("unit.ini changed: made again");
    write_record(at("real.ini"), "[上年]\n", "[上年]\n记录 = last.ini\n");
    await("real.ini changed: made again");
    await("→ 收集、保管和利用档案。");
    write_record(at("last.ini"), "年度 = 2024", "年度 = 2023\n主管部门 = 示例县档案局");
    await("last.ini changed: made again");
    unlink(at("r.ini"));
    end_watch(1); /* the typed figures of last year disagree with its record */
}

static void parts_of_the_package_are_watched(void **state)
{
    (void)state;
    assert_int_equal(mkdir(at("form"), 0777), 0);
    write_text(at("form/template.ini"), SLICE("扩展 = national-2022\n"));
    write_text(at("form/cover.html"), SLICE("{{<super}}{{/super}}\n"));
    write_record(at("r.ini"), "年度", "年度");
    start_watch("r.ini -o r.pdf --template ./form");
    await("waiting for changes");
    write_text(at("form/cover.html"), SLICE("{{<super}}{{$题名}}<bad/>{{/题名}}{{/super}}\n"));
    await("cover.html changed: not made");
    write_text(at("form/cover.html"), SLICE("{{<super}}{{$题名}}新题{{/题名}}{{/super}}\n"));
    await("cover.html changed: made again");
    await("sentences (");
    write_text(at("form/glossary.html"),
               SLICE("<p>没有名词。</p>\n")); /* a part that was not there */
    await("glossary.html changed: made again");
    write_record(at("r.ini"), "示例县档案馆内设三个科室", "本馆内设四个科室");
    await("r.ini changed: made again");
    end_watch(0);
    assert_true(prints("r.pdf", "新题"));
    assert_true(prints("r.pdf", "没有名词"));
    assert_true(prints("r.pdf", "四个科室"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(figures_that_follow_are_reported, stop_watch),
        cmocka_unit_test_teardown(a_broken_record_harms_nothing, stop_watch),
        cmocka_unit_test_teardown(every_way_of_saving_is_seen, stop_watch),
        cmocka_unit_test_teardown(all_that_it_is_made_from_is_watched, stop_watch),
        cmocka_unit_test_teardown(parts_of_the_package_are_watched, stop_watch),
    };
    return cmocka_run_group_tests_name("watch", tests, make_folder, remove_folder);
}
