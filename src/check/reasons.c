/* Reasons, held against the changes that they explain, and reasons that explain nothing. */
#include <stdlib.h>
#include <string.h>

#include "check/checking.h"
#include "check/words.h"

/* A reason that ends with a dot: those of all the items of 三公. */
static const struct {
    const char *reason;
    const char *change;
} reasons[] = {
    {"说明.收支总体", "总计.比上年"},
    {"说明.财政拨款收支", "财政拨款总计.比上年"},
    {"说明.一般公共预算支出", "一般公共预算支出.比上年"},
    {"说明.一般公共预算支出预算", "一般公共预算支出.比预算"},
    {"说明.政府性基金预算", "政府性基金预算.比上年"},
    {"说明.国有资本经营预算", "国有资本经营预算.比上年"},
    {"说明.机关运行经费", "机关运行经费.比上年"},
    {"说明.机关运行经费预算", "机关运行经费.比预算"},
    {"三公.原因.", "三公.比上年."},
    {"三公.预算原因.", "三公.比预算."},
};

/* The change of a subject against last year or, where that is not typed, against its budget. */
static const struct fact *subject_change(const struct checking *checking, struct slice path)
{
    struct slice rest = path;
    slice_cut(&rest, '.');
    struct slice code = slice_cut(&rest, '.');
    const struct fact *row =
        fact_child(checking->facts, check_fact(checking, "一般公共预算支出.科目"), code);
    if (!row || !rest.p || !slice_is(rest, "原因"))
        return NULL;
    const struct fact *change = fact_child(checking->facts, row, SLICE("比上年"));
    if (!change || change->kind != FACT_GROUP)
        change = fact_child(checking->facts, row, SLICE("比预算"));
    return change;
}

const struct fact *check_change_of(const struct checking *checking, struct slice path)
{
    const struct fact *change = NULL;
    if (slice_starts(path, "支出用途."))
        change = subject_change(checking, path);
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons && !change; i++) {
        size_t n = strlen(reasons[i].reason);
        bool all = reasons[i].reason[n - 1] == '.';
        if (all ? !slice_starts(path, reasons[i].reason) : !slice_is(path, reasons[i].reason))
            continue;
        const char *name = arena_printf(checking->facts->arena, "%s%.*s", reasons[i].change,
                                        (int)(path.n - n), path.p + n);
        change = check_fact(checking, name);
    }
    return change && change->kind == FACT_GROUP ? change : NULL;
}

bool check_is_reason(struct slice path)
{
    static const char *const others[] = {"年初调整.说明", "三公.用途.",    "政府采购.用途",
                                         "国有资产.",     "绩效.总体结论", NULL};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (slice_starts(path, reasons[i].reason))
            return true;
    if (slice_starts(path, "支出用途."))
        return slice_ends(path, ".原因") || slice_ends(path, ".说明");
    return text_starts_any(path, others) != 0;
}

static const char *const up[] = {"增加", "增长", "上升", "提高", "增多", "新增", "上涨", NULL};
static const char *const down[] = {"减少", "下降", "降低", "压缩", "缩减", "压减", NULL};

/* The amount by which the text's figure changed, if it explains a change that shows. */
static const struct fact *difference_of(const struct checking *checking, struct slice path)
{
    const struct fact *change = check_change_of(checking, path);
    const struct fact *difference =
        change ? fact_child(checking->facts, change, SLICE("增减额")) : NULL;
    return difference && llabs(difference->number) >= HALF_UNIT ? difference : NULL;
}

/* The same, if the text may speak of a rise or a fall at all. */
static const struct fact *spoken_difference(struct checking *checking, struct slice path)
{
    bool may = prose_may_say(checking, up) || prose_may_say(checking, down);
    return may ? difference_of(checking, path) : NULL;
}

/* Whether the word is of a comparison with the budget, and the text of one with last year. */
static bool is_of_budget(const struct fact *text, struct slice word, struct slice path)
{
    return text_find(text_before(clause_around(text->text, word), word), "预算").p &&
           !text_find(path, "预算").p;
}

/* The text without the words at its end that tell how much, or against what. */
static struct slice without_manner(struct slice text)
{
    static const char *const manners[] = {"相应",     "有所",       "略有",   "大幅",   "大幅度",
                                          "明显",     "均",         "都",     "也",     "同比",
                                          "较上年",   "比上年",     "较去年", "比去年", "较上年度",
                                          "比上年度", "与上年相比", "随之",   "同步",   NULL};
    for (size_t i = 0; manners[i];)
        if (slice_ends(text, manners[i])) {
            text.n -= strlen(manners[i]);
            i = 0;
        } else {
            i++;
        }
    return text;
}

/* What the word in the clause is said of. */
static struct slice said_of(struct slice clause, struct slice word)
{
    return without_manner(text_before(clause, word));
}

/* Whether the word is of another year's figure. */
static bool is_of_before(struct slice subject)
{
    static const char *const before[] = {"上年", "去年", "以前年度", "往年", NULL};
    return text_find_any(subject, before).p;
}

/* The first of the words that a clause says of this year's money: 人员经费增加, 支出相应减少. */
static struct slice money_moves(struct slice text, const char *const *words)
{
    static const char *const monies[] = {"费",   "费用", "支出", "收入",
                                         "拨款", "资金", "开支", NULL};
    for (struct slice rest = text; rest.p;) {
        struct slice clause = cut_clause(&rest), word = text_find_any(clause, words);
        struct slice subject = word.p ? said_of(clause, word) : word;
        bool other = word.p && (is_of_before(subject) || text_find(subject, "预算").p);
        for (const char *const *money = monies; word.p && !other && *money; money++)
            if (slice_ends(subject, *money))
                return word;
    }
    return (struct slice){NULL, 0};
}

/* The word of a reason that says of money that it rose, or fell, and not also the other. */
static struct slice money_moved(const struct fact *text, bool *rose)
{
    struct slice rise = money_moves(text->text, up), fall = money_moves(text->text, down);
    *rose = rise.p;
    bool both = rise.p ? text_find_any(text->text, down).p : text_find_any(text->text, up).p;
    return both ? (struct slice){NULL, 0} : rise.p ? rise : fall;
}

static void compare_money(struct checking *checking, const struct fact *text, struct slice path)
{
    bool rose;
    const struct fact *difference = spoken_difference(checking, path);
    struct slice word = difference ? money_moved(text, &rose) : (struct slice){NULL, 0};
    if (word.p && (difference->number > 0) != rose)
        check_text_against(checking, text, word,
                           number_text(checking, difference, difference->number),
                           fact_pos(difference));
}

void check_reason_money(struct checking *checking)
{
    each_prose(checking, compare_money);
}

static void compare_direction(struct checking *checking, const struct fact *text, struct slice path)
{
    const struct fact *difference = spoken_difference(checking, path);
    if (!difference)
        return;
    struct slice rise = text_find_any(text->text, up), fall = text_find_any(text->text, down);
    struct slice word = rise.p ? rise : fall;
    bool rose;
    if (!rise.p == !fall.p || (difference->number > 0) == (rise.p != NULL) ||
        is_of_budget(text, word, path) || money_moved(text, &rose).p ||
        is_of_before(said_of(clause_around(text->text, word), word)))
        return;
    check_text_against(checking, text, word, number_text(checking, difference, difference->number),
                       fact_pos(difference));
}

void check_reason_direction(struct checking *checking)
{
    each_prose(checking, compare_direction);
}

/* About the same is said of a change below a twentieth. */
static bool is_small(const struct checking *checking, struct slice path)
{
    const struct fact *change = check_change_of(checking, path);
    const struct fact *rate = fact_child(checking->facts, change, SLICE("幅度"));
    return rate->kind == FACT_RATE && rate->rate.num < rate->rate.den / 20;
}

static void compare_flat(struct checking *checking, const struct fact *text, struct slice path)
{
    static const char *const flat[] = {"持平",       "无变化",     "没有变化",   "无变动",
                                       "没有变动",   "未发生变化", "未变化",     "未发生变动",
                                       "无增减",     "没有增减",   "与上年一致", "与上年相同",
                                       "与上年一样", "与预算一致", "与预算相同", "与去年一致",
                                       "与去年相同", "与去年一样", NULL};
    static const char *const abouts[] = {"基本一致",   "基本相同",   "基本相当",     "变化不大",
                                         "变动不大",   "无明显变化", "没有明显变化", "相差不大",
                                         "无较大变化", "大致相同",   "大体一致",     NULL};
    if (!prose_may_say(checking, flat) && !prose_may_say(checking, abouts))
        return;
    const struct fact *difference = difference_of(checking, path);
    struct slice said = text_find_any(text->text, abouts);
    bool about = said.p;
    if (!about)
        said = text_find_any(text->text, flat);
    about |= said.p && (slice_ends(text_before(text->text, said), "基本") ||
                        text_find(text->text, "基本与").p);
    if (!difference || !said.p || text_find_any(text->text, up).p ||
        text_find_any(text->text, down).p || (about && is_small(checking, path)))
        return;
    check_text_against(checking, text, said, number_text(checking, difference, difference->number),
                       fact_pos(difference));
}

void check_reason_flat(struct checking *checking)
{
    each_prose(checking, compare_flat);
}

/* The text without the stops and blanks at its end. */
static struct slice without_stop(struct slice text)
{
    static const char *const stops[] = {"。", "．", ".", "；", ";",  "，",
                                        "、", "：", ":", " ",  "　", NULL};
    for (bool more = true; more;) {
        more = false;
        for (const char *const *stop = stops; *stop; stop++)
            if (slice_ends(text, *stop)) {
                text.n -= strlen(*stop);
                more = true;
            }
    }
    return text;
}

static bool is_ascii(struct slice text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] & 0x80)
            return false;
    return true;
}

/* The text without the words that lead to a reason. */
static struct slice without_lead(struct slice text)
{
    static const char *const leads[] = {
        "主要原因是", "主要原因", "原因是", "原因", "主要是", "主要", "：", ":", " ", "　", NULL};
    for (size_t n; (n = text_starts_any(text, leads));)
        text = (struct slice){text.p + n, text.n - n};
    return text;
}

bool check_says_nothing(struct slice text)
{
    static const char *const nothings[] = {
        "无",       "没有",     "暂无",     "无原因",   "无说明",   "不适用", "不涉及",
        "未涉及",   "同上",     "同前",     "同左",     "如上",     "如前",   "见上",
        "见上文",   "见前",     "略",       "／",       "－",       "—",      "——",
        "〇",       "无。",     "无内容",   "无此项",   "无数据",   "空",     "无要说明的",
        "无需说明", "不需说明", "无情况",   "详见上文", "参见上文", "同上年", "正常",
        "见附件",   "见附表",   "详见附件", "详见附表", "详见说明", "见说明", "见表",
        "其他",     "其他原因", "无其他",   "原因",     "主要原因", "测试",   NULL};
    struct slice bare = without_stop(without_lead(text)), whole = without_stop(text);
    while (slice_ends(bare, "…"))
        bare.n -= strlen("…");
    bool says_nothing = is_ascii(bare); /* 123, -, N/A; or nothing is left */
    for (const char *const *nothing = nothings; *nothing; nothing++)
        says_nothing |= slice_is(bare, *nothing) || slice_is(whole, *nothing);
    return says_nothing;
}

static void find_nothing(struct checking *checking, const struct fact *text, struct slice path)
{
    if (check_is_reason(path) && check_says_nothing(text->text))
        check_text(checking, text, text->text);
}

void check_reason_empty(struct checking *checking)
{
    each_prose(checking, find_nothing);
}
