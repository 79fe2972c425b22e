/* Finished files, and two of them compared. */
#include <string.h>

#include "archive/archive.h"
#include "base/hash.h"
#include "base/reading.h"
#include "press/carry.h"
#include "press/correct.h"
#include "press/stages.h"
#include "serve/makers.h"

/* The file that was sent, as a source; runs know it by its name. */
static const struct source *file_of(struct run *run, struct answer *answer,
                                    const struct asked *asked)
{
    const struct source *file = source_read(run->arena, run->request.path, LIMIT_PDF);
    if (!file) {
        source_report(&run->diag, (struct pos){0}, run->request.path);
        answer_refused(answer, asked, &run->diag);
    }
    return file;
}

void route_extract(struct asked *asked, struct answer *answer)
{
    struct run run;
    if (!asked_run(asked, answer, &run, "file"))
        return;
    const struct source *file = file_of(&run, answer, asked);
    if (!file)
        return;
    bool previous = asked_flag(asked, "previous");
    bool found = previous ? archive_extract_named(&answer->body, &run.diag, file, carried_previous)
                          : archive_extract(&answer->body, &run.diag, file);
    if (!found && previous && run.diag.worst < LEVEL_ERROR)
        diag_report(&run.diag, MSG_NO_PREVIOUS, (struct pos){0}, file->name);
    answer_json(answer, &run.diag);
    if (!found)
        answer_refused(answer, asked, &run.diag);
}

void route_hash(struct asked *asked, struct answer *answer)
{
    struct run run;
    struct results made = {0};
    if (!asked_run(asked, answer, &run, "record"))
        return;
    if (run_read(&run, &made.origin))
        run_compute(&run, &made.origin, &made.account);
    if (!made.account.facts) {
        answer_refused(answer, asked, &run.diag);
        return;
    }
    buf_printf(&answer->body, "{\"sha256\":\"%s\"}\n",
               hash_bytes(run.arena, run_canonical(&run, &made.origin, &made.account)));
    answer_json(answer, NULL);
}

void route_verify(struct asked *asked, struct answer *answer)
{
    struct run run;
    struct buf line = {0};
    if (!asked_run(asked, answer, &run, "file"))
        return;
    const struct source *file = file_of(&run, answer, asked);
    if (!file)
        return;
    bool sound = archive_verify(&line, &run.diag, file);
    buf_printf(&answer->body, "{\"sound\":%s,\"findings\":", sound ? "true" : "false");
    put_findings(&answer->body, asked, &run.diag, NULL);
    buf_puts(&answer->body, "}\n");
    buf_free(&line);
    answer_json(answer, &run.diag);
}

void route_diff(struct asked *asked, struct answer *answer)
{
    static const struct {
        const char *word, *type;
        enum gongkai_diff_format format;
    } formats[] = {{"json", "application/json", GONGKAI_DIFF_JSON},
                   {"text", "text/plain; charset=utf-8", GONGKAI_DIFF_TEXT},
                   {"pdf", "application/pdf", GONGKAI_DIFF_PDF}};
    struct run run;
    size_t at = 0;
    if (!asked_run(asked, answer, &run, "new"))
        return;
    while (strcmp(formats[at].word, asked_text(asked, "to", "json")) != 0)
        at++;
    bool made = run_diff(&answer->body, &run, asked_part(asked, "old")->file, formats[at].format);
    buf_puts(&answer->body, "");
    answer->type = formats[at].type;
    answer->worst = run.diag.worst;
    if (!made)
        answer_refused(answer, asked, &run.diag);
}
