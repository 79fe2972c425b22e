/* Markup as the only part of a package, over the sample facts. */
#ifndef TESTS_ENTRY_H
#define TESTS_ENTRY_H

#include "sample.h"
#include "template/package.h"
#include "template/template.h"

/* Appends what is made of it, if it is sound. */
static inline void entry_dump(struct buf *out, struct arena *arena, struct diag *diag,
                              struct slice text)
{
    const struct source *source = source_of(arena, "document.html", text);
    struct mustache *entry = mustache_compile(arena, diag, source, source->text);
    struct part part = {.name = SLICE("document"), .compiled = entry};
    struct package package = {.name = "", .folder = "/nowhere", .parts = &part};
    package.settings = ini_parse(arena, diag, source_of(arena, "template.ini", SLICE("")));
    part.package = &package;
    struct template template = {.arena = arena, .package = &package};
    settings_read(&template, diag);
    if (!entry)
        return;
    entry->home = &part;
    const struct document *document = template_run(arena, diag, &template, sample_facts(arena));
    if (document)
        document_dump(out, document);
}

#endif
