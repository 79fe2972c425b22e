/*
 * Totals in tables that hold more than the table shows. A form has rows for the subjects it knows;
 * an amount of another subject is in the total, and the reader cannot find it.
 *
 * A table breaks a sum down when it prints figures that are part of it. Then every amount typed
 * that the sum goes back to must be in one of these.
 */
#include <stdlib.h>
#include <string.h>

#include "ledger/formula.h"
#include "ledger/ledger.h"
#include "template/table.h"

/* A sum of money that a table prints. */
struct sum {
    const struct fact *fact;
    uint32_t *leaves; /* ids of the amounts typed that it goes back to */
    uint32_t count;
    uint32_t next; /* sum with the same first leaf, counted from 1 */
    const struct doc_node *row;
    bool among;       /* it stands after 其中: not all parts need be there */
    bool shows_below; /* the table has the same of a subject below */
};

/* What is known of a fact. */
struct met {
    uint32_t at;      /* which of this table's sums it is, from 1 */
    uint32_t begun;   /* the first of the sums whose first leaf it is */
    uint32_t stamp;   /* the last turn in which it was met */
    uint32_t held;    /* the last turn in which the leaf was met, not taken off */
    uint32_t covered; /* the last turn in which a part of the whole held the leaf */
    uint32_t told;    /* the last table of which it was told */
};

struct terms {
    struct arena *arena;
    struct diag *diag;
    const struct facts *facts;
    const struct document *document;
    struct met *of;  /* by id */
    struct buf text; /* of a row's heads */
    uint32_t turn;
    const char *formula; /* the last asked about */
    bool takes_off;      /* what it says */
    uint32_t *met;       /* leaves met in this turn, not those taken off */
    uint32_t *reached;   /* with those */
    uint32_t met_count, reached_count;
    struct sum *sums; /* of the table at hand */
    uint32_t sum_count, sum_room;
};

static bool is_leaf(const struct terms *terms, const struct fact *fact)
{
    return fact->id < terms->facts->leaves || !fact->term_count;
}

/* Whether terms are taken off. Only formulas without Σ have signs by the term. Facts of one formula
 * come one after another. */
static bool takes_off(struct terms *terms, const struct fact *fact)
{
    if (fact->formula && fact->formula != terms->formula) {
        terms->formula = fact->formula;
        terms->takes_off = strstr(fact->formula, " - ") && !strstr(fact->formula, "Σ");
    }
    return fact->formula && terms->takes_off;
}

/* Whether the term at i of a fact that has such is taken off. */
static bool is_negative(const struct fact *fact, uint32_t i)
{
    struct slice sign = {"", 0}, rest = slice_of(fact->formula);
    for (uint32_t at = 0; rest.p && at <= i; at++) {
        slice_cut(&rest, ' ');
        if (at < i)
            sign = slice_cut(&rest, ' ');
    }
    return slice_is(sign, "-");
}

/* Collects the leaves below the fact that were not met in this turn, and stamps all on the way. */
static void meet_below(struct terms *terms, const struct fact *fact, bool collect)
{
    if (terms->of[fact->id].stamp == terms->turn)
        return;
    terms->of[fact->id].stamp = terms->turn;
    if (is_leaf(terms, fact)) {
        terms->reached[terms->reached_count++] = fact->id;
        if (collect && fact->kind == FACT_MONEY) {
            terms->of[fact->id].held = terms->turn;
            terms->met[terms->met_count++] = fact->id;
        }
        return;
    }
    bool mixed = takes_off(terms, fact);
    for (uint32_t pass = mixed ? 0 : 1; pass < 2; pass++) /* first what is not to be collected */
        for (uint32_t i = 0; i < fact->term_count; i++)
            if ((mixed && is_negative(fact, i)) == !pass)
                meet_below(terms, fact->terms[i], collect && pass);
}

static void meet(struct terms *terms, const struct fact *fact)
{
    terms->turn++;
    terms->met_count = terms->reached_count = 0;
    meet_below(terms, fact, true);
}

static bool is_code(struct slice key)
{
    return key.n && key.p[0] >= '0' && key.p[0] <= '9';
}

static bool is_of_subject(const struct sum *sum)
{
    return is_code(sum->fact->parent->key);
}

static void add_sum(struct terms *terms, const struct fact *fact, const struct doc_node *row)
{
    if (terms->of[fact->id].at)
        return;
    GROW(NULL, terms->sums, terms->sum_count, terms->sum_room, 64);
    terms->sums[terms->sum_count++] = (struct sum){.fact = fact, .row = row};
    terms->of[fact->id].at = terms->sum_count;
}

/* The row says that what follows is only some of what it is part of. */
static bool is_among_others(struct terms *terms, const struct doc_node *row)
{
    static const char among[] = "其中";
    struct buf *text = &terms->text;
    buf_clear(text);
    for (const struct doc_node *cell = row->first; cell; cell = cell->next)
        if (cell->element == ELEMENT_HEADER)
            node_put_text(text, cell);
    return memmem(text->p, text->n, among, sizeof among - 1) != NULL;
}

static const struct doc_node *around(const struct doc_node *node, enum element element)
{
    while (node && node->element != element)
        node = node->parent;
    return node;
}

static void collect_sums(struct terms *terms, const struct doc_node *const *figures, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct fact *fact = figures[i]->fact;
        if (fact->kind == FACT_MONEY && terms->facts->all[fact->id] == fact)
            add_sum(terms, fact, around(figures[i], ELEMENT_ROW));
    }
}

/* Whether the part is a figure of a subject below the whole's in the same list. */
static bool is_below(const struct sum *part, const struct sum *whole)
{
    const struct fact *below = part->fact->parent, *above = whole->fact->parent;
    return is_of_subject(whole) && below->parent == above->parent && below->key.n > above->key.n &&
           memcmp(below->key.p, above->key.p, above->key.n) == 0 &&
           slice_eq(part->fact->key, whole->fact->key);
}

/* Marks the sums that stand in rows of what is only some of the whole. */
static void find_among(struct terms *terms)
{
    for (uint32_t i = 0; i < terms->sum_count; i++) {
        struct sum *sum = &terms->sums[i];
        bool follows = i && sum->row == sum[-1].row;
        sum->among = follows ? sum[-1].among : sum->row && is_among_others(terms, sum->row);
    }
}

/* Collects the leaves of each sum. */
static void find_leaves(struct terms *terms)
{
    for (uint32_t i = 0; i < terms->sum_count; i++) {
        struct sum *sum = &terms->sums[i];
        meet(terms, sum->fact);
        sum->count = terms->met_count;
        sum->leaves = ARENA_ARRAY(terms->arena, uint32_t, sum->count + 1);
        memcpy(sum->leaves, terms->met, sum->count * sizeof *sum->leaves);
        sum->next = terms->of[sum->leaves[0]].begun;
        terms->of[sum->leaves[0]].begun = i + 1;
    }
}

/* How long the codes are of which the table has sums, as bits. */
static uint32_t code_lengths(const struct terms *terms)
{
    uint32_t lengths = 0;
    for (uint32_t i = 0; i < terms->sum_count; i++)
        if (is_of_subject(&terms->sums[i]))
            lengths |= 1u << (terms->sums[i].fact->parent->key.n & 31);
    return lengths;
}

/* Marks the sums of which the table has the same of a subject below. */
static void find_below(struct terms *terms)
{
    const uint32_t lengths = code_lengths(terms);
    for (uint32_t i = 0; i < terms->sum_count; i++) {
        const struct sum *sum = &terms->sums[i];
        const struct fact *row = sum->fact->parent;
        struct slice code = row->key;
        while (is_of_subject(sum) && !sum->among && --code.n) {
            if (!(lengths >> (code.n & 31) & 1))
                continue;
            const struct fact *above = fact_child(terms->facts, row->parent, code);
            above = above ? fact_child(terms->facts, above, sum->fact->key) : NULL;
            if (above && terms->of[above->id].at)
                terms->sums[terms->of[above->id].at - 1].shows_below = true;
        }
    }
}

/* Whether the leaves of the part are among those held, which are the whole's. Two sums of the
 * same leaves are a part and its whole only if the one stands below the other: subjects below a
 * total. lower: the whole was made from the part. */
static bool is_part(const struct terms *terms, const struct sum *part, const struct sum *whole,
                    bool lower)
{
    if (part->count > whole->count ||
        (part->count == whole->count && !lower && (!is_of_subject(part) || is_of_subject(whole))))
        return false;
    for (uint32_t i = 0; i < part->count; i++)
        if (terms->of[part->leaves[i]].held != terms->turn)
            return false;
    return true;
}

/* The last heading before the table. */
static const struct doc_node *heading_of(const struct doc_node *node, const struct doc_node *table)
{
    const struct doc_node *heading = node->element == ELEMENT_HEADING ? node : NULL;
    if (node->element == ELEMENT_TABLE)
        return NULL;
    for (const struct doc_node *child = node->first; child && child->id < table->id;
         child = child->next) {
        const struct doc_node *below = heading_of(child, table);
        heading = below ? below : heading;
    }
    return heading;
}

static const char *title_of(const struct terms *terms, const struct doc_node *table)
{
    const struct doc_node *heading = heading_of(terms->document->root, table);
    const struct doc_node *title =
        table->first && table->first->element == ELEMENT_CAPTION ? table->first : table;
    struct buf text = {0};
    node_put_text(&text, heading ? heading : title);
    const char *copy = slice_copy(terms->diag->arena, buf_slice(&text)).p;
    buf_free(&text);
    return copy;
}

static const char *amount_text(const struct terms *terms, const struct fact *fact)
{
    struct buf text = {0};
    fact_print_value(&text, fact);
    const char *copy = slice_copy(terms->diag->arena, buf_slice(&text)).p;
    buf_free(&text);
    return copy;
}

/* Stamps as covered what the part goes back to; how many amounts that are not zero are newly so. */
static uint32_t stamp_covered(struct terms *terms, const struct sum *part)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < part->count; i++) {
        uint32_t id = part->leaves[i];
        count += terms->of[id].covered != terms->turn && terms->facts->all[id]->number;
        terms->of[id].covered = terms->turn;
    }
    return count;
}

static uint32_t count_amounts(const struct terms *terms, const struct sum *sum)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < sum->count; i++)
        count += terms->facts->all[sum->leaves[i]]->number != 0;
    return count;
}

/* Whether what the fact is added up from is in the table: mostly all of it is, which is told sooner
 * than by its leaves. False where something is taken off, since then leaves decide. */
static bool shows_terms(struct terms *terms, const struct fact *fact)
{
    if (is_leaf(terms, fact))
        return !fact->number;
    if (takes_off(terms, fact))
        return false;
    for (uint32_t i = 0; i < fact->term_count; i++)
        if (!terms->of[fact->terms[i]->id].at && !shows_terms(terms, fact->terms[i]))
            return false;
    return true;
}

/* How a table breaks a sum down. */
struct breakdown {
    uint32_t rows, columns; /* that hold a part of it */
    uint32_t open;          /* amounts that no part goes back to */
};

/* Looks at a sum as a part of the whole, whose terms are stamped: counts the rows and columns that
 * break it down, and how many amounts are left. */
static void try_part(struct terms *terms, const struct sum *part, const struct sum *whole,
                     struct breakdown *found)
{
    bool lower = terms->of[part->fact->id].stamp == terms->turn || is_below(part, whole);
    bool holds = is_part(terms, part, whole, lower);
    if (part == whole)
        return;
    if ((lower || (holds && part->count)) && !part->among)
        *(part->row == whole->row ? &found->columns : &found->rows) += 1;
    if (holds)
        found->open -= stamp_covered(terms, part);
}

/* Whether the table breaks the whole down, by rows or by two columns at least, and its parts do not
 * go back to all that it does; stamps as covered what they go back to. A part begins with a leaf of
 * the whole. */
static bool lacks_parts(struct terms *terms, const struct sum *whole)
{
    struct breakdown found = {.rows = whole->shows_below, .open = count_amounts(terms, whole)};
    if (!found.open)
        return false;
    meet(terms, whole->fact);
    for (uint32_t i = 0; i < terms->reached_count; i++)
        for (uint32_t at = terms->of[terms->reached[i]].begun; at; at = terms->sums[at - 1].next)
            try_part(terms, &terms->sums[at - 1], whole, &found);
    return found.open && (found.rows || found.columns > 1);
}

/* Reports the amounts of the whole that none of its parts in the table holds. */
static void check_whole(struct terms *terms, const struct sum *whole, const struct doc_node *table)
{
    if (!lacks_parts(terms, whole))
        return;
    for (uint32_t i = 0; i < whole->count; i++) {
        const struct fact *leaf = terms->facts->all[whole->leaves[i]];
        if (!leaf->number || terms->of[leaf->id].covered == terms->turn ||
            terms->of[leaf->id].told == table->id)
            continue;
        terms->of[leaf->id].told = table->id;
        diag_report(terms->diag, MSG_TERM_UNPRINTED, fact_pos(leaf), title_of(terms, table),
                    fact_path(terms->diag->arena, whole->fact).p,
                    fact_path(terms->diag->arena, leaf).p, amount_text(terms, leaf));
    }
}

static int compare_sums(const void *a, const void *b)
{
    const struct sum *left = *(struct sum *const *)a, *right = *(struct sum *const *)b;
    if (left->count != right->count)
        return left->count < right->count ? -1 : 1;
    return left->fact->id < right->fact->id ? -1 : left->fact->id > right->fact->id;
}

/* Whether a sum needs a closer look: what it is added up from is not in the table. */
static bool is_suspect(struct terms *terms, const struct sum *sum)
{
    return !is_leaf(terms, sum->fact) && !shows_terms(terms, sum->fact);
}

static void check_sums(struct terms *terms, struct sum **suspects, uint32_t count,
                       const struct doc_node *table)
{
    find_among(terms);
    find_leaves(terms);
    find_below(terms);
    qsort(suspects, count, sizeof *suspects, compare_sums);
    for (uint32_t i = 0; i < count; i++)
        check_whole(terms, suspects[i], table);
    for (uint32_t i = 0; i < terms->sum_count; i++)
        terms->of[terms->sums[i].leaves[0]].begun = 0;
}

/* Checks the table that prints the figures. */
static void check_table(struct terms *terms, const struct doc_node *table,
                        const struct doc_node *const *figures, uint32_t figure_count)
{
    terms->sum_count = 0;
    collect_sums(terms, figures, figure_count);
    struct sum **suspects = ARENA_ARRAY(terms->arena, struct sum *, terms->sum_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < terms->sum_count; i++)
        if (is_suspect(terms, &terms->sums[i]))
            suspects[count++] = &terms->sums[i];
    if (count)
        check_sums(terms, suspects, count, table);
    for (uint32_t i = 0; i < terms->sum_count; i++)
        terms->of[terms->sums[i].fact->id].at = 0;
}

void tables_check_terms(struct arena *arena, struct diag *diag, const struct document *document,
                        const struct facts *facts)
{
    struct terms terms = {.arena = arena,
                          .diag = diag,
                          .facts = facts,
                          .document = document,
                          .of = ARENA_ARRAY(arena, struct met, facts->count),
                          .met = ARENA_ARRAY(arena, uint32_t, facts->count),
                          .reached = ARENA_ARRAY(arena, uint32_t, facts->count)};
    const struct doc_node *const *figures = document->figures;
    for (uint32_t from = 0, to; from < document->figure_count; from = to) {
        const struct doc_node *table = around(figures[from], ELEMENT_TABLE);
        for (to = from + 1; to < document->figure_count; to++)
            if (around(figures[to], ELEMENT_TABLE) != table)
                break;
        if (table)
            check_table(&terms, table, figures + from, to - from);
    }
    free(terms.sums);
    buf_free(&terms.text);
}
