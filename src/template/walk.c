/*
 * What can be told of a package without a record: every part is compiled, every tag that the
 * document of the package, or of one it extends, can come to is walked, and the text between the
 * tags is searched for elements and classes.
 */
#include <string.h>

#include "template/elements.h"
#include "template/package.h"
#include "template/tags.h"
#include "template/template.h"
#include "template/ways.h"

struct walk {
    const struct template *template; /* whose document is walked */
    struct diag *diag;
    enum mustache_mode mode;
    void (*use)(void *data, const struct fact *fact, struct pos tag);
    void *data;
};

static const struct mustache *find_part(void *data, struct slice name, const struct mustache *from,
                                        struct pos pos)
{
    struct walk *walk = data;
    const struct mustache *part = is_told(walk->diag, pos)
                                      ? NULL
                                      : template_part(walk->template, walk->diag, name, from, pos);
    struct part *found = part ? part->home : NULL;
    if (found)
        found->used = true;
    return part;
}

static void walk_text(struct walk *walk, const struct mustache *text, const struct facts *names)
{
    const struct mustache_finder finder = {.find = find_part,
                                           .data = walk,
                                           .use = walk->use,
                                           .use_data = walk->data,
                                           .ways = walk->template->ways};
    if (text)
        mustache_render(walk->template->arena, walk->diag, text, names, &finder, walk->mode);
}

/* Whether the package, or one it extends, has the part; nothing is reported. */
static bool has_part(const struct template *template, struct package *package, const char *name)
{
    struct diag quiet;
    diag_init(&quiet, template->arena, LANGUAGE_ENGLISH);
    return package_part(template->arena, &quiet, package, slice_of(name), (struct pos){0});
}

bool template_has(const struct template *template, const char *part)
{
    return has_part(template, template->package, part);
}

static void walk_part(struct walk *walk, const char *part, const struct facts *names)
{
    walk_text(walk, find_part(walk, slice_of(part), NULL, (struct pos){0}), names);
}

/* The parts that begin a document: of each kind, and what compares two of them. */
static void walk_documents(struct walk *walk, const struct template_entry *entries)
{
    const struct template *template = walk->template;
    const struct facts *names = entries->names;
    static const char comparison[] = "correction/diff";
    walk_part(walk, entries->part, names);
    for (const struct template_entry *other = entries + 1; other->part; other++)
        if (template_has(template, other->part))
            walk_part(walk, other->part, other->names);
    if (template_has(template, comparison))
        walk_part(walk, comparison, names);
    walk_text(walk, template->title, names);
    walk_text(walk, template->author, names);
    walk_text(walk, template->subject, names);
}

/* text between tags */

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

/* Reports the element whose name follows the < at text. */
static void check_element(struct walk *walk, const struct source *source, struct slice text)
{
    size_t n = 1;
    while (n < text.n && is_name_byte(text.p[n]))
        n++;
    bool whole = n > 1 && n < text.n;
    const char *name = arena_copy(walk->template->arena, text.p + 1, n - 1);
    struct pos pos = source_pos(source, (struct slice){text.p, n});
    if (whole && !rule_find(name) && !is_told(walk->diag, pos))
        diag_report(walk->diag, MSG_ELEMENT_UNKNOWN, pos, name);
}

/* Reports the style that the attribute at text names, if its value is plain text. */
static void check_style(struct walk *walk, const struct source *source, struct slice text,
                        const char *attribute)
{
    size_t skip = strlen(attribute);
    const char *value = text.p + skip, *end = memchr(value, '"', text.n - skip);
    struct pos pos = source_pos(source, (struct slice){text.p, skip - 2});
    if (!end || end == value || is_told(walk->diag, pos))
        return;
    struct slice name =
        slice_copy(walk->template->arena, (struct slice){value, (size_t)(end - value)});
    if (*attribute == 'c')
        template_class(walk->template, walk->diag, name, pos);
    else if (!template_numbers(walk->template, name))
        diag_report(walk->diag, MSG_NUMBERS_UNKNOWN, pos, name.p, name.p);
}

static void check_text(struct walk *walk, const struct source *source, struct slice text)
{
    static const char comment[] = "<!--", class[] = "class=\"", numbers[] = "numbers=\"";
    for (; text.n; text = (struct slice){text.p + 1, text.n - 1}) {
        if (slice_starts(text, comment)) {
            const char *end = memmem(text.p, text.n, "-->", 3);
            if (!end)
                return;
            text = (struct slice){end, (size_t)(text.p + text.n - end)};
        } else if (*text.p == '<') {
            check_element(walk, source, text);
        } else if (slice_starts(text, class)) {
            check_style(walk, source, text, class);
        } else if (slice_starts(text, numbers)) {
            check_style(walk, source, text, numbers);
        }
    }
}

static void check_tags(struct walk *walk, const struct source *source, const struct tag *tag)
{
    for (const struct tag *child = tag->first; child; child = child->next) {
        if (child->kind == TAG_TEXT)
            check_text(walk, source, child->raw);
        check_tags(walk, source, child);
    }
}

/* Whether there is a tag that names a part by a fact. */
static bool has_dynamic(const struct tag *tag)
{
    for (const struct tag *child = tag->first; child; child = child->next)
        if (child->dynamic || has_dynamic(child))
            return true;
    return false;
}

/* What the parts of a chain are like. */
struct survey {
    bool broken;  /* one cannot be compiled */
    bool dynamic; /* one names a part by a fact */
};

/* Compiles all parts of one package and searches their text. */
static void survey_parts(struct walk *walk, struct package *package, struct survey *survey)
{
    struct arena *arena = walk->template->arena;
    struct slice *names;
    size_t count = package_list(arena, package, &names);
    for (size_t i = 0; i < count; i++) {
        const struct mustache *part =
            package_part(arena, walk->diag, package, names[i], (struct pos){0});
        survey->broken |= !part;
        if (!part)
            continue;
        check_tags(walk, part->source, part->root);
        survey->dynamic |= has_dynamic(part->root);
    }
}

/* Parts below this folder are there for packages that extend the one that has them. */
static const char optional[] = "optional/";

static void report_unused(struct walk *walk, const struct package *package)
{
    for (const struct part *part = package->parts; part; part = part->next)
        if (part->compiled && !part->used && !slice_starts(part->name, optional))
            diag_report(walk->diag, MSG_PART_UNUSED,
                        source_pos(part->compiled->source,
                                   (struct slice){part->compiled->source->text.p, 0}),
                        part->name.p);
}

void template_check(const struct template *template, struct diag *diag,
                    const struct template_entry *entries)
{
    struct walk walk = {template, diag, MUSTACHE_WALK, NULL, NULL};
    struct survey survey = {0};
    for (struct package *package = template->package; package; package = package->base)
        survey_parts(&walk, package, &survey);
    if (survey.broken)
        return;
    /* A part that a package replaces is in use where the one it extends stands alone. */
    for (struct package *package = template->package; package; package = package->base) {
        struct template alone = *template;
        bool first = package == template->package;
        struct walk from_here = {&alone, diag, MUSTACHE_WALK, NULL, NULL};
        alone.package = package;
        if (first || has_part(template, package, entries->part))
            walk_documents(&from_here, entries);
    }
    ways_check(template, diag);
    for (struct package *package = template->package; package && !survey.dynamic;
         package = package->base)
        report_unused(&walk, package);
}

void template_read(const struct template *template, const struct template_entry *entry,
                   void (*use)(void *data, const struct fact *fact, struct pos tag), void *data)
{
    struct diag quiet;
    diag_init(&quiet, template->arena, LANGUAGE_ENGLISH);
    struct walk walk = {template, &quiet, MUSTACHE_READ, use, data};
    walk_part(&walk, entry->part, entry->names);
}
