/*
 * Pages → grids. Between two neighbouring lines of a lattice lies a column or a row, and what no
 * line parts is one cell. Characters belong to the cell that their middle is in. A table that fills
 * the top of a page, over the same columns as the one that ended the page before, goes on.
 */
#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "intake/lattice.h"

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

/* How far down the page the middle of the character is. */
static float middle_of(const struct glyph *glyph)
{
    return glyph->y - glyph->size / 3;
}

static int compare_middles(const void *a, const void *b)
{
    float left = middle_of(a), right = middle_of(b);
    return left < right ? -1 : left > right;
}

/* The first character that is so far down the page, or further. */
static uint32_t first_below(const struct page *page, float top)
{
    uint32_t low = 0, high = page->glyph_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (middle_of(&page->glyphs[middle]) < top)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The characters in the box that no box has taken yet, in reading order. */
static uint32_t take_glyphs(const struct page *page, struct glyph **taken, float left, float top,
                            float right, float bottom)
{
    uint32_t count = 0;
    for (uint32_t i = first_below(page, top); i < page->glyph_count; i++) {
        struct glyph *glyph = &page->glyphs[i];
        float x = glyph->x + glyph->width / 2;
        if (middle_of(glyph) > bottom)
            break;
        if (glyph->used || x < left || x > right)
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
    while (!lattice_parts_columns(lattice, row, column + *columns - 1))
        ++*columns;
    while (!lattice_parts_rows(lattice, row + *rows - 1, column))
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

static void put_cells(const struct page *page, const struct lattice *lattice, struct grid *grid,
                      struct glyph **taken)
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
            uint32_t count = take_glyphs(page, taken, lattice->x[column], lattice->y[row],
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
    grid->lines = lattice->x;
    grid->line_count = lattice->columns;
}

/* ---- Pages ---- */

/* Appends the lines between these heights that are in no table. */
static void put_lines(struct reader *reader, struct buf *out, const struct page *page,
                      struct glyph **taken, float top, float bottom)
{
    uint32_t count = take_glyphs(page, taken, -INFINITY, top, INFINITY, bottom);
    if (count && out->n)
        buf_putc(out, '\n');
    put_glyphs(out, taken, count, 1.0F);
    lines_take(reader, page, taken, count);
}

static void add_grid(struct reader *reader, const struct page *page, const struct lattice *lattice,
                     struct buf *before, struct glyph **taken)
{
    struct grid *grid = grid_new(reader->book, (struct slice){"", 0});
    grid->page = page->number;
    grid->before = slice_copy(reader->arena, blank_trim(buf_slice(before)));
    buf_clear(before);
    put_cells(page, lattice, grid, taken);
    if (!grid->count)
        grid_forget(reader->book, grid);
}

bool page_grids(struct reader *reader, struct page *page, struct buf *before)
{
    uint32_t count;
    float above = -INFINITY; /* what is no table above it is taken */
    struct glyph **taken = ARENA_ARRAY(reader->arena, struct glyph *, page->glyph_count + 1);
    const struct lattice *lattices = lattices_of(reader->arena, page, &count);
    if (page->glyph_count)
        qsort(page->glyphs, page->glyph_count, sizeof *page->glyphs, compare_middles);
    for (uint32_t i = 0; i < count; i++) {
        if ((uint64_t)lattices[i].rows * lattices[i].columns > limit_of(LIMIT_PAGE_MARKS)) {
            limit_report(reader->diag, LIMIT_PAGE_MARKS, book_pos(reader->book),
                         reader->book->name);
            return false;
        }
        put_lines(reader, before, page, taken, above, lattices[i].y[0]);
        above = lattices[i].y[0];
        add_grid(reader, page, &lattices[i], before, taken);
    }
    put_lines(reader, before, page, taken, above, INFINITY);
    return true;
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

static bool each_page(void *data, struct page *page)
{
    struct pdf *pdf = data;
    pdf->glyphs += page->glyph_count;
    return page_grids(pdf->reader, page, &pdf->before);
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
