/*
 * Amounts and counts in prose, held against the figures of the record. An amount that is none of
 * them is noted, since prose may tell of a part; one that is nearly a figure, or has its digits
 * with another decimal point, is doubtful.
 */
#include <stdlib.h>
#include <string.h>

#include "check/checking.h"
#include "check/quantity.h"
#include "check/words.h"

/* A price (每人每月3000元, 5000元/年) or a bound (50%以上) is no figure of the accounts. */
static bool is_price_or_bound(struct slice text, const struct quantity *quantity)
{
    static const char *const before[] = {"每", "均", "标准", "≥", "≤", "不低于", "不少于"};
    static const char *const after[] = {"/", "以上", "以下", "以内", "左右", "每"};
    size_t start = (size_t)(quantity->text.p - text.p), from = start > 24 ? start - 24 : 0;
    struct slice rest = {quantity->text.p + quantity->text.n, text.n - start - quantity->text.n};
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        if (slice_starts(rest, after[i]))
            return true;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (memmem(text.p + from, start - from, before[i], strlen(before[i])))
            return true;
    return false;
}

/* Parts of a fact's name that prose does not tell it by. */
static bool is_telling(struct slice key)
{
    static const char *const general[] = {"合计", "科目", "各类", "决算", "数量", "金额",
                                          "本年", "上年", "说明", "单位", NULL};
    for (const char *const *word = general; *word; word++)
        if (slice_is(key, *word))
            return false;
    return key.n >= 2 * strlen("合") && (unsigned char)key.p[0] >= 0x80;
}

static struct slice without_ending(struct slice name)
{
    return slice_ends(name, "支出") ? (struct slice){name.p, name.n - strlen("支出")} : name;
}

/* Whether the words name the fact: a part of its path, or the subject of its row. */
static bool is_named_in(const struct checking *checking, struct slice words,
                        const struct fact *fact)
{
    for (const struct fact *step = fact; step->parent; step = step->parent) {
        if (is_telling(step->key) && text_holds(words, step->key))
            return true;
        const struct fact *name = fact_child(checking->facts, step, SLICE("名称"));
        if (name && name->kind == FACT_TEXT && text_holds(words, without_ending(name->text)))
            return true;
    }
    return false;
}

enum { THREE_DIGITS = 100 };

/* The same digits with another decimal point. */
static bool is_point_moved(int64_t amount, int64_t said)
{
    for (int64_t factor = 10; factor <= 10000; factor *= 10)
        if (amount / factor == said || (said / factor == amount && said % factor == 0))
            return amount % 1000 != 0;
    return false;
}

/* 120000万元 for 120000元: the amount's number, of five digits at least. */
static bool is_of_larger_unit(const struct quantity *quantity, int64_t amount)
{
    enum { TEN_THOUSAND = 10000, YUAN = 100 };
    return amount >= (int64_t)TEN_THOUSAND * YUAN && quantity->value % TEN_THOUSAND == 0 &&
           quantity->value / TEN_THOUSAND == amount;
}

/* 107.35元 for 107.35万元: the amount's number as it is printed. */
static bool is_of_smaller_unit(const struct quantity *quantity, int64_t amount)
{
    enum { TEN_THOUSAND = 10000 };
    return quantity->decimals == 2 && !quantity->half &&
           quantity->value < INT64_MAX / TEN_THOUSAND &&
           llabs(amount - quantity->value * TEN_THOUSAND) < HALF_UNIT;
}

/* Whether the amount is the fact's with a slip: within a thousandth of it, where the words name it;
 * with another decimal point or in another unit; with two digits in each other's place. Of amounts
 * of at least three digits, since shorter ones are near to each other by chance. */
static bool is_near(const struct checking *checking, const struct quantity *quantity,
                    struct slice words, const struct fact *fact)
{
    int64_t amount = llabs(fact->number), off = llabs(amount - quantity->value);
    if (fact->kind != FACT_MONEY || quantity->value < 200 * quantity->half ||
        quantity->value < THREE_DIGITS || amount < THREE_DIGITS)
        return false;
    if (is_point_moved(amount, quantity->value) || is_of_larger_unit(quantity, amount))
        return true;
    int64_t unit = 2 * quantity->half, rounded;
    bool close = off <= quantity->value / 1000;
    bool swapped = unit && decimal_scale(amount, 1, unit, &rounded) &&
                   digits_are_swapped(rounded, quantity->value / unit);
    return (close || swapped || is_of_smaller_unit(quantity, amount)) &&
           is_named_in(checking, words, fact);
}

enum match { SAME, NEAR, NONE };

/* The rate of the change that the text explains, if what the text says is that rate cut off or with
 * its decimal point elsewhere. */
static const struct fact *spoilt_rate(const struct checking *checking, const struct fact *text,
                                      const struct quantity *quantity)
{
    const struct fact *change = check_change_of(checking, fact_path(checking->facts->arena, text));
    const struct fact *rate = change ? fact_child(checking->facts, change, SLICE("幅度")) : NULL;
    if (!rate || rate->kind != FACT_RATE || quantity->kind != FACT_RATE)
        return NULL;
    int64_t rounded, percent = quantity->value;
    int decimals = quantity->decimals;
    bool right = !rate_percent(rate->rate, decimals, &rounded) || percent == rounded ||
                 fact_is_rate_of_rounded(rate, decimals, percent);
    bool spoilt = rate_is_cut_off(rate->rate, decimals, percent) ||
                  rate_is_shifted(rate->rate, decimals, percent);
    return spoilt && !right ? rate : NULL;
}

/* The sentence up to the amount, after the path of the text: what may say which figure it is. */
static struct slice words_about(const struct checking *checking, const struct fact *text,
                                const struct quantity *quantity)
{
    struct arena *arena = checking->facts->arena;
    struct slice sentence = sentence_around(text->text, quantity->text);
    sentence.n = (size_t)(quantity->text.p - sentence.p);
    return slice_of(
        arena_printf(arena, "%s %.*s", fact_path(arena, text).p, (int)sentence.n, sentence.p));
}

static int depth(const struct fact *fact)
{
    int depth = 0;
    for (; fact->parent; fact = fact->parent)
        depth++;
    return depth;
}

/* Whether a figure of the record is the quantity, or which one nearly is: the one that stands
 * highest in the tree. */
static enum match match_of(struct checking *checking, const struct fact *text,
                           const struct quantity *quantity, const struct fact **near)
{
    const struct facts *facts = checking->facts;
    *near = spoilt_rate(checking, text, quantity);
    if (*near)
        return NEAR;
    struct slice words = words_about(checking, text, quantity);
    for (uint32_t i = 0; i < facts->count; i++) {
        if (quantity_is(quantity, facts->all[i]))
            return SAME;
        bool higher = !*near || depth(facts->all[i]) < depth(*near);
        if (higher && is_near(checking, quantity, words, facts->all[i]))
            *near = facts->all[i];
    }
    return *near ? NEAR : NONE;
}

/* What the text says there. */
static struct side said(const struct checking *checking, const struct fact *text,
                        struct slice words, struct fact value)
{
    struct fact *fact = ARENA_NEW(checking->facts->arena, struct fact);
    *fact = value;
    return (struct side){fact_path(checking->facts->arena, text).p, fact, part_pos(text, words)};
}

static void report_near(struct checking *checking, const struct fact *text,
                        const struct quantity *quantity, const struct fact *near)
{
    struct arena *arena = checking->facts->arena;
    const char *said = slice_copy(arena, quantity->text).p, *value = value_text(checking, near);
    struct finding *finding = diag_report_at(
        checking->diag, checking->check->level, MSG_CHECK_SAID, part_pos(text, quantity->text),
        checking->check->id, fact_path(arena, text).p, said, fact_path(arena, near).p, value,
        checking->check->meaning[checking->diag->language]);
    finding->rule = checking->check->id;
    finding->values[0] = said;
    finding->values[1] = value;
    if (fact_leaves(near) <= 1)
        finding->also = fact_pos(near);
}

static void visit_amount(struct checking *checking, const struct fact *text,
                         const struct quantity *quantity, void *context)
{
    const enum match *wanted = context;
    const struct fact *near;
    if (quantity->kind == FACT_COUNT || quantity->kind == FACT_SCORE ||
        is_price_or_bound(text->text, quantity) ||
        match_of(checking, text, quantity, &near) != *wanted)
        return;
    if (!near) {
        check_text(checking, text, quantity->text);
        return;
    }
    report_near(checking, text, quantity, near);
}

/* Prose that tells of the year's figures; duties, and what is said of projects, name amounts and
 * rates of all sorts. An attachment tells of them and of its own. */
static bool tells_figures(struct slice path)
{
    return !slice_starts(path, "概况.") &&
           (!slice_starts(path, "绩效.") || slice_starts(path, "绩效.开展情况") ||
            slice_starts(path, "绩效.总体结论"));
}

static void find_near(struct checking *checking, const struct fact *text, struct slice path)
{
    enum match wanted = NEAR;
    if (tells_figures(path))
        each_quantity(checking, text, visit_amount, &wanted);
}

static void find_unknown(struct checking *checking, const struct fact *text, struct slice path)
{
    enum match wanted = NONE;
    if (tells_figures(path) && !slice_starts(path, "说明.附件."))
        each_quantity(checking, text, visit_amount, &wanted);
}

void check_prose_near(struct checking *checking)
{
    each_prose(checking, find_near);
}

void check_prose_amount(struct checking *checking)
{
    each_prose(checking, find_unknown);
}

/* Which counts the prose of a 三公 item may name: the unit and the facts. */
static const struct {
    const char *item, *unit;
    const char *counts[3];
} counted[] = {
    {"公务用车购置费", "辆", {"公务用车购置辆数", "公务用车保有量"}},
    {"公务用车运行维护费", "辆", {"公务用车保有量", "公务用车购置辆数"}},
    {"因公出国（境）费", "人次", {"因公出国（境）人次"}},
    {"因公出国（境）费", "个团组", {"因公出国（境）团组"}},
    {"公务接待费", "批次", {"公务接待批次", "国内接待批次", "国（境）外接待批次"}},
    {"公务接待费", "人次", {"公务接待人次", "国内接待人次", "国（境）外接待人次"}},
};

struct tally {
    const char *unit;
    int64_t sum;
    struct slice first; /* the first count */
    bool known;         /* each count is one of the record's */
    const char *const *counts;
};

static void add_count(struct checking *checking, const struct fact *text,
                      const struct quantity *quantity, void *context)
{
    (void)text;
    struct tally *tally = context;
    size_t unit = strlen(tally->unit);
    if (quantity->text.n != quantity->number.n + unit ||
        memcmp(quantity->text.p + quantity->number.n, tally->unit, unit) != 0)
        return;
    bool known = false;
    for (size_t i = 0; i < 3 && tally->counts[i]; i++) {
        const char *path = arena_printf(checking->facts->arena, "三公.数量.%s", tally->counts[i]);
        known |= check_fact(checking, path)->number == quantity->value;
    }
    tally->known &= known;
    tally->sum += quantity->value;
    if (!tally->first.p)
        tally->first = quantity->text;
}

/* The counts of one text must each be the record's, or add up to it. */
static void compare_counts(struct checking *checking, const struct fact *text, size_t row)
{
    struct tally tally = {.unit = counted[row].unit, .known = true, .counts = counted[row].counts};
    each_quantity(checking, text, add_count, &tally);
    const struct fact *count = check_fact(
        checking, arena_printf(checking->facts->arena, "三公.数量.%s", counted[row].counts[0]));
    if (tally.known || tally.sum == count->number)
        return;
    struct fact sum = {.kind = FACT_COUNT, .number = tally.sum};
    check_disagree(checking, said(checking, text, tally.first, sum), side_of(checking, count),
                   tally.sum - count->number);
}

void check_prose_count(struct checking *checking)
{
    static const char *const texts[] = {"原因", "用途"};
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        for (size_t j = 0; j < 2; j++) {
            const char *path =
                arena_printf(checking->facts->arena, "三公.%s.%s", texts[j], counted[i].item);
            const struct fact *text = check_fact(checking, path);
            if (text && text->kind == FACT_TEXT)
                compare_counts(checking, text, i);
        }
}
