/* The public functions of gongkai.h over the pipeline. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive/archive.h"
#include "base/hash.h"
#include "base/reading.h"
#include "press/audit.h"
#include "press/carry.h"
#include "press/correct.h"
#include "press/pipeline.h"

/* A document, as far as it was made. */
struct sheet {
    struct run run;
    struct results made;
};

/* A document that was made, with all that it refers to; arena is NULL for none. */
struct kept {
    struct house house;
    struct arena *arena;
    struct sheet sheet;
};

struct gongkai {
    struct house house;
    enum language language;
    enum level least;       /* told of */
    struct arena *arena;    /* of the document at hand */
    struct buf output;      /* of the last call */
    struct outputs outputs; /* of the last call of gongkai_make_all */
    struct buf messages;
    struct buf changes;
    struct sheet last; /* the document at hand */
    struct kept kept;  /* the one before the last refresh */
    struct allowed allowed;
    char *folder[ALLOWED_MAX]; /* these, as copies */
    char *data;                /* the folder that was given, or NULL */
    bool spoiled;              /* memory ran out: what was opened may be half there */
};

/* Begins a public function: when memory runs out, it returns an error. */
#define PROTECTED(gongkai)                                                                         \
    jmp_buf point;                                                                                 \
    if (setjmp(point))                                                                             \
        return lost(gongkai);                                                                      \
    memory_recover(&point);                                                                        \
    renew(gongkai)

/* What a call gives that memory did not suffice for. What it had taken outside of the arena stays
 * taken; the next call opens everything anew. */
static struct gongkai_result lost(struct gongkai *gongkai)
{
    static const char *const texts[] = {"gongkai: error: there is not enough memory\n",
                                        "gongkai: 错误：内存不足\n"};
    memory_recover(NULL);
    source_allow(NULL);
    gongkai->spoiled = true;
    gongkai->last = (struct sheet){0};
    return (struct gongkai_result){.level = GONGKAI_ERROR, .messages = texts[gongkai->language]};
}

static void renew(struct gongkai *gongkai)
{
    if (!gongkai->spoiled)
        return;
    arena_reset(gongkai->arena);
    gongkai->output = gongkai->messages = gongkai->changes = (struct buf){0};
    gongkai->outputs = (struct outputs){0};
    gongkai->kept = (struct kept){0};
    house_open(&gongkai->house, gongkai->data);
    gongkai->spoiled = false;
}

struct gongkai *gongkai_new(const char *data, enum gongkai_language language)
{
    jmp_buf point;
    if (setjmp(point))
        return NULL;
    memory_recover(&point);
    struct gongkai *gongkai = xrealloc(NULL, sizeof *gongkai);
    *gongkai = (struct gongkai){.language = (enum language)language, .arena = arena_new()};
    if (data)
        gongkai->data = memcpy(xrealloc(NULL, strlen(data) + 1), data, strlen(data) + 1);
    house_open(&gongkai->house, data);
    memory_recover(NULL);
    return gongkai;
}

void gongkai_tell_from(struct gongkai *gongkai, enum gongkai_level least)
{
    gongkai->least = (enum level)least;
}

static void drop(struct kept *kept)
{
    if (!kept->arena)
        return;
    house_close(&kept->house);
    arena_free(kept->arena);
    kept->arena = NULL;
}

void gongkai_free(struct gongkai *gongkai)
{
    if (!gongkai)
        return;
    house_close(&gongkai->house);
    arena_free(gongkai->arena);
    drop(&gongkai->kept);
    buf_free(&gongkai->output);
    outputs_free(&gongkai->outputs);
    buf_free(&gongkai->messages);
    buf_free(&gongkai->changes);
    free(gongkai->data);
    for (unsigned i = 0; i < gongkai->allowed.count; i++)
        free(gongkai->folder[i]);
    free(gongkai);
}

int gongkai_allow_path(struct gongkai *gongkai, const char *folder)
{
    struct allowed *allowed = &gongkai->allowed;
    if (allowed->count == sizeof allowed->folder / sizeof *allowed->folder)
        return 0;
    size_t size = strlen(folder) + 1;
    char *copy = gongkai->folder[allowed->count] = xrealloc(NULL, size);
    allowed->folder[allowed->count++] = memcpy(copy, folder, size);
    return 1;
}

static void start(struct gongkai *gongkai, struct run *run, const char *path)
{
    source_allow(&gongkai->allowed);
    arena_reset(gongkai->arena);
    buf_clear(&gongkai->messages);
    buf_clear(&gongkai->output);
    outputs_free(&gongkai->outputs);
    gongkai->outputs = (struct outputs){0};
    gongkai->last = (struct sheet){0};
    run_init(run, &gongkai->house, gongkai->arena, gongkai->language, path);
}

static struct gongkai_result finish_with(struct gongkai *gongkai, const struct diag *diag,
                                         const struct buf *output)
{
    source_allow(NULL);
    diag_print_from(&gongkai->messages, diag, gongkai->least);
    memory_recover(NULL);
    struct slice bytes = output ? buf_slice(output) : (struct slice){0};
    return (struct gongkai_result){.level = (enum gongkai_level)diag->worst,
                                   .messages = buf_slice(&gongkai->messages).p,
                                   .bytes = bytes.p,
                                   .size = bytes.n};
}

static struct gongkai_result finish(struct gongkai *gongkai, const struct run *run, bool made)
{
    return finish_with(gongkai, &run->diag, made ? &gongkai->output : NULL);
}

/* Makes the outputs that are listed. */
static struct gongkai_result make(struct gongkai *gongkai, struct run *run,
                                  const struct gongkai_options *options)
{
    static const struct gongkai_options none;
    struct results made;
    if (!options)
        options = &none;
    run->request.template_name = options->template_name;
    run->request.corrects = options->corrects;
    run->request.marks = options->marks;
    run->request.draft = options->draft;
    run->request.no_record = options->no_record;
    run->request.finish = (struct finish){options->password, options->linearize};
    if (options->text)
        run->request.source = source_of(gongkai->arena, run->request.path,
                                        (struct slice){options->text, options->text_size});
    bool done = run_make(run, &gongkai->outputs, &made);
    if (done)
        gongkai->last = (struct sheet){*run, made};
    return finish_with(gongkai, &run->diag, done ? &gongkai->outputs.files[0] : NULL);
}

struct gongkai_result gongkai_make_with(struct gongkai *gongkai, enum gongkai_output output,
                                        const char *path, const struct gongkai_options *options)
{
    PROTECTED(gongkai);
    static const char *const names[] = {
        [GONGKAI_CHECK] = NULL,          [GONGKAI_FINDINGS] = "findings", [GONGKAI_FACTS] = "facts",
        [GONGKAI_DOCUMENT] = "document", [GONGKAI_PAGES] = "pages",       [GONGKAI_PDF] = "pdf",
        [GONGKAI_PLAIN] = "plain"};
    struct run run;
    start(gongkai, &run, path);
    if (names[output])
        outputs_add(&gongkai->outputs, output_named(slice_of(names[output])));
    return make(gongkai, &run, options);
}

struct gongkai_result gongkai_make_all(struct gongkai *gongkai, const char *names, const char *path,
                                       const struct gongkai_options *options)
{
    PROTECTED(gongkai);
    struct run run;
    start(gongkai, &run, path);
    gongkai->outputs.count = outputs_read(&run.diag, names, gongkai->outputs.rows);
    return gongkai->outputs.count ? make(gongkai, &run, options) : finish(gongkai, &run, false);
}

struct gongkai_result gongkai_file(const struct gongkai *gongkai, const char *name)
{
    const struct outputs *outputs = &gongkai->outputs;
    struct gongkai_result result = {.messages = ""};
    for (uint32_t i = 0; i < outputs->count; i++)
        if (strcmp(outputs->rows[i]->name, name) == 0) {
            struct slice bytes = buf_slice(&outputs->files[i]);
            result.bytes = bytes.n ? bytes.p : NULL;
            result.size = bytes.n;
        }
    return result;
}

struct gongkai_result gongkai_make(struct gongkai *gongkai, enum gongkai_output output,
                                   const char *path, const char *template_name)
{
    struct gongkai_options options = {.template_name = template_name};
    return gongkai_make_with(gongkai, output, path, &options);
}

static const struct pages *last_pages(const struct gongkai *gongkai)
{
    const struct pages *pages = gongkai->last.made.pages[FONTS_ALL];
    return pages ? pages : gongkai->last.made.pages[FONTS_TRUETYPE];
}

unsigned gongkai_page_count(const struct gongkai *gongkai)
{
    const struct pages *pages = last_pages(gongkai);
    return pages ? pages->count : 0;
}

struct gongkai_result gongkai_draw(struct gongkai *gongkai, const char *name, unsigned page,
                                   int dpi)
{
    PROTECTED(gongkai);
    const struct pages *pages = last_pages(gongkai);
    const struct output *output = output_named(slice_of(name));
    const struct device *device = output ? output->device : NULL;
    struct diag diag;
    diag_init(&diag, gongkai->arena, gongkai->language);
    buf_clear(&gongkai->output);
    buf_clear(&gongkai->messages);
    uint32_t count = pages ? pages->count : 0;
    bool there = page >= 1 && page <= count;
    if (!device || !device->page)
        diag_report(&diag, MSG_OUTPUT_UNKNOWN, (struct pos){0}, name, "png, svg");
    else if (!there)
        diag_report(&diag, MSG_OUTPUT_RANGE, (struct pos){0},
                    arena_printf(gongkai->arena, "%u", page),
                    arena_printf(gongkai->arena, "%u", count));
    bool made = device && device->page && there &&
                device->page(&gongkai->output, &diag, pages, page - 1, dpi);
    return finish_with(gongkai, &diag, made ? &gongkai->output : NULL);
}

struct gongkai_result gongkai_page(struct gongkai *gongkai, enum gongkai_picture picture,
                                   unsigned page, int dpi)
{
    return gongkai_draw(gongkai, picture == GONGKAI_SVG ? "svg" : "png", page, dpi);
}

struct gongkai_result gongkai_render(struct gongkai *gongkai, const char *path,
                                     const char *template_name)
{
    return gongkai_make(gongkai, GONGKAI_PDF, path, template_name);
}

struct gongkai_result gongkai_diff(struct gongkai *gongkai, const char *old, const char *new,
                                   enum gongkai_diff_format format)
{
    PROTECTED(gongkai);
    struct run run;
    start(gongkai, &run, new);
    bool made = run_diff(&gongkai->output, &run, old, format);
    return finish(gongkai, &run, made);
}

void gongkai_refresh(struct gongkai *gongkai)
{
    jmp_buf point;
    if (setjmp(point)) {
        lost(gongkai);
        return;
    }
    memory_recover(&point);
    renew(gongkai);
    struct kept now = {gongkai->house, gongkai->arena, gongkai->last};
    house_renew(&gongkai->house, &now.house);
    gongkai->arena = arena_new();
    gongkai->last = (struct sheet){0};
    struct kept *superfluous = now.sheet.made.composition.document ? &gongkai->kept : &now;
    drop(superfluous);
    if (superfluous != &now)
        gongkai->kept = now;
    memory_recover(NULL);
}

struct gongkai_result gongkai_changes(struct gongkai *gongkai, int colour)
{
    PROTECTED(gongkai);
    const struct sheet *old = &gongkai->kept.sheet, *new = &gongkai->last;
    bool both = gongkai->kept.arena && new->made.composition.document;
    struct run run;
    run_init(&run, &gongkai->house, gongkai->arena, gongkai->language, NULL);
    buf_clear(&gongkai->changes);
    if (both)
        run_changes(&gongkai->changes, &run, &old->run, &old->made, &new->run, &new->made, colour);
    struct slice changes = buf_slice(&gongkai->changes);
    memory_recover(NULL);
    return (struct gongkai_result){
        .messages = "", .bytes = both ? changes.p : NULL, .size = both ? changes.n : 0};
}

/* The facts, whatever the checks find; lenient: of a record that is unfinished, too. */
static void reach_facts(struct gongkai *gongkai, struct run *run, struct results *made,
                        const char *path, bool lenient)
{
    *made = (struct results){0};
    start(gongkai, run, path);
    run->request.lenient = lenient;
    if (run_read(run, &made->origin))
        run_compute(run, &made->origin, &made->account);
}

struct gongkai_result gongkai_hash(struct gongkai *gongkai, const char *path)
{
    PROTECTED(gongkai);
    struct run run;
    struct results made;
    reach_facts(gongkai, &run, &made, path, false);
    if (made.account.facts)
        buf_puts(&gongkai->output,
                 hash_bytes(run.arena, run_canonical(&run, &made.origin, &made.account)));
    return finish(gongkai, &run, made.account.facts);
}

struct gongkai_result gongkai_explain(struct gongkai *gongkai, const char *path,
                                      const char *const *names, size_t count)
{
    PROTECTED(gongkai);
    struct run run;
    struct results made;
    reach_facts(gongkai, &run, &made, path, true);
    const struct facts *facts = made.account.facts;
    bool known = facts != NULL;
    for (size_t i = 0; facts && i < count; i++) {
        const struct fact *fact = fact_find(facts, facts->root, slice_of(names[i]));
        if (fact)
            fact_explain(&gongkai->output, facts, fact, 0);
        else
            fact_report_unknown(facts, &run.diag, (struct pos){0}, slice_of(names[i]));
        known = known && fact;
    }
    return finish(gongkai, &run, known);
}

/* Appends the audit as that; false when there is nothing of the kind. */
static bool put_audit(struct buf *out, const struct audit *audit, enum gongkai_audit_format format)
{
    switch (format) {
    case GONGKAI_AUDIT_JSON:
        audit_put_json(out, audit);
        return true;
    case GONGKAI_AUDIT_HTML:
        audit_put_html(out, audit);
        return true;
    case GONGKAI_AUDIT_RECORD:
        if (audit->record)
            audit_put_record(out, audit);
        return audit->record != NULL;
    case GONGKAI_AUDIT_MARKED:
        return audit->record && audit_put_marked(out, audit);
    default:
        audit_put_text(out, audit);
        return true;
    }
}

struct gongkai_result gongkai_audit_with(struct gongkai *gongkai, const char *path,
                                         const struct gongkai_audit_options *options)
{
    PROTECTED(gongkai);
    struct run run;
    struct audit audit;
    const struct audit_request request = {.path = path,
                                          .last_year = options ? options->last_year : NULL,
                                          .form = options ? options->form : NULL};
    start(gongkai, &run, path);
    audit_run(&gongkai->house, &run.diag, &request, &audit);
    buf_puts(&gongkai->output, "");
    return finish(
        gongkai, &run,
        put_audit(&gongkai->output, &audit, options ? options->format : GONGKAI_AUDIT_TEXT));
}

struct gongkai_result gongkai_audit(struct gongkai *gongkai, const char *path,
                                    const char *last_year, enum gongkai_audit_format format)
{
    const struct gongkai_audit_options options = {.last_year = last_year, .format = format};
    return gongkai_audit_with(gongkai, path, &options);
}

/* The file at the path, or NULL after reporting why it cannot be read. */
static const struct source *read_pdf(struct run *run)
{
    const char *path = run->request.path;
    const struct source *source = source_read(run->arena, path, LIMIT_PDF);
    if (!source)
        source_report(&run->diag, (struct pos){0}, path);
    return source;
}

/* Makes the output of a finished file. */
static struct gongkai_result read_back(struct gongkai *gongkai, const char *path,
                                       bool (*make)(struct buf *out, struct diag *diag,
                                                    const struct source *pdf))
{
    PROTECTED(gongkai);
    struct run run;
    start(gongkai, &run, path);
    const struct source *pdf = read_pdf(&run);
    bool made = pdf && make(&gongkai->output, &run.diag, pdf);
    return finish(gongkai, &run, made);
}

struct gongkai_result gongkai_verify(struct gongkai *gongkai, const char *path)
{
    return read_back(gongkai, path, archive_verify);
}

struct gongkai_result gongkai_extract(struct gongkai *gongkai, const char *path)
{
    return read_back(gongkai, path, archive_extract);
}

static bool extract_previous(struct buf *out, struct diag *diag, const struct source *pdf)
{
    bool found = archive_extract_named(out, diag, pdf, carried_previous);
    if (!found && diag->worst < LEVEL_ERROR)
        diag_report(diag, MSG_NO_PREVIOUS, (struct pos){0}, pdf->name);
    return found;
}

struct gongkai_result gongkai_extract_previous(struct gongkai *gongkai, const char *path)
{
    return read_back(gongkai, path, extract_previous);
}
