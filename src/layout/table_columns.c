/*
 * Column widths. Every column has a least width (its longest part that cannot be broken, or a few
 * characters that look decent) and a most useful one (nothing wraps). When all get the most, the
 * rest of the measure is shared out; else the table is somewhere between. Columns of figures are
 * made equal where there is room, since they are read against each other.
 */
#include "layout/table.h"
#include "layout/table_int.h"

enum {
    DECENT_TEXT = 5, /* characters in a line of a text cell, */
    DECENT_HEAD = 2, /* and of a head */
    SLIGHT = 3,      /* characters of what a number of a row takes at most */
    LONG_HEAD = 6    /* a head longer than this may as well stand in two lines */
};

static length max_length(length a, length b)
{
    return a > b ? a : b;
}

static length min_length(length a, length b)
{
    return a < b ? a : b;
}

length table_span_width(const struct table *table, const struct cell *cell)
{
    length width = 0;
    for (uint32_t c = 0; c < cell->colspan; c++)
        width += table->columns[cell->column + c].width;
    return width;
}

bool table_is_name(const struct table *table, const struct cell *cell)
{
    return cell->row >= table->head_rows && cell->kind == CELL_TEXT &&
           cell->node->element == ELEMENT_HEADER;
}

/* ---- What each column wants ---- */

struct wish {
    length least, most;
};

static length cell_least(const struct table *table, const struct paragraph *block, length widest,
                         bool head)
{
    if (table->demand.narrow)
        return paragraph_narrowest(block);
    length decent = block->size * (head ? DECENT_HEAD : DECENT_TEXT);
    decent = block->joint == JOINT_MARK ? 0 : min_length(widest, decent);
    return max_length(paragraph_words(block), decent);
}

static struct wish cell_wish(const struct table *table, const struct cell *cell)
{
    bool head = cell->row < table->head_rows;
    uint32_t lines = head                         ? table->demand.head_lines
                     : table_is_name(table, cell) ? table->demand.name_lines
                                                  : 0;
    struct wish wish = {0};
    for (uint32_t b = 0; b < cell->block_count; b++) {
        const struct paragraph *block = cell->blocks[b];
        length widest = paragraph_widest(block), least = cell_least(table, block, widest, head);
        if (lines)
            least = max_length(least, paragraph_least(block, lines));
        if (head && widest > block->size * LONG_HEAD)
            widest = max_length(paragraph_least(block, 2), least);
        wish.least = max_length(wish.least, least);
        wish.most = max_length(wish.most, min_length(widest, max_length(table->width / 3, least)));
    }
    wish.least += 2 * table->pad_x;
    wish.most += 2 * table->pad_x;
    return wish;
}

/* Shares `amount` out over the columns in proportion to weight (evenly when all weights are 0);
 * the parts add up exactly. */
static void share(struct column *columns, uint32_t count, length amount, size_t member,
                  const length *weights)
{
    int64_t total = 0, sum = 0;
    for (uint32_t i = 0; i < count; i++)
        total += weights[i];
    for (uint32_t i = 0; i < count; i++) {
        int64_t weight = total ? weights[i] : 1, whole = total ? total : count;
        length *value = (length *)((char *)&columns[i] + member);
        *value += (length)((sum + weight) * amount / whole - sum * amount / whole);
        sum += weight;
    }
}

/* A cell over several columns widens them, those most that are wide already; columns with a hint
 * only as far as they must. */
static void widen(struct table *table, const struct cell *cell, struct wish wish)
{
    struct column *columns = table->columns + cell->column;
    struct arena *arena = shaper_arena(table->shaper);
    length *weights = ARENA_ARRAY(arena, length, cell->colspan);
    bool hinted = true;
    for (uint32_t i = 0; i < cell->colspan; i++) {
        wish.least -= columns[i].least;
        wish.most -= columns[i].most;
        weights[i] = columns[i].hint ? 0 : columns[i].most;
        hinted = hinted && columns[i].hint;
    }
    if (wish.least > 0)
        share(columns, cell->colspan, wish.least, offsetof(struct column, least), weights);
    if (wish.most > 0 && !hinted)
        share(columns, cell->colspan, wish.most, offsetof(struct column, most), weights);
}

static void find_wishes(struct table *table)
{
    for (uint32_t i = 0; i < table->column_count; i++) {
        struct column *column = &table->columns[i];
        length figures = column->figures ? column->before + column->after + 2 * table->pad_x : 0;
        column->least = max_length(figures, 2 * table->pad_x);
        column->most = column->least;
    }
    for (uint32_t i = 0; i < table->cell_count; i++) {
        const struct cell *cell = &table->cells[i];
        if (cell->colspan > 1)
            continue;
        struct wish wish = cell_wish(table, cell);
        struct column *column = &table->columns[cell->column];
        column->least = max_length(column->least, wish.least);
        column->most = max_length(column->most, wish.most);
    }
    for (uint32_t i = 0; i < table->column_count; i++) {
        struct column *column = &table->columns[i];
        column->wish = column->most;
        if (column->hint)
            column->most = max_length(column->hint, column->least);
    }
    for (uint32_t i = 0; i < table->cell_count; i++)
        if (table->cells[i].colspan > 1)
            widen(table, &table->cells[i], cell_wish(table, &table->cells[i]));
    for (uint32_t i = 0; i < table->column_count; i++)
        table->columns[i].most = max_length(table->columns[i].most, table->columns[i].least);
    if (table->demand.narrow && table->column_count == 1) /* then lines end anywhere */
        table->columns[0].least = table->columns[0].most = table->width;
}

/* ---- What they get ---- */

static int64_t sum_of(const struct table *table, size_t member)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < table->column_count; i++)
        sum += *(const length *)((const char *)&table->columns[i] + member);
    return sum;
}

/* Columns give way in this order: those that carry no amounts or only numbers of rows, those
 * without a hint, the others. */
enum { YIELDS_FIRST, YIELDS_THEN, YIELDS_LAST, YIELDS };

static int yields(const struct table *table, const struct column *column)
{
    bool slight = !column->figures && column->longest <= SLIGHT * table->size;
    return slight ? YIELDS_FIRST : column->hint ? YIELDS_LAST : YIELDS_THEN;
}

/* Takes the excess from the columns of this order, in proportion to what they have beyond their
 * least; returns what is left of it. */
static length take(struct table *table, length excess, int order, length *weights)
{
    int64_t slack = 0;
    for (uint32_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        weights[i] = yields(table, column) == order ? column->width - column->least : 0;
        slack += weights[i];
    }
    length taken = slack < excess ? (length)slack : excess;
    if (taken > 0)
        share(table->columns, table->column_count, -taken, offsetof(struct column, width), weights);
    return excess - taken;
}

/* Gives columns whose hint is less than they would have some of what is left; returns the rest. */
static length grant(struct table *table, length left, length *weights)
{
    int64_t wanted = 0;
    for (uint32_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        weights[i] = max_length(column->wish - column->width, 0);
        wanted += weights[i];
    }
    length given = wanted < left ? (length)wanted : left;
    if (given > 0)
        share(table->columns, table->column_count, given, offsetof(struct column, width), weights);
    return left - given;
}

/* Every column gets what is most useful. What is missing then they give; what is left over goes to
 * all, or to those without a hint. */
static void distribute(struct table *table)
{
    uint32_t count = table->column_count;
    length *weights = ARENA_ARRAY(shaper_arena(table->shaper), length, count);
    bool all_hinted = true;
    for (uint32_t i = 0; i < count; i++) {
        table->columns[i].width = table->columns[i].most;
        all_hinted = all_hinted && table->columns[i].hint;
    }
    length excess = (length)sum_of(table, offsetof(struct column, width)) - table->width;
    for (int order = YIELDS_FIRST; order < YIELDS && excess > 0; order++)
        excess = take(table, excess, order, weights);
    if (excess < 0 && all_hinted)
        excess = -grant(table, -excess, weights);
    for (uint32_t i = 0; i < count; i++)
        weights[i] = all_hinted || !table->columns[i].hint ? table->columns[i].most : 0;
    if (excess < 0)
        share(table->columns, count, -excess, offsetof(struct column, width), weights);
}

static bool is_even(const struct column *column)
{
    return !column->text && !column->hint;
}

/* Columns of figures, and empty ones beside them, share evenly what they have together. */
static void even_out(struct table *table)
{
    length total = 0, widest = 0, count = 0;
    bool figures = false;
    for (uint32_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        if (!is_even(column))
            continue;
        figures = figures || column->figures;
        total += column->width;
        widest = max_length(widest, column->least);
        count++;
    }
    if (!figures || widest * (int64_t)count > total)
        return;
    length k = 0;
    for (uint32_t i = 0; i < table->column_count; i++)
        if (is_even(&table->columns[i])) {
            table->columns[i].width =
                (length)((int64_t)total * (k + 1) / count) - (length)((int64_t)total * k / count);
            k++;
        }
}

length table_columns(struct table *table)
{
    find_wishes(table);
    int64_t least = sum_of(table, offsetof(struct column, least));
    if (least > table->width)
        return least < INT32_MAX ? (length)least : INT32_MAX;
    distribute(table);
    even_out(table);
    length x = 0;
    for (uint32_t i = 0; i < table->column_count; i++) {
        table->columns[i].x = x;
        x += table->columns[i].width;
    }
    return 0;
}
