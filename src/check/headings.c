/* Numbers of headings (一、 （一） 1、) and points (一是, 二是) in the agency's prose. */
#include <string.h>

#include "base/characters.h"
#include "check/checking.h"

/* A numbered heading: its level (0 一、 1 （一） 2 1、), its number, and its spelling. */
struct heading {
    int level;
    int number;
    struct slice text;
};

enum { LEVELS = 3 };

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
    int number = han_number(text, &at);
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

/* 一是…；二是…: points, each after a mark or at the start of a paragraph; they go on from one
 * paragraph to the next. */
static void check_points(struct checking *checking, const struct fact *text, int *last)
{
    struct slice whole = text->text;
    bool starts = true;
    for (size_t at = 0; at < whole.n;) {
        size_t from = at;
        int number = starts ? han_number(whole, &at) : 0;
        if (number && skip(whole, &at, "是")) {
            if (number != 1 && number != *last + 1)
                check_text(checking, text, (struct slice){whole.p + from, at - from});
            *last = number;
        }
        at = from;
        uint32_t code = utf8_next(whole, &at);
        starts = code == 0x3002 || code == 0xFF1B || code == 0xFF0C || code == 0xFF1A ||
                 code == 0x3001; /* 。；，：、 */
    }
}

static void check_line(struct checking *checking, const struct fact *text, struct slice path)
{
    (void)path;
    int last = 0;
    if (text->parent->kind != FACT_LIST || text->parent->origin != text->origin)
        check_points(checking, text, &last);
}

void check_heading_sequence(struct checking *checking)
{
    each_prose(checking, check_line);
    for (uint32_t i = 0; i < checking->facts->count; i++) {
        const struct fact *fact = checking->facts->all[i];
        if (fact->kind != FACT_LIST || !fact->origin || fact->origin->type != LEAF_PROSE)
            continue;
        int last = 0;
        for (const struct fact *text = fact->first; text; text = text->next)
            if (text->kind == FACT_TEXT)
                check_points(checking, text, &last);
        check_paragraphs(checking, fact);
    }
}
