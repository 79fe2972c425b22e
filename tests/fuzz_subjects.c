/* Any bytes as a catalogue of subjects. */
#include "fuzzing.h"
#include "ledger/catalog.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_CHINESE);
    fuzz_file("functional.tsv", bytes, size);
    fuzz_file("economic.tsv", bytes, size);
    catalog_open(arena, &diag, fuzz_folder());
    fuzz_print(&diag);
    arena_free(arena);
    return 0;
}
