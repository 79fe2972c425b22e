#include "template/unit.h"

#include <string.h>

/* Units that may be spelt out after an amount or in a label, the longer before what they end in. */
static const struct spelt {
    const char *word;
    int64_t divisor;
} spelt[] = {{"百万元", 1000000}, {"千万元", 10000000}, {"万元", 10000},
             {"亿元", 100000000}, {"千元", 1000},       {"元", 1}};

enum { SPELT_COUNT = sizeof spelt / sizeof *spelt };

/* The unit that the text begins with, or NULL. */
static const struct spelt *leading(struct slice text)
{
    for (size_t i = 0; i < SPELT_COUNT; i++)
        if (slice_starts(text, spelt[i].word))
            return &spelt[i];
    return NULL;
}

/* Whether a mark of those that stand before a unit may be there; full-width ones begin so. */
static bool has_mark(struct slice text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == ':' || text.p[i] == '(' || text.p[i] == '\xEF')
            return true;
    return false;
}

/* The unit that a text names by itself: after 单位：, or, if bracketed, alone in brackets. */
static const struct spelt *labelled(struct slice text, bool bracketed)
{
    if (!has_mark(text))
        return NULL;
    static const char *const openings[] = {"单位：", "单位:", "（", "("};
    static const char *const closings[] = {"）", ")"};
    for (size_t i = 0; i < (bracketed ? 4 : 2); i++) {
        size_t skip = strlen(openings[i]);
        for (struct slice rest = text; rest.n;) {
            const char *at = memmem(rest.p, rest.n, openings[i], skip);
            if (!at)
                break;
            rest = (struct slice){at + skip, (size_t)(rest.p + rest.n - at) - skip};
            const struct spelt *unit = leading(rest);
            if (!unit)
                continue;
            struct slice after = {rest.p + strlen(unit->word), rest.n - strlen(unit->word)};
            if (i < 2 || slice_starts(after, closings[i - 2]))
                return unit;
        }
    }
    return NULL;
}

static void refuse(struct units *units, const struct spelt *unit, const struct numbers *numbers,
                   struct pos pos)
{
    if (!is_told(units->diag, pos))
        diag_report(units->diag, MSG_UNIT_WORD, pos, unit->word,
                    slice_copy(units->diag->arena, numbers->name).p,
                    unit_word(numbers->money.divisor));
}

/* Whether a unit follows at once, spelt out or named. */
static bool unit_follows(struct slice rest, const struct facts *facts)
{
    const struct fact *fact = NULL;
    return leading(rest) || (mark_read(rest, facts, &fact) && fact->kind == FACT_UNIT);
}

void units_amount(struct units *units, const struct numbers *numbers, bool in_cell,
                  struct slice rest, const struct facts *facts, struct pos pos)
{
    units->amount = numbers;
    if (in_cell && units->said && !units->heads && units->said != numbers->money.divisor &&
        !unit_follows(rest, facts) && !is_told(units->diag, pos))
        diag_report(units->diag, MSG_UNIT_TABLE, pos, unit_word(units->said),
                    slice_copy(units->diag->arena, numbers->name).p,
                    unit_word(numbers->money.divisor));
}

void units_text(struct units *units, struct slice text, const struct numbers *cells, bool in_cell,
                struct pos pos)
{
    const struct numbers *numbers = units->amount ? units->amount : cells;
    const struct spelt *unit = units->amount ? leading(text)
                               : in_cell     ? NULL
                                             : labelled(text, false);
    if (unit && unit->divisor != numbers->money.divisor)
        refuse(units, unit, numbers, pos);
}

static bool may_label(const struct doc_node *node)
{
    bool may = has_mark(node->text);
    for (const struct doc_node *child = node->first; child && !may; child = child->next)
        may = may_label(child);
    return may;
}

void units_label(struct units *units, const struct doc_node *node, const struct numbers *numbers)
{
    struct buf text = {0};
    if (!may_label(node))
        return;
    node_put_text(&text, node);
    const struct spelt *unit = labelled(buf_slice(&text), true);
    buf_free(&text);
    if (!unit)
        return;
    if (node->element == ELEMENT_CAPTION)
        units->said = unit->divisor;
    else if (node->element == ELEMENT_HEADER)
        units->heads = true;
    if (unit->divisor != numbers->money.divisor)
        refuse(units, unit, numbers, node->pos);
}

void units_change(struct units *units, const struct fact *fact, const struct numbers *numbers,
                  struct pos pos)
{
    bool change = slice_is(fact->key, "差额") || slice_is(fact->key, "增减额");
    int64_t amount = fact->stated ? fact->stated->number : fact->number;
    if (change && amount && !decimal_shows(amount, 2, &numbers->money) &&
        !is_told(units->diag, pos))
        diag_report(units->diag, MSG_CHANGE_HIDDEN, pos,
                    fact_path(units->diag->arena, fact->parent).p,
                    slice_copy(units->diag->arena, numbers->name).p);
}
