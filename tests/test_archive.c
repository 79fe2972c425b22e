/*
 * Finished files, read back: the record that they carry gives the same file again.
 */
#include "testing.h"

#include <glob.h>

#include "base/hash.h"

static char folder[] = "/tmp/gongkai-test-XXXXXX";
static glob_t examples;

/* Prints a path or command into one of a few buffers; valid until the eighth call from now. */
static const char *words(const char *format, ...)
{
    static char texts[8][2048];
    static size_t turn;
    char *text = texts[turn++ % 8];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof texts[0], format, args);
    va_end(args);
    return text;
}

static void shell(const char *command)
{
    struct buf output = run_command(command, NULL);
    buf_free(&output);
}

/* The PDF of an example. */
static const char *pdf_of(size_t example)
{
    return words("%s/%zu.pdf", folder, example);
}

static int render_examples(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || glob(SOURCE_ROOT "/examples/*.json", 0, NULL, &examples) != 0 ||
        glob(SOURCE_ROOT "/examples/*.ini", GLOB_APPEND, NULL, &examples) != 0)
        return -1;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        int status;
        struct buf said = run_command(
            words(PROGRAM " render '%s' -o %s 2>&1", examples.gl_pathv[i], pdf_of(i)), &status);
        if (status > 1)
            print_error("%s: %s", examples.gl_pathv[i], said.p);
        buf_free(&said);
        if (status > 1)
            return -1;
    }
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    globfree(&examples);
    return system(words("rm -r %s", folder));
}

/* ---- the record inside ---- */

/* Renders what the PDF carries and compares; the warnings of the record are its own. */
static void check_return(const char *pdf)
{
    shell(words(PROGRAM " extract %s -o %s/record.json", pdf, folder));
    shell(words("cd %s && " PROGRAM " render record.json -o again.pdf 2>/dev/null; [ $? -le 1 ]",
                folder));
    shell(words("cmp %s %s/again.pdf", pdf, folder));
}

static void every_example_comes_back(void **state)
{
    (void)state;
    assert_true(examples.gl_pathc > 1);
    for (size_t i = 0; i < examples.gl_pathc; i++)
        check_return(pdf_of(i));
}

static void write_text(const char *name, struct slice text)
{
    FILE *file = fopen(words("%s/%s", folder, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
    assert_int_equal(fclose(file), 0);
}

/* Appends the text with `from` replaced by `to`. */
static void put_changed(struct buf *out, struct slice text, const char *from, const char *to)
{
    const char *found = strstr(text.p, from);
    if (!found)
        fail_msg("the record lacks %s", from);
    buf_clear(out);
    buf_put(out, text.p, (size_t)(found - text.p));
    buf_puts(out, to);
    buf_puts(out, found + strlen(from));
}

static void a_record_that_names_other_files_comes_back_alone(void **state)
{
    (void)state;
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini"), last = {0}, now = {0},
               part = {0};
    shell(words("mkdir -p %s/apart", folder));
    put_changed(&last, buf_slice(&base), "年度 = 2024", "年度 = 2023");
    write_text("apart/2023.ini", buf_slice(&last));
    write_text("apart/duties.txt", SLICE("第一段。\n\n  第二段“引用”。\n"));
    put_changed(&part, buf_slice(&base), "收集、保管和利用档案。", "@duties.txt");
    put_changed(&now, buf_slice(&part),
                "总计 = 1000000\n财政拨款总计 = 990000\n政府性基金预算总计 = 0\n一般公共预算支出.201 = 980000\n",
                "记录 = 2023.ini\n");
    write_text("apart/2024.ini", buf_slice(&now));
    shell(words("cd %s && " PROGRAM " render apart/2024.ini -o apart.pdf 2>/dev/null; [ $? -le 1 ]",
                folder));
    check_return(words("%s/apart.pdf", folder));
    struct buf record = read_file(words("%s/record.json", folder));
    assert_null(strstr(record.p, "2023.ini"));
    assert_non_null(strstr(record.p, "\"财政拨款总计\": 1071000.01"));
    assert_non_null(strstr(record.p, "\"2010601\": 1020000.01"));
    assert_non_null(strstr(record.p, "      \"第二段“引用”。\"\n"));
    buf_free(&record);
    buf_free(&part);
    buf_free(&now);
    buf_free(&last);
    buf_free(&base);
}

static void another_package_is_remembered_by_name(void **state)
{
    (void)state;
    shell(words("cp " SOURCE_ROOT "/tests/check/base.ini %s/base.ini", folder));
    shell(words("cd %s && " PROGRAM " render base.ini --template shanxi-2024 -o other.pdf "
                "2>/dev/null; [ $? -le 1 ]",
                folder));
    check_return(words("%s/other.pdf", folder));
}

static void the_build_is_told_without_paths(void **state)
{
    (void)state;
    need_fangsong();
    shell(words("cd %s && pdfdetach -save 2 -o build.json %s", folder, pdf_of(0)));
    struct buf build = read_file(words("%s/build.json", folder));
    assert_non_null(strstr(build.p, "\"gongkai\": \"" GONGKAI_VERSION "\""));
    assert_null(strchr(build.p, '/'));
    struct buf sum = run_command("cd " SOURCE_ROOT "/templates/national-2022 && "
                                 "find . -type f -printf '%P\\n' | LC_ALL=C sort | "
                                 "xargs sha256sum | sha256sum | cut -c 1-64 | tr -d '\\n'",
                                 NULL);
    assert_int_equal(sum.n, 64);
    assert_non_null(strstr(build.p, sum.p));
    buf_free(&sum);
    sum = run_command("cd " SOURCE_ROOT "/fonts/fandol && head -c $((12 + 16 * $(od -An -j 4 -N 2 "
                      "-t u2 --endian=big FandolFang-Regular.otf))) FandolFang-Regular.otf | "
                      "sha256sum | cut -c 1-64 | tr -d '\\n'",
                      NULL);
    assert_int_equal(sum.n, 64);
    assert_non_null(strstr(build.p, sum.p));
    buf_free(&sum);
    buf_free(&build);
}

static void every_example_is_sound(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        shell(words(PROGRAM " verify %s", pdf_of(i)));
        shell(words("qpdf --check %s", pdf_of(i)));
        struct buf fonts = run_command(
            words("pdffonts %s | tail -n +3 | grep -vc 'yes yes yes'; true", pdf_of(i)), NULL);
        assert_string_equal(fonts.p, "0\n");
        buf_free(&fonts);
    }
}

/* ---- what screen readers walk through ---- */

/* A title of two lines is one heading, 目录 another; typed numbers that follow each other make a
 * list, and those that do not, none. */
static void titles_and_typed_lists_are_tagged(void **state)
{
    (void)state;
    static const char document[] =
        "<document><cover><h1 class=\"封面题名\" unlisted=\"yes\">某局</h1>"
        "<h1 class=\"封面副题\" unlisted=\"yes\">决算</h1><p>编制</p></cover>"
        "<contents><h1 class=\"目录题名\" unlisted=\"yes\">目录</h1></contents>"
        "<section><h1>概况</h1><p>（一）甲。</p><p>（二）乙。</p><p>（四）丁。</p>"
        "<p>1.5倍。</p><p>2.5倍。</p><p>一、子。</p><p>其间。</p><p>二、丑。</p>"
        "<p>1.寅。</p><p>2.卯。</p></section></document>";
    shell(words("mkdir %s/pack && printf '扩展 = national-2022\n' >%s/pack/template.ini", folder,
                folder));
    FILE *file = fopen(words("%s/pack/document.html", folder), "w");
    assert_non_null(file);
    assert_true(fputs(document, file) >= 0 && fclose(file) == 0);
    shell(words("cd %s && " PROGRAM " --quiet render " SOURCE_ROOT
                "/tests/check/base.ini --template ./pack -o tagged.pdf",
                folder));
    shell(words(PROGRAM " verify %s/tagged.pdf", folder));
    struct buf tags =
        run_command(words("LC_ALL=C.UTF-8 pdfinfo -struct-text %s/tagged.pdf 2>/dev/null | sed -n "
                          "'s/ (block)//; /TOC/,/Object/d; s/^ *//p' | tr '\\n' ' '",
                          folder),
                    NULL);
    assert_string_equal(
        tags.p, "Document Part H1 \"某局决算\" P \"编制\" Part H1 \"目录\" Part H1 \"概况\" "
                "L LI LBody \"（一）甲。\" LI LBody \"（二）乙。\" P \"（四）丁。\" P \"1.5倍。\" "
                "P \"2.5倍。\" P \"一、子。\" P \"其间。\" P \"二、丑。\" "
                "L LI LBody \"1.寅。\" LI LBody \"2.卯。\" ");
    buf_free(&tags);
}

static void a_file_without_a_record_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *make, *say;
    } cases[] = {
        {"qpdf --empty none.pdf", "none.pdf carries no record"},
        {"printf 'no pdf' > none.pdf", "cannot read none.pdf as PDF"},
        {"rm -f none.pdf", "cannot read none.pdf: No such file"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int status;
        struct buf said = run_command(words("cd %s && %s && LC_ALL=C.UTF-8 " PROGRAM
                                            " extract none.pdf -o out.json 2>&1",
                                            folder, cases[i].make),
                                      &status);
        assert_int_equal(status, 2);
        if (!strstr(said.p, cases[i].say))
            fail_msg("%s", said.p);
        buf_free(&said);
    }
    assert_int_not_equal(access(words("%s/out.json", folder), F_OK), 0);
}

static void hashes_are_those_of_sha256sum(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(hash_bytes(arena, SLICE("abc")),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    write_text("empty", SLICE(""));
    assert_string_equal(hash_file(arena, words("%s/empty", folder)),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_null(hash_file(arena, words("%s/missing", folder)));
    assert_null(hash_folder(arena, words("%s/missing", folder)));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_example_comes_back),
        cmocka_unit_test(a_record_that_names_other_files_comes_back_alone),
        cmocka_unit_test(another_package_is_remembered_by_name),
        cmocka_unit_test(the_build_is_told_without_paths),
        cmocka_unit_test(every_example_is_sound),
        cmocka_unit_test(titles_and_typed_lists_are_tagged),
        cmocka_unit_test(a_file_without_a_record_is_told),
        cmocka_unit_test(hashes_are_those_of_sha256sum),
    };
    return cmocka_run_group_tests_name("archive", tests, render_examples, remove_folder);
}
