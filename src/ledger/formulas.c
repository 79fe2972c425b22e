/* Runs the formulas of formulas.def. */
#include <string.h>

#include "ledger/stages.h"

/* One of a package's is told of where it was declared; a sum of nothing is of what it sums. */
static void run_formula(struct ledger *ledger, struct fact *group, const char *key,
                        const struct formula_row *entry, const char *formula,
                        const struct fact *row)
{
    if (entry->pos.source && !formula_fits(ledger->facts, ledger->diag, row, entry)) {
        ledger->failed = true;
        return;
    }
    struct fact *fact = ledger_formula(ledger, group, key, formula, row);
    if (entry->empty && fact->kind == FACT_MONEY && !fact->term_count)
        fact->kind = entry->empty;
}

static void run_entry(struct ledger *ledger, const struct formula_row *entry, const char *name,
                      const char *formula)
{
    char *path = arena_copy(ledger->facts->arena, name, strlen(name));
    char *star = strstr(path, ".*.");
    if (star) {
        *star = '\0';
        for (struct fact *row = ledger_group(ledger, path)->first; row; row = row->next)
            if (!ledger->failed)
                run_formula(ledger, row, star + 3, entry, formula, row);
        return;
    }
    char *dot = strrchr(path, '.');
    *dot = '\0';
    run_formula(ledger, ledger_group(ledger, path), dot + 1, entry, formula, NULL);
}

static void run_entries(struct ledger *ledger, const struct formula_row *entry)
{
    struct arena *arena = ledger->facts->arena;
    for (; entry->name && !ledger->failed; entry++) {
        if (!entry->words) {
            run_entry(ledger, entry, entry->name, entry->formula);
            continue;
        }
        for (struct slice rest = slice_of(entry->words); rest.p;) {
            struct slice word = slice_cut(&rest, ' ');
            run_entry(ledger, entry, with_word(arena, entry->name, word),
                      with_word(arena, entry->formula, word));
        }
    }
}

void ledger_formulas(struct ledger *ledger)
{
    for (size_t i = 0; i < FORMULA_SETS && ledger->form->formulas[i]; i++)
        run_entries(ledger, ledger->form->formulas[i]);
}

void formulas_print(struct buf *out, const struct formula_row *entry, enum language language)
{
    buf_puts(out, language == LANGUAGE_CHINESE ? "| 指标 | 公式 | % 依次为 | 含义 |\n"
                                               : "| fact | formula | for each % | meaning |\n");
    buf_puts(out, "|---|---|---|---|\n");
    for (; entry->name; entry++)
        buf_printf(out, "| `%s` | `%s` | %s | %s |\n", entry->name, entry->formula,
                   entry->words ? entry->words : "", entry->meaning[language]);
}
