#include "press/blame.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "ledger/formula.h"
#include "ledger/ledger.h"

enum { TRIALS_MAX = 400, ROUNDS_MAX = 8, PRINTED = 10000 }; /* 分: the last decimal of 万元 */

/* A change of the record: of one leaf; of another by as much the other way, so that the two are
 * exchanged. */
struct change {
    const struct node *node, *other; /* other: NULL for none */
    int64_t by;
};

/* How likely it is that a hand did it. */
enum likelihood {
    UNLIKELY,
    SLIP,        /* of a digit or of the point; or two exchanged */
    TELLING_SLIP /* of the point, where too many decimals tell that it moved */
};

struct trial {
    struct arena *arena;
    const struct catalog *catalog;
    struct node *record;
    const struct harvest *harvest;
    const struct reading *reading;
    uint32_t least; /* figures that are off, at best so far */
    struct change best;
    enum likelihood likely; /* the best */
    bool several;           /* others are as good */
    struct change tried[TRIALS_MAX];
    uint32_t count;
};

static const struct facts *compute(const struct trial *trial)
{
    struct diag diag;
    diag_init(&diag, trial->arena, LANGUAGE_ENGLISH);
    return ledger_run(trial->arena, &diag, trial->record, NULL, trial->catalog);
}

/* ---- What is off ---- */

/* A fact that is printed otherwise, once or often; by how much, of an amount or count, and what
 * rounding explains. */
struct off {
    const struct fact *fact;
    int64_t by, bound;
};

struct offs {
    struct off *off;
    uint32_t count, room;
};

static void add_off(const struct trial *trial, struct offs *offs, struct off off)
{
    for (uint32_t i = 0; i < offs->count; i++)
        if (offs->off[i].fact == off.fact)
            return;
    if (llabs(off.by) <= off.bound)
        return;
    GROW(trial->arena, offs->off, offs->count, offs->room, 16);
    offs->off[offs->count++] = off;
}

static void add_figure(const struct trial *trial, const struct facts *facts, struct offs *offs,
                       const struct figure *figure)
{
    const struct fact *fact = fact_find(facts, facts->root, figure->fact);
    if (!fact || fact->waits || (fact->kind != FACT_MONEY && fact->kind != FACT_COUNT))
        return;
    int64_t bound = figure->is_count ? 0 : figure->step / 2 * ((int64_t)fact_leaves(fact) + 1);
    add_off(trial, offs, (struct off){fact, figure->number - fact->number, bound});
}

/* Whether a sentence says another rate: what that is off by tells of no amount. */
static bool is_rate_off(const struct fact *fact, const struct placing *placing)
{
    struct printed_rate said;
    int64_t is;
    return placing_rate(placing, &said) && fact->rate.den > 0 &&
           rate_percent(fact->rate, said.decimals, &is) &&
           llabs(said.percent - is) > 1 + llabs(is) / 100;
}

static void add_said(const struct trial *trial, const struct facts *facts, struct offs *offs,
                     const struct placing *placing)
{
    int64_t said;
    if (!placing->is_placed || placing->is_word || placing->name.n || !placing->fact.n)
        return;
    const struct fact *fact = fact_find(facts, facts->root, placing->fact);
    if (!fact || fact->waits)
        return;
    if (fact->kind == FACT_MONEY && placing_amount(placing, &said))
        add_off(
            trial, offs,
            (struct off){fact, said - fact->number, HALF_UNIT * ((int64_t)fact_leaves(fact) + 1)});
    else if (fact->kind == FACT_RATE && is_rate_off(fact, placing))
        add_off(trial, offs, (struct off){fact, 0, -1});
}

static struct offs offs_of(const struct trial *trial, const struct facts *facts)
{
    struct offs offs = {0};
    for (const struct figure *figure = trial->harvest->figures; figure; figure = figure->twin)
        add_figure(trial, facts, &offs, figure);
    for (const struct placing *p = trial->reading->first; p; p = p->next)
        add_said(trial, facts, &offs, p);
    return offs;
}

/* ---- Leaves ---- */

struct leaves {
    const struct node **node;
    uint32_t count, room;
};

static void add_leaves(struct arena *arena, struct leaves *leaves, const struct fact *fact)
{
    for (uint32_t i = 0; i < fact->term_count; i++)
        add_leaves(arena, leaves, fact->terms[i]);
    const struct node *node = fact->origin;
    if (fact->term_count || !node ||
        (node->type != LEAF_MONEY && node->type != LEAF_SIGNED && node->type != LEAF_COUNT))
        return;
    for (uint32_t i = 0; i < leaves->count; i++)
        if (leaves->node[i] == node)
            return;
    GROW(arena, leaves->node, leaves->count, leaves->room, 16);
    leaves->node[leaves->count++] = node;
}

/* The leaves below a figure that is off. */
static struct leaves leaves_of(const struct trial *trial, const struct off *off)
{
    struct leaves leaves = {0};
    if (off->by)
        add_leaves(trial->arena, &leaves, off->fact);
    return leaves;
}

/* Whether a leaf may have to fall for the fact to rise. */
static bool is_difference(const struct fact *fact)
{
    return slice_is(fact->key, "差额") || (fact->formula && strstr(fact->formula, " - "));
}

/* ---- Slips ---- */

/* A slip of the hand that makes the printed amount of one that is meant; the nearest. */
struct slip {
    int64_t printed, wanted, bound; /* wanted: by what it should change, within the bound */
    int64_t by;                     /* by what a slip changes it; 0 for none */
};

static void take_slip(struct slip *slip, int64_t meant)
{
    int64_t by = meant - slip->printed, away = llabs(by - slip->wanted);
    if (meant > 0 && by && away <= slip->bound &&
        (!slip->by || away < llabs(slip->by - slip->wanted)))
        slip->by = by;
}

/* The point moved. */
static void move_point(struct slip *slip)
{
    for (int64_t factor = 10; factor <= 100; factor *= 10) {
        take_slip(slip, slip->printed * factor);
        if (slip->printed % factor == 0)
            take_slip(slip, slip->printed / factor);
    }
}

/* A digit mistyped, left out at the end, or added there; two digits exchanged. */
static void mistype(struct slip *slip, int64_t unit)
{
    enum { TELLING = 1000 };
    int64_t number = slip->printed / unit;
    for (int64_t place = 1; place <= number; place *= 10) {
        int64_t digit = number / place % 10, lowest = place > number / 10;
        for (int64_t other = lowest; other < 10; other++)
            take_slip(slip, (number + (other - digit) * place) * unit);
        int64_t next = number / place / 10 % 10; /* digits beside each other */
        int64_t swapped = number + (digit - next) * 10 * place + (next - digit) * place;
        if (digits_are_swapped(number, swapped))
            take_slip(slip, swapped * unit);
    }
    for (int64_t digit = 0; number > TELLING && digit < 10; digit++)
        take_slip(slip, (number * 10 + digit) * unit);
    if (number / 10 > TELLING)
        take_slip(slip, number / 10 * unit);
}

/* By what a slip changed the printed amount, if that is nearly what it is off by; else 0. */
static int64_t slip_near(int64_t printed, int64_t wanted, int64_t bound)
{
    enum { LARGE = 1000000000 };
    struct slip slip = {.printed = printed, .wanted = wanted, .bound = bound};
    if (printed <= 0 || printed / PRINTED > LARGE)
        return 0;
    move_point(&slip);
    if (printed % PRINTED == 0)
        mistype(&slip, PRINTED);
    return slip.by;
}

/* ---- Trials ---- */

/* A node of the record as one that may be changed. */
static struct node *own_node(const struct trial *trial, const struct node *node)
{
    if (!node->parent)
        return trial->record;
    struct node *own = own_node(trial, node->parent)->first;
    while (own != node)
        own = own->next;
    return own;
}

static void apply(const struct trial *trial, const struct change *change, int sign)
{
    own_node(trial, change->node)->number += sign * change->by;
    if (change->other)
        own_node(trial, change->other)->number -= sign * change->by;
}

/* How many facts are off with the change; it is taken back, and what it took forgotten. */
static uint32_t count_with(const struct trial *trial, const struct change *change)
{
    struct trial once = *trial;
    once.arena = arena_new();
    apply(trial, change, 1);
    const struct facts *facts = compute(&once);
    uint32_t off = facts ? offs_of(&once, facts).count : UINT32_MAX;
    apply(trial, change, -1);
    arena_free(once.arena);
    return off;
}

/* Whether it was tried; an exchange may be told the other way round. */
static bool is_tried(const struct trial *trial, const struct change *change)
{
    for (uint32_t i = 0; i < trial->count; i++) {
        const struct change *tried = &trial->tried[i];
        bool same =
            tried->node == change->node && tried->other == change->other && tried->by == change->by;
        if (same || (change->other && tried->node == change->other &&
                     tried->other == change->node && tried->by == -change->by))
            return true;
    }
    return false;
}

static void try_change(struct trial *trial, struct change change, enum likelihood likely)
{
    bool below = change.node->number + change.by < 0 ||
                 (change.other && change.other->number - change.by < 0);
    if (below || trial->count == TRIALS_MAX || is_tried(trial, &change))
        return;
    trial->tried[trial->count++] = change;
    uint32_t off = count_with(trial, &change);
    struct change *best = &trial->best;
    bool same = best->node == change.node && best->other == change.other;
    bool better =
        off < trial->least || (off == trial->least && best->node && likely > trial->likely);
    trial->several =
        !better &&
        (trial->several || (off == trial->least && best->node && !same && likely == trial->likely));
    if (!better)
        return;
    trial->least = off;
    trial->likely = likely;
    *best = change;
}

/* Each leaf below the figure changed by what it is off by. */
static void try_leaves(struct trial *trial, const struct off *off)
{
    const struct leaves leaves = leaves_of(trial, off);
    for (uint32_t i = 0; i < leaves.count; i++)
        for (int sign = 1; sign >= (is_difference(off->fact) ? -1 : 1); sign -= 2) {
            const struct node *node = leaves.node[i];
            int64_t by = sign * off->by, slip = slip_near(node->number, by, off->bound);
            bool telling = node->number % PRINTED != 0;
            try_change(trial, (struct change){node, NULL, slip ? slip : by},
                       !slip     ? UNLIKELY
                       : telling ? TELLING_SLIP
                                 : SLIP);
        }
}

/* A leaf below the one exchanged for one below the other, where the one figure is off by as much as
 * the other is the other way. */
static void try_exchanges(struct trial *trial, const struct off *off, const struct off *other)
{
    int64_t bound = off->bound < other->bound ? off->bound : other->bound;
    if (!off->by || llabs(off->by + other->by) > off->bound + other->bound)
        return;
    const struct leaves leaves = leaves_of(trial, off), others = leaves_of(trial, other);
    for (uint32_t i = 0; i < leaves.count; i++)
        for (uint32_t j = 0; j < others.count; j++) {
            const struct node *a = leaves.node[i], *b = others.node[j];
            int64_t by = b->number - a->number;
            if (llabs(by - off->by) <= bound)
                try_change(trial, (struct change){a, b, by}, SLIP);
        }
}

/* The change that makes the most figures agree, if there is one such: more than it makes differ, by
 * two unless it is a likely slip. */
static bool find_change(struct trial *trial)
{
    const struct facts *facts = compute(trial);
    const struct offs offs = facts ? offs_of(trial, facts) : (struct offs){0};
    trial->least = offs.count;
    trial->best = (struct change){0};
    trial->likely = UNLIKELY;
    trial->several = false;
    trial->count = 0;
    for (uint32_t i = 0; offs.count > 1 && i < offs.count; i++) {
        try_leaves(trial, &offs.off[i]);
        for (uint32_t j = i + 1; j < offs.count; j++)
            try_exchanges(trial, &offs.off[i], &offs.off[j]);
    }
    return trial->best.node && !trial->several &&
           offs.count - trial->least >= (trial->likely ? 1 : 2);
}

uint32_t blame_leaves(struct arena *arena, const struct catalog *catalog, struct node *record,
                      const struct harvest *harvest, const struct reading *reading)
{
    struct trial trial = {.arena = arena,
                          .catalog = catalog,
                          .record = record,
                          .harvest = harvest,
                          .reading = reading};
    uint32_t found = 0;
    while (found < ROUNDS_MAX && find_change(&trial)) {
        apply(&trial, &trial.best, 1);
        found++;
    }
    return found;
}
