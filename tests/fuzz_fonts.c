/* Any bytes as fonts.conf. */
#include "fuzzing.h"
#include "layout/font.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    fuzz_file("fonts.conf", bytes, size);
    struct fonts *fonts = fonts_open(&diag, fuzz_folder(), FONTS_ALL);
    if (fonts)
        fonts_role(fonts, SLICE("\u4EFF\u5B8B"));
    fonts_free(fonts);
    fuzz_print(&diag);
    arena_free(arena);
    return 0;
}
