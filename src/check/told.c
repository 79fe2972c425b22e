/*
 * What prose says of a figure that it names: “三公”经费支出10.5万元，比上年减少4.5万元. Read is a
 * sentence that begins with the name, or with 比上年 where it is a reason, as far as its clauses
 * keep to it; the words of a list (增加公务接待费2万元、…) tell of parts.
 */
#include <stdlib.h>

#include "check/quantity.h"
#include "check/words.h"

/* Figures by the names that documents give them; of the year, and its change. */
static const struct named {
    const char *name, *value, *change;
} named[] = {
    {"收入总计", "总计.收入", "总计.比上年"},
    {"支出总计", "总计.支出", "总计.比上年"},
    {"收支总计", "总计.收入", "总计.比上年"},
    {"收入支出总计", "总计.收入", "总计.比上年"},
    {"本年收入合计", "收入.合计", NULL},
    {"收入合计", "收入.合计", NULL},
    {"本年支出合计", "支出.合计", NULL},
    {"支出合计", "支出.合计", NULL},
    {"财政拨款收入总计", "财政拨款总计.收入", "财政拨款总计.比上年"},
    {"财政拨款支出总计", "财政拨款总计.支出", "财政拨款总计.比上年"},
    {"财政拨款收支总计", "财政拨款总计.收入", "财政拨款总计.比上年"},
    {"财政拨款收入", "收入.财政拨款", NULL},
    {"一般公共预算财政拨款收入", "收入.一般公共预算", NULL},
    {"一般公共预算财政拨款支出", "一般公共预算支出.合计", "一般公共预算支出.比上年"},
    {"政府性基金预算财政拨款支出", "政府性基金预算.支出", NULL},
    {"政府性基金预算支出", "政府性基金预算.支出", NULL},
    {"国有资本经营预算财政拨款支出", "国有资本经营预算.支出", NULL},
    {"国有资本经营预算支出", "国有资本经营预算.支出", NULL},
    {"“三公”经费", "三公.决算.合计", "三公.比上年.合计"},
    {"三公经费", "三公.决算.合计", "三公.比上年.合计"},
    {"因公出国（境）费", "三公.决算.因公出国（境）费", "三公.比上年.因公出国（境）费"},
    {"公务用车购置费", "三公.决算.公务用车购置费", "三公.比上年.公务用车购置费"},
    {"公务用车运行维护费", "三公.决算.公务用车运行维护费", "三公.比上年.公务用车运行维护费"},
    {"公务用车购置及运行维护费", "三公.决算.公务用车购置及运行维护费",
     "三公.比上年.公务用车购置及运行维护费"},
    {"公务接待费", "三公.决算.公务接待费", "三公.比上年.公务接待费"},
    {"机关运行经费", "机关运行经费.合计", "机关运行经费.比上年"},
    {"政府采购支出总额", "政府采购.合计", NULL},
};

/* What a sentence speaks of, and how far it has been read. */
struct telling {
    struct checking *checking;
    const struct fact *text;
    const struct fact *value;  /* or NULL */
    const struct fact *change; /* a group, or NULL */
    const char *last;          /* last year, in digits */
    bool since;                /* it is compared with last year */
};

static bool skip(struct slice *text, const char *const *words)
{
    size_t n = text_starts_any(*text, words);
    *text = (struct slice){text->p + n, text->n - n};
    return n > 0;
}

static bool skip_word(struct slice *text, const char *word)
{
    return skip(text, (const char *const[]){word, NULL});
}

static int64_t printed(const struct fact *fact)
{
    return fact->stated ? fact->stated->number : fact->number;
}

static void report(const struct telling *telling, const char *from, const char *end,
                   const struct fact *fact)
{
    check_text_against_figure(telling->checking, telling->text,
                              (struct slice){from, (size_t)(end - from)}, fact);
}

/* A number may be cut off, and is about right where the words say so. */
static bool is_about(const struct quantity *quantity, const struct fact *fact, bool roughly)
{
    int64_t percent;
    if (quantity->kind == FACT_MONEY) {
        int64_t amount = llabs(printed(fact)), off = llabs(amount - quantity->value);
        return off <= 2 * quantity->half || (roughly && off <= amount / 10);
    }
    return !rate_percent(fact->rate, quantity->decimals, &percent) ||
           llabs(llabs(percent) - quantity->value) <= 1 ||
           (roughly && llabs(llabs(percent) - quantity->value) <= llabs(percent) / 10) ||
           fact_is_rate_of_rounded(fact, quantity->decimals, quantity->value);
}

static bool skip_roughly(struct slice *text)
{
    static const char *const words[] = {"约", "近", "超", "超过", "大约", "逾", NULL};
    return skip(text, words);
}

/* The quantity that the text begins with, taken off it. */
static bool take_quantity(struct slice *text, struct quantity *quantity, bool *roughly)
{
    *roughly = skip_roughly(text);
    if (!quantity_begins(*text, quantity))
        return false;
    *text = (struct slice){text->p + quantity->text.n, text->n - quantity->text.n};
    *roughly |= skip_word(text, "左右") || skip_word(text, "以上");
    return true;
}

/* 增加2万元, 下降3%, 减少: against the change. Whether it was read to its end. */
static bool read_change(const struct telling *telling, struct slice clause, bool up)
{
    const char *from = clause.p;
    skip(&clause, (const char *const[]){"增加", "增长", "上升", "减少", "下降", "降低", NULL});
    skip_word(&clause, "了");
    struct quantity quantity;
    bool roughly, counted = take_quantity(&clause, &quantity, &roughly);
    const struct facts *facts = telling->checking->facts;
    const struct fact *difference = fact_child(facts, telling->change, SLICE("增减额"));
    const struct fact *rate = fact_child(facts, telling->change, SLICE("幅度"));
    int64_t off = printed(difference);
    if (clause.n || difference->kind != FACT_MONEY)
        return false;
    bool flat = llabs(off) < HALF_UNIT, turned = !flat && (off > 0) != up;
    if (turned ||
        (counted && quantity.kind == FACT_MONEY && !is_about(&quantity, difference, roughly)))
        report(telling, from, clause.p, difference);
    else if (counted && quantity.kind == FACT_RATE && rate->kind == FACT_RATE &&
             !is_about(&quantity, rate, roughly))
        report(telling, from, clause.p, rate);
    return true;
}

/* 比上年, 较2023年度决算数, 同比 */
static bool skip_since(const struct telling *telling, struct slice *clause)
{
    struct slice rest = *clause;
    if (skip_word(clause, "同比"))
        return true;
    skip(&rest, (const char *const[]){"比", "较", "与", NULL});
    const char *years[] = {"上年", "上年度", "去年", telling->last, NULL};
    if (rest.p == clause->p || !skip(&rest, years))
        return false;
    skip(&rest, (const char *const[]){"年度", "年", "度", NULL});
    skip(&rest, (const char *const[]){"决算数", "决算", "同期", NULL});
    skip(&rest, (const char *const[]){"相比", "比", NULL});
    *clause = rest;
    return true;
}

/* A clause of the sentence: what the figure is, or how it changed. False when it is of another. */
static bool read_clause(struct telling *telling, struct slice clause, bool begins)
{
    static const char *const ups[] = {"增加", "增长", "上升", NULL};
    static const char *const downs[] = {"减少", "下降", "降低", NULL};
    static const char *const links[] = {"为", "是", "共", "共计", "达", "达到", NULL};
    telling->since |= telling->change && skip_since(telling, &clause);
    bool up = text_starts_any(clause, ups) > 0;
    if (telling->since && !clause.n)
        return true;
    if (up || text_starts_any(clause, downs))
        return telling->since && read_change(telling, clause, up);
    skip(&clause, links);
    struct quantity quantity;
    bool roughly;
    const char *from = clause.p;
    if (!begins || !telling->value || !take_quantity(&clause, &quantity, &roughly) || clause.n ||
        quantity.kind != FACT_MONEY || telling->value->kind != FACT_MONEY)
        return false;
    if (!is_about(&quantity, telling->value, roughly))
        report(telling, from, clause.p, telling->value);
    return true;
}

bool check_skip_lead(const struct checking *checking, struct slice *text)
{
    const struct fact *year = check_fact(checking, "单位.年度");
    const char *digits = arena_printf(checking->facts->arena, "%d年", (int)year->number);
    const char *leads[] = {digits,   "度",     "本年",   "本年度", "当年", "全年", "我单位",
                           "本单位", "本部门", "我部门", "我局",   "本局", "我馆", "本馆",
                           "我委",   "本委",   " ",      "　",     NULL};
    return skip(text, leads);
}

/* Takes off the name that the sentence begins with, and what goes with it. */
static const struct named *take_name(const struct telling *telling, struct slice *sentence)
{
    struct slice rest = *sentence;
    const struct named *found = NULL;
    for (bool more = true; more && !found;) {
        for (size_t i = 0; i < sizeof named / sizeof *named; i++)
            if (slice_starts(rest, named[i].name) &&
                (!found || strlen(named[i].name) > strlen(found->name)))
                found = &named[i];
        more = !found && check_skip_lead(telling->checking, &rest);
    }
    if (!found)
        return NULL;
    skip_word(&rest, found->name);
    skip(&rest, (const char *const[]){"支出", "财政拨款支出", NULL});
    skip(&rest, (const char *const[]){"决算", "决算数", NULL});
    *sentence = rest;
    return found;
}

/* The change against last year that the text explains, or NULL. */
static const struct fact *own_change(const struct telling *telling, struct slice path)
{
    const struct fact *change = check_change_of(telling->checking, path);
    bool since =
        change && text_find(fact_path(telling->checking->facts->arena, change), "比上年").p;
    return since && check_is_reason(path) ? change : NULL;
}

static void read_sentence(struct telling *telling, struct slice sentence, struct slice path)
{
    struct slice start = sentence;
    const struct named *name = take_name(telling, &sentence);
    telling->value = name ? check_fact(telling->checking, name->value) : NULL;
    telling->change = name && name->change ? check_fact(telling->checking, name->change) : NULL;
    telling->since = false;
    if (!name && start.p == telling->text->text.p)
        telling->change = own_change(telling, path);
    if (start.p != telling->text->text.p &&
        !slice_ends(text_before(telling->text->text, start), "。"))
        telling->value = NULL; /* one of a list, which may tell of parts */
    if (telling->change && telling->change->kind != FACT_GROUP)
        telling->change = NULL;
    bool begins = true;
    while (sentence.p && (telling->value || telling->change) &&
           read_clause(telling, cut_clause(&sentence), begins))
        begins = false;
}

static void find_told(struct checking *checking, const struct fact *text, struct slice path)
{
    static const char *const others[] = {"概况.", "绩效.", "说明.附件.", "说明.名词解释.", NULL};
    if (text_starts_any(path, others) || check_fact(checking, "单位.年度")->kind != FACT_COUNT)
        return;
    struct telling telling = {.checking = checking,
                              .text = text,
                              .last =
                                  arena_printf(checking->facts->arena, "%d",
                                               (int)check_fact(checking, "单位.年度")->number - 1)};
    for (struct slice rest = text->text; rest.p;)
        read_sentence(&telling, cut_sentence(&rest), path);
}

void check_prose_told(struct checking *checking)
{
    each_prose(checking, find_told);
}
