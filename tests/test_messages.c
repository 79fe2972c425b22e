/*
 * Messages that no other test brings about: each is told where it should be, in these words.
 * `make coverage` tells which there are.
 */
#include "program.h"

#include "base/zip.h"
#include "device/device.h"
#include "device/pdf/fontfile.h"
#include "press/stages.h"
#include "publish/publish.h"
#include "serve/serve.h"

#define RECORD SOURCE_ROOT "/tests/check/base.ini"
#define DATA                                                                                       \
    "mkdir data && cp -r " SOURCE_ROOT "/templates " SOURCE_ROOT "/fonts " SOURCE_ROOT             \
    "/subjects data && "
#define WEB PROGRAM " --quiet render base.ini --to html -o web.html && "
#define PAGE PROGRAM " --quiet render base.ini --to fragment --no-record -o page.html && "
#define CORRECTION "[更正]\\n版次 = 2\\n日期 = 2025-10-01\\n原因 = 数字有误\\n更正对象 = "

/* Commands in a fresh copy of the record's folder, and what the last of them says. */
static const struct scene {
    const char *command;
    int status;
    const char *said;
} scenes[] = {
    /* audit */
    {WEB "sed -i 's/20[0-9][0-9]/××××/g' web.html && " PROGRAM " audit web.html", 2,
     "gongkai: web.html: error: neither the tables nor the title say which year the accounts are "
     "of; nothing was checked\n"},
    {WEB "sed -i 's/较上年决算增加/较全年预算增加/;s/>4.08%</>14.08%</' web.html && " PROGRAM
         " audit web.html",
     2,
     "error: 14.08% is not the rate of a change of 4.00 万元 (增加) to 一般公共预算支出.合计; "
     "correct one of the two\n"},
    {WEB "sed -i 's/较上年决算增加/较全年预算增加/;s/\\(一般公共预算财政拨款支出\\)增加/\\1减少/' "
         "web.html && " PROGRAM " audit web.html",
     2,
     "error: 一般公共预算支出.比上年: one word says that it rose, another that it fell; correct "
     "one "
     "of them\n"},
    {WEB "python3 - <<'END'\n"
         "import re\n"
         "text = open('web.html').read()\n"
         "two = list(re.finditer(r'<section class=\"new-page\">.*?</section>', text, re.S))[1:3]\n"
         "open('web.html', 'w').write(text[:two[0].start()] + two[1][0] +\n"
         "    text[two[0].end():two[1].start()] + two[0][0] + text[two[1].end():])\n"
         "END\n" PROGRAM " audit web.html",
     1,
     "warning: the table 收入决算表 comes before 收入支出决算总表; the form has them the other way "
     "round\n"},
    {PROGRAM
     " --quiet render base.ini -o a.pdf && sed -i 's,/Length ,/Length 1,g' a.pdf && " PROGRAM
     " audit a.pdf --marked marked.pdf",
     2, "gongkai: error: a.pdf is no PDF that findings can be marked in\n"},
    {"printf '%%PDF-1.4\\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count "
     "1/Kids[3 0 R]>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 "
     "99]>>endobj\\ntrailer<</Root 1 0 R>>\\n' >blank.pdf && " PROGRAM " audit blank.pdf",
     2,
     "gongkai: blank.pdf: error: the pages hold no text, only pictures; import the workbook or the "
     "Word file instead\n"},
    {PAGE "sed 's/二、机构设置/四、机构设置/' page.html >q.html && " PROGRAM " audit q.html", 1,
     "gongkai: q.html:paragraph 34: warning: the heading “四、机构设置情况” is out of sequence: "
     "number 2 comes here; renumber it\n"},
    {PAGE
     "sed 's/第二部分　2024年单位决算表/示例县2024年度部门决算表/' page.html >q.html && " PROGRAM
     " audit q.html",
     1,
     ": warning: the title “示例县2024年度部门决算表” and another call the accounts 部门决算 here, "
     "单位决算 there; keep to one\n"},
    {PAGE
     "sed 's/本表无数据/本表/; s/本年度无此项支出/本年度有此项支出/' page.html >q.html && " PROGRAM
     " audit q.html",
     1,
     ": warning: the table 国有资本经营预算财政拨款支出决算表 has no figures, and no sentence says "
     "that there are none; write one below it\n"},
    /* import */
    {"printf 'gongkai-form-1\\n单位.名称,,甲\\n单位.名称,,乙\\n' >form.csv; " PROGRAM
     " import form.csv -o out.ini",
     2,
     "gongkai: form.csv:row 3 column 3: error: 单位.名称 stands in the workbook twice; clear one "
     "of "
     "the cells\n"},
    {"printf 'gongkai-form-1\\n@grid,<项>,,收入.<项>.一般公共预算\\n,,,7\\n@end\\n' "
     ">form.csv; " PROGRAM " import form.csv -o out.ini",
     2,
     "gongkai: form.csv:row 3 column 4: error: this row has a value for 收入.<项>.一般公共预算 but "
     "no code; fill in its code\n"},
    {"{ echo '<h3>支出决算表</h3><p>单位：万元</p><table><tr><td>科目编码<td>科目名称<td>"
     "本年支出合计<td>基本支出<td>项目支出</tr><tr><td>2010101<td>行政运行<td>10<td>10<td>0</tr>"
     "</table><h3>一般公共预算财政拨款支出决算表</h3><p>单位：万元</p><table><tr><td>科目编码<td>"
     "科目名称<td>本年支出合计<td>基本支出<td>项目支出</"
     "tr><tr><td>2010101<td>行政运行<td>8<td>8<td>0"
     "</tr></table>'; } >t.html; " PROGRAM " import t.html -o out.ini",
     1,
     "gongkai: t.html:table 1 row 2 column 4: warning: no table says from which other source "
     "2010101, 基本支出, is paid; 其他收入 is assumed\n"},
    {"{ echo '<h3>一般公共预算财政拨款支出决算表</h3><p>单位：万元</p><table><tr><td>科目编码<td>"
     "科目名称<td>本年支出合计<td>基本支出<td>项目支出</tr><tr><td><td>合计<td>8<td>8<td>0</tr>"
     "</table><h3>基本支出决算明细表</h3><p>单位：万元</"
     "p><table><tr><td>科目编码<td>科目名称<td>合计"
     "<td>工资福利支出<td>工资福利支出</tr><tr><td><td><td><td>小计<td>基本工资</"
     "tr><tr><td><td>合计"
     "<td>10<td>10<td>10</tr></table>'; } >t.html; " PROGRAM " import t.html -o out.ini",
     1,
     "gongkai: t.html:table 2 row 3 column 3: warning: 基本支出 by economic subject is of all "
     "money "
     "(10), not of the general public budget (8); import 一般公共预算财政拨款基本支出决算明细表\n"},
    {"mkdir two && printf '扩展 = national-2022\\n[自定义.甲.余额]\\n类型 = 金额\\n含义 = "
     "债务余额\\n"
     "[自定义.乙.余额]\\n类型 = 金额\\n含义 = 债务余额\\n' >two/template.ini && "
     "sed -i 's,^模板 = .*,模板 = ./two,' base.ini && "
     "printf '单位：万元,\\n债务余额,80.5\\n' >own.csv && " PROGRAM
     " import own.csv --into base.ini -o out.ini",
     2,
     "gongkai: own.csv:row 2 column 1: warning: \"债务余额\" says 自定义.甲.余额 as well as "
     "自定义.乙.余额; not taken: type them\n"},
    {PROGRAM " --quiet render base.ini -o r.pdf && PATH=/none " PROGRAM " import r.pdf", 2,
     "gongkai: r.pdf: error: reading a PDF takes the program mutool; install the package "
     "mupdf-tools\n"},
    {"printf '科目编码,科目名称\\n201,一般\\n4010101,别的\\n501,工资\\n50101,津贴\\n' >l.csv && "
     "XDG_DATA_HOME=$PWD/share " PROGRAM " subjects add l.csv",
     0,
     "gongkai: l.csv: note: passed over 3 codes of other classifications than 支出功能分类 and "
     "部门预算支出经济分类\n"},
    /* the record */
    {"sed -i 's/^\\[说明\\]/[说明]\\n类的次序 = 201 999 20x/' base.ini && " PROGRAM
     " check base.ini",
     1,
     "gongkai: base.ini:90:8: warning: 20x is no 类 with expenditure from 一般公共预算; write "
     "3-digit "
     "codes with blanks between\n"},
    {"sed 's/^名称 = .*/名称 = 别的单位/;s/^年度 = 2024/年度 = 2023/' base.ini >last.ini && "
     "sed -i 's/^\\[上年\\]/[上年]\\n记录 = last.ini/' base.ini && " PROGRAM " check base.ini",
     1, "gongkai: base.ini:37:6: warning: last year's record is of another agency, 别的单位\n"},
    {"sed -i \"s/^\\[概况\\]/" CORRECTION
     "$(printf 0%.0s $(seq 64))\\n[概况]/\" base.ini && " PROGRAM " check base.ini",
     0,
     "gongkai: base.ini:12:8: note: made without 更正说明, which tells what changed; for that, "
     "name "
     "the record that this one corrects with --corrects\n"},
    {"echo text >x.docx && " PROGRAM " diff base.ini x.docx", 2,
     "gongkai: error: x.docx is not a Word file that can be read (zip); save it as .docx once "
     "more\n"},
    {PROGRAM " $(yes -- --allow-path=/ | head -33) check base.ini", 3,
     "gongkai: error: --allow-path may be given 32 times at most\n"},
    {"sed 's/年度 = 2024/年度 = 2023/' base.ini >s.ini && " PROGRAM " diff base.ini s.ini", 0,
     "gongkai: s.ini:4:6: note: the two differ in 单位.年度 (2024 and 2023), so nearly all that "
     "they say may differ\n    年度 = 2023\n           ^~~~\n"},
    {"(cat base.ini; printf '[更正]\\n更正对象 = %064d\\n' 0) >n.ini && " PROGRAM
     " render n.ini --corrects base.ini -o n.pdf",
     2, "gongkai: n.ini:125:1: error: a correction also tells 更正.版次; add it beside this\n"},
    /* packages */
    {DATA "cp -r data/templates/shanxi-2024 data/templates/shanxi-too && "
          "sed -i 's/^模板 = .*/省份 = 山西省/' base.ini && GONGKAI_DATA=data " PROGRAM
          " check base.ini",
     2,
     "gongkai: base.ini:7:6: error: several template packages are for 山西省 2024; name one as "
     "单位.模板: national-2022, shanxi-2024, shanxi-too\n"},
    {PROGRAM " check base.ini --template 完全不像", 2,
     "gongkai: error: there is no template package 完全不像; for "},
    {PROGRAM " template new .x --extends national-2022", 3,
     "gongkai: error: .x cannot name a package: no dot before it, no space, /, =, ;, # or \\ in "
     "it; "
     "--in says where it goes\n"},
    {"mkdir own && printf '扩展 = national-2022\\n题名 = x\\n' >own/template.ini && "
     "echo '<document><h1 counts=\"附件\">附件</h1><p><number of=\"附伴\"/></p></document>' "
     ">own/document.html; " PROGRAM " render base.ini --template ./own -o out.pdf",
     2,
     "gongkai: ./own/document.html:1:37: error: no heading before this counts 附伴, and none has "
     "this id; is 附件 meant?\n"},
    /* a character that is like the begin of a figure's mark */
    {"mkdir own && printf '扩展 = national-2022\\n题名 = x\\n' >own/template.ini && "
     "printf '<document><section page=\"\\363\\260\\200\\200x\"><p>1</p></section></document>' "
     ">own/document.html; timeout 20 " PROGRAM " render base.ini --template ./own -o out.pdf",
     2, "x\" is no value for page; write new (of a span: show)\n"},
    {"mkdir own && printf '扩展 = national-2022\\n题名 = x\\n' >own/template.ini && "
     "echo '<document><p><span link=\"nowhere\">x</span></p></document>' "
     ">own/document.html; " PROGRAM " render base.ini --template ./own -o out.pdf",
     2,
     "gongkai: ./own/document.html:1:14: error: nothing in the document has the id nowhere that "
     "this links to; correct the link or give the id\n"},
    {"mkdir own && printf '扩展 = national-2022\\n题名 = x\\n[数字.整]\\n金额单位 = "
     "万元\\n金额小数 = 0\\n' "
     ">own/template.ini && echo '<document><p "
     "numbers=\"整\">增加{{三公.比上年.公务接待费.差额}}万元</p>"
     "</document>' >own/document.html && sed -i 's/^公务接待费 = 20000/公务接待费 = 24000/' "
     "base.ini && " PROGRAM " render base.ini --template ./own -o out.pdf",
     1,
     "gongkai: ./own/document.html:1:28: warning: the amount of 三公.比上年.公务接待费 prints as 0 "
     "in "
     "the number style 整, and the words around it speak of a change; give 正文 the same unit and "
     "decimals\n"},
    {"mkdir own && printf '扩展 = national-2022\\n题名 = x\\n' >own/template.ini && "
     "echo '<document><p>{{收入.合计}}</p>{{#更正.填报}}<p>{{名称}}</p>{{/更正.填报}}</document>' "
     ">own/document.html && sed -i 's,^模板 = .*,模板 = ./own,' base.ini && "
     "sed \"s/^\\[概况\\]/" CORRECTION "$(" PROGRAM
     " hash base.ini)\\n[概况]/;s/接待批次增加/接待人次增加/\" base.ini >new.ini && " PROGRAM
     " render new.ini --corrects base.ini -o out.pdf",
     2,
     "gongkai: error: the template says something of the correction that is compared with the old "
     "text; put compare=\"no\" on it\n"},
    {"mkdir -p data/fonts && ln -s " SOURCE_ROOT "/subjects " SOURCE_ROOT
     "/templates data/ && GONGKAI_DATA=data " PROGRAM " render base.ini -o x.pdf",
     2,
     "gongkai: error: cannot read the font configuration data/fonts/fonts.conf; reinstall it or "
     "name its folder with --fonts\n"},
    {"mkdir pack && printf '扩展 = national-2022\\n' >pack/template.ini && (echo "
     "'<document><h1>图</h1><chart>'; for i in $(seq 60); do echo \"<item "
     "label=\\\"甲乙丙丁戊己$i\\\" value=\\\"{{收入.合计}}\\\"/>\"; done; echo "
     "'</chart></document>') >pack/document.html && " PROGRAM
     " render base.ini --template ./pack -o x.pdf",
     1,
     "gongkai: ./pack/document.html:1:21: warning: the chart has so many items that its type is "
     "set in 6 pt; show fewer items, or a table\n"},
    {"mkdir pack && printf '扩展 = national-2022\\n' >pack/template.ini && (echo "
     "'<document><h1>图</h1><chart>'; for i in $(seq 100); do echo \"<item "
     "label=\\\"甲乙丙丁戊己$i\\\" value=\\\"{{收入.合计}}\\\"/>\"; done; echo "
     "'</chart></document>') >pack/document.html && " PROGRAM
     " render base.ini --template ./pack -o x.pdf",
     2,
     "gongkai: ./pack/document.html:1:21: error: the labels of the chart have no room; show fewer "
     "items or shorten the labels\n"},
    {PROGRAM " render " SOURCE_ROOT "/tests/check/base.ini --template hunan-2020 -o x.html", 1,
     "base.ini:35:7: warning: the form says that there is no "
     "一般公共预算支出.科目.2010601.年初预算, but an amount is typed for a subject above it; type "
     "the amounts of its 项 instead\n"},
    /* serve */
    {"timeout 20 env LD_PRELOAD=" FAULTS " GONGKAI_FAULT=fork:1+:EAGAIN " PROGRAM
     " --lang en serve --listen 127.0.0.1:0",
     2, "gongkai: error: cannot serve: fork: Resource temporarily unavailable\n"},
    /* batches */
    {"cp base.ini two.ini && printf 'record,output\\nbase.ini,a.pdf\\ntwo.ini,A.pdf\\n' >m.csv "
     "&& " PROGRAM " batch m.csv -o out",
     2,
     "gongkai: m.csv:3:9: error: a.pdf and A.pdf are one name where case or the way of writing "
     "accents does not count; give one of them another output name in a manifest\n"},
    {PROGRAM " --quiet render base.ini -o a.pdf && printf 'record,output\\na.pdf,a.pdf\\n' >m.csv "
             "&& " PROGRAM " batch m.csv -o .",
     2,
     "gongkai: m.csv:2:7: error: a.pdf is one of the records, and would be replaced; give it "
     "another "
     "output name or folder\n"},
    {"mkdir in && cp base.ini in/1.ini && sed 's/^名称 = .*/名称 = 示例😀馆/' base.ini "
     ">in/2.ini; " PROGRAM " batch in -o out",
     2,
     "gongkai: warning: no font has a character in the name of 示例😀馆; the summary shows 〓 for "
     "it\n"},
    {"mkdir in && cp base.ini in/1.ini && cp base.ini in/2.ini && " PROGRAM
     " --quiet batch in -o out; sed -i '1s/\\t.*//' out/.gongkai.state; " PROGRAM
     " batch --merge out -o out",
     1,
     "gongkai: warning: out/.gongkai.state holds lines that cannot be read; the documents they "
     "stand "
     "for are made anew\n"},
    {"mkfifo p.ini && " PROGRAM " batch p.ini -o out", 2,
     "gongkai: error: p.ini is a pipe or device; a batch reads files only\n"},
    {"mkdir -p out && flock out/.gongkai.lock " PROGRAM " batch base.ini -o out", 2,
     "gongkai: error: another batch is writing to out; wait for it or choose another folder\n"},
};

static void each_is_told_in_its_scene(void **state)
{
    (void)state;
    size_t missed = 0;
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
        char command[4096];
        int status;
        snprintf(command, sizeof command,
                 "cd %s && rm -rf scene && mkdir scene && cd scene && cp " RECORD
                 " . && export LC_ALL=C.UTF-8 XDG_DATA_HOME=%s/home; { %s; } 2>&1",
                 folder, folder, scenes[i].command);
        struct buf said = run_command(command, &status);
        if (status != scenes[i].status || !strstr(said.n ? said.p : "", scenes[i].said)) {
            print_error("%s\nstatus %d, not %d, or no\n%sin\n%.1500s", scenes[i].command, status,
                        scenes[i].status, scenes[i].said, said.n ? said.p : "");
            missed++;
        }
        buf_free(&said);
    }
    assert_int_equal(missed, 0);
}

/* ---- what no command brings about on a sound machine ---- */

static void check_told(const struct diag *diag, const char *wanted)
{
    assert_non_null(diag->first);
    assert_string_equal(diag->first->text.p, wanted);
}

static void what_is_no_pdf_is_not_finished(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf file = {0};
    const struct finish finish = {.linearize = true};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    buf_puts(&file, "no PDF");
    assert_false(pdf_finish(&file, &diag, &finish));
    check_told(&diag,
               "cannot encrypt or linearize the file: unable to find trailer dictionary while "
               "recovering damaged file; leave these options out");
    buf_free(&file);
    arena_free(arena);
}

static void a_folder_that_has_gone_has_no_hash(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct house house;
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    house_open(&house, SOURCE_ROOT);
    assert_null(house_hash(&house, &diag, "/nowhere"));
    check_told(&diag, "cannot read /nowhere to record its hash: No such file or directory");
    house_close(&house);
    arena_free(arena);
}

/* A configuration that knows no font of the system. */
static void roles_without_fonts_are_named(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        [FONTS_ALL] = "no font for 标题 is installed; install fonts-noto-cjk, or a family that "
                      "fonts.conf names",
        [FONTS_TRUETYPE] = "the plain device needs a TrueType font for 标题 and none is installed; "
                           "install fonts-wqy-zenhei and fonts-arphic-gbsn00lp, or another that "
                           "fonts.conf names"};
    write_below("none/fonts.conf", "<fontconfig></fontconfig>\n");
    for (int choice = 0; choice < FONT_CHOICES; choice++) {
        struct arena *arena = arena_new();
        struct diag diag;
        diag_init(&diag, arena, LANGUAGE_ENGLISH);
        assert_null(fonts_open(&diag, at("none"), (enum font_choice)choice));
        check_told(&diag, wanted[choice]);
        arena_free(arena);
    }
}

/* A font that says it has CIDs and has no such outlines. */
static void a_font_that_cannot_be_taken_apart_is_named(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag diag;
    struct font_memory memory = {.arena = arena};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct fonts *fonts = fonts_open(&diag, SOURCE_ROOT "/fonts", FONTS_TRUETYPE);
    assert_non_null(fonts);
    struct font font = *fonts_at(fonts, 0);
    font.path = "broken.otf";
    font.cff = font.cid_keyed = true;
    font.memory = &memory;
    struct used_glyph glyph = {.glyph = 1};
    struct pdf_font used = {.font = &font,
                            .slot = ARENA_ARRAY(arena, uint16_t, 65536),
                            .glyphs = &glyph,
                            .count = 1,
                            .room = 1};
    struct fontfile fontfile = {arena, &used, 1, 1};
    assert_false(fontfile_write(&fontfile, &diag, NULL));
    check_told(&diag,
               "cannot embed the font file broken.otf; put another font first for its role in "
               "fonts.conf");
    fonts_free(fonts);
    arena_free(arena);
}

/* A table is a part of the archive that has its name, here that of the heading above it. */
static void a_name_that_no_archive_holds_is_refused(void **state)
{
    (void)state;
    enum { LETTERS = 65535 - 4 }; /* .csv follows */
    struct arena *arena = arena_new();
    struct buf text = {0};
    buf_puts(&text, "<document><h1>");
    for (int i = 0; i < LETTERS; i++)
        buf_putc(&text, 'a');
    size_t end = text.n;
    for (int longer = 0; longer < 2; longer++) {
        struct diag diag;
        struct buf out = {0};
        diag_init(&diag, arena, LANGUAGE_ENGLISH);
        text.n = end;
        buf_printf(&text,
                   "%s</h1><table><col width=\"100\"/><tbody><tr><td>1</td></tr></tbody></table>"
                   "</document>",
                   longer ? "a" : "");
        write_below("long/template.ini", "扩展 = national-2022\n题名 = x\n作者 =\n主题 =\n");
        write_below("long/document.html", text.p);
        const struct template *template =
            template_open(arena, &diag, SEARCH(SOURCE_ROOT "/templates"), at("long"));
        assert_non_null(template);
        const struct facts *facts = facts_new(arena);
        const struct document *document = template_run(arena, &diag, template, facts);
        if (!document)
            fail_msg("%s", diag.first->text.p);
        const struct file_info info = {0};
        const struct publication publication = {
            .arena = arena, .diag = &diag, .document = document, .facts = facts, .info = &info};
        assert_int_equal(publish_csv(&out, &publication), !longer);
        if (longer)
            check_told(&diag, "the file would be larger than its format holds (4 GB, 65,535 parts, "
                              "names of 65,535 bytes); leave out what it carries");
        assert_int_equal(out.n > 0, !longer);
        buf_free(&out);
    }
    buf_free(&text);
    arena_free(arena);
}

/* A record that came out of a file may name no other. */
static void a_record_of_a_file_names_no_files(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf record = read_file(RECORD), named = {0};
    const char *at = strstr(record.p, "[收入]");
    buf_put(&named, record.p, (size_t)(at - record.p));
    buf_puts(&named, "重点工作 = @work.txt\n");
    buf_puts(&named, at);
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    assert_null(
        record_parse(arena, &diag, source_sealed(arena, "a.pdf:record", buf_slice(&named))));
    check_told(
        &diag,
        "a record out of a PDF names no files, and this one names work.txt; extract it, look at "
        "it, and render that");
    buf_free(&named);
    buf_free(&record);
    arena_free(arena);
}

static void a_file_that_was_not_sent_is_named(void **state)
{
    (void)state;
    struct house house;
    struct buf answer = {0}, record = read_file(RECORD), asked = {0};
    const char *at = strstr(record.p, "[收入]");
    buf_put(&asked, record.p, (size_t)(at - record.p));
    buf_puts(&asked, "重点工作 = @work.txt\n");
    buf_puts(&asked, at);
    house_open(&house, SOURCE_ROOT);
    serve_here(&answer, &house, "/check", "lang=en", "text/plain", buf_slice(&asked));
    buf_puts(&answer, "");
    if (!strstr(answer.p, "work.txt was not sent along; send it with the record that names it"))
        fail_msg("%s", answer.p);
    house_close(&house);
    buf_free(&answer);
    buf_free(&record);
    buf_free(&asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_told_in_its_scene),
        cmocka_unit_test(what_is_no_pdf_is_not_finished),
        cmocka_unit_test(a_folder_that_has_gone_has_no_hash),
        cmocka_unit_test(roles_without_fonts_are_named),
        cmocka_unit_test(a_font_that_cannot_be_taken_apart_is_named),
        cmocka_unit_test(a_name_that_no_archive_holds_is_refused),
        cmocka_unit_test(a_record_of_a_file_names_no_files),
        cmocka_unit_test(a_file_that_was_not_sent_is_named),
    };
    return cmocka_run_group_tests_name("messages", tests, make_folder, remove_folder);
}
