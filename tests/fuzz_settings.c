/* Any bytes as the settings of a package. */
#include "fuzzing.h"
#include "record/reader.h"
#include "template/package.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct diag diag;
    struct package package = {.name = "", .folder = "/nowhere"};
    struct template template = {.arena = arena, .package = &package};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    package.settings = ini_parse(
        arena, &diag, source_of(arena, "template.ini", (struct slice){(const char *)bytes, size}));
    settings_read(&template, &diag);
    fuzz_print(&diag);
    arena_free(arena);
    return 0;
}
