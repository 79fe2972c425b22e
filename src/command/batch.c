#include <malloc.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/reading.h"
#include "batch/batch.h"
#include "command/command.h"

enum { LARGE_BLOCK = 1024 * 1024, KEPT_HEAP = 8 * LARGE_BLOCK };

struct options {
    const char *output, *to, *template, *jobs_text, *shard_text;
    unsigned jobs, shard, shards;
    int merge, no_record;
};

/* A whole number from 1 to 10,000 that ends at `end`; 0 when it is none. */
static unsigned read_number(const char *text, char end, const char **rest)
{
    int64_t number;
    const char *stop = strchrnul(text, end);
    struct slice digits = {text, (size_t)(stop - text)};
    *rest = *stop ? stop + 1 : stop;
    bool sound = (*stop == end) && decimal_parse(digits, 0, &number) == DECIMAL_OK && number >= 1 &&
                 number <= 10000;
    return sound ? (unsigned)number : 0;
}

static bool read_shard(struct options *options, const char *text)
{
    options->shard = read_number(text, '/', &text);
    options->shards = options->shard ? read_number(text, '\0', &text) : 0;
    return options->shards && options->shards <= SHARDS && options->shard <= options->shards;
}

static bool read_options(struct options *options, int argc, char **argv)
{
    static const struct setting settings[] = {
        {"output", 'o', false, offsetof(struct options, output)},
        {"jobs", 'j', false, offsetof(struct options, jobs_text)},
        {"shard", 0, false, offsetof(struct options, shard_text)},
        {"merge", 0, true, offsetof(struct options, merge)},
        {"to", 0, false, offsetof(struct options, to)},
        {"template", 0, false, offsetof(struct options, template)},
        {"no-record", 0, true, offsetof(struct options, no_record)},
        {0}};
    const struct command_line line = {"batch", settings, options, .operands = {{"SOURCE", "来源"}},
                                      .more = true};
    const char *rest;
    if (!command_read(&line, argc, argv))
        return false;
    options->jobs = options->jobs_text ? read_number(options->jobs_text, '\0', &rest) : 0;
    if (options->jobs_text && !options->jobs)
        command_complain("batch", MSG_OPTION_BAD, "jobs", options->jobs_text, "1–10000");
    else if (options->shard_text && !read_shard(options, options->shard_text))
        command_complain("batch", MSG_OPTION_BAD, "shard", options->shard_text, "I/N");
    else if (!options->output)
        command_complain("batch", MSG_OPTION_MISSING, "batch", "output", NULL);
    else if (options->merge && options->shards)
        command_complain("batch", MSG_OPTION_BOTH, "--merge", "--shard", NULL);
    else if (options->merge && options->template)
        command_complain("batch", MSG_OPTION_BOTH, "--merge", "--template", NULL);
    else
        return true;
    return false;
}

/* What each document is made as. */
static bool take_outputs(struct batch *batch, const char *names)
{
    batch->output_count = outputs_read(batch->diag, names ? names : "pdf", batch->outputs);
    for (uint32_t i = 0; i < batch->output_count; i++)
        if (!batch->outputs[i]->write) {
            diag_report(batch->diag, MSG_BATCH_PICTURES, (struct pos){0}, batch->outputs[i]->name);
            return false;
        }
    return batch->output_count;
}

static bool make_all(struct batch *batch, const struct options *options, char **sources)
{
    bool sound = take_outputs(batch, options->to);
    if (!sound)
        return false;
    for (; *sources; sources++)
        sound = manifest_add(batch, *sources) && sound;
    for (uint32_t i = 0; i < batch->count && options->template; i++)
        if (!batch->jobs[i].template)
            batch->jobs[i].template = options->template;
    for (uint32_t i = 0; i < batch->count; i++)
        batch->jobs[i].output = output_path(batch->arena, batch->outputs[0], batch->jobs[i].output);
    sound = manifest_check(batch) && sound;
    if (sound && !batch->count) {
        diag_report(batch->diag, MSG_MANIFEST_EMPTY, (struct pos){0});
        sound = false;
    }
    if (!sound || !house_fonts(&batch->house, batch->diag, FONTS_ALL) ||
        !house_catalog(&batch->house, batch->diag))
        return false;
    stale_prepare(batch);
    if (options->shards)
        manifest_shard(batch, options->shard, options->shards);
    if (!state_open(batch))
        return false;
    if (!pool_run(batch))
        return false;
    stale_tell(batch);
    return state_close(batch);
}

/* What to put before an output of folder so that it is found from the folder of the report. */
static const char *link_prefix(const struct batch *batch, const char *folder)
{
    char *from = realpath(batch->folder, NULL), *to = realpath(folder, NULL);
    const char *prefix = arena_printf(batch->arena, "%s/", to ? to : folder);
    size_t n = from ? strlen(from) : 0;
    if (from && to && strncmp(from, to, n) == 0 && (to[n] == '/' || to[n] == '\0'))
        prefix = arena_printf(batch->arena, "%s%s", to[n] ? to + n + 1 : "", to[n] ? "/" : "");
    free(from);
    free(to);
    return prefix;
}

static bool merge_all(struct batch *batch, char **folders)
{
    bool sound = true;
    mkdir(batch->folder, 0777);
    for (; *folders; folders++)
        sound = state_merge(batch, *folders, link_prefix(batch, *folders)) && sound;
    state_sort(batch);
    return sound;
}

static enum status worst_status(const struct batch *batch, bool sound)
{
    int64_t worst = sound ? (int64_t)batch->diag->worst : LEVEL_ERROR;
    for (uint32_t i = 0; sound && i < batch->count; i++)
        worst = batch->outcomes[i].level > worst ? batch->outcomes[i].level : worst;
    return worst == LEVEL_ERROR     ? STATUS_ERROR
           : worst == LEVEL_WARNING ? STATUS_WARNING
                                    : STATUS_OK;
}

int command_batch(int argc, char **argv)
{
    struct options options = {0};
    if (!read_options(&options, argc, argv))
        return STATUS_USAGE;
    source_remember(NULL);                  /* there may be very many */
    mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK); /* what one part of the summary took goes back */
    mallopt(M_TRIM_THRESHOLD, KEPT_HEAP);   /* what one document took serves the next */
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, language_of_locale());
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    struct batch batch = {.arena = arena,
                          .scratch = arena_new(),
                          .diag = &diag,
                          .language = diag.language,
                          .folder = options.output,
                          .shard = "",
                          .quiet = command_is_quiet(),
                          .workers = options.jobs ? options.jobs
                                     : cores > 0  ? (unsigned)cores
                                                  : 1,
                          .no_record = options.no_record,
                          .state = -1,
                          .started = clock_ms()};
    if (options.shards)
        batch.shard = arena_printf(arena, "-%u-of-%u", options.shard, options.shards);
    house_open(&batch.house, NULL);
    bool sound = options.merge ? merge_all(&batch, argv + optind)
                               : make_all(&batch, &options, argv + optind);
    sound = sound && report_write(&batch) && summary_write(&batch) && package_write(&batch);
    command_tell(&diag);
    enum status status = worst_status(&batch, sound);
    house_close(&batch.house);
    arena_free(batch.scratch);
    arena_free(arena);
    return (int)status;
}
