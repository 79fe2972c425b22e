/* Fuzzes the template stage: any bytes as the entry part of a package, over the sample facts. */
#include "sample.h"
#include "template/package.h"
#include "template/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    const struct source *source =
        source_of(arena, "document.html", (struct slice){(const char *)data, size});
    struct mustache *entry = mustache_compile(arena, &diag, source, source->text);
    struct part part = {.name = SLICE("document"), .compiled = entry};
    struct package package = {.name = "", .folder = "/nowhere", .parts = &part};
    const struct source *ini = source_of(arena, "template.ini", SLICE(""));
    package.settings = ini_parse(arena, &diag, ini);
    part.package = &package;
    struct template template = {.arena = arena, .package = &package};
    settings_read(&template, &diag);
    struct buf out = {0};
    if (entry) {
        entry->home = &part;
        const struct document *document =
            template_run(arena, &diag, &template, sample_facts(arena));
        if (document)
            document_dump(&out, document);
    }
    for (const struct finding *finding = diag.first; finding; finding = finding->next)
        finding_print(&out, finding, LANGUAGE_ENGLISH);
    buf_free(&out);
    arena_free(arena);
    return 0;
}
