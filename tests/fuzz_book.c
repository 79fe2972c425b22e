/* Any bytes as a workbook, document or table; a PDF is read by a program of its own. */
#include "fuzzing.h"
#include "intake/grid.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    if (!memmem(bytes, size < 4096 ? size : 4096, "%PDF", 4))
        book_read(arena, &diag, fuzz_file("book", bytes, size));
    fuzz_print(&diag);
    arena_free(arena);
    return 0;
}
