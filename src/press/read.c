#include "base/reading.h"
#include "press/carry.h"
#include "press/stages.h"

bool run_read(struct run *run, struct origin *origin)
{
    const struct request *request = &run->request;
    *origin = (struct origin){0};
    const struct source *file =
        request->source ? request->source : source_read(run->arena, request->path, LIMIT_RECORD);
    if (file && slice_starts(file->text, "%PDF-"))
        run_uncarry(run, file, origin);
    else if (file)
        origin->source = file;
    else
        source_report(&run->diag, (struct pos){0}, request->path);
    if (origin->source && request->lenient)
        origin->record =
            record_parse_unfinished(run->arena, &run->diag, origin->source, &origin->unfinished);
    else if (origin->source)
        origin->record = record_parse(run->arena, &run->diag, origin->source);
    return origin->record != NULL;
}
