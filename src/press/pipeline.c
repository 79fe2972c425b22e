#include "press/pipeline.h"

#include <string.h>

#include "press/correct.h"

bool run_tell(struct run *run, const struct origin *origin, const struct account *account,
              struct composition *composition)
{
    if (run->request.corrects || origin->previous.source)
        return run_correct(run, origin, account, composition);
    const struct node *corrected = node_find(origin->record, "更正.更正对象");
    if (!corrected->absent)
        diag_report(&run->diag, MSG_CHAIN_UNTOLD, corrected->pos);
    return run_compose(run, origin, account, composition);
}

/* The first text that the record types with the characters, or NULL. */
static const struct node *typed_with(const struct node *node, const char *characters)
{
    bool leaf = node->kind == NODE_STRING && !node->absent && node->pos.source;
    if (leaf && strstr(node->text.p, characters))
        return node;
    const struct node *found = NULL;
    for (const struct node *child = node->first; child && !found; child = child->next)
        found = typed_with(child, characters);
    return found;
}

/* A character that no font has is to be mended where it was typed, not where the package prints
 * it. */
static void tell_where_typed(struct run *run, const struct node *record)
{
    for (struct finding *finding = run->diag.first; finding; finding = finding->next) {
        bool of_fonts =
            finding->message == MSG_GLYPH_MISSING || finding->message == MSG_SCRIPT_FONT;
        if (!of_fonts || !finding->values[0])
            continue;
        const char *character = finding->values[0];
        const struct node *node = typed_with(record, character);
        if (!node)
            continue;
        struct slice spelt = {node->pos.source->text.p + node->pos.offset, node->pos.length};
        const char *at = memmem(spelt.p, spelt.n, character, strlen(character));
        finding->also = finding->pos;
        finding->pos =
            at ? source_pos(node->pos.source, (struct slice){at, strlen(character)}) : node->pos;
    }
}

/* A layout for each choice of fonts that the outputs are painted with. */
static bool lay_out(struct run *run, const struct outputs *outputs, struct results *made)
{
    bool laid = true;
    for (int choice = 0; choice < FONT_CHOICES; choice++)
        if (outputs_use(outputs, (enum font_choice)choice))
            laid = laid && run_layout(run, &made->composition, (enum font_choice)choice,
                                      &made->pages[choice]);
    return laid;
}

bool run_make(struct run *run, struct outputs *outputs, struct results *made)
{
    *made = (struct results){0};
    if (!outputs_fit(run, outputs))
        return false;
    const enum stage goal = outputs_need(outputs);
    run->request.lenient = run->request.draft || outputs_lenient(outputs);
    bool sound = run_read(run, &made->origin) && run_compute(run, &made->origin, &made->account);
    run->request.draft |= made->origin.unfinished;
    bool checks = outputs_check(outputs);
    if ((run->request.draft || checks) && made->account.facts)
        sound = true;
    if (sound && (checks || goal >= STAGE_DOCUMENT))
        sound = run_tell(run, &made->origin, &made->account, &made->composition);
    if (sound && goal >= STAGE_PAGES)
        sound = lay_out(run, outputs, made);
    if (made->composition.document)
        tell_where_typed(run, made->origin.record);
    return outputs_write(run, outputs, made, sound);
}
