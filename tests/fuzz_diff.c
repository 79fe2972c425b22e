/* Any bytes as the record that corrects a sound one: what differs is told as text and as an object,
 * and is the same read either way round in whether there is anything at all. */
#include "fuzzing.h"
#include "gongkai.h"

static const char base[] = SOURCE_ROOT "/tests/check/base.ini";

static size_t told(struct gongkai *gongkai, const char *old, const char *new,
                   enum gongkai_diff_format format)
{
    struct gongkai_result result = gongkai_diff(gongkai, old, new, format);
    struct slice text = {result.bytes, result.size};
    if (result.bytes && utf8_check(text) < text.n)
        __builtin_trap();
    return result.bytes ? result.size : SIZE_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct gongkai *gongkai;
    if (!gongkai)
        gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_ENGLISH);
    const char *path = fuzz_file("record", bytes, size);
    told(gongkai, base, path, GONGKAI_DIFF_JSON);
    size_t there = told(gongkai, base, path, GONGKAI_DIFF_TEXT);
    size_t back = told(gongkai, path, base, GONGKAI_DIFF_TEXT);
    if (there != SIZE_MAX && back != SIZE_MAX && !there != !back)
        __builtin_trap();
    gongkai_refresh(gongkai);
    return 0;
}
