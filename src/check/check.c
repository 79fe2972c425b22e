/* Runs the checks of checks.def and lists them. */
#include "check/check.h"

#include "check/checking.h"

static const struct check checks[] = {
#define COMPARE(id, level, each, words, left, relation, right, english, chinese)                   \
    {id, LEVEL_##level, NULL, each, words, left, relation, right, {english, chinese}},
#define FIND(id, level, function, english, chinese)                                                \
    {id, LEVEL_##level, function, NULL, NULL, NULL, EQUAL, NULL, {english, chinese}},
#include "check/checks.def"
#undef COMPARE
#undef FIND
};

void check_run(struct facts *facts, struct diag *diag)
{
    struct checking checking = {.facts = facts, .diag = diag};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        checking.check = &checks[i];
        (checks[i].run ? checks[i].run : check_compare)(&checking);
    }
}

static void print_rule(struct buf *out, const struct check *check)
{
    static const char *const signs[] = {"=", "if any =", "≤", "≤ if typed", "needs"};
    if (!check->left)
        return;
    buf_printf(out, "`%s` %s `%s`", check->left, signs[check->relation], check->right);
    if (check->each)
        buf_printf(out, " for each of `%s`", check->each);
    if (check->words)
        buf_printf(out, " for each %% of %s", check->words);
}

void checks_print(struct buf *out)
{
    buf_puts(out, "| id | level | must hold | meaning |\n|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        buf_printf(out, "| [`%s`](#%s) | %s | ", checks[i].id, checks[i].id,
                   level_name(checks[i].level, LANGUAGE_ENGLISH));
        print_rule(out, &checks[i]);
        buf_printf(out, " | %s |\n", checks[i].meaning[LANGUAGE_ENGLISH]);
    }
}

const char *check_id(size_t index)
{
    return index < sizeof checks / sizeof *checks ? checks[index].id : NULL;
}
