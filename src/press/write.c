#include "press/write.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

bool write_all(int file, struct slice bytes)
{
    while (bytes.n) {
        ssize_t written = write(file, bytes.p, bytes.n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            errno = written ? errno : ENOSPC;
            return false;
        }
        bytes = (struct slice){bytes.p + written, bytes.n - (size_t)written};
    }
    return true;
}

/* Closes without losing errno, unless closing fails itself. */
static bool closed(int file, bool sound)
{
    int error = errno;
    bool written = close(file) == 0 || errno == EINTR;
    if (!sound)
        errno = error;
    return written && sound;
}

/* ---- names ---- */

static const char draft_start[] = ".gongkai-", draft_end[] = ".draft";

enum { DRAFT_DIGITS = 16 };

bool is_draft_name(const char *name)
{
    size_t start = sizeof draft_start - 1;
    return strncmp(name, draft_start, start) == 0 &&
           strspn(name + start, "0123456789abcdef") == DRAFT_DIGITS &&
           strcmp(name + start + DRAFT_DIGITS, draft_end) == 0;
}

/* A name beside others in a folder; it does not grow with the name of the file. */
struct draft {
    int folder, file;
    bool named; /* it has its name already */
    char name[sizeof draft_start + DRAFT_DIGITS + sizeof draft_end];
};

static bool name_draft(struct draft *draft)
{
    uint64_t number;
    if (getrandom(&number, sizeof number, 0) != sizeof number)
        return false;
    snprintf(draft->name, sizeof draft->name, "%s%016llx%s", draft_start,
             (unsigned long long)number, draft_end);
    return true;
}

/* ---- writing ---- */

/* A file without a name, where the file system has such; nothing of it is left when the process is
 * killed. Else one of a name that was not there. */
static bool open_draft(struct draft *draft)
{
    if (!name_draft(draft))
        return false;
    draft->file = openat(draft->folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    draft->named = draft->file < 0;
    if (draft->named)
        draft->file = openat(draft->folder, draft->name,
                             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    return draft->file >= 0;
}

static bool give_name(struct draft *draft)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", draft->file);
    draft->named =
        draft->named || linkat(AT_FDCWD, link, draft->folder, draft->name, AT_SYMLINK_FOLLOW) == 0;
    return draft->named;
}

/* Gives the draft the rights of the file that it replaces, and the owner as far as that may be. */
static bool keep_rights(int file, const struct stat *old)
{
    struct stat now;
    if (!old)
        return true;
    if (fstat(file, &now) == 0 && (now.st_uid != old->st_uid || now.st_gid != old->st_gid) &&
        fchown(file, old->st_uid, old->st_gid) != 0)
        errno = 0; /* not ours to give away */
    return fchmod(file, old->st_mode & 0777) == 0;
}

static bool replace(int folder, const char *name, struct slice bytes, const struct stat *old,
                    bool sync)
{
    struct draft draft = {.folder = folder};
    if (!open_draft(&draft))
        return false;
    bool written = write_all(draft.file, bytes) && keep_rights(draft.file, old) &&
                   (!sync || fsync(draft.file) == 0) && give_name(&draft);
    written = closed(draft.file, written) && renameat(folder, draft.name, folder, name) == 0;
    if (!written && draft.named) {
        int error = errno;
        unlinkat(folder, draft.name, 0);
        errno = error;
    }
    return written;
}

/* Takes a signal that waits, if it does. */
static void take_signal(int signal)
{
    const struct timespec now = {0};
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, signal);
    sigtimedwait(&signals, NULL, &now);
}

/* Signals wait while a draft has a name that would stay behind; the one for files too large is
 * told of by errno. */
static bool replace_undisturbed(const char *path, struct slice bytes, const struct stat *old,
                                bool sync)
{
    sigset_t all, before;
    const char *slash = strrchr(path, '/');
    char *parent = slash ? strndup(path, (size_t)(slash + 1 - path)) : strdup(".");
    int folder = parent ? open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    free(parent);
    if (folder < 0)
        return false;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    bool written = replace(folder, slash ? slash + 1 : path, bytes, old, sync);
    int error = errno;
    if (written && sync)
        fsync(folder);
    if (error == EFBIG)
        take_signal(SIGXFSZ);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(folder);
    errno = error;
    return written;
}

static bool write_into(const char *path, struct slice bytes)
{
    int file = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    return file >= 0 && closed(file, write_all(file, bytes));
}

/* Where a link that leads to nothing leads; the caller frees it. NULL with errno set. */
static char *dangling(const char *path)
{
    char target[4096];
    ssize_t n = readlink(path, target, sizeof target - 1);
    if (n < 0)
        return NULL;
    target[n] = '\0';
    struct buf whole = {0};
    const char *slash = strrchr(path, '/');
    if (*target != '/' && slash)
        buf_put(&whole, path, (size_t)(slash + 1 - path));
    buf_puts(&whole, target);
    return whole.p;
}

static bool write_followed(const char *path, struct slice bytes, bool sync, int links);

static bool follow(const char *path, struct slice bytes, bool sync, int links)
{
    char *real = realpath(path, NULL);
    if (!real && errno == ENOENT)
        real = dangling(path);
    bool written = real && write_followed(real, bytes, sync, links + 1);
    int error = errno;
    free(real);
    errno = error;
    return written;
}

static bool write_followed(const char *path, struct slice bytes, bool sync, int links)
{
    enum { LINKS_MAX = 16 };
    struct stat old;
    if (lstat(path, &old) != 0)
        return errno == ENOENT && replace_undisturbed(path, bytes, NULL, sync);
    errno = ELOOP;
    if (S_ISLNK(old.st_mode))
        return links < LINKS_MAX && follow(path, bytes, sync, links);
    errno = EISDIR;
    if (S_ISDIR(old.st_mode))
        return false;
    if (!S_ISREG(old.st_mode))
        return write_into(path, bytes);
    return access(path, W_OK) == 0 && replace_undisturbed(path, bytes, &old, sync);
}

bool write_file(const char *path, struct slice bytes)
{
    return write_followed(path, bytes, true, 0);
}

bool write_file_soon(const char *path, struct slice bytes)
{
    return write_followed(path, bytes, false, 0);
}
