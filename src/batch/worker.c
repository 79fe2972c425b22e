/* One worker: takes documents all the way, one after the other, each in a fresh arena. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/batch.h"
#include "press/write.h"

static const char *const figure_names[FIGURE_COUNT] = {
    [FIGURE_INCOME] = "收入.合计",
    [FIGURE_EXPENDITURE] = "支出.合计",
    [FIGURE_FISCAL] = "财政拨款支出.合计",
    [FIGURE_ABROAD] = "三公.决算.因公出国（境）费",
    [FIGURE_VEHICLES] = "三公.决算.公务用车购置及运行维护费",
    [FIGURE_RECEPTION] = "三公.决算.公务接待费",
    [FIGURE_SANGONG] = "三公.决算.合计"};

/* Not waiting for the disk: after a loss of power the size tells. */
static bool write_output(struct batch *batch, struct run *run, const struct buf *bytes,
                         const char *output)
{
    const char *target = arena_printf(run->arena, "%s/%s", batch->folder, output);
    bool written = write_file_soon(target, buf_slice(bytes));
    if (!written)
        diag_report(&run->diag, MSG_FILE_WRITE, (struct pos){0}, target, strerror(errno));
    return written;
}

/* The first under the job's name, the others beside it. */
static bool write_outputs(struct batch *batch, struct run *run, const struct outputs *outputs,
                          const struct job *job)
{
    bool written = true;
    for (uint32_t i = 0; i < outputs->count && written; i++)
        written =
            write_output(batch, run, &outputs->files[i],
                         i ? output_path(run->arena, outputs->rows[i], job->output) : job->output);
    return written;
}

static uint32_t page_count(const struct results *made)
{
    for (int choice = 0; choice < FONT_CHOICES; choice++)
        if (made->pages[choice])
            return made->pages[choice]->count;
    return 0;
}

static void take_figures(struct outcome *outcome, const struct facts *facts)
{
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        const struct fact *fact = fact_find(facts, facts->root, slice_of(figure_names[i]));
        if (fact && fact->kind == FACT_MONEY)
            outcome->figures[i] = fact->number;
        else if (fact && fact->waits & WAITS_WITHHELD)
            outcome->withheld |= 1 << i;
    }
    const struct fact *year = fact_find(facts, facts->root, SLICE("单位.年度"));
    const struct fact *name = fact_find(facts, facts->root, SLICE("单位.名称"));
    outcome->year = year ? year->number : 0;
    outcome->name = name && name->kind == FACT_TEXT ? name->text : SLICE("");
}

/* A pipe may never end. What is not there at all is told when it is read. */
static bool is_file(struct run *run)
{
    struct stat about;
    const char *path = run->request.path;
    bool other = stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
    if (other)
        diag_report(&run->diag, MSG_BATCH_KIND, (struct pos){0}, path);
    return !other;
}

/* Notes what the document is made from, as far as it came. */
static void take_origin(struct batch *batch, struct run *run, const struct job *job,
                        const struct results *made, struct outcome *outcome)
{
    const char *asked = run->request.template_name, *chosen = made->composition.template_name;
    const struct node *record = made->origin.record;
    if (!record)
        return;
    const struct node *typed = node_find(record, "单位.模板");
    const char *name = asked ? asked : chosen ? chosen : typed->text.p;
    outcome->chosen = !asked && typed->absent;
    outcome->template_name = slice_copy(run->arena, slice_of(name));
    if (made->account.facts)
        take_figures(outcome, made->account.facts);
    if (!chosen)
        return;
    outcome->files = key_files(run, made);
    if (!key_make(batch, job, outcome, &outcome->key))
        outcome->key = (struct key){{0}}; /* a file has gone meanwhile: made anew next time */
}

static void do_job(struct batch *batch, struct arena *arena, struct outputs *outputs,
                   uint32_t index, struct buf *reply)
{
    const struct job *job = &batch->jobs[index];
    const struct buf *file = &outputs->files[0];
    struct outcome outcome = outcome_of(job);
    struct run run;
    struct results made = {0};
    arena_reset(arena);
    run_init(&run, &batch->house, arena, batch->language, job->record);
    run.request.named = job->pos;
    run.request.template_name = job->template;
    run.request.no_record = batch->no_record;
    for (uint32_t i = 0; i < outputs->count; i++)
        buf_clear(&outputs->files[i]);
    bool sound = is_file(&run) && run_make(&run, outputs, &made);
    take_origin(batch, &run, job, &made, &outcome);
    sound = sound && write_outputs(batch, &run, outputs, job);
    if (sound)
        outcome.pages = page_count(&made);
    else
        outcome.key = (struct key){{0}};
    outcome_tell(&outcome, arena, &run.diag);
    outcome.level = sound ? (int64_t)run.diag.worst : LEVEL_ERROR;
    outcome.size = sound ? (int64_t)file->n : 0;
    buf_clear(reply);
    outcome_put(reply, &outcome);
}

_Noreturn void worker_run(struct batch *batch, int channel)
{
    struct arena *arena = arena_new();
    struct outputs outputs = {0};
    struct buf reply = {0};
    uint32_t index;
    for (uint32_t i = 0; i < batch->output_count; i++)
        outputs_add(&outputs, batch->outputs[i]);
    while (read(channel, &index, sizeof index) == sizeof index && index < batch->count) {
        do_job(batch, arena, &outputs, index, &reply);
        if (!write_all(channel, buf_slice(&reply)))
            break;
    }
    _exit(0);
}
