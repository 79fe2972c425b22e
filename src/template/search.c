#include "template/search.h"

#include <string.h>
#include <unistd.h>

#include "base/folder.h"

bool package_is_path(const char *name)
{
    return strchr(name, '/') || strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

const char *package_in(struct arena *arena, const char *folder, const char *name)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    return access(arena_printf(arena, "%s/template.ini", path), F_OK) == 0 ? path : NULL;
}

const char *search_find(struct arena *arena, const struct package_search *search, const char *name)
{
    const char *found = NULL;
    for (unsigned i = 0; search->folder[i] && !found; i++)
        found = package_in(arena, search->folder[i], name);
    return found;
}

const char *search_places(struct arena *arena, const struct package_search *search,
                          const char *first, const char *second)
{
    struct buf places = {0};
    const char *before[] = {first, second};
    for (unsigned i = 0; i < 2; i++)
        if (before[i])
            buf_printf(&places, "%s%s", places.n ? ", " : "", before[i]);
    for (unsigned i = 0; search->folder[i]; i++)
        buf_printf(&places, "%s%s", places.n ? ", " : "", search->folder[i]);
    const char *text = arena_copy(arena, buf_slice(&places).p, places.n);
    buf_free(&places);
    return text;
}

/* Takes the last step off the path; false when that is none, or leads up itself. */
static bool step_back(struct buf *path)
{
    const char *slash = path->n ? memrchr(path->p, '/', path->n) : NULL;
    size_t from = slash ? (size_t)(slash + 1 - path->p) : 0;
    struct slice last = {path->p + from, path->n - from};
    if (!last.n || slice_is(last, ".."))
        return false;
    path->n = slash ? from - 1 : 0;
    return true;
}

const char *folder_tidy(struct arena *arena, const char *path)
{
    struct buf tidy = {0};
    for (struct slice rest = slice_of(path + (*path == '/')); rest.p;) {
        struct slice step = slice_cut(&rest, '/');
        if (!step.n || slice_is(step, ".") || (slice_is(step, "..") && step_back(&tidy)))
            continue;
        buf_puts(&tidy, tidy.n ? "/" : "");
        buf_put_slice(&tidy, step);
    }
    const char *text = arena_printf(arena, "%s%.*s",
                                    *path == '/' ? "/"
                                    : tidy.n     ? ""
                                                 : ".",
                                    (int)tidy.n, tidy.n ? tidy.p : "");
    buf_free(&tidy);
    return folder_is_same(text, path) ? text : path;
}

const char *folder_above(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    const char *slash = memrchr(path, '/', length), *step = slash ? slash + 1 : path;
    struct slice last = {step, length - (size_t)(step - path)};
    if (!last.n || slice_is(last, ".") || slice_is(last, ".."))
        return arena_printf(arena, "%.*s/..", (int)length, path);
    if (!slash)
        return ".";
    return slash == path ? "/" : arena_copy(arena, path, (size_t)(slash - path));
}
