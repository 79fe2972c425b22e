/* The plain device: what its file holds, and what it says that it cannot do. */
#include "program.h"

#include "sheet.h"

static struct house house;
static struct arena *arena;

static int open_house(void **state)
{
    arena = arena_new();
    house_open(&house, SOURCE_ROOT);
    return make_folder(state);
}

static int close_house(void **state)
{
    house_close(&house);
    arena_free(arena);
    return remove_folder(state);
}

/* What a shell command in the folder prints; it must succeed. */
static struct buf shell(const char *line)
{
    char command[512];
    snprintf(command, sizeof command, "cd %s && %s", folder, line);
    return run_command(command, NULL);
}

static void assert_says(const char *line, const char *part)
{
    struct buf said = shell(line);
    if (!strstr(said.p, part))
        fail_msg("%s says\n%s\nnot %s", line, said.p, part);
    buf_free(&said);
}

static void make_plain(void)
{
    int status;
    write_record(at("plain.ini"), "性质 =", "公开日期 = 2025-09-01\n性质 =");
    for (int i = 0; i < 2; i++) {
        struct buf said =
            run(&status, "render %s --to plain -o %s/plain%d.pdf", at("plain.ini"), folder, i);
        assert_int_equal(status, 0);
        assert_non_null(strstr(said.p, "note: the plain device makes no archive file"));
        buf_free(&said);
    }
}

static void the_file_is_a_sound_pdf(void **state)
{
    (void)state;
    make_plain();
    assert_says("cmp plain0.pdf plain1.pdf && qpdf --check plain0.pdf", "No syntax");
    assert_says("pdfinfo plain0.pdf", "示例县档案馆");
    assert_says("TZ=UTC pdfinfo plain0.pdf", "Mon Sep  1 00:00:00 2025");
    assert_says("pdfinfo plain0.pdf", "Tagged:          no");
    assert_says("pdffonts plain0.pdf 2>/dev/null", "CID TrueType");
    assert_says("pdftotext plain0.pdf - 2>/dev/null", "收集、保管和利用档案。");
    assert_says("pdftotext -l 1 plain0.pdf - 2>/dev/null | head -n 1", "示例县档案馆");
    assert_says("mutool draw -q -F txt plain0.pdf 2>/dev/null", "收集、保管和利用档案。");
}

/* Of type and of rulings, each part in its place. */
static void colours_are_kept(void **state)
{
    (void)state;
    int status;
    write_below("form/template.ini",
                "扩展 = national-2022\n题名 = x\n[样式.正文]\n颜色 = #C08140\n");
    write_below("form/document.html", "<document><p>甲</p><table><tbody><tr><td>1</td></tr></tbody>"
                                      "</table></document>");
    write_record(at("colour.ini"), "年度", "年度");
    struct buf said = run(&status, "render %s --template %s/form/ --to plain -o %s/colour.pdf",
                          at("colour.ini"), folder, folder);
    if (status != 0)
        fail_msg("%s", said.p);
    buf_free(&said);
    assert_says("qpdf --qdf colour.pdf - | grep -a ' rg$'", "0.75294 0.50588 0.25098 rg");
    assert_says("qpdf --qdf colour.pdf - | grep -a ' RG$'", "0 0 0 RG");
}

static void ways_through_the_document_are_there(void **state)
{
    (void)state;
    make_plain();
    assert_says("mutool show plain0.pdf outline", "第一部分");
    assert_says("mutool show plain0.pdf outline", "\t\t\"一、");
    assert_says("qpdf --json --json-key=pagelabels plain0.pdf", "\"/S\": \"/D\"");
    assert_says("qpdf --qdf --object-streams=disable plain0.pdf - | grep -ac '/Subtype /Link'",
                "26\n");
    assert_says("qpdf --qdf --object-streams=disable plain0.pdf - | grep -ac '/FitH'", "52\n");
}

static void verify_knows_that_it_is_no_archive_file(void **state)
{
    (void)state;
    int status;
    make_plain();
    struct buf said = run(&status, "verify %s", at("plain0.pdf"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "tagged"));
    buf_free(&said);
}

static void options_it_cannot_honour_are_refused(void **state)
{
    (void)state;
    static const char *const options[] = {"--password x", "--linearize"};
    write_record(at("plain.ini"), "年度", "年度");
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        int status;
        struct buf said = run(&status, "render %s --to plain %s -o %s", at("plain.ini"), options[i],
                              at("none.pdf"));
        assert_int_equal(status, 2);
        assert_non_null(strstr(said.p, "error: --to plain cannot honour --"));
        assert_int_equal(access(at("none.pdf"), R_OK), -1);
        buf_free(&said);
    }
    int status;
    struct buf said = run(&status, "render %s --to laser -o %s", at("plain.ini"), at("none.pdf"));
    assert_int_equal(status, 3);
    buf_free(&said);
}

static void a_character_above_the_first_plane_is_refused(void **state)
{
    (void)state;
    int status;
    write_record(at("plain.ini"), "收集、保管", "收集、𝌆保管");
    struct buf said = run(&status, "render %s --to plain -o %s", at("plain.ini"), at("none.pdf"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "error: the plain device cannot show 𝌆, a character above"));
    assert_int_equal(access(at("none.pdf"), R_OK), -1);
    buf_free(&said);
}

/* Lays the sound record out with the fonts of choice. */
static struct sheet lay_out(bool plain)
{
    struct sheet sheet;
    arena_reset(arena);
    write_record(at("plain.ini"), "年度", "年度");
    sheet_begin(&sheet, &house, arena, at("plain.ini"));
    assert_true(sheet_read(&sheet) && sheet_compute(&sheet) && sheet_compose(&sheet) &&
                run_layout(&sheet.run, &sheet.made.composition, plain ? FONTS_TRUETYPE : FONTS_ALL,
                           &sheet.made.pages[FONTS_ALL]));
    return sheet;
}

static void a_font_with_other_outlines_is_refused(void **state)
{
    (void)state;
    static const struct file_info info;
    struct sheet sheet = lay_out(false);
    struct buf said = {0};
    assert_false(
        plain_write(&sheet.outputs.files[0], &sheet.run.diag, sheet.made.pages[FONTS_ALL], &info));
    diag_print(&said, &sheet.run.diag);
    assert_non_null(strstr(said.p, "embeds TrueType fonts only, and NotoS"));
    assert_int_equal(sheet.outputs.files[0].n, 0);
    buf_free(&said);
}

static void what_libharu_reports_is_told(void **state)
{
    (void)state;
    static const struct file_info info;
    struct sheet sheet = lay_out(true);
    struct buf said = {0};
    sheet.made.pages[FONTS_ALL]->page[0].width = 1; /* it takes 3 points and more */
    assert_false(
        plain_write(&sheet.outputs.files[0], &sheet.run.diag, sheet.made.pages[FONTS_ALL], &info));
    diag_print(&said, &sheet.run.diag);
    assert_non_null(strstr(said.p, "libharu cannot write the file: its error 10"));
    assert_int_equal(sheet.outputs.files[0].n, 0);
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_is_a_sound_pdf),
        cmocka_unit_test(colours_are_kept),
        cmocka_unit_test(ways_through_the_document_are_there),
        cmocka_unit_test(verify_knows_that_it_is_no_archive_file),
        cmocka_unit_test(options_it_cannot_honour_are_refused),
        cmocka_unit_test(a_character_above_the_first_plane_is_refused),
        cmocka_unit_test(a_font_with_other_outlines_is_refused),
        cmocka_unit_test(what_libharu_reports_is_told),
    };
    return cmocka_run_group_tests_name("haru", tests, open_house, close_house);
}
