/* Runs the formulas of rules.def. */
#include <string.h>

#include "ledger/stages.h"

/* text with every % replaced by the word. */
static const char *with_word(struct arena *arena, const char *text, struct slice word)
{
    if (!strchr(text, '%'))
        return text;
    struct buf buf = {0};
    for (const char *p = text; *p; p++) {
        if (*p == '%')
            buf_put_slice(&buf, word);
        else
            buf_putc(&buf, *p);
    }
    const char *copy = arena_copy(arena, buf.p, buf.n);
    buf_free(&buf);
    return copy;
}

/* One of a package's is told of where it was declared; a sum of nothing is of what it sums. */
static void run_formula(struct ledger *ledger, struct fact *group, const char *key,
                        const struct formula_row *rule, const char *formula, const struct fact *row)
{
    if (rule->pos.source && !formula_fits(ledger->facts, ledger->diag, row, rule)) {
        ledger->failed = true;
        return;
    }
    ledger_formula(ledger, group, key, formula, row);
    struct fact *fact = fact_child(ledger->facts, group, slice_of(key));
    if (rule->empty && fact->kind == FACT_MONEY && !fact->term_count)
        fact->kind = rule->empty;
}

static void run_rule(struct ledger *ledger, const struct formula_row *rule, const char *name,
                     const char *formula)
{
    char *path = arena_copy(ledger->facts->arena, name, strlen(name));
    char *star = strstr(path, ".*.");
    if (star) {
        *star = '\0';
        for (struct fact *row = ledger_group(ledger, path)->first; row; row = row->next)
            if (!ledger->failed)
                run_formula(ledger, row, star + 3, rule, formula, row);
        return;
    }
    char *dot = strrchr(path, '.');
    *dot = '\0';
    run_formula(ledger, ledger_group(ledger, path), dot + 1, rule, formula, NULL);
}

static void run_rules(struct ledger *ledger, const struct formula_row *rule)
{
    struct arena *arena = ledger->facts->arena;
    for (; rule->name && !ledger->failed; rule++) {
        if (!rule->words) {
            run_rule(ledger, rule, rule->name, rule->formula);
            continue;
        }
        for (struct slice rest = slice_of(rule->words); rest.p;) {
            struct slice word = slice_cut(&rest, ' ');
            run_rule(ledger, rule, with_word(arena, rule->name, word),
                     with_word(arena, rule->formula, word));
        }
    }
}

void ledger_rules(struct ledger *ledger)
{
    for (size_t i = 0; i < FORMULA_SETS && ledger->form->formulas[i]; i++)
        run_rules(ledger, ledger->form->formulas[i]);
}

void rules_print(struct buf *out, const struct formula_row *rule, enum language language)
{
    buf_puts(out, language == LANGUAGE_CHINESE ? "| 指标 | 公式 | % 依次为 | 含义 |\n"
                                               : "| fact | formula | for each % | meaning |\n");
    buf_puts(out, "|---|---|---|---|\n");
    for (; rule->name; rule++)
        buf_printf(out, "| `%s` | `%s` | %s | %s |\n", rule->name, rule->formula,
                   rule->words ? rule->words : "", rule->meaning[language]);
}
