#include "base/hash.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const char *hash_bytes(struct arena *arena, struct slice bytes)
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    sha256_update(&context, bytes.n, (const uint8_t *)bytes.p);
    sha256_digest(&context, sizeof digest, digest);
    char *hex = arena_alloc(arena, 2 * sizeof digest + 1);
    for (size_t i = 0; i < 2 * sizeof digest; i++)
        hex[i] = "0123456789abcdef"[digest[i / 2] >> (i % 2 ? 0 : 4) & 0xF];
    return hex;
}

const char *hash_file(struct arena *arena, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return NULL;
    struct stat about;
    const char *hash = NULL;
    bool known = fstat(file, &about) == 0;
    size_t size = known ? (size_t)about.st_size : 0;
    char *bytes = size ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0) : NULL;
    if (known && bytes != MAP_FAILED)
        hash = hash_bytes(arena, (struct slice){bytes, size});
    if (bytes && bytes != MAP_FAILED)
        munmap(bytes, size);
    close(file);
    return hash;
}

struct paths {
    struct arena *arena;
    const char **path; /* from the folder */
    size_t count, room;
};

static void add_path(struct paths *paths, const char *path)
{
    GROW(NULL, paths->path, paths->count, paths->room, 64);
    paths->path[paths->count++] = path;
}

/* Adds the files below folder/path, which is "" or ends with a slash. */
static bool list_files(struct paths *paths, const char *folder, const char *path)
{
    DIR *directory = opendir(arena_printf(paths->arena, "%s/%s", folder, path));
    if (!directory)
        return false;
    bool listed = true;
    for (const struct dirent *entry; listed && (entry = readdir(directory));) {
        if (entry->d_name[0] == '.')
            continue;
        const char *name = arena_printf(paths->arena, "%s%s", path, entry->d_name);
        struct stat about;
        listed = stat(arena_printf(paths->arena, "%s/%s", folder, name), &about) == 0;
        if (listed && S_ISDIR(about.st_mode))
            listed = list_files(paths, folder, arena_printf(paths->arena, "%s/", name));
        else if (listed)
            add_path(paths, name);
    }
    int error = errno;
    closedir(directory);
    errno = error;
    return listed;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *hash_folder(struct arena *arena, const char *folder)
{
    struct paths paths = {.arena = arena};
    struct buf lines = {0};
    bool read = list_files(&paths, folder, "");
    if (paths.count)
        qsort(paths.path, paths.count, sizeof *paths.path, compare_paths);
    for (size_t i = 0; read && i < paths.count; i++) {
        const char *hash = hash_file(arena, arena_printf(arena, "%s/%s", folder, paths.path[i]));
        read = hash != NULL;
        if (read)
            buf_printf(&lines, "%s  %s\n", hash, paths.path[i]);
    }
    const char *hash = read ? hash_bytes(arena, buf_slice(&lines)) : NULL;
    free(paths.path);
    buf_free(&lines);
    return hash;
}
