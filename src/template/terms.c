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
    uint32_t id;      /* of the fact */
    uint32_t *leaves; /* ids of the amounts typed that it goes back to */
    uint32_t count;
    const struct fact *list; /* in which the fact's row stands */
    struct slice code, column;
    bool of_subject;
    uint64_t signature; /* of the leaves: a part has no bit that the whole lacks */
    const struct doc_node *row;
    bool among; /* it stands after 其中: not all parts need be there */
};

struct terms {
    struct arena *arena;
    struct diag *diag;
    const struct facts *facts;
    const struct doc_node *heading; /* the last one */
    bool *listed;                   /* by id: the fact is among the sums of this table */
    uint32_t *stamps;               /* by id: the last turn in which the fact was met */
    uint32_t turn;
    uint32_t *covered;   /* by id: the last turn in which a part of the whole held the leaf */
    uint32_t *told;      /* by id: the last table of which it was told */
    const char *formula; /* the last asked about */
    bool takes_off;      /* what it says */
    uint32_t *met;       /* leaves met in this turn */
    uint32_t met_count;
    struct sum *sums; /* of the table at hand */
    size_t sum_count, sum_room;
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
static void meet(struct terms *terms, const struct fact *fact, bool collect)
{
    if (terms->stamps[fact->id] == terms->turn)
        return;
    terms->stamps[fact->id] = terms->turn;
    if (is_leaf(terms, fact)) {
        if (collect && fact->kind == FACT_MONEY)
            terms->met[terms->met_count++] = fact->id;
        return;
    }
    bool mixed = takes_off(terms, fact);
    for (uint32_t pass = mixed ? 0 : 1; pass < 2; pass++) /* first what is not to be collected */
        for (uint32_t i = 0; i < fact->term_count; i++)
            if ((mixed && is_negative(fact, i)) == !pass)
                meet(terms, fact->terms[i], collect && pass);
}

static bool is_code(struct slice key)
{
    return key.n && key.p[0] >= '0' && key.p[0] <= '9';
}

static void add_sum(struct terms *terms, const struct fact *fact, const struct doc_node *row,
                    bool among)
{
    if (terms->listed[fact->id])
        return;
    terms->listed[fact->id] = true;
    if (terms->sum_count == terms->sum_room) {
        terms->sum_room = terms->sum_room ? terms->sum_room * 2 : 64;
        terms->sums = xrealloc(terms->sums, terms->sum_room * sizeof *terms->sums);
    }
    terms->turn++;
    terms->met_count = 0;
    meet(terms, fact, true);
    struct sum *sum = &terms->sums[terms->sum_count++];
    *sum = (struct sum){.fact = fact,
                        .id = fact->id,
                        .list = fact->parent->parent,
                        .code = fact->parent->key,
                        .column = fact->key,
                        .of_subject = is_code(fact->parent->key),
                        .row = row,
                        .among = among,
                        .leaves = ARENA_ARRAY(terms->arena, uint32_t, terms->met_count + 1),
                        .count = terms->met_count};
    memcpy(sum->leaves, terms->met, terms->met_count * sizeof *terms->met);
    for (uint32_t i = 0; i < sum->count; i++)
        sum->signature |= (uint64_t)1 << (sum->leaves[i] * 2654435769u >> 26);
}

/* The row says that what follows is only some of what it is part of. */
static bool is_among_others(const struct doc_node *row)
{
    struct buf text = {0};
    for (const struct doc_node *cell = row->first; cell; cell = cell->next)
        if (cell->element == ELEMENT_HEADER)
            node_put_text(&text, cell);
    buf_puts(&text, "");
    bool among = strstr(text.p, "其中") != NULL;
    buf_free(&text);
    return among;
}

static void collect_sums(struct terms *terms, const struct doc_node *node,
                         const struct doc_node *row, bool among)
{
    const struct fact *fact = node->fact;
    if (node->element == ELEMENT_ROW) {
        row = node;
        among = is_among_others(node);
    }
    if (fact && fact->kind == FACT_MONEY && terms->facts->all[fact->id] == fact)
        add_sum(terms, fact, row, among);
    for (const struct doc_node *child = node->first; child; child = child->next)
        collect_sums(terms, child, row, among);
}

/* Whether the part is a figure of a subject below the whole's in the same list. */
static bool is_below(const struct sum *part, const struct sum *whole)
{
    return whole->of_subject && part->list == whole->list && part->code.n > whole->code.n &&
           memcmp(part->code.p, whole->code.p, whole->code.n) == 0 &&
           slice_eq(part->column, whole->column);
}

/* Whether the whole, whose terms are stamped, was made from the part, or the part is of a subject
 * below. */
static bool is_lower(const struct terms *terms, const struct sum *part, const struct sum *whole)
{
    return terms->stamps[part->fact->id] == terms->turn || is_below(part, whole);
}

/* Whether the leaves of the part are among those stamped, which are the whole's. Two sums of the
 * same leaves are a part and its whole only if the one stands below the other: subjects below a
 * total. */
static bool is_part(const struct terms *terms, const struct sum *part, const struct sum *whole,
                    bool lower)
{
    if (part->count > whole->count || part->signature & ~whole->signature ||
        (part->count == whole->count && !lower && (!part->of_subject || whole->of_subject)))
        return false;
    for (uint32_t i = 0; i < part->count; i++)
        if (terms->stamps[part->leaves[i]] != terms->turn)
            return false;
    return true;
}

/* False for most: neither is the whole made of it, nor has it leaves of the whole alone. */
static bool may_be_part(const struct terms *terms, const struct sum *part, const struct sum *whole)
{
    return whole->of_subject || !(part->signature & ~whole->signature) ||
           terms->stamps[part->id] == terms->turn;
}

static const char *title_of(const struct terms *terms, const struct doc_node *table)
{
    const struct doc_node *title =
        table->first && table->first->element == ELEMENT_CAPTION ? table->first : table;
    struct buf text = {0};
    node_put_text(&text, terms->heading ? terms->heading : title);
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
        count += terms->covered[id] != terms->turn && terms->facts->all[id]->number;
        terms->covered[id] = terms->turn;
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
        if (!terms->listed[fact->terms[i]->id] && !shows_terms(terms, fact->terms[i]))
            return false;
    return true;
}

/* Whether the table breaks the whole down, by rows or by two columns at least, and its parts do not
 * go back to all that it does; stamps as covered what they go back to. The parts nearest in size
 * are looked at first: mostly they hold all. */
static bool lacks_parts(struct terms *terms, const struct sum *whole)
{
    unsigned rows = 0, columns = 0;
    uint32_t open = count_amounts(terms, whole);
    size_t count = terms->sum_count, at = (size_t)(whole - terms->sums);
    terms->turn++;
    terms->met_count = 0;
    if (open)
        meet(terms, whole->fact, true);
    for (size_t i = 1; open && i < count; i++) {
        const struct sum *part = &terms->sums[at >= i ? at - i : at + count - i];
        if (!may_be_part(terms, part, whole))
            continue;
        bool lower = is_lower(terms, part, whole);
        bool holds = is_part(terms, part, whole, lower);
        if ((lower || (holds && part->count)) && !part->among)
            *(part->row == whole->row ? &columns : &rows) += 1;
        if (holds)
            open -= stamp_covered(terms, part);
    }
    return open && (rows || columns > 1);
}

/* Reports the amounts of the whole that none of its parts in the table holds. */
static void check_whole(struct terms *terms, const struct sum *whole, const struct doc_node *table)
{
    if (!lacks_parts(terms, whole))
        return;
    for (uint32_t i = 0; i < whole->count; i++) {
        const struct fact *leaf = terms->facts->all[whole->leaves[i]];
        if (!leaf->number || terms->covered[leaf->id] == terms->turn ||
            terms->told[leaf->id] == table->id)
            continue;
        terms->told[leaf->id] = table->id;
        diag_report(terms->diag, MSG_TERM_UNPRINTED, fact_pos(leaf), title_of(terms, table),
                    fact_path(terms->diag->arena, whole->fact).p,
                    fact_path(terms->diag->arena, leaf).p, amount_text(terms, leaf));
    }
}

static int compare_sums(const void *a, const void *b)
{
    const struct sum *left = a, *right = b;
    if (left->count != right->count)
        return left->count < right->count ? -1 : 1;
    return left->fact->id < right->fact->id ? -1 : left->fact->id > right->fact->id;
}

static void check_table(struct terms *terms, const struct doc_node *table)
{
    for (size_t i = 0; i < terms->sum_count; i++)
        terms->listed[terms->sums[i].fact->id] = false;
    terms->sum_count = 0;
    collect_sums(terms, table, NULL, false);
    if (!terms->sum_count)
        return;
    qsort(terms->sums, terms->sum_count, sizeof *terms->sums, compare_sums);
    for (size_t i = 0; i < terms->sum_count; i++)
        if (!is_leaf(terms, terms->sums[i].fact) && !shows_terms(terms, terms->sums[i].fact))
            check_whole(terms, &terms->sums[i], table);
}

static void check_node(struct terms *terms, const struct doc_node *node)
{
    if (node->element == ELEMENT_HEADING)
        terms->heading = node;
    if (node->element == ELEMENT_TABLE) {
        check_table(terms, node);
        return;
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        check_node(terms, child);
}

void tables_check_terms(struct arena *arena, struct diag *diag, const struct document *document,
                        const struct facts *facts)
{
    struct terms terms = {.arena = arena,
                          .diag = diag,
                          .facts = facts,
                          .listed = ARENA_ARRAY(arena, bool, facts->count),
                          .stamps = ARENA_ARRAY(arena, uint32_t, facts->count),
                          .covered = ARENA_ARRAY(arena, uint32_t, facts->count),
                          .told = ARENA_ARRAY(arena, uint32_t, facts->count),
                          .met = ARENA_ARRAY(arena, uint32_t, facts->count)};
    check_node(&terms, document->root);
    free(terms.sums);
}
