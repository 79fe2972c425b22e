#include "intake/prose.h"

#include <math.h>

#include "intake/figure.h"

static bool is_blank(uint32_t code)
{
    return code <= ' ' || code == 0xA0 || code == 0x3000 || (code >= 0x2000 && code <= 0x200F) ||
           code == 0x202F || code == 0x2060 || code == 0xFEFF;
}

static bool is_letter(uint32_t code)
{
    return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
}

/* The text without the blanks that only set it apart: between Latin words they stay. Moves the
 * marks with it. */
static struct slice closed_up(struct arena *arena, struct slice text, struct mark *marks,
                              uint32_t count)
{
    struct buf out = {0};
    uint32_t last = 0, mark = 0;
    bool gap = false;
    for (size_t at = 0; at < text.n;) {
        size_t start = at;
        uint32_t code = utf8_next(text, &at);
        bool blank = is_blank(code);
        if (!blank && gap && is_letter(last) && is_letter(code))
            buf_putc(&out, ' ');
        for (; mark < count && marks[mark].from <= start; mark++)
            marks[mark].from = (uint32_t)out.n;
        gap = blank;
        if (blank)
            continue;
        buf_put(&out, text.p + start, at - start);
        last = code;
    }
    for (; mark < count; mark++)
        marks[mark].from = (uint32_t)out.n;
    buf_puts(&out, "");
    struct slice closed = slice_copy(arena, buf_slice(&out));
    buf_free(&out);
    return closed;
}

/* Makes the plain text of the paragraph. */
static void make_plain(struct paragraph *paragraph)
{
    struct slice text = paragraph->text;
    uint32_t *origin = ARENA_ARRAY(paragraph->book->arena, uint32_t, 2 * text.n + 1);
    struct buf plain = {0};
    buf_puts(&plain, "");
    for (size_t at = 0; at < text.n;) {
        size_t start = at, before = plain.n;
        uint32_t code = label_code(utf8_next(text, &at));
        if (code)
            buf_put_utf8(&plain, code);
        for (size_t i = before; i < plain.n; i++)
            origin[i] = (uint32_t)start;
    }
    origin[plain.n] = (uint32_t)text.n;
    paragraph->plain = slice_copy(paragraph->book->arena, buf_slice(&plain));
    paragraph->origin = origin;
    buf_free(&plain);
}

struct paragraph *prose_add(struct book *book, struct slice text, uint32_t grids,
                            const struct mark *marks, uint32_t mark_count)
{
    struct mark *moved = NULL;
    if (mark_count) {
        moved = ARENA_ARRAY(book->arena, struct mark, mark_count);
        memcpy(moved, marks, sizeof *marks * mark_count);
    }
    struct slice closed = closed_up(book->arena, text, moved, mark_count);
    if (!closed.n)
        return NULL;
    struct paragraph *paragraph = ARENA_NEW(book->arena, struct paragraph);
    *paragraph =
        (struct paragraph){.book = book,
                           .text = closed,
                           .ordinal = book->last_paragraph ? book->last_paragraph->ordinal + 1 : 1,
                           .page = mark_count ? marks[0].page : 0,
                           .grids = grids,
                           .marks = moved,
                           .mark_count = mark_count};
    make_plain(paragraph);
    *(book->last_paragraph ? &book->last_paragraph->next : &book->first_paragraph) = paragraph;
    book->last_paragraph = paragraph;
    return paragraph;
}

static void add_lines(struct book *book, struct slice lines, uint32_t grids)
{
    for (struct slice rest = lines; rest.p;)
        prose_add(book, slice_cut(&rest, '\n'), grids, NULL, 0);
}

void prose_of_lines(struct book *book)
{
    uint32_t grids = 0;
    for (const struct grid *grid = book->first; grid; grid = grid->next) {
        add_lines(book, grid->before, grids);
        grids = grid->ordinal;
    }
    add_lines(book, book->after, grids);
}

/* ---- Places ---- */

/* What encloses the part in the line where it begins. */
static void find_box(const struct paragraph *paragraph, size_t from, size_t to, struct spot *spot)
{
    float box[4] = {INFINITY, INFINITY, 0, 0};
    for (uint32_t i = 0; i < paragraph->mark_count; i++) {
        const struct mark *mark = &paragraph->marks[i];
        if (mark->from < from || mark->from >= to)
            continue;
        if (box[0] == INFINITY)
            spot->page = mark->page;
        bool same_line = box[0] == INFINITY || fabsf(mark->top - box[1]) < 6;
        if (mark->page != spot->page || !same_line)
            continue;
        box[0] = fminf(box[0], mark->left);
        box[1] = fminf(box[1], mark->top);
        box[2] = fmaxf(box[2], mark->right);
        box[3] = fmaxf(box[3], mark->bottom);
    }
    if (box[0] == INFINITY)
        return;
    spot->box.left = (int32_t)(box[0] * 1000);
    spot->box.top = (int32_t)(box[1] * 1000);
    spot->box.right = (int32_t)(box[2] * 1000);
    spot->box.bottom = (int32_t)(box[3] * 1000);
}

struct pos paragraph_pos(const struct paragraph *paragraph, struct slice part)
{
    size_t from = (size_t)(part.p - paragraph->text.p);
    struct spot spot = {.page = paragraph->page};
    if (paragraph->mark_count)
        find_box(paragraph, from, from + part.n, &spot);
    else
        spot.paragraph = paragraph->ordinal;
    struct pos pos =
        pos_of_spot(paragraph->book->arena, paragraph->book->name, &spot, paragraph->text);
    pos.offset = (uint32_t)from;
    pos.length = (uint32_t)part.n;
    return pos;
}

struct slice plain_origin(const struct paragraph *paragraph, struct slice part)
{
    size_t from = (size_t)(part.p - paragraph->plain.p);
    uint32_t start = paragraph->origin[from], end = paragraph->origin[from + part.n];
    return (struct slice){paragraph->text.p + start, end - start};
}

struct pos plain_pos(const struct paragraph *paragraph, struct slice part)
{
    return paragraph_pos(paragraph, plain_origin(paragraph, part));
}

void prose_dump(struct buf *out, const struct book *book)
{
    for (const struct paragraph *paragraph = book->first_paragraph; paragraph;
         paragraph = paragraph->next) {
        buf_printf(out, "paragraph %u", paragraph->ordinal);
        if (paragraph->page)
            buf_printf(out, " page %u", paragraph->page);
        buf_printf(out, "%s ", paragraph->apart ? " apart" : "");
        buf_put_json(out, paragraph->text);
        buf_putc(out, '\n');
    }
}
