#include "press/pipeline.h"

#include <errno.h>
#include <string.h>

#include "layout/draft.h"
#include "layout/layout.h"
#include "press/outputs.h"
#include "press/paths.h"

void run_init(struct run *run, struct house *house, struct arena *arena, enum language language,
              const char *path)
{
    *run = (struct run){.house = house, .arena = arena, .request.path = path};
    diag_init(&run->diag, arena, language);
}

bool run_read(struct run *run, struct origin *origin)
{
    const struct request *request = &run->request;
    *origin = (struct origin){.source = request->source};
    const struct source *file = request->source ? NULL : source_read(run->arena, request->path);
    if (file && slice_starts(file->text, "%PDF-"))
        run_uncarry(run, file, origin);
    else if (file)
        origin->source = file;
    else if (!request->source)
        diag_report(&run->diag, MSG_FILE_READ, (struct pos){0}, request->path, strerror(errno));
    if (origin->source)
        origin->record = record_parse(run->arena, &run->diag, origin->source);
    return origin->record != NULL;
}

const char *run_template_name(struct run *run, const struct node *record)
{
    const struct node *agency = node_find(record, "单位");
    const struct node *typed = node_find(agency, "模板"), *province = node_find(agency, "省份");
    int year = (int)node_find(agency, "年度")->number;
    const char *given = run->request.template_name;
    bool named = given || !typed->absent;
    const char *name = given ? given : typed->text.p;
    struct pos pos = typed->absent ? province->pos : typed->pos;
    if (given)
        pos.source = NULL;
    if (named && strchr(name, '/'))
        return path_of_folder(run->arena, given ? name : path_beside(run->arena, typed));
    const struct package_list *list = house_packages(run->house);
    if (!named)
        return package_for(list, &run->diag, pos, province->text, year);
    return package_known(list, &run->diag, pos, name, province->text, year) ? name : NULL;
}

bool run_compose(struct run *run, const struct origin *origin, const struct account *account,
                 struct composition *composition)
{
    *composition = (struct composition){0};
    const char *name = composition->template_name = run_template_name(run, origin->record);
    if (name)
        composition->template = house_template(run->house, &run->diag, name);
    if (composition->template)
        composition->document =
            template_run(run->arena, &run->diag, composition->template, account->facts);
    return composition->document != NULL;
}

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

bool run_layout(struct run *run, const struct composition *composition, enum font_choice choice,
                struct pages **pages)
{
    struct fonts *fonts = house_fonts(run->house, &run->diag, choice);
    *pages = fonts ? layout_run(run->arena, &run->diag, composition->document, fonts) : NULL;
    if (*pages && run->request.draft)
        draft_mark(run->arena, *pages, fonts);
    return *pages != NULL;
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
    bool sound = run_read(run, &made->origin) && run_compute(run, &made->origin, &made->account);
    if (run->request.draft && made->account.facts)
        sound = true;
    if (sound && goal >= STAGE_DOCUMENT)
        sound = run_tell(run, &made->origin, &made->account, &made->composition);
    if (sound && goal >= STAGE_PAGES)
        sound = lay_out(run, outputs, made);
    return outputs_write(run, outputs, made, sound);
}
