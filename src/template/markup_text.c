/* Text of the markup, and the figures that marks in it stand for → nodes. */
#include "template/markup.h"

#include <string.h>

struct pos markup_pos(struct reader *reader, size_t offset, size_t length)
{
    struct pos pos = rendering_pos(reader->rendering, offset, &reader->near);
    if (!pos.length)
        pos.length = (uint32_t)length;
    return pos;
}

const char *markup_children(const struct reader *reader, const struct element_rule *rule)
{
    struct buf buf = {0};
    rule_print_children(&buf, rule);
    const char *text = slice_copy(reader->diag->arena, buf_slice(&buf)).p;
    buf_free(&buf);
    return text;
}

struct doc_node *markup_node(struct reader *reader, enum element element, struct pos pos)
{
    struct doc_node *node = ARENA_NEW(reader->arena, struct doc_node);
    struct doc_node *parent = reader->open->node;
    node->element = element;
    node->id = reader->document->node_count++;
    node->pos = pos;
    node->parent = parent;
    node->colspan = node->rowspan = 1;
    if (!parent)
        return reader->document->root = node;
    node->style = parent->style;
    node->language = parent->language;
    node->direction = parent->direction;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    return node;
}

void markup_finish_text(struct reader *reader)
{
    if (!reader->text.n)
        return;
    struct pos pos = markup_pos(reader, reader->text_at, reader->text.n);
    markup_node(reader, ELEMENT_TEXT, pos)->text =
        slice_copy(reader->arena, buf_slice(&reader->text));
    buf_clear(&reader->text);
}

/* Whether text may stand here; if not, says so. */
static bool may_have_text(struct reader *reader, size_t offset)
{
    struct open *open = reader->open;
    bool allowed = open->rule->children & element_bit(ELEMENT_TEXT);
    if (allowed && !open->has_blocks)
        return open->has_text = true;
    struct pos pos = markup_pos(reader, offset, 1);
    if (is_told(reader->diag, pos))
        return false;
    if (allowed)
        diag_report(reader->diag, MSG_CELL_MIXED, pos, open->rule->name);
    else
        diag_report(reader->diag, MSG_TEXT_PLACE, pos, open->rule->name,
                    markup_children(reader, open->rule));
    return false;
}

void markup_put_text(struct reader *reader, struct slice text, size_t offset)
{
    if (!reader->text.n)
        reader->text_at = offset;
    if (reader->gap == GAP_BLANK && reader->in_line)
        buf_putc(&reader->text, ' ');
    buf_put_slice(&reader->text, text);
    reader->gap = GAP_NONE;
    reader->in_line = true;
    reader->units.amount = NULL;
}

const struct numbers *markup_numbers(const struct reader *reader)
{
    const struct open *open = reader->open;
    if (open->numbers)
        return open->numbers;
    return open->in_cell ? reader->cell_numbers : reader->text_numbers;
}

/* Adds a node for the figure that a mark names; rest is the text behind the mark. */
static void put_figure(struct reader *reader, const struct fact *fact, size_t offset,
                       struct slice rest)
{
    const struct numbers *numbers = markup_numbers(reader);
    markup_put_text(reader, (struct slice){"", 0}, offset);
    markup_finish_text(reader);
    struct pos pos = markup_pos(reader, offset, 1);
    struct doc_node *node = markup_node(reader, ELEMENT_TEXT, pos);
    node->fact = fact;
    if (!figure_print(&reader->text, fact, numbers) && !is_told(reader->diag, pos))
        diag_report(reader->diag, MSG_FIGURE_RANGE, pos, fact_path(reader->diag->arena, fact).p);
    node->text = slice_copy(reader->arena, buf_slice(&reader->text));
    buf_clear(&reader->text);
    if (fact->kind != FACT_MONEY && fact->kind != FACT_PRICE)
        return;
    bool in_cell = reader->open->in_cell;
    units_amount(&reader->units, numbers, in_cell, rest, reader->facts, pos);
    if (!in_cell && fact->kind == FACT_MONEY)
        units_change(&reader->units, fact, numbers, pos);
}

/* What a mark stands for, before rest. The word of a unit is text like that around it. */
static void put_mark(struct reader *reader, const struct fact *fact, size_t offset,
                     struct slice rest)
{
    if (fact->kind != FACT_UNIT)
        put_figure(reader, fact, offset, rest);
    else
        markup_put_text(reader, slice_of(unit_word(markup_numbers(reader)->money.divisor)), offset);
}

/* Text that is typed in a part, not a value of the facts, must not contradict the figures. */
static void check_units(struct reader *reader, struct slice text, size_t offset)
{
    struct pos pos = rendering_pos(reader->rendering, offset, &reader->near);
    const struct open *open = reader->open;
    if (pos.length)
        return;
    pos.length = 1;
    units_text(&reader->units, text, open->numbers ? open->numbers : reader->cell_numbers,
               open->in_cell, pos);
}

bool markup_is_white(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* The length of the text before the next white space or mark, at least one byte. */
static size_t word_length(struct slice text)
{
    size_t n = 1;
    while (n < text.n && !markup_is_white(text.p[n]) && text.p[n] != *MARK_START)
        n++;
    return n;
}

void markup_text(struct reader *reader, struct slice rest, size_t offset)
{
    for (size_t step; rest.n; rest = (struct slice){rest.p + step, rest.n - step}, offset += step) {
        const struct fact *fact = NULL;
        step = 1;
        if (markup_is_white(*rest.p)) {
            bool newline = *rest.p == '\n' || reader->gap == GAP_NEWLINE;
            reader->gap = newline ? GAP_NEWLINE : GAP_BLANK;
        } else if (!may_have_text(reader, offset)) {
            return;
        } else if ((step = mark_read(rest, reader->facts, &fact))) {
            put_mark(reader, fact, offset, (struct slice){rest.p + step, rest.n - step});
        } else {
            step = word_length(rest);
            check_units(reader, (struct slice){rest.p, step}, offset);
            markup_put_text(reader, (struct slice){rest.p, step}, offset);
        }
    }
}
