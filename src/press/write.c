#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "press/write.h"

static bool write_all(int file, struct slice bytes)
{
    while (bytes.n) {
        ssize_t written = write(file, bytes.p, bytes.n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = (struct slice){bytes.p + written, bytes.n - (size_t)written};
    }
    return true;
}

/* The access rights that creat would give. */
static mode_t file_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

bool write_file(const char *path, struct slice bytes)
{
    struct buf name = {0};
    buf_printf(&name, "%s.XXXXXX", path);
    int file = mkstemp(name.p);
    bool written =
        file >= 0 && write_all(file, bytes) && fchmod(file, file_mode()) == 0 && fsync(file) == 0;
    int error = errno;
    if (file >= 0 && close(file) != 0 && written) {
        written = false;
        error = errno;
    }
    if (written && rename(name.p, path) != 0) {
        written = false;
        error = errno;
    }
    if (!written && file >= 0)
        unlink(name.p);
    buf_free(&name);
    errno = error;
    return written;
}
