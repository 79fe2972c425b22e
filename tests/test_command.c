/* The command as its users meet it: what it writes, what it refuses, how it ends. */
#include "program.h"

#include <sys/stat.h>

static bool is_there(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0;
}

static size_t files_in_folder(void)
{
    char command[64];
    snprintf(command, sizeof command, "ls -A %s | wc -l", folder);
    struct buf count = run_command(command, NULL);
    size_t files = (size_t)atoi(count.p);
    buf_free(&count);
    return files;
}

static void a_sound_record_makes_a_pdf(void **state)
{
    (void)state;
    int status;
    write_record(at("sound.ini"), "年度", "年度");
    struct buf said = run(&status, "render %s -o %s", at("sound.ini"), at("sound.pdf"));
    assert_sound(said.p);
    assert_int_equal(status, 0);
    struct buf pdf = read_file(at("sound.pdf"));
    assert_memory_equal(pdf.p, "%PDF-1.7", 8);
    buf_free(&pdf);
    buf_free(&said);
}

static void an_error_leaves_the_old_file_alone(void **state)
{
    (void)state;
    int status;
    write_record(at("bad.ini"), "货物 = 50000", "货物 = 五万");
    write_text(at("kept.pdf"), SLICE("old"));
    size_t before = files_in_folder();
    struct buf said = run(&status, "render %s -o %s", at("bad.ini"), at("kept.pdf"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, ":6: error: "));
    assert_non_null(strstr(said.p, "\n    货物 = 五万\n           ^~~~\n"));
    struct buf old = read_file(at("kept.pdf"));
    assert_string_equal(old.p, "old");
    assert_int_equal(files_in_folder(), before);
    buf_free(&old);
    buf_free(&said);
}

static void a_contradiction_is_refused(void **state)
{
    (void)state;
    int status;
    write_record(at("off.ini"), "30101 = 600000", "30101 = 600001");
    struct buf said = run(&status, "render %s -o %s", at("off.ini"), at("off.pdf"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "error: economic-total: "));
    assert_false(is_there(at("off.pdf")));
    buf_free(&said);
}

static void findings_are_told_to_programs(void **state)
{
    (void)state;
    int status;
    write_record(at("off.ini"), "授予小微企业 = 40000", "授予小微企业 = 40000.01");
    struct buf said = run(&status, "check --format json %s", at("off.ini"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "{\"id\":\"procurement-small\",\"level\":\"error\",\"text\":"));
    assert_non_null(strstr(said.p, "off.ini\",\"line\":"));
    assert_non_null(strstr(said.p, ",\"values\":[\"40000.01 元\",\"40000.00 元\"],"
                                   "\"difference\":\"0.01 元\",\"also\":{\"file\":\""));
    /* An object a line: this one, and what the form has no place for. */
    const char *second = strchr(said.p, '\n') + 1;
    assert_non_null(strstr(second, "\"id\":\"typed-unprinted\",\"level\":\"note\""));
    assert_ptr_equal(strchr(second, '\n'), said.p + said.n - 1);
    buf_free(&said);
    said = run(&status, "check --format json %s", at("none.ini"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "\"id\":\"file-read\""));
    assert_non_null(strstr(
        said.p,
        "\"file\":null,\"line\":null,\"column\":null,"
        "\"imported\":null,\"values\":[],\"difference\":null,\"also\":null,\"paste\":null}"));
    buf_free(&said);
    said = run(&status, "check --format xml %s", at("off.ini"));
    assert_int_equal(status, 3);
    buf_free(&said);
}

static void a_draft_is_made_of_a_contradiction(void **state)
{
    (void)state;
    int status;
    write_record(at("off.ini"), "30101 = 600000", "30101 = 600001");
    struct buf said = run(&status, "render %s --draft -o %s", at("off.ini"), at("draft.pdf"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "error: economic-total: "));
    buf_free(&said);
    said = run(&status, "verify %s", at("draft.pdf"));
    assert_int_equal(status, 0);
    buf_free(&said);
    char command[1024];
    snprintf(command, sizeof command,
             "pdftotext -raw %s - | tr -d '\\n' | tr '\\f' '\\n' | grep -vc 草稿", at("draft.pdf"));
    said = run_command(command, &status);
    assert_string_equal(said.p, "0\n");
    buf_free(&said);
    /* Who cannot see it hears it once, and in the title. */
    snprintf(command, sizeof command,
             "pdfinfo -struct-text %s | grep -c 草稿; pdfinfo %s | grep -c '^Title:.*（草稿）$'",
             at("draft.pdf"), at("draft.pdf"));
    said = run_command(command, &status);
    assert_string_equal(said.p, "1\n1\n");
    buf_free(&said);
    write_record(at("bad.ini"), "货物 = 50000", "货物 = 五万");
    said = run(&status, "render %s --draft -o %s", at("bad.ini"), at("none.pdf"));
    assert_int_equal(status, 2);
    assert_false(is_there(at("none.pdf")));
    buf_free(&said);
}

static void a_password_is_asked_for(void **state)
{
    (void)state;
    int status;
    write_record(at("sound.ini"), "年度", "年度");
    struct buf said =
        run(&status, "render %s --password 密码a -o %s", at("sound.ini"), at("locked.pdf"));
    assert_int_equal(status, 0);
    assert_non_null(strstr(said.p, "note: a file with a password is no archive file"));
    buf_free(&said);
    said = run(&status, "extract %s", at("locked.pdf"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "asks for a password"));
    buf_free(&said);
    char command[512];
    snprintf(command, sizeof command,
             "qpdf --password=密码a --show-encryption %s | grep -q AESv3 && "
             "qpdf --password=密码a --decrypt %s %s && pdfinfo -meta %s | grep -c pdfaid:part",
             at("locked.pdf"), at("locked.pdf"), at("open.pdf"), at("open.pdf"));
    said = run_command(command, &status);
    assert_string_equal(said.p, "0\n");
    buf_free(&said);
}

static void a_wrong_command_is_named(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "rendr x.ini");
    assert_int_equal(status, 3);
    assert_non_null(strstr(said.p, "error: there is no command rendr; did you mean render?"));
    buf_free(&said);
    said = run(&status, "xyzzyxyzzy");
    assert_non_null(strstr(said.p, "error: there is no command xyzzyxyzzy\n"));
    buf_free(&said);
}

static void a_character_without_a_font_is_told_where_it_was_typed(void **state)
{
    (void)state;
    int status;
    write_record(at("glyph.ini"), "新增公益项目。", "新增公益\xF0\xBF\xBF\xBD项目。");
    struct buf said = run(&status, "render %s -o %s", at("glyph.ini"), at("glyph.pdf"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "glyph.ini:93:15: error: no font for 仿宋 has the character"));
    buf_free(&said);
}

/* What is for those who make the record stays with them; with --no-record, all of it. */
static void what_is_private_stays_in_the_house(void **state)
{
    (void)state;
    int status;
    write_record(at("private.ini"), "模板 = ", "编制说明 = 内部口径甲乙\n模板 = ");
    struct buf said = run(&status, "render %s -o %s", at("private.ini"), at("private.pdf"));
    buf_free(&said);
    said = run(&status, "extract %s", at("private.pdf"));
    assert_int_equal(status, 0);
    assert_non_null(strstr(said.p, "示例县档案馆"));
    assert_null(strstr(said.p, "编制说明"));
    assert_null(strstr(said.p, "内部口径"));
    buf_free(&said);
    /* The same is true of the hash that corrections name it by. */
    struct buf before = run(&status, "hash %s", at("private.ini"));
    struct buf after = run(&status, "hash %s", at("private.pdf"));
    assert_string_equal(before.p, after.p);
    buf_free(&before);
    buf_free(&after);
    said = run(&status, "render %s -o %s --no-record", at("private.ini"), at("private.pdf"));
    assert_int_equal(status, 0);
    buf_free(&said);
    said = run(&status, "verify %s", at("private.pdf"));
    assert_int_equal(status, 0);
    buf_free(&said);
    said = run(&status, "extract %s", at("private.pdf"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "carries no record"));
    buf_free(&said);
    char command[256];
    snprintf(command, sizeof command, "pdfdetach -list %s | grep -c json", at("private.pdf"));
    said = run_command(command, NULL);
    assert_string_equal(said.p, "1\n");
    buf_free(&said);
}

static void a_linearized_file_is_an_archive_file_too(void **state)
{
    (void)state;
    int status;
    write_record(at("sound.ini"), "年度", "年度");
    for (int i = 0; i < 2; i++) {
        struct buf said =
            run(&status, "render %s --linearize -o %s/%d.pdf", at("sound.ini"), folder, i);
        assert_int_equal(status, 0);
        buf_free(&said);
    }
    char command[512];
    snprintf(command, sizeof command,
             "cd %s && cmp 0.pdf 1.pdf && qpdf --check-linearization 0.pdf && " PROGRAM
             " verify 0.pdf",
             folder);
    struct buf said = run_command(command, NULL);
    buf_free(&said);
}

static void pages_are_drawn(void **state)
{
    (void)state;
    int status;
    write_record(at("sound.ini"), "年度", "年度");
    struct buf said = run(&status, "render %s --png %s --svg %s/p%%d.svg --pages 2-3 --dpi 30",
                          at("sound.ini"), at("pictures"), folder);
    assert_sound(said.p);
    assert_int_equal(status, 0);
    assert_false(is_there(at("pictures/page-01.png")));
    assert_true(is_there(at("pictures/page-02.png")) && is_there(at("pictures/page-03.png")));
    assert_false(is_there(at("pictures/page-04.png")));
    assert_true(is_there(at("p2.svg")) && is_there(at("p3.svg")));
    struct buf png = read_file(at("pictures/page-02.png"));
    assert_memory_equal(png.p, "\x89PNG", 4);
    buf_free(&png);
    buf_free(&said);
    static const char *const off[] = {"--pages 3-2", "--pages 0",  "--pages x",
                                      "--dpi 0",     "--dpi 9999", "--dpi 1x"};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
        said = run(&status, "render %s --png %s %s", at("sound.ini"), at("pictures"), off[i]);
        assert_int_equal(status, 3);
        buf_free(&said);
    }
}

/* What an output is follows from its name; what cannot be made is refused before anything is. */
static void an_output_is_what_its_name_says(void **state)
{
    (void)state;
    static const struct {
        const char *arguments;
        int status;
        const char *said;
        const char *there, *absent; /* files, or NULL */
    } cases[] = {
        {"-o %s/o.docm", 3, "error: nothing is made that is called ", NULL, "o.docm"},
        {"-o %s/o", 3, "say with --to what it is to be: pdf, plain", NULL, "o"},
        {"--to laser -o %s/o.pdf", 3, "error: there is no output laser; there are: pdf", NULL,
         "o.pdf"},
        {"--to pdf,plain -o %s/o.pdf", 3, "error: pdf and plain would be files of one name", NULL,
         "o.pdf"},
        {"--to plain -o %s/o.png", 3, "is the name of png, not of plain", NULL, "o.png"},
        {"-o %s/o.pdf --pages 2", 3, "usage:", NULL, "o.pdf"},
        {"-o %s/o.png", 2, "names one picture and there are ", NULL, "o.png"},
        {"--to pdf,png -o %s/o.pdf --pages 999", 2,
         "error: there is no page 999; the document has ", NULL, "o.pdf"},
        {"--png %s/o --password a --pages 1", 2, "--to png cannot honour --password", NULL, "o"},
        {"--to pdf,png -o %s/o.pdf --pages 2", 0, "", "o-2.png", "o-1.png"},
        {"--to pdf,svg -o %s/q --pages 1", 0, "", "q.pdf", "q"},
        {"-o %s/r.PNG --pages 1 --dpi 20", 0, "", "r.PNG", NULL},
    };
    write_record(at("sound.ini"), "年度", "年度");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char arguments[256];
        int status;
        snprintf(arguments, sizeof arguments, cases[i].arguments, folder);
        struct buf said = run(&status, "render %s %s", at("sound.ini"), arguments);
        if (status != cases[i].status || !strstr(said.p, cases[i].said))
            fail_msg("%s: status %d: %s", arguments, status, said.p);
        if (cases[i].there)
            assert_int_equal(access(at(cases[i].there), R_OK), 0);
        if (cases[i].absent)
            assert_int_equal(access(at(cases[i].absent), F_OK), -1);
        buf_free(&said);
    }
    struct buf png = read_file(at("o-2.png")), svg = read_file(at("q-1.svg"));
    assert_memory_equal(png.p, "\x89PNG", 4);
    assert_memory_equal(svg.p, "<?xml", 5);
    buf_free(&png);
    buf_free(&svg);
}

static void a_warning_does_not_stop_it(void **state)
{
    (void)state;
    int status;
    write_record(at("doubt.ini"), "公务用车保有量 = 2", "公务用车保有量 = 3");
    struct buf said = run(&status, "render %s -o %s", at("doubt.ini"), at("doubt.pdf"));
    assert_int_equal(status, 1);
    assert_true(is_there(at("doubt.pdf")));
    buf_free(&said);
}

static void what_cannot_be_read_or_written_is_said(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "render %s -o %s", at("none.ini"), at("none.pdf"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "No such file"));
    buf_free(&said);
    write_record(at("sound.ini"), "年度", "年度");
    said = run(&status, "render %s -o %s", at("sound.ini"), at("none/there.pdf"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "cannot be written"));
    buf_free(&said);
}

static void a_wrong_command_line_shows_the_usage(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "",      "paint", "render",       "render a b -o c", "render --nothing", "check",
        "facts", "dump",  "dump words x", "template",        "extract",          "verify"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        int status;
        struct buf said = run(&status, "%s", lines[i]);
        assert_int_equal(status, 3);
        assert_non_null(strstr(said.p, "usage: gongkai"));
        buf_free(&said);
    }
}

/* What is wrong comes first, then the forms of the command, then where to read more. */
static void a_wrong_command_line_says_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *line, *english, *chinese;
    } cases[] = {
        {"", "a command is missing", "缺少子命令"},
        {"render", "gongkai render needs RECORD", "gongkai render 缺少参数：数据文件"},
        {"render a", "gongkai render needs --output", "gongkai render 缺少 --output"},
        {"render a b -o c.pdf",
         "gongkai render does not take b as well; leave it out, or put what has spaces in quotes",
         "gongkai render 不再接受 b；请去掉，含空格的请加引号"},
        {"render a -o", "--output needs a value after it", "--output 之后应有值"},
        {"render a --png", "--png needs a value after it", "--png 之后应有值"},
        {"render a --ouput c.pdf", "gongkai render has no option --ouput; did you mean --output?",
         "gongkai render 没有选项 --ouput；是否为 --output？"},
        {"check a --wholly=1", "gongkai check has no option --wholly",
         "gongkai check 没有选项 --wholly"},
        {"check -x a", "gongkai check has no option -x", "gongkai check 没有选项 -x"},
        {"render a -o c.pdf --marks=2", "--marks takes no value; leave out the = and the rest",
         "--marks 不带值；请去掉 = 及其后内容"},
        {"render a -o c.pdf --marks",
         "--marks means nothing without --corrects; add it, or leave out --marks",
         "没有 --corrects，--marks 不起作用；请加上，或去掉 --marks"},
        {"render a -o c.pdf --dpi 90",
         "--dpi means nothing without --png|--svg|--to png; add it, or leave out --dpi",
         "没有 --png|--svg|--to png，--dpi 不起作用；请加上，或去掉 --dpi"},
        {"render a -o c.png --pages 0", "--pages cannot be 0; write 3, 3-5, 3-",
         "--pages 不能是 0；应写 3, 3-5, 3-"},
        {"render a -o c.png --dpi many", "--dpi cannot be many; write 1–2400",
         "--dpi 不能是 many；应写 1–2400"},
        {"render a -o - --to pdf,csv",
         "-o - and --to pdf,csv do not go together; leave out one "
         "of them",
         "-o - 和 --to pdf,csv 不能同用；请去掉其一"},
        {"check a --format xml", "--format cannot be xml; write text|json",
         "--format 不能是 xml；应写 text|json"},
        {"diff a", "gongkai diff needs NEW", "gongkai diff 缺少参数：新"},
        {"diff a b --format xml", "--format cannot be xml; write text|json",
         "--format 不能是 xml；应写 text|json"},
        {"dump words x",
         "gongkai dump cannot be followed by words; write "
         "document|pages|grids|figures|text|sentences",
         "gongkai dump 之后不能是 words；应写 document|pages|grids|figures|text|sentences"},
        {"dump page x", "gongkai dump cannot be followed by page; did you mean pages?",
         "gongkai dump 之后不能是 page；是否为 pages？"},
        {"hash", "gongkai hash needs RECORD", "gongkai hash 缺少参数：数据文件"},
        {"facts --all", "gongkai facts has no option --all", "gongkai facts 没有选项 --all"},
        {"verify", "gongkai verify needs FILE.pdf", "gongkai verify 缺少参数：文件.pdf"},
        {"extract", "gongkai extract needs FILE.pdf", "gongkai extract 缺少参数：文件.pdf"},
        {"new --link", "--link means nothing without --from; add it, or leave out --link",
         "没有 --from，--link 不起作用；请加上，或去掉 --link"},
        {"new --fill a", "--fill means nothing without --workbook; add it, or leave out --fill",
         "没有 --workbook，--fill 不起作用；请加上，或去掉 --fill"},
        {"new --workbook -o a --json",
         "--workbook and --json do not go together; leave out one of "
         "them",
         "--workbook 和 --json 不能同用；请去掉其一"},
        {"new --workbook",
         "--workbook means nothing without --output; add it, or leave out "
         "--workbook",
         "没有 --output，--workbook 不起作用；请加上，或去掉 --workbook"},
        {"new --workbook -o a",
         "--workbook means nothing without --template|--from|--fill; add it, or leave out "
         "--workbook",
         "没有 --template|--from|--fill，--workbook 不起作用；请加上，或去掉 --workbook"},
        {"import", "gongkai import needs FILE", "gongkai import 缺少参数：文件"},
        {"import a --unit 角", "--unit cannot be 角; write 元|万元",
         "--unit 不能是 角；应写 元|万元"},
        {"batch a", "gongkai batch needs --output", "gongkai batch 缺少 --output"},
        {"batch a -o b -j 0", "--jobs cannot be 0; write 1–10000", "--jobs 不能是 0；应写 1–10000"},
        {"batch a -o b --shard 3/2", "--shard cannot be 3/2; write I/N",
         "--shard 不能是 3/2；应写 I/N"},
        {"batch a -o b --merge --shard 1/2",
         "--merge and --shard do not go together; leave out one of them",
         "--merge 和 --shard 不能同用；请去掉其一"},
        {"template", "gongkai template needs list|show|keys|check|trace|new",
         "gongkai template 缺少参数：list|show|keys|check|trace|new"},
        {"template chek a", "gongkai template cannot be followed by chek; did you mean check?",
         "gongkai template 之后不能是 chek；是否为 check？"},
        {"template show", "gongkai template show needs NAME",
         "gongkai template show 缺少参数：模板"},
        {"template new a", "gongkai template new needs --extends",
         "gongkai template new 缺少 --extends"},
        {"check a --allow-path", "--allow-path needs a value after it", "--allow-path 之后应有值"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int chinese = 0; chinese < 2; chinese++) {
            int status;
            char first[256];
            const char *what = chinese ? cases[i].chinese : cases[i].english;
            struct buf said = run(&status, "--lang %s %s", chinese ? "zh" : "en", cases[i].line);
            snprintf(first, sizeof first, "gongkai: %s%s\n%s", chinese ? "错误: " : "error: ", what,
                     chinese ? "用法：" : "usage: ");
            if (status != 3 || !slice_starts(buf_slice(&said), first))
                fail_msg("%s: status %d, not %s: %s", cases[i].line, status, first, said.p);
            buf_free(&said);
        }
    int status;
    struct buf said = run(&status, "diff a");
    assert_string_equal(said.p, "gongkai: error: gongkai diff needs NEW\n"
                                "usage: gongkai diff OLD NEW [--format text|json] [-o FILE.pdf]\n"
                                "       gongkai diff RECORD FILE.docx\n"
                                "gongkai diff --help tells more\n");
    buf_free(&said);
}

static void help_is_given_in_the_language_of_the_locale(void **state)
{
    (void)state;
    static const char *const commands[] = {"render", "batch",   "new",     "check",
                                           "facts",  "diff",    "hash",    "dump",
                                           "verify", "extract", "template"};
    static const char *const said[][2] = {{"C.UTF-8", "usage: "}, {"zh_CN.UTF-8", "用法："}};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        for (size_t k = 0; k < 2; k++) {
            int status;
            char command[512], first[64];
            snprintf(command, sizeof command, "LC_ALL=%s " PROGRAM " %s --help 2>/dev/null",
                     said[k][0], commands[i]);
            snprintf(first, sizeof first, "%sgongkai %s", said[k][1], commands[i]);
            struct buf help = run_command(command, &status);
            assert_int_equal(status, 0);
            assert_true(slice_starts(buf_slice(&help), first));
            buf_free(&help);
        }
}

static void findings_in_texts_from_files_point_into_these(void **state)
{
    (void)state;
    int status;
    write_record(at("told.ini"), "机构 = ", "机构 = @told.txt\n重点工作 = ");
    write_text(at("told.txt"), SLICE("设三个股室。\n\n其中办公室XX人。\n"));
    struct buf said = run(&status, "check %s", at("told.ini"));
    assert_int_equal(status, 1);
    assert_non_null(strstr(said.p, "told.txt:3:6: warning: hint-left"));
    assert_non_null(strstr(said.p, "    其中办公室XX人。\n              ^~\n"));
    buf_free(&said);
}

static void check_prints_all_and_ends_with_the_worst(void **state)
{
    (void)state;
    int status;
    write_record(at("doubt.ini"), "公务用车保有量 = 2", "公务用车保有量 = 3");
    write_record(at("sound.ini"), "年度", "年度");
    struct buf said = run(&status, "check %s %s", at("doubt.ini"), at("sound.ini"));
    assert_int_equal(status, 1);
    assert_non_null(strstr(said.p, "warning: vehicles: "));
    buf_free(&said);
}

static void rare_characters_survive(void **state)
{
    (void)state;
    int status;
    write_record(at("rare.ini"), "示例县档案馆", "渌口镕㛃𠅤档案馆");
    struct buf said = run(&status, "render %s -o %s", at("rare.ini"), at("rare.pdf"));
    assert_sound(said.p);
    static const char *const readers[] = {"pdftotext %s -", "mutool draw -q -F txt %s"};
    for (size_t i = 0; i < 2; i++) {
        char command[512], reader[300];
        snprintf(reader, sizeof reader, readers[i], at("rare.pdf"));
        snprintf(command, sizeof command, "%s | tr -d '\\n '", reader);
        struct buf text = run_command(command, NULL);
        assert_non_null(strstr(text.p, "渌口镕㛃𠅤档案馆"));
        assert_non_null(strstr(text.p, "2024年度"));
        buf_free(&text);
    }
    buf_free(&said);
}

/* A radical has the glyph of the character, whose text is the glyph's for readers that ask no more.
 */
static void a_radical_does_not_rename_the_character(void **state)
{
    (void)state;
    int status;
    write_record(at("radical.ini"), "内设三个科室", "内设\u2F08事科，人员5名");
    struct buf said = run(&status, "render %s -o %s", at("radical.ini"), at("radical.pdf"));
    buf_free(&said);
    char command[512];
    snprintf(command, sizeof command, "mutool draw -q -F txt %s | tr -d '\\n '", at("radical.pdf"));
    said = run_command(command, NULL);
    assert_non_null(strstr(said.p, "人员5名"));
    buf_free(&said);
    snprintf(command, sizeof command, "pdftotext %s - | tr -d '\\n '", at("radical.pdf"));
    said = run_command(command, NULL);
    assert_non_null(strstr(said.p, "\u2F08事科，人员5名"));
    buf_free(&said);
}

/* A role whose font is not there is set in another family: that is told, and the file says so. */
static void another_font_than_asked_is_told_of(void **state)
{
    (void)state;
    char command[1024];
    int status;
    static const char note[] = "gongkai: note: FandolFang is not installed: 仿宋 is set in ";
    snprintf(command, sizeof command,
             "cd %s && mkdir -p bare/fonts && cp -r " SOURCE_ROOT "/templates " SOURCE_ROOT
             "/subjects bare && cp " SOURCE_ROOT
             "/fonts/fonts.conf bare/fonts && GONGKAI_DATA=bare " PROGRAM " render " SOURCE_ROOT
             "/tests/check/base.ini -o bare.pdf 2>&1",
             folder);
    struct buf said = run_command(command, &status);
    assert_int_equal(status, 0);
    const char *told = strstr(said.p, note);
    if (!told || strstr(told + 1, note))
        fail_msg("%s", said.p);
    buf_free(&said);
    snprintf(command, sizeof command, "qpdf --show-attachment=0002 %s", at("bare.pdf"));
    said = run_command(command, &status);
    if (!strstr(said.p, "\"role\": \"仿宋\", \"wanted\": \"FandolFang\", \"used\": \""))
        fail_msg("%s", said.p);
    buf_free(&said);
}

static void last_year_comes_from_its_record(void **state)
{
    (void)state;
    int status;
    write_record(at("2023.ini"), "年度 = 2024", "年度 = 2023");
    write_record(at("2024.ini"), "总计 = 1000000\n财政拨款总计 = 990000\n", "记录 = 2023.ini\n");
    struct buf said =
        run(&status, "facts %s 总计.比上年.增减 财政拨款总计.比上年.上年", at("2024.ini"));
    /* What is typed here as well and differs is a warning. */
    assert_int_equal(status, 1);
    assert_non_null(strstr(said.p, "上年.机关运行经费 is typed as 300000.00 元 but "));
    assert_non_null(strstr(said.p, "总计.比上年.增减 = 持平"));
    assert_non_null(strstr(said.p, "财政拨款总计.比上年.上年 = 1071000.01 元"));
    assert_non_null(strstr(said.p, "2023.ini:12:18"));
    /* What it carried over is not what this year begins with. */
    assert_non_null(strstr(said.p, "2024.ini:30:9: warning: carried-forward: "));
    assert_non_null(strstr(said.p, "2023.ini:33:9: compare here\n    非财政拨款 = 1000\n"));
    buf_free(&said);

    write_record(at("2023.ini"), "年度 = 2024", "年度 = 2022");
    said = run(&status, "check %s", at("2024.ini"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "last year's record is of 2022, not of 2023"));
    buf_free(&said);
}

/* What does not depend on the errors of a record is told in the same round. */
static void what_errors_leave_is_told_too(void **state)
{
    (void)state;
    static const struct {
        const char *change, *wanted[2], *unwanted;
    } cases[] = {
        {"-e 's/^2299999.其他收入 = 2000/2990101.其他收入 = 2000/' -e 's/^货物 = 50000/货物 = "
         "5万/'",
         {"unknown subject code 299 29901 2990101", "write 50000"},
         "does not hold"},
        {"-e 's/^30101 = 600000/30101 = 600001/' -e 's/^货物 = 50000/货物 = 5万/'",
         {"write 50000", "economic-total"},
         "procurement"},
        {"-e 's/^30101 = 600000/30101 = 6OOOOO/' -e 's/^授予中小企业 = .*/授予中小企业 = 80001/'",
         {"基本支出经济分类.30101 is an amount in 元", "procurement-medium"},
         "economic-total"},
        {"-e 's/^30101 = 600000/30101 = 600001/' -e 's/^其他用车说明 = .*/其他用车说明 =/'",
         {"economic-total", "国有资产.其他用车说明 has no value"},
         "other-vehicles"},
        {"-e 's/^30101 = 600000/30101 = 600001/' "
         "-e 's/^2299999.其他收入 = 2000/2990101.其他收入 = 2000/'",
         {"economic-total", "unknown subject code 299 29901 2990101"},
         "is to be named"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char command[1024];
        int status;
        snprintf(command, sizeof command, "sed %s " SOURCE_ROOT "/tests/check/base.ini >%s",
                 cases[i].change, at("round.ini"));
        struct buf said = run_command(command, &status);
        buf_free(&said);
        said = run(&status, "check %s", at("round.ini"));
        assert_int_equal(status, 2);
        for (size_t j = 0; j < 2; j++)
            if (!strstr(said.p, cases[i].wanted[j]))
                fail_msg("no %s in %s", cases[i].wanted[j], said.p);
        if (strstr(said.p, cases[i].unwanted))
            fail_msg("%s in %s", cases[i].unwanted, said.p);
        buf_free(&said);
    }
}

/* A code that only last year's record names still counts, in the file that carries the record too.
 */
static void subjects_of_last_year_may_be_gone(void **state)
{
    (void)state;
    int status;
    char command[1024];
    snprintf(
        command, sizeof command,
        "sed -e 's/年度 = 2024/年度 = 2023/' -e 's/^\\[概况\\]/[科目名称]\\n2010697 = 旧项目\\n&/' "
        "-e 's/^2010601\\(.*项目支出\\)/2010697\\1/' " SOURCE_ROOT
        "/tests/check/base.ini >%s/gone.ini",
        folder);
    struct buf said = run_command(command, NULL);
    buf_free(&said);
    const char *last = "总计 = 1000000\n财政拨款总计 = 990000\n政府性基金预算总计 = 0\n一般公共预算支出.201 = 980000\n"
                       "机关运行经费 = 300000\n";
    write_record(at("after.ini"), last, "记录 = gone.ini\n机关运行经费 = 300000.01\n");
    said = run(&status, "facts %s 上年.一般公共预算支出.2010697 一般公共预算支出.科目.201.上年",
               at("after.ini"));
    assert_non_null(
        strstr(said.p, "2010697 = 120000.00 元 ← 上年记录的 一般公共预算支出.科目.2010697"));
    assert_non_null(strstr(said.p, "科目.201.上年 = 1020000.01 元"));
    buf_free(&said);
    snprintf(command, sizeof command,
             "cd %s && " PROGRAM " render after.ini -o after.pdf 2>/dev/null; " PROGRAM
             " extract after.pdf -o after.json && " PROGRAM
             " render after.json -o again.pdf 2>/dev/null; cmp after.pdf again.pdf",
             folder);
    said = run_command(command, &status);
    assert_int_equal(status, 0);
    buf_free(&said);
}

static void an_empty_table_says_so(void **state)
{
    (void)state;
    int status;
    char command[512];
    snprintf(command, sizeof command,
             "mkdir -p %s/mute/tables && echo '扩展 = national-2022' >%s/mute/template.ini && "
             "echo '<p>注</p>' >%s/mute/tables/empty.html",
             folder, folder, folder);
    struct buf said = run_command(command, &status);
    assert_int_equal(status, 0);
    buf_free(&said);
    write_record(at("sound.ini"), "年度", "年度");
    said =
        run(&status, "render --template %s/mute %s -o %s", folder, at("sound.ini"), at("mute.pdf"));
    assert_int_equal(status, 1);
    assert_non_null(strstr(said.p, "tables/capital.html:"));
    assert_non_null(strstr(said.p, "warning: this table has no figure but zero, and nothing"));
    buf_free(&said);
}

static void numbers_do_not_follow_the_locale(void **state)
{
    (void)state;
    write_record(at("sound.ini"), "年度", "年度");
    char command[1024];
    snprintf(command, sizeof command,
             "cd %s && LC_ALL=C " PROGRAM " render sound.ini -o c.pdf && "
             "LC_ALL=de_DE.UTF-8 LC_NUMERIC=de_DE.UTF-8 " PROGRAM
             " render sound.ini -o de.pdf && cmp c.pdf de.pdf",
             folder);
    struct buf said = run_command(command, NULL);
    buf_free(&said);
}

static void chinese_users_are_told_in_chinese(void **state)
{
    (void)state;
    write_record(at("bad.ini"), "年度 = 2024", "年渡 = 2024");
    char command[512];
    snprintf(command, sizeof command, "LC_ALL=zh_CN.UTF-8 " PROGRAM " check %s 2>&1",
             at("bad.ini"));
    int status;
    struct buf said = run_command(command, &status);
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "错误: "));
    assert_non_null(strstr(said.p, "年渡"));
    buf_free(&said);
}

/* Whatever the locale, before or behind the command. */
static void the_language_can_be_chosen(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "check --lang zh none.ini");
    assert_non_null(strstr(said.p, "错误: "));
    buf_free(&said);
    said = run(&status, "--lang=zh --help");
    assert_non_null(strstr(said.p, "用法："));
    buf_free(&said);
    said = run(&status, "--lang fr check none.ini");
    assert_int_equal(status, 3);
    assert_string_equal(said.p, "gongkai: --lang fr: zh 或 en；zh or en\n");
    buf_free(&said);
}

static void quietly_means_without_notes(void **state)
{
    (void)state;
    int status;
    static const char record[] = SOURCE_ROOT "/examples/zhuzhou-lukou-2020.ini";
    struct buf loud = run(&status, "check %s", record);
    assert_non_null(strstr(loud.p, ": note: "));
    buf_free(&loud);
    struct buf said = run(&status, "check --quiet %s", record);
    assert_int_equal(status, 0);
    assert_null(strstr(said.p, ": note: "));
    buf_free(&said);
    said = run(&status, "check --quiet none.ini");
    assert_non_null(strstr(said.p, ": error: "));
    buf_free(&said);
}

static void a_moment_must_be_one(void **state)
{
    (void)state;
    static const char *const wrong[] = {"253402300800", "-1", "1.5", "gestern",
                                        "99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char command[1024];
        snprintf(command, sizeof command,
                 "cd %s && SOURCE_DATE_EPOCH=%s " PROGRAM " render " SOURCE_ROOT
                 "/examples/yangquan-2024.ini -o epoch.pdf 2>&1; echo $?; ls epoch.pdf 2>&1",
                 folder, wrong[i]);
        struct buf said = run_command(command, (int[]){0});
        assert_non_null(strstr(said.p, "which is no moment of the years 1970 to 9999"));
        assert_non_null(strstr(said.p, "\n2\nls: "));
        buf_free(&said);
    }
}

/* A service's user has no home: nothing is complained of, nothing left behind. */
static void no_home_is_needed(void **state)
{
    (void)state;
    char command[1024];
    snprintf(command, sizeof command,
             "cd %s && mkdir tmp && TMPDIR=%s/tmp HOME=/nonexistent XDG_CACHE_HOME= " PROGRAM
             " render --quiet " SOURCE_ROOT "/examples/yangquan-2024.ini -o home.pdf 2>&1; ls tmp",
             folder, folder);
    struct buf said = run_command(command, NULL);
    assert_string_equal(said.p, "");
    buf_free(&said);
}

static void a_province_is_not_its_first_letter(void **state)
{
    (void)state;
    int status;
    write_record(at("province.ini"), "模板 = national-2022", "省份 = 湖");
    struct buf said = run(&status, "render %s -o %s", at("province.ini"), at("province.pdf"));
    assert_int_equal(status, 2);
    assert_null(strstr(said.p, "hunan"));
    buf_free(&said);
}

static void packages_are_listed(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "template list");
    assert_int_equal(status, 0);
    assert_non_null(strstr(said.p, "national-2022"));
    assert_non_null(strstr(said.p, "shanxi-2024"));
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_record_makes_a_pdf),
        cmocka_unit_test(an_error_leaves_the_old_file_alone),
        cmocka_unit_test(a_contradiction_is_refused),
        cmocka_unit_test(findings_are_told_to_programs),
        cmocka_unit_test(a_draft_is_made_of_a_contradiction),
        cmocka_unit_test(a_password_is_asked_for),
        cmocka_unit_test(a_wrong_command_is_named),
        cmocka_unit_test(a_character_without_a_font_is_told_where_it_was_typed),
        cmocka_unit_test(what_is_private_stays_in_the_house),
        cmocka_unit_test(a_linearized_file_is_an_archive_file_too),
        cmocka_unit_test(pages_are_drawn),
        cmocka_unit_test(an_output_is_what_its_name_says),
        cmocka_unit_test(a_warning_does_not_stop_it),
        cmocka_unit_test(what_cannot_be_read_or_written_is_said),
        cmocka_unit_test(a_wrong_command_line_shows_the_usage),
        cmocka_unit_test(a_wrong_command_line_says_what_is_wrong),
        cmocka_unit_test(findings_in_texts_from_files_point_into_these),
        cmocka_unit_test(help_is_given_in_the_language_of_the_locale),
        cmocka_unit_test(check_prints_all_and_ends_with_the_worst),
        cmocka_unit_test(rare_characters_survive),
        cmocka_unit_test(a_radical_does_not_rename_the_character),
        cmocka_unit_test(another_font_than_asked_is_told_of),
        cmocka_unit_test(last_year_comes_from_its_record),
        cmocka_unit_test(what_errors_leave_is_told_too),
        cmocka_unit_test(subjects_of_last_year_may_be_gone),
        cmocka_unit_test(an_empty_table_says_so),
        cmocka_unit_test(numbers_do_not_follow_the_locale),
        cmocka_unit_test(chinese_users_are_told_in_chinese),
        cmocka_unit_test(the_language_can_be_chosen),
        cmocka_unit_test(quietly_means_without_notes),
        cmocka_unit_test(a_moment_must_be_one),
        cmocka_unit_test(no_home_is_needed),
        cmocka_unit_test(a_province_is_not_its_first_letter),
        cmocka_unit_test(packages_are_listed),
    };
    return cmocka_run_group_tests_name("command", tests, make_folder, remove_folder);
}
