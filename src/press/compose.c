#include <string.h>

#include "base/reading.h"
#include "kinds/kind.h"
#include "layout/draft.h"
#include "layout/layout.h"
#include "press/paths.h"
#include "press/stages.h"

/* 0 when it is not typed, or no year. */
static int year_of(const struct node *record)
{
    const struct node *year = node_find(record, "单位.年度");
    int64_t number = 0;
    if (year && decimal_parse(year->text, 0, &number) != DECIMAL_OK)
        number = 0;
    return (int)number;
}

/* The path as seen from here: what the record types is as seen from its folder, and may lie nowhere
 * else; what is given (typed is NULL) may be anywhere. */
static const char *name_of_path(struct run *run, const struct node *typed, const char *name)
{
    const char *path = path_of_folder(run->arena, typed ? path_beside(run->arena, typed) : name);
    if (!package_is_path(path)) /* of "mine/" the slash told so, and has gone */
        path = arena_printf(run->arena, "./%s", path);
    if (!typed || source_may_name(typed->pos, path))
        return path;
    source_report(&run->diag, typed->pos, path);
    return NULL;
}

/* The path of a package of that name in the record's folder; NULL when there is none that it may
 * name. */
static const char *name_beside(struct run *run, const struct node *record, const struct node *typed,
                               const char *name)
{
    const char *folder = folder_of_record(run->arena, record);
    const char *path = folder ? package_in(run->arena, folder, name) : NULL;
    return path && (!typed || source_may_name(typed->pos, path)) ? path : NULL;
}

const char *run_template_name(struct run *run, const struct node *record)
{
    const struct node *typed = node_find(record, "单位.模板");
    const struct node *province = node_find(record, "单位.省份");
    const char *given = run->request.template_name;
    bool typed_name = typed && !typed->absent, named = given || typed_name;
    const char *name = given ? given : typed_name ? typed->text.p : NULL;
    struct pos pos = {0};
    if (!given && (typed_name || province))
        pos = typed_name ? typed->pos : province->pos;
    if (named && package_is_path(name))
        return name_of_path(run, given ? NULL : typed, name);
    const char *beside = named ? name_beside(run, record, given ? NULL : typed, name) : NULL;
    if (beside)
        return beside;
    const struct package_list *list = house_packages(run->house);
    struct slice place = province ? province->text : SLICE("");
    int year = year_of(record);
    if (!named)
        return package_for(list, &run->diag, pos, place, year);
    const char *places =
        search_places(run->arena, &run->house->search, folder_of_record(run->arena, record), NULL);
    return package_known(list, &run->diag, pos, name, place, year, places) ? name : NULL;
}

const struct template *run_template(struct run *run, const struct node *record, const char **name)
{
    *name = run_template_name(run, record);
    if (!*name)
        return NULL;
    const char *beside = run->request.template_name ? NULL : folder_of_record(run->arena, record);
    return house_template(run->house, &run->diag, *name, beside);
}

bool run_serves(struct run *run, const struct node *record, const struct template *template,
                const char *name)
{
    const struct kind *kind = kind_of(record);
    struct slice said;
    if (template_serves(template, kind->name, kind->part, &said))
        return true;
    const struct node *typed = node_find(record, "单位.文种");
    if ((!typed || typed->absent) && !run->request.template_name)
        typed = node_find(record, "单位.模板");
    diag_report(&run->diag, MSG_PACKAGE_KIND,
                typed && !typed->absent ? typed->pos : (struct pos){0}, name, said.p, kind->name);
    return false;
}

bool run_compose(struct run *run, const struct origin *origin, const struct account *account,
                 struct composition *composition)
{
    *composition = (struct composition){0};
    composition->template = run_template(run, origin->record, &composition->template_name);
    if (composition->template &&
        run_serves(run, origin->record, composition->template, composition->template_name))
        composition->document =
            template_run_from(run->arena, &run->diag, composition->template, account->facts,
                              slice_of(kind_of(origin->record)->part));
    if (composition->document && run->request.draft)
        composition->document->title =
            slice_of(arena_printf(run->arena, "%s（草稿）", composition->document->title.p));
    return composition->document != NULL;
}

bool run_layout(struct run *run, const struct composition *composition, enum font_choice choice,
                struct pages **pages)
{
    struct fonts *fonts = house_fonts(run->house, &run->diag, choice);
    struct font_fallback fallback;
    for (unsigned i = 0; fonts && choice == FONTS_ALL && fonts_fallback(fonts, i, &fallback); i++)
        diag_report(&run->diag, MSG_FONT_FALLBACK, (struct pos){0}, fallback.wanted, fallback.role,
                    fallback.used);
    *pages = fonts ? layout_run(run->arena, &run->diag, composition->document, fonts) : NULL;
    if (*pages && run->request.draft)
        draft_mark(run->arena, *pages, fonts);
    return *pages != NULL;
}
