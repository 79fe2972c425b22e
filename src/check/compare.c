/* Checks that compare two formulas, once, for each item of a list, or for each of some words. */
#include <string.h>

#include "check/checking.h"

/* The formula as a message shows it: names of an item with the item's path before them. */
static const char *spell(const struct checking *checking, const struct fact *row,
                         const char *formula)
{
    if (!row)
        return formula;
    struct slice path = fact_path(checking->facts->arena, row);
    struct buf buf = {0};
    for (struct slice rest = slice_of(formula); rest.p;) {
        struct slice token = slice_cut(&rest, ' ');
        bool sum = slice_starts(token, "Σ");
        if (sum) {
            buf_puts(&buf, "Σ");
            token = (struct slice){token.p + strlen("Σ"), token.n - strlen("Σ")};
        }
        if (token.p[0] == '.')
            buf_put_slice(&buf, path);
        buf_put_slice(&buf, token);
        buf_puts(&buf, rest.p ? " " : "");
    }
    const char *text = arena_copy(checking->facts->arena, buf.p, buf.n);
    buf_free(&buf);
    return text;
}

/* The value of a formula; a name alone is that fact, which need not be there. */
static const struct fact *evaluate(struct checking *checking, const struct fact *row,
                                   const char *formula)
{
    if (!strchr(formula, ' ') && !slice_starts(slice_of(formula), "Σ"))
        return formula[0] == '.' ? fact_find(checking->facts, row, slice_of(formula + 1))
                                 : check_fact(checking, formula);
    struct fact *value = ARENA_NEW(checking->facts->arena, struct fact);
    return formula_run(checking->facts, checking->diag, row, formula, value) ? value : NULL;
}

/* Equal figures must be printed alike: when both are stated, that is what counts. */
static void take_stated(struct side *left, struct side *right)
{
    if (left->fact->number != right->fact->number || !left->fact->stated || !right->fact->stated)
        return;
    left->fact = left->fact->stated;
    right->fact = right->fact->stated;
}

static void compare_numbers(struct checking *checking, struct side left, struct side right)
{
    int64_t difference;
    bool equal = checking->check->relation <= PARTS;
    if (equal)
        take_stated(&left, &right);
    if (left.fact->kind == FACT_NONE || right.fact->kind == FACT_NONE ||
        !money_sub(left.fact->number, right.fact->number, &difference))
        return;
    /* A whole below 0 is what is left when a part of it is too large, which is reported. */
    if (equal ? difference == 0 : difference <= 0 || right.fact->number < 0)
        return;
    /* The 总计 differ because one of their parts does, which has been reported; not if they are
     * stated so. */
    bool derived = left.fact->formula != NULL;
    if (equal && derived && strstr(left.name, "总计.") && difference == checking->explained)
        return;
    check_disagree(checking, left, right, difference);
    if (equal && left.fact->kind == FACT_MONEY)
        checking->explained = difference;
}

/* Whether it is a change whose amount prints as 0, so that nothing is told of it. */
static bool is_flat(const struct fact *fact)
{
    return fact->kind == FACT_MONEY && slice_is(fact->key, "增减额") && fact->number < HALF_UNIT &&
           fact->number > -HALF_UNIT;
}

/* Whether the kind of document does not tell of a side: a performance report names the vehicles
 * held without listing them. */
static bool is_left_out(struct checking *checking, const struct fact *left,
                        const struct fact *right)
{
    const struct fact *kind = check_fact(checking, "单位.文种");
    return slice_is(kind->text, "绩效自评报告") &&
           (!fact_pos(left).source || !fact_pos(right).source);
}

/* Reports what is needed as missing, or as 0 where it was typed so. */
static void tell_needed(struct checking *checking, struct side left, struct side right)
{
    bool number = right.fact->kind == FACT_MONEY || right.fact->kind == FACT_COUNT;
    if (number && fact_is_typed(right.fact))
        check_none(checking, left, right);
    else
        check_missing(checking, left, right.name);
}

static void compare(struct checking *checking, const struct fact *row, const char *left_formula,
                    const char *right_formula)
{
    const struct fact *left = evaluate(checking, row, left_formula);
    const struct fact *right = evaluate(checking, row, right_formula);
    if (!left || !right || left->waits || right->waits || is_left_out(checking, left, right))
        return;
    struct side sides[] = {{.name = spell(checking, row, left_formula), .fact = left},
                           {.name = spell(checking, row, right_formula), .fact = right}};
    enum relation relation = checking->check->relation;
    if ((relation == PARTS && !fact_is_true(left)) || (relation == WITHIN && !fact_is_typed(right)))
        return;
    if (relation == ASKED && !checking->demand)
        return;
    if (relation >= NEEDS) {
        if (left->kind != FACT_GROUP && fact_is_true(left) && !is_flat(left) &&
            !fact_is_true(right))
            tell_needed(checking, sides[0], sides[1]);
    } else {
        compare_numbers(checking, sides[0], sides[1]);
    }
}

void check_formulas(struct checking *checking, const char *left, const char *right)
{
    compare(checking, NULL, left, right);
}

/* Of a subject list the 项 alone: what is wrong with them is wrong with the rows above. */
static bool is_row(const struct checking *checking, const struct fact *row)
{
    const struct fact *item = fact_child(checking->facts, row, SLICE("是项"));
    return !item || item->flag;
}

static void compare_each(struct checking *checking, const char *left, const char *right)
{
    if (!checking->check->each) {
        compare(checking, NULL, left, right);
        return;
    }
    const struct fact *list = check_fact(checking, checking->check->each);
    for (const struct fact *row = list->first; row; row = row->next)
        if (is_row(checking, row))
            compare(checking, row, left, right);
}

void check_compare(struct checking *checking)
{
    const struct check_row *check = checking->check;
    struct arena *arena = checking->facts->arena;
    if (!check->words) {
        compare_each(checking, check->left, check->right);
        return;
    }
    for (struct slice rest = slice_of(check->words); rest.p;) {
        struct slice word = slice_cut(&rest, ' ');
        compare_each(checking, with_word(arena, check->left, word),
                     with_word(arena, check->right, word));
    }
}
