/* Any bytes as the state of a batch, line by line, their checksums set right. */
#include "batch/batch.h"
#include "fuzzing.h"

static uint64_t checksum(struct slice text)
{
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < text.n; i++)
        sum = (sum ^ (unsigned char)text.p[i]) * 1099511628211u;
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    for (struct slice rest = {(const char *)bytes, size}; rest.p;) {
        struct slice line = slice_cut(&rest, '\n');
        struct buf whole = {0}, again = {0};
        struct outcome outcome;
        buf_put_slice(&whole, line);
        buf_printf(&whole, "%016llx", (unsigned long long)checksum(line));
        outcome_read(arena, line, &outcome);
        if (outcome_read(arena, buf_slice(&whole), &outcome)) {
            if (outcome.level < 0 || outcome.level > LEVEL_ERROR || !outcome.output.n)
                __builtin_trap();
            outcome_put(&again, &outcome);
        }
        buf_free(&whole);
        buf_free(&again);
    }
    arena_free(arena);
    return 0;
}
