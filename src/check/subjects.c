/* Checks of what is typed by subject: amounts at two levels, uses and reasons. */
#include <string.h>

#include "check/checking.h"
#include "ledger/catalog.h"
#include "ledger/ledger.h"

static bool is_below(struct slice code, struct slice above)
{
    return code.n > above.n && memcmp(code.p, above.p, above.n) == 0;
}

/* Whether the group holds an amount between the two codes, so that the lower is part of it. */
static bool is_covered(const struct facts *facts, const struct fact *group, struct slice code,
                       struct slice above)
{
    for (size_t digits = above.n + 2; digits < code.n; digits += 2)
        if (fact_child(facts, group, (struct slice){code.p, digits}))
            return true;
    return false;
}

/* The sum of what is typed below the code, each amount once; FACT_NONE when there is none. */
static struct fact *sum_below(struct checking *checking, const struct fact *group,
                              struct slice above)
{
    struct fact *sum = ARENA_NEW(checking->facts->arena, struct fact);
    for (const struct fact *amount = group->first; amount; amount = amount->next)
        if (amount->kind == FACT_MONEY && amount->origin && is_below(amount->key, above) &&
            !is_covered(checking->facts, group, amount->key, above))
            fact_accumulate(checking->facts, checking->diag, sum, amount, 1);
    return sum;
}

void check_typed_twice(struct checking *checking)
{
    struct arena *arena = checking->facts->arena;
    for (size_t i = 0; ledger_leveled[i]; i++) {
        const struct fact *group = check_fact(checking, ledger_leveled[i]);
        for (const struct fact *amount = group->first; amount; amount = amount->next) {
            const struct fact *sum = sum_below(checking, group, amount->key);
            int64_t difference;
            if (sum->kind == FACT_NONE || !amount->origin ||
                !money_sub(amount->number, sum->number, &difference) || !difference)
                continue;
            const char *name = arena_printf(arena, "Σ%s.%s…", ledger_leveled[i], amount->key.p);
            check_disagree(checking, side_of(checking, amount),
                           (struct side){.name = name, .fact = sum}, difference);
        }
    }
}

/* Where income or expenditure of the code, or of one below it, is typed. */
static struct pos typed_below(const struct checking *checking, struct slice code)
{
    static const char *const groups[] = {"收入", "支出"};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        for (const struct fact *typed = check_fact(checking, groups[i])->first; typed;
             typed = typed->next)
            if (typed->origin && slice_starts(typed->key, code.p))
                return typed->origin->key_pos;
    return (struct pos){0};
}

/* Adds the names of the list that only the unconfirmed catalogue has, unless they are told. */
static void tell_unconfirmed(const struct checking *checking, const struct fact *list,
                             struct buf *told, struct pos *pos)
{
    const struct catalog *catalog = checking->facts->catalog;
    const struct fact *own = check_fact(checking, "科目名称");
    for (const struct fact *row = list->first; row; row = row->next) {
        const struct subject *subject = subject_find(&catalog->unconfirmed, row->key, 0);
        const char *name =
            subject ? arena_printf(checking->facts->arena, "%s %s", row->key.p, subject->name.p)
                    : NULL;
        if (!name || fact_child(checking->facts, own, row->key) ||
            (told->n && strstr(told->p, name)))
            continue;
        buf_printf(told, "%s%s", told->n ? ", " : "", name);
        if (!pos->source)
            *pos = typed_below(checking, row->key);
    }
}

/* One finding for all the names, since they are mended all in one way. */
void check_unconfirmed(struct checking *checking)
{
    static const char *const lists[] = {"收入.科目", "支出.科目", "一般公共预算支出.科目",
                                        "政府性基金预算.科目", "国有资本经营预算.科目"};
    struct buf told = {0};
    struct pos pos = {0};
    for (size_t i = 0; checking->facts->catalog && i < sizeof lists / sizeof *lists; i++)
        tell_unconfirmed(checking, check_fact(checking, lists[i]), &told, &pos);
    if (told.n)
        diag_report_at(checking->diag, checking->check->level, MSG_SUBJECT_UNCONFIRMED, pos,
                       checking->check->id, arena_copy(checking->facts->arena, told.p, told.n))
            ->rule = checking->check->id;
    buf_free(&told);
}

/* The rows of the three budgets, and what a row's expenditure is called there. */
static const struct list {
    const char *budget; /* under which a record may type apart what belongs to it */
    const char *rows;
    const char *total;
} lists[] = {{"一般公共预算", "一般公共预算支出.科目", "合计"},
             {"政府性基金预算", "政府性基金预算.科目", "支出"},
             {"国有资本经营预算", "国有资本经营预算.科目", "支出"}};

enum { LIST_COUNT = sizeof lists / sizeof *lists };

static const struct fact *part(const struct checking *checking, const struct fact *row,
                               const char *key)
{
    return fact_find(checking->facts, row, slice_of(key));
}

static const struct fact *total_of(const struct checking *checking, const struct list *list,
                                   const struct fact *row)
{
    return part(checking, row, list->total);
}

/* Calls visit with every row of each budget. */
static void each_subject(struct checking *checking,
                         void (*visit)(struct checking *checking, const struct list *list,
                                       const struct fact *row))
{
    for (size_t i = 0; i < LIST_COUNT; i++) {
        const struct fact *row = check_fact(checking, lists[i].rows)->first;
        for (; row; row = row->next)
            visit(checking, &lists[i], row);
    }
}

static void compare_uses(struct checking *checking, const struct list *list, const struct fact *row)
{
    struct arena *arena = checking->facts->arena;
    const struct fact *uses = part(checking, row, "用途"), *total = total_of(checking, list, row);
    struct fact *sum = ARENA_NEW(arena, struct fact);
    for (const struct fact *use = uses->first; use; use = use->next)
        fact_accumulate(checking->facts, checking->diag, sum, part(checking, use, "金额"), 1);
    int64_t difference;
    if (uses->first && money_sub(sum->number, total->number, &difference) && difference > 0) {
        const char *name = arena_printf(arena, "Σ%s.*.金额", fact_path(arena, uses).p);
        check_disagree(checking, (struct side){.name = name, .fact = sum}, side_of(checking, total),
                       difference);
    }
}

void check_use_total(struct checking *checking)
{
    each_subject(checking, compare_uses);
}

/* A budget is held against what was spent where it is typed: of the subject itself, not summed. */
static void compare_budget(struct checking *checking, const struct list *list,
                           const struct fact *row)
{
    const struct fact *budget = part(checking, row, "全年预算"),
                      *total = total_of(checking, list, row);
    int64_t difference;
    if (!budget->waits && budget->term_count == 1 && slice_eq(budget->terms[0]->key, row->key) &&
        money_sub(total->number, budget->number, &difference) && difference > 0)
        check_disagree(checking, side_of(checking, total), side_of(checking, budget->terms[0]),
                       difference);
}

void check_over_budget(struct checking *checking)
{
    each_subject(checking, compare_budget);
}

static bool has_reason(const struct checking *checking, const struct fact *row)
{
    return fact_is_true(part(checking, row, "原因"));
}

static bool has_use(const struct checking *checking, const struct fact *row)
{
    return fact_is_true(part(checking, row, "用途说明")) ||
           fact_is_true(part(checking, row, "用途"));
}

static bool wants_use(const struct checking *checking, const struct list *list,
                      const struct fact *row)
{
    return fact_is_true(total_of(checking, list, row));
}

/* A subject that differs from last year or, where that is not typed, from its budget. */
static bool wants_reason(const struct checking *checking, const struct list *list,
                         const struct fact *row)
{
    const struct fact *change = part(checking, row, "比上年.增减额");
    const struct fact *budget = part(checking, row, "年初预算");
    if (change)
        return change->number != 0;
    return budget->kind == FACT_MONEY && budget->number != total_of(checking, list, row)->number;
}

/* What a rule about the rows of a budget asks for: where some have it, all that want it must. */
struct asked {
    bool (*has)(const struct checking *checking, const struct fact *row);
    bool (*wants)(const struct checking *checking, const struct list *list, const struct fact *row);
    const char *key;
};

static void check_rows(struct checking *checking, const struct list *list,
                       const struct asked *asked)
{
    const struct fact *rows = check_fact(checking, list->rows);
    bool level_has[8] = {false};
    for (const struct fact *row = rows->first; row; row = row->next)
        level_has[row->key.n] |= asked->has(checking, row);
    for (const struct fact *row = rows->first; row; row = row->next)
        if (level_has[row->key.n] && asked->wants(checking, list, row) &&
            !asked->has(checking, row))
            check_missing(checking, side_of(checking, total_of(checking, list, row)),
                          arena_printf(checking->facts->arena, "支出用途.%s%s%s.%s",
                                       list == lists ? "" : list->budget, list == lists ? "" : ".",
                                       row->key.p, asked->key));
}

void check_subject_reason(struct checking *checking)
{
    static const struct asked reason = {has_reason, wants_reason, "原因"};
    for (size_t i = 0; i < LIST_COUNT; i++)
        check_rows(checking, &lists[i], &reason);
}

void check_subject_use(struct checking *checking)
{
    static const struct asked use = {has_use, wants_use, "说明"};
    for (size_t i = 0; i < LIST_COUNT; i++)
        check_rows(checking, &lists[i], &use);
}

/* Reports the uses of subjects that none of the budgets from first to last has. */
static void find_lost(struct checking *checking, const struct fact *uses, size_t first, size_t last)
{
    for (const struct fact *use = uses->first; use; use = use->next) {
        const struct fact *text = part(checking, use, "原因");
        bool lost = text != NULL;
        for (size_t i = first; i <= last; i++)
            lost &= !fact_child(checking->facts, check_fact(checking, lists[i].rows), use->key);
        const struct fact *unspent = check_fact(checking, "一般公共预算支出.未支出");
        if (lost && !fact_child(checking->facts, unspent, use->key))
            check_text(checking, text, use->key)->pos = use->origin->key_pos;
    }
}

void check_use_lost(struct checking *checking)
{
    const struct fact *uses = check_fact(checking, "支出用途");
    find_lost(checking, uses, 0, LIST_COUNT - 1);
    for (size_t i = 1; i < LIST_COUNT; i++)
        find_lost(checking, part(checking, uses, lists[i].budget), i, i);
}

/* A use so short may well be that of two subjects. */
enum { TELLING = 8 };

/* The subject before this one, not above or below it, that has the same use. */
static const struct fact *same_use(const struct checking *checking, const struct fact *use,
                                   struct slice text)
{
    const struct fact *other = use->parent->first;
    for (; other != use; other = other->next) {
        const struct fact *its = part(checking, other, "说明");
        bool related = is_below(use->key, other->key) || is_below(other->key, use->key);
        if (!related && its && its->kind == FACT_TEXT && slice_eq(its->text, text))
            return its;
    }
    return NULL;
}

static void find_copies(struct checking *checking, const struct fact *uses)
{
    for (const struct fact *use = uses->first; use; use = use->next) {
        const struct fact *text = part(checking, use, "说明");
        if (!text || text->kind != FACT_TEXT || utf8_length(text->text) < TELLING)
            continue;
        const struct fact *same = same_use(checking, use, text->text);
        if (same)
            check_text(checking, text, text->text)->also = fact_pos(same);
    }
}

void check_use_copied(struct checking *checking)
{
    const struct fact *uses = check_fact(checking, "支出用途");
    find_copies(checking, uses);
    for (size_t i = 1; i < LIST_COUNT; i++)
        find_copies(checking, part(checking, uses, lists[i].budget));
}
