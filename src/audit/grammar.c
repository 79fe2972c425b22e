#include "audit/grammar.h"

#include <stdio.h>
#include <string.h>

#include "intake/figure.h"

static const struct topic topics[] = {
#define TOPIC(sections, phrases, amount, share, change, family, counts)                            \
    {sections, phrases, amount, share, change, family, counts},
#include "audit/grammar.def"
};

static const struct {
    enum section section;
    const char *words;
} sections[] = {
#define SECTION(id, words) {SECTION_##id, words},
#include "audit/grammar.def"
};

static const struct {
    enum sign sign;
    const char *words;
} signs[] = {
#define SIGN(sign, words) {SIGN_##sign, words},
#define GLUE(words) {SIGN_GLUE, words},
#include "audit/grammar.def"
};

static const struct {
    const char *words, *prefix;
} items[] = {
#define ITEM(words, prefix) {words, prefix},
#include "audit/grammar.def"
};

static const struct {
    const char *prefix, *word, *fact;
} item_facts[] = {
#define ITEM_FACT(prefix, word, fact) {prefix, word, fact},
#include "audit/grammar.def"
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- Subjects ---- */

static void add_name(struct grammar *grammar, struct slice name, struct slice code,
                     enum section budget)
{
    struct slice plain = label_plain(grammar->arena, name);
    size_t n = strlen("支出");
    if (!plain.n)
        return;
    GROW(grammar->arena, grammar->names, grammar->name_count, grammar->name_room, 64);
    grammar->names[grammar->name_count++] = (struct subject_name){plain, code, budget, false};
    if (!slice_ends(plain, "支出") || plain.n <= 2 * n)
        return;
    GROW(grammar->arena, grammar->names, grammar->name_count, grammar->name_room, 64);
    grammar->names[grammar->name_count++] =
        (struct subject_name){{plain.p, plain.n - n}, code, budget, true};
}

static void add_names(struct grammar *grammar, const struct facts *facts, const char *list,
                      enum section budget)
{
    const struct fact *rows = facts ? fact_find(facts, facts->root, slice_of(list)) : NULL;
    for (const struct fact *row = rows ? rows->first : NULL; row; row = row->next) {
        const struct fact *name = fact_child(facts, row, SLICE("名称"));
        if (name && name->kind == FACT_TEXT)
            add_name(grammar, name->text, row->key, budget);
    }
}

enum section budget_of(enum section section)
{
    return section == SECTION_FUND || section == SECTION_CAPITAL ? section : SECTION_NONE;
}

/* ---- Items ---- */

static void add_items(struct grammar *grammar, const struct facts *facts, const char *list)
{
    const struct fact *items = fact_find(facts, facts->root, slice_of(list));
    for (const struct fact *item = items ? items->first : NULL; item; item = item->next) {
        const struct fact *name = fact_child(facts, item, SLICE("名称"));
        if (!name || name->kind != FACT_TEXT || !name->text.n)
            continue;
        GROW(grammar->arena, grammar->items, grammar->item_count, grammar->item_room, 16);
        grammar->items[grammar->item_count++] =
            (struct item_name){label_plain(grammar->arena, name->text),
                               slice_of(arena_printf(grammar->arena, "%s.%.*s.", list,
                                                     (int)item->key.n, item->key.p))};
    }
}

struct slice item_fact(struct arena *arena, struct slice prefix, const char *word)
{
    for (size_t i = 0; prefix.n && i < COUNT(item_facts); i++)
        if (slice_starts(prefix, item_facts[i].prefix) && strcmp(word, item_facts[i].word) == 0)
            return slice_of(
                arena_printf(arena, "%.*s%s", (int)prefix.n, prefix.p, item_facts[i].fact));
    return (struct slice){"", 0};
}

bool is_performance(enum section section)
{
    return section == SECTION_PERFORMANCE || section == SECTION_ANNEX;
}

void grammar_init(struct grammar *grammar, struct arena *arena, const struct facts *facts,
                  const struct catalog *catalog, int year)
{
    *grammar = (struct grammar){.arena = arena, .year = year};
    add_names(grammar, facts, "一般公共预算支出.科目", SECTION_NONE);
    add_names(grammar, facts, "政府性基金预算.科目", SECTION_FUND);
    add_names(grammar, facts, "国有资本经营预算.科目", SECTION_CAPITAL);
    if (facts) {
        add_items(grammar, facts, "绩效.项目");
        bool reviews = !grammar->item_count;
        add_items(grammar, facts, "绩效.评价");
        grammar->all_items =
            reviews && grammar->item_count ? SLICE("绩效.评价合计.") : SLICE("绩效.");
    }
    for (size_t i = 0; catalog && i < catalog->functional.count; i++) {
        const struct subject *subject = &catalog->functional.item[i];
        if (subject->code.n == 3 || !facts)
            add_name(grammar, subject->name, subject->code, SECTION_NONE);
    }
}

/* ---- Headings ---- */

static bool holds_any(const char *words, struct slice plain)
{
    for (struct slice rest = slice_of(words); rest.p;) {
        struct slice word = slice_cut(&rest, '|');
        if (word.n && memmem(plain.p, plain.n, word.p, word.n))
            return true;
    }
    return false;
}

enum section section_of(struct slice plain)
{
    for (size_t i = 0; i < COUNT(sections); i++) {
        bool fits = true;
        for (struct slice rest = slice_of(sections[i].words); rest.p && fits;) {
            struct slice term = slice_cut(&rest, ' ');
            char words[256];
            size_t n = term.n < sizeof words ? term.n : sizeof words - 1;
            memcpy(words, term.p, n);
            words[n] = '\0';
            fits = holds_any(words, plain);
        }
        if (fits)
            return sections[i].section;
    }
    return SECTION_NONE;
}

/* ---- Tokens ---- */

/* The longest of the words with which the text begins; its length, or 0. */
static size_t begins_with(const char *words, struct slice text)
{
    size_t most = 0;
    for (struct slice rest = slice_of(words); rest.p;) {
        struct slice word = slice_cut(&rest, '|');
        if (word.n > most && word.n <= text.n && memcmp(text.p, word.p, word.n) == 0)
            most = word.n;
    }
    return most;
}

static const struct {
    const char *word;
    enum unit unit;
} units[] = {{"万元", UNIT_MONEY}, {"亿元", UNIT_MONEY},      {"元", UNIT_MONEY},
             {"%", UNIT_PERCENT},  {"个百分点", UNIT_POINTS}, {"批次", UNIT_COUNT},
             {"人次", UNIT_COUNT}, {"辆", UNIT_COUNT},        {"台", UNIT_COUNT},
             {"个", UNIT_COUNT},   {"分", UNIT_COUNT},        {"项", UNIT_COUNT},
             {"人", UNIT_COUNT},   {"次", UNIT_COUNT}};

/* Whether a clause ends there. */
static bool ends_clause(struct slice rest)
{
    return !rest.n || begins_with("。|,|;|、|)|(", rest) > 0;
}

/* What stands for a unit where the clause ends: 5325万, or nothing behind decimals. */
static bool bare_token(struct slice text, struct token *token)
{
    size_t n = number_length(text);
    struct slice rest = {text.p + n, text.n - n};
    size_t unit = begins_with("万|亿", rest);
    if (!n || !ends_clause((struct slice){rest.p + unit, rest.n - unit}) ||
        (!unit && !memchr(text.p, '.', n)))
        return false;
    *token = (struct token){.sign = SIGN_FIGURE,
                            .part = {text.p, n + unit},
                            .number = {text.p, n},
                            .unit_word = {rest.p, unit},
                            .unit = unit ? UNIT_MONEY : UNIT_BARE};
    return true;
}

bool figure_token(struct slice text, struct token *token)
{
    size_t n = number_length(text);
    struct slice rest = {text.p + n, text.n - n};
    size_t odd = begins_with("余|多", rest); /* 500余万元 */
    rest = (struct slice){rest.p + odd, rest.n - odd};
    for (size_t i = 0; n && i < COUNT(units); i++) {
        size_t unit = strlen(units[i].word);
        if (!slice_starts(rest, units[i].word))
            continue;
        struct slice after = {rest.p + unit, rest.n - unit};
        size_t more = begins_with("左右|以上|上下|以内|余", after);
        *token = (struct token){.sign = SIGN_FIGURE,
                                .part = {text.p, n + odd + unit},
                                .number = {text.p, n},
                                .unit_word = {rest.p, unit},
                                .unit = units[i].unit,
                                .rough = {.about = odd || more}};
        return true;
    }
    return bare_token(text, token);
}

/* 与2023年度相比, 比2023年, when that is the year before. */
static size_t last_year_length(const struct grammar *grammar, struct slice text)
{
    size_t n = begins_with("与|比|较|比上年|与上年", text);
    char year[16];
    snprintf(year, sizeof year, "%d年", grammar->year - 1);
    struct slice rest = {text.p + n, text.n - n};
    if (!n || !grammar->year || !slice_starts(rest, year))
        return 0;
    n += strlen(year);
    rest = (struct slice){text.p + n, text.n - n};
    return n + begins_with("度|度相比|相比|度决算|决算|度决算数|决算数|度决算数相比", rest);
}

/* 2024年度, 12月31日, 208类): no figures. */
static size_t date_length(struct slice text)
{
    size_t n = number_length(text);
    if (!n)
        return 0;
    struct slice rest = {text.p + n, text.n - n};
    size_t unit = begins_with("年度|年末|年底|年|月底|月|日|类)|款)|项)", rest);
    return unit ? n + unit : 0;
}

static bool may_be_short(struct slice rest)
{
    return begins_with("(类)|(款)|(项)|—|-|:|–", rest) > 0;
}

size_t name_length(const struct grammar *grammar, enum section budget, struct slice text)
{
    size_t most = 0;
    for (uint32_t i = 0; i < grammar->name_count; i++) {
        const struct subject_name *name = &grammar->names[i];
        size_t n = name->plain.n;
        if (name->section != budget || n <= most || n > text.n ||
            memcmp(name->plain.p, text.p, n) != 0)
            continue;
        if (!name->is_short || may_be_short((struct slice){text.p + n, text.n - n}))
            most = n;
    }
    return most;
}

/* The one code of so many digits below the other of the subject of that name; empty for none.
 * *several: there are more. */
static struct slice code_below(const struct grammar *grammar, struct slice name, size_t digits,
                               struct slice above, bool *several)
{
    struct slice found = {"", 0};
    for (uint32_t i = 0; i < grammar->name_count; i++) {
        const struct subject_name *subject = &grammar->names[i];
        if (subject->section != SECTION_NONE || subject->code.n != digits ||
            !slice_eq(subject->plain, name) || memcmp(subject->code.p, above.p, above.n) != 0)
            continue;
        *several |= found.n && !slice_eq(found, subject->code);
        found = subject->code;
    }
    return found;
}

struct slice name_code(const struct grammar *grammar, struct slice name, size_t digits,
                       struct slice before)
{
    struct slice code = {"", 0};
    bool several = false;
    for (size_t n = before.n < digits ? before.n : digits - 2; n >= 3 && before.n && !code.n;
         n -= 2)
        code = code_below(grammar, name, digits, (struct slice){before.p, n}, &several);
    if (!code.n)
        code = code_below(grammar, name, digits, (struct slice){"", 0}, &several);
    return several ? (struct slice){"", 0} : code;
}

/* The project, or what else, that the text begins with: a project by its name where a paragraph
 * begins, or where it is called one. */
static struct token item_token(const struct grammar *grammar, struct slice text, bool begins)
{
    struct token token = {.sign = SIGN_ITEM, .part = {text.p, 0}};
    size_t n;
    for (size_t i = 0; i < COUNT(items); i++)
        if ((n = begins_with(items[i].words, text)) > token.part.n) {
            token.part.n = n;
            token.name = slice_of(items[i].prefix);
        }
    for (uint32_t i = 0; i < grammar->item_count; i++) {
        struct slice name = grammar->items[i].plain;
        if (name.n <= token.part.n || name.n > text.n || memcmp(name.p, text.p, name.n) != 0)
            continue;
        struct slice rest = {text.p + name.n, text.n - name.n};
        if (!begins && !slice_starts(rest, "项目"))
            continue;
        token.part.n = name.n;
        token.name = grammar->items[i].prefix;
    }
    return token;
}

/* Whether nothing but the number of a paragraph stands before the place. */
static bool begins_paragraph(struct slice plain, size_t at)
{
    enum { NUMBERED = 9 };
    return at == 0 || label_bare(plain).p == plain.p + at ||
           (at <= NUMBERED && plain.p[at - 1] == ')');
}

static struct token word_token(const struct grammar *grammar, enum section section,
                               struct slice text)
{
    struct token token = {.sign = SIGN_OTHER, .part = {text.p, 0}};
    size_t n;
    for (size_t i = 0; i < COUNT(topics); i++)
        if ((topics[i].sections & 1u << section) &&
            (n = begins_with(topics[i].phrases, text)) > token.part.n)
            token = (struct token){.sign = SIGN_TOPIC, .part = {text.p, n}, .topic = &topics[i]};
    if ((section == SECTION_GENERAL || section == SECTION_FISCAL_EXPENSE || budget_of(section)) &&
        (n = name_length(grammar, budget_of(section), text)) > token.part.n)
        token = (struct token){.sign = SIGN_SUBJECT, .part = {text.p, n}, .name = {text.p, n}};
    for (size_t i = 0; i < COUNT(signs); i++)
        if ((signs[i].sign != SIGN_FREE || is_performance(section)) &&
            (n = begins_with(signs[i].words, text)) > token.part.n)
            token = (struct token){.sign = signs[i].sign, .part = {text.p, n}};
    if ((n = last_year_length(grammar, text)) > token.part.n)
        token = (struct token){.sign = SIGN_LAST_YEAR, .part = {text.p, n}};
    if ((n = date_length(text)) > token.part.n)
        token = (struct token){.sign = SIGN_GLUE, .part = {text.p, n}};
    return token;
}

struct token word_next(const struct grammar *grammar, enum section section, struct slice plain,
                       size_t *at)
{
    struct slice text = {plain.p + *at, plain.n - *at};
    struct token token = word_token(grammar, section, text);
    if (is_performance(section)) {
        struct token item = item_token(grammar, text, begins_paragraph(plain, *at));
        token = item.part.n > token.part.n ? item : token;
    }
    bool figure = !token.part.n && (figure_token(text, &token) || rough_token(text, &token));
    if (figure) {
        *at += token.part.n;
        return token;
    }
    if (!token.part.n) {
        size_t n = number_length(text);
        size_t next = 0;
        utf8_next(text, &next);
        token.part.n = n ? n : next;
    }
    if (token.sign == SIGN_GLUE && slice_is(token.part, "。"))
        token.sign = SIGN_STOP;
    if (token.sign == SIGN_GLUE && slice_is(token.part, ";"))
        token.sign = SIGN_PAUSE;
    *at += token.part.n;
    return token;
}
