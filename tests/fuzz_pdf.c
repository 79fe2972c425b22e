/* Any bytes as a PDF that is read back, in this process, without the guard. */
#include "archive/archive.h"
#include "fuzzing.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf out = {0};
    const struct source *pdf = source_of(arena, "x.pdf", (struct slice){(const char *)bytes, size});
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    archive_verify_here(&out, &diag, pdf, NULL);
    archive_extract_here(&out, &diag, pdf, NULL);
    archive_extract_here(&out, &diag, pdf, "previous.json");
    fuzz_print(&diag);
    buf_free(&out);
    arena_free(arena);
    return 0;
}
