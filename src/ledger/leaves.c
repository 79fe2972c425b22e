/* The record's values as facts, under the record's own names. */
#include "ledger/stages.h"

static void add_map(struct facts *facts, struct fact *group, const struct node *map);

/* 20250407 → 2025年4月7日 */
static struct slice date_text(struct facts *facts, int64_t date)
{
    return slice_of(arena_printf(facts->arena, "%lld年%lld月%lld日", (long long)date / 10000,
                                 (long long)date / 100 % 100, (long long)date % 100));
}

/* Text as a fact; absent text is FACT_NONE. */
static void fill_text(struct fact *fact, struct slice text)
{
    fact->kind = text.n ? FACT_TEXT : FACT_NONE;
    fact->text = text;
}

static void add_paragraphs(struct facts *facts, struct fact *list, const struct node *node)
{
    int number = 1;
    for (struct slice rest = node->text; rest.p;) {
        struct slice line = slice_trim(slice_cut(&rest, '\n'));
        if (!line.n)
            continue;
        const char *key = arena_printf(facts->arena, "%d", number++);
        struct fact *item = fact_add(facts, list, slice_of(key), FACT_TEXT);
        item->text = slice_copy(facts->arena, line);
        item->origin = list->origin;
    }
}

static uint8_t waiting_of(const struct node *node)
{
    return (uint8_t)((node->missing ? WAITS_MISSING : 0) | (node->withheld ? WAITS_WITHHELD : 0));
}

static void fill_leaf(struct facts *facts, struct fact *fact, const struct node *node)
{
    bool text = node->type == LEAF_LINE || node->type == LEAF_PROSE;
    fact->waits = waiting_of(node);
    if (fact->waits && (text || node->type == LEAF_DATE))
        fact->origin = NULL; /* a gap in a text is shown, but is nobody's prose */
    if (fact->waits && !text)
        return; /* a blank is no 0, nor is what is secret */
    switch (node->type) {
    case LEAF_MONEY:
    case LEAF_SIGNED:
        fact->kind = FACT_MONEY;
        fact->number = node->number;
        break;
    case LEAF_COUNT:
    case LEAF_YEAR:
        fact->kind = FACT_COUNT;
        fact->number = node->number;
        break;
    case LEAF_SCORE:
        fact->kind = FACT_SCORE;
        fact->number = node->number;
        break;
    case LEAF_DATE:
        fill_text(fact, node->number ? date_text(facts, node->number) : SLICE(""));
        break;
    case LEAF_PROSE:
        fact->kind = FACT_LIST;
        add_paragraphs(facts, fact, node);
        break;
    default:
        fill_text(fact, node->text);
    }
}

static void add_node(struct facts *facts, struct fact *parent, const struct node *node)
{
    struct fact *fact = fact_add(facts, parent, node->key, FACT_NONE);
    fact->origin = node->absent ? NULL : node;
    if (node->type != LEAF_NONE) {
        fill_leaf(facts, fact, node);
        return;
    }
    fact->kind = node->kind == NODE_LIST ? FACT_LIST : FACT_GROUP;
    fact->waits = waiting_of(node);
    add_map(facts, fact, node);
    if (fact->kind == FACT_LIST)
        fact_number_items(facts, fact);
}

static void add_map(struct facts *facts, struct fact *group, const struct node *map)
{
    for (const struct node *node = map->first; node; node = node->next)
        add_node(facts, group, node);
}

void ledger_leaves(struct ledger *ledger, const struct node *record)
{
    for (const struct node *node = record->first; node; node = node->next)
        if (!slice_is(node->key, "列报") && !slice_is(node->key, "来源"))
            add_node(ledger->facts, ledger->facts->root, node);
}
