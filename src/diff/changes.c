#include "diff/changes.h"

#include "ledger/ledger.h"

struct slice fact_value(struct arena *arena, const struct fact *fact)
{
    struct buf value = {0};
    buf_puts(&value, "");
    fact_print_value(&value, fact);
    struct slice copy = slice_copy(arena, buf_slice(&value));
    buf_free(&value);
    return copy;
}

void diff_add_fact(struct diff *diff, struct fact_change *change)
{
    *(change->typed ? &diff->typed_count : &diff->derived_count) += 1;
    *diff->last_fact = change;
    diff->last_fact = &change->next;
}

struct pos typed_pos(const struct fact *fact)
{
    const struct node *node = fact && fact->stated ? fact->stated->origin : NULL;
    node = fact && fact->origin ? fact->origin : node;
    return node ? node->pos : (struct pos){0};
}
