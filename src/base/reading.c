#include "base/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static _Thread_local void (*observer)(void *data, const char *path);
static _Thread_local void *observer_data;
static _Thread_local const struct allowed *allowed;
static _Thread_local struct inputs *remembered;
static _Thread_local const struct offered *offered;

void source_observe(void (*observe)(void *data, const char *path), void *data)
{
    observer = observe;
    observer_data = data;
}

void source_allow(const struct allowed *list)
{
    allowed = list;
}

/* ---- what was read ---- */

void source_remember(struct inputs *inputs)
{
    remembered = inputs;
}

void source_forget(void)
{
    if (!remembered || !remembered->room)
        return;
    memset(remembered->item, 0, remembered->room * sizeof *remembered->item);
    remembered->count = 0;
}

static struct input *slot_of(const struct inputs *inputs, struct input wanted)
{
    uint64_t at = (wanted.node * 0x9E3779B97F4A7C15u ^ wanted.device) & (inputs->room - 1);
    struct input *item = inputs->item;
    while (item[at].used && (item[at].node != wanted.node || item[at].device != wanted.device))
        at = (at + 1) & (inputs->room - 1);
    return &item[at];
}

static void put_input(struct inputs *inputs, struct input input)
{
    if (inputs->count * 2 >= inputs->room) {
        struct inputs old = *inputs;
        inputs->room = old.room ? old.room * 2 : 64;
        inputs->item = xrealloc(NULL, inputs->room * sizeof *inputs->item);
        memset(inputs->item, 0, inputs->room * sizeof *inputs->item);
        for (uint32_t i = 0; i < old.room; i++)
            if (old.item[i].used)
                *slot_of(inputs, old.item[i]) = old.item[i];
        free(old.item);
    }
    struct input *slot = slot_of(inputs, input);
    inputs->count += !slot->used;
    *slot = input;
}

bool inputs_hold(const struct inputs *inputs, const struct stat *about)
{
    const struct input wanted = {about->st_dev, about->st_ino, true};
    return inputs && inputs->count && slot_of(inputs, wanted)->used;
}

void inputs_add(struct inputs *inputs, const char *path)
{
    struct stat about;
    if (stat(path, &about) == 0)
        put_input(inputs, (struct input){about.st_dev, about.st_ino, true});
}

bool source_is_input(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && inputs_hold(remembered, &about);
}

static void remember(const struct stat *about)
{
    if (remembered)
        put_input(remembered, (struct input){about->st_dev, about->st_ino, true});
}

/* ---- why not ---- */

static _Thread_local struct failure {
    enum { BY_SYSTEM, BY_KIND, BY_SIZE, BY_PLACE, BY_ORIGIN, BY_OFFER } what;
    int error;
    enum limit limit;
} failure;

static bool fail(int what, int error)
{
    failure = (struct failure){.what = what, .error = error};
    errno = error;
    return false;
}

void source_report(struct diag *diag, struct pos pos, const char *path)
{
    if (failure.what == BY_SIZE)
        limit_report(diag, failure.limit, pos, path);
    else if (failure.what == BY_PLACE)
        diag_report(diag, MSG_FILE_OUTSIDE, pos, path);
    else if (failure.what == BY_ORIGIN)
        diag_report(diag, MSG_FILE_SEALED, pos, path);
    else if (failure.what == BY_OFFER)
        diag_report(diag, MSG_FILE_UNOFFERED, pos, path);
    else
        diag_report(diag, MSG_FILE_READ, pos, path, source_why(diag));
}

const char *source_why(const struct diag *diag)
{
    static const char *const words[][2] = {
        [BY_KIND] = {"it is no plain file", "不是普通文件"},
        [BY_SIZE] = {"it is too large", "文件过大"},
        [BY_PLACE] = {"it is not in that folder", "不在该目录内"},
        [BY_ORIGIN] = {"it may not be named here", "此处不能引用文件"},
        [BY_OFFER] = {"it was not sent along", "没有一并提交"},
    };
    return failure.what == BY_SYSTEM ? strerror(failure.error)
                                     : words[failure.what][diag->language];
}

/* ---- in memory ---- */

void source_offer(const struct offered *list)
{
    offered = list;
}

static const struct offered *offered_at(const char *path)
{
    for (const struct offered *file = offered; file; file = file->next)
        if (strcmp(file->name, path) == 0)
            return file;
    return NULL;
}

bool source_is_offered(const struct source *source)
{
    return offered_at(source->name) != NULL;
}

static const struct source *read_offered(struct arena *arena, const struct offered *file,
                                         enum limit limit)
{
    if (file->bytes.n <= limit_of(limit))
        return source_of(arena, file->name, file->bytes);
    fail(BY_SIZE, EFBIG);
    failure.limit = limit;
    return NULL;
}

const char *source_path(struct arena *arena, struct slice bytes, int *file)
{
    *file = memfd_create("gongkai", 0);
    for (size_t done = 0; *file >= 0 && done < bytes.n;) {
        ssize_t put = write(*file, bytes.p + done, bytes.n - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0) {
            close(*file);
            *file = -1;
        }
        done += put > 0 ? (size_t)put : 0;
    }
    return *file < 0 ? NULL : arena_printf(arena, "/proc/self/fd/%d", *file);
}

/* ---- opening ---- */

/* What the caller has open already. */
static bool is_inherited(const char *path)
{
    return strncmp(path, "/dev/fd/", 8) == 0 || strcmp(path, "/dev/stdin") == 0 ||
           strncmp(path, "/proc/self/fd/", 14) == 0;
}

/* -1 after fail. Not blocking, a pipe that nobody writes to is opened too, and found out. */
static int open_plain(const char *path)
{
    struct stat about;
    bool inherited = is_inherited(path);
    if (stat(path, &about) != 0)
        return fail(BY_SYSTEM, errno) - 1;
    if (S_ISDIR(about.st_mode))
        return fail(BY_SYSTEM, EISDIR) - 1;
    if (!S_ISREG(about.st_mode) && !(inherited && S_ISFIFO(about.st_mode)))
        return fail(BY_KIND, EINVAL) - 1;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (inherited ? 0 : O_NONBLOCK));
    if (file < 0)
        return fail(BY_SYSTEM, errno) - 1;
    if (fstat(file, &about) == 0 &&
        (S_ISREG(about.st_mode) || (inherited && S_ISFIFO(about.st_mode)))) {
        remember(&about);
        return file;
    }
    close(file); /* another than the one just looked at */
    return fail(BY_KIND, EINVAL) - 1;
}

int source_open(const char *path)
{
    return open_plain(path);
}

/* ---- places ---- */

/* Whether the real path is the real folder or below it. */
static bool is_below(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return n && strncmp(path, folder, n) == 0 &&
           (path[n] == '/' || path[n] == '\0' || folder[n - 1] == '/');
}

static bool is_in(const char *path, const char *folder)
{
    char *real = realpath(folder, NULL);
    bool below = real && is_below(path, real);
    free(real);
    return below;
}

/* Whether the real path is below the folder or one of those allowed. */
static bool is_within(const char *path, const char *folder)
{
    bool within = folder && is_in(path, folder);
    for (unsigned i = 0; allowed && i < allowed->count && !within; i++)
        within = is_in(path, allowed->folder[i]);
    return within;
}

/* The real path of an open file, which nobody can exchange any more; the caller frees it. */
static char *path_of(int file)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    return realpath(link, NULL);
}

/* The folder of the file that a text was read from, "." for one without; the caller frees it. */
static char *folder_of(const struct source *source)
{
    const char *slash = strrchr(source->name, '/');
    return slash ? strndup(source->name, (size_t)(slash + 1 - source->name)) : strdup(".");
}

bool source_is_within(const char *path, const char *folder)
{
    char *real = realpath(path, NULL);
    bool within = real ? is_within(real, folder) : errno != ENOMEM;
    free(real);
    return within;
}

bool source_may_name(struct pos pos, const char *path)
{
    if (!pos.source)
        return true;
    if (pos.source->sealed)
        return fail(BY_ORIGIN, EPERM);
    if (source_is_offered(pos.source))
        return offered_at(path) || fail(BY_OFFER, EPERM);
    char *real = realpath(path, NULL);
    bool none = !real && errno != ENOMEM; /* there is no such file */
    char *folder = folder_of(pos.source);
    bool may = none || (real && is_within(real, is_inherited(pos.source->name) ? NULL : folder));
    free(real);
    free(folder);
    return may || fail(BY_PLACE, EPERM);
}

/* ---- reading ---- */

static bool read_within(int file, uint64_t most, struct buf *text)
{
    struct stat about;
    if (fstat(file, &about) == 0 && S_ISREG(about.st_mode) && (uint64_t)about.st_size > most)
        return fail(BY_SIZE, EFBIG);
    char chunk[65536];
    for (ssize_t got; (got = read(file, chunk, sizeof chunk)) != 0;) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(BY_SYSTEM, errno);
        buf_put(text, chunk, (size_t)got);
        if (text->n > most)
            return fail(BY_SIZE, EFBIG);
    }
    return true;
}

/* Reads what is open, and closes it. */
static const struct source *read_open(struct arena *arena, const char *path, int file,
                                      enum limit limit)
{
    struct buf text = {0};
    bool read = read_within(file, limit_of(limit), &text);
    failure.limit = limit;
    close(file);
    const struct source *source = read ? source_of(arena, path, buf_slice(&text)) : NULL;
    buf_free(&text);
    return source;
}

const struct source *source_read(struct arena *arena, const char *path, enum limit limit)
{
    const struct offered *sent = offered_at(path);
    if (sent)
        return read_offered(arena, sent, limit);
    if (observer)
        observer(observer_data, path);
    int file = open_plain(path);
    return file < 0 ? NULL : read_open(arena, path, file, limit);
}

/* source_read of a file that must be within the folder once it is open. */
static const struct source *read_below(struct arena *arena, const char *folder, const char *path,
                                       enum limit limit)
{
    int file = open_plain(path);
    if (file < 0)
        return NULL;
    char *real = path_of(file);
    bool within = real && is_within(real, folder);
    free(real);
    if (within)
        return read_open(arena, path, file, limit);
    close(file);
    fail(BY_PLACE, EPERM);
    return NULL;
}

const struct source *source_read_in(struct arena *arena, const char *folder, const char *path,
                                    enum limit limit)
{
    if (observer)
        observer(observer_data, path);
    return read_below(arena, folder, path, limit);
}

const struct source *source_read_named(struct arena *arena, struct pos pos, const char *path,
                                       enum limit limit)
{
    if (pos.source && pos.source->sealed) {
        fail(BY_ORIGIN, EPERM);
        return NULL;
    }
    if (pos.source && source_is_offered(pos.source))
        return source_may_name(pos, path) ? source_read(arena, path, limit) : NULL;
    if (observer)
        observer(observer_data, path);
    if (!pos.source || !source_may_name(pos, path))
        return pos.source ? NULL : source_read(arena, path, limit);
    char *folder = folder_of(pos.source);
    const struct source *source =
        read_below(arena, is_inherited(pos.source->name) ? NULL : folder, path, limit);
    free(folder);
    return source;
}
