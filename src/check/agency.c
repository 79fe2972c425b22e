/* Whether the prose speaks of this agency, or was taken from another one's text. */
#include <string.h>

#include "check/checking.h"
#include "check/words.h"

/* What an agency calls itself, and the ends of names that it fits. */
static const char *const selves[][3] = {
    {"我局", "局", NULL},         {"我委", "委员会", "委"},     {"我办", "办公室", "办"},
    {"我院", "院", NULL},         {"我校", "学校", "学"},       {"我厅", "厅", NULL},
    {"我馆", "馆", NULL},         {"我站", "站", NULL},         {"我所", "所", NULL},
    {"我镇", "镇", "镇人民政府"}, {"我乡", "乡", "乡人民政府"}, {"本局", "局", NULL},
    {"本院", "院", NULL},         {"本校", "学校", "学"},
};

static void find_other_self(struct checking *checking, const struct fact *text, struct slice path)
{
    (void)path;
    struct slice name = checking->agency;
    for (size_t i = 0; i < sizeof selves / sizeof *selves; i++) {
        if (!letters_may_say(checking->letters, selves[i][0]))
            continue;
        const char *at = memmem(text->text.p, text->text.n, selves[i][0], strlen(selves[i][0]));
        bool fits =
            slice_ends(name, selves[i][1]) || (selves[i][2] && slice_ends(name, selves[i][2]));
        if (at && !fits)
            check_text(checking, text, (struct slice){at, strlen(selves[i][0])});
    }
}

/* The last two characters of a name tell what an agency is: 育局 is not 案馆. */
static bool same_end(struct slice words, struct slice name)
{
    size_t bytes = 2 * strlen("局");
    return name.n > bytes && slice_ends(words, name.p + name.n - bytes);
}

static const char *const agencies[] = {"局", "委员会", "院",   "厅",
                                       "馆", "学校",   "中心", "人民政府"};

/* Whether the words end as the name of an agency does, and of another one. */
static bool is_other(const struct checking *checking, struct slice words)
{
    struct slice name = checking->agency;
    bool agency = false;
    for (size_t i = 0; i < sizeof agencies / sizeof *agencies; i++)
        agency |= slice_ends(words, agencies[i]);
    return agency && utf8_length(words) > 3 && !text_holds(words, name) &&
           !text_holds(name, words) && !same_end(words, name);
}

/* "某县某局内设…": whose organisation is told. */
static void find_other_name(struct checking *checking, const struct fact *text)
{
    static const char *const verbs[] = {"内设", "下设", "共设", "设有", "设"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        const char *at = memmem(text->text.p, text->text.n, verbs[i], strlen(verbs[i]));
        struct slice subject = {text->text.p, at ? (size_t)(at - text->text.p) : 0};
        if (at && is_other(checking, subject)) {
            check_text(checking, text, subject);
            return;
        }
    }
}

/* Whether what the agency tells of itself names it: one of its units. */
static bool is_introduced(const struct checking *checking, struct slice name)
{
    static const char *const lists[] = {"概况.职责", "概况.机构", "概况.重点工作"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct fact *text = check_fact(checking, lists[i])->first; text;
             text = text->next)
            if (text_holds(text->text, name))
                return true;
    return false;
}

/* Whether the name begins with a place, as the full name of an agency does. */
static bool has_place(struct slice name)
{
    static const char *const places[] = {"省", "市", "县", "区", "州", "旗", "盟"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (text_holds(name, slice_of(places[i])))
            return name.p[0] < '0' || name.p[0] > '9';
    return false;
}

/* "某县某局2024年…", "某县某局机关运行经费…": whose figures are told, at the start of a sentence.
 */
static struct slice figures_of(struct slice sentence)
{
    static const char *const figures[] = {"20",     "本年",         "部门（单位）", "决算",
                                          "收入",   "机关运行经费", "政府采购",     "共有车辆",
                                          "“三公”", "部门整体支出"};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const char *at = memmem(sentence.p, sentence.n, figures[i], strlen(figures[i]));
        struct slice name = {sentence.p, at ? (size_t)(at - sentence.p) : 0};
        for (size_t j = 0; at && j < sizeof agencies / sizeof *agencies; j++)
            if (slice_ends(name, agencies[j]) && has_place(name))
                return name;
    }
    return (struct slice){NULL, 0};
}

static void find_other_figures(struct checking *checking, const struct fact *text,
                               struct slice path)
{
    if (slice_starts(path, "概况.") || slice_starts(path, "绩效.项目."))
        return;
    for (size_t at = 0, from = 0; at < text->text.n;) {
        uint32_t code = utf8_next(text->text, &at);
        bool ends = code == 0x3002 || code == 0xFF1B || code == 0xFF0C; /* 。；， */
        if (!ends && at < text->text.n)
            continue;
        struct slice name = figures_of((struct slice){text->text.p + from, at - from});
        if (is_other(checking, name) && !is_introduced(checking, name))
            check_text(checking, text, name);
        from = at;
    }
}

void check_other_agency(struct checking *checking)
{
    each_prose(checking, find_other_self);
    each_prose(checking, find_other_figures);
    /* A department tells of its units too. */
    const struct fact *organisation = check_fact(checking, "概况.机构")->first;
    if (organisation && check_fact(checking, "单位.是单位")->flag)
        find_other_name(checking, organisation);
}
