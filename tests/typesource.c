/*
 * Writes a disclosure as source for Typst: the same headings, paragraphs and tables in the same
 * fonts, for the benchmark only.
 *
 *     typesource RECORD > FILE.typ
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/pipeline.h"

/* Text as a Typst string. */
static void put_string(struct buf *out, struct slice text)
{
    buf_puts(out, "#\"");
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\')
            buf_putc(out, '\\');
        buf_putc(out, text.p[i]);
    }
    buf_puts(out, "\";");
}

static void put_node(struct buf *out, const struct doc_node *node);

static void put_children(struct buf *out, const struct doc_node *node)
{
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_node(out, child);
}

static void put_text(struct buf *out, const struct doc_node *node)
{
    put_string(out, node->text);
}

static void put_block(struct buf *out, const struct doc_node *node)
{
    struct slice role = node->style->role;
    bool bold = slice_is(role, "标题") || slice_is(role, "黑体");
    if (node->element == ELEMENT_HEADING)
        buf_printf(out, "#heading(level: %u)[", node->level);
    else
        buf_puts(out, "#par[");
    buf_printf(out, "#text(size: %d.%03dpt, weight: \"%s\")[", node->style->size / 1000,
               node->style->size % 1000, bold ? "bold" : "regular");
    put_children(out, node);
    buf_puts(out, "]]\n");
}

static void put_cells(struct buf *out, const struct doc_node *group)
{
    for (const struct doc_node *row = group->first; row; row = row->next)
        for (const struct doc_node *cell = row->first; cell; cell = cell->next) {
            buf_printf(out, "table.cell(colspan: %u, rowspan: %u)[", cell->colspan, cell->rowspan);
            put_children(out, cell);
            buf_puts(out, "],\n");
        }
}

static unsigned count_columns(const struct doc_node *table)
{
    unsigned columns = 0;
    const struct doc_node *group = table->first;
    while (group && group->element != ELEMENT_HEAD && group->element != ELEMENT_BODY)
        group = group->next;
    for (const struct doc_node *cell = group ? group->first->first : NULL; cell; cell = cell->next)
        columns += cell->colspan;
    return columns;
}

static void put_table(struct buf *out, const struct doc_node *node)
{
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (child->element == ELEMENT_CAPTION)
            put_children(out, child);
    buf_printf(out, "#text(size: 9pt)[#table(columns: %u, inset: 3pt, stroke: 0.5pt,\n",
               count_columns(node));
    for (const struct doc_node *child = node->first; child; child = child->next) {
        bool head = child->element == ELEMENT_HEAD;
        if (!head && child->element != ELEMENT_BODY)
            continue;
        buf_puts(out, head ? "table.header(" : "");
        put_cells(out, child);
        buf_puts(out, head ? "),\n" : "");
    }
    buf_puts(out, ")]\n");
}

static void put_slots(struct buf *out, const struct doc_node *node)
{
    buf_puts(out, "#par[");
    for (const struct doc_node *slot = node->first; slot; slot = slot->next) {
        put_children(out, slot);
        buf_puts(out, slot->next ? "#h(1fr)" : "");
    }
    buf_puts(out, "]\n");
}

static void put_section(struct buf *out, const struct doc_node *node)
{
    bool turned = node->orientation == ORIENTATION_LANDSCAPE;
    buf_puts(out, turned             ? "#page(flipped: true)[\n"
                  : node->page_break ? "#pagebreak(weak: true)\n"
                                     : "");
    put_children(out, node);
    buf_puts(out, turned ? "]\n" : "");
}

static void put_contents(struct buf *out, const struct doc_node *node)
{
    (void)node;
    buf_puts(out, "#outline(title: none)\n");
}

static void put_break(struct buf *out, const struct doc_node *node)
{
    (void)node;
    buf_puts(out, "#linebreak()");
}

static void put_node(struct buf *out, const struct doc_node *node)
{
    static void (*const put[])(struct buf *, const struct doc_node *) = {
        [ELEMENT_SECTION] = put_section, [ELEMENT_HEADING] = put_block,
        [ELEMENT_PARAGRAPH] = put_block, [ELEMENT_SLOTS] = put_slots,
        [ELEMENT_TABLE] = put_table,     [ELEMENT_CONTENTS] = put_contents,
        [ELEMENT_TEXT] = put_text,       [ELEMENT_BREAK] = put_break};
    bool known = node->element < sizeof put / sizeof *put && put[node->element];
    (known ? put[node->element] : put_children)(out, node);
}

int main(int argc, char **argv)
{
    struct house house;
    struct run run;
    struct arena *arena = arena_new();
    struct buf out = {0};
    if (argc != 2)
        return 3;
    house_open(&house, NULL);
    run_init(&run, arena, LANGUAGE_ENGLISH, argv[1]);
    if (!run_make(&house, &run, GONGKAI_DOCUMENT))
        return 2;
    buf_puts(&out, "#set page(paper: \"a4\", numbering: \"— 1 —\")\n"
                   "#set text(font: (\"Noto Serif CJK SC\",), lang: \"zh\", size: 16pt)\n"
                   "#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n");
    put_node(&out, run.document->root);
    fwrite(out.p, 1, out.n, stdout);
    buf_free(&out);
    buf_free(&run.file);
    arena_free(arena);
    house_close(&house);
    return 0;
}
