/* Any bytes as a record, all the way; a file that is made keeps the rules of archives. */
#include "archive/archive.h"
#include "fuzzing.h"
#include "gongkai.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct gongkai *gongkai;
    if (!gongkai)
        gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_CHINESE);
    const struct gongkai_options options = {
        .draft = 1, .text = (const char *)bytes, .text_size = size};
    struct gongkai_result result =
        gongkai_make_with(gongkai, GONGKAI_PDF, "/nowhere/record", &options);
    if (!result.bytes)
        return 0;
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf said = {0};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    bool sound = archive_verify_here(
        &said, &diag, source_of(arena, "x.pdf", (struct slice){result.bytes, result.size}), NULL);
    if (!sound) {
        diag_print(&said, &diag);
        fputs(said.p, stderr);
        __builtin_trap();
    }
    buf_free(&said);
    arena_free(arena);
    return 0;
}
