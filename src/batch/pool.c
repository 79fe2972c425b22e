/* The pool: hands jobs to worker processes, takes their outcomes, replaces a worker that died. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "batch/batch.h"

enum { WORKERS_MAX = 256 };

struct worker {
    pid_t process; /* 0: none */
    int channel;
    bool busy;
    uint32_t job;
    struct buf reply; /* what came of it so far */
};

struct pool {
    struct batch *batch;
    struct worker workers[WORKERS_MAX];
    unsigned count;
    uint32_t next; /* job not yet looked at */
    uint32_t held; /* one taken that no worker was there for; the batch's count for none */
    bool broken;   /* the state cannot be written */
    bool idle;     /* no worker can be started, and none is at work */
    int error;     /* why the last one could not be started; 0 for none */
    unsigned deaf; /* workers in a row that died before they heard of a job */
};

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

/* ---- unchanged outputs ---- */

/* The first output as it was made, and the others at all. */
static bool is_there(const struct batch *batch, const struct outcome *outcome)
{
    struct stat about;
    bool there = true;
    for (uint32_t i = 0; i < batch->output_count && there; i++) {
        const char *name = i ? output_path(batch->scratch, batch->outputs[i], outcome->output.p)
                             : outcome->output.p;
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", batch->folder, name);
        there = stat(path, &about) == 0 && (i || about.st_size == outcome->size);
    }
    return there;
}

/* Whether a former run made the job's output from just what there is now. */
static bool is_unchanged(struct batch *batch, uint32_t index)
{
    const struct job *job = &batch->jobs[index];
    const struct outcome *known = state_find(batch, job->output);
    struct key key;
    if (!known || known->level == LEVEL_ERROR || !slice_is(known->record, job->record) ||
        (job->template && !slice_is(known->template_name, job->template)) ||
        !is_there(batch, known) || !key_make(batch, job, known, &key) ||
        memcmp(&key, &known->key, sizeof key) != 0)
        return false;
    batch->outcomes[index] = *known;
    batch->outcomes[index].made = MADE_UNCHANGED;
    batch->unchanged++;
    return true;
}

/* ---- workers ---- */

static void start_worker(struct pool *pool, unsigned number)
{
    struct worker *worker = &pool->workers[number];
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        pool->error = errno;
        pool->deaf = 0;
        return;
    }
    pid_t parent = getpid(), process = fork();
    if (process < 0) {
        pool->error = errno;
        pool->deaf = 0;
    }
    if (process == 0) {
        for (unsigned i = 0; i < pool->count; i++)
            if (pool->workers[i].process)
                close(pool->workers[i].channel);
        close(ends[0]);
        signal(SIGINT, SIG_IGN); /* the document at hand is finished */
        signal(SIGTERM, SIG_IGN);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(0);
        worker_run(pool->batch, ends[1]);
    }
    close(ends[1]);
    if (process < 0) {
        close(ends[0]);
        return;
    }
    pool->error = 0;
    worker->process = process;
    worker->channel = ends[0];
    buf_clear(&worker->reply);
}

/* Takes the outcome and remembers it; it is kept in the batch's arena. */
static void finish_job(struct pool *pool, uint32_t index, const struct outcome *outcome,
                       struct slice line)
{
    struct batch *batch = pool->batch;
    struct outcome *own = &batch->outcomes[index];
    *own = *outcome;
    own->made = outcome->level == LEVEL_ERROR ? MADE_FAILED : MADE_NEW;
    batch->failed += own->made == MADE_FAILED;
    batch->made += own->made == MADE_NEW;
    pool->broken = !state_append(batch, line) || pool->broken;
    progress_show(batch, own);
}

/* The outcome of a job whose worker died. */
static void fail_job(struct pool *pool, uint32_t index, int status)
{
    struct batch *batch = pool->batch;
    const struct job *job = &batch->jobs[index];
    struct diag diag;
    struct buf line = {0};
    diag_init(&diag, batch->arena, batch->language);
    diag_report(&diag, MSG_BATCH_DIED, job->pos, job->output,
                WIFSIGNALED(status)        ? strsignal(WTERMSIG(status))
                : WEXITSTATUS(status) != 0 ? strerror(ENOMEM)
                                           : "exit");
    struct outcome outcome = outcome_of(job);
    outcome_tell(&outcome, batch->arena, &diag);
    outcome.level = LEVEL_ERROR;
    outcome_put(&line, &outcome);
    finish_job(pool, index, &outcome, (struct slice){line.p, line.n - 1});
    buf_free(&line);
}

static void bury(struct pool *pool, struct worker *worker)
{
    int status = 0;
    close(worker->channel);
    while (waitpid(worker->process, &status, 0) < 0 && errno == EINTR)
        continue;
    worker->process = 0;
    if (worker->busy && !(stopped && WIFSIGNALED(status)))
        fail_job(pool, worker->job, status);
    worker->busy = false;
}

/* Reads what the worker says; a whole line is the outcome of its job. */
static void listen_to(struct pool *pool, struct worker *worker)
{
    char chunk[16384];
    ssize_t got = read(worker->channel, chunk, sizeof chunk);
    if (got < 0 && errno == EINTR)
        return;
    if (got <= 0) {
        bury(pool, worker);
        return;
    }
    buf_put(&worker->reply, chunk, (size_t)got);
    if (worker->reply.p[worker->reply.n - 1] != '\n')
        return;
    struct slice line = {worker->reply.p, worker->reply.n - 1};
    struct outcome outcome;
    worker->busy = false;
    pool->deaf = 0;
    if (outcome_read(pool->batch->arena, line, &outcome))
        finish_job(pool, worker->job, &outcome, line);
    else
        fail_job(pool, worker->job, 0);
    buf_clear(&worker->reply);
}

/* The next job that has to be done; false when there is none. */
static bool next_job(struct pool *pool, uint32_t *job)
{
    uint32_t none = pool->batch->count;
    if (pool->held < none && !stopped && !pool->broken) {
        *job = pool->held;
        pool->held = none;
        return true;
    }
    while (!stopped && !pool->broken && pool->next < pool->batch->count) {
        *job = pool->next++;
        if (!is_unchanged(pool->batch, *job))
            return true;
    }
    return false;
}

/* A worker that died before it could hear of a job: another does it, unless they all die. */
static void take_back(struct pool *pool, struct worker *worker)
{
    worker->busy = false;
    pool->held = worker->job;
    pool->error = errno;
    pool->deaf++;
    bury(pool, worker);
}

/* Whether there is something to do for workers that can be started. */
static bool is_unfinished(const struct pool *pool)
{
    enum { DEAF_MAX = 16 };
    uint32_t count = pool->batch->count;
    bool held = pool->held < count, startable = !pool->error || pool->deaf;
    return !stopped && !pool->broken && pool->deaf < DEAF_MAX &&
           (held ? startable : pool->next < count);
}

static void feed(struct pool *pool, unsigned number)
{
    struct worker *worker = &pool->workers[number];
    if (worker->busy || !next_job(pool, &worker->job))
        return;
    if (!worker->process)
        start_worker(pool, number);
    worker->busy = worker->process != 0;
    if (!worker->busy)
        pool->held = worker->job; /* another may do it */
    else if (write(worker->channel, &worker->job, sizeof worker->job) != sizeof worker->job)
        take_back(pool, worker);
}

/* Some workers may not have come to life; with none at all there is no going on. */
static void report_workers(struct pool *pool)
{
    struct batch *batch = pool->batch;
    unsigned alive = 0, wanted = pool->count < batch->count ? pool->count : batch->count;
    for (unsigned i = 0; i < pool->count; i++)
        alive += pool->workers[i].process != 0;
    if (pool->idle)
        diag_report(batch->diag, MSG_BATCH_WORKERS, (struct pos){0}, strerror(pool->error));
    else if (pool->error)
        diag_report(batch->diag, MSG_BATCH_FEWER, (struct pos){0},
                    arena_printf(batch->arena, "%u", alive),
                    arena_printf(batch->arena, "%u", wanted), strerror(pool->error));
}

/* After a signal the documents at hand are finished, unless that takes too long. */
static int patience(struct pool *pool)
{
    enum { PATIENCE_MS = 3000 };
    static int64_t since;
    if (!stopped)
        return -1;
    since = since ? since : clock_ms();
    int64_t left = since + PATIENCE_MS - clock_ms();
    for (unsigned i = 0; left <= 0 && i < pool->count; i++)
        if (pool->workers[i].busy)
            kill(pool->workers[i].process, SIGKILL);
    return left > 0 ? (int)left : PATIENCE_MS;
}

/* Waits until a worker says something. False when none is at work. */
static bool wait_and_listen(struct pool *pool)
{
    struct pollfd waiting[WORKERS_MAX];
    struct worker *whose[WORKERS_MAX];
    nfds_t count = 0;
    for (unsigned i = 0; i < pool->count; i++)
        if (pool->workers[i].busy) {
            whose[count] = &pool->workers[i];
            waiting[count++] = (struct pollfd){pool->workers[i].channel, POLLIN, 0};
        }
    if (count && poll(waiting, count, patience(pool)) > 0)
        for (nfds_t i = 0; i < count; i++)
            if (waiting[i].revents)
                listen_to(pool, whose[i]);
    return count > 0;
}

bool pool_run(struct batch *batch)
{
    struct pool *pool = ARENA_NEW(batch->arena, struct pool);
    pool->batch = batch;
    pool->count = batch->workers < WORKERS_MAX ? batch->workers : WORKERS_MAX;
    batch->outcomes = ARENA_ARRAY(batch->arena, struct outcome, batch->count);
    struct sigaction action = {.sa_handler = stop,
                               .sa_flags = (int)SA_RESETHAND}; /* the second kills */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file too large is an error of writing */
    pool->held = batch->count;
    do
        for (unsigned i = 0; i < pool->count; i++)
            feed(pool, i);
    while (wait_and_listen(pool) || is_unfinished(pool));
    pool->idle = pool->held < batch->count && !stopped && !pool->broken;
    report_workers(pool);
    for (unsigned i = 0; i < pool->count; i++) {
        if (pool->workers[i].process)
            bury(pool, &pool->workers[i]);
        buf_free(&pool->workers[i].reply);
    }
    progress_end(batch);
    if (stopped)
        diag_report(batch->diag, MSG_BATCH_STOPPED, (struct pos){0});
    return !stopped && !pool->broken && !pool->idle;
}
