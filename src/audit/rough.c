/* What is told roughly, in words or near a figure: 增长1倍, 三成, 一半, 翻番, 约500万元, 基本持平.
 */
#include <stdlib.h>
#include <string.h>

#include "audit/grammar.h"
#include "audit/wait.h"
#include "base/characters.h"
#include "base/decimal.h"
#include "ledger/formula.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { ONE = 10000 }; /* a rate of 1, in percent times 100 */

static const struct {
    const char *words;
    int64_t least, most;
    bool grown;
} words[] = {
#define ROUGH(words, least, most, grown) {words, least, most, grown},
#include "audit/grammar.def"
};

/* ---- In words ---- */

/* The number that the text begins with, times 10000, in digits or in words; *half: of what its last
 * place is worth. Its length, or 0. */
static size_t number_in(struct slice text, int64_t *number, int64_t *half)
{
    size_t n = number_length(text), at = 0;
    const char *point = n ? memchr(text.p, '.', n) : NULL;
    size_t decimals = point ? n - (size_t)(point - text.p) - 1 : 0;
    *half = ONE / 2;
    if (n) {
        for (size_t i = 0; i < decimals; i++)
            *half /= 10;
        return decimal_parse((struct slice){text.p, n}, 4, number) == DECIMAL_OK ? n : 0;
    }
    if (slice_starts(text, "两")) {
        *number = 2 * ONE;
        return strlen("两");
    }
    *number = ONE * (int64_t)han_number(text, &at);
    return *number ? at : 0;
}

/* 1.5倍, 八成: but not 成立, 成本. */
static bool times_token(struct slice text, struct token *token)
{
    static const char *const others[] = {"成立", "成果", "成员", "成本", "成为", "成功", "成绩"};
    int64_t number, half;
    size_t n = number_in(text, &number, &half);
    struct slice rest = {text.p + n, text.n - n};
    bool tenths = slice_starts(rest, "成"), times = slice_starts(rest, "倍");
    for (size_t i = 0; tenths && i < COUNT(others); i++)
        tenths = !slice_starts(rest, others[i]);
    if (!n || (!tenths && !times))
        return false;
    n += strlen("倍");
    rest = (struct slice){text.p + n, text.n - n};
    size_t more_digits = 0;
    int digit = tenths ? han_number(rest, &more_digits) : 0; /* 八成六 */
    if (digit > 0 && digit < 10) {
        number += digit * (ONE / 10);
        half /= 10;
        n += more_digits;
        rest = (struct slice){text.p + n, text.n - n};
    }
    int64_t of = times ? 1 : 10;
    bool more = slice_starts(rest, "多") || slice_starts(rest, "以上") || slice_starts(rest, "余");
    *token = (struct token){
        .sign = SIGN_FIGURE,
        .part = {text.p, n},
        .number = {text.p, n},
        .unit_word = {text.p + n, 0},
        .unit = UNIT_PERCENT,
        .rough = {.least = (number - half) / of, .most = (number + (more ? 2 : 1) * half) / of}};
    return true;
}

bool rough_token(struct slice text, struct token *token)
{
    size_t n = 0;
    for (size_t i = 0; i < COUNT(words); i++)
        for (struct slice rest = slice_of(words[i].words); rest.p;) {
            struct slice word = slice_cut(&rest, '|');
            if (word.n <= n || word.n > text.n || memcmp(word.p, text.p, word.n) != 0)
                continue;
            n = word.n;
            *token = (struct token){.sign = SIGN_FIGURE,
                                    .part = {text.p, n},
                                    .number = {text.p, n},
                                    .unit_word = {text.p + n, 0},
                                    .unit = UNIT_PERCENT,
                                    .rough = {.least = words[i].least, .most = words[i].most},
                                    .grown = words[i].grown};
        }
    return n || times_token(text, token);
}

/* ---- Held ---- */

/* Whether the number is as near to the other as 约 lets expect. */
static bool is_near(int64_t number, int64_t told, int64_t at_least)
{
    int64_t tenth = llabs(told) / 10;
    return llabs(number - told) <= (tenth > at_least ? tenth : at_least);
}

/* The amount, count or rate of the figure behind 约 against the fact; true where nobody knows. */
static bool is_about(const struct placing *placing, const struct fact *fact)
{
    struct placing exact = *placing;
    struct printed_rate rate;
    int64_t told, is;
    exact.rough = (struct rough){0};
    if (fact->kind == FACT_MONEY)
        return !placing_amount(&exact, &told) || is_near(fact->number, told, HALF_UNIT);
    if (fact->kind == FACT_COUNT)
        return decimal_parse(exact.text, 0, &told) != DECIMAL_OK || is_near(fact->number, told, 1);
    if (fact->kind != FACT_RATE || !placing_rate(&exact, &rate))
        return true;
    int64_t point = decimal_power(rate.decimals);
    return !rate_percent(fact->rate, rate.decimals, &is) || is_near(is, rate.percent, point);
}

/* Whether the change is too small for anybody to call it one, whatever its rate. */
static bool is_small(const struct facts *facts, const struct fact *rate)
{
    enum { SMALL = 1000000 };
    const struct fact *change = fact_child(facts, rate->parent, SLICE("差额"));
    return change && change->kind == FACT_MONEY && change->number < SMALL;
}

static bool is_within(const struct facts *facts, const struct placing *placing,
                      const struct fact *fact)
{
    int64_t percent;
    if (placing->rough.most)
        return fact->kind != FACT_RATE || !rate_percent(fact->rate, 2, &percent) ||
               (percent >= placing->rough.least && percent <= placing->rough.most) ||
               (placing->is_word && is_small(facts, fact));
    return is_about(placing, fact);
}

/* The value as a message shows it. */
static const char *value_of(struct arena *arena, const struct fact *fact)
{
    static const struct number_style style = {.decimals = 2, .divisor = 1};
    struct buf buf = {0};
    if (fact->kind == FACT_RATE)
        rate_print(&buf, fact->rate, &style);
    else if (fact->kind == FACT_MONEY)
        buf_put_slice(&buf, amount_typed(arena, fact->number, 1000000));
    else
        buf_printf(&buf, "%lld", (long long)fact->number);
    const char *unit = fact->kind == FACT_RATE ? "%" : fact->kind == FACT_MONEY ? " 万元" : "";
    const char *text = arena_printf(arena, "%.*s%s", (int)buf.n, buf.p, unit);
    buf_free(&buf);
    return text;
}

/* Whether points are told of a change by so many percent. */
static bool is_percent(const struct placing *placing, const struct fact *fact)
{
    const char *point = strchr(placing->text.p, '.');
    int decimals = point ? (int)strlen(point) - 1 : 0;
    int64_t told, is;
    return placing->is_points && decimals <= 4 &&
           decimal_parse(placing->text, decimals, &told) == DECIMAL_OK && fact->kind == FACT_RATE &&
           rate_percent(fact->rate, decimals, &is) && is == told;
}

void audit_rough(struct diag *diag, const struct facts *facts, const struct reading *reading)
{
    for (const struct placing *p = reading->first; p; p = p->next) {
        const struct fact *fact = (placing_is_rough(p) || p->is_points) && p->fact.n
                                      ? fact_find(facts, facts->root, p->fact)
                                      : NULL;
        if (!fact || fact->waits)
            continue;
        if (is_percent(p, fact))
            diag_report(diag, MSG_AUDIT_POINTS, plain_pos(p->paragraph, p->part),
                        slice_copy(diag->arena, p->part).p, value_of(diag->arena, fact));
        if (p->is_points || is_within(facts, p, fact))
            continue;
        struct finding *finding =
            diag_report(diag, MSG_AUDIT_ROUGH, plain_pos(p->paragraph, p->part),
                        slice_copy(diag->arena, plain_origin(p->paragraph, p->part)).p,
                        slice_copy(diag->arena, p->fact).p, value_of(diag->arena, fact));
        finding->values[0] = p->text.p;
        finding->values[1] = value_of(diag->arena, fact);
    }
}
