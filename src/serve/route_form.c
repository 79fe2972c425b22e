/* Forms, and what they ask for. */
#include <string.h>

#include "base/reading.h"
#include "ledger/sample.h"
#include "press/pipeline.h"
#include "record/provenance.h"
#include "record/reader.h"
#include "serve/makers.h"
#include "serve/worker.h"
#include "workbook/workbook.h"

/* What was learnt of the forms before a worker was forked. */
static struct known {
    struct known *next;
    const struct template *template;
    const struct form *form;
    struct slice workbook; /* empty; a worker could not make it, since that takes a file */
} * known;

static struct slice no_value(void *data, const struct filling *filling)
{
    (void)data, (void)filling;
    return (struct slice){NULL, 0};
}

/* A record that has nothing yet. */
static struct node *empty_record(struct arena *arena, const struct form *form)
{
    struct skeleton skeleton = {
        .keys = form->keys, .spelling = SPELLING_JSON, .brief = true, .fill = no_value};
    sample_codes(&skeleton, form->catalog);
    skeleton.functional[0] = skeleton.economic[0] = NULL; /* no code stands for any */
    return skeleton_tree(arena, &skeleton);
}

static const struct known *known_form(struct house *house, struct diag *diag, const char *name)
{
    const struct template *template = house_template(house, diag, name, NULL);
    for (const struct known *form = known; template && form; form = form->next)
        if (form->template == template)
            return form;
    if (!template || !house_catalog(house, diag))
        return NULL;
    struct known *new = ARENA_NEW(house->arena, struct known);
    struct diag own; /* of the house, which outlives the request's */
    diag_init(&own, house->arena, diag->language);
    *new = (struct known){
        .next = known,
        .template = template,
        .form = form_of(house->arena, &own, house->catalog, template),
    };
    for (const struct finding *finding = own.first; finding && !new->form; finding = finding->next)
        diag_repeat(diag, finding);
    return known = new;
}

static const struct form *form_for(struct house *house, struct diag *diag, const char *name)
{
    const struct known *form = known_form(house, diag, name);
    return form ? form->form : NULL;
}

void forms_learn(struct house *house, const char *name)
{
    struct diag quiet;
    struct buf workbook = {0};
    diag_init(&quiet, house->arena, LANGUAGE_CHINESE);
    if (form_for(house, &quiet, name) &&
        workbook_write(&workbook, &quiet, known->form, empty_record(house->arena, known->form),
                       name))
        known->workbook = slice_copy(house->arena, buf_slice(&workbook));
    buf_free(&workbook);
}

/* ---- /forms ---- */

static void put_text(struct buf *out, const char *name, struct slice text)
{
    buf_printf(out, ",\"%s\":", name);
    buf_put_json(out, text);
}

/* What an agency publishes with it; the tables of a batch are not for it. */
static bool is_for_agencies(struct asked *asked, const char *name)
{
    struct diag quiet;
    diag_init(&quiet, asked->arena, asked->language);
    return form_for(asked->house, &quiet, name) != NULL;
}

void route_forms(struct asked *asked, struct answer *answer)
{
    const struct package_list *list = house_packages(asked->house);
    const char *between = "";
    buf_puts(&answer->body, "{\"forms\":[");
    for (size_t i = 0; i < list->count; i++) {
        const struct package_info *info = &list->item[i];
        if (!is_for_agencies(asked, info->name))
            continue;
        buf_printf(&answer->body, "%s{\"name\":", between);
        buf_put_json(&answer->body, slice_of(info->name));
        put_text(&answer->body, "about", info->about);
        put_text(&answer->body, "province", info->province);
        buf_printf(&answer->body, ",\"first_year\":%d,\"last_year\":%d}", info->first_year,
                   info->last_year);
        between = ",\n";
    }
    buf_puts(&answer->body, "]}\n");
    answer_json(answer, NULL);
}

/* ---- /form ---- */

/* The record as typed; NULL after reporting that it cannot be read at all. */
static struct node *typed_record(struct run *run)
{
    const struct source *source = source_read(run->arena, run->request.path, LIMIT_RECORD);
    if (!source)
        source_report(&run->diag, (struct pos){0}, run->request.path);
    if (!source || !source_is_text(&run->diag, source))
        return NULL;
    struct node *root = slice_starts(text_trim(text_body(source)), "{")
                            ? json_parse(run->arena, &run->diag, source)
                            : ini_parse(run->arena, &run->diag, source);
    provenance_mark(run->arena, source, root);
    return run->diag.worst < LEVEL_ERROR ? root : NULL;
}

static int year_of(const struct node *record)
{
    const struct node *year = record ? node_find(record, "单位.年度") : NULL;
    int64_t number = 0;
    if (year && decimal_parse(year->text, 0, &number) != DECIMAL_OK)
        number = 0;
    return (int)number;
}

/* "KEY": "book.xlsx:Sheet1!B7" for each value that is as it was imported. */
static void put_sources(struct buf *out, struct asked *asked, const struct node *node,
                        const char **between)
{
    bool leaf = node->kind == NODE_STRING || node->kind == NODE_NUMBER;
    struct pos cell = leaf && !node->absent ? pos_imported(node->pos) : (struct pos){0};
    if (cell.source) {
        struct buf place = {0};
        pos_put(&place, cell, asked->language);
        buf_puts(out, *between);
        buf_put_json(out, node_path(asked->arena, node));
        buf_putc(out, ':');
        buf_put_json(out, buf_slice(&place));
        buf_free(&place);
        *between = ",\n";
    }
    for (const struct node *child = node->first; child; child = child->next)
        put_sources(out, asked, child, between);
}

void route_form(struct asked *asked, struct answer *answer)
{
    struct run run;
    const char *between = "";
    if (!asked_run(asked, answer, &run, "record"))
        return;
    struct node *record = run.request.path ? typed_record(&run) : NULL;
    if (run.request.path && !record) {
        answer_refused(answer, asked, &run.diag);
        return;
    }
    const struct node *chosen = record ? record : node_new(asked->arena, NULL, NODE_MAP);
    const char *name = run_template_name(&run, chosen);
    const struct form *form = name ? form_for(asked->house, &run.diag, name) : NULL;
    if (!form) {
        answer_refused(answer, asked, &run.diag);
        return;
    }
    if (!record)
        record = empty_record(asked->arena, form);
    buf_puts(&answer->body, "{\"template\":");
    buf_put_json(&answer->body, slice_of(name));
    buf_puts(&answer->body, ",\"sheets\":");
    form_put_json(&answer->body, form, record, year_of(record), asked->language);
    buf_puts(&answer->body, ",\"sources\":{");
    put_sources(&answer->body, asked, record, &between);
    buf_puts(&answer->body, "}}\n");
    answer_json(answer, &run.diag);
}

void route_workbook(struct asked *asked, struct answer *answer)
{
    struct run run;
    if (!asked_run(asked, answer, &run, "record"))
        return;
    const char *name = run.request.template_name;
    const struct known *form = known_form(asked->house, &run.diag, name);
    answer->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    answer->name = arena_printf(asked->arena, "%s.xlsx", name);
    if (form && form->workbook.n)
        buf_put_slice(&answer->body, form->workbook);
    else
        answer_wrong(answer, asked, PROBLEM_PARAMETER, "%s has no workbook", "%s 没有填报工作簿",
                     name);
}
