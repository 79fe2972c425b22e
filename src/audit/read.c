/*
 * Sentences → placings. A text speaks of one topic at a time; what it says of it (budget, share,
 * change …) is told by the word before the figure. Whatever stands between a topic and its figure
 * that nobody knows ends the topic: a figure that is not understood is counted, never guessed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/grammar.h"

/* What the next figure is, by the word before it. */
enum aspect {
    ASPECT_NONE,
    ASPECT_AMOUNT,
    ASPECT_BUDGET,
    ASPECT_FULL_BUDGET,
    ASPECT_COMPLETED,
    ASPECT_FULL_COMPLETED,
    ASPECT_SHARE,
    ASPECT_CHANGE,
    ASPECT_BEFORE
};

enum base { BASE_NONE, BASE_LAST_YEAR, BASE_BUDGET };

struct reader_state {
    struct reading *reading;
    const struct grammar *grammar;
    const struct paragraph *paragraph;
    enum section section;
    const struct topic *topic;
    struct slice code;  /* of the subject that the text speaks of, instead of a topic */
    struct slice above; /* of the subject that the text spoke of before */
    bool chained;       /* a name just stood there: the next one is below it */
    enum aspect aspect;
    enum base base;
    struct token direction; /* 增加, 下降; part.n 0 for none */
    bool in_prose;          /* a reason or a use is being told */
    const char *use;        /* where the name of a use begins, when uses are listed */
    uint32_t uses;          /* of the subject, so far */
    unsigned changes;       /* bits: what this topic was compared with in the paragraph */
    bool figures;           /* the paragraph had one */
    const char *frame;      /* the fact of a figure that stands at frame_end, or NULL */
    const char *frame_end;
    bool other_year; /* the clause speaks of another year */
};

/* ---- Facts ---- */

/* The pattern with its % replaced; empty for none. */
static struct slice filled(const struct reader_state *state, const char *pattern, const char *word)
{
    if (!pattern)
        return (struct slice){"", 0};
    const char *at = strchr(pattern, '%');
    return at ? slice_of(arena_printf(state->grammar->arena, "%.*s%s%s", (int)(at - pattern),
                                      pattern, word, at + 1))
              : slice_of(pattern);
}

static bool is_subject(const struct reader_state *state)
{
    return state->code.n > 0;
}

static bool has_topic(const struct reader_state *state)
{
    return state->topic || is_subject(state);
}

/* A fact of the topic: of a subject by its key, of others as the grammar says. */
static struct slice fact_of(const struct reader_state *state, const char *key, const char *pattern,
                            const char *word)
{
    if (is_subject(state))
        return slice_of(arena_printf(state->grammar->arena, "一般公共预算支出.科目.%.*s.%s",
                                     (int)state->code.n, state->code.p, key));
    return filled(state, pattern, word);
}

/* 三公 calls the budget at the beginning of the year 预算. */
static struct slice budget_fact(const struct reader_state *state, const char *key)
{
    const char *family = state->topic ? state->topic->family : NULL;
    bool sangong = family && strncmp(family, "三公.", strlen("三公.")) == 0;
    return fact_of(state, key, family, sangong && strcmp(key, "年初预算") == 0 ? "预算" : key);
}

static struct slice change_fact(const struct reader_state *state, const char *part)
{
    struct slice group = {"", 0};
    if (state->base == BASE_LAST_YEAR)
        group = fact_of(state, "比上年", state->topic ? state->topic->change : NULL, "");
    else if (state->base == BASE_BUDGET)
        group = budget_fact(state, "比预算");
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
    struct slice copy = slice_copy(state->grammar->arena, buf_slice(&text));
    buf_free(&text);
    return copy;
}

static void place_word(struct reader_state *state, struct slice part, const char *word,
                       struct slice fact)
{
    if (!fact.n)
        return;
    struct placing *placing = add(state, part);
    placing->text = slice_of(word);
    placing->fact = fact;
    placing->is_placed = placing->is_word = true;
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
        *fact = slice_copy(state->grammar->arena, row);
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
    case ASPECT_BUDGET:
        *fact = budget_fact(state, "年初预算");
        return true;
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

static void place_figure(struct reader_state *state, const struct token *token)
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
    if (!placed && !state->in_prose && state->frame && state->frame_end == token->part.p) {
        fact = slice_of(state->frame);
        placed = true;
    }
    struct placing *placing = add(state, token->part);
    placing->text = stated_text(state, token);
    placing->is_placed = placed;
    placing->is_prose = !placed && state->in_prose;
    placing->is_count = token->unit == UNIT_COUNT;
    if (placed)
        placing->fact = fact;
    state->reading->figures++;
    state->reading->placed += placed;
    state->reading->prose += placing->is_prose;
    state->figures = true;
    if (state->aspect == ASPECT_CHANGE)
        state->changes |= 1u << state->base;
    if (token->unit != UNIT_COUNT)
        state->aspect = ASPECT_NONE;
}

static bool is_below(struct slice code, struct slice above)
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

/* An amount among the uses of a subject's money: 用于工资福利支出24.71万元, … */
static void place_use(struct reader_state *state, const struct token *token)
{
    enum { LONGEST = 120 };
    struct slice name = {state->use, (size_t)(token->part.p - state->use)};
    bool named = token->unit == UNIT_MONEY && name.n && name.n <= LONGEST && is_subject(state);
    struct placing *placing = add(state, token->part);
    placing->text = stated_text(state, token);
    placing->is_placed = named;
    placing->is_prose = !named;
    state->reading->figures++;
    state->reading->placed += named;
    state->reading->prose += !named;
    state->figures = true;
    if (!named)
        return;
    placing->twin = twin_of(state, name);
    placing->name = slice_copy(state->grammar->arena, plain_origin(state->paragraph, name));
    placing->fact = slice_of(arena_printf(state->grammar->arena, "支出用途.%.*s.项.%u.金额",
                                          (int)state->code.n, state->code.p, ++state->uses));
    state->use = token->part.p + token->part.n;
}

/* ---- Subjects ---- */

/* The code of the name: below the subject named just before or last spoken of, if one is; else the
 * only one, or the highest of all. */
static struct slice code_of(const struct reader_state *state, struct slice name)
{
    const struct grammar *grammar = state->grammar;
    struct slice best = {"", 0},
                 parents[] = {state->code.n ? state->code : state->above, state->above};
    for (size_t p = 0; p < 2; p++)
        for (uint32_t i = 0; i < grammar->name_count && parents[p].n; i++) {
            const struct subject_name *subject = &grammar->names[i];
            if (!slice_eq(subject->plain, name))
                continue;
            for (size_t n = parents[p].n; n >= 3; n -= 2)
                if (is_below(subject->code, (struct slice){parents[p].p, n}))
                    return subject->code;
        }
    uint32_t several = 0;
    for (uint32_t i = 0; i < grammar->name_count; i++)
        if (slice_eq(grammar->names[i].plain, name)) {
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
    state->uses = state->changes = 0;
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

/* What a form taught: the fact of the figure that follows at once. */
static void take_frame(struct reader_state *state, const struct token *token)
{
    lose_topic(state);
    state->frame = token->topic->amount;
    state->frame_end = token->part.p + token->part.n;
}

static void take_topic(struct reader_state *state, const struct token *token)
{
    if (state->topic != token->topic)
        state->changes = 0;
    state->topic = token->topic;
    state->code = (struct slice){"", 0};
    state->aspect = ASPECT_AMOUNT;
    state->direction.part.n = 0;
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
}

static void take_base(struct reader_state *state, enum base base)
{
    state->base = base;
    state->aspect = base == BASE_LAST_YEAR ? ASPECT_BEFORE : ASPECT_NONE;
    state->direction.part.n = 0;
}

static void take_aspect(struct reader_state *state, enum aspect aspect)
{
    if (has_topic(state))
        state->aspect = aspect;
}

static void take_direction(struct reader_state *state, const struct token *token)
{
    state->direction = *token;
    state->aspect = ASPECT_CHANGE;
}

/* Whether a date is of another year than the accounts. */
static bool is_other_year(const struct reader_state *state, struct slice part)
{
    int year = atoi(part.p);
    return year > 1990 && year < 2100 && state->grammar->year && year != state->grammar->year;
}

/* A sign outside of prose. */
static void take_sign(struct reader_state *state, const struct token *token)
{
    static const enum aspect aspects[] = {[SIGN_BUDGET] = ASPECT_BUDGET,
                                          [SIGN_FULL_BUDGET] = ASPECT_FULL_BUDGET,
                                          [SIGN_FINAL] = ASPECT_AMOUNT,
                                          [SIGN_COMPLETED] = ASPECT_COMPLETED,
                                          [SIGN_FULL_COMPLETED] = ASPECT_FULL_COMPLETED,
                                          [SIGN_SHARE] = ASPECT_SHARE};
    switch (token->sign) {
    case SIGN_OTHER:
        lose_topic(state);
        break;
    case SIGN_GLUE:
        state->other_year |= is_other_year(state, token->part);
        break;
    case SIGN_TOPIC:
        if (token->topic->is_frame)
            take_frame(state, token);
        else
            take_topic(state, token);
        break;
    case SIGN_SUBJECT:
        take_subject(state, token);
        break;
    case SIGN_UP:
    case SIGN_DOWN:
        take_direction(state, token);
        break;
    case SIGN_FLAT:
        take_flat(state, token);
        break;
    case SIGN_LAST_YEAR:
    case SIGN_AGAINST_BUDGET:
        take_base(state, token->sign == SIGN_LAST_YEAR ? BASE_LAST_YEAR : BASE_BUDGET);
        break;
    case SIGN_MORE:
    case SIGN_LESS:
    case SIGN_EQUAL:
        take_versus(state, token);
        break;
    default:
        if (token->sign >= SIGN_BUDGET && token->sign <= SIGN_SHARE)
            take_aspect(state, aspects[token->sign]);
    }
}

/* The next token that is no glue. */
static struct token peek(const struct reader_state *state, size_t *at)
{
    struct token token;
    do
        token = word_next(state->grammar, state->section, state->paragraph->plain, at);
    while (token.sign == SIGN_GLUE && *at < state->paragraph->plain.n);
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
    if (token.sign != SIGN_LAST_YEAR && token.sign != SIGN_AGAINST_BUDGET)
        return false;
    unsigned bit = 1u << (token.sign == SIGN_LAST_YEAR ? BASE_LAST_YEAR : BASE_BUDGET);
    enum sign next = peek(state, &at).sign;
    return !(state->changes & bit) && has_topic(state) && (next == SIGN_UP || next == SIGN_DOWN);
}

/* Prose ends with its sentence, or where something else that the form tells begins. */
static bool ends_prose(const struct reader_state *state, const struct token *token, size_t at)
{
    if (token->sign == SIGN_STOP)
        return true;
    if ((token->sign != SIGN_PAUSE && token->sign != SIGN_COMMA) || at >= state->paragraph->plain.n)
        return false;
    struct token next = peek(state, &at);
    if (token->sign == SIGN_PAUSE)
        return next.sign >= SIGN_TOPIC && next.sign != SIGN_REASON && next.sign != SIGN_USE;
    return is_count_next(state, next, at) || is_change_next(state, next, at);
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

static void read_token(struct reader_state *state, const struct token *token, size_t at)
{
    bool begins = token->sign == SIGN_REASON || token->sign == SIGN_USE;
    if (token->sign >= SIGN_STOP && token->sign <= SIGN_COMMA)
        state->other_year = false;
    if (token->sign == SIGN_FIGURE && state->use) {
        place_use(state, token);
    } else if (token->sign == SIGN_FIGURE) {
        place_figure(state, token);
    } else if (begins && !state->in_prose) {
        state->in_prose = true;
        state->use =
            token->sign == SIGN_USE && is_subject(state) ? token->part.p + token->part.n : NULL;
    } else if (state->in_prose) {
        read_prose(state, token, at);
    } else {
        take_sign(state, token);
    }
    if (token->sign != SIGN_SUBJECT && token->sign != SIGN_GLUE)
        state->chained = false;
}

static void read_paragraph(struct reader_state *state)
{
    struct slice plain = state->paragraph->plain;
    state->in_prose = state->chained = false;
    state->use = NULL;
    state->other_year = false;
    state->changes = 0;
    state->base = BASE_NONE;
    if (state->figures)
        lose_topic(state);
    state->figures = false;
    for (size_t at = 0; at < plain.n;) {
        struct token token = word_next(state->grammar, state->section, plain, &at);
        read_token(state, &token, at);
    }
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

/* The section that the paragraph begins, or SECTION_NONE. What is annexed has headings of its own.
 */
static bool begins_section(const struct reader_state *state, const struct paragraph *paragraph,
                           enum section *section)
{
    if (!is_heading(paragraph))
        return false;
    *section = section_of(paragraph->plain);
    if (is_part(paragraph->plain))
        return true;
    bool outside = state->section == SECTION_GLOSSARY || state->section == SECTION_ANNEX;
    return *section != SECTION_NONE && !outside;
}

void audit_read(struct reading *reading, struct arena *arena, const struct book *book,
                const struct facts *facts, const struct catalog *catalog, int year,
                const struct lesson *lesson)
{
    struct grammar grammar;
    grammar_init(&grammar, arena, facts, catalog, year);
    grammar.lesson = lesson;
    *reading = (struct reading){0};
    struct reader_state state = {.reading = reading, .grammar = &grammar};
    for (const struct paragraph *paragraph = book->first_paragraph; paragraph;
         paragraph = paragraph->next) {
        enum section section;
        if (begins_section(&state, paragraph, &section)) {
            state.section = section;
            state.above = (struct slice){"", 0};
            lose_topic(&state);
        } else if (state.section > SECTION_OVERVIEW && !is_label(paragraph->plain)) {
            state.paragraph = paragraph;
            read_paragraph(&state);
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
