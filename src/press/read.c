#include <string.h>

#include "base/reading.h"
#include "check/check.h"
#include "intake/grid.h"
#include "kinds/kind.h"
#include "press/carry.h"
#include "press/demand.h"
#include "press/stages.h"

/* Whether the file is one that figures are imported from; says so. */
static bool is_book(struct run *run, const struct source *file)
{
    static const char *const words[][3] = {
        {"rows", "rows of a sheet", "表格中的行"},
        {"password", "behind a password", "设有密码"},
    };
    const char *format = book_format(file->text);
    for (size_t i = 0; format && i < sizeof words / sizeof *words; i++)
        if (strcmp(format, words[i][0]) == 0)
            format = words[i][1 + run->diag.language];
    if (format)
        diag_report(&run->diag, MSG_RECORD_BOOK, (struct pos){0}, file->name, format);
    return format != NULL;
}

/* What does not depend on the errors of a record: its subjects; its sums, if only texts are wrong.
 */
static bool is_apart(const struct finding *finding, bool figures)
{
    switch (finding->message) {
    case MSG_SUBJECT_UNKNOWN:
    case MSG_SUBJECT_NAME:
    case MSG_FISCAL_KIND:
        return true;
    default:
        return figures && finding->message == MSG_CHECK_DISAGREE && finding->level == LEVEL_ERROR;
    }
}

/* Tells of a record with errors what can be told of it in the same round. */
static void look_further(struct run *run, const struct source *source, const struct demand *demand)
{
    bool figures;
    const struct node *record = record_salvage(run->arena, source, demand, &figures);
    if (!record || !house_catalog(run->house, &run->diag))
        return;
    struct diag found;
    diag_init(&found, run->arena, run->diag.language);
    const struct kind *kind = kind_of(record);
    struct facts *facts = ledger_run_form(run->arena, &found, run_form(run, record), record, NULL,
                                          run->house->catalog, NULL, 0);
    figures = figures && facts && node_find(record, "单位.下属记录")->absent;
    for (size_t i = 0; figures && i < CHECK_SETS && kind->checks[i]; i++)
        check_run(facts, &found, kind->checks[i], kind->without, demand);
    if (figures)
        check_own(facts, &found, demand);
    for (const struct finding *finding = found.first; finding; finding = finding->next)
        if (is_apart(finding, figures))
            diag_repeat(&run->diag, finding);
}

bool run_read(struct run *run, struct origin *origin)
{
    const struct request *request = &run->request;
    *origin = (struct origin){0};
    const struct source *file = request->source ? request->source
                                                : source_read_named(run->arena, request->named,
                                                                    request->path, LIMIT_RECORD);
    if (file && slice_starts(file->text, "%PDF-"))
        run_uncarry(run, file, origin);
    else if (file && !is_book(run, file))
        origin->source = file;
    else if (!file)
        source_report(&run->diag, (struct pos){0}, request->path);
    const struct demand demand = demand_new(run, NULL);
    if (origin->source && request->lenient)
        origin->record = record_parse_unfinished(run->arena, &run->diag, origin->source, &demand,
                                                 &origin->unfinished);
    else if (origin->source)
        origin->record = record_parse_for(run->arena, &run->diag, origin->source, &demand);
    if (origin->source && !origin->record)
        look_further(run, origin->source, &demand);
    return origin->record != NULL;
}
