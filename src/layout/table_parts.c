/*
 * A table, or its parts when it is wider than its page: then its columns stand below each other in
 * parts that fit, each with the heads above them and the columns of names that the rows begin with.
 */
#include "layout/table.h"
#include "layout/table_int.h"

#include <string.h>

/* The columns of a part: those of names that it shows again, then [from, to). */
struct extent {
    uint32_t names, from, to;
};

static bool is_name_column(const struct table *table, uint32_t column)
{
    for (uint32_t i = 0; i < table->cell_count; i++) {
        const struct cell *cell = &table->cells[i];
        if (cell->row >= table->head_rows && cell->column == column &&
            cell->node->element != ELEMENT_HEADER)
            return false;
    }
    return true;
}

/* How many columns of names the rows begin with. */
static uint32_t count_names(const struct table *table)
{
    uint32_t count = 0;
    while (count + 1 < table->column_count && is_name_column(table, count))
        count++;
    return count;
}

/* How many of the columns up to this one the part has: its place among them. */
static uint32_t place_in(struct extent extent, uint32_t column)
{
    if (column <= extent.names)
        return column;
    uint32_t end = column < extent.to ? column : extent.to;
    return extent.names + (end > extent.from ? end - extent.from : 0);
}

/* Adds the cells of the whole that stand in the part's columns. */
static void take_cells(struct table *part, const struct table *whole, struct extent extent)
{
    for (uint32_t i = 0; i < whole->cell_count; i++) {
        struct cell cell = {.node = whole->cells[i].node,
                            .row = whole->cells[i].row,
                            .rowspan = whole->cells[i].rowspan};
        uint32_t first = whole->cells[i].column, end = first + whole->cells[i].colspan;
        cell.column = place_in(extent, first);
        cell.colspan = place_in(extent, end) - cell.column;
        cell.again = part->part && first < extent.from;
        if (!cell.colspan)
            continue;
        for (uint32_t r = 0; r < cell.rowspan; r++)
            for (uint32_t c = 0; c < cell.colspan; c++)
                part->owner[(cell.row + r) * part->column_count + cell.column + c] =
                    part->cell_count;
        part->cells[part->cell_count++] = cell;
    }
}

static struct table *make_part(const struct table *whole, struct extent extent)
{
    struct arena *arena = shaper_arena(whole->shaper);
    struct table *part = ARENA_NEW(arena, struct table);
    uint32_t columns = extent.names + extent.to - extent.from;
    *part = (struct table){.shaper = whole->shaper,
                           .node = whole->node,
                           .style = whole->style,
                           .width = whole->width,
                           .page_height = whole->page_height,
                           .column_count = columns,
                           .row_count = whole->row_count,
                           .head_rows = whole->head_rows,
                           .continued = {whole->continued[0], whole->continued[1]},
                           .part = extent.from > 0};
    part->rows = ARENA_ARRAY(arena, struct row, part->row_count);
    memcpy(part->rows, whole->rows, part->row_count * sizeof *part->rows);
    part->columns = ARENA_ARRAY(arena, struct column, columns);
    for (uint32_t i = 0; i < columns; i++) {
        uint32_t column = i < extent.names ? i : extent.from + i - extent.names;
        part->columns[i] = (struct column){.hint = whole->columns[column].hint,
                                           .align = whole->columns[column].align};
    }
    size_t places = (size_t)part->row_count * columns;
    part->owner = ARENA_ARRAY(arena, uint32_t, places);
    memset(part->owner, 0xFF, places * sizeof *part->owner);
    part->cells = ARENA_ARRAY(arena, struct cell, whole->cell_count);
    take_cells(part, whole, extent);
    return table_make(part) ? part : NULL;
}

/* Whether no head goes from one side of the column's left edge to the other. */
static bool parts_heads(const struct table *table, uint32_t column)
{
    return column == table->column_count || table->owner[column] != table->owner[column - 1];
}

/* Where a part that starts with this column ends at best: where the width does, or where the heads
 * part before it. */
static uint32_t best_end(const struct table *table, struct extent extent)
{
    length width = 0;
    for (uint32_t i = 0; i < extent.names; i++)
        width += table->columns[i].least;
    uint32_t end = extent.from;
    while (end < table->column_count && width + table->columns[end].least <= table->width)
        width += table->columns[end++].least;
    for (uint32_t at = end; at > extent.from + (end - extent.from) / 2; at--)
        if (parts_heads(table, at))
            return at;
    return end > extent.from ? end : extent.from + 1;
}

/* The part that starts with column *from, which becomes the one after it; the names give way when
 * it has no room beside them. */
static struct table *part_from(const struct table *whole, uint32_t names, uint32_t *from)
{
    struct extent extent = {is_name_column(whole, *from) ? 0 : names, *from, *from};
    struct table *part = NULL;
    for (; !part; extent.names = 0)
        for (extent.to = best_end(whole, extent) + 1; !part && --extent.to > extent.from;)
            part = make_part(whole, extent);
    *from = extent.to;
    return part;
}

static struct table *divide(struct table *whole)
{
    whole->demand = (struct demand){0, 0, false};
    table_measure(whole, whole->last_step); /* what the columns need, words unbroken */
    struct table *first = NULL, **next = &first;
    uint32_t names = count_names(whole), from = 0;
    while (from < whole->column_count) {
        *next = part_from(whole, from ? names : 0, &from);
        next = &(*next)->further;
    }
    return first;
}

struct table *table_new(struct shaper *shaper, const struct doc_node *node,
                        const struct table_style *style, length width, length page_height)
{
    struct table *table = ARENA_NEW(shaper_arena(shaper), struct table);
    *table = (struct table){
        .shaper = shaper, .node = node, .style = style, .width = width, .page_height = page_height};
    continued_make(table);
    table_place(table);
    return table_make(table) ? table : divide(table);
}

struct table *table_further(const struct table *table)
{
    return table->further;
}
