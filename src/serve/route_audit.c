/* Documents that others wrote, held against their own figures. */
#include "press/audit.h"
#include "serve/makers.h"

#include <string.h>

static const char *file_of(const struct asked *asked, const char *name)
{
    const struct part *part = asked_part(asked, name);
    return part ? part->file : NULL;
}

static void put_coverage(struct buf *out, const struct audit *audit)
{
    const struct coverage *coverage = &audit->coverage;
    buf_printf(out,
               "{\"tables\":%u,\"table_figures\":%u,\"table_checked\":%u,\"sentence_figures\":%u,"
               "\"understood\":%u,\"prose\":%u,\"sentence_checked\":%u,\"rounding\":%u}",
               audit->tables, coverage->table_figures, coverage->table_checked, coverage->figures,
               coverage->understood, coverage->prose, coverage->checked,
               audit->rounding.count[LEVEL_NOTE] + audit->rounding.count[LEVEL_WARNING] +
                   audit->rounding.count[LEVEL_ERROR]);
}

static void put_report(struct answer *answer, struct asked *asked, const struct audit *audit)
{
    struct buf *out = &answer->body, record = {0};
    buf_puts(out, "{\"agency\":");
    buf_put_json(out, audit->agency);
    buf_printf(out, ",\"year\":%d,\"coverage\":", audit->year);
    put_coverage(out, audit);
    buf_puts(out, ",\"findings\":");
    put_findings(out, asked, audit->diag, NULL);
    buf_puts(out, ",\"record\":");
    if (audit->record)
        audit_put_record(&record, audit);
    buf_puts(out, record.n ? record.p : "null");
    buf_puts(out, "}\n");
    buf_free(&record);
    answer_json(answer, audit->diag);
}

void route_audit(struct asked *asked, struct answer *answer)
{
    struct run run;
    struct audit audit;
    if (!asked_run(asked, answer, &run, "file"))
        return;
    const struct audit_request request = {.path = run.request.path,
                                          .last_year = file_of(asked, "last-year"),
                                          .form = run.request.template_name};
    if (!audit_run(asked->house, &run.diag, &request, &audit)) {
        answer_refused(answer, asked, &run.diag);
        return;
    }
    if (strcmp(asked_text(asked, "to", "json"), "json") == 0) {
        put_report(answer, asked, &audit);
        return;
    }
    audit_put_html(&answer->body, &audit);
    answer->type = "text/html; charset=utf-8";
    answer->name = asked->language == LANGUAGE_CHINESE ? "审核报告.html" : "audit.html";
    answer->worst = run.diag.worst;
}
