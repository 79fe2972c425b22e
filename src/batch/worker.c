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
static bool write_output(struct batch *batch, struct run *run, const struct job *job)
{
    const char *target = arena_printf(run->arena, "%s/%s", batch->folder, job->output);
    bool written = write_file_soon(target, buf_slice(&run->file));
    if (!written)
        diag_report(&run->diag, MSG_FILE_WRITE, (struct pos){0}, target, strerror(errno));
    return written;
}

static void take_figures(struct outcome *outcome, const struct facts *facts)
{
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        const struct fact *fact = fact_find(facts, facts->root, slice_of(figure_names[i]));
        if (fact && fact->kind == FACT_MONEY)
            outcome->figures[i] = fact->number;
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
    bool other = stat(run->path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
    if (other)
        diag_report(&run->diag, MSG_BATCH_KIND, (struct pos){0}, run->path);
    return !other;
}

/* The stages, stopping to note what the document is made from. */
static bool make(struct batch *batch, struct run *run, struct outcome *outcome)
{
    struct house *house = &batch->house;
    if (!is_file(run) || !run_read(house, run))
        return false;
    const struct node *typed = node_find(run->record, "单位.模板");
    const char *template = run->template_name ? run->template_name : typed->text.p;
    outcome->chosen = !run->template_name && typed->absent;
    outcome->template_name = slice_copy(run->arena, slice_of(template));
    bool sound = run_compute(house, run);
    if (run->facts)
        take_figures(outcome, run->facts);
    if (!sound || !(template = run_template_name(house, run)))
        return false;
    if (!run->template_name)
        outcome->template_name = slice_copy(run->arena, slice_of(template));
    outcome->files = key_files(run);
    if (!run_tell(house, run))
        return false;
    if (!key_make(batch, outcome, &outcome->key))
        outcome->key = (struct key){{0}}; /* a file has gone meanwhile: made anew next time */
    return run_layout(house, run) && run_write(house, run);
}

static void do_job(struct batch *batch, struct arena *arena, struct buf *file, uint32_t index,
                   struct buf *reply)
{
    const struct job *job = &batch->jobs[index];
    struct outcome outcome = outcome_of(job);
    struct run run;
    arena_reset(arena);
    run_init(&run, arena, batch->language, job->record);
    run.template_name = job->template;
    buf_clear(file);
    run.file = *file;
    bool made = make(batch, &run, &outcome) && write_output(batch, &run, job);
    *file = run.file;
    if (made)
        outcome.pages = run.pages->count;
    else
        outcome.key = (struct key){{0}};
    outcome_tell(&outcome, arena, &run.diag);
    outcome.level = made ? (int64_t)run.diag.worst : LEVEL_ERROR;
    outcome.size = made ? (int64_t)file->n : 0;
    buf_clear(reply);
    outcome_put(reply, &outcome);
}

_Noreturn void worker_run(struct batch *batch, int channel)
{
    struct arena *arena = arena_new();
    struct buf file = {0}, reply = {0};
    uint32_t index;
    while (read(channel, &index, sizeof index) == sizeof index && index < batch->count) {
        do_job(batch, arena, &file, index, &reply);
        if (!write_all(channel, buf_slice(&reply)))
            break;
    }
    _exit(0);
}
