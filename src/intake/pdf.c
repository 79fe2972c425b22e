/*
 * Pages → grids. Ruling lines that touch make a table; between two neighbouring lines lies a column
 * or a row, and what no line parts is one cell. Characters belong to the cell that their middle is
 * in. A table that fills the top of a page, over the same columns as the one that ended the page
 * before, goes on.
 */
#include <math.h>
#include <stdlib.h>

#include "intake/page.h"

enum {
    NEAR = 3,       /* lines so near are one; ends so near touch */
    LINES_MAX = 400 /* in one direction, of one table */
};

/* A table being made: where its lines are. */
struct lattice {
    const struct page *page;
    uint32_t group;
    float x[LINES_MAX], y[LINES_MAX];
    uint32_t columns, rows; /* lines; one more than the columns and rows between */
};

/* ---- Which lines touch ---- */

static int compare_places(const void *a, const void *b)
{
    const struct ruling *left = a, *right = b;
    return left->at < right->at ? -1 : left->at > right->at;
}

static int compare_starts(const void *a, const void *b)
{
    const struct ruling *left = a, *right = b;
    return left->from < right->from ? -1 : left->from > right->from;
}

/* Makes one of rulings in one line whose ends touch; of these, many programs paint one a cell.
 * Returns how many are left. */
static uint32_t join_ends(struct ruling *rulings, uint32_t count)
{
    uint32_t kept = 0;
    if (count)
        qsort(rulings, count, sizeof *rulings, compare_places);
    for (uint32_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && rulings[to].at - rulings[from].at <= 1; to++)
            continue;
        qsort(rulings + from, to - from, sizeof *rulings, compare_starts);
        uint32_t first = kept;
        for (uint32_t i = from; i < to; i++) {
            struct ruling *last = kept > first ? &rulings[kept - 1] : NULL;
            if (last && rulings[i].from - last->to <= NEAR)
                last->to = fmaxf(last->to, rulings[i].to);
            else
                rulings[kept++] = rulings[i];
        }
    }
    return kept;
}

static bool touches(const struct ruling *across, const struct ruling *down)
{
    return across->from - NEAR <= down->at && down->at <= across->to + NEAR &&
           down->from - NEAR <= across->at && across->at <= down->to + NEAR;
}

/* The group of the item that stands for the set that this one is in. */
static uint32_t group_of(uint32_t *groups, uint32_t item)
{
    while (groups[item] != item)
        item = groups[item] = groups[groups[item]];
    return item;
}

static void group_rules(struct arena *arena, struct page *page)
{
    page->across_count = join_ends(page->across, page->across_count);
    page->down_count = join_ends(page->down, page->down_count);
    uint32_t across = page->across_count, down = page->down_count;
    uint32_t *groups = ARENA_ARRAY(arena, uint32_t, across + down + 1);
    for (uint32_t i = 0; i < across + down; i++)
        groups[i] = i;
    for (uint32_t i = 0; i < across; i++)
        for (uint32_t j = 0; j < down; j++)
            if (touches(&page->across[i], &page->down[j]))
                groups[group_of(groups, across + j)] = group_of(groups, i);
    for (uint32_t i = 0; i < across; i++)
        page->across[i].group = group_of(groups, i) + 1;
    for (uint32_t j = 0; j < down; j++)
        page->down[j].group = group_of(groups, across + j) + 1;
}

/* ---- Tables that a row without lines parts ---- */

/* What the lines of a group cover. */
struct reach {
    uint32_t group;
    float left, right, top, bottom;
    float above; /* the line across next to the lowest */
    bool walled; /* a line down stands at an end */
};

static struct reach reach_of(const struct page *page, uint32_t group)
{
    struct reach reach = {group, INFINITY, -INFINITY, INFINITY, -INFINITY, -INFINITY, false};
    for (uint32_t i = 0; i < page->across_count; i++) {
        const struct ruling *ruling = &page->across[i];
        if (ruling->group != group)
            continue;
        reach.left = fminf(reach.left, ruling->from);
        reach.right = fmaxf(reach.right, ruling->to);
        reach.top = fminf(reach.top, ruling->at);
        if (ruling->at > reach.bottom + NEAR) {
            reach.above = reach.bottom;
            reach.bottom = ruling->at;
        } else if (ruling->at < reach.bottom - NEAR) {
            reach.above = fmaxf(reach.above, ruling->at);
        }
    }
    for (uint32_t i = 0; i < page->down_count; i++)
        reach.walled |= page->down[i].group == group && (page->down[i].at < reach.left + NEAR ||
                                                         page->down[i].at > reach.right - NEAR);
    return reach;
}

/* Whether the second begins where a row below the first would end, both open at their ends. */
static bool follows(const struct reach *first, const struct reach *second)
{
    float between = second->top - first->bottom;
    return !first->walled && !second->walled && fabsf(first->left - second->left) <= NEAR &&
           fabsf(first->right - second->right) <= NEAR && between > NEAR &&
           between <= 1.6F * (first->bottom - first->above);
}

static void set_group(struct ruling *rulings, uint32_t count, uint32_t from, uint32_t into)
{
    for (uint32_t i = 0; i < count; i++)
        if (rulings[i].group == from)
            rulings[i].group = into;
}

/* A row over the whole width has no lines down: in a table open at its ends nothing holds it to the
 * rows above and below. */
static void join_open(struct arena *arena, struct page *page)
{
    enum { TABLES_MAX = 64 };
    struct reach *tables = ARENA_ARRAY(arena, struct reach, TABLES_MAX);
    uint32_t count = 0;
    for (uint32_t j = 0; j < page->down_count && count < TABLES_MAX; j++) {
        uint32_t known = 0;
        while (known < count && tables[known].group != page->down[j].group)
            known++;
        if (known == count)
            tables[count++] = reach_of(page, page->down[j].group);
    }
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < count; j++)
            if (tables[i].group != tables[j].group && follows(&tables[i], &tables[j])) {
                uint32_t from = tables[j].group, into = tables[i].group;
                set_group(page->across, page->across_count, from, into);
                set_group(page->down, page->down_count, from, into);
                for (uint32_t k = 0; k < count; k++)
                    if (tables[k].group == from)
                        tables[k].group = into;
            }
}

/* ---- Columns and rows ---- */

static int compare_floats(const void *a, const void *b)
{
    float left = *(const float *)a, right = *(const float *)b;
    return left < right ? -1 : left > right;
}

/* Sorts the places and makes one of those that are near each other. */
static uint32_t settle(float *places, uint32_t count)
{
    uint32_t kept = 0;
    qsort(places, count, sizeof *places, compare_floats);
    for (uint32_t i = 0; i < count; i++)
        if (!kept || places[i] - places[kept - 1] > NEAR)
            places[kept++] = places[i];
    return kept;
}

static void add_place(float *places, uint32_t *count, float place)
{
    if (*count == LINES_MAX)
        *count = settle(places, *count);
    if (*count < LINES_MAX)
        places[(*count)++] = place;
}

/* A line across that goes beyond the lines down (a table open at its sides) ends columns, too. */
static void find_lines(struct lattice *lattice)
{
    const struct page *page = lattice->page;
    for (uint32_t i = 0; i < page->across_count; i++) {
        const struct ruling *ruling = &page->across[i];
        if (ruling->group != lattice->group)
            continue;
        add_place(lattice->y, &lattice->rows, ruling->at);
        add_place(lattice->x, &lattice->columns, ruling->from);
        add_place(lattice->x, &lattice->columns, ruling->to);
    }
    for (uint32_t i = 0; i < page->down_count; i++)
        if (page->down[i].group == lattice->group)
            add_place(lattice->x, &lattice->columns, page->down[i].at);
    lattice->columns = settle(lattice->x, lattice->columns);
    lattice->rows = settle(lattice->y, lattice->rows);
}

/* Whether a line parts the places along it, at right angles. */
static bool is_parted(const struct ruling *rulings, uint32_t count, uint32_t group, float at,
                      float along)
{
    for (uint32_t i = 0; i < count; i++)
        if (rulings[i].group == group && fabsf(rulings[i].at - at) <= NEAR &&
            rulings[i].from - 1 <= along && along <= rulings[i].to + 1)
            return true;
    return false;
}

static bool has_wall_right(const struct lattice *lattice, uint32_t row, uint32_t column)
{
    const struct page *page = lattice->page;
    return column + 2 >= lattice->columns ||
           is_parted(page->down, page->down_count, lattice->group, lattice->x[column + 1],
                     (lattice->y[row] + lattice->y[row + 1]) / 2);
}

static bool has_wall_below(const struct lattice *lattice, uint32_t row, uint32_t column)
{
    const struct page *page = lattice->page;
    return row + 2 >= lattice->rows ||
           is_parted(page->across, page->across_count, lattice->group, lattice->y[row + 1],
                     (lattice->x[column] + lattice->x[column + 1]) / 2);
}

/* ---- Text ---- */

static int compare_glyphs(const void *a, const void *b)
{
    const struct glyph *left = *(const struct glyph *const *)a,
                       *right = *(const struct glyph *const *)b;
    float lean = fminf(left->size, right->size) / 2;
    if (fabsf(left->y - right->y) > lean)
        return left->y < right->y ? -1 : 1;
    return left->x < right->x ? -1 : left->x > right->x;
}

static bool is_latin(uint32_t code)
{
    return code > ' ' && code < 0x250;
}

/* Appends the characters as lines; a gap as wide as `gap` times the size is a blank, and between
 * Latin words a smaller one. */
static void put_glyphs(struct buf *out, struct glyph **glyphs, uint32_t count, float gap)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct glyph *glyph = glyphs[i], *last = i ? glyphs[i - 1] : NULL;
        if (last && fabsf(glyph->y - last->y) > fminf(glyph->size, last->size) / 2) {
            buf_putc(out, '\n');
        } else if (last) {
            float room = glyph->x - last->x - last->width;
            bool words = is_latin(glyph->code) && is_latin(last->code);
            if (room > (words ? 0.2F : gap) * glyph->size)
                buf_putc(out, ' ');
        }
        buf_put_utf8(out, glyph->code);
    }
}

/* The characters in the box that no box has taken yet, in reading order. */
static uint32_t take_glyphs(const struct page *page, struct glyph **taken, float left, float top,
                            float right, float bottom)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->glyph_count; i++) {
        struct glyph *glyph = &page->glyphs[i];
        float x = glyph->x + glyph->width / 2, y = glyph->y - glyph->size / 3;
        if (glyph->used || x < left || x > right || y < top || y > bottom)
            continue;
        glyph->used = true;
        taken[count++] = glyph;
    }
    qsort(taken, count, sizeof(struct glyph *), compare_glyphs);
    return count;
}

/* ---- Cells ---- */

/* How far the cell that begins there reaches, as a rectangle. */
static void find_span(const struct lattice *lattice, uint32_t row, uint32_t column, uint32_t *rows,
                      uint32_t *columns)
{
    *rows = *columns = 1;
    while (!has_wall_right(lattice, row, column + *columns - 1))
        ++*columns;
    while (!has_wall_below(lattice, row + *rows - 1, column))
        ++*rows;
}

/* Where the characters of a cell stand. */
static void set_box(struct cell *cell, struct glyph *const *glyphs, uint32_t count)
{
    cell->box.left = cell->box.top = INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        const struct glyph *glyph = glyphs[i];
        cell->box.left = fminf(cell->box.left, glyph->x);
        cell->box.top = fminf(cell->box.top, glyph->y - 0.88F * glyph->size);
        cell->box.right = fmaxf(cell->box.right, glyph->x + glyph->width);
        cell->box.bottom = fmaxf(cell->box.bottom, glyph->y + 0.12F * glyph->size);
    }
}

static void put_cells(const struct lattice *lattice, struct grid *grid, struct glyph **taken)
{
    struct arena *arena = grid->book->arena;
    uint32_t across = lattice->columns - 1, down = lattice->rows - 1;
    bool *covered = ARENA_ARRAY(arena, bool, (size_t)across *down);
    struct buf text = {0};
    for (uint32_t row = 0; row < down; row++)
        for (uint32_t column = 0; column < across; column++) {
            uint32_t rows, columns, before = grid->count;
            if (covered[row * across + column])
                continue;
            find_span(lattice, row, column, &rows, &columns);
            for (uint32_t r = row; r < row + rows; r++)
                for (uint32_t c = column; c < column + columns; c++)
                    covered[r * across + c] = true;
            uint32_t count = take_glyphs(lattice->page, taken, lattice->x[column], lattice->y[row],
                                         lattice->x[column + columns], lattice->y[row + rows]);
            buf_clear(&text);
            put_glyphs(&text, taken, count, 1.5F);
            grid_put(grid, row, column, CELL_TEXT, buf_slice(&text));
            if (grid->count > before) {
                grid_span(grid, rows, columns);
                set_box(&grid->cells[before], taken, count);
            }
        }
    buf_free(&text);
    grid_finish(grid);
    float *lines = ARENA_ARRAY(arena, float, lattice->columns);
    memcpy(lines, lattice->x, sizeof *lines * lattice->columns);
    grid->lines = lines;
    grid->line_count = lattice->columns;
}

/* ---- Pages ---- */

/* Appends the lines above the table, or all that are left. */
static uint32_t put_lines(struct buf *out, const struct page *page, struct glyph **taken,
                          float bottom)
{
    uint32_t count = take_glyphs(page, taken, -INFINITY, -INFINITY, INFINITY, bottom);
    if (count && out->n)
        buf_putc(out, '\n');
    put_glyphs(out, taken, count, 1.0F);
    return count;
}

/* The next table down the page that is not made yet, by its lowest group number; 0 for none. */
static uint32_t next_group(const struct page *page, float *done)
{
    const struct ruling *found = NULL;
    for (uint32_t i = 0; i < page->across_count; i++) {
        const struct ruling *ruling = &page->across[i];
        bool parts = false;
        for (uint32_t j = 0; j < page->down_count && !parts; j++)
            parts = page->down[j].group == ruling->group;
        if (parts && ruling->at > *done && (!found || ruling->at < found->at))
            found = ruling;
    }
    return found ? found->group : 0;
}

void page_grids(struct reader *reader, struct page *page, struct buf *before)
{
    float done = -INFINITY;
    struct glyph **taken = ARENA_ARRAY(reader->arena, struct glyph *, page->glyph_count + 1);
    struct lattice *lattice = ARENA_NEW(reader->arena, struct lattice);
    group_rules(reader->arena, page);
    join_open(reader->arena, page);
    for (uint32_t group; (group = next_group(page, &done));) {
        *lattice = (struct lattice){.page = page, .group = group};
        find_lines(lattice);
        done = lattice->y[lattice->rows - 1] + NEAR;
        if (lattice->rows < 2 || lattice->columns < 2)
            continue;
        lines_take(reader, page, taken, put_lines(before, page, taken, lattice->y[0]));
        struct grid *grid = grid_new(reader->book, (struct slice){"", 0});
        grid->page = page->number;
        grid->before = slice_copy(reader->arena, blank_trim(buf_slice(before)));
        buf_clear(before);
        put_cells(lattice, grid, taken);
        if (!grid->count)
            grid_forget(reader->book, grid);
    }
    lines_take(reader, page, taken, put_lines(before, page, taken, INFINITY));
}

/* ---- Tables over several pages ---- */

/* Whether both lines say the same but for numbers of pages. */
static bool is_same_line(struct slice a, struct slice b)
{
    static const char passed[] = " 0123456789";
    for (size_t i = 0, j = 0;; i++, j++) {
        while (i < a.n && strchr(passed, a.p[i]))
            i++;
        while (j < b.n && strchr(passed, b.p[j]))
            j++;
        if (i == a.n || j == b.n)
            return i == a.n && j == b.n;
        if (a.p[i] != b.p[j])
            return false;
    }
}

/* Whether the line stands above a table twice, as what heads or foots every page does. */
static bool is_repeated(const struct book *book, struct slice line)
{
    unsigned times = 0;
    for (const struct grid *grid = book->first; grid && times < 2; grid = grid->next)
        for (struct slice rest = grid->before; rest.p;)
            if (is_same_line(slice_cut(&rest, '\n'), line)) {
                times++;
                break;
            }
    return times == 2;
}

static bool is_folio(struct slice text)
{
    static const char *const words[] = {"第", "页", "共", "续", "表", "上", "—", "－", "–"};
    for (size_t at = 0; at < text.n;) {
        bool known = strchr(" -/\n0123456789", text.p[at]) != NULL;
        size_t n = 1;
        for (size_t i = 0; i < sizeof words / sizeof *words && !known; i++) {
            n = strlen(words[i]);
            known = text.n - at >= n && memcmp(text.p + at, words[i], n) == 0;
        }
        if (!known)
            return false;
        at += n;
    }
    return true;
}

/* How many rows at the top of the later grid repeat those at the top of the first. */
static uint32_t repeated_rows(const struct grid *first, const struct grid *later)
{
    uint32_t row = 0;
    for (;; row++) {
        uint32_t counts[2];
        const struct cell *a = grid_row(first, row, &counts[0]);
        const struct cell *b = grid_row(later, row, &counts[1]);
        if (!counts[0] || counts[0] != counts[1])
            return row;
        for (uint32_t i = 0; i < counts[0]; i++)
            if (a[i].column != b[i].column || !slice_eq(a[i].text, b[i].text))
                return row;
    }
}

/* The line of the first grid where that line of the later one is; line_count for none. */
static uint32_t line_of(const struct grid *grid, float at)
{
    uint32_t i = 0;
    while (i < grid->line_count && fabsf(grid->lines[i] - at) > 2 * NEAR)
        i++;
    return i;
}

/* Whether the later table goes on with the one before: over the same columns, with no more between
 * them than what stands on every page. */
static bool goes_on(const struct grid *grid, const struct grid *later)
{
    for (uint32_t i = 0; i < later->line_count; i++)
        if (line_of(grid, later->lines[i]) == grid->line_count)
            return false;
    bool alone = later->line_count > 2;
    for (struct slice rest = later->before; alone && rest.p;) {
        struct slice line = slice_cut(&rest, '\n');
        alone = is_folio(line) || is_repeated(grid->book, line);
    }
    return alone;
}

static void append(struct grid *grid, const struct grid *later)
{
    struct arena *arena = grid->book->arena;
    uint32_t heads = repeated_rows(grid, later), offset = grid->rows - heads;
    for (uint32_t i = 0; i < later->count; i++) {
        struct cell cell = later->cells[i];
        if (cell.row < heads)
            continue;
        cell.row += offset;
        cell.columns = line_of(grid, later->lines[cell.column + cell.columns]);
        cell.column = line_of(grid, later->lines[cell.column]);
        cell.columns -= cell.column;
        cell.page = later->page;
        cell.skipped = offset;
        GROW(arena, grid->cells, grid->count, grid->room, 16);
        grid->cells[grid->count++] = cell;
    }
    grid->rows = later->rows + offset;
}

/* Joins what a page break parted. */
static void join_pages(struct book *book)
{
    struct grid *grid = book->first;
    uint32_t page = grid ? grid->page : 0;
    while (grid && grid->next) {
        struct grid *later = grid->next;
        if (later->page == page + 1 && goes_on(grid, later)) {
            append(grid, later);
            page = later->page;
            grid_forget(book, later);
        } else {
            grid = later;
            page = grid->page;
        }
    }
}

struct pdf {
    struct reader *reader;
    struct buf before;
    uint32_t glyphs;
};

static void each_page(void *data, struct page *page)
{
    struct pdf *pdf = data;
    pdf->glyphs += page->glyph_count;
    page_grids(pdf->reader, page, &pdf->before);
}

bool read_pdf(struct reader *reader)
{
    struct pdf pdf = {.reader = reader};
    bool sound = pages_trace(reader, each_page, &pdf);
    if (sound && !pdf.glyphs) {
        diag_report(reader->diag, MSG_BOOK_PICTURES, book_pos(reader->book));
        sound = false;
    }
    join_pages(reader->book);
    lines_join(reader);
    reader->book->after = slice_copy(reader->arena, buf_slice(&pdf.before));
    buf_free(&pdf.before);
    return sound;
}
