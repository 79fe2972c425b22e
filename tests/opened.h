/* Fonts that the tests of a program share. */
#ifndef TESTS_OPENED_H
#define TESTS_OPENED_H

#include "layout/font.h"
#include "testing.h"

static struct fonts *fonts;

static inline int open_fonts(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    fonts = fonts_open(&diag, SOURCE_ROOT "/fonts", FONTS_ALL);
    arena_free(arena);
    return fonts ? 0 : -1;
}

static inline int close_fonts(void **state)
{
    (void)state;
    fonts_free(fonts);
    return 0;
}

#endif
