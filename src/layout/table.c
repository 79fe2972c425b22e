#include "layout/table.h"
#include "layout/table_int.h"

#include <stdio.h>
#include <string.h>

enum {
    TALL_PART = 3 /* a row taller than this part of a page may be divided */
};

/* ---- The grid ---- */

static bool is_section(const struct doc_node *node)
{
    return node->element == ELEMENT_HEAD || node->element == ELEMENT_BODY;
}

static bool is_cell(const struct doc_node *node)
{
    return node->element == ELEMENT_HEADER || node->element == ELEMENT_CELL;
}

static uint32_t at_least_one(uint16_t span)
{
    return span ? span : 1;
}

/* Counts rows, cells and, from the widest row, columns. Rows may stand in the table itself. */
static void count_grid(struct table *table, const struct doc_node *parent)
{
    for (const struct doc_node *node = parent->first; node; node = node->next) {
        if (is_section(node))
            count_grid(table, node);
        if (node->element != ELEMENT_ROW)
            continue;
        uint32_t columns = 0;
        for (const struct doc_node *cell = node->first; cell; cell = cell->next) {
            columns += is_cell(cell) ? at_least_one(cell->colspan) : 0;
            table->cell_count += is_cell(cell);
        }
        table->row_count++;
        table->head_rows += parent->element == ELEMENT_HEAD;
        if (columns > table->column_count)
            table->column_count = columns;
    }
}

/* Puts the cell at the first free column of the row, cut to what the grid has. */
static void place_cell(struct table *table, const struct doc_node *node, uint32_t row,
                       uint32_t section_end)
{
    uint32_t columns = table->column_count, column = 0;
    uint32_t *owner = table->owner + (size_t)row * columns;
    while (column < columns && owner[column] != NO_CELL)
        column++;
    if (column == columns)
        return;
    uint32_t index = table->cell_count++;
    struct cell *cell = &table->cells[index];
    *cell = (struct cell){.node = node,
                          .row = row,
                          .column = column,
                          .rowspan = at_least_one(node->rowspan),
                          .colspan = at_least_one(node->colspan)};
    if (cell->rowspan > section_end - row)
        cell->rowspan = section_end - row;
    if (cell->colspan > columns - column)
        cell->colspan = columns - column;
    for (uint32_t r = 0; r < cell->rowspan; r++)
        for (uint32_t c = 0; c < cell->colspan; c++)
            owner[r * columns + column + c] = index;
}

static uint32_t count_rows(const struct doc_node *parent)
{
    uint32_t count = 0;
    for (const struct doc_node *node = parent->first; node; node = node->next)
        count += node->element == ELEMENT_ROW;
    return count;
}

static void place_rows(struct table *table, const struct doc_node *parent, uint32_t *row)
{
    uint32_t end = *row + count_rows(parent);
    for (const struct doc_node *node = parent->first; node; node = node->next) {
        if (node->element != ELEMENT_ROW)
            continue;
        table->rows[*row].node = node;
        for (const struct doc_node *cell = node->first; cell; cell = cell->next)
            if (is_cell(cell))
                place_cell(table, cell, *row, end);
        (*row)++;
    }
}

/* Whether the row of the body heads columns: it has headers alone, and several of columns. */
static bool heads_columns(const struct doc_node *row)
{
    uint32_t columns = 0;
    for (const struct doc_node *cell = row->first; cell; cell = cell->next) {
        if (cell->element != ELEMENT_HEADER)
            return false;
        columns += cell->scope == SCOPE_COLUMN;
    }
    return columns > 1;
}

/* Finds for every row of the body the last rows above it that head columns. */
static void find_heads(struct table *table)
{
    for (uint32_t i = table->head_rows; i < table->row_count; i++) {
        struct row *row = &table->rows[i], *above = row - 1;
        row->heads = heads_columns(row->node);
        if (row->heads || i == table->head_rows || row->node->parent != above->node->parent)
            continue;
        row->heads_from = above->heads_from;
        row->heads_to = above->heads_to;
        if (!above->heads)
            continue;
        row->heads_to = row->heads_from = i;
        while (row->heads_from > table->head_rows && table->rows[row->heads_from - 1].heads)
            row->heads_from--;
    }
}

void table_place(struct table *table)
{
    struct arena *arena = shaper_arena(table->shaper);
    count_grid(table, table->node);
    size_t places = (size_t)table->row_count * table->column_count;
    table->rows = ARENA_ARRAY(arena, struct row, table->row_count);
    table->cells = ARENA_ARRAY(arena, struct cell, table->cell_count);
    table->columns = ARENA_ARRAY(arena, struct column, table->column_count);
    table->owner = ARENA_ARRAY(arena, uint32_t, places);
    memset(table->owner, 0xFF, places * sizeof *table->owner);
    table->cell_count = 0;
    uint32_t row = 0, column = 0;
    for (int head = 1; head >= 0; head--)
        for (const struct doc_node *node = table->node->first; node; node = node->next)
            if (is_section(node) && (node->element == ELEMENT_HEAD) == (head == 1))
                place_rows(table, node, &row);
    place_rows(table, table->node, &row);
    find_heads(table);
    for (const struct doc_node *node = table->node->first; node; node = node->next)
        if (node->element == ELEMENT_COLUMN && column < table->column_count)
            table->columns[column++] = (struct column){.hint = node->width, .align = node->align};
}

/* ---- Cells ---- */

static bool is_block(const struct doc_node *node)
{
    return node->element == ELEMENT_PARAGRAPH || node->element == ELEMENT_HEADING ||
           node->element == ELEMENT_LIST || node->element == ELEMENT_ITEM ||
           node->element == ELEMENT_SLOTS;
}

static uint32_t count_blocks(const struct doc_node *node)
{
    uint32_t count = 0;
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (is_block(child))
            count += count_blocks(child);
    return count ? count : 1;
}

static void make_blocks(struct table *table, struct cell *cell)
{
    uint32_t count = count_blocks(cell->node);
    cell->blocks = count == 1 ? &cell->block
                              : ARENA_ARRAY(shaper_arena(table->shaper), struct paragraph *, count);
}

static void add_blocks(struct table *table, struct cell *cell, const struct doc_node *node,
                       struct shrink shrink)
{
    bool nested = false;
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (is_block(child)) {
            add_blocks(table, cell, child, shrink);
            nested = true;
        }
    if (!nested)
        cell->blocks[cell->block_count++] = paragraph_new(table->shaper, node, shrink);
}

static enum align cell_align(const struct table *table, const struct cell *cell)
{
    enum align stated = cell->node->align;
    if (stated == ALIGN_STYLE && cell->row >= table->head_rows)
        stated = table->columns[cell->column].align;
    enum align align = stated == ALIGN_STYLE ? cell->node->style->align : stated;
    bool open = align == ALIGN_STYLE || align == ALIGN_JUSTIFY;
    return open && cell->row < table->head_rows ? ALIGN_CENTER : align;
}

/* Whether a text of the cell prints a number that the facts gave. */
static bool shows_number(const struct doc_node *node)
{
    const struct fact *fact = node->fact;
    if (fact && fact->kind >= FACT_MONEY && fact->kind <= FACT_SCORE)
        return true;
    bool shows = false;
    for (const struct doc_node *child = node->first; child && !shows; child = child->next)
        shows = shows_number(child);
    return shows;
}

static bool is_digit_part(uint32_t code)
{
    return (code >= '0' && code <= '9') || code == ',' || code == '-' || code == 0x2212;
}

/* A figure is a number from the facts, or anything typed that is written with a decimal point. */
static enum cell_kind kind_of(const struct cell *cell)
{
    enum { DIGITS = HOLDS(ATOM_LATIN) | HOLDS(ATOM_STOP) | HOLDS(ATOM_POSTFIX) };
    if (cell->block_count != 1)
        return CELL_TEXT;
    const struct paragraph *block = cell->blocks[0];
    unsigned classes = block->holds & HOLDS_CLASSES;
    uint32_t digits = 0, points = 0;
    if (block->count == 0)
        return CELL_EMPTY;
    bool open = cell->align == ALIGN_RIGHT || cell->align == ALIGN_JUSTIFY;
    if (open && classes == HOLDS(ATOM_DASH))
        return CELL_DASH;
    if (!open || (classes | DIGITS) != DIGITS)
        return CELL_TEXT;
    for (uint32_t i = 0; i < block->count; i++) {
        uint32_t code = block->atoms[i].code;
        digits += is_digit_part(code) || code == '%';
        points += code == '.';
    }
    bool number = digits && digits + points == block->count;
    return number && (points || shows_number(cell->node)) ? CELL_FIGURE : CELL_TEXT;
}

static void measure_figure(struct table *table, struct cell *cell)
{
    const struct paragraph *block = cell->blocks[0];
    struct column *column = &table->columns[cell->column];
    cell->before = 0;
    for (uint32_t i = 0; i < block->count && is_digit_part(block->atoms[i].code); i++)
        cell->before += block->atoms[i].advance;
    cell->after = block->widest - cell->before;
    if (cell->colspan > 1)
        return;
    column->before = cell->before > column->before ? cell->before : column->before;
    column->after = cell->after > column->after ? cell->after : column->after;
    column->figures = true;
}

static void note_text(struct column *column, const struct cell *cell)
{
    column->text = true;
    for (uint32_t b = 0; b < cell->block_count; b++) {
        length widest = paragraph_widest(cell->blocks[b]);
        column->longest = widest > column->longest ? widest : column->longest;
    }
}

static void shape_cells(struct table *table, struct shrink shrink)
{
    bool shaped = table->size && table->by == shrink.by; /* type as it was: the atoms are there */
    table->size = 0;
    table->by = shrink.by;
    for (uint32_t i = 0; i < table->column_count; i++) {
        struct column *column = &table->columns[i];
        *column = (struct column){.hint = column->hint, .align = column->align};
    }
    for (uint32_t i = 0; i < table->cell_count; i++) {
        struct cell *cell = &table->cells[i];
        if (!cell->blocks)
            make_blocks(table, cell);
        if (!shaped) {
            cell->block_count = 0;
            add_blocks(table, cell, cell->node, shrink);
        }
        table->size = cell->blocks[0]->size > table->size ? cell->blocks[0]->size : table->size;
        cell->align = cell_align(table, cell);
        bool stated = cell->align != cell->node->style->align;
        for (uint32_t b = 0; b < cell->block_count; b++)
            if (stated || cell->blocks[b]->style == cell->node->style)
                cell->blocks[b]->align = cell->align;
        bool head = cell->row < table->head_rows;
        if (!shaped)
            cell->kind = head ? CELL_TEXT : kind_of(cell);
        if (cell->kind == CELL_FIGURE)
            measure_figure(table, cell);
        if (cell->kind == CELL_TEXT && !head && cell->colspan == 1)
            note_text(&table->columns[cell->column], cell);
        if (cell->kind == CELL_DASH)
            cell->blocks[0]->align = cell->align = ALIGN_CENTER;
    }
}

/* ---- Heights ---- */

length cell_gap(const struct cell *cell, uint32_t block)
{
    bool last = block + 1 == cell->block_count;
    return last ? 0 : cell->blocks[block]->style->after + cell->blocks[block + 1]->style->before;
}

const struct paragraph *cell_line(const struct cell *cell, uint32_t index, uint32_t *line,
                                  length *height)
{
    for (uint32_t b = 0; b < cell->block_count; b++) {
        const struct paragraph *block = cell->blocks[b];
        if (index < block->line_count) {
            bool ends = index + 1 == block->line_count;
            *line = index;
            *height = block->leading + (ends ? cell_gap(cell, b) : 0);
            return block;
        }
        index -= block->line_count;
    }
    return NULL;
}

uint32_t cell_lines(const struct cell *cell)
{
    uint32_t count = 0;
    for (uint32_t b = 0; b < cell->block_count; b++)
        count += cell->blocks[b]->line_count;
    return count;
}

static void fill_cell(struct table *table, struct cell *cell)
{
    length width = table_span_width(table, cell) - 2 * table->pad_x;
    cell->height = 0;
    cell->flows = cell->trails = false;
    for (uint32_t b = 0; b < cell->block_count; b++) {
        paragraph_fill(table->shaper, cell->blocks[b], width);
        cell->height += cell->blocks[b]->height + cell_gap(cell, b);
    }
}

/* A long text beside several rows goes on below the last of them, line by line, so that pages may
 * end between its lines. */
static void trail_rows(struct table *table, struct cell *cell, length missing)
{
    struct row *last = &table->rows[cell->row + cell->rowspan - 1];
    length leading = cell->blocks[0]->leading;
    uint32_t lines = (uint32_t)(missing / leading) + 1 + table->trail;
    cell->trails = cell->flows = true;
    last->trail = lines > last->trail ? lines : last->trail;
    last->trail_height = leading > last->trail_height ? leading : last->trail_height;
}

/* What a cell over several rows lacks is shared out evenly between them. */
static void stretch_rows(struct table *table, struct cell *cell)
{
    length missing = cell->height + 2 * table->pad_y, count = (length)cell->rowspan;
    for (uint32_t r = 0; r < cell->rowspan; r++)
        missing -= table->rows[cell->row + r].height;
    bool body = cell->row >= table->head_rows;
    if (body && missing > 0 && cell->height > table->page_height / TALL_PART) {
        trail_rows(table, cell, missing);
        return;
    }
    for (length r = 0; missing > 0 && r < count; r++)
        table->rows[cell->row + (uint32_t)r].height +=
            missing * (r + 1) / count - missing * r / count;
}

static void find_heights(struct table *table)
{
    for (uint32_t i = 0; i < table->row_count; i++) {
        table->rows[i].height = table->rows[i].node->height;
        table->rows[i].trail = 0;
        table->rows[i].trail_height = 0;
    }
    for (uint32_t i = 0; i < table->cell_count; i++) {
        struct cell *cell = &table->cells[i];
        fill_cell(table, cell);
        struct row *row = &table->rows[cell->row];
        length height = cell->height + 2 * table->pad_y;
        if (cell->rowspan == 1 && height > row->height)
            row->height = height;
    }
    for (uint32_t i = 0; i < table->cell_count; i++)
        if (table->cells[i].rowspan > 1)
            stretch_rows(table, &table->cells[i]);
}

/* Makes the rows of the body as high as the highest, but for those that pages may divide. */
static void even_rows(struct table *table)
{
    length highest = 0, tall = table->page_height / TALL_PART;
    for (uint32_t i = table->head_rows; i < table->row_count; i++)
        if (table->rows[i].height > highest && table->rows[i].height <= tall)
            highest = table->rows[i].height;
    for (uint32_t i = table->head_rows; i < table->row_count; i++)
        if (table->rows[i].height < highest)
            table->rows[i].height = highest;
}

/* ---- Bands ---- */

/* Marks the long cells of a tall row and counts the lines of the longest: the row's bands. */
static uint32_t divide_row(struct table *table, uint32_t index)
{
    uint32_t bands = 1;
    length tall = table->page_height / TALL_PART;
    if (index < table->head_rows || table->rows[index].height <= tall)
        return bands;
    for (uint32_t i = 0; i < table->cell_count; i++) {
        struct cell *cell = &table->cells[i];
        if (cell->row != index || cell->rowspan > 1 || cell->height <= tall / 2)
            continue;
        cell->flows = true;
        uint32_t lines = cell_lines(cell);
        bands = lines > bands ? lines : bands;
    }
    return bands;
}

/* Heights of a divided row's bands: the tallest of the lines beside each other. What the row has
 * beyond them goes to the last. */
static void divide_height(struct table *table, uint32_t index, struct band *bands, uint32_t count)
{
    for (uint32_t i = 0, line; i < table->cell_count; i++) {
        const struct cell *cell = &table->cells[i];
        length height;
        for (uint32_t k = 0; cell->row == index && cell->flows && k < count; k++)
            if (cell_line(cell, k, &line, &height) && height > bands[k].height)
                bands[k].height = height;
    }
    bands[0].height += table->pad_y;
    length rest = table->rows[index].height;
    for (uint32_t k = 0; k < count; k++)
        rest -= bands[k].height;
    bands[count - 1].height += rest > table->pad_y ? rest : table->pad_y;
}

static void find_bands(struct table *table)
{
    struct arena *arena = shaper_arena(table->shaper);
    table->band_count = 0;
    for (uint32_t i = 0; i < table->row_count; i++) {
        struct row *row = &table->rows[i];
        if (i == table->head_rows)
            table->head_bands = table->band_count;
        row->first_band = table->band_count;
        row->band_count = divide_row(table, i) + row->trail;
        table->band_count += row->band_count;
    }
    if (table->head_rows == table->row_count)
        table->head_bands = table->band_count;
    table->bands = ARENA_ARRAY(arena, struct band, table->band_count);
    table->tops = ARENA_ARRAY(arena, length, table->band_count + 1);
    for (uint32_t i = 0; i < table->row_count; i++) {
        const struct row *row = &table->rows[i];
        struct band *bands = table->bands + row->first_band;
        for (uint32_t k = 0; k < row->band_count; k++)
            bands[k].row = i;
        uint32_t own = row->band_count - row->trail;
        if (own == 1)
            bands[0].height = row->height;
        else
            divide_height(table, i, bands, own);
        for (uint32_t k = own; k < row->band_count; k++)
            bands[k].height = row->trail_height;
    }
    for (uint32_t i = 0; i < table->band_count; i++)
        table->tops[i + 1] = table->tops[i] + table->bands[i].height;
}

length table_edge(const struct table *table, uint32_t band)
{
    bool inside = band > table->head_bands && band < table->band_count &&
                  table->bands[band - 1].row == table->bands[band].row;
    return inside ? table->pad_y : 0;
}

struct stretch table_heads(const struct table *table, uint32_t from)
{
    if (from <= table->head_bands || from >= table->band_count)
        return (struct stretch){0, 0};
    const struct row *row = &table->rows[table->bands[from].row];
    if (row->heads_from == row->heads_to)
        return (struct stretch){0, 0};
    return (struct stretch){table->rows[row->heads_from].first_band,
                            table->rows[row->heads_to].first_band};
}

/* ---- The table ---- */

length table_measure(struct table *table, unsigned step)
{
    const struct table_style *style = table->style;
    unsigned pad = step < PAD_STEPS ? step : PAD_STEPS;
    struct shrink shrink = {(length)(step - pad) * SIZE_STEP, style->min_size, table->node->size};
    table->step = step;
    table->pad_y = style->pad_y * (length)(PAD_STEPS + 1 - pad) / (PAD_STEPS + 1);
    shape_cells(table, shrink);
    length needed = 1;
    for (unsigned x = 0; x <= pad && needed; x++) { /* sideways only as far as is needed */
        table->pad_x = style->pad_x * (length)(PAD_STEPS * 3 - x) / (PAD_STEPS * 3);
        needed = table_columns(table);
    }
    if (needed)
        return needed;
    find_heights(table);
    if (table->node->equal)
        even_rows(table);
    find_bands(table);
    return 0;
}
