/* Shares and rates in prose: one without its %, and one that has nothing to be measured by. */
#include "check/checking.h"
#include "check/words.h"

/* The number that begins the text, or empty. */
static struct slice leading_number(struct slice text)
{
    size_t n = 0;
    while (n < text.n && ((text.p[n] >= '0' && text.p[n] <= '9') ||
                          (n && text.p[n] == '.' && n + 1 < text.n && text.p[n + 1] >= '0' &&
                           text.p[n + 1] <= '9')))
        n++;
    return (struct slice){text.p, n};
}

/* ---- A share without % ---- */

/* What stands right before a rate; where 的, 为 or 达 does, one of these is before it. */
static const char *const of_rate[] = {"占",     "占比",   "比重",   "比例",     "增长",
                                      "下降",   "增幅",   "降幅",   "增长率",   "下降率",
                                      "完成率", "执行率", "支付率", "完成预算", NULL};
static const char *const links[] = {"的", "为", "达", "达到", "了", "约", "约为", "是", "近", NULL};

/* The text without one of the words at its end. */
static bool drop_end(struct slice *text, const char *const *words)
{
    for (; *words; words++)
        if (slice_ends(*text, *words)) {
            text->n -= strlen(*words);
            return true;
        }
    return false;
}

/* 占15.61, 占本年支出的15.61, 完成率为98.5: whether what comes before a number makes it a rate. */
static bool is_rate_before(struct slice before)
{
    bool link = drop_end(&before, links);
    drop_end(&before, links);
    if (drop_end(&before, of_rate))
        return true;
    return link && text_find(before, "占").p && !text_find(before, "占地").p;
}

/* Whether nothing that could be a unit follows. */
static bool is_bare(struct slice after)
{
    static const char *const stops[] = {"，", "。", "；", "、", "）", ",", ";", NULL};
    return !after.n || text_starts_any(after, stops);
}

static void find_bare_share(struct checking *checking, const struct fact *text, struct slice path)
{
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL};
    (void)path;
    bool may_be = prose_may_say(checking, digits);
    for (struct slice rest = text->text; rest.p && may_be;) {
        struct slice clause = cut_clause(&rest);
        for (size_t at = 0; at < clause.n;) {
            struct slice number = leading_number((struct slice){clause.p + at, clause.n - at});
            if (number.n && is_bare(text_after(text->text, number)) &&
                is_rate_before(text_before(clause, number))) {
                check_text(checking, text, number);
                return;
            }
            at += number.n;
            if (!number.n)
                utf8_next(clause, &at);
        }
    }
}

void check_share_unit(struct checking *checking)
{
    each_prose(checking, find_bare_share);
}

/* ---- A rate over nothing ---- */

/* The amounts that prose names, and their changes. */
static const struct {
    const char *name, *change;
} named[] = {
    {"因公出国（境）", "三公.比上年.因公出国（境）费"},
    {"公务用车购置费", "三公.比上年.公务用车购置费"},
    {"公务用车购置支出", "三公.比上年.公务用车购置费"},
    {"公务用车运行", "三公.比上年.公务用车运行维护费"},
    {"公务接待费", "三公.比上年.公务接待费"},
    {"“三公”经费", "三公.比上年.合计"},
    {"机关运行经费", "机关运行经费.比上年"},
    {"政府性基金", "政府性基金预算.比上年"},
    {"国有资本经营", "国有资本经营预算.比上年"},
};

/* The change that a sentence names; that of the text if it names none. */
static const struct fact *change_in(const struct checking *checking, struct slice sentence,
                                    struct slice path)
{
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (text_find(sentence, named[i].name).p)
            return check_fact(checking, named[i].change);
    return check_change_of(checking, path);
}

static bool is_over_zero(const struct checking *checking, const struct fact *change)
{
    if (!change || change->kind != FACT_GROUP)
        return false;
    const struct fact *base = fact_child(checking->facts, change, SLICE("上年为零"));
    const struct fact *rise = fact_child(checking->facts, change, SLICE("是增加"));
    return base && base->flag && rise->flag;
}

static const char *const rises[] = {"增长", "上升", "增加", "提高", "增幅", "增长率", NULL};

static const char *const folds[] = {"一倍", "1倍",    "两倍",     "2倍",
                                    "翻番", "翻一番", "翻了一番", NULL};

/* 增长100%, 上升了 100%, 增长一倍: the rate of a rise in the sentence, or empty. */
static struct slice rise_in(struct slice sentence)
{
    static const char *const between[] = {"了", "为", "达", "约", " ", "到", "近", NULL};
    static const char *const percents[] = {"%", "％", NULL};
    for (const char *const *rise = rises; *rise; rise++)
        for (struct slice rest = sentence, found; (found = text_find(rest, *rise)).p;
             rest = text_after(rest, found)) {
            struct slice after = text_after(sentence, found);
            size_t skip, gap = 0;
            while ((skip = text_starts_any((struct slice){after.p + gap, after.n - gap}, between)))
                gap += skip;
            struct slice number = leading_number((struct slice){after.p + gap, after.n - gap});
            size_t percent = text_starts_any(text_after(sentence, number), percents);
            if (number.n && percent)
                return (struct slice){found.p, (size_t)(number.p + number.n + percent - found.p)};
        }
    return text_find_any(sentence, folds);
}

static void find_over_zero(struct checking *checking, const struct fact *text, struct slice path)
{
    bool may_rise = prose_may_say(checking, rises) || prose_may_say(checking, folds);
    for (struct slice rest = text->text; rest.p && may_rise;) {
        struct slice sentence = cut_sentence(&rest);
        struct slice rise = rise_in(sentence);
        const struct fact *change = rise.p ? change_in(checking, sentence, path) : NULL;
        if (!is_over_zero(checking, change))
            continue;
        const struct fact *base = fact_child(checking->facts, change, SLICE("上年"));
        check_text_against(checking, text, rise, number_text(checking, base, base->number),
                           fact_pos(base));
    }
}

void check_rate_over_zero(struct checking *checking)
{
    each_prose(checking, find_over_zero);
}
