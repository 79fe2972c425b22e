#include <stdlib.h>

#include "layout/table.h"
#include "layout/table_int.h"

/* One stretch on its page: the head's bands, those of heads in the body that are shown again, then
 * the stretch's. */
struct painting {
    const struct table *table;
    struct canvas *canvas;
    length x, y;
    struct stretch range, heads;
    uint32_t stretch;
    bool first; /* the head is part of the text only here */
    struct shown {
        const uint32_t *owner; /* the cells that stand there, by column */
        length y;              /* its top, */
    } * places; /* and after the last the stretch's bottom; NULL until it is painted */
};

static uint32_t heads_count(const struct painting *painting)
{
    return painting->heads.to - painting->heads.from;
}

static uint32_t painted_bands(const struct painting *painting)
{
    return painting->table->head_bands + heads_count(painting) + painting->range.to -
           painting->range.from;
}

/* The table's band that stands at this place of the stretch. */
static uint32_t band_at(const struct painting *painting, uint32_t place)
{
    uint32_t head = painting->table->head_bands, heads = heads_count(painting);
    if (place < head)
        return place;
    place -= head;
    return place < heads ? painting->heads.from + place : painting->range.from + place - heads;
}

/* Top of a place, or the stretch's bottom for the one after the last. */
static length place_y(const struct painting *painting, uint32_t place)
{
    const struct table *table = painting->table;
    struct stretch range = painting->range, shown = painting->heads;
    uint32_t head = table->head_bands, heads = heads_count(painting);
    if (place <= head)
        return painting->y + table->tops[place];
    length y = painting->y + table->tops[head];
    if (place <= head + heads)
        return y + table->tops[shown.from + place - head] - table->tops[shown.from];
    y += table->tops[shown.to] - table->tops[shown.from];
    uint32_t band = range.from + place - head - heads;
    y += table->tops[band] - table->tops[range.from];
    return y + table_edge(table, range.from) + (band == range.to ? table_edge(table, band) : 0);
}

/* ---- Rulings ---- */

/* Whether two cells beside or above each other are parted by a ruling. */
static bool parts(uint32_t a, uint32_t b)
{
    return a != b || a == NO_CELL;
}

/* Whether a ruling stands above the place in this column. */
static bool ruling_above(const struct painting *painting, uint32_t place, uint32_t column)
{
    const struct shown *at = &painting->places[place];
    return place == 0 || place == painted_bands(painting) ||
           parts(at->owner[column], at[-1].owner[column]);
}

static bool ruling_left(const struct painting *painting, uint32_t place, uint32_t column)
{
    const uint32_t *owner = painting->places[place].owner + column;
    return column == 0 || column == painting->table->column_count || parts(owner[0], owner[-1]);
}

static length column_x(const struct painting *painting, uint32_t column)
{
    const struct table *table = painting->table;
    return painting->x + (column == table->column_count ? table->width : table->columns[column].x);
}

/* Stretches of ruling that meet are one ruling; the frame reaches round its corners. */
static void paint_horizontal(const struct painting *painting, uint32_t place)
{
    const struct table *table = painting->table;
    bool outer = place == 0 || place == painted_bands(painting);
    bool below_head = place && place == table->head_bands;
    length thickness = outer        ? table->style->frame
                       : below_head ? table->style->head_ruling
                                    : table->style->ruling;
    length corner = outer ? table->style->frame / 2 : 0, y = painting->places[place].y;
    for (uint32_t from = 0, to; from < table->column_count; from = to) {
        to = from + 1;
        if (!ruling_above(painting, place, from))
            continue;
        while (to < table->column_count && ruling_above(painting, place, to))
            to++;
        length x = column_x(painting, from);
        canvas_ruling(painting->canvas, x - corner, y, column_x(painting, to) - x + 2 * corner, 0,
                      thickness);
    }
}

static void paint_vertical(const struct painting *painting, uint32_t column)
{
    const struct table *table = painting->table;
    bool outer = column == 0 || column == table->column_count;
    length thickness = outer ? table->style->frame : table->style->ruling;
    uint32_t places = painted_bands(painting);
    for (uint32_t from = 0, to; from < places; from = to) {
        to = from + 1;
        if (!ruling_left(painting, from, column))
            continue;
        while (to < places && ruling_left(painting, to, column))
            to++;
        length y = painting->places[from].y;
        canvas_ruling(painting->canvas, column_x(painting, column), y, 0,
                      painting->places[to].y - y, thickness);
    }
}

static void paint_rulings(const struct painting *painting)
{
    for (uint32_t place = 0; place <= painted_bands(painting); place++)
        paint_horizontal(painting, place);
    for (uint32_t column = 0; column <= painting->table->column_count; column++)
        paint_vertical(painting, column);
}

/* ---- Cells ---- */

/* The figure's point stands below the others of its column, the longest flush right. */
static void paint_figure(const struct painting *painting, const struct cell *cell, length y,
                         bool artifact)
{
    const struct table *table = painting->table;
    const struct paragraph *block = cell->blocks[0];
    length right = column_x(painting, cell->column + cell->colspan) - table->pad_x;
    length after = cell->colspan > 1 ? cell->after : table->columns[cell->column].after;
    line_paint(block, &block->lines[0], painting->canvas, right - after - cell->before, y,
               artifact);
}

/* A cell's text, centred between y and y + height. */
static void paint_whole(const struct painting *painting, const struct cell *cell, length y,
                        length height, bool artifact)
{
    y += (height - cell->height) / 2;
    if (cell->kind == CELL_FIGURE && cell->blocks[0]->line_count == 1) {
        paint_figure(painting, cell, y, artifact);
        return;
    }
    length x = column_x(painting, cell->column) + painting->table->pad_x;
    for (uint32_t b = 0; b < cell->block_count; b++) {
        const struct paragraph *block = cell->blocks[b];
        paragraph_paint(block, painting->canvas, 0, block->line_count, x, y, artifact);
        y += block->height + cell_gap(cell, b);
    }
}

/* The lines of a divided cell that belong to places [from, to). */
static void paint_part(const struct painting *painting, const struct cell *cell, uint32_t from,
                       uint32_t to)
{
    const struct table *table = painting->table;
    uint32_t first_band = table->rows[cell->row].first_band, line;
    length x = column_x(painting, cell->column) + table->pad_x, height;
    for (uint32_t place = from; place < to; place++) {
        uint32_t band = band_at(painting, place), index = band - first_band;
        const struct paragraph *block = cell_line(cell, index, &line, &height);
        bool opens = place == from && (index == 0 || table_edge(table, band));
        length y = painting->places[place].y + (opens ? table->pad_y : 0);
        if (block)
            paragraph_paint(block, painting->canvas, line, line + 1, x, y, false);
    }
}

/* What bands [start, end) have in common with a range whose first stands at a place; none when from
 * == to. */
static struct stretch common(uint32_t start, uint32_t end, struct stretch range, uint32_t place)
{
    start = start > range.from ? start : range.from;
    end = end < range.to ? end : range.to;
    if (start >= end)
        return (struct stretch){place, place};
    return (struct stretch){place + start - range.from, place + end - range.from};
}

/* The places that bands [start, end) take in this stretch; none when from == to. */
static struct stretch find_places(const struct painting *painting, uint32_t start, uint32_t end)
{
    uint32_t head = painting->table->head_bands;
    if (start < head)
        return (struct stretch){start, end};
    struct stretch above = common(start, end, painting->heads, head);
    struct stretch own = common(start, end, painting->range, head + heads_count(painting));
    if (above.from == above.to)
        return own;
    return own.from == own.to ? above : (struct stretch){above.from, own.to};
}

/* A label over several rows is shown again after a break, a figure not: it would count twice. */
static bool is_shown_again(const struct cell *cell)
{
    uint32_t figures = 0, others = 0;
    for (uint32_t b = 0; b < cell->block_count; b++)
        for (uint32_t i = 0; i < cell->blocks[b]->count; i++) {
            const struct atom *atom = &cell->blocks[b]->atoms[i];
            bool figure = atom->class != ATOM_HAN && atom->code < 0x2E80;
            *(figure ? &figures : &others) += 1;
        }
    return others || !figures;
}

static struct painting start_painting(const struct table *table, uint32_t stretch)
{
    return (struct painting){.table = table,
                             .range = table->stretches[stretch],
                             .heads = table_heads(table, table->stretches[stretch].from),
                             .stretch = stretch,
                             .first = stretch == 0};
}

/* The places of the cell in this stretch. */
static struct stretch cell_places(const struct painting *painting, const struct cell *cell)
{
    const struct row *first = &painting->table->rows[cell->row];
    const struct row *last = first + cell->rowspan - 1;
    return find_places(painting, first->first_band, last->first_band + last->band_count);
}

/* How many lines of the cell, from one on, have room in this stretch. */
static uint32_t lines_shown(const struct painting *painting, const struct cell *cell, uint32_t from)
{
    struct stretch places = cell_places(painting, cell);
    length room = place_y(painting, places.to) - place_y(painting, places.from), height;
    uint32_t count = 0, line;
    room -= 2 * painting->table->pad_y;
    while (places.from < places.to && cell_line(cell, from + count, &line, &height) &&
           (room -= height) >= 0)
        count++;
    return count;
}

/* The lines of the cell that stand before the stretch. */
static uint32_t lines_before(const struct table *table, const struct cell *cell, uint32_t stretch)
{
    uint32_t lines = 0;
    for (uint32_t i = 0; i < stretch; i++) {
        struct painting painting = start_painting(table, i);
        lines += lines_shown(&painting, cell, lines);
    }
    return lines;
}

bool table_shows_all(const struct table *table)
{
    for (uint32_t i = 0; i < table->cell_count; i++) {
        const struct cell *cell = &table->cells[i];
        uint32_t line;
        length height;
        if (cell->trails &&
            cell_line(cell, lines_before(table, cell, table->stretch_count), &line, &height))
            return false;
    }
    return true;
}

/* The lines of a cell over several rows that this stretch has room for. */
static void paint_trail(const struct painting *painting, const struct cell *cell, length y)
{
    const struct table *table = painting->table;
    uint32_t from = lines_before(table, cell, painting->stretch), line;
    uint32_t to = from + lines_shown(painting, cell, from);
    length x = column_x(painting, cell->column) + table->pad_x, height;
    y += table->pad_y;
    for (uint32_t i = from; i < to; i++, y += height) {
        const struct paragraph *block = cell_line(cell, i, &line, &height);
        paragraph_paint(block, painting->canvas, line, line + 1, x, y, false);
    }
}

static void paint_cell(const struct painting *painting, const struct cell *cell)
{
    const struct table *table = painting->table;
    uint32_t start = table->rows[cell->row].first_band;
    struct stretch places = cell_places(painting, cell);
    uint32_t from = places.from, to = places.to;
    if (from >= to)
        return;
    bool head = start < table->head_bands, names = head || table->rows[cell->row].heads;
    bool artifact = cell->again || (head ? !painting->first : start < painting->range.from);
    length y = painting->places[from].y, height = painting->places[to].y - y;
    if (cell->trails)
        paint_trail(painting, cell, y);
    else if (cell->flows)
        paint_part(painting, cell, from, to);
    else if (!artifact || (cell->height <= height && (names || is_shown_again(cell))))
        paint_whole(painting, cell, y, height, artifact);
}

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* The numbers of the cells that something of is shown, hardly any of them twice; returns their end.
 */
static uint32_t *list_cells(const struct painting *painting, uint32_t *next)
{
    uint32_t columns = painting->table->column_count;
    for (uint32_t place = 0; place < painted_bands(painting); place++) {
        const uint32_t *owner = painting->places[place].owner;
        const uint32_t *above = place ? painting->places[place - 1].owner : NULL;
        for (uint32_t i = 0; i < columns; i++) {
            bool shown = (i && owner[i] == owner[i - 1]) || (above && owner[i] == above[i]);
            if (owner[i] != NO_CELL && !shown)
                *next++ = owner[i];
        }
    }
    return next;
}

static bool is_sorted(const uint32_t *cells, const uint32_t *end)
{
    for (const uint32_t *cell = cells + 1; cell < end; cell++)
        if (cell[-1] > *cell)
            return false;
    return true;
}

/* Only those of this stretch are looked at, in the order of the document: a table may have very
 * many stretches. */
static void paint_cells(const struct painting *painting)
{
    const struct table *table = painting->table;
    size_t most = (size_t)painted_bands(painting) * table->column_count + 1;
    uint32_t *cells = xrealloc(NULL, most * sizeof *cells), *end = list_cells(painting, cells);
    if (!is_sorted(cells, end)) /* where a page ends within cells over several rows */
        qsort(cells, (size_t)(end - cells), sizeof *cells, by_number);
    for (const uint32_t *cell = cells; cell < end; cell++)
        if (cell == cells || cell[-1] != *cell)
            paint_cell(painting, &table->cells[*cell]);
    free(cells);
}

static void find_all_places(struct painting *painting)
{
    const struct table *table = painting->table;
    uint32_t count = painted_bands(painting);
    painting->places = ARENA_ARRAY(painting->canvas->arena, struct shown, count + 1);
    for (uint32_t i = 0; i <= count; i++) {
        struct shown *place = &painting->places[i];
        place->y = place_y(painting, i);
        if (i < count)
            place->owner =
                table->owner + (size_t)table->bands[band_at(painting, i)].row * table->column_count;
    }
}

void table_paint(const struct table *table, uint32_t stretch, struct canvas *canvas, length x,
                 length y)
{
    struct painting painting = start_painting(table, stretch);
    painting.canvas = canvas;
    painting.x = x;
    painting.y = y + (stretch || table->part ? continued_height(table) : 0);
    if (table->row_count == 0)
        return;
    if (stretch || table->part)
        continued_paint(table, canvas, x, y);
    find_all_places(&painting);
    paint_rulings(&painting);
    paint_cells(&painting);
}
