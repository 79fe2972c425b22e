/* How a check says what it found. */
#include <stdlib.h>
#include <string.h>

#include "check/checking.h"

const struct fact *check_fact(const struct checking *checking, const char *path)
{
    return fact_find(checking->facts, checking->facts->root, slice_of(path));
}

struct side side_of(const struct checking *checking, const struct fact *fact)
{
    return (struct side){.name = fact_path(checking->facts->arena, fact).p, .fact = fact};
}

struct pos side_pos(struct side side)
{
    return side.said.source ? side.said : fact_pos(side.fact);
}

/* How many values typed or said the side goes back to. */
static uint32_t side_leaves(struct side side)
{
    return side.said.source ? 1 : fact_leaves(side.fact);
}

const char *number_text(const struct checking *checking, const struct fact *fact, int64_t number)
{
    static const struct number_style score = {.decimals = 2, .trim = true, .divisor = 1};
    struct arena *arena = checking->facts->arena;
    if (fact->kind == FACT_MONEY)
        return facts_amount_text(checking->facts, number);
    if (fact->kind != FACT_SCORE)
        return arena_printf(arena, "%lld", (long long)number);
    struct buf buf = {0};
    decimal_print(&buf, number, 2, &score);
    const char *text = arena_printf(arena, "%s 分", buf.p);
    buf_free(&buf);
    return text;
}

static const char *rate_text(const struct checking *checking, struct rate rate)
{
    static const struct number_style percent = {.decimals = 4, .trim = true, .divisor = 1};
    struct buf buf = {0};
    rate_print(&buf, rate, &percent);
    const char *text = arena_printf(checking->facts->arena, "%s%%", buf.p);
    buf_free(&buf);
    return text;
}

/* What one of them costs. */
static const char *price_text(const struct checking *checking, struct rate rate)
{
    static const struct number_style yuan = {.decimals = 2, .divisor = 1};
    struct buf buf = {0};
    fraction_print(&buf, rate, 2, &yuan);
    const char *text = arena_printf(checking->facts->arena, "%s 元", buf.p);
    buf_free(&buf);
    return text;
}

const char *value_text(const struct checking *checking, const struct fact *fact)
{
    if (fact->kind == FACT_RATE)
        return rate_text(checking, fact->rate);
    if (fact->kind == FACT_PRICE)
        return price_text(checking, fact->rate);
    if (fact->kind == FACT_FLAG)
        return fact->flag ? "是" : "否";
    return fact->kind == FACT_TEXT ? fact->text.p : number_text(checking, fact, fact->number);
}

/* What the difference prints as; of rates in points of percent, to the fourth decimal. */
static const char *difference_text(const struct checking *checking, struct side left,
                                   struct side right, int64_t difference)
{
    int64_t one, other;
    if (left.fact->kind != FACT_RATE)
        return number_text(checking, left.fact, difference);
    if (!rate_percent(left.fact->rate, 4, &one) || !rate_percent(right.fact->rate, 4, &other))
        return "";
    return rate_text(checking, (struct rate){one - other, 1000000});
}

static const char *meaning(const struct checking *checking)
{
    return checking->check->meaning[checking->diag->language];
}

/* 尾差 in 分 that amounts of a record in 万元 may have: 0.005 万元 for each amount and as much for
 * the sum. A record in 元 has none. */
static int64_t rounding_bound(const struct facts *facts, struct side left, struct side right)
{
    if (left.fact->kind != FACT_MONEY || !facts_are_rounded(facts))
        return 0;
    return 5000 * ((int64_t)side_leaves(left) + side_leaves(right) + 1);
}

/* How well a typed amount explains a difference: it is the difference, it was typed with its point
 * or two digits elsewhere; the larger, the better. */
static int explains(int64_t amount, int64_t difference)
{
    int64_t off = llabs(difference), more, less;
    if (!amount || !off || !money_add(amount, off, &more) || !money_sub(amount, off, &less))
        return 0;
    if (llabs(amount) == off)
        return 3;
    if (llabs(amount) / 10 == off / 9 && amount % 10 == 0 && off % 9 == 0)
        return 2;
    if (off / 9 == llabs(amount) && off % 9 == 0)
        return 2;
    return digits_are_swapped(amount, more) || digits_are_swapped(amount, less);
}

/* The typed value below the fact that best explains the difference, if one does. */
static const struct fact *likely_leaf(const struct fact *fact, int64_t difference, int *best)
{
    const struct fact *leaf = NULL;
    if (!fact->term_count) {
        int score =
            fact->origin && fact->kind == FACT_MONEY ? explains(fact->number, difference) : 0;
        leaf = score > *best ? fact : NULL;
        *best = leaf ? score : *best;
    }
    for (uint32_t i = 0; i < fact->term_count; i++) {
        const struct fact *better = likely_leaf(fact->terms[i], difference, best);
        leaf = better ? better : leaf;
    }
    return leaf;
}

/* Where the value most likely wrong was typed, else the first; *best tells how likely. */
static struct pos likely_pos(struct side side, int64_t difference, int *best)
{
    bool money = side.fact->kind == FACT_MONEY;
    const struct fact *leaf = money ? likely_leaf(side.fact, difference, best) : NULL;
    return leaf ? fact_pos(leaf) : side_pos(side);
}

/* Shows the two sides, the one first that has the value more likely wrong. Of a sum there is
 * nothing to compare with but such a value. */
static void show_sides(struct finding *finding, struct side left, struct side right,
                       int64_t difference)
{
    int left_best = 0, right_best = 0;
    struct pos pos = likely_pos(left, difference, &left_best);
    struct pos also = likely_pos(right, difference, &right_best);
    bool turned = right_best > left_best || !pos.source;
    bool shown =
        turned ? left_best || side_leaves(left) <= 1 : right_best || side_leaves(right) <= 1;
    finding->pos = turned ? also : pos;
    finding->also = shown ? (turned ? pos : also) : (struct pos){0};
}

void check_disagree(struct checking *checking, struct side left, struct side right,
                    int64_t difference)
{
    int64_t bound = rounding_bound(checking->facts, left, right);
    bool rounding = difference <= bound && difference >= -bound;
    enum level level = rounding ? LEVEL_NOTE : checking->check->level;
    const char *values[] = {value_text(checking, left.fact), value_text(checking, right.fact)};
    const char *off = difference_text(checking, left, right, difference);
    struct finding *finding = diag_report_chosen_at(
        checking->diag, level, rounding ? MSG_CHECK_ROUNDING : MSG_CHECK_DISAGREE,
        fact_pos(left.fact), checking->check->id, meaning(checking), left.name, values[0],
        right.name, values[1], off);
    finding->rule = checking->check->id;
    finding->values[0] = values[0];
    finding->values[1] = values[1];
    finding->difference = off;
    show_sides(finding, left, right, difference);
}

void check_missing(struct checking *checking, struct side left, const char *right)
{
    if (checking->demand && !checking->demand->reads(checking->demand->data, NULL, right))
        return;
    const char *value = value_text(checking, left.fact);
    struct finding *finding =
        diag_report_at(checking->diag, checking->check->level, MSG_CHECK_MISSING, side_pos(left),
                       checking->check->id, meaning(checking), right, left.name, value);
    finding->rule = checking->check->id;
    finding->values[0] = value;
}

void check_none(struct checking *checking, struct side left, struct side right)
{
    const char *value = value_text(checking, left.fact);
    struct finding *finding =
        diag_report_at(checking->diag, checking->check->level, MSG_CHECK_NONE, side_pos(left),
                       checking->check->id, meaning(checking), right.name, left.name, value);
    finding->rule = checking->check->id;
    finding->values[0] = value;
    finding->values[1] = value_text(checking, right.fact);
    finding->also = side_pos(right);
}

/* Where the text is spelt in the file: a paragraph after those before it. NULL p when it is spelt
 * otherwise. */
static struct slice spelling_of(const struct fact *text)
{
    struct pos pos = text->origin->pos;
    /* The position of a JSON list of paragraphs is its bracket. */
    const char *from = pos_text(pos).p;
    const char *end = *from == '[' ? pos.source->text.p + pos.source->text.n : from + pos.length;
    bool paragraph = text->parent && text->parent->origin == text->origin;
    const struct fact *item = paragraph ? text->parent->first : text;
    for (;; item = item->next) {
        const char *at = memmem(from, (size_t)(end - from), item->text.p, item->text.n);
        if (!at || item == text)
            return (struct slice){at, item->text.n};
        from = at + item->text.n;
    }
}

void check_value(struct checking *checking, struct side side)
{
    const char *value = value_text(checking, side.fact);
    struct finding *finding =
        diag_report_at(checking->diag, checking->check->level, MSG_CHECK_VALUE, side_pos(side),
                       checking->check->id, meaning(checking), side.name, value);
    finding->rule = checking->check->id;
    finding->values[0] = value;
}

struct pos part_pos(const struct fact *text, struct slice part)
{
    struct pos pos = text->origin ? text->origin->pos : (struct pos){0};
    if (!pos.source)
        return pos;
    struct slice spelt = spelling_of(text);
    if (!spelt.p)
        return pos;
    bool own = part.p >= text->text.p && part.p < text->text.p + text->text.n;
    const char *at =
        own ? spelt.p + (part.p - text->text.p) : memmem(spelt.p, spelt.n, part.p, part.n);
    return at ? source_pos(pos.source, (struct slice){at, part.n}) : pos;
}

struct finding *check_text(struct checking *checking, const struct fact *text, struct slice part)
{
    struct arena *arena = checking->facts->arena;
    const char *shown = slice_copy(arena, part).p;
    struct finding *finding =
        diag_report_at(checking->diag, checking->check->level, MSG_CHECK_TEXT, part_pos(text, part),
                       checking->check->id, fact_path(arena, text).p, shown, meaning(checking));
    finding->rule = checking->check->id;
    finding->values[0] = shown;
    return finding;
}

struct finding *check_advise(struct checking *checking, const struct fact *text, struct slice part,
                             enum message message, const char *more)
{
    struct arena *arena = checking->facts->arena;
    struct finding *finding =
        diag_report_chosen_at(checking->diag, checking->check->level, message, part_pos(text, part),
                              checking->check->id, fact_path(arena, text).p, more);
    finding->rule = checking->check->id;
    finding->values[0] = slice_copy(arena, part).p;
    return finding;
}

void check_text_against(struct checking *checking, const struct fact *text, struct slice part,
                        const char *value, struct pos also)
{
    struct arena *arena = checking->facts->arena;
    const char *shown = slice_copy(arena, part).p;
    struct finding *finding = diag_report_at(
        checking->diag, checking->check->level, MSG_CHECK_TEXT_AGAINST, part_pos(text, part),
        checking->check->id, fact_path(arena, text).p, shown, value, meaning(checking));
    finding->rule = checking->check->id;
    finding->values[0] = shown;
    finding->values[1] = value;
    finding->also = also;
}

void check_text_against_figure(struct checking *checking, const struct fact *text,
                               struct slice part, const struct fact *figure)
{
    check_text_against(checking, text, part, value_text(checking, figure),
                       fact_leaves(figure) == 1 ? fact_pos(figure) : (struct pos){0});
}

static void list_prose(struct checking *checking)
{
    struct arena *arena = checking->facts->arena;
    uint32_t room = 0;
    checking->prose_listed = true;
    for (uint32_t i = 0; i < checking->facts->count; i++) {
        const struct fact *fact = checking->facts->all[i];
        if (fact->kind != FACT_TEXT || !fact->origin ||
            (fact->origin->type != LEAF_LINE && fact->origin->type != LEAF_PROSE))
            continue;
        struct slice path = fact_path(arena, fact);
        if (slice_starts(path, "单位.") || slice_starts(path, "上年.") ||
            slice_starts(path, "科目名称."))
            continue;
        GROW(arena, checking->prose, checking->prose_count, room, 64);
        checking->prose[checking->prose_count++] =
            (struct prose){fact, path, letters_of(fact->text)};
    }
}

void each_prose(struct checking *checking,
                void (*visit)(struct checking *checking, const struct fact *text,
                              struct slice path))
{
    if (!checking->prose_listed)
        list_prose(checking);
    for (uint32_t i = 0; i < checking->prose_count; i++) {
        checking->letters = &checking->prose[i].letters;
        visit(checking, checking->prose[i].text, checking->prose[i].path);
    }
}

bool prose_may_say(struct checking *checking, const char *const *words)
{
    struct sought *sought = &checking->sought[(uintptr_t)words / sizeof *words % SOUGHT];
    if (sought->words != words) {
        *sought = (struct sought){.words = words};
        letters_add(&sought->begins, words);
    }
    return letters_meet(checking->letters, &sought->begins);
}
