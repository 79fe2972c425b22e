#include "press/pipeline.h"

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
    return outputs_write(run, outputs, made, sound);
}
