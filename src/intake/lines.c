/*
 * Lines of text on pages → paragraphs. A line goes on with the next one unless that is indented, or
 * this one ends before the others do; what repeats at the edges of pages, and folios, are no text.
 */
#include <math.h>
#include <stdlib.h>

#include "intake/page.h"
#include "intake/prose.h"

struct line {
    struct slice text;
    const struct mark *marks;
    uint32_t mark_count;
    uint32_t page, grids;
    float left, right, y, size;
    float place; /* of its middle between the page's top, 0, and bottom, 1 */
    bool edge;   /* a head, a foot, a folio */
};

struct lines {
    struct line *line;
    uint32_t count, room;
};

/* ---- Lines ---- */

/* The blank that the gap between two characters is. */
static bool is_gap(const struct glyph *last, const struct glyph *glyph)
{
    return glyph->x - last->x - last->width > 0.2F * glyph->size;
}

static void add_line(struct reader *reader, const struct page *page, struct glyph *const *glyphs,
                     uint32_t count)
{
    struct arena *arena = reader->arena;
    struct lines *lines = reader->lines;
    struct mark *marks = ARENA_ARRAY(arena, struct mark, count);
    struct line line = {.page = page->number, .left = INFINITY, .mark_count = count};
    struct buf text = {0};
    for (uint32_t i = 0; i < count; i++) {
        const struct glyph *glyph = glyphs[i];
        if (i && is_gap(glyphs[i - 1], glyph))
            buf_putc(&text, ' ');
        marks[i] = (struct mark){(uint32_t)text.n,
                                 page->number,
                                 glyph->x,
                                 glyph->y - 0.88F * glyph->size,
                                 glyph->x + glyph->width,
                                 glyph->y + 0.12F * glyph->size};
        buf_put_utf8(&text, glyph->code);
        if (glyph->code <= ' ')
            continue;
        line.left = fminf(line.left, glyph->x);
        line.right = fmaxf(line.right, glyph->x + glyph->width);
        line.size = fmaxf(line.size, glyph->size);
        line.y = glyph->y;
    }
    line.text = slice_copy(arena, buf_slice(&text));
    buf_free(&text);
    if (line.left == INFINITY)
        return;
    line.marks = marks;
    line.grids = reader->book->last ? reader->book->last->ordinal : 0;
    line.place = page->height > 0 ? line.y / page->height : 0.5F;
    GROW(arena, lines->line, lines->count, lines->room, 64);
    lines->line[lines->count++] = line;
}

void lines_take(struct reader *reader, const struct page *page, struct glyph *const *glyphs,
                uint32_t count)
{
    if (!reader->lines)
        reader->lines = ARENA_NEW(reader->arena, struct lines);
    for (uint32_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count; to++)
            if (fabsf(glyphs[to]->y - glyphs[to - 1]->y) >
                fminf(glyphs[to]->size, glyphs[to - 1]->size) / 2)
                break;
        add_line(reader, page, glyphs + from, to - from);
    }
}

/* ---- Heads, feet, folios ---- */

/* Without digits and blanks: what a head or foot repeats. */
static struct slice bare(struct arena *arena, struct slice text)
{
    struct buf out = {0};
    buf_puts(&out, "");
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ' && (text.p[i] < '0' || text.p[i] > '9'))
            buf_putc(&out, text.p[i]);
    struct slice kept = slice_copy(arena, buf_slice(&out));
    buf_free(&out);
    return kept;
}

/* Whether the text is no more than the number of a page. */
static bool is_folio(struct slice bare)
{
    static const char *const words[] = {"第", "页", "共", "—", "－", "–", "-", "/", "·", "―"};
    for (size_t at = 0; at < bare.n;) {
        size_t n = 0;
        for (size_t i = 0; i < sizeof words / sizeof *words && !n; i++)
            if (bare.n - at >= strlen(words[i]) &&
                memcmp(bare.p + at, words[i], strlen(words[i])) == 0)
                n = strlen(words[i]);
        if (!n)
            return false;
        at += n;
    }
    return true;
}

static bool is_at_edge(const struct line *line)
{
    return line->place < 0.1F || line->place > 0.9F;
}

/* A line at the edge of a page. */
struct edge {
    struct slice bare;
    uint32_t line; /* its index */
    uint32_t page;
    float place;
};

static int compare_edges(const void *a, const void *b)
{
    const struct edge *left = a, *right = b;
    int order = slice_compare(left->bare, right->bare);
    if (order || left->place == right->place)
        return order;
    return left->place < right->place ? -1 : 1;
}

/* Whether a line of the same words stands at the same height on several pages; the edges are in
 * order. */
static bool is_repeated(const struct edge *edges, uint32_t count, uint32_t of)
{
    enum { REPEATED = 3, NEAREST = 64 };
    uint32_t seen[REPEATED], pages = 0;
    uint32_t from = of > NEAREST ? of - NEAREST : 0, to = of + NEAREST;
    for (uint32_t i = from; i < count && i < to && pages < REPEATED; i++) {
        bool known = fabsf(edges[i].place - edges[of].place) >= 0.02F ||
                     !slice_eq(edges[i].bare, edges[of].bare);
        for (uint32_t j = 0; j < pages && !known; j++)
            known = seen[j] == edges[i].page;
        if (!known)
            seen[pages++] = edges[i].page;
    }
    return pages == REPEATED;
}

static void find_edges(struct reader *reader)
{
    struct lines *lines = reader->lines;
    struct edge *edges = ARENA_ARRAY(reader->arena, struct edge, lines->count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < lines->count; i++)
        if (is_at_edge(&lines->line[i]))
            edges[count++] = (struct edge){bare(reader->arena, lines->line[i].text), i,
                                           lines->line[i].page, lines->line[i].place};
    if (count)
        qsort(edges, count, sizeof *edges, compare_edges);
    for (uint32_t i = 0; i < count; i++)
        lines->line[edges[i].line].edge = is_folio(edges[i].bare) || is_repeated(edges, count, i);
}

/* ---- Paragraphs ---- */

/* Where the lines of a page begin and end that are as wide as its text. */
struct block {
    float left, right;
};

/* The block of the page that the line is the first of. */
static struct block block_of(const struct lines *lines, uint32_t first)
{
    struct block block = {INFINITY, 0};
    uint32_t page = lines->line[first].page;
    for (uint32_t i = first; i < lines->count && lines->line[i].page == page; i++) {
        const struct line *line = &lines->line[i];
        if (line->edge)
            continue;
        block.left = fminf(block.left, line->left);
        block.right = fmaxf(block.right, line->right);
    }
    return block;
}

/* Whether the text begins with the number of a heading or an item: 一、 （二） 3. 第四部分 */
static bool is_numbered(struct slice text)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十",
                                         "0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9"};
    static const char *const opening[] = {"（", "(", "第"};
    static const char *const closing[] = {"、", "）", ")", ".", "．", "部分"};
    size_t at = 0, before;
    for (size_t i = 0; i < sizeof opening / sizeof *opening; i++)
        if (slice_starts(text, opening[i]))
            at = strlen(opening[i]);
    size_t opened = at;
    do {
        before = at;
        for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
            if (slice_starts((struct slice){text.p + at, text.n - at}, digits[i]))
                at += strlen(digits[i]);
    } while (at > before);
    struct slice rest = {text.p + at, text.n - at};
    bool decimal = rest.n > 1 && *rest.p == '.' && rest.p[1] >= '0' && rest.p[1] <= '9';
    for (size_t i = 0; at > opened && !decimal && i < sizeof closing / sizeof *closing; i++)
        if (slice_starts(rest, closing[i]))
            return true;
    return false;
}

static bool ends_sentence(struct slice text)
{
    static const char *const stops[] = {"。", "；", "：", "！", "？", ";", ":"};
    text = blank_trim(text);
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (slice_ends(text, stops[i]))
            return true;
    return false;
}

/* Whether the words alone say that a line ends, or does not end, its paragraph. */
static bool is_cut(const struct line *line, const struct block *block)
{
    bool colon = slice_ends(blank_trim(line->text), "：");
    return (colon || !ends_sentence(line->text)) &&
           line->right > (block->left + 3 * block->right) / 4;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether the line is an entry of the contents: a leader, of two dots where the title leaves no
 * room for more, and a page. */
static bool is_entry(struct slice text)
{
    text = blank_trim(text);
    bool leader = memmem(text.p, text.n, "....", 4) || memmem(text.p, text.n, "……", strlen("……")) ||
                  memmem(text.p, text.n, "···", strlen("···"));
    size_t n = text.n, dots = 0;
    while (n && is_digit(text.p[n - 1]))
        n--;
    for (; n && (text.p[n - 1] == '.' || text.p[n - 1] == ' '); n--)
        dots += text.p[n - 1] == '.';
    return (leader || dots > 1) && text.n && is_digit(text.p[text.n - 1]);
}

/* Whether the line is a title with its number: what begins with the next one is another. */
static bool is_numbered_title(struct slice text)
{
    static const char *const pauses[] = {"，", "。", "；", "："};
    for (size_t i = 0; i < sizeof pauses / sizeof *pauses; i++)
        if (memmem(text.p, text.n, pauses[i], strlen(pauses[i])))
            return false;
    return is_numbered(blank_trim(text));
}

/* Whether the paragraph that ends with the line goes on with the next one. */
static bool goes_on(const struct line *line, const struct block *block, const struct line *next,
                    const struct block *next_block)
{
    float size = fminf(line->size, next->size);
    bool alike = fmaxf(line->size, next->size) <= 1.35F * size;
    bool numbered = is_numbered(blank_trim(next->text));
    bool full = line->right > block->right - 1.6F * line->size
                    ? !(numbered && (ends_sentence(line->text) || is_numbered_title(line->text)))
                    : is_cut(line, block) && !numbered;
    bool indented = next->left > next_block->left + 1.2F * next->size;
    bool far = line->page == next->page && next->y - line->y > 3 * line->size;
    return alike && full && !is_entry(line->text) && !indented && !far &&
           line->grids == next->grids;
}

/* The lines from..to as one paragraph. */
static void join(struct reader *reader, uint32_t from, uint32_t to)
{
    const struct lines *lines = reader->lines;
    uint32_t count = 0, mark = 0;
    struct buf text = {0};
    for (uint32_t i = from; i < to; i++)
        count += lines->line[i].edge ? 0 : lines->line[i].mark_count;
    struct mark *marks = ARENA_ARRAY(reader->arena, struct mark, count + 1);
    for (uint32_t i = from; i < to; i++) {
        const struct line *line = &lines->line[i];
        for (uint32_t m = 0; m < line->mark_count && !line->edge; m++) {
            marks[mark] = line->marks[m];
            marks[mark++].from += (uint32_t)text.n;
        }
        if (!line->edge)
            buf_put_slice(&text, line->text);
    }
    struct paragraph *paragraph =
        prose_add(reader->book, buf_slice(&text), lines->line[from].grids, marks, count);
    if (paragraph)
        paragraph->apart = to == from + 1;
    buf_free(&text);
}

void lines_join(struct reader *reader)
{
    struct lines *lines = reader->lines;
    if (!lines || !lines->count)
        return;
    find_edges(reader);
    struct block block = block_of(lines, 0), last_block = block;
    uint32_t from = 0, last = UINT32_MAX, page = lines->line[0].page;
    for (uint32_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->line[i];
        if (line->edge)
            continue;
        if (line->page != page) {
            page = line->page;
            block = block_of(lines, i);
        }
        if (last != UINT32_MAX && !goes_on(&lines->line[last], &last_block, line, &block)) {
            join(reader, from, last + 1);
            from = i;
        } else if (last == UINT32_MAX) {
            from = i;
        }
        last = i;
        last_block = block;
    }
    if (last != UINT32_MAX)
        join(reader, from, last + 1);
}
