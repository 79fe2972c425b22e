/* Tables that print nothing and do not say so. A form without data carries its sentence. */
#include <string.h>

#include "template/table.h"

/* Whether a cell below the node, or around it, prints a figure; *shown: one that is not zero, which
 * is enough to know. */
static bool has_figures(const struct doc_node *node, bool within, bool *shown)
{
    const struct fact *fact = node->fact;
    within |= node->element == ELEMENT_CELL;
    bool found = within && fact && fact->kind >= FACT_MONEY && fact->kind <= FACT_SCORE;
    *shown |= found && fact_is_true(fact->stated ? fact->stated : fact);
    for (const struct doc_node *child = node->first; child && !*shown; child = child->next)
        found |= has_figures(child, within, shown);
    return found;
}

/* Whether a paragraph below the table, before what comes next, says that there is nothing. */
static bool says_nothing_is_there(const struct doc_node *table)
{
    static const char *const words[] = {"无", "没有", "未", "不公开"};
    bool says = false;
    struct buf text = {0};
    for (const struct doc_node *node = table->next;
         node && node->element == ELEMENT_PARAGRAPH && !says; node = node->next) {
        buf_clear(&text);
        buf_puts(&text, "");
        node_put_text(&text, node);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            says |= strstr(text.p, words[i]) != NULL;
    }
    buf_free(&text);
    return says;
}

static void check_node(struct diag *diag, const struct doc_node *node)
{
    bool shown = false;
    if (node->element == ELEMENT_TABLE) {
        if (has_figures(node, false, &shown) && !shown && !says_nothing_is_there(node))
            diag_report(diag, MSG_TABLE_SILENT, node->pos);
        return;
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        check_node(diag, child);
}

void tables_check_silent(struct diag *diag, const struct document *document,
                         const struct facts *facts)
{
    /* A form not filled in is empty throughout. */
    const struct fact *income = fact_find(facts, facts->root, SLICE("收入.合计"));
    if (income && fact_is_true(income))
        check_node(diag, document->root);
}
