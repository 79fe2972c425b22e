/*
 * --watch: makes again whenever a file that was read, or looked for, changes. Folders are watched
 * rather than files, since editors replace files, and since a part that a package lacks may come.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/source.h"
#include "command/command.h"

enum { QUIET_MS = 30 };

/* A path that was read, and the watch on the nearest folder above it that exists. */
struct read_path {
    char *path;
    size_t folder; /* length of the folder's part */
    int watch;
};

struct watcher {
    int inotify;
    struct read_path *paths;
    size_t count;
};

static void note_path(void *data, const char *path)
{
    struct watcher *watcher = data;
    for (size_t i = 0; i < watcher->count; i++)
        if (strcmp(watcher->paths[i].path, path) == 0)
            return;
    watcher->paths = xrealloc(watcher->paths, (watcher->count + 1) * sizeof *watcher->paths);
    size_t size = strlen(path) + 1;
    char *copy = memcpy(xrealloc(NULL, size), path, size);
    watcher->paths[watcher->count++] = (struct read_path){.path = copy};
}

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
                                    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVE);
}

/* Whether the name in the watched folder is the path, or a folder on the way to it. */
static bool concerns(const struct read_path *path, int watch, const char *name)
{
    const char *rest = path->path + path->folder;
    while (*rest == '/')
        rest++;
    size_t length = strlen(name);
    return path->watch == watch && strncmp(rest, name, length) == 0 &&
           (rest[length] == '\0' || rest[length] == '/');
}

/* Reads what has happened; the path that it concerns, or NULL. */
static const char *read_events(const struct watcher *watcher)
{
    char events[16384] __attribute__((aligned(__alignof__(struct inotify_event))));
    ssize_t size = read(watcher->inotify, events, sizeof events);
    const char *changed = NULL;
    for (ssize_t at = 0; at < size;) {
        const struct inotify_event *event = (const struct inotify_event *)(events + at);
        for (size_t i = 0; event->len && i < watcher->count && !changed; i++)
            if (concerns(&watcher->paths[i], event->wd, event->name))
                changed = watcher->paths[i].path;
        at += (ssize_t)(sizeof *event + event->len);
    }
    return changed;
}

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

/* Waits until something that was read has changed and all is quiet; NULL when told to stop. */
static const char *wait_for_change(const struct watcher *watcher)
{
    sigset_t none;
    sigemptyset(&none);
    const struct timespec quiet = {.tv_nsec = QUIET_MS * 1000000L};
    const char *changed = NULL;
    while (!stopped) {
        struct pollfd file = {.fd = watcher->inotify, .events = POLLIN};
        int ready = ppoll(&file, 1, changed ? &quiet : NULL, &none);
        if (ready == 0)
            return changed;
        const char *path = ready > 0 ? read_events(watcher) : NULL;
        changed = changed ? changed : path;
    }
    return NULL;
}

static void say(const char *changed, int status)
{
    bool chinese = language_of_locale() == LANGUAGE_CHINESE, made = status < STATUS_ERROR;
    const char *outcome = made ? (chinese ? "已重新生成" : "made again")
                               : (chinese ? "有错误，未生成" : "not made, for the errors above");
    if (changed)
        fprintf(stderr, chinese ? "gongkai：%s 有变化：%s\n" : "gongkai: %s has changed: %s\n",
                changed, outcome);
    else
        fprintf(stderr, chinese ? "gongkai：等待变化，按 Ctrl-C 结束\n"
                                : "gongkai: waiting for changes; Ctrl-C ends it\n");
}

static int watch(int (*make)(int argc, char **argv), int argc, char **argv)
{
    struct watcher watcher = {.inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    const struct sigaction action = {.sa_handler = stop};
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    source_observe(note_path, &watcher);
    const char *changed = NULL;
    int status;
    do {
        status = make(argc, argv);
        for (size_t i = 0; i < watcher.count; i++)
            watch_path(&watcher, &watcher.paths[i]);
        say(changed, status);
    } while (status != STATUS_USAGE && (changed = wait_for_change(&watcher)));
    source_observe(NULL, NULL);
    for (size_t i = 0; i < watcher.count; i++)
        free(watcher.paths[i].path);
    free(watcher.paths);
    close(watcher.inotify);
    return status;
}

int command_watch(int (*make)(int argc, char **argv), int argc, char **argv)
{
    int kept = 0;
    bool wanted = false;
    for (int i = 0; i < argc; i++) {
        bool flag = strcmp(argv[i], "--watch") == 0;
        wanted |= flag;
        if (!flag)
            argv[kept++] = argv[i];
    }
    argv[kept] = NULL;
    return wanted ? watch(make, kept, argv) : make(kept, argv);
}
