/*
 * Years in prose. What tells of the year's accounts, or of where things stand at its end, names the
 * year disclosed; text kept from an earlier disclosure names another.
 */
#include "check/checking.h"
#include "check/words.h"

/* A year in the text as it is spelt: 2023, 二〇二三. */
struct year {
    struct slice text;
    int64_t number;
};

/* The digit that the character writes, or -1. */
static int digit_of(uint32_t code)
{
    static const uint32_t han[][2] = {{0x3007, 0}, {0x25CB, 0}, {0x96F6, 0}, {0x4E00, 1},
                                      {0x4E8C, 2}, {0x4E09, 3}, {0x56DB, 4}, {0x4E94, 5},
                                      {0x516D, 6}, {0x4E03, 7}, {0x516B, 8}, {0x4E5D, 9}};
    if (code >= '0' && code <= '9')
        return (int)(code - '0');
    if (code >= 0xFF10 && code <= 0xFF19)
        return (int)(code - 0xFF10);
    for (size_t i = 0; i < sizeof han / sizeof *han; i++)
        if (han[i][0] == code)
            return (int)han[i][1];
    return -1;
}

/* Reads a run of digits at *at; true if it is a year of this century with 年 behind it. */
static bool read_year(struct slice text, size_t *at, struct year *year)
{
    size_t from = *at, end = from, digits = 0;
    int64_t number = 0;
    while (end < text.n && digits < 6) {
        size_t next = end;
        int digit = digit_of(utf8_next(text, &next));
        if (digit < 0)
            break;
        number = number * 10 + digit;
        digits++;
        end = next;
    }
    if (digits)
        *at = end;
    else
        utf8_next(text, at);
    *year = (struct year){{text.p + from, end - from}, number};
    struct slice rest = {text.p + end, text.n - end};
    return digits == 4 && number >= 2000 && number <= 2099 && slice_starts(rest, "年");
}

/* Calls visit with each year of the text. */
static void each_year(struct checking *checking, const struct fact *text,
                      void (*visit)(struct checking *checking, const struct fact *text,
                                    const struct year *year))
{
    for (size_t at = 0; at < text->text.n;) {
        struct year year;
        if (read_year(text->text, &at, &year))
            visit(checking, text, &year);
    }
}

static int64_t year_of(const struct checking *checking)
{
    return check_fact(checking, "单位.年度")->number;
}

/* What follows a year whose accounts are told of, or at whose end things stand so. */
static const char *const this_year[] = {"年度决算",
                                        "年度部门决算",
                                        "年度单位决算",
                                        "年度部门（单位）",
                                        "年部门决算",
                                        "年单位决算",
                                        "年决算",
                                        "年度部门预算",
                                        "年度收入",
                                        "年度支出",
                                        "年度收支",
                                        "年度一般公共预算",
                                        "年度财政拨款",
                                        "年度政府性基金",
                                        "年度国有资本",
                                        "年度“三公”",
                                        "年“三公”",
                                        "年度三公经费",
                                        "年度机关运行",
                                        "年机关运行经费",
                                        "年度政府采购",
                                        "年政府采购",
                                        "年度绩效",
                                        "年度部门整体",
                                        "年度整体支出",
                                        "年度项目支出",
                                        "年度预算项目",
                                        "年度纳入",
                                        "年末",
                                        "年底",
                                        "年12月31日",
                                        "年度末",
                                        "年度我",
                                        "年度本",
                                        "年我局",
                                        "年我单位",
                                        "年本单位",
                                        "年本部门",
                                        "年我部门",
                                        "年全年",
                                        "年度，",
                                        "年度公开",
                                        "年一般公共预算",
                                        "年财政拨款",
                                        "年收入",
                                        "年支出",
                                        NULL};

/* What tells that the year before is meant, in the clause. */
static const char *const compared[] = {"比",   "较",   "同期", "上年", "上一年", "去年", "以前",
                                       "结转", "结余", "年初", "往年", "历年",   "自20", "从20",
                                       "起",   "以来", "追加", "补发", "清算",   NULL};

/* Whether the text ends with a year, and perhaps 年. */
static bool ends_with_year(struct slice text)
{
    if (slice_ends(text, "年"))
        text.n -= strlen("年");
    return text.n && text.p[text.n - 1] >= '0' && text.p[text.n - 1] <= '9';
}

/* 2021—2025年, 2021年至2025年: a stretch of years. */
static bool is_stretch(struct slice text, struct slice year)
{
    static const char *const to[] = {"-",  "—",  "－", "–",  "~",  "～",
                                     "至", "到", "、", "和", "及", NULL};
    struct slice before = text_before(text, year), after = text_after(text, year);
    while (slice_ends(before, "——"))
        before.n -= strlen("—");
    for (const char *const *word = to; *word; word++)
        if (slice_ends(before, *word) &&
            ends_with_year((struct slice){before.p, before.n - strlen(*word)}))
            return true;
    size_t mark =
        text_starts_any((struct slice){after.p + strlen("年"), after.n - strlen("年")}, to);
    const char *next = after.p + strlen("年") + mark;
    return mark && next < after.p + after.n && *next >= '0' && *next <= '9';
}

/* 《…（2019年修订）》, 〔2020〕: the year of a document. */
static bool is_of_document(struct slice text, struct slice year)
{
    struct slice open = {NULL, 0}, rest = text_before(text, year);
    for (struct slice at; (at = text_find(rest, "《")).p; rest = text_after(rest, at))
        open = at;
    return open.p && !text_find((struct slice){open.p, (size_t)(year.p - open.p)}, "》").p;
}

static bool is_spoken_of(const struct checking *checking, struct slice text,
                         const struct year *year)
{
    if (is_stretch(text, year->text) || is_of_document(text, year->text))
        return false;
    struct slice clause = clause_around(text, year->text);
    bool before = year->number == year_of(checking) - 1;
    return !before || !text_find_any(clause, compared).p;
}

static void report_year(struct checking *checking, const struct fact *text, const struct year *year)
{
    check_text_against(checking, text, year->text,
                       arena_printf(checking->facts->arena, "%lld", (long long)year_of(checking)),
                       fact_pos(check_fact(checking, "单位.年度")));
}

/* Reasons explain this year by what was last year; they may tell of its accounts. */
static bool explains(struct slice path)
{
    return slice_starts(path, "说明.")
               ? !slice_starts(path, "说明.附件.")
               : slice_starts(path, "三公.") || slice_starts(path, "支出用途.") ||
                     slice_starts(path, "年初调整.");
}

static void visit_year(struct checking *checking, const struct fact *text, const struct year *year)
{
    struct slice after = text_after(text->text, year->text);
    int64_t off = year_of(checking) - year->number;
    if (!off || !text_starts_any(after, this_year) || !is_spoken_of(checking, text->text, year))
        return;
    if (off == 1 && explains(fact_path(checking->facts->arena, text)))
        return;
    report_year(checking, text, year);
}

static void find_years(struct checking *checking, const struct fact *text, struct slice path)
{
    /* Next year's plans are told of where problems and proposals are. */
    static const char *const plans[] = {"绩效.整体.建议", "绩效.整体.问题", NULL};
    if (letters_may_say(checking->letters, "年") && !text_starts_any(path, plans) &&
        !slice_ends(path, ".名称"))
        each_year(checking, text, visit_year);
}

void check_year_other(struct checking *checking)
{
    each_prose(checking, find_years);
}

/* A project that goes on from an earlier year is paid from what was brought forward. */
static bool brings_forward(const struct checking *checking)
{
    return fact_is_true(check_fact(checking, "结转.年初.合计"));
}

/* Whether the text is there, to be looked through. */
static bool is_text(const struct fact *text)
{
    return text->kind == FACT_TEXT;
}

static void visit_end(struct checking *checking, const struct fact *text, const struct year *year)
{
    if (year->number < year_of(checking))
        report_year(checking, text, year);
}

static void visit_name(struct checking *checking, const struct fact *text, const struct year *year)
{
    int64_t off = year_of(checking) - year->number;
    bool goes_on = off > 0 && brings_forward(checking);
    if (off && !goes_on && !is_stretch(text->text, year->text))
        report_year(checking, text, year);
}

static void check_project(struct checking *checking, const struct fact *project)
{
    const struct fact *name = fact_child(checking->facts, project, SLICE("名称"));
    const struct fact *end = fact_child(checking->facts, project, SLICE("终止"));
    if (is_text(name))
        each_year(checking, name, visit_name);
    if (end && is_text(end))
        each_year(checking, end, visit_end);
}

void check_year_project(struct checking *checking)
{
    static const char *const lists[] = {"绩效.项目", "绩效.评价"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct fact *project = check_fact(checking, lists[i])->first; project;
             project = project->next)
            check_project(checking, project);
}
