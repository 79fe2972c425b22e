/* What the steps of the ledger share: finding facts and adding derived ones. */
#include "ledger/stages.h"

#include <stdio.h>
#include <stdlib.h>

const struct fact *ledger_fact(const struct ledger *ledger, const char *path)
{
    const struct fact *fact = fact_find(ledger->facts, ledger->facts->root, slice_of(path));
    if (!fact) {
        fprintf(stderr, "gongkai: internal: unknown fact %s\n", path);
        abort();
    }
    return fact;
}

struct fact *ledger_group(struct ledger *ledger, const char *path)
{
    struct fact *group = ledger->facts->root;
    for (struct slice rest = slice_of(path); rest.p;) {
        struct slice key = slice_cut(&rest, '.');
        struct fact *child = fact_child(ledger->facts, group, key);
        group = child ? child : fact_add(ledger->facts, group, key, FACT_GROUP);
    }
    return group;
}

void ledger_add(struct ledger *ledger, struct fact *into, const struct fact *more)
{
    if (!fact_accumulate(ledger->facts, ledger->diag, into, more, 1))
        ledger->failed = true;
}

void ledger_text(struct ledger *ledger, struct fact *group, const char *key, struct slice text)
{
    struct fact *fact = fact_add_named(ledger->facts, group, slice_of(key), FACT_TEXT);
    fact->kind = text.n ? FACT_TEXT : FACT_NONE;
    fact->text = text;
}

void ledger_flag(struct ledger *ledger, struct fact *group, const char *key, bool flag)
{
    fact_add_named(ledger->facts, group, slice_of(key), FACT_FLAG)->flag = flag;
}

struct fact *ledger_subject(struct ledger *ledger, struct fact *rows, struct slice code,
                            struct slice name)
{
    struct fact *row = fact_add(ledger->facts, rows, code, FACT_GROUP);
    ledger_text(ledger, row, "编码", row->key);
    ledger_text(ledger, row, "名称", name);
    return row;
}

void ledger_levels(struct ledger *ledger, struct fact *row)
{
    ledger_flag(ledger, row, "是类", row->key.n == 3);
    ledger_flag(ledger, row, "是款", row->key.n == 5);
    ledger_flag(ledger, row, "是项", row->key.n == 7);
}

struct fact *ledger_copy(struct ledger *ledger, struct fact *group, const char *key,
                         const struct fact *of)
{
    struct fact *copy = fact_add_named(ledger->facts, group, slice_of(key), FACT_NONE);
    copy->formula = fact_path(ledger->facts->arena, of).p;
    ledger_add(ledger, copy, of);
    return copy;
}

struct fact *ledger_formula(struct ledger *ledger, struct fact *group, const char *key,
                            const char *formula, const struct fact *row)
{
    struct fact *into = fact_add_named(ledger->facts, group, slice_of(key), FACT_NONE);
    if (!formula_run(ledger->facts, ledger->diag, row, formula, into))
        ledger->failed = true;
    return into;
}
