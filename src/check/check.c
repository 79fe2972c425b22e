/* Runs the checks of checks.def and lists them. */
#include "check/check.h"

#include <string.h>

#include "check/checking.h"

const struct check_row check_accounts[] = {
#define COMPARE(...) CHECK_COMPARE(__VA_ARGS__),
#define FIND(...) CHECK_FIND(__VA_ARGS__),
#include "check/checks.def"
#undef COMPARE
#undef FIND
    {.id = NULL},
};

static bool is_listed(const char *const *ids, const char *id)
{
    while (ids && *ids && strcmp(*ids, id) != 0)
        ids++;
    return ids && *ids;
}

void check_run(struct facts *facts, struct diag *diag, const struct check_row *checks,
               const char *const *without, const struct demand *demand)
{
    struct checking checking = {.facts = facts, .diag = diag, .demand = demand};
    checking.agency = check_fact(&checking, "单位.名称")->text;
    for (; checks->id; checks++) {
        checking.check = checks;
        if (!is_listed(without, checks->id))
            (checks->run ? checks->run : check_compare)(&checking);
    }
}

/* A figure of the items of a list is held against another of theirs. */
static void check_equal(struct checking *checking, const struct formula_row *formula)
{
    const char *star = strstr(formula->name, ".*.");
    const char *list = star ? arena_printf(checking->facts->arena, "%.*s",
                                           (int)(star - formula->name), formula->name)
                            : NULL;
    const char *rule =
        arena_printf(checking->facts->arena, "%s = %s", formula->name, formula->equals);
    const struct check_row check = {.id = "own-equal",
                                    .level = LEVEL_ERROR,
                                    .each = list,
                                    .left = star ? star + 2 : formula->name,
                                    .relation = EQUAL,
                                    .right = formula->equals,
                                    .meaning = {rule, rule}};
    checking->check = &check;
    check_compare(checking);
    checking->check = NULL;
}

/* Whether there is a figure of that name; of the items of a list the items tell. */
static bool is_there(struct checking *checking, const struct formula_row *formula)
{
    struct slice name = slice_of(formula->equals);
    if (*name.p == '.' || check_fact(checking, formula->equals))
        return true;
    fact_report_unknown(checking->facts, checking->diag, formula->pos, name);
    return false;
}

void check_own(struct facts *facts, struct diag *diag, const struct demand *demand)
{
    struct checking checking = {.facts = facts, .diag = diag, .demand = demand};
    for (unsigned i = 0; facts->form && i < FORMULA_SETS && facts->form->formulas[i]; i++)
        for (const struct formula_row *row = facts->form->formulas[i]; row->name; row++)
            if (row->equals && is_there(&checking, row))
                check_equal(&checking, row);
}

static void print_rule(struct buf *out, const struct check_row *check, enum language language)
{
    static const char *const signs[][ASKED + 1] = {
        [LANGUAGE_ENGLISH] = {"=", "if any =", "≤", "≤ if typed", "needs",
                              "asks, if the form does"},
        [LANGUAGE_CHINESE] = {"=", "如有则 =", "≤", "如填报则 ≤", "不为零时须有",
                              "不为零且表式要求时须有"}};
    const bool chinese = language == LANGUAGE_CHINESE;
    if (!check->left)
        return;
    buf_printf(out, "`%s` %s `%s`", check->left, signs[language][check->relation], check->right);
    if (check->each)
        buf_printf(out, chinese ? "，逐项：`%s`" : " for each of `%s`", check->each);
    if (check->words)
        buf_printf(out, chinese ? "，%% 依次为 %s" : " for each %% of %s", check->words);
}

void checks_print(struct buf *out, enum language language)
{
    static const char *const heads[] = {[LANGUAGE_ENGLISH] =
                                            "| id | level | must hold | meaning |\n",
                                        [LANGUAGE_CHINESE] = "| 名称 | 级别 | 应当成立 | 含义 |\n"};
    buf_puts(out, heads[language]);
    buf_puts(out, "|---|---|---|---|\n");
    for (const struct check_row *check = check_accounts; check->id; check++) {
        buf_printf(out, "| [`%s`](#%s) | %s | ", check->id, check->id,
                   level_name(check->level, language));
        print_rule(out, check, language);
        buf_printf(out, " | %s |\n", check->meaning[language]);
    }
}

const char *check_id(size_t index)
{
    return check_accounts[index].id;
}
