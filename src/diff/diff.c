#include "diff/diff.h"

#include "diff/blocks.h"

/* ---- Findings ---- */

static bool is_same(const struct finding *a, const struct finding *b)
{
    return a->message == b->message && slice_eq(a->text, b->text);
}

static uint32_t count_same(const struct diag *diag, const struct finding *wanted,
                           const struct finding *end)
{
    uint32_t count = 0;
    for (const struct finding *finding = diag->first; finding != end; finding = finding->next)
        count += is_same(finding, wanted);
    return count;
}

/* The findings of `of` that `other` does not have, or not as often. */
static void tell_findings(struct diff *diff, const struct diag *of, const struct diag *other,
                          bool appeared)
{
    for (const struct finding *finding = of->first; finding; finding = finding->next) {
        if (count_same(of, finding, finding) < count_same(other, finding, NULL))
            continue;
        *diff->last_finding = ARENA_NEW(diff->arena, struct finding_change);
        **diff->last_finding = (struct finding_change){NULL, finding, appeared};
        diff->last_finding = &(*diff->last_finding)->next;
        diff->finding_count++;
    }
}

void diff_findings(struct diff *diff)
{
    tell_findings(diff, diff->old->diag, diff->new->diag, false);
    tell_findings(diff, diff->new->diag, diff->old->diag, true);
}

/* ---- Places ---- */

/* Changes in one row or block lead to one place. */
static void name_places(struct diff *diff)
{
    const struct doc_node *last = NULL;
    const char *link = "";
    unsigned number = 0;
    for (struct cell_change *change = diff->cells; change; change = change->next) {
        const struct doc_node *place = change->place;
        if (place && place != last)
            link = place->name.n ? place->name.p : arena_printf(diff->arena, "更正-表%u", ++number);
        change->link = place ? link : "";
        last = place;
    }
    number = 0;
    for (struct text_change *change = diff->texts; change; change = change->next) {
        const struct doc_node *place = change->place;
        if (place && place != last)
            link = place->name.n ? place->name.p : arena_printf(diff->arena, "更正-文%u", ++number);
        change->link = place ? link : "";
        last = place;
    }
}

/* ---- The whole ---- */

struct diff *diff_run(struct arena *arena, const struct side *old, const struct side *new)
{
    struct diff *diff = ARENA_NEW(arena, struct diff);
    *diff = (struct diff){.arena = arena, .old = old, .new = new};
    diff->last_fact = &diff->facts;
    diff->last_cell = &diff->cells;
    diff->last_text = &diff->texts;
    diff->last_finding = &diff->findings;
    diff_facts(diff);
    diff_causes(diff);
    if (old->document && new->document)
        diff_documents(diff);
    name_places(diff);
    diff_findings(diff);
    return diff;
}

bool diff_is_empty(const struct diff *diff)
{
    return !diff->facts && !diff->cells && !diff->texts && !diff->findings;
}
