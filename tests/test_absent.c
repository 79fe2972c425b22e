/* Figures that there are not: a last year that a new agency has not, and what is secret. */
#include "program.h"

/* Every package of final accounts that is installed for all agencies. */
static const char *const packages[] = {
    "national-2022", "national-2020",          "national-2017",  "shanxi-2024",
    "hunan-2020",    "sichuan-2020",           "yunnan-2023",    "shaanxi-2022",
    "zhejiang-2022", "shanghai-district-2024", "neimenggu-2022", "gansu-2022"};

enum { PACKAGES = sizeof packages / sizeof *packages };

static const char last_year[] =
    "[上年]\n总计 = 1000000\n财政拨款总计 = 990000\n政府性基金预算总计 = 0\n一般公共预算支出.201 = "
    "980000\n"
    "机关运行经费 = 300000\n[上年.三公]\n因公出国（境）费 = 0\n公务用车购置费 = 0\n"
    "公务用车运行维护费 = 40000\n公务接待费 = 20000\n";

static void change(const char *name, const char *from, const char *to)
{
    struct buf text = read_file(at(name)), out = {0};
    const char *found = strstr(text.p, from);
    if (!found)
        fail_msg("no %s", from);
    buf_put(&out, text.p, (size_t)(found - text.p));
    buf_puts(&out, to);
    buf_puts(&out, found + strlen(from));
    write_text(at(name), buf_slice(&out));
    buf_free(&out);
    buf_free(&text);
}

static struct buf run_here(int expected, const char *format, const char *argument)
{
    char arguments[512];
    int status;
    snprintf(arguments, sizeof arguments, format, argument);
    char command[1024];
    snprintf(command, sizeof command, "cd %s && LC_ALL=C.UTF-8 %s 2>&1", folder, arguments);
    struct buf said = run_command(command, &status);
    if (status != expected)
        fail_msg("%s: status %d\n%s", arguments, status, said.p);
    return said;
}

static void assert_has(const char *text, const char *words, bool has)
{
    if (!strstr(text, words) == has)
        fail_msg("%s%s\nin\n%s", has ? "no " : "", words, text);
}

static void says(int expected, const char *format, const char *argument, const char *words)
{
    struct buf said = run_here(expected, format, argument);
    assert_has(said.p, words, true);
    buf_free(&said);
}

static void says_not(int expected, const char *format, const char *argument, const char *words)
{
    struct buf said = run_here(expected, format, argument);
    assert_has(said.p, words, false);
    buf_free(&said);
}

/* The text of the disclosure of r.ini by the package, in one line. */
static struct buf text_by(const char *package)
{
    struct buf made =
        run_here(0, PROGRAM " render r.ini --template %s -o r.html --quiet || [ $? = 1 ]", package);
    buf_free(&made);
    return run_here(0, "sed 's/<[^>]*>//g' r.html | tr -d ' \\n'%s", "");
}

/* ---- No last year ---- */

static void write_without_last_year(const char *state)
{
    write_record(at("r.ini"), last_year, state);
}

/* Stops that follow each other where something was left out between them. */
static void assert_no_torn_sentence(const char *package, const char *text)
{
    static const char *const torn[] = {"，，", "。。",     "，。",  "，；",
                                       "；。", "万元万元", "数万元"};
    for (size_t i = 0; i < sizeof torn / sizeof *torn; i++)
        if (strstr(text, torn[i]))
            fail_msg("%s: %s in %s", package, torn[i], text);
}

static void check_form_without_last_year(const char *package, const char *sentence)
{
    struct buf text = text_by(package);
    if (!strstr(text.p, sentence) || strstr(text.p, "与上年相比") || strstr(text.p, "比上年") ||
        strstr(text.p, "主要原因"))
        fail_msg("%s: %s", package, text.p);
    assert_no_torn_sentence(package, text.p);
    buf_free(&text);
}

static void a_new_agency_has_no_last_year_in_any_form(void **state)
{
    (void)state;
    write_without_last_year("[上年]\n状态 = 新设\n原因 = 2024年3月成立\n");
    for (size_t i = 0; i < PACKAGES; i++)
        check_form_without_last_year(packages[i], "本单位为新设单位（2024年3月成立），无上年数");
}

static void a_merged_agency_cannot_be_compared_in_any_form(void **state)
{
    (void)state;
    write_without_last_year("[上年]\n状态 = 不可比\n原因 = 由两个单位合并组建\n");
    for (size_t i = 0; i < PACKAGES; i++)
        check_form_without_last_year(packages[i], "因由两个单位合并组建，与上年数不可比");
}

static void facts_say_why_there_is_no_change(void **state)
{
    (void)state;
    write_without_last_year("[上年]\n状态 = 新设\n");
    says(0, PROGRAM " facts r.ini 总计.比上年", "", "总计.比上年 = 无上年数 ← ");
    says(0, PROGRAM " facts r.ini 三公.上年.合计", "", "三公.上年.合计 = 无上年数 ← ");
    write_without_last_year("[上年]\n状态 = 不可比\n原因 = 合并\n");
    says(0, PROGRAM " facts r.ini 机关运行经费.比上年", "", "机关运行经费.比上年 = 不可比 ← ");
}

static void figures_of_no_last_year_are_refused(void **state)
{
    (void)state;
    write_without_last_year("[上年]\n状态 = 新设\n机关运行经费 = 0\n");
    says(2, PROGRAM " check r.ini", "",
         "r.ini:38:10: error: 上年.机关运行经费 is typed, but 上年.状态 says 新设");
    write_without_last_year("[上年]\n状态 = 新设\n记录 = last.ini\n");
    write_record(at("last.ini"), "年度 = 2024", "年度 = 2023");
    says(2, PROGRAM " check r.ini", "", "error: 上年.记录 is typed, but 上年.状态 says 新设");
}

static void diff_tells_that_last_year_went(void **state)
{
    (void)state;
    write_without_last_year(last_year);
    write_record(at("new.ini"), last_year, "[上年]\n状态 = 新设\n");
    says(0, PROGRAM " diff r.ini new.ini", "", "上年.状态: 可比 → 新设");
}

static void next_year_is_compared_again(void **state)
{
    (void)state;
    write_without_last_year("[上年]\n状态 = 新设\n");
    says(0, PROGRAM " new --from r.ini -o next.ini && cat next.ini", "", "总计 = 1073500.01");
    says_not(0, "grep -n '^状态 = 新设' next.ini || true", "", "状态");
}

/* ---- What is secret ---- */

/* The figures of 政府采购 and 三公 as no others are. */
static const char *const hidden[] = {"987654.32", "98765432", "98.77", "13579.86", "1357986"};

static void write_secret(const char *name, bool secret)
{
    write_record(at(name), "[概况]\n",
                 secret ? "[来源]\n政府采购.货物 = 987654.32 决算.xlsx:F03!C5\n"
                          "[涉密]\n政府采购 = 涉及国家秘密\n三公 = 根据保密规定\n[概况]\n"
                        : "[概况]\n");
    change(name, "货物 = 50000", "货物 = 987654.32");
    change(name, "公务用车运行维护费 = 40000\n公务接待费 = 20000",
           "公务用车运行维护费 = 40000\n公务接待费 = 13579.86");
}

static bool tells(const char *file)
{
    struct buf line = {0};
    buf_printf(&line, "python3 " SOURCE_ROOT "/tests/told.py %s", file);
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        buf_printf(&line, " %s", hidden[i]);
    struct buf found = run_here(0, "%s", line.p);
    bool told = found.n;
    buf_free(&found);
    buf_free(&line);
    return told;
}

static const char *const files[] = {"r.pdf", "r.html", "r.xlsx", "r.docx",
                                    "r.zip", "r.json", "r.ofd"};

static void render_all(const char *more)
{
    struct buf made = run_here(
        0, PROGRAM " render r.ini -o r.pdf --to pdf,html,xlsx,docx,csv,json,ofd --quiet %s", more);
    buf_free(&made);
}

static void no_file_holds_what_is_secret(void **state)
{
    (void)state;
    write_secret("r.ini", false);
    render_all("");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (!tells(files[i]))
            fail_msg("%s cannot be searched", files[i]);
    write_secret("r.ini", true);
    render_all("");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (tells(files[i]))
            fail_msg("%s tells what is secret", files[i]);
    says(0, PROGRAM " facts r.ini", "", "政府采购.合计 = 涉密 ← ");
    says_not(0, PROGRAM " facts r.ini", "", "987654.32");
}

static void a_correction_does_not_tell_what_was(void **state)
{
    (void)state;
    write_secret("before.ini", false);
    write_secret("r.ini", true);
    struct buf hash = run_here(0, PROGRAM " hash before.ini%s", "");
    hash.p[strcspn(hash.p, " \n")] = '\0';
    char more[256];
    snprintf(more, sizeof more,
             "[更正]\n版次 = 2\n日期 = 2025-10-01\n原因 = 涉密信息不应公开\n"
             "更正对象 = %s\n[概况]\n",
             hash.p);
    change("r.ini", "[概况]\n", more);
    render_all("--corrects before.ini");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (tells(files[i]))
            fail_msg("%s tells what is secret", files[i]);
    buf_free(&hash);
}

/* Forms say that it is secret, and neither that there is none nor how much. */
static void every_form_says_so(void **state)
{
    (void)state;
    write_record(at("r.ini"), "[概况]\n",
                 "[涉密]\n政府采购 = 根据保密规定\n三公 = 根据保密规定\n国有资产 = 根据保密规定\n"
                 "机关运行经费 = 根据保密规定\n绩效 = 根据保密规定\n[概况]\n");
    for (size_t i = 0; i < PACKAGES; i++) {
        struct buf text = text_by(packages[i]);
        if (!strstr(text.p, "根据保密规定，本单位“三公”经费支出情况不公开。") ||
            strstr(text.p, "涉密万元") || strstr(text.p, "涉密辆") || strstr(text.p, "无“三公”"))
            fail_msg("%s: %s", packages[i], text.p);
        assert_no_torn_sentence(packages[i], text.p);
        buf_free(&text);
    }
}

/* A batch tells of it no more than the document does: not a sum, and not that it is zero. */
static void what_follows_from_a_secret_is_told_as_one(void **state)
{
    (void)state;
    write_record(at("r.ini"), "[概况]\n", "[涉密]\n基本支出经济分类 = 根据保密规定\n[概况]\n");
    for (size_t i = 0; i < PACKAGES; i++) {
        struct buf text = text_by(packages[i]);
        if (strstr(text.p, "涉密万元") || !strstr(text.p, "机关运行经费支出情况不公开"))
            fail_msg("%s: %s", packages[i], text.p);
        buf_free(&text);
    }
}

static void a_batch_says_so(void **state)
{
    (void)state;
    write_record(at("s.ini"), "", "");
    write_record(at("r.ini"), "[概况]\n", "[涉密]\n三公 = 根据保密规定\n[概况]\n");
    says(0,
         PROGRAM " batch r.ini s.ini -o sums >/dev/null 2>&1; pdftotext -layout sums/summary.pdf - "
                 "| grep -c '涉密 *涉密 *涉密 *涉密'",
         "", "1\n");
    says(0, "grep -c '\"公务接待费\": null, \"三公经费\": null' sums/report.jsonl", "", "1\n");
    says(0, "grep -c '^\"r.*[0-9],,,,,0,0' sums/report.csv", "", "1\n");
    says(0, "grep -c '>涉密<' sums/index.html", "", "1\n");
    says(0, "pdftotext -layout sums/summary.pdf -", "",
         "注：合计不含未生成的单位和涉密不公开的数。");
}

static void what_is_secret_need_not_be_typed(void **state)
{
    (void)state;
    write_record(at("r.ini"),
                 "[政府采购]\n货物 = 50000\n工程 = 0\n服务 = 30000\n授予中小企业 = 40000\n"
                 "授予小微企业 = 40000\n",
                 "[涉密]\n政府采购 = 根据保密规定\n");
    says_not(0, PROGRAM " check r.ini", "", "政府采购");
}

static void what_tells_of_it_is_noted(void **state)
{
    (void)state;
    write_record(at("r.ini"), "[概况]\n", "[涉密]\n三公 = 根据保密规定\n[概况]\n");
    says(0, PROGRAM " check r.ini", "",
         "withheld-derivable: this figure is disclosed and tells of what is withheld (涉密): part "
         "of "
         "it, or all; withhold its section, too, if that must not be; 经济.30217.金额 is 20000.00 "
         "元");
}

static void a_department_withholds_what_its_unit_does(void **state)
{
    (void)state;
    write_record(at("unit.ini"), "[概况]\n", "[涉密]\n三公 = 根据保密规定\n[概况]\n");
    static const char department[] =
        "[单位]\n名称 = 示例县档案局\n年度 = 2024\n口径 = 部门\n性质 = 行政单位\n"
        "模板 = national-2022\n下属记录.1 = unit.ini\n[概况]\n职责 = 管理。\n机构 = 一个单位。\n";
    write_text(at("r.ini"), slice_of(department));
    says(
        2, PROGRAM " check r.ini", "",
        "r.ini:7:10: error: this unit withholds 三公 as secret, so that the department's sum would "
        "be wrong, or reveal it");
    change("r.ini", "[概况]\n", "[涉密]\n三公 = 根据保密规定\n[概况]\n");
    says_not(1, PROGRAM " check r.ini", "", "error");
    says(1, PROGRAM " facts r.ini 三公.决算.合计", "", "三公.决算.合计 = 涉密");
}

static void last_year_that_was_secret_is_asked_for(void **state)
{
    (void)state;
    write_record(at("last.ini"), "年度 = 2024", "年度 = 2023");
    change("last.ini", "[概况]\n", "[涉密]\n三公 = 根据保密规定\n[概况]\n");
    write_record(at("r.ini"), last_year, "[上年]\n记录 = last.ini\n");
    says(2, PROGRAM " check r.ini", "",
         "error: last year's record withholds 上年.三公.因公出国（境）费 as secret");
    change("r.ini", "[概况]\n", "[涉密]\n三公 = 根据保密规定\n[概况]\n");
    says_not(1, PROGRAM " check r.ini", "", "error");
}

/* The reason for all vehicles together is asked for by the forms that print it, and so by none
 * where there is no form. */
static void what_only_some_forms_ask_is_not_asked_without_one(void **state)
{
    (void)state;
    write_record(at("r.ini"), "模板 = national-2022\n", "");
    says_not(2, PROGRAM " check r.ini", "", "reason-");
    says(2, PROGRAM " check r.ini", "", "error: no template package is for 2024");
    says(1, PROGRAM " check r.ini --template shanghai-district-2024", "", "reason-vehicles");
}

/* What a package has the agency type beside, of what is secret. */
static void what_a_package_asks_for_is_not_told_either(void **state)
{
    (void)state;
    write_record(at("r.ini"), "[概况]\n",
                 "[涉密]\n三公 = 根据保密规定\n"
                 "[自定义]\n基金三公.决算数.公务接待费 = 98765\n[概况]\n");
    says(1, PROGRAM " check r.ini --template sichuan-2020", "", "withheld-told");
    struct buf text = text_by("sichuan-2020");
    assert_has(text.p, "9.88", false);
    buf_free(&text);
}

/* ---- What was not scored ---- */

static const char scores[] = "执行得分 = 10\n得分.产出指标 = 50\n得分.效益指标 = 30\n"
                             "得分.满意度指标 = 9\n自评结论 = 自评等级为优。\n";

/* No score is not a score of 0, and no grades make no sentence of them. */
static void no_form_tells_a_score_that_there_is_not(void **state)
{
    (void)state;
    write_record(at("r.ini"), scores, "");
    change("r.ini",
           "执行得分 = 7\n得分.产出指标 = 50\n得分.效益指标 = 30\n得分.满意度指标 = 9\n"
           "自评结论 = 自评等级为优。\n",
           "");
    for (size_t i = 0; i < PACKAGES; i++) {
        struct buf text = text_by(packages[i]);
        static const char *const torn[] = {"得分为0分", "得分0分",        "自评总分0",
                                           "总分0",     "自评结果为：。", "（50分）0"};
        for (size_t j = 0; j < sizeof torn / sizeof *torn; j++)
            if (strstr(text.p, torn[j]))
                fail_msg("%s: %s in %s", packages[i], torn[j], text.p);
        assert_no_torn_sentence(packages[i], text.p);
        buf_free(&text);
    }
    says(1, PROGRAM " check r.ini", "", "projects-asked");
    says(1, PROGRAM " facts r.ini 绩效.项目.1.总分", "", "绩效.项目.1.总分 = ");
    says_not(1, PROGRAM " facts r.ini 绩效.项目.1.总分", "", "0 分");
}

/* A score of 0 is one, and has its grade. */
static void a_score_of_zero_is_told(void **state)
{
    (void)state;
    write_record(at("r.ini"), scores,
                 "执行得分 = 0\n得分.产出指标 = 0\n得分.效益指标 = 0\n得分.满意度指标 = 0\n");
    struct buf text = text_by("national-2022");
    assert_has(text.p, "项目绩效自评得分为0分。", true);
    assert_has(text.p, "1个项目自评等级为“差”", true);
    buf_free(&text);
}

/* ---- Rates over nothing ---- */

static void no_form_tells(const char *const *words)
{
    for (size_t i = 0; i < PACKAGES; i++) {
        struct buf text = text_by(packages[i]);
        for (const char *const *word = words; *word; word++)
            if (strstr(text.p, *word))
                fail_msg("%s: %s in %s", packages[i], *word, text.p);
        assert_no_torn_sentence(packages[i], text.p);
        buf_free(&text);
    }
}

/* 30元 prints as 0.00万元: of that there is no share, over it no growth. */
static void no_rate_is_told_over_what_prints_as_zero(void **state)
{
    static const char *const words[] = {
        "3400000",   "400000.0", "83333",    "83233", "占政府采购支出总额的50",
        "执行率100", "预算的。", "预算的，", "占，",  "占；",
        "占。",      "总额的。", "总额的，", NULL};
    (void)state;
    write_record(at("r.ini"), "公务用车运行维护费 = 40000\n公务接待费 = 20000",
                 "公务用车运行维护费 = 40000\n公务接待费 = 30");
    change("r.ini", "[年初预算]\n201 = 1000000", "[年初预算]\n201 = 30");
    change("r.ini", "公务用车运行维护费 = 30000\n公务接待费 = 30000",
           "公务用车运行维护费 = 30000\n公务接待费 = 30");
    change("r.ini", "货物 = 50000", "货物 = 20");
    change("r.ini", "服务 = 30000\n授予中小企业 = 40000\n授予小微企业 = 40000",
           "服务 = 0\n授予中小企业 = 10\n授予小微企业 = 10");
    change("r.ini", "预算.市财政 = 80000\n到位.市财政 = 80000\n执行.市财政 = 80000",
           "预算.市财政 = 30\n到位.市财政 = 30\n执行.市财政 = 30");
    change("r.ini", "预算.市财政 = 40000\n到位.市财政 = 40000\n执行.市财政 = 30000",
           "预算.市财政 = 30\n到位.市财政 = 30\n执行.市财政 = 30");
    no_form_tells(words);
}

/* What was set off can bring a total to nothing whose parts are not. */
static void no_share_is_told_of_a_total_of_nothing(void **state)
{
    static const char *const words[] = {"占比；", "占比。",   "占；", "占。",
                                        "占，",   "合计的。", NULL};
    (void)state;
    write_record(at("r.ini"), "2299999.其他收入 = 2000", "2299999.其他收入 = -1050000.01");
    change("r.ini", "2299999.其他收入.项目支出 = 1500", "2299999.其他收入.项目支出 = -1065000.01");
    change("r.ini", "非财政拨款 = 500", "非财政拨款 = 0");
    change("r.ini", "非财政拨款 = 1000", "非财政拨款 = 15000");
    change("r.ini", "[说明]\n", "[说明]\n冲减 = 退回以前年度收入。\n");
    says(1, PROGRAM " facts r.ini 收入.合计", "", "收入.合计 = 0.00 元");
    no_form_tells(words);
}

/* ---- A difference that a text explains ---- */

static void why_vehicles_differ_is_printed(void **state)
{
    (void)state;
    write_record(at("r.ini"), "公务用车保有量 = 2", "公务用车保有量 = 3");
    change("r.ini", "其他用车说明", "保有量说明 = 一辆由上级调拨\n其他用车说明");
    for (size_t i = 0; i < PACKAGES; i++) {
        struct buf text = text_by(packages[i]);
        assert_has(text.p, "车辆数与公务用车保有量不一致的原因是一辆由上级调拨。", true);
        buf_free(&text);
    }
}

/* ---- What was budgeted and not spent ---- */

static const char unlisted[] = "but in no line";

/* The parts told of a budget are those of its sum. */
static void a_budget_that_was_not_spent_is_told(void **state)
{
    static const struct {
        const char *package, *words;
    } told[] = {
        {"national-2022", "节能环保支出年初预算2.00万元，支出决算0.00万元，完成年初预算的0.00%。"},
        {"national-2022", "其中预算改革业务（项）支出决算0.00万元，完成年初预算3.00万元的0.00%。"},
        {"shanxi-2024", "节能环保支出年初预算2.00万元，支出决算0万元，完成年初预算的0%。"},
        {"shanghai-district-2024",
         "3、节能环保支出（类）能源管理事务（款）事业运行（项）。年初预算为"
         "2.00万元，支出决算为0.00万元。"},
        {"hunan-2020", "3.节能环保支出（类）能源管理事务（款）事业运行（项）年初预算为2万元，"
                       "支出决算为0万元，完成年初预算的0.0%。"}};
    (void)state;
    write_record(at("r.ini"), "[年初预算]\n201 = 1000000",
                 "[年初预算]\n2111450 = 20000\n2010601 = 1000000\n2010604 = 30000");
    change("r.ini", "201.原因 =", "211.原因 = 项目暂停。\n201.原因 =");
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct buf text = text_by(told[i].package);
        assert_has(text.p, told[i].words, true);
        buf_free(&text);
    }
    says_not(0, PROGRAM " check r.ini", "", "use-lost");
    says_not(0, PROGRAM " check r.ini --template shanghai-district-2024 || [ $? = 1 ]", "",
             unlisted);
}

/* Typed for a 类, it is in the sum; a form whose lines are of 项 has none for it. */
static void a_budget_in_no_line_is_told(void **state)
{
    static const char *const by_item[] = {"hunan-2020", "shanghai-district-2024"};
    static const char told[] =
        "r.ini:36:7: warning: 年初预算.211 is part of 一般公共预算支出.年初预算, but in no line";
    (void)state;
    write_record(at("r.ini"), "[年初预算]\n201 = 1000000",
                 "[年初预算]\n2010601 = 1000000\n211 = 20000");
    for (size_t i = 0; i < sizeof by_item / sizeof *by_item; i++)
        says(1, PROGRAM " check r.ini --template %s", by_item[i], told);
    says_not(0, PROGRAM " check r.ini", "", unlisted);
    struct buf text = text_by("national-2022");
    assert_has(text.p, "节能环保支出年初预算2.00万元，支出决算0.00万元", true);
    buf_free(&text);
}

/* ---- Zeros that nobody typed: told of, and asked for where something typed needs them ---- */

static const char untold[] = "though the record does not tell it: ";

/* The record with one text put for another is told by the form of what it leaves out, or of
 * nothing. */
static void a_zero_that_nobody_typed_is_asked_for(void **state)
{
    static const struct {
        const char *package, *from, *to, *names; /* NULL: nothing */
    } cases[] = {
        {"national-2022", "单价100万元以上设备 = 0\n", "", "国有资产.单价100万元以上设备; type"},
        {"national-2022", "一级项目数 = 0\n", "", "绩效.一级项目数; type"},
        {"national-2022", "政府性基金预算总计 = 0\n", "", "上年.政府性基金预算总计; type"},
        {"national-2022", "口径 = 单位", "口径 = 部门", "机关运行经费; type"},
        {"national-2022", "性质 = 行政单位", "性质 = 事业单位", NULL},
        {"national-2022", "外事接待批次 = 1\n外事接待人次 = 8\n", "",
         "三公.数量.外事接待批次, 外事接待人次; type"},
        {"national-2022", "外事接待费 = 3000", "外事接待费 = 0", NULL},
        {"national-2022", "[三公.接待]\n外事接待费 = 3000\n国（境）外接待费 = 4000\n", "",
         "三公.接待.外事接待费, 国（境）外接待费; type"},
        {"national-2022", "机要通信用车 = 1\n其他用车 = 1\n", "应急保障用车 = 0\n", NULL},
        {"national-2022", "[国有资产.车辆]\n机要通信用车 = 1\n其他用车 = 1\n", "",
         "国有资产.车辆; type"},
        {"hunan-2020", "政府性基金预算总计 = 0\n", "政府性基金预算总计 = 0\n",
         "一般性支出.会议费, 培训费, 节庆活动; 国有资产.单价50万元以上通用设备, "
         "单价100万元以上专用设备; "
         "type"},
        {"hunan-2020", "201 = 1000000\n", "2010699 = 1000000\n", "年初预算.2010601"},
        {"yunnan-2023", "一级项目数 = 0\n", "一级项目数 = 0\n", "国有资产.价值; type"},
        {"hunan-2020", "30201 = 200000.01\n", "30215 = 200000.01\n",
         "warning: printed as 0, or as none, though the record does not tell it: "
         "一般性支出.会议费; type"},
        {"shanghai-district-2024", "[绩效]\n", "[绩效.统计]\n自评.项目数 = 3\n[绩效]\n",
         "warning: printed as 0, or as none, though the record does not tell it: 绩效.统计."},
        {"shanghai-district-2024", "一级项目数 = 0\n", "", "绩效.统计."}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_record(at("r.ini"), cases[i].from, cases[i].to);
        struct buf said =
            run_here(0, PROGRAM " render r.ini --template %s -o r.html 2>&1 || [ $? = 1 ]",
                     cases[i].package);
        const char *told = strstr(said.p, untold);
        bool right = cases[i].names ? told && strstr(said.p, cases[i].names) : !told;
        if (!right)
            fail_msg("%s without %s: %s", cases[i].package, cases[i].from, said.p);
        buf_free(&said);
    }
}

/* What cost nothing, as was typed, was nothing: nobody need count it. */
static void what_cost_nothing_need_not_be_counted(void **state)
{
    (void)state;
    write_record(at("r.ini"),
                 "因公出国（境）团组 = 1\n因公出国（境）人次 = 2\n公务用车购置辆数 = 1\n", "");
    says(1, PROGRAM " check r.ini", "",
         "三公.数量.因公出国（境）团组, 因公出国（境）人次, "
         "公务用车购置辆数; type it");
    change("r.ini", "[三公.决算]\n因公出国（境）费 = 20000\n公务用车购置费 = 30000",
           "[三公.决算]\n因公出国（境）费 = 0\n公务用车购置费 = 0");
    change("r.ini", "30201 = 200000.01\n30212 = 20000", "30201 = 250000.01");
    change("r.ini", "31013 = 30000\n", "");
    says_not(0, PROGRAM " check r.ini", "", untold);
}

/* Guests of the own country were counted, and nothing is said of others. */
static void guests_from_abroad_need_not_be_denied(void **state)
{
    (void)state;
    write_record(at("r.ini"), "[三公.接待]\n外事接待费 = 3000\n国（境）外接待费 = 4000\n", "");
    change("r.ini",
           "外事接待批次 = 1\n外事接待人次 = 8\n国（境）外接待批次 = 1\n国（境）外接待人次 = 5\n",
           "");
    says_not(0, PROGRAM " check r.ini", "", untold);
    change("r.ini", "国内接待批次 = 12\n", "");
    says(1, PROGRAM " check r.ini", "", "三公.接待.外事接待费");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zero_that_nobody_typed_is_asked_for),
        cmocka_unit_test(what_cost_nothing_need_not_be_counted),
        cmocka_unit_test(guests_from_abroad_need_not_be_denied),
        cmocka_unit_test(a_new_agency_has_no_last_year_in_any_form),
        cmocka_unit_test(a_merged_agency_cannot_be_compared_in_any_form),
        cmocka_unit_test(facts_say_why_there_is_no_change),
        cmocka_unit_test(figures_of_no_last_year_are_refused),
        cmocka_unit_test(diff_tells_that_last_year_went),
        cmocka_unit_test(next_year_is_compared_again),
        cmocka_unit_test(no_file_holds_what_is_secret),
        cmocka_unit_test(a_correction_does_not_tell_what_was),
        cmocka_unit_test(every_form_says_so),
        cmocka_unit_test(what_follows_from_a_secret_is_told_as_one),
        cmocka_unit_test(a_batch_says_so),
        cmocka_unit_test(what_is_secret_need_not_be_typed),
        cmocka_unit_test(what_tells_of_it_is_noted),
        cmocka_unit_test(a_department_withholds_what_its_unit_does),
        cmocka_unit_test(last_year_that_was_secret_is_asked_for),
        cmocka_unit_test(what_only_some_forms_ask_is_not_asked_without_one),
        cmocka_unit_test(what_a_package_asks_for_is_not_told_either),
        cmocka_unit_test(a_budget_that_was_not_spent_is_told),
        cmocka_unit_test(a_budget_in_no_line_is_told),
        cmocka_unit_test(why_vehicles_differ_is_printed),
        cmocka_unit_test(no_form_tells_a_score_that_there_is_not),
        cmocka_unit_test(a_score_of_zero_is_told),
        cmocka_unit_test(no_rate_is_told_over_what_prints_as_zero),
        cmocka_unit_test(no_share_is_told_of_a_total_of_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
