/* The warden: has everything open, computes nothing itself, and forks a worker a request. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/libraries.h"
#include "kinds/kind.h"
#include "ledger/sample.h"
#include "press/stages.h"
#include "serve/serve.h"
#include "serve/worker.h"

/* ---- opening ---- */

/* Makes a document of the form, so that what is made once (glyphs, widths, parsed parts) is there
 * for every worker. */
static void warm_form(struct house *house, struct arena *arena, const char *name)
{
    struct run run;
    struct pages *pages;
    arena_reset(arena);
    run_init(&run, house, arena, LANGUAGE_ENGLISH, name);
    forms_learn(house, name);
    struct composition composition = {.template = house_template(house, &run.diag, name, NULL)};
    if (!composition.template)
        return;
    const struct facts *facts =
        ledger_sample(arena, &run.diag, house->catalog,
                      template_form(composition.template, kind_final.form), SAMPLE_FULL);
    if (!facts)
        return;
    composition.document =
        template_run_from(arena, &run.diag, composition.template, facts, slice_of(kind_final.part));
    struct buf picture = {0};
    if (composition.document && run_layout(&run, &composition, FONTS_ALL, &pages))
        page_png(&picture, &run.diag, pages, 0, 20);
    buf_free(&picture);
    house_reads(house, composition.template, &kind_final, SLICE("收入"));
}

static bool warm(struct house *house, struct diag *diag)
{
    if (!house_catalog(house, diag) || !house_fonts(house, diag, FONTS_ALL))
        return false;
    const struct package_list *list = house_packages(house);
    struct arena *arena = arena_new();
    struct diag quiet; /* what needs a library that is not there says so itself */
    diag_init(&quiet, arena, LANGUAGE_ENGLISH);
    for (int library = 0; library < LIBRARY_COUNT; library++)
        if (library != LIBRARY_MICROHTTPD)
            library_load((enum library)library, &quiet);
    for (size_t i = 0; i < list->count; i++)
        warm_form(house, arena, list->item[i].name);
    arena_free(arena);
    return true;
}

/* ---- workers ---- */

static void start_worker(struct house *house, const struct confinement *confinement, int control,
                         int channel)
{
    pid_t warden = getpid();
    if (fork() != 0)
        return;
    close(control);
    signal(SIGCHLD, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != warden)
        _exit(0);
    worker_confine(confinement);
    worker_answer(house, channel);
    _exit(0);
}

/* The channel that comes with the next byte; -1 when there will be none. */
static int next_channel(int control)
{
    char byte;
    union {
        char room[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } rights;
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = rights.room,
                             .msg_controllen = sizeof rights.room};
    ssize_t got;
    do
        got = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    const struct cmsghdr *head = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    int channel = -1;
    if (head && head->cmsg_type == SCM_RIGHTS)
        memcpy(&channel, CMSG_DATA(head), sizeof channel);
    return channel;
}

static _Noreturn void run_warden(const struct serve_settings *settings, int control)
{
    const struct confinement confinement = {settings->seconds, settings->memory};
    struct house house;
    struct diag diag;
    struct buf said = {0};
    signal(SIGINT, SIG_IGN); /* the front takes leave of all */
    signal(SIGTERM, SIG_IGN);
    house_open(&house, settings->data);
    diag_init(&diag, house.arena, settings->language);
    bool ready = warm(&house, &diag);
    diag_print_from(&said, &diag, LEVEL_ERROR);
    ssize_t put = write(STDERR_FILENO, said.n ? said.p : "", said.n);
    if (put < 0 || !ready || write(control, "", 1) != 1)
        _exit(1);
    signal(SIGCHLD, SIG_IGN); /* nobody waits for them */
    for (int channel; (channel = next_channel(control)) >= 0;) {
        start_worker(&house, &confinement, control, channel);
        close(channel);
    }
    _exit(0);
}

int warden_start(const struct serve_settings *settings, int *control)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    pid_t parent = getpid(), process = fork();
    if (process == 0) {
        close(ends[0]);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(0);
        run_warden(settings, ends[1]);
    }
    close(ends[1]);
    *control = ends[0];
    return (int)process;
}

int warden_call(int control)
{
    int ends[2];
    union {
        char room[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } rights = {0};
    struct iovec data = {(char[]){0}, 1};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = rights.room,
                             .msg_controllen = sizeof rights.room};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    fcntl(ends[0], F_SETFL, O_NONBLOCK); /* the worker's end waits */
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(head), &ends[1], sizeof(int));
    bool sent = sendmsg(control, &message, MSG_NOSIGNAL) == 1;
    close(ends[1]);
    if (sent)
        return ends[0];
    close(ends[0]);
    return -1;
}
