/* Package folders: the chain of those that extend each other, and their parts. */
#include "template/package.h"

#include <errno.h>
#include <string.h>

#include "base/folder.h"
#include "base/reading.h"

/* Reads a file of the package and names it for messages. NULL with errno set. */
static const struct source *read_file(struct arena *arena, const struct package *package,
                                      const char *file)
{
    const struct source *read =
        source_read_in(arena, package->folder, arena_printf(arena, "%s/%s", package->folder, file),
                       strcmp(file, "template.ini") == 0 ? LIMIT_SETTINGS : LIMIT_PART);
    if (!read)
        return NULL;
    struct source *source = ARENA_NEW(arena, struct source);
    *source = *read;
    source->name = arena_printf(arena, "%s/%s", package->name, file);
    return source;
}

/* Reads one package; pos is where it is named. */
static struct package *read_package(struct arena *arena, struct diag *diag, const char *name,
                                    const char *folder, struct pos pos)
{
    struct package *package = ARENA_NEW(arena, struct package);
    *package = (struct package){.name = name, .folder = folder};
    const struct source *source = read_file(arena, package, "template.ini");
    if (!source) {
        diag_report(diag, MSG_PACKAGE_MISSING, pos, name,
                    arena_printf(arena, "%s/template.ini", name), source_why(diag));
        return NULL;
    }
    if (!source_is_text(diag, source))
        return NULL;
    package->settings = ini_parse(arena, diag, source);
    return package;
}

/* No chain of packages is longer. */
enum { CHAIN_MAX = 16 };

/* Whether reading the package at path would go round in a circle. */
static bool is_circle(const struct package *first, const char *path)
{
    unsigned length = 0;
    for (const struct package *package = first; package; package = package->base)
        if (++length == CHAIN_MAX || strcmp(package->folder, path) == 0)
            return true;
    return false;
}

struct package *package_open(struct arena *arena, struct diag *diag, const char *folder,
                             const char *name)
{
    struct package *first = NULL, **place = &first;
    struct pos pos = {0};
    while (name) {
        bool is_path = !first && strchr(name, '/');
        if (first && strchr(name, '/')) {
            diag_report(diag, MSG_PACKAGE_BASE, pos, name);
            return NULL;
        }
        const char *path = is_path ? name : arena_printf(arena, "%s/%s", folder, name);
        if (is_circle(first, path)) {
            diag_report(diag, MSG_PACKAGE_CIRCLE, pos, name);
            return NULL;
        }
        struct package *package = read_package(arena, diag, name, path, pos);
        if (!package)
            return NULL;
        *place = package;
        place = &package->base;
        const struct node *base = node_find(package->settings, "扩展");
        name = base && base->text.n ? base->text.p : NULL;
        pos = base ? base->pos : pos;
    }
    return first;
}

/* A path below the package: no way out of it. */
static bool is_part_name(struct slice name)
{
    if (!name.n || name.n > 200 || memchr(name.p, '\\', name.n) || memchr(name.p, '\0', name.n))
        return false;
    while (name.p) {
        struct slice step = slice_cut(&name, '/');
        if (!step.n || step.p[0] == '.')
            return false;
    }
    return true;
}

static bool is_missing(int error)
{
    return error == ENOENT || error == ENOTDIR;
}

/* What this one package has under the name; NULL only after an error, which is not kept, so that
 * the next document reports it again. */
static struct part *own_part(struct arena *arena, struct diag *diag, struct package *package,
                             struct slice name, struct pos pos)
{
    for (struct part *part = package->parts; part; part = part->next)
        if (slice_eq(part->name, name))
            return part;
    const char *file = arena_printf(arena, "%.*s.html", (int)name.n, name.p);
    const struct source *source = read_file(arena, package, file);
    if (!source && !is_missing(errno)) {
        source_report(diag, pos, file);
        return NULL;
    }
    struct mustache *compiled =
        source ? mustache_compile(arena, diag, source, text_body(source)) : NULL;
    if (source && !compiled)
        return NULL;
    struct part *part = ARENA_NEW(arena, struct part);
    *part = (struct part){.name = slice_copy(arena, name),
                          .package = package,
                          .compiled = compiled,
                          .next = package->parts};
    if (compiled)
        compiled->home = part;
    return package->parts = part;
}

const struct mustache *package_part(struct arena *arena, struct diag *diag, struct package *from,
                                    struct slice name, struct pos pos)
{
    if (!is_part_name(name)) {
        diag_report(diag, MSG_PART_NAME, pos, slice_copy(diag->arena, name).p);
        return NULL;
    }
    for (struct package *package = from; package; package = package->base) {
        struct part *part = own_part(arena, diag, package, name, pos);
        if (!part || part->compiled)
            return part ? part->compiled : NULL;
    }
    diag_report(diag, MSG_PART_MISSING, pos, slice_copy(diag->arena, name).p);
    return NULL;
}

/* What a folder may hold besides parts of its own: what `template new` copies. */
static bool is_passed_over(const char *path)
{
    size_t n = strlen(STARTER);
    return strncmp(path, STARTER, n) == 0 && path[n] == '/';
}

size_t package_list(struct arena *arena, const struct package *package, struct slice **names)
{
    struct listing listing = {.arena = arena};
    size_t count = 0;
    folder_list(&listing, package->folder);
    *names = ARENA_ARRAY(arena, struct slice, listing.count + 1);
    for (uint32_t i = 0; i < listing.count; i++) {
        const char *name = listing.path[i];
        size_t length = strlen(name);
        if (length > 5 && strcmp(name + length - 5, ".html") == 0 && !is_passed_over(name))
            (*names)[count++] = (struct slice){name, length - 5};
    }
    return count;
}
