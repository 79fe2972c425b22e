#include "command/audit_batch.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/folder.h"
#include "base/xml.h"

enum {
    SECONDS_MAX = 120, /* of one document */
    WORKERS_MAX = 64,
    MEMORY_MAX = 0x60000000
};

/* What a worker tells of its document. */
struct outcome {
    bool done, read; /* the worker came to its end; the document could be read */
    unsigned errors, warnings, rounding;
    struct coverage coverage;
    char agency[128];
};

struct job {
    const char *path; /* below the folder */
    const char *page; /* its page, below the report */
    struct outcome outcome;
};

struct worker {
    pid_t pid;
    int pipe;
    struct job *job;
};

struct batch {
    struct arena *arena;
    struct house house;
    const struct audit_request *request;
    const char *report;
    struct job *job;
    uint32_t count, begun, done;
    struct worker worker[WORKERS_MAX];
    uint32_t workers, room;
    enum language language;
};

/* ---- A worker ---- */

static void fill_outcome(struct outcome *outcome, const struct audit *audit)
{
    outcome->done = true;
    outcome->read = audit->record != NULL;
    outcome->errors = audit->diag->count[LEVEL_ERROR];
    outcome->warnings = audit->diag->count[LEVEL_WARNING];
    outcome->rounding = audit->rounding.count[LEVEL_NOTE] + audit->rounding.count[LEVEL_WARNING];
    outcome->coverage = audit->coverage;
    snprintf(outcome->agency, sizeof outcome->agency, "%.*s", (int)audit->agency.n,
             audit->agency.n ? audit->agency.p : "");
}

/* Audits the document and ends: whatever it does harms no other. */
static void work(struct batch *batch, struct job *job, int out)
{
    struct audit_request request = *batch->request;
    struct diag diag;
    struct audit audit;
    struct buf page = {0};
    bound(RLIMIT_CPU, SECONDS_MAX);
    bound(RLIMIT_AS, MEMORY_MAX);
    alarm(SECONDS_MAX);
    request.path = arena_printf(batch->arena, "%s/%s", batch->request->path, job->path);
    diag_init(&diag, batch->house.arena, batch->language);
    audit_run(&batch->house, &diag, &request, &audit);
    audit_put_html(&page, &audit);
    fill_outcome(&job->outcome, &audit);
    const char *path = arena_printf(batch->arena, "%s/%s", batch->report, job->page);
    bool written = command_write(path, buf_slice(&page), STATUS_OK) == STATUS_OK &&
                   write(out, &job->outcome, sizeof job->outcome) == sizeof job->outcome;
    _exit(written ? 0 : 1);
}

static bool begin(struct batch *batch)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    struct job *job = &batch->job[batch->begun];
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        work(batch, job, ends[1]);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return false;
    }
    batch->begun++;
    batch->worker[batch->workers++] = (struct worker){pid, ends[0], job};
    return true;
}

static void show(const struct batch *batch)
{
    static const char *const texts[] = {"%u of %u audited%s", "已核对 %u / %u%s"};
    bool terminal = isatty(STDERR_FILENO), last = batch->done == batch->count;
    enum { EVERY = 100 };
    if (command_is_quiet() || (!terminal && !last && batch->done % EVERY))
        return;
    fprintf(stderr, texts[batch->language], batch->done, batch->count,
            terminal && !last ? "\r" : "\n");
}

/* Takes what one worker tells; of one that died, that its document cannot be read. */
static void finish(struct batch *batch)
{
    struct pollfd fds[WORKERS_MAX];
    for (uint32_t i = 0; i < batch->workers; i++)
        fds[i] = (struct pollfd){.fd = batch->worker[i].pipe, .events = POLLIN};
    if (poll(fds, batch->workers, -1) < 0)
        return;
    for (uint32_t i = batch->workers; i-- > 0;) {
        struct worker *worker = &batch->worker[i];
        struct outcome outcome;
        if (!fds[i].revents)
            continue;
        if (read(worker->pipe, &outcome, sizeof outcome) == sizeof outcome)
            worker->job->outcome = outcome;
        close(worker->pipe);
        while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
            continue;
        *worker = batch->worker[--batch->workers];
        batch->done++;
        show(batch);
    }
}

/* ---- The index ---- */

static unsigned badness(const struct outcome *outcome)
{
    return outcome->read ? outcome->errors * 1000 + outcome->warnings : 1U << 31;
}

static int compare_jobs(const void *a, const void *b)
{
    const struct job *left = a, *right = b;
    unsigned worse = badness(&left->outcome), than = badness(&right->outcome);
    return worse != than ? (worse > than ? -1 : 1) : strcmp(left->path, right->path);
}

static void put_row(struct buf *out, const struct job *job, enum language language)
{
    static const char *const unread[] = {"cannot be read", "无法读取"};
    const struct outcome *o = &job->outcome;
    buf_puts(out, "<tr><td><a href=\"");
    buf_put_xml(out, slice_of(job->page));
    buf_puts(out, "\">");
    buf_put_xml(out, slice_of(job->path));
    buf_puts(out, "</a></td><td>");
    buf_put_xml(out, slice_of(o->agency));
    if (!o->read)
        buf_printf(out, "</td><td colspan=\"5\" class=\"e\">%s</td></tr>\n", unread[language]);
    else
        buf_printf(out,
                   "</td><td class=\"n%s\">%u</td><td class=\"n\">%u</td><td class=\"n\">%u</td>"
                   "<td class=\"n\">%u</td><td class=\"n\">%u</td></tr>\n",
                   o->errors ? " e" : "", o->errors, o->warnings, o->rounding,
                   o->coverage.table_checked + o->coverage.checked,
                   o->coverage.figures - o->coverage.understood - o->coverage.prose);
}

/* What became of the documents, in one line. */
static void put_sum(struct buf *out, const struct batch *batch)
{
    static const char *const texts[] = {
        "<h1>Audit</h1>\n<p>%u documents: %u cannot be read, %u have errors, %u have warnings "
        "only, "
        "in %u nothing was found.</p>\n",
        "<h1>公开文本核对结果</h1>\n<p>共 %u 份：无法读取 %u 份，有错误 %u 份，只有警告 %u "
        "份，没有发现问题 %u 份。</p>\n"};
    unsigned unread = 0, wrong = 0, doubtful = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct outcome *o = &batch->job[i].outcome;
        unread += !o->read;
        wrong += o->read && o->errors;
        doubtful += o->read && !o->errors && o->warnings;
    }
    buf_printf(out, texts[batch->language], batch->count, unread, wrong, doubtful,
               batch->count - unread - wrong - doubtful);
}

static enum status write_index(struct batch *batch)
{
    static const char *const heads[] = {
        "<tr><th>document</th><th>agency</th><th>errors</th><th>warnings</th><th>rounding</th>"
        "<th>figures checked</th><th>not understood</th></tr>\n",
        "<tr><th>文件</th><th>单位</th><th>错误</th><th>警告</th><th>尾差</th><th>已核对</th>"
        "<th>未识别</th></tr>\n"};
    struct buf out = {0};
    qsort(batch->job, batch->count, sizeof *batch->job, compare_jobs);
    buf_printf(&out, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><style>",
               batch->language == LANGUAGE_CHINESE ? "zh-CN" : "en");
    buf_puts(&out, "body{font:16px/1.6 'Noto Sans CJK SC','Noto Sans SC',sans-serif;margin:2em}"
                   "table{border-collapse:collapse}th,td{border-bottom:1px solid #bbb;"
                   "padding:.3em .8em;text-align:left}h1{font-size:1.4em}.n{text-align:right}"
                   ".e{color:#a00;font-weight:bold}</style>");
    buf_printf(&out, "<title>%s</title></head><body>\n",
               batch->language == LANGUAGE_CHINESE ? "公开文本核对结果" : "Audit");
    put_sum(&out, batch);
    buf_puts(&out, "<table>\n");
    buf_puts(&out, heads[batch->language]);
    for (uint32_t i = 0; i < batch->count; i++)
        put_row(&out, &batch->job[i], batch->language);
    buf_puts(&out, "</table>\n</body></html>\n");
    const char *path = arena_printf(batch->arena, "%s/index.html", batch->report);
    enum status status = command_write(path, buf_slice(&out), STATUS_OK);
    buf_free(&out);
    return status;
}

/* ---- The batch ---- */

static bool is_document(const char *path)
{
    static const char *const endings[] = {".pdf",  ".docx", ".xlsx", ".xls", ".ods",
                                          ".html", ".htm",  ".PDF",  ".DOCX"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (slice_ends(slice_of(path), endings[i]))
            return true;
    return false;
}

/* A folder's documents; the name of the page of one in a folder below has its slashes replaced. */
static bool find_jobs(struct batch *batch)
{
    struct listing listing = {.arena = batch->arena};
    if (!folder_list(&listing, batch->request->path)) {
        command_refuse("cannot be read", "无法读取", batch->request->path, strerror(errno));
        return false;
    }
    batch->job = ARENA_ARRAY(batch->arena, struct job, listing.count + 1);
    for (uint32_t i = 0; i < listing.count; i++) {
        if (!is_document(listing.path[i]))
            continue;
        char *page = arena_printf(batch->arena, "%s.html", listing.path[i]);
        for (char *p = page; *p; p++)
            *p = *p == '/' ? '_' : *p;
        batch->job[batch->count++] = (struct job){.path = listing.path[i], .page = page};
    }
    return true;
}

static enum status status_of(const struct batch *batch)
{
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct outcome *o = &batch->job[i].outcome;
        enum status one = !o->read || o->errors ? STATUS_ERROR
                          : o->warnings         ? STATUS_WARNING
                                                : STATUS_OK;
        status = one > status ? one : status;
    }
    return status;
}

enum status audit_batch(const struct audit_request *request, const char *report)
{
    struct batch *batch = calloc(1, sizeof *batch);
    struct diag diag;
    if (!batch)
        return STATUS_ERROR;
    batch->request = request;
    batch->report = report;
    batch->language = language_of_locale();
    house_open(&batch->house, NULL);
    batch->arena = batch->house.arena;
    diag_init(&diag, batch->arena, batch->language);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    batch->room = cores < 1 ? 1 : cores > WORKERS_MAX ? WORKERS_MAX : (uint32_t)cores;
    enum status status = STATUS_ERROR;
    if (mkdir(report, 0777) != 0 && errno != EEXIST) {
        command_refuse("cannot be made", "无法建立", report, strerror(errno));
    } else if (house_catalog(&batch->house, &diag) && find_jobs(batch)) {
        while (batch->done < batch->count) {
            while (batch->workers < batch->room && batch->begun < batch->count && begin(batch))
                continue;
            if (!batch->workers)
                break;
            finish(batch);
        }
        status = write_index(batch);
        status = status == STATUS_OK ? status_of(batch) : status;
    }
    house_close(&batch->house);
    free(batch);
    return status;
}
