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

/* The chain while it is opened, and where its next package is. */
struct opening {
    struct arena *arena;
    struct diag *diag;
    const struct package_search *search;
    struct package *first;
    struct pos pos; /* where the next one is named */
};

/* Reads the package that was found. */
static struct package *read_package(const struct opening *opening, const struct package *found)
{
    struct arena *arena = opening->arena;
    struct package *package = ARENA_NEW(arena, struct package);
    *package = *found;
    const struct source *source = read_file(arena, package, "template.ini");
    if (!source) {
        diag_report(opening->diag, MSG_PACKAGE_MISSING, opening->pos, package->name,
                    arena_printf(arena, "%s/template.ini", package->name),
                    source_why(opening->diag));
        return NULL;
    }
    if (!source_is_text(opening->diag, source))
        return NULL;
    package->settings = ini_parse(arena, opening->diag, source);
    return package;
}

/* No chain of packages is longer. */
enum { CHAIN_MAX = 16 };

/* Whether reading the package at path would go round in a circle. */
static bool is_circle(const struct package *first, const char *path)
{
    unsigned length = 0;
    for (const struct package *package = first; package; package = package->base)
        if (++length == CHAIN_MAX || folder_is_same(package->folder, path))
            return true;
    return false;
}

/* The package that opens the chain, where it may be. */
static bool find_first(const struct opening *opening, struct package *found)
{
    struct arena *arena = opening->arena;
    const struct package_search *search = opening->search;
    if (package_is_path(found->name)) {
        found->folder = found->name;
        found->realm = search->beside ? search->beside : folder_above(arena, found->name);
        return true;
    }
    found->searched = true;
    found->folder = search_find(arena, search, found->name);
    if (!found->folder) {
        diag_report(opening->diag, MSG_PACKAGE_NOWHERE, opening->pos, found->name,
                    search_places(arena, search, NULL, NULL));
        return false;
    }
    found->realm = folder_above(arena, found->folder);
    return true;
}

/* A base named by a path, as seen from the package that names it. */
static bool find_path(const struct opening *opening, const struct package *from,
                      struct package *found)
{
    struct arena *arena = opening->arena;
    const char *path = found->name;
    found->folder = found->name =
        *path == '/' ? path : folder_tidy(arena, arena_printf(arena, "%s/%s", from->folder, path));
    found->realm = from->realm;
    found->searched = from->searched;
    if (source_is_within(found->folder, from->realm))
        return true;
    diag_report(opening->diag, MSG_PACKAGE_OUTSIDE, opening->pos, path, from->realm);
    return false;
}

/* A base named by its name: it stands beside the package, beside the record that named the package
 * by its path, or along the search. */
static bool find_name(const struct opening *opening, const struct package *from,
                      struct package *found)
{
    struct arena *arena = opening->arena;
    const char *beside = folder_above(arena, from->folder);
    const char *record = from->searched ? NULL : opening->search->beside;
    if (!source_is_within(beside, from->realm))
        beside = NULL;
    if (record && beside && folder_is_same(beside, record))
        record = NULL;
    found->realm = from->realm;
    found->searched = from->searched;
    found->folder = beside ? package_in(arena, beside, found->name) : NULL;
    if (!found->folder && record)
        found->folder = package_in(arena, record, found->name);
    if (found->folder && (from->searched || source_is_within(found->folder, from->realm)))
        return true;
    found->searched = true;
    found->folder = search_find(arena, opening->search, found->name);
    if (found->folder) {
        found->realm = folder_above(arena, found->folder);
        return true;
    }
    bool along = from->searched && beside;
    diag_report(opening->diag, MSG_PACKAGE_NOWHERE, opening->pos, found->name,
                search_places(arena, opening->search, along ? NULL : beside, record));
    return false;
}

struct package *package_open(struct arena *arena, struct diag *diag,
                             const struct package_search *search, const char *name)
{
    struct opening opening = {.arena = arena, .diag = diag, .search = search};
    const struct package *from = NULL;
    struct package **place = &opening.first;
    while (name) {
        struct package found = {.name = name};
        bool there = !from                   ? find_first(&opening, &found)
                     : package_is_path(name) ? find_path(&opening, from, &found)
                                             : find_name(&opening, from, &found);
        if (there && is_circle(opening.first, found.folder)) {
            diag_report(diag, MSG_PACKAGE_CIRCLE, opening.pos, name);
            there = false;
        }
        struct package *package = there ? read_package(&opening, &found) : NULL;
        if (!package)
            return NULL;
        *place = package;
        place = &package->base;
        from = package;
        const struct node *base = node_find(package->settings, "扩展");
        name = base && base->text.n ? base->text.p : NULL;
        opening.pos = base ? base->pos : opening.pos;
    }
    return opening.first;
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
    for (struct part **link = &package->parts; *link; link = &(*link)->next) {
        struct part *part = *link;
        if (!slice_eq(part->name, name))
            continue;
        *link = part->next; /* to the front: a part of a list comes again at once */
        part->next = package->parts;
        return package->parts = part;
    }
    if (!is_part_name(name)) {
        diag_report(diag, MSG_PART_NAME, pos, slice_copy(diag->arena, name).p);
        return NULL;
    }
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
