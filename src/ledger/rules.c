/* Runs the formulas of rules.def. */
#include <string.h>

#include "ledger/stages.h"

struct rule {
    const char *words;
    const char *name;
    const char *formula;
    const char *meaning;
};

static const struct rule rules[] = {
#define RULE(words, name, formula, meaning) {words, name, formula, meaning},
#include "ledger/rules.def"
#undef RULE
};

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

static void run_rule(struct ledger *ledger, const char *name, const char *formula)
{
    char *path = arena_copy(ledger->facts->arena, name, strlen(name));
    char *star = strstr(path, ".*.");
    if (star) {
        *star = '\0';
        for (struct fact *row = ledger_group(ledger, path)->first; row; row = row->next)
            ledger_formula(ledger, row, star + 3, formula, row);
        return;
    }
    char *dot = strrchr(path, '.');
    *dot = '\0';
    ledger_formula(ledger, ledger_group(ledger, path), dot + 1, formula, NULL);
}

void ledger_rules(struct ledger *ledger)
{
    struct arena *arena = ledger->facts->arena;
    for (size_t i = 0; i < sizeof rules / sizeof *rules && !ledger->failed; i++) {
        if (!rules[i].words) {
            run_rule(ledger, rules[i].name, rules[i].formula);
            continue;
        }
        for (struct slice rest = slice_of(rules[i].words); rest.p;) {
            struct slice word = slice_cut(&rest, ' ');
            run_rule(ledger, with_word(arena, rules[i].name, word),
                     with_word(arena, rules[i].formula, word));
        }
    }
}

void rules_print(struct buf *out)
{
    buf_puts(out, "| fact | formula | for each % | meaning |\n|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        buf_printf(out, "| `%s` | `%s` | %s | %s |\n", rules[i].name, rules[i].formula,
                   rules[i].words ? rules[i].words : "", rules[i].meaning);
}
