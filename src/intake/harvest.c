#include "intake/harvest.h"

#include "base/decimal.h"
#include "base/mix.h"

void harvest_init(struct harvest *harvest, struct arena *arena, struct diag *diag,
                  const struct subject_names *subjects)
{
    *harvest = (struct harvest){.arena = arena, .diag = diag, .subjects = subjects};
}

/* ---- Figures by fact ---- */

static struct figure **slot_of(const struct harvest *harvest, struct slice fact)
{
    uint32_t mask = harvest->index_room - 1, i = (uint32_t)mix(fact, 0) & mask;
    while (harvest->index[i] && !slice_eq(harvest->index[i]->fact, fact))
        i = (i + 1) & mask;
    return &harvest->index[i];
}

static void make_room(struct harvest *harvest)
{
    if (harvest->figure_count * 2 < harvest->index_room)
        return;
    struct figure **old = harvest->index;
    uint32_t room = harvest->index_room;
    harvest->index_room = room ? room * 2 : 1024;
    harvest->index = ARENA_ARRAY(harvest->arena, struct figure *, harvest->index_room);
    for (uint32_t i = 0; i < room; i++)
        if (old[i])
            *slot_of(harvest, old[i]->fact) = old[i];
}

const struct figure *harvest_find(const struct harvest *harvest, const char *fact)
{
    return harvest->index_room ? *slot_of(harvest, slice_of(fact)) : NULL;
}

struct pos figure_pos(const struct figure *figure)
{
    return cell_pos(figure->table->grid, figure->cell);
}

bool figures_agree(const struct figure *a, const struct figure *b)
{
    int64_t off = a->number > b->number ? a->number - b->number : b->number - a->number;
    return a->is_count ? !off : 2 * (__int128)off <= (__int128)a->step + b->step;
}

/* A line that a table by code has twice: one of the two, or both, could be meant. */
static bool is_repeated(const struct figure *a, const struct figure *b)
{
    return a->table == b->table && a->table->is_by_code;
}

static const char *said_of(struct arena *arena, const struct figure *figure)
{
    return arena_printf(arena, "%s%s%s", figure->text.p, figure->unit.n ? " " : "", figure->unit.p);
}

static void report_difference(struct harvest *harvest, const struct figure *first,
                              const struct figure *second)
{
    bool same = first->table == second->table;
    const char *said[] = {said_of(harvest->arena, second), said_of(harvest->arena, first)};
    struct finding *finding =
        diag_report_chosen(harvest->diag, same ? MSG_TAKEN_TWICE : MSG_TAKEN_DIFFERS,
                           figure_pos(second), second->fact.p, said[0], said[1]);
    finding->also = figure_pos(first);
    finding->values[0] = said[0];
    finding->values[1] = said[1];
}

/* ---- Units that are not what a table says ---- */

enum { DIGITS_SAME = 100 }; /* steps that the smaller amount has at least: three digits the same */

static int64_t magnitude(const struct figure *figure)
{
    return figure->number < 0 ? -figure->number : figure->number;
}

bool figures_scaled(const struct figure *a, const struct figure *b)
{
    static const int ratios[] = {10000, 1000}; /* 万元 and 千元 to 元 */
    const struct figure *less = magnitude(a) < magnitude(b) ? a : b, *more = less == a ? b : a;
    if (a->is_count || b->is_count || a->table == b->table || (a->number < 0) != (b->number < 0) ||
        magnitude(less) / DIGITS_SAME < less->step)
        return false;
    for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++) {
        __int128 off = (__int128)magnitude(less) * ratios[i] - magnitude(more);
        if (2 * (off < 0 ? -off : off) <= (__int128)less->step * ratios[i] + more->step)
            return true;
    }
    return false;
}

void report_scaled(struct harvest *harvest, const struct figure *first, const struct figure *second)
{
    struct table *told = second->table;
    const char *said[] = {said_of(harvest->arena, second), said_of(harvest->arena, first)};
    if (told->is_scaled || first->table->is_scaled)
        return;
    told->is_scaled = true;
    struct finding *finding = diag_report(harvest->diag, MSG_TAKEN_SCALE, figure_pos(second),
                                          second->fact.p, said[0], first->fact.p, said[1]);
    finding->also = figure_pos(first);
    finding->values[0] = said[0];
    finding->values[1] = said[1];
}

void harvest_add(struct harvest *harvest, struct figure *figure)
{
    make_room(harvest);
    struct figure **slot = slot_of(harvest, figure->fact);
    struct figure *first = *slot;
    if (harvest->last_figure)
        harvest->last_figure->twin = figure;
    else
        harvest->figures = figure;
    harvest->last_figure = figure;
    harvest->figure_count++;
    for (const struct figure *other = first; other; other = other->next)
        if (!figures_agree(other, figure) || is_repeated(other, figure)) {
            if (figures_scaled(other, figure))
                report_scaled(harvest, other, figure);
            else
                report_difference(harvest, other, figure);
            break;
        }
    if (!first || figure->step < first->step) {
        figure->next = first;
        *slot = figure;
    } else {
        figure->next = first->next;
        first->next = figure;
    }
}

void harvest_tell(struct harvest *harvest, struct slice path, struct slice text,
                  const struct table *table, const struct cell *cell)
{
    struct telling *telling = ARENA_NEW(harvest->arena, struct telling);
    *telling = (struct telling){.path = path, .text = text, .table = table, .cell = cell};
    *(harvest->last_telling ? &harvest->last_telling->next : &harvest->tellings) = telling;
    harvest->last_telling = telling;
}

struct slice amount_typed(struct arena *arena, int64_t amount, int64_t unit)
{
    const int64_t yuan = 100;
    const struct number_style style = {
        .decimals = unit == yuan ? 2 : 6, .trim = true, .divisor = unit / yuan};
    struct buf text = {0};
    decimal_print(&text, amount, 2, &style);
    struct slice spelt = slice_copy(arena, buf_slice(&text));
    buf_free(&text);
    return spelt;
}

struct slice figure_typed(struct arena *arena, const struct figure *figure, int64_t unit)
{
    return figure->is_count ? slice_of(arena_printf(arena, "%lld", (long long)figure->number))
                            : amount_typed(arena, figure->number, unit);
}

/* ---- Dumping ---- */

static const char *const fates[] = {"read",   "not needed", "budget",    "unknown",
                                    "hidden", "last year",  "other year"};

void harvest_dump(struct buf *out, const struct harvest *harvest)
{
    if (harvest->agency.text.n)
        buf_printf(out, "agency %s\n", harvest->agency.text.p);
    if (harvest->year.text.n)
        buf_printf(out, "year %s\n", harvest->year.text.p);
    for (const struct table *table = harvest->tables; table; table = table->next) {
        buf_printf(out, "table %u %s %s ", table->grid->ordinal,
                   table->kind_name ? table->kind_name : "-", fates[table->fate]);
        buf_put_json(out, table->title);
        buf_printf(out, " %u figures\n", table->taken);
        for (const struct figure *figure = harvest->figures; figure; figure = figure->twin) {
            if (figure->table != table)
                continue;
            buf_printf(out, "  %s = %s @ ", figure->fact.p, figure->text.p);
            pos_put(out, figure_pos(figure), LANGUAGE_ENGLISH);
            buf_putc(out, '\n');
        }
    }
}
