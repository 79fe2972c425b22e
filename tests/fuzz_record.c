/* libFuzzer: any bytes as a record. JSON or INI is told by the first character, so one target
 * reaches both readers; the findings are printed, and an accepted tree is dumped. */
#include "record/dump.h"
#include "record/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf out = {0};
    struct slice text = {(const char *)bytes, size};
    diag_init(&diag, arena, LANGUAGE_CHINESE);
    struct node *root = record_parse(arena, &diag, source_of(arena, "fuzz/record", text));
    for (const struct finding *finding = diag.first; finding; finding = finding->next)
        finding_print(&out, finding, LANGUAGE_CHINESE);
    if (root)
        record_dump(&out, root);
    if (!root != (diag.count[LEVEL_ERROR] > 0) || (out.p && utf8_check(buf_slice(&out)) < out.n))
        __builtin_trap();
    buf_free(&out);
    arena_free(arena);
    return 0;
}
