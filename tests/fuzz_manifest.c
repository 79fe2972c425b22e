/* Any bytes as a manifest of a batch: the first byte says whether as CSV or as JSON lines. */
#include "batch/batch.h"
#include "fuzzing.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (!size)
        return 0;
    const char *path = fuzz_file(*bytes & 1 ? "m.csv" : "m.jsonl", bytes + 1, size - 1);
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct batch batch = {.arena = arena, .diag = &diag, .folder = fuzz_folder(), .shard = ""};
    manifest_add(&batch, path);
    manifest_check(&batch);
    fuzz_print(&diag);
    arena_free(arena);
    return 0;
}
