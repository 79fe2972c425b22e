#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/limits.h"

static bool list_below(struct listing *listing, const char *folder, const char *path,
                       unsigned depth);

/* A link counts as what it leads to, unless that is a folder. */
static bool list_entry(struct listing *listing, const char *folder, const char *name,
                       unsigned depth)
{
    struct stat about, link;
    const char *path = arena_printf(listing->arena, "%s/%s", folder, name);
    if (lstat(path, &link) != 0 || stat(path, &about) != 0)
        return errno == ENOENT || errno == ELOOP; /* gone meanwhile, or leading nowhere */
    if (S_ISDIR(link.st_mode))
        return list_below(listing, folder, arena_printf(listing->arena, "%s/", name), depth + 1);
    if (!S_ISREG(about.st_mode))
        return true;
    GROW(listing->arena, listing->path, listing->count, listing->room, 64);
    listing->path[listing->count++] = name;
    errno = E2BIG;
    return listing->count <= limit_of(LIMIT_FILES);
}

/* Adds what is in folder/path, which is "" or ends with a slash. */
static bool list_below(struct listing *listing, const char *folder, const char *path,
                       unsigned depth)
{
    errno = ELOOP;
    if (depth > limit_of(LIMIT_FOLDERS))
        return false;
    DIR *directory = opendir(arena_printf(listing->arena, "%s/%s", folder, path));
    if (!directory)
        return false;
    bool listed = true;
    for (const struct dirent *entry; listed && (entry = readdir(directory));)
        if (entry->d_name[0] != '.')
            listed = list_entry(listing, folder,
                                arena_printf(listing->arena, "%s%s", path, entry->d_name), depth);
    int error = errno;
    closedir(directory);
    errno = error;
    return listed;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool folder_list(struct listing *listing, const char *folder)
{
    bool listed = list_below(listing, folder, "", 0);
    int error = errno;
    if (listing->count)
        qsort(listing->path, listing->count, sizeof *listing->path, by_bytes);
    errno = error;
    return listed;
}

bool folder_is_same(const char *a, const char *b)
{
    struct stat one, other;
    if (stat(a, &one) != 0 || stat(b, &other) != 0)
        return strcmp(a, b) == 0;
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

const char *folder_of_shelf(struct arena *arena, enum shelf shelf, const char *name)
{
    if (shelf == SHELF_SITE)
        return arena_printf(arena, "/etc/gongkai/%s", name);
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && *data == '/')
        return arena_printf(arena, "%s/gongkai/%s", data, name);
    return home && *home ? arena_printf(arena, "%s/.local/share/gongkai/%s", home, name) : NULL;
}

void folder_temporary(char *path, size_t size, const char *name)
{
    const char *folder = getenv("TMPDIR");
    snprintf(path, size, "%s/gongkai-%s-XXXXXX", folder && *folder ? folder : "/tmp", name);
}
