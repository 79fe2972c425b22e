#include "layout/table.h"
#include "layout/table_int.h"

#include <string.h>

enum {
    SHORT_PART = 5, /* of a page: rows that take less are few */
    LIGHT_STEPS = 4 /* of tightening to save a short page; for one with too few rows, all */
};

/* ---- Where a page may end ---- */

static length height_of(const struct table *table, uint32_t from, uint32_t to)
{
    return table->tops[to] - table->tops[from];
}

/* Height of bands [from, to) as a stretch, with the heads of columns shown again above them. */
static length stretch_height(const struct table *table, uint32_t from, uint32_t to)
{
    struct stretch heads = table_heads(table, from);
    return height_of(table, heads.from, heads.to) + table_edge(table, from) +
           height_of(table, from, to) + table_edge(table, to);
}

static length head_height(const struct table *table)
{
    return table->tops[table->head_bands];
}

/* Of a divided row at least two lines stay together on either side. */
static bool parts_decently(const struct table *table, uint32_t band)
{
    const struct row *row = &table->rows[table->bands[band].row];
    uint32_t before = band - row->first_band;
    return before == 0 || (before >= 2 && row->band_count - before >= 2);
}

/* How strictly a page end is chosen: rows that should stay together give way first. */
enum strictness { ANYWHERE, BETWEEN_ROWS, KEEPING };

/* A cell over several rows may be cut where its text fits above, since only its frame goes on; it
 * is better not to cut a single row off it. */
static bool spans_allow(const struct table *table, uint32_t from, uint32_t band,
                        enum strictness strictness)
{
    const uint32_t *owners = table->owner + table->bands[band - 1].row * table->column_count;
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (owners[i] == NO_CELL)
            continue;
        const struct cell *cell = &table->cells[owners[i]];
        const struct row *last = &table->rows[cell->row + cell->rowspan - 1];
        uint32_t start = table->rows[cell->row].first_band;
        uint32_t end = last->first_band + last->band_count;
        if (cell->flows || end - start < 2 || band <= start || band >= end)
            continue;
        bool cuts_off = end - start >= 4 && (band == start + 1 || band == end - 1);
        if (strictness == KEEPING && cuts_off)
            return false;
        if (start >= from && height_of(table, start, band) < cell->height + 2 * table->pad_y)
            return false;
    }
    return true;
}

static bool may_end(const struct table *table, uint32_t from, uint32_t band,
                    enum strictness strictness)
{
    if (band == table->band_count || strictness == ANYWHERE)
        return true;
    const struct row *above = &table->rows[table->bands[band - 1].row];
    bool same_row = table->bands[band - 1].row == table->bands[band].row;
    bool kept = (above->heads || (strictness == KEEPING && above->node->keep)) && !same_row;
    return !kept && parts_decently(table, band) && spans_allow(table, from, band, strictness);
}

/* The last end of a page that starts with band `from` and has this room, or from when nothing
 * fits. */
static uint32_t page_end(const struct table *table, uint32_t from, length room, length below)
{
    room -= head_height(table);
    uint32_t fits = from;
    while (fits < table->band_count && stretch_height(table, from, fits + 1) <= room)
        fits++;
    if (fits == table->band_count && stretch_height(table, from, fits) + below > room)
        fits--;
    for (int strictness = KEEPING; strictness >= ANYWHERE; strictness--)
        for (uint32_t end = fits; end > from; end--)
            if (may_end(table, from, end, (enum strictness)strictness))
                return end;
    return from;
}

/* ---- Slices ---- */

static void add_stretch(struct table *table, uint32_t from, uint32_t to)
{
    GROW(shaper_arena(table->shaper), table->stretches, table->stretch_count, table->stretch_room,
         8);
    table->stretches[table->stretch_count++] = (struct stretch){from, to};
}

/* Fills page after page. false when a band does not fit an empty page. */
static bool cut(struct table *table, struct table_room room)
{
    uint32_t from = table->head_bands;
    table->stretch_count = 0;
    if (from == table->band_count)
        add_stretch(table, from, from);
    while (from < table->band_count) {
        length here = table->stretch_count ? room.further : room.first;
        uint32_t end = page_end(table, from, here, room.below);
        if (end == from && here < room.further && table->stretch_count == 0)
            end = page_end(table, from, room.further, room.below);
        if (end == from)
            return false;
        add_stretch(table, from, end);
        from = end;
    }
    return true;
}

/* Rows on a page; of a divided row each line counts. */
static uint32_t rows_of(const struct table *table, uint32_t stretch)
{
    return table->stretches[stretch].to - table->stretches[stretch].from;
}

static uint32_t least_rows(const struct table *table)
{
    uint32_t rows = table->band_count - table->head_bands;
    uint32_t least = table->style->min_rows > 0 ? (uint32_t)table->style->min_rows : 1;
    return rows < least ? rows : least;
}

static bool ends_badly(const struct table *table)
{
    return table->stretch_count > 1 && rows_of(table, table->stretch_count - 1) < least_rows(table);
}

/* Whether the last page would be nearly empty: then too a page is saved, if little tightening does
 * it. */
static bool ends_short(const struct table *table, length page)
{
    uint32_t last = table->stretch_count - 1;
    const struct stretch *range = &table->stretches[last];
    length rows = height_of(table, range->from, range->to);
    return ends_badly(table) || (last > 0 && rows < page / SHORT_PART);
}

bool table_starts_badly(const struct table *table)
{
    return table->stretch_count > 1 && rows_of(table, 0) < least_rows(table);
}

/* Tightens the table, as far as allowed, until it needs a page less. */
static bool save_page(struct table *table, struct table_room room, unsigned last_step)
{
    unsigned step = table->step;
    uint32_t stretches = table->stretch_count;
    while (table->step < last_step)
        if (!table_measure(table, table->step + 1) && cut(table, room) &&
            table->stretch_count < stretches)
            return true;
    table_measure(table, step);
    cut(table, room);
    return false;
}

/* Moves rows from the last page but one to the last. */
static void rebalance(struct table *table, struct table_room room)
{
    struct stretch *last = &table->stretches[table->stretch_count - 1], *before = last - 1;
    length available = room.further - head_height(table) - room.below;
    uint32_t least = least_rows(table);
    for (int strictness = KEEPING; strictness > ANYWHERE; strictness--)
        for (uint32_t at = last->from; at > before->from; at--) {
            if (stretch_height(table, at, last->to) > available || at - before->from < least)
                break;
            if (last->to - at < least ||
                !may_end(table, before->from, at, (enum strictness)strictness))
                continue;
            before->to = last->from = at;
            return;
        }
}

/* Tightens what ends badly; an account, whose rows are equally high, rather stands on one page. */
static void split(struct table *table, struct table_room room)
{
    bool badly = ends_badly(table);
    unsigned light = table->step + LIGHT_STEPS;
    bool two = table->node->equal && table->stretch_count == 2;
    unsigned last_step = badly || two || light > table->last_step ? table->last_step : light;
    if ((two || ends_short(table, room.further)) && !save_page(table, room, last_step) && badly)
        rebalance(table, room);
}

static bool split_once(struct table *table, struct table_room room)
{
    if (!cut(table, room))
        return false;
    split(table, room);
    return true;
}

uint32_t table_split(struct table *table, struct table_room room)
{
    enum { MORE = 2, TRIES = 64 }; /* lines that what trails gets at a time */
    room.further -= continued_height(table);
    room.first -= table->part ? continued_height(table) : 0;
    if (table->trail) {
        table->trail = 0;
        table_measure(table, table->step);
    }
    if (!split_once(table, room))
        return 0;
    for (int i = 0; i < TRIES && !table_shows_all(table); i++) {
        table->trail += MORE;
        if (table_measure(table, table->step) || !split_once(table, room))
            return 0;
    }
    return table_shows_all(table) ? table->stretch_count : 0;
}

void table_loosen(struct table *table, length height)
{
    length most = 2 * (table->style->loose_pad_y - table->pad_y);
    if (table->stretch_count != 1 || table->band_count != table->row_count || most <= 0)
        return;
    length share = (height - table_height(table)) / (length)table->row_count;
    length more = share < most ? share : most;
    for (uint32_t i = 0; more > 0 && i < table->row_count; i++) {
        table->rows[i].height += more;
        table->bands[i].height += more;
        table->tops[i + 1] += more * (length)(i + 1);
    }
}

length table_stretch_height(const struct table *table, uint32_t stretch)
{
    const struct stretch *range = &table->stretches[stretch];
    length continued = stretch || table->part ? continued_height(table) : 0;
    return continued + head_height(table) + stretch_height(table, range->from, range->to);
}
