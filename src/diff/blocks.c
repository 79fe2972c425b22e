#include "diff/blocks.h"

#include <string.h>

/* ---- Text ---- */

static const uint64_t HASH_PRIME = 1099511628211u;

uint64_t hash_text(uint64_t start, struct slice text)
{
    uint64_t hash = start ^ 14695981039346656037u;
    for (size_t i = 0; i < text.n; i++)
        hash = (hash ^ (unsigned char)text.p[i]) * HASH_PRIME;
    return hash;
}

uint64_t hash_wording(uint64_t start, struct slice text)
{
    uint64_t hash = start ^ 14695981039346656037u;
    for (size_t i = 0; i < text.n; i++)
        if (text.n - i > 2 && memcmp(text.p + i, "−", 3) == 0)
            i += 2;
        else if (!strchr("0123456789.,-%", text.p[i]))
            hash = (hash ^ (unsigned char)text.p[i]) * HASH_PRIME;
    return hash;
}

bool is_similar(struct slice a, struct slice b)
{
    size_t least = a.n < b.n ? a.n : b.n, most = a.n < b.n ? b.n : a.n, start = 0, end = 0;
    while (start < least && a.p[start] == b.p[start])
        start++;
    while (end < least - start && a.p[a.n - 1 - end] == b.p[b.n - 1 - end])
        end++;
    return (start + end) * 5 >= most * 2;
}

/* ---- The sequence ---- */

struct walk {
    struct arena *arena;
    struct blocks blocks;
    struct slice heading;
};

static struct block *add_block(struct walk *walk, const struct doc_node *node)
{
    struct blocks *blocks = &walk->blocks;
    GROW(walk->arena, blocks->at, blocks->count, blocks->room, 256);
    struct block *block = &blocks->at[blocks->count++];
    *block = (struct block){.node = node, .text = node_text(walk->arena, node)};
    if (node->element == ELEMENT_HEADING)
        walk->heading = block->text;
    block->heading = walk->heading;
    block->hash = hash_text(node->element, block->text);
    block->likeness = hash_wording(node->element, block->text);
    return block;
}

/* The first row's text: what tells forms of one title apart. */
static struct slice first_row(struct arena *arena, const struct doc_node *table)
{
    for (const struct doc_node *part = table->first; part; part = part->next)
        if (part->element == ELEMENT_BODY && part->first)
            return node_text(arena, part->first);
    return SLICE("");
}

static void add_table(struct walk *walk, const struct doc_node *table)
{
    struct slice outer = walk->heading;
    bool titled = false; /* by a paragraph of its caption */
    for (const struct doc_node *part = table->first; part; part = part->next)
        for (const struct doc_node *block = part->first; block && part->element == ELEMENT_CAPTION;
             block = block->next) {
            struct slice text = add_block(walk, block)->text;
            if (block->element == ELEMENT_PARAGRAPH && !titled)
                walk->heading = text;
            titled = titled || block->element == ELEMENT_PARAGRAPH;
        }
    struct block *block = add_block(walk, table);
    block->likeness =
        hash_text(hash_text(ELEMENT_TABLE, block->heading), first_row(walk->arena, table));
    if (titled)
        walk->heading = outer;
}

static bool is_text(const struct doc_node *node)
{
    const element_set texts = element_bit(ELEMENT_HEADING) | element_bit(ELEMENT_PARAGRAPH) |
                              element_bit(ELEMENT_SLOTS) | element_bit(ELEMENT_ITEM) |
                              element_bit(ELEMENT_DATUM);
    bool caption = node->element == ELEMENT_CAPTION && node->first;
    return texts & element_bit(node->element) || (caption && node->first->element == ELEMENT_TEXT);
}

static void add_blocks(struct walk *walk, const struct doc_node *node)
{
    for (const struct doc_node *child = node->first; child; child = child->next) {
        if (child->apart)
            continue;
        if (child->element == ELEMENT_TABLE)
            add_table(walk, child);
        else if (is_text(child))
            add_block(walk, child);
        else
            add_blocks(walk, child);
    }
}

static void number_tables(struct blocks *blocks)
{
    for (uint32_t i = 0; i < blocks->count; i++) {
        struct block *block = &blocks->at[i];
        if (block->node->element != ELEMENT_TABLE || block->number)
            continue;
        uint32_t number = 1;
        for (uint32_t k = i + 1; k < blocks->count; k++)
            if (blocks->at[k].node->element == ELEMENT_TABLE &&
                slice_eq(blocks->at[k].heading, block->heading))
                blocks->at[k].number = ++number;
        block->number = number > 1 ? 1 : 0;
    }
}

struct blocks blocks_of(struct arena *arena, const struct document *document)
{
    struct walk walk = {.arena = arena, .heading = SLICE("")};
    add_blocks(&walk, document->root);
    number_tables(&walk.blocks);
    return walk.blocks;
}
