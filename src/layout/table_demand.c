/* How a table is set: what is asked of its columns, from the best on, and what it gives up for it.
 */
#include "layout/table.h"
#include "layout/table_int.h"

enum { HEAD_LINES = 4 /* of a head: with more of them it stands like a column of type */ };

/* The steps from the largest type in the table down to the smallest allowed. */
static unsigned count_steps(const struct table *table)
{
    length largest = table->style->min_size;
    for (uint32_t i = 0; i < table->cell_count; i++) {
        length size = table->cells[i].node->style->size;
        largest = size > largest ? size : largest;
    }
    if (table->node->size && largest > table->node->size)
        largest =
            table->node->size > table->style->min_size ? table->node->size : table->style->min_size;
    return PAD_STEPS + (unsigned)((largest - table->style->min_size + SIZE_STEP - 1) / SIZE_STEP);
}

uint32_t table_wraps(const struct table *table)
{
    uint32_t names = 0, wrapped = 0;
    for (uint32_t i = 0; i < table->cell_count; i++) {
        const struct cell *cell = &table->cells[i];
        const struct paragraph *text = cell->blocks[0];
        if (!table_is_name(table, cell) || paragraph_narrowest(text) == paragraph_widest(text))
            continue; /* a code, which cannot wrap, is no name */
        names++;
        wrapped += text->line_count > 1;
    }
    return names ? wrapped * 100 / names : 0;
}

/* Whether all heads take as few lines as they should. */
static bool heads_stand_well(const struct table *table)
{
    for (uint32_t i = 0; i < table->cell_count; i++) {
        const struct cell *cell = &table->cells[i];
        if (cell->row < table->head_rows && cell_lines(cell) > HEAD_LINES)
            return false;
    }
    return true;
}

bool table_stands_well(const struct table *table)
{
    bool whole = !table->node->equal || table->demand.name_lines == 1;
    return whole && !table->further && heads_stand_well(table);
}

/* Makes the table for the demand, tightened as little as it can be; returns as table_columns does.
 */
static length meet(struct table *table, struct demand demand)
{
    length needed = 1;
    table->demand = demand;
    for (unsigned step = 0; step <= table->last_step && needed; step++)
        needed = table_measure(table, step);
    return needed;
}

/* Rows are equally high, and low, when every name stands in one line. */
static length meet_best(struct table *table)
{
    static const struct demand demands[] = {{1, HEAD_LINES, false}, {1, 0, false}, {2, 0, false},
                                            {3, 0, false},          {0, 0, false}, {0, 0, true}};
    enum { COUNT = sizeof demands / sizeof *demands, UNEQUAL = 4 };
    length needed = 1;
    for (size_t i = table->node->equal ? 0 : UNEQUAL; i < COUNT && needed; i++)
        needed = meet(table, demands[i]);
    return needed;
}

bool table_make(struct table *table)
{
    table->last_step = count_steps(table);
    return meet_best(table) == 0;
}

bool table_fits(struct table *table, length height)
{
    unsigned step = table->step;
    bool fits = !table->further && table_height(table) <= height;
    if (fits || table->further || step == table->last_step)
        return fits;
    fits = !table_measure(table, table->last_step) && table_height(table) <= height;
    table_measure(table, step);
    return fits;
}

length table_width(const struct table *table)
{
    return table->width;
}

length table_height(const struct table *table)
{
    return table->tops[table->band_count];
}
