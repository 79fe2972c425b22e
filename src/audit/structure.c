#include "audit/structure.h"

#include <stdlib.h>
#include <string.h>

#include "base/characters.h"
#include "intake/figure.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct structure {
    struct arena *arena;
    struct diag *diag;
    const struct book *book;
    const struct harvest *harvest;
    const struct facts *facts;
    int year;
    const struct paragraph *first, *beyond; /* the contents; beyond: the first after them */
};

static bool holds(struct slice text, const char *words)
{
    return memmem(text.p, text.n, words, strlen(words)) != NULL;
}

/* A line that may be a title or a heading. */
static bool is_title(const struct paragraph *paragraph)
{
    enum { LONGEST = 50 };
    struct slice plain = paragraph->plain;
    return utf8_length(plain) <= LONGEST && !slice_ends(plain, "。") && !slice_ends(plain, ";") &&
           !memchr(plain.p, ',', plain.n);
}

/* 第二部分: what it is called is the form's own. */
static bool is_part(struct slice plain)
{
    return slice_starts(plain, "第") && holds(plain, "部分");
}

/* ---- Years ---- */

/* The four digits before 年 at or after *at; 0 for none. */
static int next_year(struct slice plain, size_t *at, struct slice *part)
{
    const char *word = "年";
    while (*at < plain.n) {
        const char *found = memmem(plain.p + *at, plain.n - *at, word, strlen(word));
        if (!found)
            return 0;
        *at = (size_t)(found - plain.p) + strlen(word);
        if (found - plain.p < 4)
            continue;
        int year = atoi(found - 4);
        bool longer = found - plain.p > 4 && found[-5] >= '0' && found[-5] <= '9';
        *part = (struct slice){found - 4, 4 + strlen(word)};
        if (!longer && year > 1990 && year < 2100)
            return year;
    }
    return 0;
}

/* Titles of another year; and what the end of another year is given for. */
static void check_years(struct structure *s)
{
    for (const struct paragraph *p = s->book->first_paragraph; p; p = p->next) {
        struct slice part;
        size_t at = 0;
        bool title = is_title(p) && (holds(p->plain, "决算") || holds(p->plain, "部分"));
        for (int year; (year = next_year(p->plain, &at, &part));) {
            struct slice after = {part.p + part.n,
                                  (size_t)(p->plain.p + p->plain.n - part.p) - part.n};
            bool end = part.p - p->plain.p >= (long)strlen("截至") &&
                       memcmp(part.p - strlen("截至"), "截至", strlen("截至")) == 0 &&
                       slice_starts(after, "12月31日");
            bool named = title && (slice_starts(after, "度") || holds(after, "决算"));
            if (year != s->year && (end || named))
                diag_report(s->diag, MSG_AUDIT_YEAR, plain_pos(p, part),
                            slice_copy(s->arena, part).p, arena_printf(s->arena, "%d", s->year));
        }
    }
}

/* ---- Numbers of headings ---- */

/* The number before 、 that the text begins with, in Chinese numerals up to 99; 0 for none. */
static int heading_number(struct slice plain)
{
    size_t at = 0;
    int number = han_number(plain, &at);
    return slice_starts((struct slice){plain.p + at, plain.n - at}, "、") ? number : 0;
}

/* The number between brackets that the text begins with, likewise: (二) */
static int bracket_number(struct slice plain)
{
    size_t at = 1;
    int number = slice_starts(plain, "(") ? han_number(plain, &at) : 0;
    return at < plain.n && plain.p[at] == ')' ? number : 0;
}

/* Whether the number stands in brackets somewhere from the one paragraph to the other: a line that
 * was joined to the one before it. */
static bool stands_between(const struct paragraph *from, const struct paragraph *to, int number)
{
    for (const struct paragraph *p = from; p && p != to; p = p->next)
        for (size_t i = 0; i < p->plain.n; i++)
            if (p->plain.p[i] == '(' &&
                bracket_number((struct slice){p->plain.p + i, p->plain.n - i}) == number)
                return true;
    return false;
}

static void tell_sequence(struct structure *s, const struct paragraph *p, int number)
{
    diag_report(s->diag, MSG_AUDIT_SEQUENCE, plain_pos(p, p->plain), p->text.p,
                arena_printf(s->arena, "%d", number));
}

/* 一、 二、 in order within each part; each part, and the contents, begin anew. (一) (二) within
 * each of these: none is left out, whether sentences stand in its line or not. */
static void check_numbers(struct structure *s)
{
    int last = 0, within = 0;
    const struct paragraph *before = NULL;
    for (const struct paragraph *p = s->beyond; p; p = p->next) {
        int number = is_title(p) ? heading_number(p->plain) : 0, inner = bracket_number(p->plain);
        if (is_part(p->plain))
            last = within = 0;
        if (inner) {
            if (within && inner > within + 1 && !stands_between(before, p, within + 1))
                tell_sequence(s, p, within + 1);
            within = inner;
            before = p;
        }
        if (!number)
            continue;
        if (number != 1 && number != last + 1 && last)
            tell_sequence(s, p, last + 1);
        last = number;
        within = 0;
    }
}

/* ---- Contents ---- */

/* The contents: from the line 目录 up to where its first entry stands again. */
static void find_contents(struct structure *s)
{
    enum { LOOK_AT = 40 };
    int looked = 0;
    const struct paragraph *p = s->book->first_paragraph;
    s->beyond = p;
    while (p && looked++ < LOOK_AT && !slice_is(p->plain, "目录"))
        p = p->next;
    if (!p || !slice_is(p->plain, "目录") || !p->next)
        return;
    s->first = p->next;
    s->beyond = s->first->next;
    while (s->beyond && s->beyond->grids == s->first->grids &&
           !(s->beyond->plain.n >= 12 && memcmp(s->beyond->plain.p, s->first->plain.p, 12) == 0))
        s->beyond = s->beyond->next;
}

const struct paragraph *audit_body(const struct book *book)
{
    struct structure s = {.book = book};
    find_contents(&s);
    return s.beyond;
}

/* An entry without its page and the leader to it. */
static struct slice entry_title(struct slice plain)
{
    while (plain.n && strchr("0123456789.-", plain.p[plain.n - 1]))
        plain.n--;
    for (bool cut = true; cut;) {
        static const char *const leaders[] = {"…", "·", "—", "."};
        cut = false;
        for (size_t i = 0; i < COUNT(leaders); i++)
            if (slice_ends(plain, leaders[i])) {
                plain.n -= strlen(leaders[i]);
                cut = true;
            }
    }
    return plain;
}

/* Whether all characters of the one stand in the other, in their order. */
static bool is_within(struct slice part, struct slice whole)
{
    size_t at = 0;
    for (size_t i = 0; i < whole.n && at < part.n;) {
        size_t next = at, start = i;
        uint32_t wanted = utf8_next(part, &next), code = utf8_next(whole, &i);
        at = wanted == code ? next : at;
        i = i > start ? i : start + 1;
    }
    return at == part.n;
}

/* Whether a title of the body, which may stand in two lines, says as much as the entry. */
static bool has_title(const struct structure *s, struct slice entry)
{
    enum { MORE = 60 };
    for (const struct paragraph *p = s->beyond; p; p = p->next) {
        struct slice one = p->plain;
        if (one.n > entry.n + MORE)
            continue;
        struct slice two =
            p->next ? slice_of(arena_printf(s->arena, "%s%s", one.p, p->next->plain.p)) : one;
        if (is_within(entry, one) || (two.n <= entry.n + MORE && is_within(entry, two)) ||
            (one.n >= entry.n / 2 && is_within(label_bare(one), entry) && one.n + 12 >= entry.n))
            return true;
    }
    for (const struct table *table = s->harvest->tables; table; table = table->next)
        if (is_within(entry, label_plain(s->arena, table->title)))
            return true;
    return false;
}

/* Entries that the body does not have; what is annexed is called otherwise there. */
static void check_contents(struct structure *s)
{
    for (const struct paragraph *p = s->first; p && p != s->beyond; p = p->next) {
        struct slice title = label_bare(entry_title(p->plain));
        if (title.n < 12 || slice_starts(title, "附件") || has_title(s, title))
            continue;
        diag_report(s->diag, MSG_AUDIT_CONTENTS, plain_pos(p, p->plain),
                    slice_copy(s->arena, title).p);
    }
}

/* ---- Tables ---- */

static const struct {
    const char *kind, *name;
    int from;         /* the first year of accounts that has it */
    const char *word; /* of titles under which forms set it so that nobody reads it; or NULL */
} tables[] = {{"TOTAL", "收入支出决算总表", 0, NULL},
              {"INCOME", "收入决算表", 0, NULL},
              {"EXPENDITURE", "支出决算表", 0, NULL},
              {"FISCAL_TOTAL", "财政拨款收入支出决算总表", 0, NULL},
              {"GENERAL", "一般公共预算财政拨款支出决算表", 0, NULL},
              {"ECONOMIC", "一般公共预算财政拨款基本支出决算表", 0, NULL},
              {"SANGONG", "“三公”经费支出决算表", 0, "三公"},
              {"FUND", "政府性基金预算财政拨款收入支出决算表", 0, NULL},
              {"CAPITAL", "国有资本经营预算财政拨款支出决算表", 2020, NULL}};
enum { IN_ORDER = 4 }; /* the order of the others differs from form to form */

static const struct table *table_named(const struct structure *s, const char *kind)
{
    const struct table *table = s->harvest->tables;
    while (table &&
           (table->fate != TABLE_READ || !table->kind_name || strcmp(table->kind_name, kind) != 0))
        table = table->next;
    return table;
}

static bool says_nothing(struct slice plain)
{
    static const char *const words[] = {"无数据", "没有",     "为空",   "空表",
                                        "无此项", "未发生",   "不涉及", "无政府",
                                        "无国有", "无“三公”", "无三公", "本表无"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (holds(plain, words[i]))
            return true;
    return false;
}

/* Whether the table, or what stands below it, says that there is nothing to print. */
static bool is_said_empty(const struct structure *s, const struct table *table)
{
    for (const struct paragraph *p = s->book->first_paragraph; p; p = p->next)
        if (p->grids == table->grid->ordinal && says_nothing(p->plain))
            return true;
    for (uint32_t i = 0; i < table->grid->count; i++)
        if (says_nothing(label_plain(s->arena, table->grid->cells[i].text)))
            return true;
    return table->next && says_nothing(label_plain(s->arena, table->next->grid->before));
}

/* Whether amounts stand in the table, whether they could be read or not. */
static bool has_amounts(const struct structure *s, const struct table *table)
{
    for (uint32_t i = 0; i < table->grid->count; i++) {
        const struct cell *cell = &table->grid->cells[i];
        struct slice number, unit;
        if (memchr(cell->text.p, '.', cell->text.n) &&
            figure_read(s->arena, cell, &number, &unit) == FIGURE_NUMBER)
            return true;
    }
    return false;
}

/* Whether a table that nobody reads is titled with the word, and has amounts. */
static bool is_unread(const struct structure *s, const char *word)
{
    for (const struct table *table = word ? s->harvest->tables : NULL; table; table = table->next)
        if (table->fate == TABLE_UNKNOWN && holds(label_plain(s->arena, table->title), word) &&
            has_amounts(s, table))
            return true;
    return false;
}

static void check_tables(struct structure *s)
{
    const struct table *last = NULL;
    for (size_t i = 0; i < COUNT(tables); i++) {
        const struct table *table = table_named(s, tables[i].kind);
        if (!table && s->year >= tables[i].from && !is_unread(s, tables[i].word))
            diag_report(s->diag, MSG_AUDIT_TABLE_MISSING, book_pos(s->book), tables[i].name);
        else if (table && !table->taken && !has_amounts(s, table) && !is_said_empty(s, table))
            diag_report(s->diag, MSG_AUDIT_TABLE_EMPTY, grid_pos(table->grid), tables[i].name);
        bool before = table && last && table->grid->ordinal < last->grid->ordinal;
        if (before && i < IN_ORDER)
            diag_report(s->diag, MSG_AUDIT_TABLE_ORDER, grid_pos(table->grid), tables[i].name,
                        tables[i - 1].name);
        last = table ? table : last;
    }
}

/* ---- 部门 and 单位 ---- */

/* Titles that call the accounts 部门决算 and others that call them 单位决算. */
static void check_scope(struct structure *s)
{
    static const char *const words[] = {"年度部门决算", "年度单位决算", "年部门决算", "年单位决算"};
    const struct paragraph *first[2] = {NULL, NULL};
    for (const struct paragraph *p = s->book->first_paragraph; p; p = p->next)
        for (size_t i = 0; i < COUNT(words); i++)
            if (is_title(p) && !is_part(p->plain) && holds(p->plain, words[i]) && !first[i % 2])
                first[i % 2] = p;
    if (!first[0] || !first[1])
        return;
    const struct paragraph *later = first[0]->ordinal > first[1]->ordinal ? first[0] : first[1];
    struct finding *finding =
        diag_report(s->diag, MSG_AUDIT_SCOPE, plain_pos(later, later->plain), later->text.p);
    finding->also = plain_pos(later == first[0] ? first[1] : first[0],
                              (later == first[0] ? first[1] : first[0])->plain);
}

/* ---- Names ---- */

/* The economic subject of that name whose amount is known to be 0, or NULL. */
static const struct fact *zero_named(const struct structure *s, struct slice name)
{
    const struct fact *rows = fact_find(s->facts, s->facts->root, SLICE("经济")), *zero = NULL;
    for (const struct fact *row = rows ? rows->first : NULL; row; row = row->next) {
        const struct fact *said = fact_child(s->facts, row, SLICE("名称"));
        const struct fact *amount = fact_child(s->facts, row, SLICE("金额"));
        if (said && amount && said->kind == FACT_TEXT && amount->kind == FACT_MONEY &&
            !amount->waits && slice_eq(label_plain(s->arena, said->text), name)) {
            if (amount->number)
                return NULL;
            zero = row;
        }
    }
    return zero;
}

/* 主要包括基本工资、奖金、…: subjects on which nothing was spent. */
static void check_named(struct structure *s, const struct paragraph *p, struct slice list)
{
    while (list.n) {
        const char *end = memmem(list.p, list.n, "、", strlen("、"));
        size_t n = end ? (size_t)(end - list.p) : list.n, stop = 0;
        while (stop < n && list.p[stop] != ';' && list.p[stop] != ',' &&
               memcmp(list.p + stop, "。", n - stop < 3 ? n - stop : 3) != 0)
            stop++;
        struct slice name = {list.p, stop};
        const struct fact *row = name.n ? zero_named(s, name) : NULL;
        if (row)
            diag_report(s->diag, MSG_AUDIT_NAMED_ZERO, plain_pos(p, name),
                        slice_copy(s->arena, name).p, row->key.p);
        if (stop < n || !end)
            return;
        list = (struct slice){end + strlen("、"), list.n - n - strlen("、")};
    }
}

static void check_names(struct structure *s)
{
    const char *word = "主要包括";
    if (!s->facts || !harvest_find(s->harvest, "经济.人员经费"))
        return;
    for (const struct paragraph *p = s->beyond; p; p = p->next) {
        struct slice rest = p->plain;
        const char *at;
        bool of = holds(p->plain, "人员经费") || holds(p->plain, "公用经费");
        while (of && (at = memmem(rest.p, rest.n, word, strlen(word)))) {
            at += strlen(word);
            at += *at == ':';
            rest = (struct slice){at, (size_t)(rest.p + rest.n - at)};
            check_named(s, p, rest);
        }
    }
}

void audit_structure(struct diag *diag, const struct book *book, const struct harvest *harvest,
                     const struct facts *facts, int year, bool tables)
{
    struct structure s = {.arena = diag->arena,
                          .diag = diag,
                          .book = book,
                          .harvest = harvest,
                          .facts = facts,
                          .year = year};
    find_contents(&s);
    check_years(&s);
    if (book->first_paragraph) {
        check_contents(&s);
        check_numbers(&s);
        check_scope(&s);
        check_names(&s);
    }
    if (tables)
        check_tables(&s);
}
