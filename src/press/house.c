#include "press/house.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/hash.h"
#include "ledger/sample.h"
#include "template/usage.h"

struct opened {
    struct opened *next;
    const char *name, *beside;
    const struct template *template;
};

/* The file that this code is in: the shared library, or the program. */
static char *own_file(void)
{
    Dl_info about;
    if (dladdr((const void *)(uintptr_t)house_open, &about) && about.dli_fname &&
        strchr(about.dli_fname, '/'))
        return realpath(about.dli_fname, NULL);
    return realpath("/proc/self/exe", NULL);
}

/* The folder above it that holds templates: where it was installed, or a build tree. */
static const char *folder_of_program(struct arena *arena)
{
    static const char *const tails[] = {"../share/gongkai", "../../share/gongkai", "..", "../.."};
    char *path = own_file(), *slash = path ? strrchr(path, '/') : NULL;
    const char *found = NULL;
    if (slash)
        *slash = '\0';
    for (size_t i = 0; slash && !found && i < sizeof tails / sizeof *tails; i++) {
        const char *folder = arena_printf(arena, "%s/%s", path, tails[i]);
        if (access(arena_printf(arena, "%s/templates", folder), R_OK) == 0)
            found = folder;
    }
    free(path);
    return found;
}

static const char *below(const struct house *house, const char *folder, const char *name)
{
    return arena_printf(house->arena, "%s/%s", folder, name);
}

static void add_place(struct house *house, const char *folder)
{
    unsigned count = 0;
    for (; house->search.folder[count]; count++)
        if (folder && folder_is_same(house->search.folder[count], folder))
            return;
    house->search.folder[count] = folder ? folder_tidy(house->arena, folder) : NULL;
}

void house_open(struct house *house, const char *data)
{
    *house = (struct house){.arena = arena_new()};
    house->given = data ? arena_copy(house->arena, data, strlen(data)) : NULL;
    const char *added = data ? NULL : getenv("GONGKAI_DATA");
    added = added && *added ? arena_copy(house->arena, added, strlen(added)) : NULL;
    const char *own = house->given ? house->given : folder_of_program(house->arena);
    own = own ? own : GONGKAI_DATADIR;
    bool whole = added && access(below(house, added, "subjects"), F_OK) == 0;
    house->data = whole ? added : own;
    add_place(house, added ? below(house, added, "templates") : NULL);
    add_place(house, folder_of_shelf(house->arena, SHELF_USER, "templates"));
    add_place(house, folder_of_shelf(house->arena, SHELF_SITE, "templates"));
    add_place(house, below(house, own, "templates"));
}

void house_close(struct house *house)
{
    for (int i = 0; i < FONT_CHOICES; i++)
        fonts_free(house->fonts[i]);
    arena_free(house->arena);
}

void house_renew(struct house *house, struct house *old)
{
    house_open(house, old->given);
    memcpy(house->fonts, old->fonts, sizeof house->fonts);
    memset(old->fonts, 0, sizeof old->fonts);
}

static const char *data_path(const struct house *house, const char *name)
{
    return below(house, house->data, name);
}

struct fonts *house_fonts(struct house *house, struct diag *diag, enum font_choice choice)
{
    if (!house->fonts[choice])
        house->fonts[choice] = fonts_open(diag, data_path(house, "fonts"), choice);
    return house->fonts[choice];
}

bool house_catalog(struct house *house, struct diag *diag)
{
    if (!house->catalog)
        house->catalog = catalog_open(house->arena, diag, data_path(house, "subjects"));
    return house->catalog != NULL;
}

static bool is_same_folder(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

const struct template *house_template(struct house *house, struct diag *diag, const char *name,
                                      const char *beside)
{
    if (!package_is_path(name))
        beside = NULL;
    for (struct opened *opened = house->templates; opened; opened = opened->next)
        if (strcmp(opened->name, name) == 0 && is_same_folder(opened->beside, beside))
            return opened->template;
    name = arena_copy(house->arena, name, strlen(name)); /* the document's own goes with it */
    beside = beside ? arena_copy(house->arena, beside, strlen(beside)) : NULL;
    struct package_search search = house->search;
    search.beside = beside;
    const struct template *template = template_open(house->arena, diag, &search, name);
    if (!template)
        return NULL;
    struct opened *opened = ARENA_NEW(house->arena, struct opened);
    *opened = (struct opened){house->templates, name, beside, template};
    house->templates = opened;
    return template;
}

const struct template *house_template_here(struct house *house, struct diag *diag, const char *name)
{
    const char *here = package_is_path(name) ? NULL : package_in(house->arena, ".", name);
    return house_template(house, diag, here ? here : name, NULL);
}

/* What the document of a kind names of samples. What they lack one by one, figures that are typed
 * or derived, they have together. */
struct reading {
    struct reading *next;
    const struct template *template;
    const struct kind *kind;
    struct usage *usage[SAMPLE_COUNT]; /* NULL where there is no sample */
    bool read[SAMPLE_COUNT];           /* usage is known */
};

static struct usage *read_sample(struct house *house, const struct template *template,
                                 const struct kind *kind, enum sample sample)
{
    struct diag quiet;
    diag_init(&quiet, house->arena, LANGUAGE_ENGLISH);
    struct facts *names = house_catalog(house, &quiet)
                              ? ledger_sample(house->arena, &quiet, house->catalog,
                                              template_form(template, kind->form), sample)
                              : NULL;
    if (!names)
        return NULL;
    const struct template_entry entry = {kind->part, names};
    struct usage *usage = usage_new(house->arena, names);
    template_read(template, &entry, usage_take, usage);
    return usage;
}

static struct reading *reading_of(struct house *house, const struct template *template,
                                  const struct kind *kind)
{
    for (struct reading *known = house->readings; known; known = known->next)
        if (known->template == template && known->kind == kind)
            return known;
    struct reading *reading = ARENA_NEW(house->arena, struct reading);
    *reading = (struct reading){.next = house->readings, .template = template, .kind = kind};
    return house->readings = reading;
}

enum reads house_reads(struct house *house, const struct template *template,
                       const struct kind *kind, struct slice name)
{
    struct reading *reading = reading_of(house, template, kind);
    enum reads found = READS_UNKNOWN;
    for (int sample = 0; sample < SAMPLE_COUNT && found != READS_IT; sample++) {
        if (!reading->read[sample]) /* mostly the first tells */
            reading->usage[sample] = read_sample(house, template, kind, (enum sample)sample);
        reading->read[sample] = true;
        enum reads reads =
            reading->usage[sample] ? usage_reads(reading->usage[sample], name) : READS_UNKNOWN;
        found = reads == READS_UNKNOWN ? found : reads;
    }
    return found;
}

const struct package_list *house_packages(struct house *house)
{
    if (!house->packages) {
        house->packages = ARENA_NEW(house->arena, struct package_list);
        *house->packages = packages_list(house->arena, &house->search);
    }
    return house->packages;
}

/* ---- Folders ---- */

struct hashed {
    struct hashed *next;
    const char *path, *hash;
};

const char *house_hash(struct house *house, struct diag *diag, const char *folder)
{
    for (const struct hashed *hashed = house->hashes; hashed; hashed = hashed->next)
        if (strcmp(hashed->path, folder) == 0)
            return hashed->hash;
    const char *hash = hash_folder(house->arena, folder);
    if (!hash) {
        diag_report(diag, MSG_HASH, (struct pos){0}, folder, strerror(errno));
        return NULL;
    }
    struct hashed *hashed = ARENA_NEW(house->arena, struct hashed);
    *hashed =
        (struct hashed){house->hashes, arena_copy(house->arena, folder, strlen(folder)), hash};
    house->hashes = hashed;
    return hash;
}
