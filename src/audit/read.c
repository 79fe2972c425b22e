/*
 * Sentences → placings. A text speaks of one topic at a time; what it says of it (budget, share,
 * change …) is told by the word before the figure. Whatever stands between a topic and its figure
 * that nobody knows ends the topic: a figure that is not understood is counted, never guessed.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/reader.h"

/* ---- Subjects ---- */

/* The code of the name: below the subject named just before or last spoken of, if one is; else the
 * only one, or the highest of all. */
static struct slice code_of(const struct reader_state *state, struct slice name)
{
    const struct grammar *grammar = state->grammar;
    const enum section budget = budget_of(state->section);
    struct slice best = {"", 0},
                 parents[] = {state->code.n ? state->code : state->above, state->above};
    for (size_t p = 0; p < 2; p++)
        for (uint32_t i = 0; i < grammar->name_count && parents[p].n; i++) {
            const struct subject_name *subject = &grammar->names[i];
            if (subject->section != budget || !slice_eq(subject->plain, name))
                continue;
            for (size_t n = parents[p].n; n >= 3; n -= 2)
                if (is_below(subject->code, (struct slice){parents[p].p, n}))
                    return subject->code;
        }
    uint32_t several = 0;
    for (uint32_t i = 0; i < grammar->name_count; i++)
        if (grammar->names[i].section == budget && slice_eq(grammar->names[i].plain, name)) {
            several += best.n && !slice_eq(best, grammar->names[i].code);
            if (!best.n || grammar->names[i].code.n < best.n)
                best = grammar->names[i].code;
        }
    return several && best.n > 3 ? (struct slice){"", 0} : best;
}

static void take_subject(struct reader_state *state, const struct token *token)
{
    struct slice code = code_of(state, token->name);
    if (state->chained && state->code.n && !is_below(code, state->code))
        code = (struct slice){"", 0}; /* a chain of names that is none of the tables' */
    state->topic = NULL;
    state->code = code;
    if (code.n)
        state->above = code;
    state->chained = true;
    state->uses = state->changes = state->explained = 0;
    state->aspect = ASPECT_AMOUNT;
    state->base = BASE_NONE;
    state->direction.part.n = 0;
}

/* ---- Tokens ---- */

static void lose_topic(struct reader_state *state)
{
    state->topic = NULL;
    state->code = (struct slice){"", 0};
    state->aspect = ASPECT_NONE;
    state->direction.part.n = 0;
}

/* Whether the topic says something by itself, whatever it is said of. */
static bool is_telling(const struct topic *topic)
{
    const char *counts = topic->counts ? strchr(topic->counts, ' ') : NULL;
    return (topic->amount && *topic->amount != '@') || (counts && counts[1] && counts[1] != '@');
}

/* What was spoken of before a bracket is spoken of after it. */
static void take_bracket(struct reader_state *state, const struct token *token)
{
    if (slice_is(token->part, "(")) {
        state->outer = state->topic;
        state->outer_changes = state->changes;
    } else if (slice_is(token->part, ")") && state->outer) {
        state->topic = state->outer;
        state->changes = state->outer_changes;
        state->aspect = ASPECT_NONE;
        state->outer = NULL;
    }
}

static void take_topic(struct reader_state *state, const struct token *token)
{
    if (state->topic != token->topic)
        state->changes = state->explained = 0;
    assert(token->topic && "the sign of a topic has one");
    state->topic = token->topic;
    state->spoken |= is_telling(token->topic);
    state->code = (struct slice){"", 0};
    bool share = !token->topic->amount && token->topic->share;
    state->aspect = share ? ASPECT_SHARE : ASPECT_AMOUNT;
    state->direction.part.n = 0;
}

static void take_item(struct reader_state *state, const struct token *token)
{
    static const char *const marks[] = {"(", "、", "."};
    struct slice begin = state->paragraph->plain;
    static const struct topic counted = {.counts = "个 @项目数"};
    lose_topic(state);
    if (slice_starts(token->name, "绩效.统计."))
        state->topic = &counted;
    state->item = token->name;
    state->spoken = true;
    state->mark = (struct slice){"", 0};
    begin.n = (size_t)(token->part.p - begin.p);
    for (size_t i = 0; i < 3 && !state->mark.n; i++)
        if (begin.n && memmem(begin.p, begin.n, marks[i], strlen(marks[i])))
            state->mark = slice_of(marks[i]);
}

/* Ends what an annex speaks of where a paragraph numbered alike begins. */
static void leave_item(struct reader_state *state)
{
    enum { NUMBERED = 12 };
    struct slice plain = state->paragraph->plain,
                 begin = {plain.p, plain.n < NUMBERED ? plain.n : NUMBERED};
    bool alike = state->mark.n && memmem(begin.p, begin.n, state->mark.p, state->mark.n);
    if (state->section != SECTION_ANNEX || alike)
        state->item = (struct slice){"", 0};
}

static void take_flat(struct reader_state *state, const struct token *token)
{
    if (has_topic(state) && state->base != BASE_NONE)
        place_word(state, token->part, "持平", change_fact(state, "增减"));
}

static void take_versus(struct reader_state *state, const struct token *token)
{
    const char *word = token->sign == SIGN_MORE   ? "增加"
                       : token->sign == SIGN_LESS ? "减少"
                                                  : "持平";
    enum base base = state->base;
    state->base = BASE_BUDGET;
    if (has_topic(state))
        place_word(state, token->part, word, change_fact(state, "增减"));
    state->base = base;
    state->versus = true;
}

/* What a change is told against. */
static enum base base_of(enum sign sign)
{
    return sign == SIGN_LAST_YEAR        ? BASE_LAST_YEAR
           : sign == SIGN_AGAINST_BUDGET ? BASE_BUDGET
           : sign == SIGN_AGAINST_FULL   ? BASE_FULL_BUDGET
                                         : BASE_NONE;
}

static void take_base(struct reader_state *state, const struct token *token)
{
    enum base base = base_of(token->sign);
    state->base = base;
    state->aspect = base == BASE_LAST_YEAR ? ASPECT_BEFORE : ASPECT_NONE;
    state->direction.part.n = 0;
}

static void take_aspect(struct reader_state *state, const struct token *token)
{
    static const enum aspect aspects[] = {[SIGN_BUDGET] = ASPECT_BUDGET,
                                          [SIGN_FULL_BUDGET] = ASPECT_FULL_BUDGET,
                                          [SIGN_FINAL] = ASPECT_AMOUNT,
                                          [SIGN_COMPLETED] = ASPECT_COMPLETED,
                                          [SIGN_FULL_COMPLETED] = ASPECT_FULL_COMPLETED,
                                          [SIGN_SHARE] = ASPECT_SHARE};
    if (has_topic(state))
        state->aspect = aspects[token->sign];
}

static void take_direction(struct reader_state *state, const struct token *token)
{
    state->direction = *token;
    state->aspect = ASPECT_CHANGE;
    state->versus = false;
    state->ways |= token->sign == SIGN_UP ? 1 : 2;
}

/* Whether a date is of another year than the accounts. */
static bool is_other_year(const struct reader_state *state, struct slice part)
{
    int year = atoi(part.p);
    return year > 1990 && year < 2100 && state->grammar->year && year != state->grammar->year;
}

static void take_other(struct reader_state *state, const struct token *token)
{
    (void)token;
    lose_topic(state);
}

static void take_nearly(struct reader_state *state, const struct token *token)
{
    if (state->base != BASE_NONE)
        place_nearly(state, token->part);
}

/* 较预算节约14.94万元; without a comparison it is the agency's own word. */
static void take_saved(struct reader_state *state, const struct token *token)
{
    struct token down = *token;
    bool compared = state->base != BASE_NONE &&
                    (state->aspect == ASPECT_NONE || state->aspect == ASPECT_BEFORE);
    down.sign = SIGN_DOWN;
    if (compared)
        take_direction(state, &down);
    else
        take_other(state, token);
}

/* 超年初预算914.26万元 */
static void take_over(struct reader_state *state, const struct token *token)
{
    struct token up = *token;
    up.sign = SIGN_UP;
    state->base = BASE_BUDGET;
    take_direction(state, &up);
}

/* 预决算差异率20.9% */
static void take_apart(struct reader_state *state, const struct token *token)
{
    (void)token;
    state->base = BASE_BUDGET;
    state->aspect = ASPECT_CHANGE;
    state->direction.part.n = 0;
}

static void take_multiple(struct reader_state *state, const struct token *token)
{
    (void)token;
    state->base = BASE_LAST_YEAR;
    state->aspect = ASPECT_MULTIPLE;
    state->direction.part.n = 0;
}

static void take_glue(struct reader_state *state, const struct token *token)
{
    state->other_year |= is_other_year(state, token->part);
    take_bracket(state, token);
}

static void take_different(struct reader_state *state, const struct token *token)
{
    (void)token;
    state->versus = true;
}

/* What is done at a sign outside of prose; nothing where there is no row. */
static void (*const takers[])(struct reader_state *state, const struct token *token) = {
    [SIGN_OTHER] = take_other,
    [SIGN_GLUE] = take_glue,
    [SIGN_TOPIC] = take_topic,
    [SIGN_SUBJECT] = take_subject,
    [SIGN_ITEM] = take_item,
    [SIGN_BUDGET] = take_aspect,
    [SIGN_FULL_BUDGET] = take_aspect,
    [SIGN_FINAL] = take_aspect,
    [SIGN_COMPLETED] = take_aspect,
    [SIGN_FULL_COMPLETED] = take_aspect,
    [SIGN_SHARE] = take_aspect,
    [SIGN_UP] = take_direction,
    [SIGN_DOWN] = take_direction,
    [SIGN_FLAT] = take_flat,
    [SIGN_NEARLY] = take_nearly,
    [SIGN_MULTIPLE] = take_multiple,
    [SIGN_SAVED] = take_saved,
    [SIGN_OVER] = take_over,
    [SIGN_APART] = take_apart,
    [SIGN_LAST_YEAR] = take_base,
    [SIGN_AGAINST_BUDGET] = take_base,
    [SIGN_AGAINST_FULL] = take_base,
    [SIGN_MORE] = take_versus,
    [SIGN_LESS] = take_versus,
    [SIGN_EQUAL] = take_versus,
    [SIGN_DIFFERENT] = take_different,
    [SIGN_FREE] = NULL,
};

static void take_sign(struct reader_state *state, const struct token *token)
{
    if (takers[token->sign])
        takers[token->sign](state, token);
}

/* The next token that is no glue. */
static struct token peek(const struct reader_state *state, size_t *at)
{
    struct token token;
    do
        token = word_next(state->grammar, state->section, state->paragraph->plain, at);
    while ((token.sign == SIGN_GLUE || token.sign == SIGN_ROUGHLY) &&
           *at < state->paragraph->plain.n);
    return token;
}

/* Whether a count that the form asks for follows: 公务用车保有量为32辆. */
static bool is_count_next(const struct reader_state *state, struct token token, size_t at)
{
    if (token.sign != SIGN_TOPIC || token.topic->amount || !token.topic->counts)
        return false;
    return peek(state, &at).sign == SIGN_FIGURE;
}

/* Whether a comparison follows that this topic has not had: 与上年相比减少19.62万元. */
static bool is_change_next(const struct reader_state *state, struct token token, size_t at)
{
    if (base_of(token.sign) == BASE_NONE)
        return false;
    unsigned bit = 1u << base_of(token.sign);
    enum sign next = peek(state, &at).sign;
    return !(state->changes & bit) && has_topic(state) && (next == SIGN_UP || next == SIGN_DOWN);
}

/* Prose ends with its sentence, or where something else that the form tells begins. */
static bool ends_prose(const struct reader_state *state, const struct token *token, size_t at)
{
    if (state->free)
        return false;
    if (token->sign == SIGN_STOP)
        return true;
    if ((token->sign != SIGN_PAUSE && token->sign != SIGN_COMMA) || at >= state->paragraph->plain.n)
        return false;
    struct token next = peek(state, &at);
    if (token->sign == SIGN_PAUSE)
        return next.sign >= SIGN_TOPIC && (next.sign < SIGN_REASON || next.sign == SIGN_COMPARED);
    return is_count_next(state, next, at) || is_change_next(state, next, at);
}

/* How long the word is that the text begins or ends with; 0 for none of them. */
static size_t any_at(struct slice text, bool begin, const char *const *words)
{
    for (; *words; words++)
        if (begin ? slice_starts(text, *words) : slice_ends(text, *words))
            return strlen(*words);
    return 0;
}

/* Whether what rose or fell is money, or what it is spent on: 经费减少, 增加了支出. */
static bool is_of_money(const struct reader_state *state, const struct token *token)
{
    static const char *const before[] = {"支出", "经费", "费用", "收入", "拨款", "开支",
                                         "接待", "次数", "资金", "费",   "人数", "人次",
                                         "批次", "维修", "购置", "采购", NULL};
    static const char *const after[] = {"支出",   "了支出", "经费",   "了经费", "开支",
                                        "了开支", "费用",   "了费用", NULL};
    static const char *const how[] = {"相应", "大幅", "有所", "略有", "同步", "随之", NULL};
    struct slice plain = state->paragraph->plain;
    const char *end = token->part.p + token->part.n;
    struct slice text = {state->reason, (size_t)(token->part.p - state->reason)};
    text.n -= any_at(text, false, how);
    return any_at(text, false, before) ||
           any_at((struct slice){end, (size_t)(plain.p + plain.n - end)}, true, after);
}

static void note_direction(struct reader_state *state, const struct token *token)
{
    if (!state->reason || (token->sign != SIGN_UP && token->sign != SIGN_DOWN))
        return;
    bool other = state->directions++ && token->sign != state->told.sign;
    state->told = *token;
    if (other || !is_of_money(state, token))
        state->reason = NULL;
}

/* At the end of a reason: 经费减少 explains no growth, if the reason speaks of no
 * other direction, of no other year and of nothing that makes the amount move the other way. */
static void finish_reason(struct reader_state *state, const char *end)
{
    static const char *const others[] = {"上年", "去年", "往年", "同期", "年度", "以前",
                                         "结转", "结余", "退休", "离休", "调出", "辞职",
                                         "减员", "节约", "返还", "冲减", "缴回"};
    static const char ours[] = "本年度", budget[] = "年初预算";
    struct slice text = {state->reason, state->reason ? (size_t)(end - state->reason) : 0};
    bool alone = state->reason && state->directions;
    bool to_budget = state->versus || state->base == BASE_BUDGET || state->base == BASE_FULL_BUDGET;
    if (slice_starts(text, ours))
        text = (struct slice){text.p + strlen(ours), text.n - strlen(ours)};
    for (size_t i = 0; alone && i < sizeof others / sizeof *others; i++)
        alone = !memmem(text.p, text.n, others[i], strlen(others[i]));
    alone = alone && !(to_budget && memmem(text.p, text.n, budget, strlen(budget)));
    if (alone)
        place_reason(state, state->told.part, state->told.sign == SIGN_UP);
    state->reason = NULL;
    state->directions = 0;
    state->explained = state->changes;
}

static void read_prose(struct reader_state *state, const struct token *token, size_t at)
{
    if (token->sign == SIGN_COMMA && state->use)
        state->use = token->part.p + token->part.n;
    if (token->sign == SIGN_REASON)
        state->use = NULL;
    if (state->use && token->sign == SIGN_LAST_YEAR) {
        state->in_prose = false;
        take_sign(state, token);
    } else if (ends_prose(state, token, at)) {
        state->in_prose = false;
    }
    if (!state->in_prose)
        state->use = NULL;
}

static void read_figure(struct reader_state *state, const struct token *token)
{
    if (token->rough.most || token->unit == UNIT_BARE) {
        bool placed = token->rough.most ? place_rough(state, token) : place_bare(state, token);
        if (!placed && !state->in_prose)
            take_other(state, token);
    } else if (state->use) {
        place_use(state, token);
    } else {
        place_figure(state, token);
    }
}

static void read_token(struct reader_state *state, const struct token *token, size_t at)
{
    bool up = token->sign == SIGN_REASON_UP, down = token->sign == SIGN_REASON_DOWN;
    bool reason = token->sign == SIGN_REASON || up || down;
    bool begins = reason || token->sign == SIGN_USE || token->sign == SIGN_FREE;
    state->free |= token->sign == SIGN_FREE;
    if (token->sign >= SIGN_STOP && token->sign <= SIGN_COMMA)
        state->other_year = false;
    if (token->sign == SIGN_STOP)
        state->stopped = true;
    else if (token->sign == SIGN_TOPIC || token->sign == SIGN_SUBJECT)
        state->stopped = false;
    if (token->sign == SIGN_FIGURE) {
        read_figure(state, token);
    } else if (begins && !state->in_prose) {
        if (up || down)
            place_reason(state, token->part, up);
        state->in_prose = true;
        bool known = !(state->ways == (1 | 2) && state->stopped); /* what it is the reason of */
        state->reason = reason && known ? token->part.p + token->part.n : NULL;
        state->use =
            token->sign == SIGN_USE && is_subject(state) ? token->part.p + token->part.n : NULL;
    } else if (state->in_prose) {
        note_direction(state, token);
        read_prose(state, token, at);
        if (!state->in_prose)
            finish_reason(state, token->part.p);
    } else {
        take_sign(state, token);
    }
    if (token->sign != SIGN_SUBJECT && token->sign != SIGN_GLUE)
        state->chained = false;
    state->roughly = token->sign == SIGN_ROUGHLY || (state->roughly && token->sign == SIGN_GLUE);
}

/* What the form's frames tell of the paragraph. */
static const struct claim *claims_of(const struct reader_state *state, uint32_t *count)
{
    const struct match_place place = {.grammar = state->grammar,
                                      .plain = state->paragraph->plain,
                                      .heading = state->heading,
                                      .section = state->section,
                                      .above = state->above};
    return state->lesson ? frames_claim(state->lesson, &place, count) : NULL;
}

static void read_paragraph(struct reader_state *state)
{
    struct slice plain = state->paragraph->plain;
    state->in_prose = state->chained = state->spoken = state->free = false;
    leave_item(state);
    state->outer = NULL;
    state->reason = NULL;
    state->use = NULL;
    state->other_year = state->versus = false;
    state->ways = 0;
    state->stopped = state->roughly = false;
    state->changes = state->explained = 0;
    state->base = BASE_NONE;
    if (state->figures)
        lose_topic(state);
    state->figures = false;
    uint32_t count = 0, next = 0;
    const struct claim *claims = claims_of(state, &count);
    for (size_t at = 0; at < plain.n;) {
        struct token token = word_next(state->grammar, state->section, plain, &at);
        bool claimed = false;
        for (; next < count && claims[next].part.p < plain.p + at; next++) {
            if (!claims[next].fact.n) {
                state->known = claims[next].part.p;
                continue;
            }
            place_claim(state, &claims[next]);
            at = (size_t)(claims[next].part.p + claims[next].part.n - plain.p);
            claimed = true;
        }
        if (!claimed)
            read_token(state, &token, at);
    }
    finish_reason(state, plain.p + plain.n);
}

/* ---- The document ---- */

static bool has_money(struct slice plain)
{
    return memmem(plain.p, plain.n, "万元", strlen("万元")) || memchr(plain.p, '%', plain.n);
}

/* A short line without figures that names a section. */
static bool is_heading(const struct paragraph *paragraph)
{
    enum { LONGEST = 50 };
    struct slice plain = paragraph->plain;
    bool numbered = slice_starts(plain, "(") ||
                    memmem(plain.p, plain.n < 12 ? plain.n : 12, "、", strlen("、"));
    if (slice_ends(plain, "。") && !numbered)
        return false;
    return utf8_length(plain) <= LONGEST && !has_money(plain) && !memchr(plain.p, ',', plain.n) &&
           !slice_ends(plain, ";") && !slice_ends(plain, ":");
}

/* Whether the paragraph is no sentence but the figures of a chart: 8684.67,82.71% */
static bool is_label(struct slice plain)
{
    for (size_t at = 0; at < plain.n;) {
        size_t start = at;
        uint32_t code = utf8_next(plain, &at);
        bool unit = slice_starts((struct slice){plain.p + start, plain.n - start}, "万") ||
                    slice_starts((struct slice){plain.p + start, plain.n - start}, "元");
        if (code >= 0x80 && !unit)
            return false;
    }
    return true;
}

/* Whether the heading is that of a part: 第三部分 */
static bool is_part(struct slice plain)
{
    return slice_starts(plain, "第") && memmem(plain.p, plain.n, "部分", strlen("部分"));
}

/* What is annexed, and what explains words. */
static bool is_outside(enum section section)
{
    return section == SECTION_GLOSSARY || section == SECTION_TABLES || section == SECTION_ANNEX;
}

/* Whether the paragraph begins a section: one that is known, or one of the form's. What is annexed
 * has headings of its own. */
static bool begins_section(struct reader_state *state, const struct paragraph *paragraph)
{
    if (!is_heading(paragraph))
        return false;
    const struct lesson *lesson = state->lesson;
    enum section section = section_of(paragraph->plain);
    if (section == SECTION_ANNEX)
        state->item = (struct slice){"", 0};
    if (section == SECTION_ANNEX && state->is_report)
        section = SECTION_NONE;
    uint32_t heading = lesson ? frames_heading(lesson, paragraph->plain) : 0;
    bool part = is_part(paragraph->plain), outside = is_outside(state->section);
    bool known = section != SECTION_NONE && !outside;
    if (!part && !known && !(heading && frames_tell(lesson, heading)))
        return false;
    state->heading = heading;
    if (part || known || state->section > SECTION_OVERVIEW)
        state->section = section;
    return true;
}

/* Where figures speak of what the tables do not have: only what a frame claims is read. */
static void read_claims(struct reader_state *state)
{
    uint32_t count = 0;
    const struct claim *claims = claims_of(state, &count);
    for (uint32_t i = 0; i < count; i++)
        if (claims[i].fact.n)
            place_claim(state, &claims[i]);
}

/* Counts the figures of a paragraph that is not read. */
static void count_outside(struct reader_state *state)
{
    struct slice plain = state->paragraph->plain;
    struct token token;
    for (size_t at = 0; at < plain.n; at += token.part.n ? token.part.n : 1)
        if (figure_token((struct slice){plain.p + at, plain.n - at}, &token))
            state->reading->outside++;
        else
            token.part.n = number_length((struct slice){plain.p + at, plain.n - at});
}

static void read_section(struct reader_state *state, const struct paragraph *paragraph)
{
    bool own = state->section == SECTION_NONE && state->heading; /* the form's alone */
    state->paragraph = paragraph;
    if (state->section > SECTION_OVERVIEW || state->section == SECTION_ANNEX || own)
        read_paragraph(state);
    else if (state->heading)
        read_claims(state);
    else
        count_outside(state);
}

void audit_read(struct reading *reading, struct arena *arena, const struct book *book,
                const struct facts *facts, const struct catalog *catalog, int year,
                const struct lesson *lesson, bool is_report)
{
    struct grammar grammar;
    grammar_init(&grammar, arena, facts, catalog, year);
    *reading = (struct reading){0};
    struct reader_state state = {
        .reading = reading, .grammar = &grammar, .lesson = lesson, .is_report = is_report};
    for (const struct paragraph *paragraph = book->first_paragraph; paragraph;
         paragraph = paragraph->next) {
        if (begins_section(&state, paragraph)) {
            state.above = (struct slice){"", 0};
            lose_topic(&state);
        } else if (!is_label(paragraph->plain)) {
            read_section(&state, paragraph);
        }
    }
}

void reading_dump(struct buf *out, const struct reading *reading)
{
    for (const struct placing *placing = reading->first; placing; placing = placing->next)
        buf_printf(out, "%u %.*s → %s%s%s\n", placing->paragraph->ordinal, (int)placing->part.n,
                   placing->part.p,
                   placing->is_prose     ? "in prose"
                   : !placing->is_placed ? "?"
                   : placing->fact.n     ? placing->fact.p
                                         : "—",
                   placing->is_placed && placing->fact.n ? " = " : "",
                   placing->is_placed && placing->fact.n ? placing->text.p : "");
    buf_printf(out, "figures %u, placed %u, in prose %u\n", reading->figures, reading->placed,
               reading->prose);
}
