/* What the makers of answers share: a document of what was sent, and its findings. */
#include <string.h>

#include "base/reading.h"
#include "press/findings.h"
#include "press/pipeline.h"
#include "record/reader.h"
#include "serve/makers.h"

/* All files that were sent, for whatever names them. */
static void offer(struct asked *asked)
{
    struct offered *list = NULL;
    for (const struct part *part = asked->parts; part; part = part->next) {
        if (!part->file)
            continue;
        struct offered *file = ARENA_NEW(asked->arena, struct offered);
        *file = (struct offered){list, part->file, part->bytes};
        list = file;
    }
    source_offer(list);
}

/* A form is named, never a path. */
static bool is_form(struct asked *asked, struct answer *answer, const char *name)
{
    const struct package_list *list = house_packages(asked->house);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->item[i].name, name) == 0)
            return true;
    answer_wrong(answer, asked, PROBLEM_PARAMETER, "there is no form %s", "没有样式 %s", name);
    return false;
}

bool asked_run(struct asked *asked, struct answer *answer, struct run *run, const char *parameter)
{
    const struct part *part = asked_part(asked, parameter);
    const struct part *corrects = asked_part(asked, "corrects");
    run_init(run, asked->house, asked->arena, asked->language, part ? part->file : NULL);
    run->request.template_name = asked_text(asked, "template", NULL);
    run->request.corrects = corrects ? corrects->file : NULL;
    run->request.marks = asked_flag(asked, "marks");
    run->request.draft = asked_flag(asked, "draft");
    run->request.no_record = asked_flag(asked, "no-record");
    run->request.finish.linearize = asked_flag(asked, "linearize");
    offer(asked);
    return !run->request.template_name || is_form(asked, answer, run->request.template_name);
}

/* ---- findings ---- */

static bool holds(struct pos outer, struct pos inner)
{
    return outer.source && inner.offset >= outer.offset &&
           inner.offset < outer.offset + (outer.length ? outer.length : 1);
}

/* The deepest node whose key or value is at the position, or NULL. */
static const struct node *node_at(const struct node *node, struct pos pos)
{
    for (const struct node *child = node->first; child; child = child->next) {
        const struct node *deeper = node_at(child, pos);
        if (deeper)
            return deeper;
        if (holds(child->pos, pos) || holds(child->key_pos, pos))
            return child;
    }
    return NULL;
}

/* The record as it is written, whatever is wrong with it; NULL when it is no text. */
static const struct node *tree_of(struct asked *asked, const struct source *source)
{
    struct diag quiet;
    diag_init(&quiet, asked->arena, asked->language);
    if (!source || !source_is_text(&quiet, source))
        return NULL;
    return slice_starts(text_trim(text_body(source)), "{")
               ? json_parse(asked->arena, &quiet, source)
               : ini_parse(asked->arena, &quiet, source);
}

static void put_key(struct buf *out, const char *name, const struct node *tree, struct pos pos,
                    const struct source *source)
{
    const struct node *node = tree && pos.source == source ? node_at(tree, pos) : NULL;
    struct buf path = {0};
    buf_printf(out, ",\"%s\":", name);
    if (node)
        node_put_path(&path, node);
    if (path.n)
        buf_put_json(out, buf_slice(&path));
    else
        buf_puts(out, "null");
    buf_free(&path);
}

void put_findings(struct buf *out, struct asked *asked, const struct diag *diag,
                  const struct source *source)
{
    size_t count;
    const struct finding **findings = diag_sorted(diag, &count);
    const struct node *tree = count ? tree_of(asked, source) : NULL;
    buf_putc(out, '[');
    for (size_t i = 0; i < count; i++) {
        const struct finding *finding = findings[i];
        buf_puts(out, i ? ",\n{" : "{");
        finding_put_json(out, finding);
        if (finding->key) {
            buf_puts(out, ",\"key\":");
            buf_put_json(out, slice_of(finding->key));
        } else {
            put_key(out, "key", tree, finding->pos, source);
        }
        put_key(out, "also_key", tree, finding->also, source);
        buf_printf(out, ",\"missing\":%s}", finding->missing ? "true" : "false");
    }
    buf_putc(out, ']');
}

/* ---- answers ---- */

void answer_json(struct answer *answer, const struct diag *diag)
{
    answer->type = "application/json";
    if (diag)
        answer->worst = diag->worst;
}

void answer_refused(struct answer *answer, const struct asked *asked, const struct diag *diag)
{
    answer_problem(answer, PROBLEM_REFUSED, asked->language, NULL, diag);
}
