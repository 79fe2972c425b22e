/* The documents, block by block: tables to their cells, other blocks to their sentences. */
#include "diff/blocks.h"

#include <assert.h>

static void add_cell(struct diff *diff, struct cell_change change)
{
    *diff->last_cell = ARENA_NEW(diff->arena, struct cell_change);
    **diff->last_cell = change;
    diff->last_cell = &(*diff->last_cell)->next;
    diff->cell_count++;
}

static void add_text(struct diff *diff, const struct block *old, const struct block *new,
                     struct slice before, struct slice after)
{
    struct text_change change = {.heading = (new ? new : old)->heading,
                                 .before = before,
                                 .after = after,
                                 .words = words_of(diff->arena, before, after),
                                 .place = new ? new->node : NULL};
    *diff->last_text = ARENA_NEW(diff->arena, struct text_change);
    **diff->last_text = change;
    diff->last_text = &(*diff->last_text)->next;
    diff->text_count++;
}

/* ---- Tables ---- */

/* A table of one side with what its rows are recognised by. */
struct rows {
    struct grid grid;
    uint64_t *whole, *label;
    struct slice *text;
};

struct two_tables {
    struct diff *diff;
    const struct block *old_block, *new_block;
    struct rows old, new;
};

static bool same_row(const void *data, uint32_t old, uint32_t new)
{
    const struct two_tables *two = data;
    return two->old.whole[old] == two->new.whole[new];
}

static bool same_label(const void *data, uint32_t old, uint32_t new)
{
    const struct two_tables *two = data;
    return two->old.label[old] == two->new.label[new];
}

static uint32_t cell_count(const struct doc_node *row)
{
    uint32_t count = 0;
    for (const struct doc_node *cell = row->first; cell; cell = cell->next)
        count++;
    return count;
}

/* The label itself was corrected, and the rest is much the same. */
static bool similar_row(const void *data, uint32_t old, uint32_t new)
{
    const struct two_tables *two = data;
    return cell_count(two->old.grid.rows[old]) == cell_count(two->new.grid.rows[new]) &&
           is_similar(two->old.text[old], two->new.text[new]);
}

static struct rows rows_of(struct arena *arena, const struct doc_node *table)
{
    struct rows rows = {.grid = grid_of(arena, table)};
    uint32_t count = rows.grid.row_count;
    rows.whole = ARENA_ARRAY(arena, uint64_t, count);
    rows.label = ARENA_ARRAY(arena, uint64_t, count);
    rows.text = ARENA_ARRAY(arena, struct slice, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct doc_node *row = rows.grid.rows[i];
        rows.text[i] = node_text(arena, row);
        rows.label[i] = row->parent->element;
        for (const struct doc_node *cell = row->first; cell; cell = cell->next) {
            struct slice text = node_text(arena, cell);
            rows.whole[i] = hash_text(rows.whole[i] + cell->element, text);
            if (cell->element == ELEMENT_HEADER)
                rows.label[i] = hash_text(rows.label[i] + cell->colspan, text);
        }
    }
    return rows;
}

/* One place of a table: cells of both sides, or of the one that has the row. */
static void compare_cells(const struct two_tables *two, struct align_step at,
                          const struct doc_node *old, const struct doc_node *new)
{
    struct arena *arena = two->diff->arena;
    struct slice before = old ? node_text(arena, old) : (struct slice){NULL, 0};
    struct slice after = new ? node_text(arena, new) : (struct slice){NULL, 0};
    if (slice_eq(before, after))
        return;
    const struct block *block = new ? two->new_block : two->old_block;
    const struct grid *grid = new ? &two->new.grid : &two->old.grid;
    uint32_t row = new ? at.new : at.old, column = grid_column(grid, row, new ? new : old);
    add_cell(two->diff, (struct cell_change){.table = block->heading,
                                             .number = block->number,
                                             .row = grid_row_label(arena, grid, row, column),
                                             .column = grid_column_head(arena, grid, row, column),
                                             .before = before,
                                             .after = after,
                                             .place = new ? grid->rows[row] : NULL});
}

static bool is_value(const struct doc_node *cell)
{
    return cell->element == ELEMENT_CELL;
}

/* A row of one side only: its values; its label if there are none. */
static void tell_row(const struct two_tables *two, struct align_step at)
{
    bool gone = at.new == ALIGN_NONE;
    const struct grid *grid = gone ? &two->old.grid : &two->new.grid;
    assert(grid->rows);
    const struct doc_node *row = grid->rows[gone ? at.old : at.new];
    uint32_t before = two->diff->cell_count;
    for (int values = 1; values >= 0 && two->diff->cell_count == before; values--)
        for (const struct doc_node *cell = row->first; cell; cell = cell->next)
            if (is_value(cell) == values && node_text(two->diff->arena, cell).n)
                compare_cells(two, at, gone ? cell : NULL, gone ? NULL : cell);
}

static void compare_rows(const struct two_tables *two, struct align_step at)
{
    if (at.old == ALIGN_NONE || at.new == ALIGN_NONE) {
        tell_row(two, at);
        return;
    }
    assert(two->old.grid.rows && two->new.grid.rows);
    const struct doc_node *old = two->old.grid.rows[at.old]->first;
    const struct doc_node *new = two->new.grid.rows[at.new]->first;
    while (old || new) {
        compare_cells(two, at, old, new);
        old = old ? old->next : NULL;
        new = new ? new->next : NULL;
    }
}

static void compare_tables(struct diff *diff, const struct block *old, const struct block *new)
{
    static const align_same passes[] = {same_row, same_label, similar_row};
    struct two_tables two = {.diff = diff, .old_block = old, .new_block = new};
    if (old)
        two.old = rows_of(diff->arena, old->node);
    if (new)
        two.new = rows_of(diff->arena, new->node);
    struct alignment alignment = align(diff->arena, two.old.grid.row_count, two.new.grid.row_count,
                                       passes, sizeof passes / sizeof *passes, &two);
    uint32_t old_at = 0, new_at = 0;
    for (struct align_step step; align_next(&alignment, &old_at, &new_at, &step);)
        compare_rows(&two, step);
}

/* ---- Text ---- */

struct two_texts {
    struct slice *old, *new;
};

static bool same_sentence(const void *data, uint32_t old, uint32_t new)
{
    const struct two_texts *two = data;
    return slice_eq(two->old[old], two->new[new]);
}

static bool same_wording(const void *data, uint32_t old, uint32_t new)
{
    const struct two_texts *two = data;
    return hash_wording(0, two->old[old]) == hash_wording(0, two->new[new]);
}

static bool similar_sentence(const void *data, uint32_t old, uint32_t new)
{
    const struct two_texts *two = data;
    return is_similar(two->old[old], two->new[new]);
}

static bool any_sentence(const void *data, uint32_t old, uint32_t new)
{
    (void)data, (void)old, (void)new;
    return true;
}

/* Where as many sentences went as came, they took the place of each other. */
static void compare_texts(struct diff *diff, const struct block *old, const struct block *new)
{
    static const align_same passes[] = {same_sentence, same_wording, similar_sentence,
                                        any_sentence};
    struct slice none = {NULL, 0}, empty = SLICE("");
    uint32_t old_count, new_count, old_at = 0, new_at = 0;
    struct two_texts two;
    two.old = sentences_of(diff->arena, old ? old->text : empty, &old_count);
    two.new = sentences_of(diff->arena, new ? new->text : empty, &new_count);
    struct alignment alignment =
        align(diff->arena, old_count, new_count, passes, old_count == new_count ? 4 : 3, &two);
    for (struct align_step step; align_next(&alignment, &old_at, &new_at, &step);) {
        struct slice before = step.old == ALIGN_NONE ? none : two.old[step.old];
        struct slice after = step.new == ALIGN_NONE ? none : two.new[step.new];
        if (!slice_eq(before, after))
            add_text(diff, old, new, before, after);
    }
}

/* ---- Blocks ---- */

struct two_documents {
    struct blocks old, new;
};

static bool same_block(const void *data, uint32_t old, uint32_t new)
{
    const struct two_documents *two = data;
    return two->old.at[old].hash == two->new.at[new].hash;
}

static bool like_block(const void *data, uint32_t old, uint32_t new)
{
    const struct two_documents *two = data;
    return two->old.at[old].likeness == two->new.at[new].likeness;
}

static bool similar_block(const void *data, uint32_t old, uint32_t new)
{
    const struct two_documents *two = data;
    const struct block *a = &two->old.at[old], *b = &two->new.at[new];
    if (a->node->element != b->node->element)
        return false;
    return a->node->element == ELEMENT_TABLE ? slice_eq(a->heading, b->heading)
                                             : is_similar(a->text, b->text);
}

static void compare_blocks(struct diff *diff, const struct block *old, const struct block *new)
{
    assert(old || new);
    if (old && new && old->hash == new->hash && old->node->element != ELEMENT_TABLE)
        return;
    if ((new ? new : old)->node->element == ELEMENT_TABLE)
        compare_tables(diff, old, new);
    else
        compare_texts(diff, old, new);
}

void diff_documents(struct diff *diff)
{
    static const align_same passes[] = {same_block, like_block, similar_block};
    struct two_documents two = {blocks_of(diff->arena, diff->old->document),
                                blocks_of(diff->arena, diff->new->document)};
    struct alignment alignment = align(diff->arena, two.old.count, two.new.count, passes,
                                       sizeof passes / sizeof *passes, &two);
    uint32_t old = 0, new = 0;
    for (struct align_step step; align_next(&alignment, &old, &new, &step);)
        compare_blocks(diff, step.old == ALIGN_NONE ? NULL : &two.old.at[step.old],
                       step.new == ALIGN_NONE ? NULL : &two.new.at[step.new]);
}
