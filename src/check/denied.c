/* Prose that says that there was none of a kind of money that there was. */
#include "check/checking.h"
#include "check/words.h"

/* What may be denied, and the amounts of which none may be there then. */
static const struct {
    const char *name;
    const char *amounts[2];
} kinds[] = {
    {"政府性基金预算收入", {"收入.政府性基金预算"}},
    {"政府性基金预算支出", {"政府性基金预算.支出"}},
    {"政府性基金预算收支", {"收入.政府性基金预算", "政府性基金预算.支出"}},
    {"政府性基金收入", {"收入.政府性基金预算"}},
    {"政府性基金支出", {"政府性基金预算.支出"}},
    {"政府性基金收支", {"收入.政府性基金预算", "政府性基金预算.支出"}},
    {"政府性基金预算财政拨款收入", {"收入.政府性基金预算"}},
    {"政府性基金预算财政拨款支出", {"政府性基金预算.支出"}},
    {"政府性基金预算财政拨款收支", {"收入.政府性基金预算", "政府性基金预算.支出"}},
    {"国有资本经营预算收入", {"收入.国有资本经营预算"}},
    {"国有资本经营预算支出", {"国有资本经营预算.支出"}},
    {"国有资本经营预算收支", {"收入.国有资本经营预算", "国有资本经营预算.支出"}},
    {"国有资本经营预算财政拨款支出", {"国有资本经营预算.支出"}},
    {"“三公”经费", {"三公.决算.合计"}},
    {"因公出国（境）", {"三公.决算.因公出国（境）费"}},
    {"公务用车购置", {"三公.决算.公务用车购置费"}},
    {"公务用车运行维护", {"三公.决算.公务用车运行维护费"}},
    {"公务接待", {"三公.决算.公务接待费"}},
    {"机关运行经费", {"机关运行经费.合计"}},
    {"政府采购", {"政府采购.合计"}},
    {"项目支出", {"支出.项目支出"}},
    {"基本支出", {"支出.基本支出"}},
};

/* The amount denied by a clause that ends with the name: 本年无政府性基金预算支出,
 * 没有发生公务接待费. */
static const struct fact *denied(const struct checking *checking, struct slice claim)
{
    static const char *const ends[] = {"费支出", "费用", "费", "支出", "活动", "任务", NULL};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t n = strlen(kinds[i].name);
        if (!slice_starts(claim, kinds[i].name))
            continue;
        struct slice rest = {claim.p + n, claim.n - n};
        if (rest.n && text_starts_any(rest, ends) != rest.n)
            continue;
        for (size_t j = 0; j < 2 && kinds[i].amounts[j]; j++) {
            const struct fact *amount = check_fact(checking, kinds[i].amounts[j]);
            if (amount && amount->kind == FACT_MONEY && fact_is_true(amount))
                return amount;
        }
    }
    return NULL;
}

/* That there was none once, of others or beyond something is another matter. */
static bool is_of_this_year(const struct checking *checking, struct slice before)
{
    while (before.n && check_skip_lead(checking, &before))
        ;
    return before.n == 0;
}

/* What a text on an item of 三公 says that there was none of, without the item's name. */
static const struct {
    const char *item;
    const char *nouns[10]; /* longer ones first */
} items[] = {
    {"因公出国（境）费", {"因公出国（境）", "因公出国", "出国（境）", "出国"}},
    {"公务用车购置费",
     {"购置公务用车", "更新公务用车", "公务用车购置", "购置车辆", "更新车辆", "车辆购置", "购置",
      "更新", "购车"}},
    {"公务用车运行维护费", {"公务用车", "车辆"}},
    {"公务接待费", {"公务接待", "接待"}},
};

static bool skip_any(struct slice *text, const char *const *words)
{
    size_t n = text_starts_any(*text, words);
    *text = (struct slice){text->p + n, text->n - n};
    return n > 0;
}

/* The amount of the item that a reason or a use of it denies: 本年未购置车辆, 无接待任务. */
static const struct fact *denied_item(const struct checking *checking, struct slice clause,
                                      struct slice path)
{
    static const char *const texts[] = {"三公.原因.", "三公.用途.", NULL};
    static const char *const noes[] = {"没有", "未", "无", NULL};
    static const char *const verbs[] = {"发生", "安排", "开展", "组织", "进行", NULL};
    static const char *const ends[] = {"费支出", "费用", "费",   "支出", "活动", "任务",
                                       "团组",   "计划", "事项", "情况", NULL};
    if (!skip_any(&path, texts))
        return NULL;
    while (clause.n && check_skip_lead(checking, &clause))
        ;
    if (!skip_any(&clause, noes))
        return NULL;
    skip_any(&clause, verbs);
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        if (!slice_is(path, items[i].item) || !skip_any(&clause, items[i].nouns))
            continue;
        const char *amount = arena_printf(checking->facts->arena, "三公.决算.%s", items[i].item);
        const struct fact *spent = check_fact(checking, amount);
        skip_any(&clause, ends);
        return clause.n || spent->kind != FACT_MONEY || !fact_is_true(spent) ? NULL : spent;
    }
    return NULL;
}

static void find_denied(struct checking *checking, const struct fact *text, struct slice path)
{
    static const char *const noes[] = {"无", "没有", "未发生", "未安排", "未开展", NULL};
    static const char *const verbs[] = {"发生", "安排", "使用", "产生", "开展", "列支", NULL};
    if (slice_starts(path, "概况.") || slice_starts(path, "绩效.项目.") ||
        !prose_may_say(checking, noes))
        return;
    for (struct slice rest = text->text; rest.p;) {
        struct slice clause = cut_clause(&rest), no = text_find_any(clause, noes);
        const struct fact *item = denied_item(checking, clause, path);
        if (item) {
            check_text_against_figure(checking, text, clause, item);
            continue;
        }
        if (!no.p || !is_of_this_year(checking, text_before(clause, no)))
            continue;
        struct slice claim = text_after(clause, no);
        size_t verb = text_starts_any(claim, verbs);
        const struct fact *amount =
            denied(checking, (struct slice){claim.p + verb, claim.n - verb});
        if (amount)
            check_text_against_figure(checking, text, clause, amount);
    }
}

void check_prose_denied(struct checking *checking)
{
    each_prose(checking, find_denied);
}
