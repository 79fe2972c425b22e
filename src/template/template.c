/* The way through the stage: open a package, make documents from facts. */
#include <stdlib.h>
#include <string.h>

#include "base/folder.h"
#include "template/package.h"
#include "template/table.h"
#include "template/template.h"
#include "template/unlisted.h"
#include "template/untold.h"
#include "template/usage.h"
#include "template/ways.h"

/* Compiles a setting that holds Mustache. NULL when it is not set. */
static const struct mustache *compile_setting(const struct template *template, struct diag *diag,
                                              const char *path)
{
    const struct node *node = settings_find(template, path);
    if (!node || !node->text.n)
        return NULL;
    const struct source *source = node->pos.source;
    struct slice text = {source->text.p + node->pos.offset, node->pos.length};
    return mustache_compile(template->arena, diag, source, text);
}

/* The base's first. */
static void take_own(struct template *template, struct diag *diag, const struct package *package)
{
    if (package->base)
        take_own(template, diag, package->base);
    own_take(template->arena, diag, template->own, package->settings);
}

struct template *template_open(struct arena *arena, struct diag *diag,
                               const struct package_search *search, const char *name)
{
    unsigned errors = diag->count[LEVEL_ERROR];
    struct package *package = package_open(arena, diag, search, name);
    if (!package)
        return NULL;
    struct template *template = ARENA_NEW(arena, struct template);
    *template = (struct template){.arena = arena, .package = package};
    settings_read(template, diag);
    template->own = own_new(arena);
    template->ways = ways_read(arena, diag, package);
    take_own(template, diag, package);
    own_finish(arena, diag, template->own);
    template->title = compile_setting(template, diag, "题名");
    template->author = compile_setting(template, diag, "作者");
    template->subject = compile_setting(template, diag, "主题");
    return diag->count[LEVEL_ERROR] == errors ? template : NULL;
}

const struct ledger_form *template_form(const struct template *template,
                                        const struct ledger_form *form)
{
    return own_form(template->arena, template->own, form);
}

static struct slice last_step(struct slice path)
{
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    const char *slash = memrchr(path.p, '/', path.n);
    return slash ? (struct slice){slash + 1, (size_t)(path.p + path.n - slash - 1)} : path;
}

/* The folder's own name, also of one that is named by dots. */
static struct slice bare_name(struct arena *arena, const struct package *package)
{
    struct slice name = last_step(slice_of(package->name));
    char *real =
        slice_is(name, ".") || slice_is(name, "..") ? realpath(package->folder, NULL) : NULL;
    name = slice_copy(arena, real ? last_step(slice_of(real)) : name);
    free(real);
    return name;
}

bool template_package(const struct template *template, unsigned index,
                      struct template_package *package)
{
    const struct package *at = template->package;
    while (at && index--)
        at = at->base;
    if (!at)
        return false;
    const struct node *version = node_find(at->settings, "版本");
    *package = (struct template_package){bare_name(template->arena, at),
                                         version ? version->text : SLICE(""), at->folder};
    return true;
}

struct slice template_setting(const struct template *template, const char *path)
{
    const struct node *node = settings_find(template, path);
    return node ? node->text : (struct slice){"", 0};
}

bool template_extends(const struct template *template, const struct template *other)
{
    for (const struct package *package = template->package; package; package = package->base)
        if (folder_is_same(package->folder, other->package->folder))
            return true;
    return false;
}

/* Whether the package itself has the part. */
static bool brings(const struct template *template, struct package *package, const char *part)
{
    struct diag quiet;
    diag_init(&quiet, template->arena, LANGUAGE_ENGLISH);
    const struct mustache *found =
        package_part(template->arena, &quiet, package, slice_of(part), (struct pos){0});
    const struct part *home = found ? found->home : NULL;
    return home && home->package == package;
}

bool template_serves(const struct template *template, const char *kind, const char *part,
                     struct slice *said)
{
    for (struct package *package = template->package; package; package = package->base) {
        const struct node *node = node_child(package->settings, SLICE(KINDS_SETTING));
        *said = node ? node->text : (struct slice){"", 0};
        for (struct slice rest = *said; node && rest.p;)
            if (slice_is(slice_trim(slice_cut(&rest, '|')), kind))
                return true;
        if (node || brings(template, package, part))
            return !node;
    }
    return true;
}

/* Where the parts of one document come from. */
struct assembly {
    const struct template *template;
    struct diag *diag;
};

const struct mustache *template_part(const struct template *template, struct diag *diag,
                                     struct slice name, const struct mustache *from, struct pos pos)
{
    const struct part *part = from ? from->home : NULL;
    struct package *package = template->package;
    if (slice_is(name, "super") && part) {
        package = part->package->base;
        name = part->name;
        if (!package) {
            diag_report(diag, MSG_PART_SUPER, pos);
            return NULL;
        }
    }
    return package_part(template->arena, diag, package, name, pos);
}

static const struct mustache *find_part(void *data, struct slice name, const struct mustache *from,
                                        struct pos pos)
{
    struct assembly *assembly = data;
    return template_part(assembly->template, assembly->diag, name, from, pos);
}

/* How the sentences of the package print amounts. */
static const struct numbers *sentence_numbers(const struct template *template)
{
    return template_numbers(template, SLICE("正文"));
}

static struct slice render_plain(struct arena *arena, const struct assembly *assembly,
                                 const struct mustache *text, const struct facts *facts,
                                 const struct mustache_finder *finder)
{
    struct slice plain = {"", 0};
    struct rendering *rendering =
        text ? mustache_render(arena, assembly->diag, text, facts, finder, MUSTACHE_PLAIN) : NULL;
    if (!rendering)
        return plain;
    const struct numbers *numbers = template_numbers(assembly->template, SLICE("正文"));
    struct buf buf = {0};
    marks_print(&buf, rendering->text, facts, numbers);
    plain = slice_copy(arena, buf_slice(&buf));
    buf_free(&buf);
    return plain;
}

/* A heading or cover that says what the document is: all of it is the title, but for what stands at
 * the cover's foot. */
static struct slice heading_title(struct arena *arena, const struct document *document)
{
    const struct doc_node *heading = document->root->first;
    while (heading && heading->element != ELEMENT_HEADING && heading->element != ELEMENT_COVER)
        heading = heading->next;
    struct buf title = {0};
    buf_puts(&title, "");
    const struct doc_node *block =
        heading && heading->element == ELEMENT_COVER ? heading->first : NULL;
    for (; block && !block->foot; block = block->next)
        node_put_text(&title, block);
    if (!heading || heading->element != ELEMENT_COVER)
        node_put_text(&title, heading ? heading : document->root);
    struct slice copy = slice_copy(arena, buf_slice(&title));
    buf_free(&title);
    return copy;
}

/* Makes the document from the entry part; usage takes what it names. */
static struct document *make(struct arena *arena, struct diag *diag,
                             const struct template *template, const struct facts *facts,
                             struct slice part, struct usage *usage)
{
    unsigned errors = diag->count[LEVEL_ERROR];
    struct assembly assembly = {template, diag};
    const struct mustache_finder finder = {.find = find_part,
                                           .data = &assembly,
                                           .money = &sentence_numbers(template)->money,
                                           .rate = &sentence_numbers(template)->rate,
                                           .ways = template->ways,
                                           .use = usage_take,
                                           .deny = usage_deny,
                                           .use_data = usage,
                                           .unindented = true};
    const struct mustache *entry = package_part(template->arena, diag, template->package, part,
                                                template->package->settings->pos);
    struct rendering *rendering =
        entry ? mustache_render(arena, diag, entry, facts, &finder, MUSTACHE_MARKUP) : NULL;
    struct document *document =
        rendering ? markup_read(arena, diag, template, facts, rendering) : NULL;
    struct slice title = render_plain(arena, &assembly, template->title, facts, &finder);
    struct slice author = render_plain(arena, &assembly, template->author, facts, &finder);
    struct slice subject = render_plain(arena, &assembly, template->subject, facts, &finder);
    if (!document || diag->count[LEVEL_ERROR] != errors)
        return NULL;
    /* 题名 is that of the document proper. */
    document->title = slice_is(part, "document") ? title : heading_title(arena, document);
    document->author = author;
    document->subject = subject;
    return document;
}

struct document *template_run(struct arena *arena, struct diag *diag,
                              const struct template *template, const struct facts *facts)
{
    return template_run_from(arena, diag, template, facts, SLICE("document"));
}

struct document *template_run_from(struct arena *arena, struct diag *diag,
                                   const struct template *template, const struct facts *facts,
                                   struct slice part)
{
    struct usage *usage = usage_new(arena, facts);
    struct document *document = make(arena, diag, template, facts, part, usage);
    if (document) {
        tables_check_silent(diag, document, facts);
        tables_check_terms(arena, diag, document, facts);
        headings_check_hollow(arena, diag, document);
        untold_report(diag, document, usage);
        unlisted_report(diag, document, facts);
        usage_report(usage, diag);
    }
    return document;
}

struct document *template_run_part(struct arena *arena, struct diag *diag,
                                   const struct template *template, const struct facts *facts,
                                   struct slice part)
{
    return make(arena, diag, template, facts, part, usage_new(arena, facts));
}

bool template_text(struct buf *out, struct arena *arena, struct diag *diag,
                   const struct template *template, const char *part, const struct facts *facts)
{
    struct assembly assembly = {template, diag};
    const struct mustache_finder finder = {.find = find_part,
                                           .data = &assembly,
                                           .money = &sentence_numbers(template)->money,
                                           .rate = &sentence_numbers(template)->rate,
                                           .ways = template->ways,
                                           .placeless = true};
    const struct mustache *entry = package_part(template->arena, diag, template->package,
                                                slice_of(part), template->package->settings->pos);
    struct rendering *rendering =
        entry ? mustache_render(arena, diag, entry, facts, &finder, MUSTACHE_MARKUP) : NULL;
    if (rendering)
        marks_print(out, rendering->text, facts, template_numbers(template, SLICE("表格")));
    return rendering != NULL;
}
