/* Figures that are printed as 0, or said not to be, although the record does not tell them. */
#include "template/untold.h"

#include <string.h>

#include "ledger/formula.h"
#include "record/keys.h"
#include "template/names.h"

enum { NAMES_MOST = 20 };

struct untold {
    const struct facts *facts;
    struct names names;
    unsigned count; /* of names */
    struct pos pos; /* of the section of the first that has one */
};

/* Where the section stands that the key belongs in. */
static struct pos section_pos(const struct fact *fact)
{
    while (fact && !fact->origin)
        fact = fact->parent;
    return fact ? fact->origin->key_pos : (struct pos){0};
}

static void take(struct untold *untold, struct slice path, const struct fact *section)
{
    if (untold->count > NAMES_MOST)
        return;
    const struct name *last = untold->names.last;
    names_add(&untold->names, untold->count == NAMES_MOST ? SLICE("…") : path);
    untold->count += untold->names.last != last;
    if (!untold->pos.source)
        untold->pos = section_pos(section);
}

/* A sum over what is typed for a subject and those below it, where nothing is. */
static void take_subject(struct untold *untold, const struct fact *sum)
{
    static const char sums[] = "Σ ";
    const struct facts *facts = untold->facts;
    const struct fact *row = sum->parent;
    if (sum->kind != FACT_NONE || sum->waits || sum->covered || !row || !key_is_digits(row->key) ||
        !sum->formula || strncmp(sum->formula, sums, sizeof sums - 1) != 0)
        return;
    const char *typed = sum->formula + sizeof sums - 1;
    take(untold, slice_of(arena_printf(facts->arena, "%s.%s", typed, row->key.p)),
         fact_find(facts, facts->root, slice_of(typed)));
}

static void visit(struct untold *untold, const struct fact *fact)
{
    const struct fact *left = fact->stated ? NULL : fact_untold(untold->facts, fact);
    if (left)
        take(untold, fact_path(untold->facts->arena, left), left);
    else
        take_subject(untold, fact);
}

/* Whether the text, which a figure prints as, shows it: a blank does not, nor does a dash. */
static bool is_shown(struct slice text)
{
    return strpbrk(text.p, "0123456789") != NULL;
}

static void visit_node(struct untold *untold, const struct doc_node *node)
{
    if (node->fact && node->text.n && is_shown(node->text))
        visit(untold, node->fact);
    for (const struct doc_node *child = node->first; child; child = child->next)
        visit_node(untold, child);
}

void untold_report(struct diag *diag, const struct document *document, const struct usage *usage)
{
    struct untold untold = {.facts = usage->facts, .names = {.arena = diag->arena}};
    visit_node(&untold, document->root);
    for (uint32_t i = 0; i < usage->denied_count; i++)
        visit(&untold, usage->denied[i]);
    if (untold.names.first && !is_reported(diag, MSG_UNTOLD, untold.pos))
        diag_report(diag, MSG_UNTOLD, untold.pos, names_join(&untold.names, diag->language));
}
