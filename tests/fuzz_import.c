/* Any bytes as tables of which a record is made, in a file of the kind that the first byte says.
 * The record is spelt the same when it is read and written once more. */
#include "fuzzing.h"
#include "press/import.h"

static struct house house;

static bool import_one(struct arena *arena, const char *book, const char *into, struct buf *record)
{
    struct diag diag;
    struct buf report = {0};
    const struct import_request request = {
        .books = &book, .book_count = book ? 1 : 0, .into = into, .unit = 100};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    bool sound = import_run(&house, &diag, &request, record, &report);
    fuzz_print(&diag);
    if (report.p && utf8_check(buf_slice(&report)) < report.n)
        __builtin_trap();
    buf_free(&report);
    return sound;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (!house.arena)
        house_open(&house, SOURCE_ROOT);
    if (!size)
        return 0;
    struct arena *arena = arena_new();
    struct buf record = {0}, again = {0};
    const char *into = *bytes & 8 ? SOURCE_ROOT "/tests/check/base.ini" : NULL;
    const struct slice rest = {(const char *)bytes + 1, size - 1};
    if (import_one(arena, fuzz_wrapped(*bytes % 5, rest), into, &record) && record.n) {
        const char *path = fuzz_file("record.ini", (const uint8_t *)record.p, record.n);
        if (!import_one(arena, NULL, path, &again) ||
            !slice_eq(buf_slice(&record), buf_slice(&again)))
            __builtin_trap();
    }
    buf_free(&record);
    buf_free(&again);
    arena_free(arena);
    return 0;
}
