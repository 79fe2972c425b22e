/* The public functions of gongkai.h over the pipeline. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive/archive.h"
#include "base/hash.h"
#include "base/reading.h"
#include "press/pipeline.h"

/* A document that was made, with all that it refers to; arena is NULL for none. */
struct kept {
    struct house house;
    struct arena *arena;
    struct run run;
};

struct gongkai {
    struct house house;
    enum language language;
    struct arena *arena; /* of the document at hand */
    struct buf output;   /* of the last call */
    struct buf messages;
    struct buf changes;
    struct run last;  /* the document at hand, as far as it was made */
    struct kept kept; /* the one before the last refresh */
    struct allowed allowed;
};

struct gongkai *gongkai_new(const char *data, enum gongkai_language language)
{
    struct gongkai *gongkai = xrealloc(NULL, sizeof *gongkai);
    *gongkai = (struct gongkai){.language = (enum language)language, .arena = arena_new()};
    house_open(&gongkai->house, data);
    return gongkai;
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
    buf_free(&gongkai->messages);
    buf_free(&gongkai->changes);
    for (unsigned i = 0; i < gongkai->allowed.count; i++)
        free((char *)gongkai->allowed.folder[i]);
    free(gongkai);
}

int gongkai_allow_path(struct gongkai *gongkai, const char *folder)
{
    struct allowed *allowed = &gongkai->allowed;
    if (allowed->count == sizeof allowed->folder / sizeof *allowed->folder)
        return 0;
    size_t size = strlen(folder) + 1;
    allowed->folder[allowed->count++] = memcpy(xrealloc(NULL, size), folder, size);
    return 1;
}

static void start(struct gongkai *gongkai, struct run *run, const char *path)
{
    source_allow(&gongkai->allowed);
    arena_reset(gongkai->arena);
    buf_clear(&gongkai->messages);
    gongkai->last = (struct run){0};
    run_init(run, gongkai->arena, gongkai->language, path);
    run->file = gongkai->output;
    buf_clear(&run->file);
}

static struct gongkai_result finish(struct gongkai *gongkai, struct run *run, bool made)
{
    source_allow(NULL);
    diag_print(&gongkai->messages, &run->diag);
    gongkai->output = run->file;
    struct slice output = buf_slice(&gongkai->output);
    return (struct gongkai_result){.level = (enum gongkai_level)run->diag.worst,
                                   .messages = buf_slice(&gongkai->messages).p,
                                   .bytes = made ? output.p : NULL,
                                   .size = made ? output.n : 0};
}

struct gongkai_result gongkai_make_with(struct gongkai *gongkai, enum gongkai_output output,
                                        const char *path, const struct gongkai_options *options)
{
    static const struct gongkai_options none;
    struct run run;
    start(gongkai, &run, path);
    if (!options)
        options = &none;
    run.template_name = options->template;
    run.corrects = options->corrects;
    run.marks = options->marks;
    run.draft = options->draft;
    run.finish = (struct finish){options->password, options->linearize};
    bool made = run_make(&gongkai->house, &run, output);
    if (made)
        gongkai->last = run;
    return finish(gongkai, &run, made);
}

struct gongkai_result gongkai_make(struct gongkai *gongkai, enum gongkai_output output,
                                   const char *path, const char *template)
{
    struct gongkai_options options = {.template = template};
    return gongkai_make_with(gongkai, output, path, &options);
}

unsigned gongkai_page_count(const struct gongkai *gongkai)
{
    return gongkai->last.pages ? gongkai->last.pages->count : 0;
}

struct gongkai_result gongkai_page(struct gongkai *gongkai, enum gongkai_picture picture,
                                   unsigned page, int dpi)
{
    const struct pages *pages = gongkai->last.pages;
    struct run run = {.arena = gongkai->arena, .file = gongkai->output};
    diag_init(&run.diag, run.arena, gongkai->language);
    buf_clear(&run.file);
    buf_clear(&gongkai->messages);
    bool made = false;
    if (pages && page >= 1 && page <= pages->count)
        made = picture == GONGKAI_SVG ? page_svg(&run.file, &run.diag, pages, page - 1)
                                      : page_png(&run.file, &run.diag, pages, page - 1, dpi);
    return finish(gongkai, &run, made);
}

struct gongkai_result gongkai_render(struct gongkai *gongkai, const char *path,
                                     const char *template)
{
    return gongkai_make(gongkai, GONGKAI_PDF, path, template);
}

struct gongkai_result gongkai_diff(struct gongkai *gongkai, const char *old, const char *new,
                                   enum gongkai_diff_format format)
{
    struct run run;
    start(gongkai, &run, new);
    bool made = run_diff(&gongkai->house, &run, old, new, format);
    return finish(gongkai, &run, made);
}

void gongkai_refresh(struct gongkai *gongkai)
{
    struct kept now = {gongkai->house, gongkai->arena, gongkai->last};
    house_renew(&gongkai->house, &now.house);
    gongkai->arena = arena_new();
    gongkai->last = (struct run){0};
    struct kept *superfluous = now.run.document ? &gongkai->kept : &now;
    drop(superfluous);
    if (superfluous != &now)
        gongkai->kept = now;
}

struct gongkai_result gongkai_changes(struct gongkai *gongkai, int colour)
{
    const struct kept *kept = &gongkai->kept;
    bool both = kept->arena && gongkai->last.document;
    struct run run = {.arena = gongkai->arena, .file = gongkai->changes};
    diag_init(&run.diag, run.arena, gongkai->language);
    buf_clear(&run.file);
    if (both)
        run_changes(&run, &kept->run, &gongkai->last, colour);
    gongkai->changes = run.file;
    struct slice changes = buf_slice(&gongkai->changes);
    return (struct gongkai_result){
        .messages = "", .bytes = both ? changes.p : NULL, .size = both ? changes.n : 0};
}

struct gongkai_result gongkai_hash(struct gongkai *gongkai, const char *path)
{
    struct run run;
    start(gongkai, &run, path);
    bool made = run_read(&gongkai->house, &run);
    if (made)
        run_compute(&gongkai->house, &run);
    made = made && run.facts;
    if (made)
        buf_puts(&run.file, hash_bytes(run.arena, run_canonical(&gongkai->house, &run)));
    return finish(gongkai, &run, made);
}

struct gongkai_result gongkai_explain(struct gongkai *gongkai, const char *path,
                                      const char *const *names, size_t count)
{
    struct run run;
    start(gongkai, &run, path);
    run_make(&gongkai->house, &run, GONGKAI_CHECK);
    bool made = run.facts != NULL;
    for (size_t i = 0; run.facts && i < count; i++) {
        const struct fact *fact = fact_find(run.facts, run.facts->root, slice_of(names[i]));
        if (fact)
            fact_explain(&run.file, run.facts, fact, 0);
        else
            fact_report_unknown(run.facts, &run.diag, (struct pos){0}, slice_of(names[i]));
        made = made && fact;
    }
    return finish(gongkai, &run, made);
}

/* The file at the path, or NULL after reporting why it cannot be read. */
static const struct source *read_pdf(struct run *run)
{
    const struct source *source = source_read(run->arena, run->path, LIMIT_PDF);
    if (!source)
        source_report(&run->diag, (struct pos){0}, run->path);
    return source;
}

/* Makes the output of a finished file. */
static struct gongkai_result read_back(struct gongkai *gongkai, const char *path,
                                       bool (*make)(struct buf *out, struct diag *diag,
                                                    const struct source *pdf))
{
    struct run run;
    start(gongkai, &run, path);
    const struct source *pdf = read_pdf(&run);
    bool made = pdf && make(&run.file, &run.diag, pdf);
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
