#include <string.h>

#include "intake/table_kinds.h"

static const struct table_kind kinds[] = {
#define KIND(id, engine, title, sheet, heads) {KIND_##id, engine, title, sheet, heads, #id},
#include "intake/tables.def"
};

static const struct known_column columns[] = {
#define COLUMN(kind, words, fact, total) {KIND_##kind, words, fact, total},
#include "intake/tables.def"
};

static const struct known_item items[] = {
#define ITEM(kind, section, side, words, fact, total)                                              \
    {KIND_##kind, section, side, words, fact, total},
#include "intake/tables.def"
};

static const struct {
    enum table_kind_id kind;
    const char *words;
    enum table_kind_id then;
} sections[] = {
#define SECTION(kind, words, then) {KIND_##kind, words, KIND_##then},
#include "intake/tables.def"
};

static const struct {
    enum table_kind_id kind;
    const char *words, *value;
} qualifiers[] = {
#define QUALIFIER(kind, words, value) {KIND_##kind, words, value},
#include "intake/tables.def"
};

static const struct {
    const char *from, *to;
} synonyms[] = {
#define SYNONYM(from, to) {from, to},
#include "intake/tables.def"
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- Words ---- */

static bool holds(struct slice text, struct slice part)
{
    return !part.n || memmem(text.p, text.n, part.p, part.n) != NULL;
}

/* Whether one of the alternatives fits. */
static bool any_fits(struct slice alternatives, char how, struct slice text, struct slice last)
{
    for (struct slice rest = alternatives; rest.p;) {
        struct slice word = slice_cut(&rest, '|');
        if (how == '='   ? slice_eq(text, word)
            : how == '>' ? slice_eq(last, word)
                         : holds(text, word))
            return true;
    }
    return false;
}

bool words_fit(const char *words, struct slice text, struct slice last)
{
    for (struct slice rest = slice_of(words); rest.p && rest.n;) {
        struct slice term = slice_cut(&rest, ' ');
        bool not = term.n && *term.p == '-';
        if (not )
            term = (struct slice){term.p + 1, term.n - 1};
        char how = term.n && (*term.p == '=' || *term.p == '>') ? *term.p : 0;
        if (how)
            term = (struct slice){term.p + 1, term.n - 1};
        if (any_fits(term, how, text, last) == not )
            return false;
    }
    return true;
}

struct slice words_settle(struct arena *arena, struct slice plain)
{
    for (size_t i = 0; i < COUNT(synonyms); i++) {
        size_t n = strlen(synonyms[i].from);
        const char *at = memmem(plain.p, plain.n, synonyms[i].from, n);
        if (!at)
            continue;
        size_t before = (size_t)(at - plain.p);
        plain = slice_of(arena_printf(arena, "%.*s%s%.*s", (int)before, plain.p, synonyms[i].to,
                                      (int)(plain.n - before - n), at + n));
    }
    return plain;
}

/* ---- Kinds ---- */

/* Whether the sheet's name begins with one of the codes, and the code ends there. */
static bool sheet_fits(const char *codes, struct slice sheet)
{
    for (struct slice rest = slice_of(codes); rest.p && rest.n;) {
        struct slice code = slice_cut(&rest, ' ');
        if (sheet.n < code.n || memcmp(sheet.p, code.p, code.n) != 0)
            continue;
        char next = sheet.n > code.n ? sheet.p[code.n] : '\0';
        if (next != '_' && next != '-' && !(next >= '0' && next <= '9'))
            return true;
    }
    return false;
}

static bool table_kind_fits(const struct table_kind *kind, struct slice title, struct slice sheet,
                            struct slice heads)
{
    bool named = *kind->title && title.n && words_fit(kind->title, title, title);
    bool coded = *kind->sheet && sheet.n && sheet_fits(kind->sheet, sheet);
    if (!*kind->title && !*kind->sheet)
        named = heads.n > 0;
    return (named || coded) && words_fit(kind->heads, heads, heads);
}

const struct table_kind *table_kind_find(struct slice title, struct slice sheet, struct slice heads)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (table_kind_fits(&kinds[i], title, sheet, heads))
            return &kinds[i];
    return NULL;
}

const char *table_kind_name(const struct table_kind *kind)
{
    return kind->id == KIND_SANGONG_ITEMS ? kinds[KIND_SANGONG].name : kind->name;
}

/* Words of budgets that are names of money, not budgets. */
static const char *const moneys[] = {"一般公共预算", "政府性基金预算", "国有资本经营预算",
                                     "社会保险基金预算"};

bool title_is_budget(struct slice plain)
{
    const char *word = "预算";
    if (holds(plain, SLICE("决算")) || holds(plain, SLICE("预算支出相关信息")))
        return false;
    for (size_t at = 0; at + strlen(word) <= plain.n; at++) {
        if (memcmp(plain.p + at, word, strlen(word)) != 0)
            continue;
        bool money = false;
        for (size_t i = 0; i < COUNT(moneys) && !money; i++) {
            size_t n = strlen(moneys[i]), end = at + strlen(word);
            money = end >= n && memcmp(plain.p + end - n, moneys[i], n) == 0;
        }
        if (!money)
            return true;
    }
    return false;
}

bool title_is_known(struct slice plain)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (*kinds[i].title && words_fit(kinds[i].title, plain, plain))
            return true;
    return false;
}

static enum table_kind_id namesake(enum table_kind_id id)
{
    return id == KIND_INCOME_HEADS        ? KIND_INCOME
           : id == KIND_EXPENDITURE_HEADS ? KIND_EXPENDITURE
           : id == KIND_SANGONG_HEADS     ? KIND_SANGONG
           : id == KIND_SANGONG_ITEMS     ? KIND_INFO
                                          : id;
}

const struct known_column *column_find(const struct table_kind *kind, struct slice path,
                                       struct slice last)
{
    for (size_t i = 0; i < COUNT(columns); i++)
        if (columns[i].kind == namesake(kind->id) && words_fit(columns[i].words, path, last))
            return &columns[i];
    return NULL;
}

const struct known_item *known_item_at(const struct table_kind *kind, size_t *i)
{
    for (; *i < 2 * COUNT(items); ++*i) {
        bool own = *i < COUNT(items);
        const struct known_item *item = &items[*i % COUNT(items)];
        if (item->kind == (own ? kind->id : namesake(kind->id)) &&
            (own || namesake(kind->id) != kind->id)) {
            ++*i;
            return item;
        }
    }
    return NULL;
}

const struct table_kind *section_find(const struct table_kind *kind, struct slice label)
{
    for (size_t i = 0; i < COUNT(sections); i++)
        if (sections[i].kind == kind->id && words_fit(sections[i].words, label, label))
            return &kinds[sections[i].then];
    return NULL;
}

bool qualifier_find(const struct table_kind *kind, struct slice path, const char **value)
{
    for (size_t i = 0; i < COUNT(qualifiers); i++)
        if (qualifiers[i].kind == kind->id && words_fit(qualifiers[i].words, path, path)) {
            *value = qualifiers[i].value;
            return true;
        }
    return false;
}

bool table_is_list(const struct table_kind *kind)
{
    return kind->engine == ENGINE_FACTS || kind->engine == ENGINE_LIST ||
           kind->engine == ENGINE_PROJECT || kind->engine == ENGINE_PROJECTS;
}
