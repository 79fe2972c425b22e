#include "audit/conform.h"

#include <string.h>

#include "audit/structure.h"
#include "intake/figure.h"

/* A heading of the form, and where the book has it. */
struct wanted {
    const struct doc_node *node;
    struct slice title;              /* as the form has it, in one line */
    struct slice bare;               /* without numbers */
    uint64_t at;                     /* 0: nowhere */
    const struct paragraph *heading; /* or, of a table alone, NULL */
    const struct grid *grid;         /* the table below it, or NULL */
    struct slice called;             /* the title of the table alone */
};

struct conforming {
    struct arena *arena;
    struct diag *diag;
    const struct book *book;
    const struct harvest *harvest;
    const struct paragraph *beyond; /* the first after the contents */
    struct wanted *wanted;
    uint32_t count, room;
    const char *told; /* heads that the table lacks, each between bars */
};

/* ---- Titles ---- */

/* A title as it is compared: without what numbers it, without years. */
static struct slice bare_title(struct arena *arena, struct slice text)
{
    struct slice plain = label_bare(label_plain(arena, text));
    char *bare = arena_alloc(arena, plain.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < plain.n; i++)
        if (plain.p[i] < '0' || plain.p[i] > '9')
            bare[n++] = plain.p[i];
    bare[n] = '\0';
    struct slice title = {bare, n};
    const char *part = slice_starts(title, "第") ? memmem(bare, n, "部分", strlen("部分")) : NULL;
    if (part && part - bare <= (long)strlen("第二十一"))
        title = (struct slice){part + strlen("部分"), n - (size_t)(part - bare) - strlen("部分")};
    return title;
}

/* Whether all characters of the one stand in the other, in their order. */
static bool is_within(struct slice part, struct slice whole)
{
    size_t at = 0;
    for (size_t i = 0; i < whole.n && at < part.n;) {
        size_t next = at;
        uint32_t wanted = utf8_next(part, &next), code = utf8_next(whole, &i);
        at = wanted == code ? next : at;
    }
    return at == part.n;
}

/* Whether the title is the wanted one, perhaps behind the agency's name: 财政局支出决算表, but not
 * 财政拨款支出决算表. */
static bool is_same(struct slice wanted, struct slice title)
{
    static const char *const other[] = {"拨款", "预算", "收入", "支出", "基金", "资本", "三公"};
    if (title.n < wanted.n || memcmp(title.p + title.n - wanted.n, wanted.p, wanted.n) != 0)
        return false;
    struct slice before = {title.p, title.n - wanted.n};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (memmem(before.p, before.n, other[i], strlen(other[i])))
            return false;
    return true;
}

/* Whether the title says it in other words: 收支决算总表 for 收入支出决算总表. */
static bool is_alike(struct slice wanted, struct slice title)
{
    if (!title.n || title.n > 2 * wanted.n + 30 || wanted.n > 2 * title.n)
        return false;
    return is_within(wanted, title) || is_within(title, wanted);
}

/* ---- What the form has ---- */

static void want(struct conforming *c, const struct doc_node *node)
{
    enum { SHORTEST = 9, DEEPEST = 3 };
    struct buf text = {0};
    buf_puts(&text, "");
    node_put_text(&text, node);
    struct slice title = slice_copy(c->arena, slice_trim(buf_slice(&text)));
    buf_free(&text);
    struct slice bare = bare_title(c->arena, title);
    if (node->level > DEEPEST || bare.n < SHORTEST)
        return;
    GROW(c->arena, c->wanted, c->count, c->room, 32);
    c->wanted[c->count++] = (struct wanted){.node = node, .title = title, .bare = bare};
}

static void want_all(struct conforming *c, const struct doc_node *node)
{
    if (node->element == ELEMENT_COVER || node->element == ELEMENT_CONTENTS ||
        node->element == ELEMENT_TABLE)
        return;
    if (node->element == ELEMENT_HEADING)
        want(c, node);
    for (const struct doc_node *child = node->first; child; child = child->next)
        want_all(c, child);
}

static bool is_table(const struct wanted *wanted)
{
    return wanted->node->level > 1 && slice_ends(wanted->bare, "表");
}

/* ---- Where the book has it ---- */

static uint64_t place_of(uint32_t grids, uint32_t ordinal)
{
    return (uint64_t)grids << 32 | ordinal;
}

static const struct grid *grid_after(const struct conforming *c, uint32_t grids)
{
    const struct grid *grid = c->book->first;
    while (grid && grid->ordinal <= grids)
        grid = grid->next;
    return grid;
}

/* Whether the title is the wanted one; or, when that is looked for under other words, is like it
 * and is no other that the form has. */
static bool is_wanted(const struct conforming *c, struct slice wanted, struct slice title,
                      bool alike)
{
    if (!alike)
        return is_same(wanted, title);
    for (uint32_t i = 0; i < c->count; i++)
        if (is_same(c->wanted[i].bare, title))
            return false;
    return is_alike(wanted, title);
}

/* Whether the line may be a heading of that title; two lines may make one. */
static bool is_heading(const struct conforming *c, const struct paragraph *p, struct slice wanted,
                       bool alike)
{
    enum { LONGEST = 60 };
    if (utf8_length(p->plain) > LONGEST || slice_ends(p->plain, "。"))
        return false;
    if (is_wanted(c, wanted, bare_title(c->arena, p->plain), alike))
        return true;
    struct slice next = p->next ? p->next->plain : (struct slice){"", 0};
    bool two = !alike && p->plain.n >= wanted.n / 3 && utf8_length(next) <= LONGEST;
    const char *both = two ? arena_printf(c->arena, "%s%s", p->plain.p, next.p) : NULL;
    return both && is_wanted(c, wanted, bare_title(c->arena, slice_of(both)), false);
}

/* The first place behind the other where the title stands. */
static bool find_from(const struct conforming *c, struct wanted *wanted, uint64_t from, bool alike)
{
    for (const struct paragraph *p = c->beyond; p; p = p->next) {
        uint64_t at = place_of(p->grids, p->ordinal);
        if (at <= from || !is_heading(c, p, wanted->bare, alike))
            continue;
        wanted->at = at;
        wanted->heading = p;
        wanted->grid = grid_after(c, p->grids);
        return true;
    }
    for (const struct table *table = c->harvest->tables; table; table = table->next) {
        uint64_t at = place_of(table->grid->ordinal, 0);
        if (at <= from || !is_wanted(c, wanted->bare, bare_title(c->arena, table->title), alike))
            continue;
        wanted->at = at;
        wanted->grid = table->grid;
        wanted->called = table->title;
        return true;
    }
    return false;
}

static struct pos wanted_pos(const struct wanted *wanted)
{
    return wanted->heading ? plain_pos(wanted->heading, wanted->heading->plain)
                           : grid_pos(wanted->grid);
}

/* The title under other words, or that it is missing. */
static bool find_alike(struct conforming *c, struct wanted *wanted)
{
    if (!find_from(c, wanted, 0, true)) {
        if (is_table(wanted))
            diag_report(c->diag, MSG_FORM_TABLE, book_pos(c->book), wanted->title.p);
        else
            diag_report(c->diag, MSG_FORM_HEADING, book_pos(c->book), wanted->title.p);
        return false;
    }
    struct slice called = wanted->heading ? wanted->heading->text : wanted->called;
    diag_report(c->diag, MSG_FORM_TITLE, wanted_pos(wanted), wanted->title.p,
                slice_copy(c->arena, called).p);
    return true;
}

static void check_titles(struct conforming *c)
{
    const struct wanted *last = NULL;
    for (uint32_t i = 0; i < c->count; i++) {
        struct wanted *wanted = &c->wanted[i];
        uint64_t from = last ? last->at : 0;
        if (!find_from(c, wanted, from, false) && !find_from(c, wanted, 0, false) &&
            !find_alike(c, wanted))
            continue;
        if (wanted->at < from) {
            struct finding *finding = diag_report(c->diag, MSG_FORM_ORDER, wanted_pos(wanted),
                                                  wanted->title.p, last->title.p);
            finding->also = wanted_pos(last);
        }
        last = wanted; /* what follows a part that was moved has moved with it */
    }
}

/* ---- Heads of tables ---- */

static bool has_cell(const struct conforming *c, const struct grid *grid, struct slice label)
{
    for (uint32_t i = 0; i < grid->count; i++) {
        struct slice cell = label_bare(label_plain(c->arena, grid->cells[i].text));
        if (cell.n && (is_within(label, cell) || (cell.n * 2 >= label.n && is_within(cell, label))))
            return true;
    }
    return false;
}

static void check_head(struct conforming *c, const struct wanted *wanted,
                       const struct doc_node *node)
{
    enum { SHORTEST = 6 };
    if (node->element == ELEMENT_HEADER || node->element == ELEMENT_CELL) {
        struct slice label = label_bare(label_plain(c->arena, node_text(c->arena, node)));
        const char *mark = arena_printf(c->arena, "|%s|", label.p);
        if (label.n < SHORTEST || has_cell(c, wanted->grid, label) || strstr(c->told, mark))
            return;
        diag_report(c->diag, MSG_FORM_COLUMN, grid_pos(wanted->grid), wanted->title.p,
                    node_text(c->arena, node).p);
        c->told = arena_printf(c->arena, "%s%s", c->told, mark);
        return;
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        check_head(c, wanted, child);
}

/* The table that stands next below the heading in the form. */
static const struct doc_node *table_below(const struct doc_node *heading)
{
    const struct doc_node *node = heading->next;
    while (node && node->element != ELEMENT_TABLE && node->element != ELEMENT_HEADING)
        node = node->next;
    return node && node->element == ELEMENT_TABLE ? node : NULL;
}

static void check_heads(struct conforming *c)
{
    for (uint32_t i = 0; i < c->count; i++) {
        const struct wanted *wanted = &c->wanted[i];
        const struct doc_node *table = table_below(wanted->node);
        c->told = "";
        for (const struct doc_node *part = table && wanted->grid ? table->first : NULL; part;
             part = part->next)
            if (part->element == ELEMENT_HEAD)
                check_head(c, wanted, part);
    }
}

void audit_conform(struct diag *diag, const struct book *book, const struct harvest *harvest,
                   const struct document *form)
{
    struct conforming c = {.arena = diag->arena,
                           .diag = diag,
                           .book = book,
                           .harvest = harvest,
                           .beyond = audit_body(book)};
    want_all(&c, form->root);
    check_titles(&c);
    check_heads(&c);
}
