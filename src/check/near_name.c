/*
 * Names that are this agency's but for one character: another place's agency (示例市档案馆 for
 * 示例县档案馆), whose text was taken over, or a slip.
 */
#include "check/checking.h"
#include "check/words.h"

enum { NAME_MOST = 64, SHORTEST = 4 };

/* A text as code points, with the byte where each begins. */
struct codes {
    size_t count;
    uint32_t code[NAME_MOST];
    size_t at[NAME_MOST + 1];
};

/* Reads at most so many, NAME_MOST or fewer, from the start of the text. */
static struct codes codes_of(struct slice text, size_t most)
{
    struct codes codes = {0};
    size_t at = 0;
    while (at < text.n && codes.count < most) {
        codes.at[codes.count] = at;
        codes.code[codes.count++] = utf8_next(text, &at);
    }
    codes.at[codes.count] = at;
    return codes;
}

static bool is_han(uint32_t code)
{
    return code >= 0x4E00 && code <= 0x9FFF;
}

/* How many of the name's code points belong to its place: to the last 省, 市, 县 … before what the
 * agency does (市场 and 区划 are that). */
static size_t place_of(const struct codes *name)
{
    static const uint32_t places[] = {0x7701, 0x5E02, 0x53BF, 0x533A, 0x5DDE,
                                      0x65D7, 0x76DF, 0x9547, 0x4E61}; /* 省市县区州旗盟镇乡 */
    static const uint32_t market[] = {0x573A, 0x653F, 0x5BB9, 0x57DF, 0x5212}; /* 场政容域划 */
    size_t place = 0;
    for (size_t i = 1; i + 1 < name->count; i++)
        for (size_t j = 0; j < sizeof places / sizeof *places; j++) {
            bool other = false;
            for (size_t k = 0; k < sizeof market / sizeof *market; k++)
                other |= name->code[i + 1] == market[k];
            if (name->code[i] == places[j] && !other && (!place || i < place + 4))
                place = i + 1;
        }
    return place;
}

/* What the name and a text that begins like it share. */
struct likeness {
    size_t same;   /* code points before they differ */
    size_t length; /* of what stands for the name, in code points; 0 when they are not alike */
    bool missing;  /* a character is missing or too many, not another */
};

static bool rest_is(const struct codes *name, size_t from, const struct codes *text, size_t at)
{
    if (text->count < at + name->count - from)
        return false;
    for (; from < name->count; from++, at++)
        if (name->code[from] != text->code[at])
            return false;
    return true;
}

/* How the text that begins here is the name but for one character. */
static struct likeness compare_name(const struct codes *name, const struct codes *text)
{
    size_t i = 0;
    while (i < name->count && i < text->count && name->code[i] == text->code[i])
        i++;
    if (i == name->count || i >= text->count || !is_han(text->code[i]))
        return (struct likeness){0};
    if (rest_is(name, i + 1, text, i + 1))
        return (struct likeness){i, name->count, false};
    if (i && i + 1 < name->count && rest_is(name, i + 1, text, i))
        return (struct likeness){i, name->count - 1, true};
    if (i && rest_is(name, i, text, i + 1))
        return (struct likeness){i, name->count + 1, true};
    return (struct likeness){0};
}

/* Whether the text has one of the first two letters of the name. */
static bool has_first_letters(const struct checking *checking, struct slice name)
{
    size_t at = 0;
    utf8_next(name, &at);
    return letters_may_say(checking->letters, name.p) ||
           (at < name.n && letters_may_say(checking->letters, name.p + at));
}

/* Of two letters one is the name's, since but one character may differ. */
static bool may_be_alike(const struct codes *name, struct slice text)
{
    size_t at = 0;
    uint32_t first = utf8_next(text, &at);
    return first == name->code[0] || (at < text.n && utf8_next(text, &at) == name->code[1]);
}

/* Names of others that the record gives: the department above, units, who carries out a project. */
static bool is_given(const struct checking *checking, struct slice words)
{
    static const char *const keys[] = {"主管部门", "实施单位", "工作单位", NULL};
    const struct facts *facts = checking->facts;
    for (uint32_t i = 0; i < facts->leaves; i++)
        if (facts->all[i]->kind == FACT_TEXT && facts->all[i]->origin &&
            text_starts_any(facts->all[i]->key, keys) && text_holds(facts->all[i]->text, words))
            return true;
    return false;
}

/* Whether the sentence is about who is named: 内设…, 2024年…, 决算… follow. */
static bool is_subject(struct slice text, struct slice words)
{
    static const char *const told[] = {"20",   "本年", "内设", "下设", "设",   "共有",   "现有",
                                       "决算", "部门", "单位", "机关", "年度", "是",     "为",
                                       "收入", "支出", "的主", "主要", "职责", "“三公”", NULL};
    return text_starts_any(text_after(text, words), told) != 0;
}

/* Another function in the same place may be another agency; another place is none of ours. */
static bool is_wrong(const struct checking *checking, struct slice text, struct slice words,
                     const struct likeness *like, size_t place)
{
    bool slip = like->missing && like->same >= place;
    return (like->same < place || slip || is_subject(text, words)) && !is_given(checking, words);
}

static void find_near(struct checking *checking, const struct fact *text, struct slice path)
{
    struct slice own = checking->agency;
    if (!own.n || !has_first_letters(checking, own))
        return;
    struct codes name = codes_of(own, NAME_MOST);
    size_t place = place_of(&name);
    if (name.count < SHORTEST || name.count == NAME_MOST || !place ||
        slice_ends(path, ".工作单位") || slice_ends(path, "主管部门") ||
        slice_ends(path, ".实施单位"))
        return;
    for (size_t at = 0; at < text->text.n;) {
        struct slice rest = {text->text.p + at, text->text.n - at};
        if (!may_be_alike(&name, rest)) {
            utf8_next(text->text, &at);
            continue;
        }
        struct codes here = codes_of(rest, name.count + 1);
        struct likeness like = compare_name(&name, &here);
        struct slice words = {rest.p, like.length ? here.at[like.length] : 0};
        if (like.length && is_wrong(checking, text->text, words, &like, place)) {
            if (!is_told(checking->diag, part_pos(text, words)))
                check_text_against(checking, text, words, checking->agency.p,
                                   fact_pos(check_fact(checking, "单位.名称")));
            at += words.n;
        } else {
            utf8_next(text->text, &at);
        }
    }
}

void check_near_name(struct checking *checking)
{
    each_prose(checking, find_near);
}
