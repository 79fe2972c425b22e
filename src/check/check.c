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
    for (; checks->id; checks++) {
        checking.check = checks;
        if (!is_listed(without, checks->id))
            (checks->run ? checks->run : check_compare)(&checking);
    }
}

static void print_rule(struct buf *out, const struct check_row *check)
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
    for (const struct check_row *check = check_accounts; check->id; check++) {
        buf_printf(out, "| [`%s`](#%s) | %s | ", check->id, check->id,
                   level_name(check->level, LANGUAGE_ENGLISH));
        print_rule(out, check);
        buf_printf(out, " | %s |\n", check->meaning[LANGUAGE_ENGLISH]);
    }
}

const char *check_id(size_t index)
{
    return check_accounts[index].id;
}
