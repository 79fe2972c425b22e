/*
 * Two records taken all the way, and what is painted on their pages: what comparisons are held
 * against. Nothing here shares code with src/diff.
 */
#ifndef TESTS_COMPARED_H
#define TESTS_COMPARED_H

#include "testing.h"

#include "diff/diff.h"
#include "sheet.h"

static struct house house;

static inline void reach_pages(struct sheet *sheet, struct arena *arena, const char *path)
{
    sheet_begin(sheet, &house, arena, path);
    assert_true(sheet_read(sheet));
    assert_true(sheet_compute(sheet));
    assert_true(sheet_compose(sheet));
    assert_true(sheet_layout(sheet));
}

/* A side of a comparison, of a record that names no others. */
static inline struct side side_of(const struct sheet *sheet)
{
    return (struct side){.path = sheet->run.request.path,
                         .record = sheet->made.origin.record,
                         .facts = sheet->made.account.facts,
                         .document = sheet->made.composition.document,
                         .diag = &sheet->run.diag,
                         .package = {"", 0}};
}

struct comparison {
    struct arena *arena;
    struct sheet runs[2];
    struct side sides[2];
    const struct diff *diff;
};

static inline void compare(struct comparison *comparison, const char *old, const char *new)
{
    const char *paths[] = {old, new};
    comparison->arena = arena_new();
    for (int i = 0; i < 2; i++) {
        struct sheet *sheet = &comparison->runs[i];
        reach_pages(sheet, comparison->arena, paths[i]);
        comparison->sides[i] = side_of(sheet);
    }
    comparison->diff = diff_run(comparison->arena, &comparison->sides[0], &comparison->sides[1]);
}

/* What is painted, by the block or cell that shows it, in the order of the pages; without blanks.
 */
struct painted {
    const struct doc_node *home;
    struct buf text;
};

struct all_painted {
    struct painted *at;
    uint32_t count;
};

static inline const struct doc_node *home_of(const struct doc_node *node)
{
    while (node->parent && (node->element == ELEMENT_TEXT || node->element == ELEMENT_SPAN))
        node = node->parent;
    for (const struct doc_node *at = node; at; at = at->parent)
        if (at->element == ELEMENT_CELL || at->element == ELEMENT_HEADER)
            return at;
    return node;
}

static inline void put_without_blanks(struct buf *out, struct slice text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ' && text.p[i] != '\n')
            buf_putc(out, text.p[i]);
    buf_puts(out, "");
}

static inline struct all_painted paint_of(struct arena *arena, const struct sheet *sheet)
{
    struct all_painted all = {
        ARENA_ARRAY(arena, struct painted, sheet->made.composition.document->node_count + 1), 0};
    uint32_t *turn = ARENA_ARRAY(arena, uint32_t, sheet->made.composition.document->node_count);
    for (uint32_t page = 0; page < sheet->made.pages[FONTS_ALL]->count; page++)
        for (uint32_t i = 0; i < sheet->made.pages[FONTS_ALL]->page[page].op_count; i++) {
            const struct paint_op *op = &sheet->made.pages[FONTS_ALL]->page[page].ops[i];
            if (op->paint != PAINT_GLYPHS || !op->node ||
                op->node->id >= sheet->made.composition.document->node_count)
                continue;
            const struct doc_node *home = home_of(op->node);
            if (!turn[home->id]) {
                turn[home->id] = ++all.count;
                all.at[all.count].home = home;
            }
            put_without_blanks(&all.at[turn[home->id]].text, op->text);
        }
    return all;
}

static inline bool is_cell(const struct doc_node *node)
{
    return node->element == ELEMENT_CELL || node->element == ELEMENT_HEADER;
}

static inline bool same_text(struct slice told, struct slice painted)
{
    struct buf plain = {0};
    put_without_blanks(&plain, told);
    bool same = slice_eq(buf_slice(&plain), painted);
    buf_free(&plain);
    return same;
}

/* Up to and with the next 。 */
static inline struct slice next_sentence(struct slice *text)
{
    const char *end = memmem(text->p, text->n, "。", 3);
    struct slice sentence = {text->p, end ? (size_t)(end - text->p) + 3 : text->n};
    *text = (struct slice){text->p + sentence.n, text->n - sentence.n};
    return sentence;
}

#endif
