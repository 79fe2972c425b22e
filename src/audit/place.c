/* Figures and words → placings: which fact of what the text speaks of each states. */
#include <string.h>

#include "audit/reader.h"

/* ---- Facts ---- */

/* The pattern with its % replaced; empty for none. */
static struct slice filled(const struct reader_state *state, const char *pattern, const char *word)
{
    if (!pattern)
        return (struct slice){"", 0};
    if (*pattern == '@')
        return item_fact(state->grammar->arena,
                         state->item.n ? state->item : state->grammar->all_items, pattern + 1);
    const char *at = strchr(pattern, '%');
    return at ? slice_of(arena_printf(state->grammar->arena, "%.*s%s%s", (int)(at - pattern),
                                      pattern, word, at + 1))
              : slice_of(pattern);
}

bool is_subject(const struct reader_state *state)
{
    return state->code.n > 0;
}

bool has_topic(const struct reader_state *state)
{
    return state->topic || is_subject(state);
}

/* A fact of the topic: of a subject by its key, of others as the grammar says. */
static struct slice fact_of(const struct reader_state *state, const char *key, const char *pattern,
                            const char *word)
{
    enum section budget = budget_of(state->section);
    if (is_subject(state))
        return slice_of(arena_printf(state->grammar->arena, "%s.科目.%.*s.%s",
                                     budget == SECTION_FUND      ? "政府性基金预算"
                                     : budget == SECTION_CAPITAL ? "国有资本经营预算"
                                                                 : "一般公共预算支出",
                                     (int)state->code.n, state->code.p,
                                     budget && strcmp(key, "合计") == 0 ? "支出" : key));
    return filled(state, pattern, word);
}

/* 三公 calls the budget at the beginning of the year 预算. */
static struct slice budget_fact(const struct reader_state *state, const char *key)
{
    const char *family = state->topic ? state->topic->family : NULL;
    bool sangong = family && strncmp(family, "三公.", strlen("三公.")) == 0;
    return fact_of(state, key, family, sangong && strcmp(key, "年初预算") == 0 ? "预算" : key);
}

struct slice change_fact(const struct reader_state *state, const char *part)
{
    struct slice group = {"", 0};
    if (state->base == BASE_LAST_YEAR)
        group = fact_of(state, "比上年", state->topic ? state->topic->change : NULL, "");
    else if (state->base == BASE_BUDGET)
        group = budget_fact(state, "比预算");
    else if (state->base == BASE_FULL_BUDGET)
        group = budget_fact(state, "比全年预算");
    if (!group.n)
        return group;
    return slice_of(arena_printf(state->grammar->arena, "%s.%s", group.p, part));
}

/* ---- Placings ---- */

static struct placing *add(struct reader_state *state, struct slice part)
{
    struct reading *reading = state->reading;
    struct placing *placing = ARENA_NEW(state->grammar->arena, struct placing);
    *placing = (struct placing){.paragraph = state->paragraph, .part = part};
    *(reading->last ? &reading->last->next : &reading->first) = placing;
    reading->last = placing;
    return placing;
}

/* As a record states it: without separators; money in 万元 by the number alone. */
static struct slice stated_text(const struct reader_state *state, const struct token *token)
{
    struct buf text = {0};
    for (size_t i = 0; i < token->number.n; i++)
        if (token->number.p[i] != ',')
            buf_putc(&text, token->number.p[i]);
    if (token->unit == UNIT_PERCENT || slice_is(token->unit_word, "元"))
        buf_put_slice(&text, token->unit_word);
    else if (slice_starts(token->unit_word, "亿"))
        buf_puts(&text, "亿元");
    struct slice copy = slice_copy(state->grammar->arena, buf_slice(&text));
    buf_free(&text);
    return copy;
}

void place_word(struct reader_state *state, struct slice part, const char *word, struct slice fact)
{
    if (!fact.n)
        return;
    struct placing *placing = add(state, part);
    placing->text = slice_of(word);
    placing->fact = fact;
    placing->is_placed = placing->is_word = true;
}

void place_reason(struct reader_state *state, struct slice part, bool up)
{
    enum base base = state->base;
    bool one = base != BASE_NONE && (state->changes & ~state->explained) == 1U << base;
    if (state->versus)
        state->base = BASE_BUDGET;
    struct slice fact = (one || state->versus) && has_topic(state) ? change_fact(state, "增减")
                                                                   : (struct slice){"", 0};
    state->base = base;
    place_word(state, part, up ? "增加" : "减少", fact);
    if (fact.n)
        state->reading->last->is_reason = true;
}

static bool is_up(const struct reader_state *state)
{
    return state->direction.sign == SIGN_UP;
}

/* The count's fact by its unit; false when the topic has no such count. */
static bool count_fact(const struct reader_state *state, struct slice unit, struct slice *fact)
{
    const char *counts = state->topic && !is_subject(state) ? state->topic->counts : NULL;
    for (struct slice rest = slice_of(counts ? counts : ""); rest.p && rest.n;) {
        struct slice row = slice_cut(&rest, '|'), word = slice_cut(&row, ' ');
        if (!slice_eq(word, unit))
            continue;
        struct slice pattern = slice_copy(state->grammar->arena, row);
        *fact = filled(state, pattern.p, "");
        return true;
    }
    return false;
}

static bool money_fact(const struct reader_state *state, struct slice *fact)
{
    const struct topic *topic = state->topic;
    switch (state->aspect) {
    case ASPECT_AMOUNT:
        *fact = fact_of(state, "合计", topic ? topic->amount : NULL, "");
        return true;
    case ASPECT_COMPLETED: /* 完成年初预算315万元的104.33% */
    case ASPECT_BUDGET:
        *fact = budget_fact(state, "年初预算");
        return true;
    case ASPECT_FULL_COMPLETED:
    case ASPECT_FULL_BUDGET:
        *fact = budget_fact(state, "全年预算");
        return true;
    case ASPECT_CHANGE:
        *fact = change_fact(state, "差额");
        return state->base != BASE_NONE;
    case ASPECT_BEFORE:
        *fact = change_fact(state, "上年");
        return state->base == BASE_LAST_YEAR;
    default:
        return false;
    }
}

static bool rate_fact(const struct reader_state *state, struct slice *fact)
{
    switch (state->aspect) {
    case ASPECT_SHARE:
        *fact = fact_of(state, "占比", state->topic ? state->topic->share : NULL, "");
        return true;
    case ASPECT_COMPLETED:
        *fact = budget_fact(state, "完成率");
        return true;
    case ASPECT_FULL_COMPLETED:
        *fact = budget_fact(state, "全年完成率");
        return true;
    case ASPECT_CHANGE:
        *fact = change_fact(state, "幅度");
        return state->base != BASE_NONE;
    default:
        return false;
    }
}

/* The word of the change that the figure is the size of. */
static void place_direction(struct reader_state *state, bool rate)
{
    static const char *const words[][2] = {{"减少", "增加"}, {"下降", "增长"}};
    if (!state->direction.part.n)
        return;
    place_word(state, state->direction.part, words[rate][is_up(state)],
               change_fact(state, rate ? "升降" : "增减"));
    state->direction.part.n = 0;
}

/* Whether a figure is told so exactly that 约 before it means nothing: 约8.45% */
static bool is_exact(struct slice number)
{
    enum { DECIMALS = 2 };
    const char *point = memchr(number.p, '.', number.n);
    return point && number.p + number.n - point > DECIMALS;
}

static struct placing *add_figure(struct reader_state *state, const struct token *token,
                                  bool placed, struct slice fact)
{
    struct placing *placing = add(state, token->part);
    placing->text = stated_text(state, token);
    placing->is_placed = placed;
    bool own = is_performance(state->section) && (state->free || !state->spoken);
    placing->is_prose = !placed && (state->in_prose || own || state->section == SECTION_ANNEX);
    placing->is_count = token->unit == UNIT_COUNT;
    placing->rough = token->rough;
    placing->rough.about = (token->rough.about || state->roughly) && !is_exact(token->number);
    if (placed)
        placing->fact = fact;
    state->reading->figures++;
    state->reading->placed += placed;
    state->reading->prose += placing->is_prose;
    state->reading->annexed += placing->is_prose && state->section == SECTION_ANNEX;
    state->figures = true;
    return placing;
}

/* What a change is told by that is one of an amount, so that it is no matter of points. */
static void mark_points(const struct reader_state *state, struct placing *placing)
{
    bool change = state->aspect == ASPECT_CHANGE && state->base != BASE_NONE;
    placing->is_points = true;
    if (change && has_topic(state) && !state->in_prose)
        placing->fact = change_fact(state, "幅度");
}

void place_figure(struct reader_state *state, const struct token *token)
{
    struct slice fact = {"", 0};
    bool placed = !state->in_prose && has_topic(state) &&
                  !(state->other_year && state->aspect == ASPECT_AMOUNT);
    if (placed && token->unit == UNIT_MONEY)
        placed = money_fact(state, &fact);
    else if (placed && token->unit == UNIT_PERCENT)
        placed = rate_fact(state, &fact);
    else if (placed)
        placed = count_fact(state, token->unit_word, &fact);
    else if (state->section == SECTION_PLAIN)
        placed = state->in_prose && token->unit == UNIT_COUNT; /* times and persons of meetings */
    if (placed && state->aspect == ASPECT_CHANGE)
        place_direction(state, token->unit == UNIT_PERCENT);
    if (!placed && state->known == token->part.p) {
        placed = true;
        fact = (struct slice){"", 0};
    }
    struct placing *placing = add_figure(state, token, placed, fact);
    if (token->unit == UNIT_POINTS)
        mark_points(state, placing);
    if (state->aspect == ASPECT_CHANGE)
        state->changes |= 1u << state->base;
    bool completed = token->unit == UNIT_MONEY &&
                     (state->aspect == ASPECT_COMPLETED || state->aspect == ASPECT_FULL_COMPLETED);
    if (token->unit != UNIT_COUNT && !completed)
        state->aspect = ASPECT_NONE;
}

bool place_bare(struct reader_state *state, const struct token *token)
{
    struct slice fact = {"", 0};
    if (state->in_prose || !has_topic(state) || !money_fact(state, &fact) || !fact.n)
        return false;
    add_figure(state, token, false, fact)->is_bare = true;
    state->aspect = ASPECT_NONE;
    return true;
}

/* 是上年的2.5倍: a growth by 1.5; 是上年的0.8倍: a fall by 0.2. *up: whether it grew, where that is
 * known. */
static struct rough change_by(struct rough multiple, int *up)
{
    enum { ONCE = 10000 };
    int64_t least = multiple.least - ONCE, most = multiple.most - ONCE;
    *up = least >= 0 ? 1 : most <= 0 ? -1 : 0;
    if (*up < 0)
        return (struct rough){.least = -most, .most = -least};
    return (struct rough){.least = *up ? least : 0, .most = most > -least ? most : -least};
}

static void place_grown(struct reader_state *state, struct slice part, int up)
{
    if (up)
        place_word(state, part, up > 0 ? "增长" : "下降", change_fact(state, "升降"));
}

bool place_rough(struct reader_state *state, const struct token *token)
{
    struct slice fact = {"", 0};
    struct token rate = *token;
    bool multiple = state->aspect == ASPECT_MULTIPLE;
    int up = token->grown;
    if (state->in_prose || !has_topic(state))
        return false;
    if (multiple)
        rate.rough = change_by(token->rough, &up);
    if (multiple || token->grown)
        state->aspect = ASPECT_CHANGE;
    if (!rate_fact(state, &fact) || !fact.n)
        return false;
    if (state->aspect == ASPECT_CHANGE)
        place_direction(state, true);
    place_grown(state, token->part, up);
    int64_t half = state->roughly ? (rate.rough.most - rate.rough.least) / 2 : 0;
    rate.rough.least -= half;
    rate.rough.most += half;
    add_figure(state, &rate, true, fact);
    if (state->aspect == ASPECT_CHANGE)
        state->changes |= 1u << state->base;
    state->aspect = ASPECT_NONE;
    return true;
}

void place_nearly(struct reader_state *state, struct slice part)
{
    enum { NEARLY = 1000 };
    struct slice fact = change_fact(state, "幅度");
    if (!has_topic(state) || !fact.n)
        return;
    place_word(state, part, "基本持平", fact);
    state->reading->last->rough.most = NEARLY;
}

void place_claim(struct reader_state *state, const struct claim *claim)
{
    if (claim->word) {
        place_word(state, claim->part, claim->word, claim->fact);
        return;
    }
    add_figure(state, &claim->token, true, claim->fact);
    if (state->aspect == ASPECT_CHANGE)
        state->changes |= 1u << state->base;
    state->direction.part.n = 0;
    if (claim->token.unit != UNIT_COUNT)
        state->aspect = ASPECT_NONE;
}

bool is_below(struct slice code, struct slice above)
{
    return code.n > above.n && memcmp(code.p, above.p, above.n) == 0;
}

/* Whether the texts end alike, as the name of a subject and that of what its money went for do. */
static bool end_alike(struct slice name, struct slice subject)
{
    enum { TELLING = 24, WHOLE = 15 }; /* 8 characters; 5 when that is all of one of them */
    size_t n = 0;
    while (n < name.n && n < subject.n && name.p[name.n - n - 1] == subject.p[subject.n - n - 1])
        n++;
    bool all = n == name.n || n == subject.n;
    return n >= TELLING || (all && n >= WHOLE);
}

/* The amount of the one 项 below the subject that is named like the use; empty for none. */
static struct slice twin_of(const struct reader_state *state, struct slice name)
{
    const struct grammar *grammar = state->grammar;
    struct slice found = {"", 0};
    for (uint32_t i = 0; i < grammar->name_count; i++) {
        const struct subject_name *subject = &grammar->names[i];
        if (subject->code.n != 7 || subject->is_short || !is_below(subject->code, state->code) ||
            !end_alike(name, subject->plain))
            continue;
        if (found.n)
            return (struct slice){"", 0};
        found = subject->code;
    }
    return found.n ? slice_of(arena_printf(grammar->arena, "一般公共预算支出.科目.%.*s.合计",
                                           (int)found.n, found.p))
                   : found;
}

void place_use(struct reader_state *state, const struct token *token)
{
    enum { LONGEST = 120 };
    struct slice name = {state->use, (size_t)(token->part.p - state->use)}, fact = {"", 0};
    bool named = token->unit == UNIT_MONEY && name.n && name.n <= LONGEST && is_subject(state);
    if (named)
        fact = slice_of(arena_printf(state->grammar->arena, "支出用途.%.*s.项.%u.金额",
                                     (int)state->code.n, state->code.p, ++state->uses));
    struct placing *placing = add_figure(state, token, named, fact);
    if (!named)
        return;
    placing->twin = twin_of(state, name);
    placing->name = slice_copy(state->grammar->arena, plain_origin(state->paragraph, name));
    state->use = token->part.p + token->part.n;
}
