#include "template/joints.h"

#include <string.h>

/* How a frame leads to a text. */
enum lead { LEADS_TO_REASON, LEADS_TO_MATTER, LEADS_TO_USE };

#define FRAME(words, lead)                                                                         \
    {                                                                                              \
        {words, sizeof words - 1}, lead                                                            \
    }
static const struct {
    struct slice words;
    enum lead lead;
} frames[] = {
    FRAME("原因是", LEADS_TO_REASON),  FRAME("原因为", LEADS_TO_REASON),
    FRAME("原因", LEADS_TO_REASON),    FRAME("是因为", LEADS_TO_REASON),
    FRAME("是由于", LEADS_TO_REASON),  FRAME("由于", LEADS_TO_REASON),
    FRAME("主要是", LEADS_TO_MATTER),  FRAME("主要系", LEADS_TO_MATTER),
    FRAME("主要用于", LEADS_TO_USE),   FRAME("用于", LEADS_TO_USE),
    FRAME("主要用途是", LEADS_TO_USE), FRAME("主要用途为", LEADS_TO_USE),
};
#undef FRAME

/* What a text begins with that the frame has said: the longest of these. */
static const struct {
    const char *words;
    enum lead lead;
} openings[] = {
    {"主要是因为", LEADS_TO_REASON}, {"主要是由于", LEADS_TO_REASON}, {"主要因为", LEADS_TO_REASON},
    {"主要由于", LEADS_TO_REASON},   {"主要是", LEADS_TO_REASON},     {"主要系", LEADS_TO_REASON},
    {"是因为", LEADS_TO_REASON},     {"是由于", LEADS_TO_REASON},     {"因为", LEADS_TO_REASON},
    {"由于", LEADS_TO_REASON},       {"主要是", LEADS_TO_MATTER},     {"主要系", LEADS_TO_MATTER},
    {"主要用于", LEADS_TO_USE},      {"主要是用于", LEADS_TO_USE},    {"用于", LEADS_TO_USE},
};

/* 较上年增加的主要原因是: what may stand before 原因. */
static const char *const before_reason[] = {
    "其",     "主要",       "的",     "变动", "变化",   "增减",   "增加",       "减少", "增长",
    "下降",   "上升",       "差异",   "差额", "较上年", "比上年", "与上年相比", "同比", "较预算",
    "比预算", "与预算相比", "决算数", "支出", "收入",   "收支",   "，"};

static size_t step_of(struct slice text, const char *const *words, size_t count)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++)
        if (slice_starts(text, words[i]) && strlen(words[i]) > longest)
            longest = strlen(words[i]);
    return longest;
}

static struct slice without_start(struct slice text, size_t n)
{
    return (struct slice){text.p + n, text.n - n};
}

/* Without a colon or comma at its start. */
static struct slice without_mark(struct slice text)
{
    static const char *const marks[] = {"：", ":", "，"};
    size_t n = step_of(text, marks, sizeof marks / sizeof *marks);
    return without_start(text, n);
}

/* What follows …原因是 at the start of the text; NULL p when it does not begin so. */
static struct slice after_reason(struct slice text)
{
    static const char *const links[] = {"是", "为", "在于", "系", "：", ":", "是：", "为："};
    static const char *const again[] = {"因为", "由于"};
    for (size_t n;
         (n = step_of(text, before_reason, sizeof before_reason / sizeof *before_reason));)
        text = without_start(text, n);
    if (!slice_starts(text, "原因"))
        return (struct slice){NULL, 0};
    text = without_start(text, strlen("原因"));
    size_t link = step_of(text, links, sizeof links / sizeof *links);
    text = without_start(text, link);
    text = without_start(text, step_of(text, again, sizeof again / sizeof *again));
    return link ? text : (struct slice){NULL, 0};
}

/* Mostly the last byte tells that nothing leads to a text. */
static bool ends_alike(struct slice a, struct slice b)
{
    return a.p[a.n - 1] == b.p[b.n - 1];
}

/* Whether the words lead to a text, and how; the longest that end them count. */
static bool lead_of(struct slice before, enum lead *lead)
{
    size_t longest = 0;
    if (slice_ends(before, "：") || slice_ends(before, ":"))
        before.n -= slice_ends(before, ":") ? 1 : strlen("：");
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        struct slice words = frames[i].words;
        if (words.n > longest && words.n <= before.n && ends_alike(before, words) &&
            slice_eq((struct slice){before.p + before.n - words.n, words.n}, words)) {
            longest = words.n;
            *lead = frames[i].lead;
        }
    }
    return longest > 0;
}

struct slice joint_rest(struct slice before, struct slice text)
{
    enum lead lead;
    size_t longest = 0;
    if (!lead_of(before, &lead))
        return text;
    struct slice rest = lead == LEADS_TO_USE ? (struct slice){NULL, 0} : after_reason(text);
    if (!rest.p) {
        for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
            if (openings[i].lead == lead && slice_starts(text, openings[i].words) &&
                strlen(openings[i].words) > longest)
                longest = strlen(openings[i].words);
        rest = without_start(text, longest);
    }
    rest = rest.p == text.p ? rest : without_mark(rest);
    return rest.n ? rest : text;
}
