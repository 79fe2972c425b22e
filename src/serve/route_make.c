/* Records → disclosures, and what is wrong with them. */
#include <stdio.h>
#include <string.h>

#include "press/pipeline.h"
#include "serve/makers.h"

static const char *type_of(const struct output *output)
{
    static const struct {
        const char *name, *type;
    } types[] = {
        {"pdf", "application/pdf"},
        {"plain", "application/pdf"},
        {"png", "image/png"},
        {"svg", "image/svg+xml"},
        {"ofd", "application/ofd"},
        {"html", "text/html; charset=utf-8"},
        {"fragment", "text/html; charset=utf-8"},
        {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {"csv", "application/zip"},
        {"json", "application/json"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, output->name) == 0)
            return types[i].type;
    return "application/octet-stream";
}

/* The name to save the answer under: the agency's and the year's. */
static const char *save_name(struct asked *asked, const struct results *made,
                             const struct output *output)
{
    const struct facts *facts = made->account.facts;
    const struct fact *name = facts ? fact_find(facts, facts->root, SLICE("单位.名称")) : NULL;
    const struct fact *year = facts ? fact_find(facts, facts->root, SLICE("单位.年度")) : NULL;
    struct slice endings = slice_of(output->endings), ending = slice_cut(&endings, '|');
    if (!name || !year || name->kind != FACT_TEXT)
        return arena_printf(asked->arena, "gongkai.%.*s", (int)ending.n, ending.p);
    return arena_printf(asked->arena, "%.*s%lld年度决算公开.%.*s", (int)name->text.n, name->text.p,
                        (long long)year->number, (int)ending.n, ending.p);
}

/* The page asked for, of an output that makes a file a page. */
static bool draw(struct asked *asked, struct run *run, const struct output *output,
                 const struct results *made, struct answer *answer)
{
    const struct pages *pages = made->pages[output->device->fonts];
    unsigned page = asked_number(asked, "page", 1), dpi = asked_number(asked, "dpi", 150);
    if (page < 1 || page > pages->count)
        diag_report(&run->diag, MSG_OUTPUT_RANGE, (struct pos){0},
                    arena_printf(asked->arena, "%u", page),
                    arena_printf(asked->arena, "%u", pages->count));
    dpi = dpi < 20 ? 20 : dpi > 400 ? 400 : dpi;
    return page >= 1 && page <= pages->count &&
           output->device->page(&answer->body, &run->diag, pages, page - 1, (int)dpi);
}

void route_render(struct asked *asked, struct answer *answer)
{
    struct run run;
    struct outputs outputs = {0};
    struct results made;
    if (!asked_run(asked, answer, &run, "record"))
        return;
    outputs.count = outputs_read(&run.diag, asked_text(asked, "to", "pdf"), outputs.rows);
    if (outputs.count != 1) {
        answer_wrong(answer, asked, PROBLEM_PARAMETER, "to is one of %s", "to 应为其中之一：%s",
                     output_names(asked->arena));
        return;
    }
    const struct output *output = outputs.rows[0];
    bool sound = run_make(&run, &outputs, &made);
    if (sound && output->write)
        answer->body = outputs.files[0];
    else if (sound)
        sound = draw(asked, &run, output, &made, answer);
    answer->worst = run.diag.worst;
    answer->type = type_of(output);
    answer->name = save_name(asked, &made, output);
    if (!sound)
        answer_refused(answer, asked, &run.diag);
}

void route_check(struct asked *asked, struct answer *answer)
{
    static const char *const levels[] = {"ok", "note", "warning", "error"};
    struct run run;
    struct outputs outputs = {0};
    struct results made;
    if (!asked_run(asked, answer, &run, "record"))
        return;
    outputs_add(&outputs, output_named(SLICE("findings")));
    run_make(&run, &outputs, &made);
    outputs_free(&outputs);
    buf_printf(&answer->body, "{\"level\":\"%s\",\"errors\":%u,\"warnings\":%u,\"missing\":%u,",
               levels[run.diag.worst], run.diag.count[LEVEL_ERROR], run.diag.count[LEVEL_WARNING],
               run.diag.missing);
    buf_puts(&answer->body, "\"findings\":");
    put_findings(&answer->body, asked, &run.diag, made.origin.source);
    buf_puts(&answer->body, "}\n");
    answer_json(answer, &run.diag);
}
