/* Reasons, held against the changes that they explain. */
#include <string.h>

#include "check/checking.h"

/* A reason that ends with a dot: those of all the items of 三公. */
static const struct {
    const char *reason;
    const char *change;
} reasons[] = {
    {"说明.收支总体", "总计.比上年"},
    {"说明.财政拨款收支", "财政拨款总计.比上年"},
    {"说明.一般公共预算支出", "一般公共预算支出.比上年"},
    {"说明.政府性基金预算", "政府性基金预算.比上年"},
    {"说明.国有资本经营预算", "国有资本经营预算.比上年"},
    {"说明.机关运行经费", "机关运行经费.比上年"},
    {"说明.机关运行经费预算", "机关运行经费.比预算"},
    {"三公.原因.", "三公.比上年."},
    {"三公.预算原因.", "三公.比预算."},
};

const struct fact *check_change_of(const struct checking *checking, struct slice path)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        size_t n = strlen(reasons[i].reason);
        bool all = reasons[i].reason[n - 1] == '.';
        if (all ? !slice_starts(path, reasons[i].reason) : !slice_is(path, reasons[i].reason))
            continue;
        const char *name = arena_printf(checking->facts->arena, "%s%.*s", reasons[i].change,
                                        (int)(path.n - n), path.p + n);
        const struct fact *change = check_fact(checking, name);
        return change && change->kind == FACT_GROUP ? change : NULL;
    }
    return NULL;
}

/* The first of the words in the text, or empty. */
static struct slice find_word(struct slice text, const char *const *words)
{
    for (; *words; words++) {
        const char *at = memmem(text.p, text.n, *words, strlen(*words));
        if (at)
            return (struct slice){at, strlen(*words)};
    }
    return (struct slice){NULL, 0};
}

static void compare_direction(struct checking *checking, const struct fact *text, struct slice path)
{
    static const char *const up[] = {"增加", "增长", "上升", "提高", "增多", "新增", "上涨", NULL};
    static const char *const down[] = {"减少", "下降", "降低", "压缩", "缩减", "压减", NULL};
    const struct fact *change = check_change_of(checking, path);
    if (!change)
        return;
    const struct fact *difference = fact_child(checking->facts, change, SLICE("增减额"));
    struct slice rise = find_word(text->text, up), fall = find_word(text->text, down);
    if (!difference->number || !rise.p == !fall.p || (difference->number > 0) == (rise.p != NULL))
        return;
    check_text_against(checking, text, rise.p ? rise : fall,
                       number_text(checking, difference, difference->number), fact_pos(difference));
}

void check_reason_direction(struct checking *checking)
{
    each_prose(checking, compare_direction);
}
