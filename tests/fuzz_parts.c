/* Any bytes as the XML inside a workbook or Word file, or as a web page: the first byte says which.
 */
#include "fuzzing.h"
#include "intake/grid.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (!size)
        return 0;
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    book_read(arena, &diag,
              fuzz_wrapped(*bytes % 4, (struct slice){(const char *)bytes + 1, size - 1}));
    fuzz_print(&diag);
    arena_free(arena);
    return 0;
}
