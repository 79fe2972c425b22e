/*
 * One page as a picture, with what can be asked of it: where its figures are and which facts they
 * show, and which figures and sentences are not as in the record before.
 */
#include <nettle/base64.h>

#include "diff/diff.h"
#include "press/pipeline.h"
#include "serve/makers.h"

/* The document and what of it changed. */
struct preview {
    struct asked *asked;
    struct run run;
    struct results made;
    const struct pages *pages;
    bool *fact_changed; /* by id of fact; NULL when there is nothing to compare with */
    bool *node_changed; /* by id of document node: it or what it stands in */
};

/* ---- what changed ---- */

static void mark_nodes(struct preview *preview, const struct doc_node *node)
{
    preview->node_changed[node->id] = true;
    for (const struct doc_node *child = node->first; child; child = child->next)
        mark_nodes(preview, child);
}

static struct side side_of(struct preview *of, struct slice package)
{
    return (struct side){of->run.request.path,
                         of->made.origin.record,
                         of->made.account.facts,
                         of->made.composition.document,
                         &of->run.diag,
                         NULL,
                         package};
}

/* The document of the record before, as far as it can be made. */
static bool reach_before(struct preview *before, struct asked *asked)
{
    struct answer none = {0};
    if (!asked_run(asked, &none, &before->run, "before"))
        return false;
    before->run.request.lenient = true;
    before->run.request.corrects = NULL;
    struct run *run = &before->run;
    struct results *made = &before->made;
    if (run_read(run, &made->origin))
        run_compute(run, &made->origin, &made->account);
    return made->account.facts &&
           run_compose(run, &made->origin, &made->account, &made->composition);
}

static void compare(struct preview *preview)
{
    struct preview before = {0};
    if (!asked_part(preview->asked, "before") || !reach_before(&before, preview->asked))
        return;
    struct arena *arena = preview->asked->arena;
    struct side old = side_of(&before, SLICE("")), new = side_of(preview, SLICE(""));
    const struct diff *diff = diff_run(arena, &old, &new);
    preview->fact_changed = ARENA_ARRAY(arena, bool, new.facts->count + 1);
    preview->node_changed = ARENA_ARRAY(arena, bool, new.document->node_count + 1);
    for (const struct fact_change *change = diff->facts; change; change = change->next)
        if (change->new && change->new->id < new.facts->count)
            preview->fact_changed[change->new->id] = true;
    for (const struct text_change *change = diff->texts; change; change = change->next)
        if (change->place)
            mark_nodes(preview, change->place);
}

static bool is_changed(const struct preview *preview, const struct paint_op *op)
{
    const struct doc_node *node = op->node;
    if (!preview->fact_changed || !node || op->paint != PAINT_GLYPHS)
        return false;
    const struct fact *fact = node->element == ELEMENT_TEXT ? node->fact : NULL;
    return preview->node_changed[node->id] || (fact && preview->fact_changed[fact->id]);
}

static void put_changed_pages(struct buf *out, const struct preview *preview)
{
    const char *between = "";
    buf_puts(out, ",\"changed\":[");
    for (uint32_t i = 0; i < preview->pages->count; i++) {
        const struct page *page = &preview->pages->page[i];
        uint32_t op = 0;
        while (op < page->op_count && !is_changed(preview, &page->ops[op]))
            op++;
        if (op < page->op_count) {
            buf_printf(out, "%s%u", between, i + 1);
            between = ",";
        }
    }
    buf_putc(out, ']');
}

/* ---- where things are ---- */

/* [left, top, width, height] in points. */
static void put_box(struct buf *out, const struct paint_op *op)
{
    buf_printf(out, "[%d,%d,%d,%d]", op->x / 1000, (op->y - op->size) / 1000, op->width / 1000 + 1,
               op->size * 5 / 4000 + 1);
}

static void put_figure(struct buf *out, const struct preview *preview, const struct paint_op *op)
{
    const struct fact *fact = op->node->fact;
    buf_puts(out, "{\"name\":");
    buf_put_json(out, fact_path(preview->asked->arena, fact));
    buf_puts(out, ",\"text\":");
    buf_put_json(out, op->node->text);
    buf_puts(out, ",\"key\":");
    if (fact->origin)
        buf_put_json(out, node_path(preview->asked->arena, fact->origin));
    else
        buf_puts(out, "null");
    buf_puts(out, ",\"box\":");
    put_box(out, op);
    buf_printf(out, ",\"changed\":%s}", is_changed(preview, op) ? "true" : "false");
}

static void put_places(struct buf *out, const struct preview *preview, const struct page *page)
{
    const char *between = "";
    buf_puts(out, ",\"figures\":[");
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct paint_op *op = &page->ops[i];
        bool figure = op->paint == PAINT_GLYPHS && op->node && op->node->element == ELEMENT_TEXT &&
                      op->node->fact && op->node->fact->kind != FACT_TEXT;
        if (!figure)
            continue;
        buf_puts(out, between);
        put_figure(out, preview, op);
        between = ",\n";
    }
    between = "";
    buf_puts(out, "],\"marks\":[");
    for (uint32_t i = 0; i < page->op_count; i++)
        if (is_changed(preview, &page->ops[i])) {
            buf_puts(out, between);
            put_box(out, &page->ops[i]);
            between = ",";
        }
    buf_putc(out, ']');
}

/* ---- the picture ---- */

static void put_base64(struct buf *out, struct slice bytes)
{
    enum { STEP = 3000 };
    char line[BASE64_ENCODE_RAW_LENGTH(STEP)];
    for (size_t at = 0; at < bytes.n; at += STEP) {
        size_t n = bytes.n - at < STEP ? bytes.n - at : STEP;
        base64_encode_raw(line, n, (const uint8_t *)bytes.p + at);
        buf_put(out, line, BASE64_ENCODE_RAW_LENGTH(n));
    }
}

static bool put_picture(struct buf *out, struct preview *preview, uint32_t page)
{
    struct buf png = {0};
    unsigned dpi = asked_number(preview->asked, "dpi", 96);
    dpi = dpi < 20 ? 20 : dpi > 400 ? 400 : dpi;
    bool drawn = page_png(&png, &preview->run.diag, preview->pages, page, (int)dpi);
    buf_puts(out, ",\"png\":\"");
    put_base64(out, buf_slice(&png));
    buf_putc(out, '"');
    buf_free(&png);
    return drawn;
}

static void put_headings(struct buf *out, const struct preview *preview)
{
    const struct pages *pages = preview->pages;
    const char *between = "";
    buf_puts(out, ",\"headings\":[");
    for (uint32_t i = 0; i < pages->destination_count; i++) {
        const struct doc_node *node = pages->destinations[i].node;
        if (node->element != ELEMENT_HEADING || node->unlisted || node->level > 2)
            continue;
        struct buf text = {0};
        node_put_text(&text, node);
        buf_printf(out, "%s{\"page\":%u,\"level\":%u,\"text\":", between,
                   pages->destinations[i].page + 1, node->level);
        buf_put_json(out, buf_slice(&text));
        buf_putc(out, '}');
        buf_free(&text);
        between = ",";
    }
    buf_putc(out, ']');
}

/* What has errors is shown all the same, with 草稿 across it. */
static bool make_anyhow(struct preview *preview, struct outputs *outputs)
{
    struct run again = preview->run;
    if (run_make(&preview->run, outputs, &preview->made))
        return true;
    again.request.draft = true;
    preview->run = again;
    return run_make(&preview->run, outputs, &preview->made);
}

void route_preview(struct asked *asked, struct answer *answer)
{
    struct preview preview = {.asked = asked};
    struct outputs outputs = {0};
    struct buf *out = &answer->body;
    if (!asked_run(asked, answer, &preview.run, "record"))
        return;
    outputs_add(&outputs, output_named(SLICE("png")));
    if (!make_anyhow(&preview, &outputs)) {
        answer_refused(answer, asked, &preview.run.diag);
        return;
    }
    preview.pages = preview.made.pages[FONTS_ALL];
    compare(&preview);
    uint32_t count = preview.pages->count, number = asked_number(asked, "page", 1);
    number = number < 1 ? 1 : number > count ? count : number;
    const struct page *page = &preview.pages->page[number - 1];
    buf_printf(out, "{\"pages\":%u,\"page\":%u,\"label\":", count, number);
    buf_put_json(out, page->label);
    buf_printf(out, ",\"width\":%d,\"height\":%d", page->width / 1000, page->height / 1000);
    put_headings(out, &preview);
    put_changed_pages(out, &preview);
    put_places(out, &preview, page);
    bool drawn = put_picture(out, &preview, number - 1);
    buf_puts(out, "}\n");
    answer_json(answer, &preview.run.diag);
    if (!drawn)
        answer_refused(answer, asked, &preview.run.diag);
}
