/*
 * --watch: makes again whenever a file that was read, or looked for, changes. Folders are watched
 * rather than files, since editors replace files, and since a part that a package lacks may come;
 * from before a file is read on, so that no change is missed.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/reading.h"
#include "command/command.h"

enum { QUIET_MS = 30 };

/* A path that was read, and the watch on the nearest folder above it that exists. */
struct read_path {
    char *path;
    size_t folder; /* length of the folder's part */
    int watch;
    bool changed; /* since it was made last */
};

struct watcher {
    int inotify;
    struct read_path *paths;
    size_t count;
};

/* Watches the nearest folder above the path that exists. */
static void watch_path(struct watcher *watcher, struct read_path *path)
{
    char folder[4096];
    snprintf(folder, sizeof folder, "%s", path->path);
    for (;;) {
        char *slash = strrchr(folder, '/');
        struct stat about;
        if (slash)
            slash[slash == folder] = '\0';
        path->folder = slash ? (size_t)(slash - folder) + (slash == folder) : 0;
        if (!slash || slash == folder || stat(folder, &about) == 0)
            break;
    }
    path->watch = inotify_add_watch(watcher->inotify, path->folder ? folder : ".",
                                    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVE |
                                        IN_DELETE_SELF | IN_MOVE_SELF);
}

static void watch_new_path(struct watcher *watcher, const char *path)
{
    for (size_t i = 0; i < watcher->count; i++)
        if (strcmp(watcher->paths[i].path, path) == 0)
            return;
    watcher->paths = xrealloc(watcher->paths, (watcher->count + 1) * sizeof *watcher->paths);
    size_t size = strlen(path) + 1;
    char *copy = memcpy(xrealloc(NULL, size), path, size);
    struct read_path *added = &watcher->paths[watcher->count++];
    *added = (struct read_path){.path = copy};
    watch_path(watcher, added);
}

/* A link is watched, and what it leads to. */
static void note_path(void *data, const char *path)
{
    struct watcher *watcher = data;
    struct stat about;
    char *target = lstat(path, &about) == 0 && S_ISLNK(about.st_mode) ? realpath(path, NULL) : NULL;
    watch_new_path(watcher, path);
    if (target)
        watch_new_path(watcher, target);
    free(target);
}

/* Whether the name in the watched folder, or the folder itself, is the path or a folder on the way
 * to it. */
static bool concerns(const struct read_path *path, const struct inotify_event *event)
{
    const char *rest = path->path + path->folder;
    while (*rest == '/')
        rest++;
    size_t length = event->len ? strlen(event->name) : 0;
    return path->watch == event->wd && (!length || (strncmp(rest, event->name, length) == 0 &&
                                                    (rest[length] == '\0' || rest[length] == '/')));
}

/* A file that was just opened for writing: there is more to come, and its closing is told, too. */
static bool is_begun(const struct read_path *path, const struct inotify_event *event)
{
    struct stat about;
    return (event->mask & IN_CREATE) && lstat(path->path, &about) == 0 && S_ISREG(about.st_mode) &&
           about.st_nlink == 1;
}

/* Reads what has happened and marks the paths that it concerns. When there was too much to be told,
 * that may be any. */
static bool read_events(const struct watcher *watcher)
{
    char events[16384] __attribute__((aligned(__alignof__(struct inotify_event))));
    ssize_t size = read(watcher->inotify, events, sizeof events);
    bool any = false;
    for (ssize_t at = 0; at < size;) {
        const struct inotify_event *event = (const struct inotify_event *)(events + at);
        bool lost = event->mask & IN_Q_OVERFLOW;
        for (size_t i = 0; i < watcher->count; i++) {
            struct read_path *path = &watcher->paths[i];
            bool changed = lost || (concerns(path, event) && !is_begun(path, event));
            path->changed |= changed;
            any |= changed;
        }
        at += (ssize_t)(sizeof *event + event->len);
    }
    return any;
}

static volatile sig_atomic_t stopped, making;

/* The document at hand may still be made, if that is soon done and nobody asks again: nothing is
 * half written while it is being made. */
static void stop(int signal)
{
    enum { PATIENCE_SECONDS = 2 };
    if (making && stopped)
        _exit(128 + signal);
    if (making)
        alarm(PATIENCE_SECONDS);
    stopped = 1;
}

static void make_stoppable(bool on)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    making = on;
    alarm(0);
    sigprocmask(on ? SIG_UNBLOCK : SIG_BLOCK, &signals, NULL);
}

/* Waits until something that was read has changed and all is quiet; false when told to stop. */
static bool wait_for_change(const struct watcher *watcher)
{
    sigset_t none;
    sigemptyset(&none);
    const struct timespec quiet = {.tv_nsec = QUIET_MS * 1000000L};
    bool changed = false;
    while (!stopped) {
        struct pollfd file = {.fd = watcher->inotify, .events = POLLIN};
        int ready = ppoll(&file, 1, changed ? &quiet : NULL, &none);
        if (ready == 0)
            return true;
        changed |= ready > 0 && read_events(watcher);
    }
    return false;
}

/* ---- What is said ---- */

/* Names the paths that have changed, of many the first, and takes the marks away. */
static void put_changed(struct buf *out, struct watcher *watcher, bool chinese)
{
    unsigned count = 0;
    for (size_t i = 0; i < watcher->count; i++) {
        if (watcher->paths[i].changed && !count++)
            buf_put_visible(out, slice_of(watcher->paths[i].path));
        watcher->paths[i].changed = false;
    }
    if (count > 1)
        buf_printf(out, chinese ? " 等 %u 个文件" : " and %u more", count - !chinese);
}

/* What has changed, NULL for the first time; what came of it, and after how long. */
static void say(const struct buf *changed, enum status status, unsigned milliseconds,
                const struct buf *report)
{
    bool chinese = language_of_locale() == LANGUAGE_CHINESE;
    if (!changed)
        fprintf(stderr, chinese ? "gongkai：等待变化，按 Ctrl-C 结束\n"
                                : "gongkai: waiting for changes; Ctrl-C ends it\n");
    else if (report->n)
        fprintf(stderr,
                chinese ? "gongkai：%s 有变化：已重新生成（%u 毫秒）\n%s"
                        : "gongkai: %s changed: made again in %u ms\n%s",
                changed->p, milliseconds, report->p);
    else if (status < STATUS_ERROR)
        fprintf(stderr,
                chinese ? "gongkai：%s 有变化：已生成（%u 毫秒）\n"
                        : "gongkai: %s changed: made in %u ms\n",
                changed->p, milliseconds);
    else
        fprintf(stderr,
                chinese ? "gongkai：%s 有变化：有错误，未生成，原文件保留\n"
                        : "gongkai: %s changed: not made, for the errors above; what was made "
                          "before is kept\n",
                changed->p);
}

static unsigned milliseconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned)((now.tv_sec - start->tv_sec) * 1000 +
                      (now.tv_nsec - start->tv_nsec) / 1000000);
}

/* ---- The whole ---- */

static void catch_signals(void)
{
    const struct sigaction action = {.sa_handler = stop};
    make_stoppable(false);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int command_watch(enum status (*make)(void *data, struct buf *report), void *data)
{
    struct watcher watcher = {.inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    bool chinese = language_of_locale() == LANGUAGE_CHINESE, again = false;
    struct buf changed = {0}, report = {0};
    enum status status;
    catch_signals();
    source_observe(note_path, &watcher);
    do {
        struct timespec start;
        clock_gettime(CLOCK_MONOTONIC, &start);
        buf_clear(&changed);
        buf_clear(&report);
        put_changed(&changed, &watcher, chinese);
        make_stoppable(true);
        source_forget();
        status = make(data, &report);
        make_stoppable(false);
        say(again ? &changed : NULL, status, milliseconds_since(&start), &report);
        again = true;
        for (size_t i = 0; i < watcher.count; i++)
            watch_path(&watcher, &watcher.paths[i]);
    } while (status != STATUS_USAGE && wait_for_change(&watcher));
    source_observe(NULL, NULL);
    for (size_t i = 0; i < watcher.count; i++)
        free(watcher.paths[i].path);
    free(watcher.paths);
    buf_free(&changed);
    buf_free(&report);
    close(watcher.inotify);
    return (int)status;
}
