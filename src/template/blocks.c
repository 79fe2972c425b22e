#include "template/blocks.h"

#include "template/series.h"

static bool is_block(const struct doc_node *node)
{
    return node && node->element == ELEMENT_BLOCK;
}

static void append(struct doc_node *parent, struct doc_node *node)
{
    node->parent = parent;
    node->next = NULL;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
}

static struct doc_node *new_node(struct arena *arena, struct doc_node *parent, enum element element,
                                 const struct style *style)
{
    struct doc_node *node = ARENA_NEW(arena, struct doc_node);
    *node = (struct doc_node){
        .element = element, .pos = parent->pos, .style = style, .colspan = 1, .rowspan = 1};
    append(parent, node);
    return node;
}

static void copy_children(struct arena *arena, struct doc_node *into, const struct doc_node *from)
{
    for (const struct doc_node *child = from->first; child; child = child->next) {
        struct doc_node *copy = ARENA_NEW(arena, struct doc_node);
        *copy = *child;
        copy->first = copy->last = NULL;
        append(into, copy);
        copy_children(arena, copy, child);
    }
}

/* The row that says with fill="yes" what a block is filled up with. */
static struct doc_node *filler(struct doc_node *block)
{
    struct doc_node *row = block->first;
    while (row && !row->fill)
        row = row->next;
    return row;
}

/* One more row like the filler, next to it. */
static void repeat(struct arena *arena, struct doc_node *block, struct doc_node *filler)
{
    struct doc_node *row = ARENA_NEW(arena, struct doc_node);
    *row = *filler;
    row->first = row->last = NULL;
    copy_children(arena, row, filler);
    filler->next = row;
    if (block->last == filler)
        block->last = row;
}

/* A filler that is not needed. */
static void drop(struct doc_node *block, const struct doc_node *row)
{
    struct doc_node *before = NULL;
    for (struct doc_node *node = block->first; node && node != row; node = node->next)
        before = node;
    if (before)
        before->next = row->next;
    else
        block->first = row->next;
    if (block->last == row)
        block->last = before;
}

/* An empty row as wide as the model, at the end; without a model one that is too narrow, which the
 * table then reports. */
static void add_empty_row(struct arena *arena, struct doc_node *block, const struct doc_node *model,
                          const struct style *style)
{
    struct doc_node *row = new_node(arena, block, ELEMENT_ROW, block->style);
    for (const struct doc_node *like = model ? model->first : NULL; like; like = like->next)
        new_node(arena, row, ELEMENT_CELL, style ? style : block->style)->colspan = like->colspan;
}

static unsigned count_rows(const struct doc_node *block)
{
    unsigned count = 0;
    for (const struct doc_node *row = block->first; row; row = row->next)
        count++;
    return count;
}

static void fill_block(struct arena *arena, struct doc_node *block, const struct doc_node *model,
                       unsigned missing, const struct style *style)
{
    struct doc_node *row = filler(block);
    for (; missing; missing--) {
        if (row)
            repeat(arena, block, row);
        else
            add_empty_row(arena, block, model, style);
    }
}

/* Rows of a block without its filler. */
static unsigned own_rows(struct doc_node *block)
{
    return count_rows(block) - (filler(block) ? 1 : 0);
}

/* Makes the blocks that stand next to each other, from the first on, equally long. */
static void fill_up(struct arena *arena, struct doc_node *first, const struct style *style)
{
    unsigned longest = 0;
    for (struct doc_node *block = first; is_block(block); block = block->next) {
        unsigned rows = own_rows(block);
        longest = rows > longest ? rows : longest;
    }
    for (struct doc_node *block = first; is_block(block); block = block->next) {
        struct doc_node *row = filler(block);
        fill_block(arena, block, block->first, longest - own_rows(block), style);
        if (row)
            drop(block, row);
    }
}

struct counters {
    unsigned rows;    /* through the table */
    unsigned chinese; /* of the block at hand */
};

/* The numbers below the node: in spans and paragraphs, too. */
static void number_nodes(struct arena *arena, struct doc_node *node, struct counters *counters)
{
    for (struct doc_node *child = node->first; child; child = child->next) {
        bool chinese = child->numeral == NUMERAL_CHINESE;
        if (child->element == ELEMENT_NUMBER && !child->series.n)
            number_settle(arena, node, child, chinese ? ++counters->chinese : ++counters->rows);
        number_nodes(arena, child, counters);
    }
}

/* Numbers the blocks of one index, and with the first also the rows outside blocks; false when
 * there are none. */
static bool number_blocks(struct arena *arena, struct doc_node *body, unsigned wanted,
                          struct counters *counters)
{
    unsigned index = 0;
    bool any = false;
    for (struct doc_node *node = body->first; node; node = node->next) {
        index = is_block(node) ? index + 1 : 0;
        if (wanted != (index ? index - 1 : 0))
            continue;
        any = true;
        if (!is_block(node))
            number_nodes(arena, node, counters);
        for (struct doc_node *row = is_block(node) ? node->first : NULL; row; row = row->next)
            number_nodes(arena, row, counters);
    }
    return any;
}

static void number_table(struct arena *arena, struct doc_node *table)
{
    struct counters counters = {0};
    bool any = true;
    for (unsigned index = 0; any; index++) {
        any = false;
        counters.chinese = 0;
        for (struct doc_node *body = table->first; body; body = body->next)
            if (body->element == ELEMENT_BODY && number_blocks(arena, body, index, &counters))
                any = true;
    }
}

/* Moves the cells of each row to the end of the row that stands beside it. */
static void join_rows(struct doc_node *rows, struct doc_node *beside)
{
    for (struct doc_node *row = beside; rows && row; rows = rows->next, row = row->next) {
        rows->keep = rows->keep || row->keep;
        for (struct doc_node *cell = row->first, *next; cell; cell = next) {
            next = cell->next;
            append(rows, cell);
        }
    }
}

/* Puts rows in the place of blocks. */
static void set_side_by_side(struct doc_node *body)
{
    struct doc_node *node = body->first, *next;
    body->first = body->last = NULL;
    for (; node; node = next) {
        next = node->next;
        if (!is_block(node)) {
            append(body, node);
            continue;
        }
        for (; is_block(next); next = next->next)
            join_rows(node->first, next->first);
        for (struct doc_node *row = node->first, *after; row; row = after) {
            after = row->next;
            append(body, row);
        }
    }
}

void blocks_resolve(struct arena *arena, struct doc_node *table, const struct style *cell,
                    bool numbered)
{
    for (struct doc_node *body = table->first; body; body = body->next)
        for (struct doc_node *node = body->first, *before = NULL; node;
             before = node, node = node->next)
            if (is_block(node) && !is_block(before))
                fill_up(arena, node, cell);
    if (numbered)
        number_table(arena, table);
    for (struct doc_node *body = table->first; body; body = body->next)
        if (body->element == ELEMENT_BODY)
            set_side_by_side(body);
}
