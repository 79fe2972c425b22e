/*
 * A total is written as a formula when every part of it that is not zero stands on the same sheet,
 * itself or by its own parts. Cells hold what is printed, each rounded once, so a sum of cells may
 * miss the printed total by a little: that 尾差 is part of the formula, and is listed.
 */
#include <stdlib.h>
#include <string.h>

#include "publish/xlsx.h"

enum { DEEP = 8, PARTS_MOST = 200, DECIMALS_MOST = 6 };

/* A cell that is added or taken off. */
struct part {
    const struct shown *cell;
    int sign;
};

struct parts {
    const struct sums *sums;
    const struct shown *total;
    struct part at[PARTS_MOST];
    uint32_t count;
};

void sums_note(struct sums *sums, uint32_t row, uint32_t column, const struct cell_value *value)
{
    uint32_t *first = &sums->first[value->fact->id];
    GROW(sums->arena, sums->shown, sums->count, sums->room, 32);
    sums->shown[sums->count++] = (struct shown){row, column, value->fact, value->number, *first};
    *first = sums->count;
}

void sums_clear(struct sums *sums)
{
    for (uint32_t i = 0; i < sums->count; i++)
        sums->first[sums->shown[i].fact->id] = 0;
    sums->count = 0;
}

static bool is_whole(const struct fact *fact)
{
    return fact->kind == FACT_MONEY || fact->kind == FACT_COUNT || fact->kind == FACT_SCORE;
}

/* ---- Parts ---- */

/* The place of the fact nearest to the total: in its column, in its row, anywhere. */
static const struct shown *place_of(const struct parts *parts, const struct fact *fact)
{
    const struct shown *best = NULL;
    int rank = 0;
    for (uint32_t i = parts->sums->first[fact->id]; i; i = parts->sums->shown[i - 1].next) {
        const struct shown *place = &parts->sums->shown[i - 1];
        int here = place->column == parts->total->column ? 3
                   : place->row == parts->total->row     ? 2
                                                         : 1;
        if (here > rank) {
            best = place;
            rank = here;
        }
    }
    return best;
}

/* The sign of each term of a formula "A + B - C", +1 or -1; false when its names are not its terms
 * one by one. */
static bool read_signs(const struct fact *fact, int *signs)
{
    struct slice rest = slice_of(fact->formula);
    uint32_t count = 0;
    int sign = 1;
    if (!strstr(fact->formula, " - ")) {
        for (uint32_t i = 0; i < fact->term_count; i++)
            signs[i] = 1;
        return true;
    }
    while (rest.p) {
        struct slice token = slice_cut(&rest, ' ');
        if (slice_is(token, "+") || slice_is(token, "-"))
            sign = token.p[0] == '-' ? -1 : 1;
        else if (count == fact->term_count)
            return false;
        else
            signs[count++] = sign;
    }
    return count == fact->term_count;
}

/* Whether the terms, with these signs, make the fact to the last 分. */
static bool adds_up(const struct fact *fact, const int *signs)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < fact->term_count; i++) {
        const struct fact *term = fact->terms[i];
        if (term->kind == FACT_NONE)
            continue;
        if (term->kind != fact->kind || !(signs[i] > 0 ? money_add(sum, term->number, &sum)
                                                       : money_sub(sum, term->number, &sum)))
            return false;
    }
    return sum == fact->number;
}

static bool expand(struct parts *parts, const struct fact *fact, int sign, int depth);

static bool take(struct parts *parts, const struct fact *term, int sign, int depth)
{
    const struct shown *place = place_of(parts, term);
    if (term->kind == FACT_NONE || (!term->number && !term->stated && !place))
        return true;
    if (!place)
        return expand(parts, term, sign, depth + 1);
    if (place == parts->total || place->number.percent || parts->count == PARTS_MOST)
        return false;
    if (place->row != parts->total->row || place->column != parts->total->column)
        parts->at[parts->count++] = (struct part){place, sign};
    return true;
}

static bool expand(struct parts *parts, const struct fact *fact, int sign, int depth)
{
    int signs[PARTS_MOST];
    if (!is_whole(fact) || !fact->formula || !fact->term_count || fact->term_count > PARTS_MOST ||
        depth > DEEP || !read_signs(fact, signs) || !adds_up(fact, signs))
        return false;
    for (uint32_t i = 0; i < fact->term_count; i++)
        if (!take(parts, fact->terms[i], sign * signs[i], depth))
            return false;
    return true;
}

/* ---- The formula ---- */

static int by_place(const void *a, const void *b)
{
    const struct part *left = a, *right = b;
    if (left->sign != right->sign)
        return right->sign - left->sign;
    if (left->cell->column != right->cell->column)
        return left->cell->column < right->cell->column ? -1 : 1;
    return left->cell->row < right->cell->row ? -1 : left->cell->row > right->cell->row;
}

/* Whether b stands that many rows below and columns right of a. */
static bool is_after(const struct part *a, const struct part *b, uint32_t rows, uint32_t columns)
{
    return b->cell->column == a->cell->column + columns && b->cell->row == a->cell->row + rows;
}

/* The last of the parts from `from` on that stand side by side, in a column or in a row. */
static uint32_t range_end(const struct part *parts, uint32_t from, uint32_t to)
{
    uint32_t last = from, down = from + 1 < to && is_after(&parts[from], &parts[from + 1], 1, 0);
    while (last + 1 < to && is_after(&parts[last], &parts[last + 1], down, !down))
        last++;
    return last;
}

/* SUM(D6:D9,F4) of the parts of one sign, from `from` to `to`. */
static void put_sum(struct buf *out, const struct part *parts, uint32_t from, uint32_t to)
{
    buf_puts(out, "SUM(");
    for (uint32_t i = from; i < to; i++) {
        uint32_t last = range_end(parts, i, to);
        buf_puts(out, i > from ? "," : "");
        put_cell_name(out, parts[i].cell->row, parts[i].cell->column);
        if (last > i) {
            buf_putc(out, ':');
            put_cell_name(out, parts[last].cell->row, parts[last].cell->column);
        }
        i = last;
    }
    buf_putc(out, ')');
}

/* The printed total less the printed parts; false when that is more than rounding makes. */
static bool measure(const struct parts *parts, struct number *difference)
{
    int decimals = parts->total->number.decimals;
    for (uint32_t i = 0; i < parts->count; i++)
        if (parts->at[i].cell->number.decimals > decimals)
            decimals = parts->at[i].cell->number.decimals;
    *difference = (struct number){.decimals = decimals};
    const struct number *total = &parts->total->number;
    if (decimals > DECIMALS_MOST ||
        __builtin_mul_overflow(total->value, decimal_power(decimals - total->decimals),
                               &difference->value))
        return false;
    for (uint32_t i = 0; i < parts->count; i++) {
        const struct number *number = &parts->at[i].cell->number;
        int64_t value;
        if (__builtin_mul_overflow(number->value, decimal_power(decimals - number->decimals),
                                   &value) ||
            !(parts->at[i].sign > 0 ? money_sub(difference->value, value, &difference->value)
                                    : money_add(difference->value, value, &difference->value)))
            return false;
    }
    int64_t most = (int64_t)parts->count + 1; /* each rounded by half a unit, and the total */
    return difference->value <= most && difference->value >= -most;
}

bool sum_find(const struct sums *sums, const struct shown *total, struct sum *sum)
{
    struct parts parts = {.sums = sums, .total = total};
    if (total->number.percent || !expand(&parts, total->fact, 1, 0) || !parts.count ||
        !measure(&parts, &sum->difference))
        return false;
    qsort(parts.at, parts.count, sizeof *parts.at, by_place);
    uint32_t added = 0;
    while (added < parts.count && parts.at[added].sign > 0)
        added++;
    struct buf formula = {0};
    if (added)
        put_sum(&formula, parts.at, 0, added);
    if (added < parts.count) {
        buf_putc(&formula, '-');
        put_sum(&formula, parts.at, added, parts.count);
    }
    if (sum->difference.value) {
        buf_puts(&formula, sum->difference.value > 0 ? "+" : "");
        number_print(&formula, &sum->difference);
    }
    sum->formula = slice_copy(sums->arena, buf_slice(&formula)).p;
    buf_free(&formula);
    return true;
}
