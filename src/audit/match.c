#include "audit/match.h"

#include <stdio.h>
#include <string.h>

enum {
    CLAIMS_MAX = 64, /* of one frame */
    TELLING = 12,    /* bytes of words before a frame's first figure: four characters */
    FREE_MAX = 900   /* bytes of the agency's own words */
};

/* A frame being held against a text. */
struct match {
    const struct match_place *place;
    const struct frame *frame;
    bool whole;        /* from the beginning of a sentence */
    size_t at;         /* in the text */
    size_t words;      /* bytes of words that were the same */
    struct slice code; /* of the subject named last */
    struct claim claim[CLAIMS_MAX];
    uint32_t count, confirmed; /* claims; those whose unit is the frame's */
};

static struct slice rest_of(const struct match *match)
{
    return (struct slice){match->place->plain.p + match->at, match->place->plain.n - match->at};
}

static size_t same_length(struct slice a, struct slice b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n;
}

/* ---- Parts ---- */

/* The words of the frame from `from` on; a unit of money may be another than the form's. */
static bool match_words(struct match *match, struct slice words)
{
    struct slice text = rest_of(match);
    struct claim *last = match->count ? &match->claim[match->count - 1] : NULL;
    bool unit = last && !last->word && last->part.p + last->token.number.n == text.p;
    if (unit && last->token.unit == UNIT_MONEY) {
        size_t own = slice_starts(words, "万元") ? strlen("万元")
                     : slice_starts(words, "元") ? strlen("元")
                                                 : 0;
        if (!own)
            return false;
        match->at += last->token.unit_word.n;
        words = (struct slice){words.p + own, words.n - own};
        text = rest_of(match);
        match->confirmed = match->count;
    }
    size_t same = same_length(words, text);
    if (unit && same >= (last->token.unit_word.n ? last->token.unit_word.n : words.n))
        match->confirmed = match->count;
    match->words += same;
    match->at += same;
    return same == words.n;
}

/* The fact with the code of the subject for its %. */
static struct slice fact_of_code(const struct match *match, struct slice fact, bool *known)
{
    const char *at = fact.n ? memchr(fact.p, '%', fact.n) : NULL;
    *known = !at || match->code.n > 0;
    if (!at || !match->code.n)
        return fact;
    return slice_of(arena_printf(match->place->grammar->arena, "%.*s%.*s%.*s", (int)(at - fact.p),
                                 fact.p, (int)match->code.n, match->code.p,
                                 (int)(fact.p + fact.n - at - 1), at + 1));
}

/* What is compared with what stands before the clause: only a whole sentence tells it. */
static bool is_compared(struct slice fact)
{
    return memmem(fact.p, fact.n, ".比", strlen(".比")) || slice_ends(fact, "完成率");
}

static bool match_figure(struct match *match, const struct part *part)
{
    struct slice text = rest_of(match);
    struct claim claim = {.part = {text.p, number_length(text)}};
    bool known;
    claim.fact = fact_of_code(match, part->fact, &known);
    if (!claim.part.n || !known || match->count == CLAIMS_MAX ||
        (!match->whole && is_compared(part->fact)))
        return false;
    if (figure_token(text, &claim.token))
        claim.part = claim.token.part;
    else
        claim.token = (struct token){
            .sign = SIGN_FIGURE, .part = claim.part, .number = claim.part, .unit = UNIT_COUNT};
    match->at += claim.token.number.n;
    match->claim[match->count++] = claim;
    return true;
}

static bool match_direction(struct match *match, const struct part *part)
{
    static const struct {
        const char *said, *amount, *rate;
    } words[] = {{"增加", "增加", "增长"}, {"减少", "减少", "下降"}, {"增长", "增加", "增长"},
                 {"下降", "减少", "下降"}, {"上升", "增加", "增长"}, {"降低", "减少", "下降"}};
    struct slice text = rest_of(match);
    bool known;
    struct slice fact = fact_of_code(match, part->fact, &known);
    if (!match->whole || !known || match->count == CLAIMS_MAX)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_starts(text, words[i].said)) {
            bool rate = slice_ends(fact, "升降");
            struct claim claim = {.part = {text.p, strlen(words[i].said)},
                                  .fact = fact,
                                  .word = rate ? words[i].rate : words[i].amount};
            match->claim[match->count++] = claim;
            match->at += claim.part.n;
            return true;
        }
    return false;
}

static bool match_year(struct match *match, const struct part *part)
{
    struct slice text = rest_of(match);
    char year[16];
    size_t n = number_length(text);
    int length = snprintf(year, sizeof year, "%d", match->place->grammar->year + part->years);
    if (n != (size_t)length || memcmp(text.p, year, n) != 0)
        return false;
    match->at += n;
    return true;
}

static bool match_name(struct match *match, const struct part *part)
{
    size_t n = name_length(match->place->grammar, SECTION_NONE, rest_of(match));
    struct slice name = {rest_of(match).p, n};
    if (!n)
        return false;
    struct slice above = match->code;
    match->code =
        name_code(match->place->grammar, name, part->digits, above.n ? above : match->place->above);
    match->at += n;
    bool chained = above.n && above.n < part->digits; /* 类, then 款, then 项 of one subject */
    return match->code.n > 0 && !(chained && memcmp(match->code.p, above.p, above.n) != 0);
}

/* Up to where the words after it stand. */
static bool match_free(struct match *match, const struct part *next)
{
    struct slice text = rest_of(match);
    if (!next || next->kind != PART_WORDS)
        return false;
    bool telling = next->words.n >= TELLING / 2 || slice_is(next->words, "。");
    const char *at = telling ? memmem(text.p, text.n < FREE_MAX ? text.n : FREE_MAX, next->words.p,
                                      next->words.n)
                             : NULL;
    if (!at)
        return false;
    match->at += (size_t)(at - text.p);
    return true;
}

static bool match_part(struct match *match, const struct part *part, const struct part *next)
{
    switch (part->kind) {
    case PART_FIGURE:
        return match_figure(match, part);
    case PART_DIRECTION:
        return match_direction(match, part);
    case PART_NAME:
        return match_name(match, part);
    case PART_YEAR:
        return match_year(match, part);
    case PART_FREE:
        return match_free(match, next);
    default:
        return match_words(match, part->words);
    }
}

/* ---- Frames ---- */

/* Holds the frame from the byte of that part on against the text at the place. What is the same up
 * to where they differ counts, if the words before the first figure tell enough. */
static void match_frame(struct match *match, uint32_t part, size_t from)
{
    const struct frame *frame = match->frame;
    for (uint32_t i = part; i < frame->count; i++) {
        const struct part *next = i + 1 < frame->count ? &frame->part[i + 1] : NULL;
        struct part one = frame->part[i];
        if (i == part) {
            one.words.p += from;
            one.words.n -= from;
        }
        if (one.kind == PART_FIGURE && !match->count && match->words < TELLING)
            break;
        if (!match_part(match, &one, next))
            break;
    }
    match->count = match->confirmed;
}

/* Whether the two say the same of the text, as far as both say something. */
static bool agree(const struct match *a, const struct match *b)
{
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t j = 0; j < b->count; j++)
            if (a->claim[i].part.p == b->claim[j].part.p &&
                !slice_eq(a->claim[i].fact, b->claim[j].fact))
                return false;
    return true;
}

struct search {
    const struct lesson *lesson;
    const struct match_place *place;
    struct match best, now;
    bool torn; /* the best and another as good contradict each other */
};

/* Whether the words of a clause say themselves what their figure is of: 支出决算 alone does not. */
static bool is_telling(const struct match_place *place, struct slice words)
{
    size_t told = 0;
    for (size_t at = 0; at < words.n;) {
        struct token token = word_next(place->grammar, place->section, words, &at);
        bool tells = token.sign == SIGN_OTHER || token.sign == SIGN_TOPIC ||
                     token.sign == SIGN_SUBJECT || token.sign == SIGN_FIGURE;
        told += tells ? token.part.n : 0;
    }
    return told >= TELLING / 2;
}

static void try_start(struct search *search, const struct frame *frame, uint32_t part, size_t from,
                      bool whole, size_t at)
{
    struct match *now = &search->now, *best = &search->best;
    now->place = search->place;
    now->frame = frame;
    now->whole = whole;
    now->at = at;
    now->words = now->count = now->confirmed = 0;
    now->code = (struct slice){"", 0};
    match_frame(now, part, from);
    struct slice lead = {frame->part[part].words.p + from, frame->part[part].words.n - from};
    if (now->count && !whole && !is_telling(search->place, lead))
        return;
    if (!now->count || now->count < best->count)
        return;
    if (now->count > best->count || now->words > best->words) {
        *best = *now;
        search->torn = false;
    } else if (now->words == best->words && !agree(now, best)) {
        search->torn = true;
    }
}

/* The end of a clause that the text begins with: the length of its stop; *sentence: of a whole one.
 */
static size_t stop_length(struct slice text, bool *sentence)
{
    static const char *const stops[] = {"。", ";", ",", ":", "、"};
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (slice_starts(text, stops[i])) {
            *sentence = i < 2;
            return strlen(stops[i]);
        }
    return 0;
}

/* The first part of the frame, and each clause of its words. */
static void try_frame(struct search *search, const struct frame *frame, bool whole, size_t at)
{
    try_start(search, frame, 0, 0, whole, at);
    for (uint32_t i = 0; i < frame->count; i++) {
        struct slice words = frame->part[i].words;
        for (size_t from = 0; from < words.n; from++) {
            bool sentence = false;
            size_t n = stop_length((struct slice){words.p + from, words.n - from}, &sentence);
            bool last = from + n >= words.n;
            if (!n || (last && i + 1 == frame->count))
                continue;
            try_start(search, frame, last ? i + 1 : i, last ? 0 : from + n, whole && sentence, at);
        }
    }
}

static bool is_of_place(const struct frame *frame, const struct match_place *place)
{
    if (place->heading)
        return frame->heading == place->heading;
    return place->section != SECTION_NONE && frame->section == place->section;
}

struct claim *frames_claim(const struct lesson *lesson, const struct match_place *place,
                           uint32_t *count)
{
    struct arena *arena = place->grammar->arena;
    struct search *search = ARENA_NEW(arena, struct search);
    struct claim *claims = NULL;
    uint32_t room = 0;
    size_t done = 0;
    bool begins = true, sentence = true;
    *count = 0;
    for (size_t at = 0; at < place->plain.n;) {
        if (begins && at >= done) {
            *search = (struct search){.lesson = lesson, .place = place};
            for (uint32_t i = 0; i < lesson->frame_count; i++)
                if (is_of_place(&lesson->frame[i], place))
                    try_frame(search, &lesson->frame[i], sentence, at);
            for (uint32_t i = 0; i < search->best.count && !search->torn; i++) {
                GROW(arena, claims, *count, room, 16);
                claims[(*count)++] = search->best.claim[i];
                done = (size_t)(search->best.claim[i].part.p - place->plain.p) +
                       search->best.claim[i].part.n;
            }
        }
        bool whole = false;
        size_t n = stop_length((struct slice){place->plain.p + at, place->plain.n - at}, &whole);
        begins = n > 0;
        sentence = n ? whole : sentence;
        at += n ? n : 1;
    }
    return claims;
}
