#include "ledger/formula.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/keys.h"
#include "record/record.h"

struct pos fact_pos(const struct fact *fact)
{
    if (fact->origin)
        return fact->origin->pos;
    for (uint32_t i = 0; i < fact->term_count; i++) {
        struct pos pos = fact_pos(fact->terms[i]);
        if (pos.source)
            return pos;
    }
    return (struct pos){0};
}

bool fact_is_typed(const struct fact *fact)
{
    bool typed = fact->origin != NULL;
    for (uint32_t i = 0; i < fact->term_count && !typed; i++)
        typed = fact_is_typed(fact->terms[i]);
    return typed;
}

uint32_t fact_leaves(const struct fact *fact)
{
    if (!fact->term_count)
        return fact_is_true(fact);
    uint32_t count = 0;
    for (uint32_t i = 0; i < fact->term_count; i++)
        count += fact_leaves(fact->terms[i]);
    return count;
}

/* The rate of the two amounts if each is off by the rounding of its print. */
static struct rate shifted(const struct fact *rate, int64_t part, int64_t whole)
{
    return (struct rate){rate->rate.num + part, rate->rate.den + whole};
}

bool fact_is_rate_of_rounded(const struct fact *fact, int decimals, int64_t percent)
{
    int64_t least, most;
    bool money = fact->term_count == 2 && fact->terms[0]->kind == FACT_MONEY;
    if (!money || fact->rate.den <= 2 * HALF_UNIT)
        return false;
    int sign = fact->rate.num < 0 ? -1 : 1;
    return rate_percent(shifted(fact, -HALF_UNIT, HALF_UNIT * sign), decimals, &least) &&
           rate_percent(shifted(fact, HALF_UNIT, -HALF_UNIT * sign), decimals, &most) &&
           percent >= least && percent <= most;
}

bool facts_are_rounded(const struct facts *facts)
{
    const struct fact *unit = fact_find(facts, facts->root, SLICE("单位.金额单位"));
    return unit && unit->kind == FACT_TEXT && slice_is(unit->text, "万元");
}

const char *facts_amount_text(const struct facts *facts, int64_t amount)
{
    enum { FEN_OF_TWO_DECIMALS = 10000 };
    static const struct number_style yuan = {.decimals = 2, .divisor = 1};
    static const struct number_style round = {.decimals = 2, .divisor = 10000};
    static const struct number_style fine = {.decimals = 6, .trim = true, .divisor = 10000};
    bool ten_thousand = facts_are_rounded(facts);
    struct buf buf = {0};
    decimal_print(&buf, amount, 2,
                  !ten_thousand                       ? &yuan
                  : amount % FEN_OF_TWO_DECIMALS == 0 ? &round
                                                      : &fine);
    const char *text = arena_printf(facts->arena, "%s %s", buf.p, ten_thousand ? "万元" : "元");
    buf_free(&buf);
    return text;
}

/* Room for terms doubles from 4; the count alone tells when. */
void fact_add_term(struct facts *facts, struct fact *fact, const struct fact *term)
{
    uint32_t count = fact->term_count;
    if (count == 0 || (count >= 4 && (count & (count - 1)) == 0)) {
        const struct fact **old = fact->terms;
        fact->terms = ARENA_ARRAY(facts->arena, const struct fact *, count ? count * 2 : 4);
        if (count)
            memcpy(fact->terms, old, count * sizeof *old);
    }
    fact->terms[fact->term_count++] = term;
}

static uint64_t magnitude(const struct fact *fact)
{
    return fact->number < 0 ? -(uint64_t)fact->number : (uint64_t)fact->number;
}

/* The typed value behind a sum that is most likely mistyped: follows the largest term down. */
static struct pos largest_pos(const struct fact *fact)
{
    while (fact->term_count) {
        const struct fact *largest = fact->terms[0];
        for (uint32_t i = 1; i < fact->term_count; i++)
            if (magnitude(fact->terms[i]) > magnitude(largest))
                largest = fact->terms[i];
        fact = largest;
    }
    return fact_pos(fact);
}

static bool overflow(struct facts *facts, struct diag *diag, const struct fact *into)
{
    diag_report(diag, MSG_AMOUNT_OVERFLOW, largest_pos(into), fact_path(facts->arena, into).p);
    return false;
}

bool fact_accumulate(struct facts *facts, struct diag *diag, struct fact *into,
                     const struct fact *more, int sign)
{
    fact_add_term(facts, into, more);
    into->waits |= more->waits;
    if (more->kind == FACT_NONE)
        return true;
    if (into->kind == FACT_NONE)
        into->kind = more->kind;
    bool fits = sign > 0 ? money_add(into->number, more->number, &into->number)
                         : money_sub(into->number, more->number, &into->number);
    return fits || overflow(facts, diag, into);
}

/* A formula names a fact that the tree does not have: an error in our own tables. */
static _Noreturn void unknown_name(const char *formula, struct slice name)
{
    fprintf(stderr, "gongkai: internal: unknown fact %.*s in formula %s\n", (int)name.n, name.p,
            formula);
    abort();
}

static bool has_code(struct slice name)
{
    while (name.p) {
        struct slice step = slice_cut(&name, '.');
        if (key_is_digits(step) && (step.n == 3 || step.n == 5 || step.n == 7))
            return true;
    }
    return false;
}

/* NULL when there is none of that name. */
static const struct fact *look_up(const struct facts *facts, const struct fact *row,
                                  struct slice name)
{
    static const struct fact nothing = {.kind = FACT_NONE};
    const struct fact *fact = name.p[0] == '.'
                                  ? fact_find(facts, row, (struct slice){name.p + 1, name.n - 1})
                                  : fact_find(facts, facts->root, name);
    return !fact && has_code(name) ? &nothing : fact;
}

static const struct fact *resolve(const struct facts *facts, const struct fact *row,
                                  const char *formula, struct slice name)
{
    const struct fact *fact = look_up(facts, row, name);
    if (!fact)
        unknown_name(formula, name);
    return fact;
}

/* A row that its 类 row already contains. */
static bool is_subordinate(const struct facts *facts, const struct fact *item)
{
    const struct fact *top = fact_child(facts, item, SLICE("是类"));
    return top && !top->flag;
}

/* list.*.name, or group.* of what stands in it itself: *name is empty then. */
static bool split_list(struct slice *path, struct slice *name)
{
    const char *star = memmem(path->p, path->n, ".*", 2);
    if (!star)
        return false;
    struct slice rest = {star + 2, path->n - (size_t)(star + 2 - path->p)};
    *name = rest.n ? (struct slice){rest.p + 1, rest.n - 1} : rest;
    path->n = (size_t)(star - path->p);
    return !rest.n || *rest.p == '.';
}

static bool sum_list(struct facts *facts, struct diag *diag, const struct fact *row,
                     const char *formula, struct slice path, int sign, struct fact *into)
{
    struct slice name;
    if (!split_list(&path, &name))
        unknown_name(formula, path);
    const struct fact *list = resolve(facts, row, formula, path);
    for (const struct fact *item = list->first; item; item = item->next) {
        if (is_subordinate(facts, item))
            continue;
        const struct fact *cell = name.n ? fact_find(facts, item, name) : item;
        if (!cell)
            unknown_name(formula, name);
        if (!fact_accumulate(facts, diag, into, cell, sign))
            return false;
    }
    if (list->waits && !list->first) {
        const char *column = arena_printf(facts->arena, " %.*s ", (int)name.n, name.p);
        bool stands = list->text.p && strstr(list->text.p, column);
        into->waits |= stands ? 0 : list->waits;
    }
    if (into->kind == FACT_NONE && !list->first)
        into->kind = FACT_MONEY;
    return true;
}

static bool run_sum(struct facts *facts, struct diag *diag, const struct fact *row,
                    const char *formula, struct fact *into)
{
    int sign = 1;
    for (struct slice rest = slice_of(formula); rest.p;) {
        struct slice token = slice_cut(&rest, ' ');
        bool ok = true;
        if (slice_is(token, "+") || slice_is(token, "-")) {
            sign = token.p[0] == '+' ? 1 : -1;
        } else if (slice_starts(token, "Σ")) {
            size_t skip = strlen("Σ");
            ok = sum_list(facts, diag, row, formula, (struct slice){token.p + skip, token.n - skip},
                          sign, into);
        } else {
            ok = fact_accumulate(facts, diag, into, resolve(facts, row, formula, token), sign);
        }
        if (!ok)
            return false;
    }
    return true;
}

static void set_rate(struct fact *into, enum fact_kind kind, int64_t num, int64_t den)
{
    into->kind = den ? kind : FACT_NONE;
    into->rate = den < 0 ? (struct rate){-num, -den} : (struct rate){num, den};
}

static struct fact *add_part(struct facts *facts, struct fact *group, const char *key,
                             enum fact_kind kind, const char *formula)
{
    struct fact *part = fact_add_named(facts, group, slice_of(key), kind);
    part->formula = formula;
    part->terms = group->terms;
    part->term_count = group->term_count;
    return part;
}

static void add_side(struct facts *facts, struct fact *group, const char *key,
                     const struct fact *of)
{
    struct fact *side = fact_add_named(facts, group, slice_of(key), of->kind);
    side->number = of->number;
    side->formula = fact_path(facts->arena, of).p;
    fact_add_term(facts, side, of);
}

static const struct {
    const char *key, *more, *less;
} change_words[] = {{"增减", "增加", "减少"}, {"升降", "增长", "下降"}};

enum { CHANGE_WORDS = sizeof change_words / sizeof *change_words };

struct slice change_word(struct slice key, int64_t difference)
{
    for (size_t i = 0; i < CHANGE_WORDS; i++)
        if (slice_is(key, change_words[i].key))
            return slice_of(difference > 0   ? change_words[i].more
                            : difference < 0 ? change_words[i].less
                                             : "持平");
    return (struct slice){NULL, 0};
}

/* What the words and flags of a change say instead where its amount prints as 0. */
static void add_flat(struct facts *facts, const struct fact *group)
{
    static const struct fact word = {.kind = FACT_TEXT, .text = {"持平", sizeof "持平" - 1}};
    static const struct fact yes = {.kind = FACT_FLAG, .flag = true}, no = {.kind = FACT_FLAG};
    static const struct {
        const char *key;
        const struct fact *flat;
    } parts[] = {
        {"增减", &word}, {"升降", &word}, {"是增加", &no}, {"是减少", &no}, {"是持平", &yes}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        fact_child(facts, group, slice_of(parts[i].key))->flat = parts[i].flat;
}

/* The group of a change; difference and both sides are known to fit. */
static void fill_change(struct facts *facts, struct fact *group, const struct fact *now,
                        const struct fact *before, int64_t difference)
{
    int64_t magnitude = difference < 0 ? -difference : difference;
    enum fact_kind kind = now->kind;
    group->kind = FACT_GROUP;
    add_side(facts, group, "本年", now);
    add_side(facts, group, "上年", before);
    add_part(facts, group, "增减额", kind, "本年 - 上年")->number = difference;
    add_part(facts, group, "差额", kind, "增减额的绝对值")->number = magnitude;
    set_rate(add_part(facts, group, "增减率", FACT_NONE, "增减额 / 上年"), FACT_RATE, difference,
             before->number);
    set_rate(add_part(facts, group, "幅度", FACT_NONE, "增减率的绝对值"), FACT_RATE, magnitude,
             before->number < 0 ? -before->number : before->number);
    for (size_t i = 0; i < CHANGE_WORDS; i++) {
        struct slice key = slice_of(change_words[i].key);
        add_part(facts, group, key.p, FACT_TEXT, "本年 比 上年")->text =
            change_word(key, difference);
    }
    add_part(facts, group, "是增加", FACT_FLAG, "本年 > 上年")->flag = difference > 0;
    add_part(facts, group, "是减少", FACT_FLAG, "本年 < 上年")->flag = difference < 0;
    add_part(facts, group, "是持平", FACT_FLAG, "本年 = 上年")->flag = difference == 0;
    add_part(facts, group, "上年为零", FACT_FLAG, "上年 = 0")->flag = before->number == 0;
    if (kind == FACT_MONEY)
        add_flat(facts, group);
}

static bool run_change(struct facts *facts, struct diag *diag, const struct fact *now,
                       const struct fact *before, struct fact *into)
{
    fact_add_term(facts, into, now);
    fact_add_term(facts, into, before);
    into->waits |= now->waits | before->waits;
    if (into->waits || now->kind == FACT_NONE || before->kind == FACT_NONE)
        return true;
    int64_t difference;
    if (!money_sub(now->number, before->number, &difference) || difference == INT64_MIN)
        return overflow(facts, diag, into);
    fill_change(facts, into, now, before, difference);
    return true;
}

static void run_rate(struct facts *facts, const struct fact *part, const struct fact *whole,
                     struct fact *into)
{
    fact_add_term(facts, into, part);
    fact_add_term(facts, into, whole);
    into->waits |= part->waits | whole->waits;
    bool each = part->kind == FACT_MONEY && whole->kind == FACT_COUNT;
    /* There is no share of a whole below zero. */
    if (!into->waits && part->kind != FACT_NONE && whole->kind != FACT_NONE && whole->number >= 0)
        set_rate(into, each ? FACT_PRICE : FACT_RATE, part->number, whole->number);
}

static const char counts[] = "计数 ", means[] = "平均 ";

static void run_count(struct facts *facts, const struct fact *list, struct fact *into)
{
    for (const struct fact *item = list->first; item; item = item->next)
        fact_add_term(facts, into, item->first ? item->first : item);
    into->waits |= list->waits;
    into->kind = FACT_COUNT;
    into->number = list->child_count;
}

/* into holds the sum of its terms. */
static bool divide_by_terms(struct facts *facts, struct diag *diag, struct fact *into)
{
    enum { HUNDREDTHS = 100 };
    int64_t count = 0, number = into->number;
    for (uint32_t i = 0; i < into->term_count; i++)
        count += into->terms[i]->kind != FACT_NONE;
    if (into->kind == FACT_COUNT && __builtin_mul_overflow(number, HUNDREDTHS, &number))
        return overflow(facts, diag, into);
    set_rate(into, into->kind == FACT_MONEY ? FACT_PRICE : FACT_MEAN, number, count);
    return true;
}

bool formula_run(struct facts *facts, struct diag *diag, const struct fact *row,
                 const char *formula, struct fact *into)
{
    static const char change[] = " 比 ", rate[] = " / ";
    into->formula = formula;
    if (slice_starts(slice_of(formula), counts)) {
        run_count(facts, resolve(facts, row, formula, slice_of(formula + strlen(counts))), into);
        return true;
    }
    if (slice_starts(slice_of(formula), means))
        return run_sum(facts, diag, row, formula + strlen(means), into) &&
               divide_by_terms(facts, diag, into);
    const char *versus = strstr(formula, change);
    const char *over = strstr(formula, rate);
    if (!versus && !over)
        return run_sum(facts, diag, row, formula, into);

    const char *at = versus ? versus : over;
    struct slice left = {formula, (size_t)(at - formula)};
    const struct fact *a = resolve(facts, row, formula, left);
    const struct fact *b =
        resolve(facts, row, formula, slice_of(at + strlen(versus ? change : rate)));
    if (versus)
        return run_change(facts, diag, a, b, into);
    run_rate(facts, a, b, into);
    return true;
}

/* ---- What a package declares ---- */

struct formula_check {
    struct facts *facts;
    struct diag *diag;
    const struct fact *row;
    const struct formula_row *formula;
    bool rate, count;
    enum fact_kind kind; /* of the terms so far */
};

static bool is_number(enum fact_kind kind)
{
    return kind == FACT_MONEY || kind == FACT_COUNT || kind == FACT_SCORE;
}

static bool refuse(const struct formula_check *check, enum message message, struct slice about)
{
    diag_report_chosen(check->diag, message, check->formula->pos,
                       slice_copy(check->diag->arena, about).p);
    return false;
}

/* Whether the figures go together: of one sort, but for what each cost. */
static bool take_kind(struct formula_check *check, const struct fact *fact, struct slice name)
{
    if (fact->kind == FACT_NONE)
        return true;
    if (!is_number(fact->kind))
        return refuse(check, MSG_FORMULA_KIND, name);
    bool price = check->rate && check->kind == FACT_MONEY && fact->kind == FACT_COUNT;
    if (check->kind != FACT_NONE && fact->kind != check->kind && !price)
        return refuse(check, MSG_FORMULA_MIXED, slice_of(check->formula->formula));
    check->kind = fact->kind;
    return true;
}

static bool name_fits(struct formula_check *check, struct slice token)
{
    static const char sigma[] = "Σ";
    struct slice path = token, name = {NULL, 0};
    bool sum = slice_starts(token, sigma);
    if (sum)
        path = (struct slice){token.p + strlen(sigma), token.n - strlen(sigma)};
    if (sum && !split_list(&path, &name))
        return refuse(check, MSG_FORMULA_SYNTAX, slice_of(check->formula->formula));
    const struct fact *fact = path.n ? look_up(check->facts, check->row, path) : NULL;
    if (!fact) {
        fact_report_unknown(check->facts, check->diag, check->formula->pos, path);
        return false;
    }
    bool many = fact->kind == FACT_LIST || fact->kind == FACT_GROUP;
    if (!sum && !check->count)
        return take_kind(check, fact, token);
    if (!many || check->count)
        return (many && fact->kind == FACT_LIST) || refuse(check, MSG_FORMULA_KIND, path);
    for (const struct fact *item = fact->first; item; item = item->next) {
        const struct fact *cell = name.n ? fact_find(check->facts, item, name) : item;
        if (!cell) {
            fact_report_unknown(check->facts, check->diag, check->formula->pos, token);
            return false;
        }
        if (!take_kind(check, cell, token))
            return false;
    }
    return true;
}

/* Names and signs take turns; a rate or change has two names and nothing else. */
bool formula_fits(struct facts *facts, struct diag *diag, const struct fact *row,
                  const struct formula_row *formula)
{
    struct formula_check check = {facts, diag, row, formula, false, false, FACT_NONE};
    struct slice rest = slice_of(formula->formula), sign = {NULL, 0};
    unsigned names = 0, signs = 0, pairs = 0;
    check.count = slice_starts(rest, counts);
    if (check.count || slice_starts(rest, means))
        slice_cut(&rest, ' ');
    while (rest.p) {
        struct slice token = slice_cut(&rest, ' ');
        bool pair = slice_is(token, "/") || slice_is(token, "比");
        if (pair || slice_is(token, "+") || slice_is(token, "-")) {
            sign = token;
            signs++;
            pairs += pair;
            check.rate = slice_is(sign, "/");
        } else if (++names && !name_fits(&check, token)) {
            return false;
        }
        if (signs > names || names > signs + 1)
            break;
    }
    bool alone = check.count || slice_starts(slice_of(formula->formula), means);
    if (names == signs + 1 && (!pairs || (signs == 1 && !alone)) && !(check.count && signs))
        return true;
    return refuse(&check, MSG_FORMULA_SYNTAX, slice_of(formula->formula));
}

const char *with_word(struct arena *arena, const char *text, struct slice word)
{
    size_t size = 0;
    for (const char *p = text; *p; p++)
        size += *p == '%' ? word.n : 1;
    char *copy = arena_alloc(arena, size + 1), *end = copy;
    for (const char *p = text; *p; p++)
        if (*p == '%')
            end = mempcpy(end, word.p, word.n);
        else
            *end++ = *p;
    return copy;
}
