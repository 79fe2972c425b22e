#include <math.h>
#include <stdlib.h>

#include "intake/lattice.h"

/* ---- Lines in one ---- */

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

static int compare_groups(const void *a, const void *b)
{
    const struct ruling *left = a, *right = b;
    return left->group != right->group ? (left->group < right->group ? -1 : 1)
                                       : compare_places(a, b);
}

/* Makes one of rulings in one line whose ends touch; of these, many programs paint one a cell. What
 * is then no longer than a line is thick is part of a drawing. Returns how many are left, by their
 * places. */
static uint32_t join_ends(struct ruling *rulings, uint32_t count)
{
    uint32_t kept = 0, long_enough = 0;
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
    for (uint32_t i = 0; i < kept; i++)
        if (rulings[i].to - rulings[i].from >= NEAR)
            rulings[long_enough++] = rulings[i];
    if (long_enough)
        qsort(rulings, long_enough, sizeof *rulings, compare_places);
    return long_enough;
}

/* The first of the rulings, which are in order, at this place or beyond. */
static uint32_t first_at(const struct ruling *rulings, uint32_t count, float at)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (rulings[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- Which lines touch ---- */

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
    for (uint32_t i = 0; i < across; i++) {
        const struct ruling *ruling = &page->across[i];
        for (uint32_t j = first_at(page->down, down, ruling->from - NEAR);
             j < down && page->down[j].at <= ruling->to + NEAR; j++)
            if (page->down[j].from - NEAR <= ruling->at && ruling->at <= page->down[j].to + NEAR)
                groups[group_of(groups, across + j)] = group_of(groups, i);
    }
    for (uint32_t i = 0; i < across; i++)
        page->across[i].group = group_of(groups, i) + 1;
    for (uint32_t j = 0; j < down; j++)
        page->down[j].group = group_of(groups, across + j) + 1;
}

/* The groups that have lines both ways, as lattices whose places are not known yet. */
static uint32_t gather(struct page *page, struct lattice *lattices)
{
    uint32_t count = 0;
    struct ruling *across = page->across, *down = page->down;
    struct ruling *across_end = across + page->across_count, *down_end = down + page->down_count;
    if (page->across_count)
        qsort(across, page->across_count, sizeof *across, compare_groups);
    if (page->down_count)
        qsort(down, page->down_count, sizeof *down, compare_groups);
    while (across < across_end && down < down_end) {
        uint32_t group = across->group < down->group ? across->group : down->group;
        struct lattice lattice = {.across = across, .down = down};
        for (; across < across_end && across->group == group; across++)
            lattice.across_count++;
        for (; down < down_end && down->group == group; down++)
            lattice.down_count++;
        if (lattice.across_count && lattice.down_count)
            lattices[count++] = lattice;
    }
    return count;
}

/* ---- Tables that a row without lines parts ---- */

/* What the lines of a lattice cover. */
struct reach {
    float left, right, top, bottom;
    float above; /* the line across next to the lowest */
    bool walled; /* a line down stands at an end */
};

static struct reach reach_of(const struct lattice *lattice)
{
    struct reach reach = {INFINITY, -INFINITY, INFINITY, -INFINITY, -INFINITY, false};
    for (uint32_t i = 0; i < lattice->across_count; i++) {
        const struct ruling *ruling = &lattice->across[i];
        reach.left = fminf(reach.left, ruling->from);
        reach.right = fmaxf(reach.right, ruling->to);
        reach.top = fminf(reach.top, ruling->at);
        if (ruling->at > reach.bottom + NEAR) {
            reach.above = reach.bottom;
            reach.bottom = ruling->at;
        }
    }
    for (uint32_t i = 0; i < lattice->down_count; i++)
        reach.walled |=
            lattice->down[i].at < reach.left + NEAR || lattice->down[i].at > reach.right - NEAR;
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

static void set_group(const struct lattice *lattice, uint32_t group)
{
    for (uint32_t i = 0; i < lattice->across_count; i++)
        lattice->across[i].group = group;
    for (uint32_t i = 0; i < lattice->down_count; i++)
        lattice->down[i].group = group;
}

/* A row over the whole width has no lines down: in a table open at its ends nothing holds it to the
 * rows above and below. So many tables on a page are a drawing. Whether any were joined. */
static bool join_open(struct arena *arena, const struct lattice *lattices, uint32_t count)
{
    enum { TABLES_MAX = 256 };
    bool joined = false;
    if (count > TABLES_MAX)
        return false;
    struct reach *reaches = ARENA_ARRAY(arena, struct reach, count + 1);
    for (uint32_t i = 0; i < count; i++)
        reaches[i] = reach_of(&lattices[i]);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < count; j++) {
            uint32_t from = lattices[j].across->group, into = lattices[i].across->group;
            if (from == into || !follows(&reaches[i], &reaches[j]))
                continue;
            for (uint32_t k = 0; k < count; k++)
                if (lattices[k].across->group == from)
                    set_group(&lattices[k], into);
            joined = true;
        }
    return joined;
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

/* A line across that goes beyond the lines down (a table open at its sides) ends columns, too. */
static void find_lines(struct arena *arena, struct lattice *lattice)
{
    uint32_t across = lattice->across_count, down = lattice->down_count;
    lattice->x = ARENA_ARRAY(arena, float, 2 * across + down);
    lattice->y = ARENA_ARRAY(arena, float, across);
    for (uint32_t i = 0; i < across; i++) {
        lattice->y[i] = lattice->across[i].at;
        lattice->x[2 * i] = lattice->across[i].from;
        lattice->x[2 * i + 1] = lattice->across[i].to;
    }
    for (uint32_t i = 0; i < down; i++)
        lattice->x[2 * across + i] = lattice->down[i].at;
    lattice->columns = settle(lattice->x, 2 * across + down);
    lattice->rows = settle(lattice->y, across);
}

/* Whether a line parts the places along it, at right angles. */
static bool is_parted(const struct ruling *rulings, uint32_t count, float at, float along)
{
    for (uint32_t i = first_at(rulings, count, at - NEAR); i < count && rulings[i].at <= at + NEAR;
         i++)
        if (rulings[i].from - 1 <= along && along <= rulings[i].to + 1)
            return true;
    return false;
}

bool lattice_parts_columns(const struct lattice *lattice, uint32_t row, uint32_t column)
{
    return column + 2 >= lattice->columns ||
           is_parted(lattice->down, lattice->down_count, lattice->x[column + 1],
                     (lattice->y[row] + lattice->y[row + 1]) / 2);
}

bool lattice_parts_rows(const struct lattice *lattice, uint32_t row, uint32_t column)
{
    return row + 2 >= lattice->rows ||
           is_parted(lattice->across, lattice->across_count, lattice->y[row + 1],
                     (lattice->x[column] + lattice->x[column + 1]) / 2);
}

/* ---- The page ---- */

static int compare_lattices(const void *a, const void *b)
{
    const struct lattice *left = a, *right = b;
    if (*left->y != *right->y)
        return *left->y < *right->y ? -1 : 1;
    return *left->x < *right->x ? -1 : *left->x > *right->x;
}

/* Whether it is one cell, with another lattice inside. */
static bool is_frame(const struct lattice *frame, const struct lattice *lattices, uint32_t count)
{
    if (frame->rows != 2 || frame->columns != 2)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (&lattices[i] != frame && lattices[i].y[0] > frame->y[0] &&
            lattices[i].y[lattices[i].rows - 1] < frame->y[1] && lattices[i].x[0] > frame->x[0] &&
            lattices[i].x[lattices[i].columns - 1] < frame->x[1])
            return true;
    return false;
}

struct lattice *lattices_of(struct arena *arena, struct page *page, uint32_t *count)
{
    uint32_t found, kept = 0, tables = 0;
    group_rules(arena, page);
    struct lattice *lattices = ARENA_ARRAY(arena, struct lattice, page->across_count + 1);
    found = gather(page, lattices);
    if (join_open(arena, lattices, found))
        found = gather(page, lattices);
    for (uint32_t i = 0; i < found; i++) {
        find_lines(arena, &lattices[i]);
        if (lattices[i].rows > 1 && lattices[i].columns > 1)
            lattices[kept++] = lattices[i];
    }
    struct lattice *result = ARENA_ARRAY(arena, struct lattice, kept + 1);
    for (uint32_t i = 0; i < kept; i++)
        if (!is_frame(&lattices[i], lattices, kept))
            result[tables++] = lattices[i];
    qsort(result, tables, sizeof *result, compare_lattices);
    *count = tables;
    return result;
}
