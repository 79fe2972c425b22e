#include "layout/flow.h"

#include <string.h>

void flow_init(struct flow *flow, struct arena *arena, struct diag *diag, struct shaper *shaper,
               const struct document *document)
{
    *flow = (struct flow){
        .arena = arena, .diag = diag, .shaper = shaper, .document = document, .forced = true};
}

struct area text_area(const struct page_style *page, bool landscape, bool table_page)
{
    length top = table_page ? page->table_top : page->top;
    length bottom = table_page ? page->table_bottom : page->bottom;
    length left = table_page ? page->table_left : page->left;
    length right = table_page ? page->table_right : page->right;
    length across = page->width - left - right, down = page->height - top - bottom;
    if (landscape)
        return (struct area){page->height, page->width, bottom, left, down, across};
    return (struct area){page->width, page->height, left, top, across, down};
}

struct area canvas_area(const struct page_style *page, const struct canvas *canvas)
{
    bool landscape = canvas->page.width > canvas->page.height;
    return text_area(page, landscape, canvas->table_page);
}

static struct area flow_area(const struct flow *flow)
{
    return text_area(flow->document->page, flow->landscape, flow->table_page);
}

length flow_width(const struct flow *flow)
{
    return flow_area(flow).width;
}

length flow_height(const struct flow *flow)
{
    return flow_area(flow).height;
}

/* ---- Pages ---- */

static void open_page(struct flow *flow)
{
    GROW(flow->arena, flow->pages, flow->count, flow->room, 32);
    flow->page = ARENA_NEW(flow->arena, struct canvas);
    struct area area = flow_area(flow);
    canvas_init(flow->page, flow->arena, area.page_width, area.page_height);
    canvas_borrow(flow->page, &flow->ops);
    flow->page->table_page = flow->table_page;
    flow->page->unnumbered = flow->unnumbered;
    flow->pages[flow->count++] = flow->page;
    flow->y = area.top;
    flow->after = 0;
    flow->top = true;
}

static void close_page(struct flow *flow)
{
    if (flow->page)
        canvas_return(flow->page, &flow->ops);
    flow->page = NULL;
}

static length bottom(const struct flow *flow)
{
    struct area area = flow_area(flow);
    return area.top + area.height;
}

/* Room below what is on the page; a page not yet open is empty. */
static length room_left(const struct flow *flow)
{
    return flow->page ? bottom(flow) - flow->y : flow_height(flow);
}

static bool is_fresh(const struct flow *flow)
{
    return !flow->page || flow->top;
}

/* ---- Slabs ---- */

/* Space above a slab: none at the top of a page, unless the document asked for the page. */
static length space_above(const struct flow *flow, const struct slab *slab, bool top, length owed)
{
    if (top)
        return flow->forced ? slab->before : 0;
    return owed + slab->before;
}

/* What the slabs from `from` to the chain's end take when put here, or on an empty page. */
static length chain_height(const struct flow *flow, bool fresh)
{
    bool top = fresh || is_fresh(flow);
    length owed = top ? 0 : flow->after, height = 0;
    for (uint32_t i = 0; i < flow->chain_count; i++) {
        const struct slab *slab = &flow->chain[i];
        height += space_above(flow, slab, top && i == 0, owed) + slab->height;
        owed = slab->after;
    }
    return height;
}

static void paint_slab(struct flow *flow, const struct slab *slab)
{
    length left = flow_area(flow).left;
    for (uint32_t i = 0; i < slab->count; i++) {
        const struct piece *piece = &slab->pieces[i];
        paragraph_paint(piece->paragraph, flow->page, piece->from, piece->to, left + piece->x,
                        flow->y + piece->y, piece->artifact);
    }
    if (slab->chart)
        chart_paint(slab->chart, flow->page, left, flow->y);
    if (slab->link)
        canvas_link(flow->page, (struct page_link){left, flow->y, flow_width(flow), slab->height,
                                                   slab->link, slab->contents, NULL});
}

static void put_slab(struct flow *flow, uint32_t index)
{
    const struct slab *slab = &flow->chain[index];
    if (flow->page && !flow->top && flow->after + slab->before + slab->height > room_left(flow)) {
        close_page(flow);
        flow->forced = false;
    }
    if (!flow->page)
        open_page(flow);
    flow->y += space_above(flow, slab, flow->top, flow->after);
    for (uint32_t i = 0; i < flow->starting_count; i++)
        if (flow->starting[i].slab == index)
            canvas_place(flow->page, flow->starting[i].node, flow->y);
    paint_slab(flow, slab);
    flow->y += slab->height;
    flow->after = slab->after;
    flow->top = flow->forced = false;
}

/* Places the chain where it stands now. */
static void put_chain(struct flow *flow)
{
    for (uint32_t i = 0; i < flow->chain_count; i++)
        put_slab(flow, i);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < flow->starting_count; i++)
        if (flow->starting[i].slab >= flow->chain_count) {
            flow->starting[kept++] = (struct starting){flow->starting[i].node, 0};
        }
    flow->starting_count = kept;
    flow->chain_count = 0;
}

static void next_page(struct flow *flow)
{
    if (flow->page && !flow->top) {
        close_page(flow);
        flow->forced = false;
    }
}

static void flush(struct flow *flow)
{
    if (chain_height(flow, false) > room_left(flow))
        next_page(flow);
    put_chain(flow);
}

void flow_start(struct flow *flow, const struct doc_node *node)
{
    GROW(flow->arena, flow->starting, flow->starting_count, flow->starting_room, 8);
    flow->starting[flow->starting_count++] = (struct starting){node, flow->chain_count};
}

static void add_slab(struct flow *flow, struct slab slab)
{
    GROW(flow->arena, flow->chain, flow->chain_count, flow->chain_room, 16);
    flow->chain[flow->chain_count++] = slab;
    if (!slab.keep)
        flush(flow);
}

/* Where the piece's line stands in the slab. */
static length line_y(const struct piece *piece, uint32_t line)
{
    return piece->y + (length)(line - piece->from) * piece->paragraph->leading;
}

/* The lines of the slab that stand wholly from top to bottom, as a slab of their own; *next is
 * where the first of those after it stands, or the slab's height. */
static struct slab slab_band(struct flow *flow, const struct slab *slab, length top, length bottom,
                             length *next)
{
    struct slab band = *slab;
    band.pieces = ARENA_ARRAY(flow->arena, struct piece, slab->count);
    band.count = 0;
    band.height = 0;
    *next = slab->height;
    for (uint32_t i = 0; i < slab->count; i++) {
        const struct piece *piece = &slab->pieces[i];
        length leading = piece->paragraph->leading;
        uint32_t from = piece->from, to;
        while (from < piece->to && line_y(piece, from) < top)
            from++;
        for (to = from; to < piece->to && line_y(piece, to) + leading <= bottom;)
            to++;
        if (to < piece->to && line_y(piece, to) < *next)
            *next = line_y(piece, to);
        if (to == from)
            continue;
        length foot = line_y(piece, to - 1) + leading - top;
        band.height = foot > band.height ? foot : band.height;
        band.pieces[band.count++] = (struct piece){
            piece->paragraph, from, to, piece->x, line_y(piece, from) - top, piece->artifact};
    }
    return band;
}

/* Pieces side by side that are taller than a page go on, line by line, on the next. */
static void add_in_bands(struct flow *flow, const struct slab *slab)
{
    length page = flow_height(flow);
    for (length top = 0, next; top < slab->height; top = next) {
        struct slab band = slab_band(flow, slab, top, top + page, &next);
        if (next <= top) { /* a line alone is taller */
            add_slab(flow, *slab);
            return;
        }
        band.before = top ? 0 : slab->before;
        band.after = next < slab->height ? 0 : slab->after;
        band.keep = next < slab->height ? false : slab->keep;
        add_slab(flow, band);
    }
}

void flow_add(struct flow *flow, struct slab slab)
{
    if (!slab.chart && slab.count && slab.height > flow_height(flow))
        add_in_bands(flow, &slab);
    else
        add_slab(flow, slab);
}

/* The space below what was added last. */
static length *last_space(struct flow *flow)
{
    return flow->chain_count ? &flow->chain[flow->chain_count - 1].after : &flow->after;
}

void flow_space(struct flow *flow, length space)
{
    length *owed = last_space(flow);
    *owed = *owed > space ? *owed : space;
}

void flow_sink(struct flow *flow, length height)
{
    length room = flow_room(flow) - height;
    if (room > 0)
        flow_space(flow, *last_space(flow) + room);
}

void flow_blank(struct flow *flow, uint32_t index)
{
    flow_end(flow);
    flow->unnumbered = true;
    open_page(flow);
    close_page(flow);
    for (uint32_t i = flow->count - 1; index && i > index; i--) {
        struct canvas *blank = flow->pages[i];
        flow->pages[i] = flow->pages[i - 1];
        flow->pages[i - 1] = blank;
    }
}

void flow_end(struct flow *flow)
{
    flush(flow);
    close_page(flow);
    flow->forced = true;
}

void flow_break(struct flow *flow)
{
    if (is_fresh(flow))
        flush(flow);
    close_page(flow);
    flow->forced = true;
}

length flow_room(const struct flow *flow)
{
    length owed = is_fresh(flow) ? 0 : flow->after;
    if (flow->chain_count)
        owed = flow->chain[flow->chain_count - 1].after;
    return room_left(flow) - chain_height(flow, false) - owed;
}

void flow_paragraph(struct flow *flow, const struct paragraph *paragraph, bool keep,
                    uint32_t lines_after)
{
    const struct style *style = paragraph->style;
    uint32_t count = paragraph->line_count;
    for (uint32_t i = 0; i < count; i++) {
        struct piece *piece = ARENA_NEW(flow->arena, struct piece);
        *piece = (struct piece){.paragraph = paragraph, .from = i, .to = i + 1};
        bool last = i + 1 == count, near_end = i == 0 || i + 2 == count;
        uint32_t follow = count - i - 1 + lines_after;
        bool few = follow > 0 && follow < LAST_LINES;
        flow_add(flow, (struct slab){.pieces = piece,
                                     .count = 1,
                                     .before = i == 0 ? style->before : 0,
                                     .after = last ? style->after : 0,
                                     .height = paragraph->leading,
                                     .keep = few || (last ? keep : near_end)});
    }
}

/* ---- Tables ---- */

enum {
    SMALL_PART = 2, /* a table of up to this part of a page is not cut, but moved */
    USEFUL_PART = 4 /* and none is started in less than this part */
};

/* Room below the chain if it went to a new page. */
static length room_on_new_page(const struct flow *flow)
{
    length owed = flow->chain_count ? flow->chain[flow->chain_count - 1].after : 0;
    return flow_height(flow) - chain_height(flow, true) - owed;
}

/* Whether the table had better start on a new page. */
static bool moves(const struct flow *flow, const struct table *table, length below)
{
    length page = flow_height(flow), height = table_height(table) + below, room = flow_room(flow);
    if (is_fresh(flow) || height <= room)
        return false;
    bool fits_page = height <= room_on_new_page(flow);
    return room < page / USEFUL_PART ||
           (fits_page && (height <= page / SMALL_PART || room < page / SMALL_PART));
}

static uint32_t split(struct flow *flow, struct table *table, length below)
{
    if (moves(flow, table, below))
        next_page(flow);
    struct table_room room = {flow_room(flow), flow_height(flow), below};
    uint32_t stretches = table_split(table, room);
    if (!is_fresh(flow) &&
        (!stretches || table_stretch_height(table, 0) > room.first || table_starts_badly(table))) {
        next_page(flow);
        room.first = flow_room(flow);
        stretches = table_split(table, room);
    }
    return stretches;
}

static void add_part(struct flow *flow, struct table *table, const struct doc_node *node,
                     length below, bool ends_page)
{
    uint32_t stretches = split(flow, table, below);
    if (!stretches)
        diag_report(flow->diag, MSG_TABLE_TALL, node->pos);
    if (ends_page)
        table_loosen(table, flow_room(flow) - below);
    put_chain(flow);
    for (uint32_t i = 0; i < stretches; i++) {
        length height = table_stretch_height(table, i);
        if (i > 0 || (flow->page && !flow->top && flow->after + height > room_left(flow)))
            next_page(flow);
        if (!flow->page)
            open_page(flow);
        flow->y += flow->top ? 0 : flow->after;
        for (uint32_t k = 0; k < flow->starting_count; k++)
            canvas_place(flow->page, flow->starting[k].node, flow->y);
        flow->starting_count = 0;
        table_paint(table, i, flow->page, flow_area(flow).left, flow->y);
        flow->y += height;
        flow->after = node->style->after;
        flow->top = flow->forced = false;
    }
}

void flow_table(struct flow *flow, struct table *table, const struct doc_node *node, length below,
                bool ends_page)
{
    bool whole = !table_further(table);
    for (struct table *further; table; table = further) {
        further = table_further(table);
        add_part(flow, table, node, further ? 0 : below, ends_page && whole);
        if (further)
            flow_space(flow, flow->document->table->after);
    }
}
