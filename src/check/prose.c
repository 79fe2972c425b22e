/* Checks of the agency's prose: left-over hints, numbers of headings, what it calls itself. */
#include <string.h>

#include "check/checking.h"
#include "ledger/catalog.h"

/* What forms print where text is to be written, and what is left when an amount was not. */
static const char *const hints[] = {
    "XX",     "xx",       "ＸＸ",     "××",       "＊＊",     "**",         "〇〇",     "○○",
    "__",     "（柱状图", "（饼状图", "（饼图",   "（罗列",   "（列明",     "（列出",   "（此处",
    "（请",   "（填写",   "（填列",   "（简要",   "（可根据", "（根据实际", "（如有",   "（若有",
    "（若无", "（如无",   "（如没有", "如无此项", "如：",     "如…",        "得分为分", "为万元",
    "为元，", "增加万元", "减少万元", "增长%",    "下降%",    "共计万元",   "支出万元", "占比%",
    "为%",    "≥%",       "≤%",       "…（",
};

static void find_hint(struct checking *checking, const struct fact *text, struct slice path)
{
    (void)path;
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        size_t n = strlen(hints[i]);
        const char *at = memmem(text->text.p, text->text.n, hints[i], n);
        if (at) {
            check_text(checking, text, (struct slice){at, n});
            return;
        }
    }
}

void check_hint_left(struct checking *checking)
{
    each_prose(checking, find_hint);
}

/* A numbered heading: its level (0 一、 1 （一） 2 1、), its number, and its spelling. */
struct heading {
    int level;
    int number;
    struct slice text;
};

enum { LEVELS = 3 };

static int chinese_digit(uint32_t code)
{
    static const uint32_t digits[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                      0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (int i = 0; i < 9; i++)
        if (digits[i] == code)
            return i + 1;
    return 0;
}

/* 一 to 九十九 at *at, or 0. */
static int chinese_number(struct slice text, size_t *at)
{
    int number = 0, unit = 0;
    for (size_t next = *at; next < text.n; *at = next) {
        uint32_t code = utf8_next(text, &next);
        if (code == 0x5341) /* 十 */
            number = (unit ? unit : 1) * 10, unit = 0;
        else if (chinese_digit(code))
            unit = chinese_digit(code);
        else
            break;
    }
    return number + unit;
}

static int arabic_number(struct slice text, size_t *at)
{
    int number = 0;
    for (; *at < text.n && text.p[*at] >= '0' && text.p[*at] <= '9' && number < 100; ++*at)
        number = number * 10 + text.p[*at] - '0';
    return number;
}

static bool skip(struct slice text, size_t *at, const char *mark)
{
    struct slice rest = {text.p + *at, text.n - *at};
    bool there = slice_starts(rest, mark);
    *at += there ? strlen(mark) : 0;
    return there;
}

/* "3." begins a heading, "3.5" an amount. */
static bool ends_number(struct slice text, size_t *at)
{
    if (skip(text, at, "、") || skip(text, at, "．"))
        return true;
    return skip(text, at, ".") && *at < text.n && (text.p[*at] < '0' || text.p[*at] > '9');
}

static bool read_heading(struct slice text, struct heading *heading)
{
    size_t at = 0;
    bool brackets = skip(text, &at, "（");
    int number = chinese_number(text, &at);
    if (number && (brackets ? skip(text, &at, "）") : skip(text, &at, "、"))) {
        *heading = (struct heading){brackets, number, {text.p, at}};
        return true;
    }
    at = 0;
    number = arabic_number(text, &at);
    if (!number || !ends_number(text, &at))
        return false;
    *heading = (struct heading){2, number, {text.p, at}};
    return true;
}

/* The numbers of headings so far: the last at each level, and the last that was in order. */
struct sequence {
    int last[LEVELS], right[LEVELS];
};

/* Whether the heading follows the last one, or the one before a wrong one. */
static bool follows(struct sequence *sequence, const struct heading *heading)
{
    int level = heading->level, number = heading->number;
    bool starts = number == 1 && (level > 0 || !sequence->last[0]);
    bool right =
        starts || number == sequence->last[level] + 1 || number == sequence->right[level] + 1;
    sequence->last[level] = number;
    if (right)
        sequence->right[level] = number;
    for (int below = level + 1; below < LEVELS; below++)
        sequence->last[below] = sequence->right[below] = 0;
    return right;
}

static void check_paragraphs(struct checking *checking, const struct fact *list)
{
    struct sequence sequence = {0};
    for (const struct fact *text = list->first; text; text = text->next) {
        struct heading heading;
        if (text->kind != FACT_TEXT || !read_heading(text->text, &heading))
            continue;
        if (!follows(&sequence, &heading))
            check_text(checking, text, heading.text);
    }
}

/* 一是…；二是…: the points of one paragraph, each after a mark or at its start. */
static void check_points(struct checking *checking, const struct fact *text, struct slice path)
{
    (void)path;
    struct slice whole = text->text;
    int last = 0;
    bool starts = true;
    for (size_t at = 0; at < whole.n;) {
        size_t from = at;
        int number = starts ? chinese_number(whole, &at) : 0;
        if (number && skip(whole, &at, "是")) {
            if (number != 1 && number != last + 1)
                check_text(checking, text, (struct slice){whole.p + from, at - from});
            last = number;
        }
        at = from;
        uint32_t code = utf8_next(whole, &at);
        starts = code == 0x3002 || code == 0xFF1B || code == 0xFF0C || code == 0xFF1A ||
                 code == 0x3001; /* 。；，：、 */
    }
}

void check_heading_sequence(struct checking *checking)
{
    each_prose(checking, check_points);
    for (uint32_t i = 0; i < checking->facts->count; i++) {
        const struct fact *fact = checking->facts->all[i];
        if (fact->kind == FACT_LIST && fact->origin && fact->origin->type == LEAF_PROSE)
            check_paragraphs(checking, fact);
    }
}

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
    struct slice name = check_fact(checking, "单位.名称")->text;
    for (size_t i = 0; i < sizeof selves / sizeof *selves; i++) {
        const char *at = memmem(text->text.p, text->text.n, selves[i][0], strlen(selves[i][0]));
        bool fits =
            slice_ends(name, selves[i][1]) || (selves[i][2] && slice_ends(name, selves[i][2]));
        if (at && !fits)
            check_text(checking, text, (struct slice){at, strlen(selves[i][0])});
    }
}

static bool is_within(struct slice part, struct slice whole)
{
    return memmem(whole.p, whole.n, part.p, part.n) != NULL;
}

/* The last two characters of a name tell what an agency is: 育局 is not 案馆. */
static bool same_end(struct slice a, struct slice b)
{
    enum { BYTES = 6 };
    return a.n >= BYTES && b.n >= BYTES && memcmp(a.p + a.n - BYTES, b.p + b.n - BYTES, BYTES) == 0;
}

static const char *const agencies[] = {"局", "委员会", "院",   "厅",
                                       "馆", "学校",   "中心", "人民政府"};

/* Whether the words end as the name of an agency does, and of another one. */
static bool is_other(const struct checking *checking, struct slice words)
{
    struct slice name = check_fact(checking, "单位.名称")->text;
    bool agency = false;
    for (size_t i = 0; i < sizeof agencies / sizeof *agencies; i++)
        agency |= slice_ends(words, agencies[i]);
    return agency && utf8_length(words) > 3 && !is_within(words, name) && !is_within(name, words) &&
           !same_end(words, name);
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
            if (is_within(name, text->text))
                return true;
    return false;
}

/* Whether the name begins with a place, as the full name of an agency does. */
static bool has_place(struct slice name)
{
    static const char *const places[] = {"省", "市", "县", "区", "州", "旗", "盟"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (is_within(slice_of(places[i]), name))
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

/* ---- Names that subjects had ---- */

/* Prose says 医疗卫生与计划生育（类） for 医疗卫生与计划生育支出. */
static struct slice without_ending(struct slice name)
{
    return slice_ends(name, "支出") ? (struct slice){name.p, name.n - strlen("支出")} : name;
}

/* A short name may be an ordinary phrase. */
enum { TELLING = 6 };

/* The old name in the text, if it is not said of persons (行政事业单位离退休人员). */
static struct slice find_name(struct slice text, struct slice name)
{
    const char *at = memmem(text.p, text.n, name.p, name.n);
    struct slice rest = {at ? at + name.n : NULL, at ? (size_t)(text.p + text.n - at) - name.n : 0};
    bool persons = slice_starts(rest, "人员") || slice_starts(rest, "干部");
    return at && !persons ? (struct slice){at, name.n} : (struct slice){NULL, 0};
}

/* A name that a subject no longer has in the year disclosed. */
struct old_name {
    const char *now;
    struct slice name;
};

static size_t list_old_names(const struct checking *checking, struct old_name *names)
{
    const struct subjects *subjects = &checking->facts->catalog->functional;
    int year = (int)check_fact(checking, "单位.年度")->number;
    size_t count = 0;
    for (size_t i = 0; i < subjects->count; i++) {
        const struct subject *old = &subjects->item[i];
        const struct subject *now = subject_find(subjects, old->code, year);
        struct slice name = without_ending(old->name);
        if (now != old && utf8_length(name) >= TELLING && !is_within(name, now->name))
            names[count++] = (struct old_name){now->name.p, name};
    }
    return count;
}

static void find_old_name(struct checking *checking, const struct fact *text, struct slice path)
{
    (void)path;
    for (size_t i = 0; i < checking->old_name_count; i++) {
        struct slice found = find_name(text->text, checking->old_names[i].name);
        if (found.p)
            check_text_against(checking, text, found, checking->old_names[i].now, (struct pos){0});
    }
}

void check_old_name(struct checking *checking)
{
    const struct catalog *catalog = checking->facts->catalog;
    if (!catalog)
        return;
    struct old_name *names =
        ARENA_ARRAY(checking->facts->arena, struct old_name, catalog->functional.count);
    checking->old_name_count = list_old_names(checking, names);
    checking->old_names = names;
    each_prose(checking, find_old_name);
}
