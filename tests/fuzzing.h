/* What the fuzz targets share: the bytes as a file, for readers that take a path. */
#ifndef TESTS_FUZZING_H
#define TESTS_FUZZING_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A folder in memory, of this process. */
static inline const char *fuzz_folder(void)
{
    static char folder[64];
    if (!*folder) {
        snprintf(folder, sizeof folder, "/dev/shm/gongkai-fuzz-%d", (int)getpid());
        mkdir(folder, 0700);
    }
    return folder;
}

/* Writes the bytes to a file of the name in the folder, and gives its path. */
static inline const char *fuzz_file(const char *name, const uint8_t *bytes, size_t size)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        abort();
    return path;
}

/* All findings can be printed, as valid text. */
static inline void fuzz_print(const struct diag *diag)
{
    struct buf out = {0};
    diag_print(&out, diag);
    if (out.p && utf8_check(buf_slice(&out)) < out.n)
        __builtin_trap();
    buf_free(&out);
}

#endif
