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
