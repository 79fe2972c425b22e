/* Fuzzes the template stage: any bytes as the entry part of a package, over the sample facts. */
#include "entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct buf out = {0};
    entry_dump(&out, arena, &diag, (struct slice){(const char *)data, size});
    for (const struct finding *finding = diag.first; finding; finding = finding->next)
        finding_print(&out, finding, LANGUAGE_ENGLISH);
    buf_free(&out);
    arena_free(arena);
    return 0;
}
