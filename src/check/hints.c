/*
 * What is left of the form in a text: marks that stand for what was to be written, instructions,
 * choices of which one was to be struck out, and places of numbers without a number. hints.def
 * lists the words; here is how each kind is met.
 */
#include "check/checking.h"
#include "check/words.h"

#define WORD(word) word,

/* Marks of a blank, wherever they stand. */
static const char *const marks[] = {
#define MARK WORD
#include "check/hints.def"
#undef MARK
    NULL};

/* What 请 asks for, at the start of a clause or of what stands in brackets. */
static const char *const asked[] = {
#define ASK WORD
#include "check/hints.def"
#undef ASK
    NULL};

/* How an instruction in brackets begins. */
static const char *const openings[] = {
#define OPENING WORD
#include "check/hints.def"
#undef OPENING
    NULL};

/* What only an instruction says, in brackets. */
static const char *const orders[] = {
#define ORDER WORD
#include "check/hints.def"
#undef ORDER
    NULL};

/* What is to be written where it stands alone in brackets other than round ones. */
static const char *const slots[] = {
#define SLOT WORD
#include "check/hints.def"
#undef SLOT
    NULL};

/* A sentence that begins so and, where there are more words, has one of them further on. */
static const struct {
    const char *begin;
    const char *const more[8];
} sentences[] = {
#define SENTENCE(begin, ...) {begin, {__VA_ARGS__}},
#include "check/hints.def"
#undef SENTENCE
};

/* Phrases that only an instruction has, wherever they stand. */
static const char *const phrases[] = {
#define PHRASE WORD
#include "check/hints.def"
#undef PHRASE
    NULL};

/* Words of which a form leaves one to be struck out. */
static const char *const choices[][2] = {
#define CHOICE_OF(one, other) {one, other},
#include "check/hints.def"
#undef CHOICE_OF
};

/* What stands before a number, and the units behind it. */
static const char *const before_number[] = {
#define BEFORE_NUMBER WORD
#include "check/hints.def"
#undef BEFORE_NUMBER
    NULL};
static const char *const units[] = {
#define UNIT WORD
#include "check/hints.def"
#undef UNIT
    NULL};
#undef WORD

/* ---- Marks ---- */

static bool is_latin(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           (byte >= '0' && byte <= '9');
}

/* X年, ×万元, N个, …个: a sign for a number, before what is counted. */
static struct slice find_sign(struct checking *checking, struct slice text)
{
    static const char *const signs[] = {"X", "Ｘ", "×", "N", "x", "…", NULL};
    static const char *const counted[] = {"年",   "月",   "日", "万元", "元", "个",   "人",
                                          "名",   "辆",   "次", "批",   "项", "%",    "％",
                                          "部门", "单位", "局", "县",   "市", "科室", NULL};
    if (!prose_may_say(checking, signs))
        return (struct slice){NULL, 0};
    for (size_t at = 0; at < text.n;) {
        struct slice rest = {text.p + at, text.n - at};
        size_t sign = text_starts_any(rest, signs);
        struct slice behind = {rest.p + sign, rest.n - sign};
        sign += sign && slice_starts(behind, " ");
        size_t more =
            sign ? text_starts_any((struct slice){rest.p + sign, rest.n - sign}, counted) : 0;
        bool dots = slice_ends((struct slice){text.p, at}, "…"); /* of a text cut short */
        if (more && !dots && (at == 0 || !is_latin(text.p[at - 1])))
            return (struct slice){rest.p, sign + more};
        utf8_next(text, &at);
    }
    return (struct slice){NULL, 0};
}

/* 〇〇 is a blank, but 二〇〇八 is a year. */
static bool is_in_number(struct slice text, struct slice mark)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五", "六",
                                         "七", "八", "九", "〇", "○",  NULL};
    struct slice after = text_after(text, mark);
    for (const char *const *digit = digits; *digit; digit++)
        if (slice_ends(text_before(text, mark), *digit) || slice_starts(after, *digit))
            return true;
    return false;
}

/* 某某, 某单位: nobody in particular; unless the agency is called so. */
static bool is_in_name(const struct checking *checking, struct slice mark)
{
    return text_holds(checking->agency, mark);
}

static struct slice find_mark(struct checking *checking, struct slice text)
{
    bool may = prose_may_say(checking, marks);
    for (const char *const *mark = marks; may && *mark; mark++) {
        if (!letters_may_say(checking->letters, *mark))
            continue;
        struct slice found = text_find(text, *mark);
        if (found.p && !is_in_number(text, found) && !is_in_name(checking, found))
            return found;
    }
    return find_sign(checking, text);
}

/* ---- Instructions ---- */

/* Of braces, anything within is left of a form. */
static const char *const brackets[][2] = {{"（", "）"}, {"(", ")"},  {"【", "】"}, {"[", "]"},
                                          {"〔", "〕"}, {"<", ">"},  {"＜", "＞"}, {"#", "#"},
                                          {"{", "}"},   {"｛", "｝"}};
enum { SQUARE = 2, BRACES = 8 };

/* The first pair of this kind at or after the start of the text; empty without one. */
static struct slice find_pair(struct slice text, size_t kind)
{
    struct slice open = text_find(text, brackets[kind][0]);
    struct slice close =
        open.p ? text_find(text_after(text, open), brackets[kind][1]) : (struct slice){NULL, 0};
    if (!close.p)
        return (struct slice){NULL, 0};
    return (struct slice){open.p, (size_t)(close.p + close.n - open.p)};
}

static bool asks(struct slice text)
{
    size_t please = strlen("请");
    return slice_starts(text, "请") &&
           text_starts_any((struct slice){text.p + please, text.n - please}, asked);
}

static bool is_instruction(struct slice pair, size_t kind)
{
    size_t open = strlen(brackets[kind][0]), close = strlen(brackets[kind][1]);
    struct slice inner = {pair.p + open, pair.n - open}; /* with the closing bracket */
    struct slice bare = slice_trim((struct slice){inner.p, inner.n - close});
    bool slot = kind >= SQUARE && text_starts_any(bare, slots) == bare.n;
    return !bare.n || slot || kind >= BRACES || asks(inner) || text_starts_any(inner, openings) ||
           text_find_any(inner, orders).p;
}

/* （如…作…表述）, （不涉及的不列）: an instruction in brackets. */
static struct slice find_bracketed(const struct checking *checking, struct slice text)
{
    for (size_t kind = 0; kind < sizeof brackets / sizeof *brackets; kind++) {
        if (!letters_may_say(checking->letters, brackets[kind][0]))
            continue;
        for (struct slice rest = text, pair; (pair = find_pair(rest, kind)).p;
             rest = text_after(rest, pair))
            if (is_instruction(pair, kind))
                return pair;
    }
    return (struct slice){NULL, 0};
}

/* Whether the sentence is an instruction of this row. */
static bool is_ordered(struct slice sentence, size_t row)
{
    if (!slice_starts(sentence, sentences[row].begin))
        return false;
    size_t begin = strlen(sentences[row].begin);
    struct slice rest = {sentence.p + begin, sentence.n - begin};
    return !sentences[row].more[0] || text_find_any(rest, sentences[row].more).p;
}

/* 说明…情况, 结合…填写: a sentence that tells the writer what to write. */
static struct slice find_ordered(const struct checking *checking, struct slice text)
{
    bool may_ask = letters_may_say(checking->letters, "请");
    for (struct slice rest = text; rest.p && may_ask;) {
        struct slice clause = slice_trim(cut_clause(&rest));
        if (asks(clause))
            return clause;
    }
    bool may_order = letters_meet(checking->letters, checking->begins);
    for (struct slice rest = text; rest.p && may_order;) {
        struct slice sentence = slice_trim(cut_sentence(&rest));
        bool may = sentence.n && letters_may_say(checking->begins, sentence.p);
        for (size_t i = 0; may && i < sizeof sentences / sizeof *sentences; i++)
            if (is_ordered(sentence, i))
                return sentence;
    }
    for (const char *const *phrase = phrases; *phrase; phrase++) {
        struct slice found = {NULL, 0};
        if (letters_may_say(checking->letters, *phrase))
            found = text_find(text, *phrase);
        if (found.p)
            return found;
    }
    return (struct slice){NULL, 0};
}

/* A reason that ends with a mark of doubt. */
static struct slice find_doubt(struct slice text, struct slice path)
{
    size_t n = slice_ends(text, "？") ? strlen("？") : slice_ends(text, "?");
    bool doubted = n && check_is_reason(path);
    return doubted ? (struct slice){text.p + text.n - n, n} : (struct slice){NULL, 0};
}

static void find_hint(struct checking *checking, const struct fact *text, struct slice path)
{
    struct slice found = find_mark(checking, text->text);
    bool points_elsewhere = slice_starts(path, "概况.") && !slice_starts(text->text, "无") &&
                            check_says_nothing(text->text);
    if (!found.p && points_elsewhere)
        found = text->text;
    if (!found.p)
        found = find_doubt(text->text, path);
    if (!found.p)
        found = find_bracketed(checking, text->text);
    if (!found.p)
        found = find_ordered(checking, text->text);
    if (found.p)
        check_text(checking, text, found);
}

void check_hint_left(struct checking *checking)
{
    struct letters begins = {0};
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        letters_add(&begins, (const char *const[]){sentences[i].begin, NULL});
    checking->begins = &begins;
    each_prose(checking, find_hint);
    checking->begins = NULL;
}

/* ---- Choices ---- */

/* 增加（减少）, 增加/减少, □增加 □减少: the second word follows the first, in brackets or so. */
static struct slice chosen_between(struct slice text, const char *one, const char *other)
{
    static const char *const between[] = {"（",  "(", "/",  "／",  "（或",
                                          "(或", "|", "｜", "（/", NULL};
    for (struct slice rest = text, found; (found = text_find(rest, one)).p;
         rest = text_after(rest, found)) {
        struct slice after = text_after(text, found);
        size_t mark = text_starts_any(after, between);
        if (mark && slice_starts((struct slice){after.p + mark, after.n - mark}, other))
            return (struct slice){found.p, found.n + mark + strlen(other)};
    }
    return (struct slice){NULL, 0};
}

static struct slice find_choice(struct checking *checking, struct slice text)
{
    static const char *const boxes[] = {"□", "☐", "☑", "○是", "○否", NULL};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        const char *one = choices[i][0], *other = choices[i][1];
        if (!letters_may_say(checking->letters, one) || !letters_may_say(checking->letters, other))
            continue;
        struct slice found = chosen_between(text, one, other);
        if (!found.p)
            found = chosen_between(text, other, one);
        if (found.p)
            return found;
    }
    return prose_may_say(checking, boxes) ? text_find_any(text, boxes) : (struct slice){NULL, 0};
}

/* A reason or a use says what is; only an instruction asks whether. */
static struct slice find_question(struct checking *checking, struct slice text, struct slice path)
{
    static const char *const whether[] = {"是否", "有无", NULL};
    if (!prose_may_say(checking, whether))
        return (struct slice){NULL, 0};
    struct slice found = text_find_any(text, whether);
    bool asks = check_is_reason(path) || (found.p && found.p == text.p);
    return asks ? found : (struct slice){NULL, 0};
}

static void find_choice_left(struct checking *checking, const struct fact *text, struct slice path)
{
    struct slice found = find_choice(checking, text->text);
    if (!found.p)
        found = find_question(checking, text->text, path);
    if (found.p)
        check_text(checking, text, found);
}

void check_choice_left(struct checking *checking)
{
    each_prose(checking, find_choice_left);
}

/* ---- Numbers that are not there ---- */

static const char *const blank_signs[] = {" ", "　", NULL};

static size_t blanks(struct slice text)
{
    size_t n = 0, more;
    while ((more = text_starts_any((struct slice){text.p + n, text.n - n}, blank_signs)))
        n += more;
    return n;
}

/* 元 may begin another word (元旦); with a stop behind it, or nothing, it does not. */
static bool ends_word(struct slice rest)
{
    static const char *const stops[] = {"，", "。", "；", "、", "）", "（", "：", "和", ",", NULL};
    return !rest.n || text_starts_any(rest, stops);
}

static struct slice missing_after(struct slice text, const char *word)
{
    for (struct slice rest = text, found; (found = text_find(rest, word)).p;
         rest = text_after(rest, found)) {
        struct slice after = text_after(text, found);
        size_t gap = blanks(after);
        struct slice behind = {after.p + gap, after.n - gap};
        size_t unit = text_starts_any(behind, units);
        struct slice beyond = {behind.p + unit, behind.n - unit};
        bool in_unit = slice_ends(text_before(text, found), "单位"); /* 单位为万元 */
        bool yuan = unit && slice_starts(behind, "元");
        if (unit && !in_unit && (!yuan || ends_word(beyond)))
            return (struct slice){found.p, found.n + gap + unit};
    }
    return (struct slice){NULL, 0};
}

/* 3 个, 三 个, A 个 */
static bool is_number_before(struct slice text, size_t at)
{
    struct slice before = {text.p, at};
    bool numeral = is_in_number(text, (struct slice){text.p + at, 0});
    static const char *const others[] = {"十", "百", "千", "万", "两", "几", "数", "多", NULL};
    for (const char *const *other = others; *other; other++)
        numeral |= slice_ends(before, *other);
    return numeral || !(before.p[at - 1] & 0x80);
}

/* 共    个: a place to write a number on, before what is counted. */
static struct slice find_gap(struct slice text)
{
    static const char *const counted[] = {"个",   "人", "名", "辆", "次", "批", "户",
                                          "项",   "台", "年", "月", "日", "分", "万元",
                                          "亿元", "元", "%",  "％", NULL};
    enum { WIDE = 2 };
    for (size_t at = 0; at < text.n;) {
        struct slice rest = {text.p + at, text.n - at};
        size_t gap = blanks(rest);
        size_t unit = text_starts_any((struct slice){rest.p + gap, rest.n - gap}, counted);
        bool one = gap && at && slice_starts((struct slice){rest.p + gap, rest.n - gap}, "个") &&
                   !is_number_before(text, at);
        if ((gap >= WIDE || one) && unit)
            return (struct slice){rest.p, gap + unit};
        at += gap;
        if (!gap)
            utf8_next(text, &at);
    }
    return (struct slice){NULL, 0};
}

static void find_missing_number(struct checking *checking, const struct fact *text,
                                struct slice path)
{
    (void)path;
    struct slice found = {NULL, 0};
    for (const char *const *word = before_number; *word && !found.p; word++)
        if (letters_may_say(checking->letters, *word))
            found = missing_after(text->text, *word);
    if (!found.p && prose_may_say(checking, blank_signs))
        found = find_gap(text->text);
    if (found.p)
        check_text(checking, text, found);
}

void check_number_missing(struct checking *checking)
{
    each_prose(checking, find_missing_number);
}

/* ---- Stops ---- */

static const char *const single_stops[] = {"。", "，", "、", "；", "：", NULL};

/* The first two stops that follow each other; three of a kind are meant as dots. */
static struct slice find_stops(struct slice text)
{
    for (size_t at = 0, n; at < text.n; at += n) {
        struct slice rest = {text.p + at, text.n - at};
        size_t stops = 0;
        n = 1;
        if (*rest.p != *"。" && *rest.p != *"，") /* as any of them begins */
            continue;
        for (n = 0;
             n < rest.n && text_starts_any((struct slice){rest.p + n, rest.n - n}, single_stops);
             n += strlen("。"))
            stops++;
        if (stops == 2)
            return (struct slice){rest.p, n};
        n = n ? n : 1;
    }
    return (struct slice){NULL, 0};
}

static void find_doubled_stop(struct checking *checking, const struct fact *text, struct slice path)
{
    (void)path;
    struct slice found = {NULL, 0};
    if (prose_may_say(checking, single_stops))
        found = find_stops(text->text);
    if (found.p)
        check_text(checking, text, found);
}

void check_stop_doubled(struct checking *checking)
{
    each_prose(checking, find_doubled_stop);
}
