/* Figures and texts that a disclosure prints although they tell of what it withholds as secret. */
#include "check/checking.h"
#include "check/words.h"

static const struct {
    const char *section; /* withheld */
    const char *figure;  /* disclosed */
} tells[] = {
    {"三公", "经济.30212.金额"},
    {"三公", "经济.30217.金额"},
    {"三公", "经济.30231.金额"},
    {"三公", "经济.31013.金额"},
    {"三公", "项目经济.30212.金额"},
    {"三公", "项目经济.30217.金额"},
    {"三公", "项目经济.30231.金额"},
    {"三公", "项目经济.31013.金额"},
    {"三公", "国有资产.车辆.合计"},
    {"国有资产", "三公.数量.公务用车保有量"},
    {"一般性支出", "经济.30215.金额"},
    {"一般性支出", "经济.30216.金额"},
    {"一般性支出", "项目经济.30215.金额"},
    {"一般性支出", "项目经济.30216.金额"},
    {"基本支出经济分类", "机关运行经费.合计"},
};

/* Whether the document prints the figure; a form that is not known may. */
static bool is_disclosed(const struct checking *checking, const char *figure)
{
    const struct demand *demand = checking->demand;
    return fact_is_true(check_fact(checking, figure)) &&
           (!demand || demand->reads(demand->data, NULL, figure));
}

static bool is_withheld(const struct checking *checking, const char *section)
{
    const char *path = arena_printf(checking->facts->arena, "涉密.%s", section);
    return check_fact(checking, path)->kind == FACT_TEXT;
}

static void tell(struct checking *checking, const char *section, const char *figure)
{
    if (is_withheld(checking, section) && is_disclosed(checking, figure))
        check_value(checking, side_of(checking, check_fact(checking, figure)));
}

void check_withheld_derivable(struct checking *checking)
{
    for (size_t i = 0; i < sizeof tells / sizeof *tells; i++)
        tell(checking, tells[i].section, tells[i].figure);
    /* 机关运行经费 of a unit is its 公用经费. */
    if (check_fact(checking, "单位.是单位")->flag)
        tell(checking, "机关运行经费", "经济.公用经费");
}

/* ---- Texts ---- */

/* What texts call the figures of each section; NULL after the last. */
static const struct {
    const char *section;
    const char *names[8];
} named[] = {
    {"三公", {"“三公”", "三公经费", "因公出国", "公务用车", "公务接待", "外事接待", "国内接待"}},
    {"机关运行经费", {"机关运行经费"}},
    {"一般性支出", {"会议费", "培训费", "节庆"}},
    {"政府采购", {"政府采购", "采购支出", "采购金额"}},
    {"国有资产", {"国有资产", "固定资产", "资产总额", "车辆", "公务用车保有量"}},
    {"人员", {"人员编制", "行政编制", "事业编制", "核定编制", "编制数", "在职", "实有"}},
    {"绩效", {"自评", "绩效评价", "绩效得分", "评价得分"}},
    {"基本支出经济分类", {"人员经费", "公用经费", "工资福利支出", "商品和服务支出"}},
};

/* The number that the text has first, but for that of a year or a day; NULL p without one. */
static struct slice find_number(struct slice text)
{
    static const char *const digits[] = {"0",  "1",  "2",  "3",  "4",  "5",  "6",
                                         "7",  "8",  "9",  "０", "１", "２", "３",
                                         "４", "５", "６", "７", "８", "９", NULL};
    static const char *const dates[] = {"年", "月", "日", "号", NULL};
    for (size_t at = 0; at < text.n;) {
        size_t from = at, digit;
        while ((digit = text_starts_any((struct slice){text.p + at, text.n - at}, digits)))
            at += digit;
        if (at > from && !text_starts_any((struct slice){text.p + at, text.n - at}, dates))
            return (struct slice){text.p + from, at - from};
        if (at == from)
            utf8_next(text, &at);
    }
    return (struct slice){NULL, 0};
}

/* Whether an amount or a count is typed below the group. */
static bool has_figure(const struct fact *group)
{
    bool found = false;
    for (const struct fact *fact = group->first; fact && !found; fact = fact->next)
        found = fact->kind == FACT_GROUP ? has_figure(fact)
                                         : (fact->kind == FACT_MONEY || fact->kind == FACT_COUNT) &&
                                               fact->origin && fact->number;
    return found;
}

/* Whether what is called so in the text is told with a figure: by the sentence, or beside a name
 * that stands in a list. */
static bool tells_figure(const struct fact *text, struct slice name)
{
    struct slice sentence = sentence_around(text->text, name);
    const char *end = sentence.p + sentence.n, *from = name.p + name.n;
    return find_number((struct slice){from, (size_t)(end - from)}).p ||
           (slice_is(text->key, "名称") && has_figure(text->parent));
}

/* What of the words names something withheld that `tells`, or NULL p. */
static struct slice find_named(const struct checking *checking, struct slice words,
                               bool (*tells)(const struct fact *fact, struct slice name),
                               const struct fact *fact)
{
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (!is_withheld(checking, named[i].section))
            continue;
        for (const char *const *name = named[i].names; *name; name++) {
            struct slice found = text_find(words, *name);
            if (found.p && tells(fact, found))
                return found;
        }
    }
    return (struct slice){NULL, 0};
}

static void find_withheld(struct checking *checking, const struct fact *text, struct slice path)
{
    if (slice_starts(path, "涉密."))
        return;
    struct slice found = find_named(checking, text->text, tells_figure, text);
    if (found.p)
        check_text(checking, text, found);
}

static bool is_figure(const struct fact *fact, struct slice name)
{
    (void)name;
    return (fact->kind == FACT_MONEY || fact->kind == FACT_COUNT) && fact->origin && fact->number;
}

/* A figure that the package has the agency type beside, of what is withheld. */
static void find_own_figures(struct checking *checking)
{
    for (uint32_t i = 0; i < checking->facts->count; i++) {
        const struct fact *fact = checking->facts->all[i];
        struct slice path = fact->origin ? fact_path(checking->facts->arena, fact) : SLICE("");
        if (slice_starts(path, "自定义.") && find_named(checking, path, is_figure, fact).p)
            check_value(checking, side_of(checking, fact));
    }
}

void check_withheld_told(struct checking *checking)
{
    const struct fact *withheld = check_fact(checking, "涉密");
    bool any = false;
    for (const struct fact *section = withheld->first; section && !any; section = section->next)
        any = section->kind == FACT_TEXT;
    if (!any)
        return;
    each_prose(checking, find_withheld);
    find_own_figures(checking);
}
