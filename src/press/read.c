#include <string.h>

#include "base/reading.h"
#include "intake/grid.h"
#include "press/carry.h"
#include "press/demand.h"
#include "press/stages.h"

/* Whether the file is one that figures are imported from; says so. */
static bool is_book(struct run *run, const struct source *file)
{
    static const char *const rows[] = {"rows of a sheet", "表格中的行"};
    const char *format = book_format(file->text);
    if (format && strcmp(format, "rows") == 0)
        format = rows[run->diag.language];
    if (format)
        diag_report(&run->diag, MSG_RECORD_BOOK, (struct pos){0}, file->name, format);
    return format != NULL;
}

bool run_read(struct run *run, struct origin *origin)
{
    const struct request *request = &run->request;
    *origin = (struct origin){0};
    const struct source *file =
        request->source ? request->source : source_read(run->arena, request->path, LIMIT_RECORD);
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
    return origin->record != NULL;
}
