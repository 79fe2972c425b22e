/* Glyphs taken out of CFF fonts: they draw what they drew, and broken ones are refused. */
#include "testing.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <hb-ot.h>
#include <libdeflate.h>

#include "device/font/cff.h"
#include "device/font/charstring.h"

enum { GLYPHS = 700 };

static void check_outline(FT_Face one, unsigned glyph, FT_Face other, unsigned as)
{
    const FT_Outline *a = &one->glyph->outline, *b = &other->glyph->outline;
    assert_int_equal(FT_Load_Glyph(one, glyph, FT_LOAD_NO_SCALE), 0);
    assert_int_equal(FT_Load_Glyph(other, as, FT_LOAD_NO_SCALE), 0);
    if (a->n_points != b->n_points || a->n_contours != b->n_contours ||
        (a->n_points && (memcmp(a->points, b->points, (size_t)a->n_points * sizeof *a->points) ||
                         memcmp(a->tags, b->tags, (size_t)a->n_points))) ||
        one->glyph->metrics.horiAdvance != other->glyph->metrics.horiAdvance)
        fail_msg("glyph %u is another one", glyph);
}

static struct slice inflate(struct arena *arena, struct slice stream)
{
    enum { MOST = 1 << 22 };
    struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
    char *bytes = ARENA_ARRAY(arena, char, MOST);
    size_t size = 0;
    assert_int_equal(libdeflate_zlib_decompress(reader, stream.p, stream.n, bytes, MOST, &size),
                     LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(reader);
    return (struct slice){bytes, size};
}

/* Glyphs of all parts of the font, some of each. */
static void check_font(FT_Library library, const char *path, int index)
{
    struct arena *arena = arena_new();
    struct font_memory memory = {.arena = arena};
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    if (!blob)
        skip();
    hb_face_t *face = hb_face_create(blob, (unsigned)index);
    struct font font = {.path = path,
                        .name = "Font",
                        .index = index,
                        .face = face,
                        .font = hb_font_create(face),
                        .cff = true,
                        .cid_keyed = true,
                        .memory = &memory};
    uint32_t list[GLYPHS], count = hb_face_get_glyph_count(face);
    struct buf stream = {0};
    for (uint32_t i = 0; i < GLYPHS; i++)
        list[i] = 1 + (uint32_t)((uint64_t)i * (count - 2) / (GLYPHS - 1));
    assert_true(cff_keep(&font, list, GLYPHS));
    cff_put(&stream, &font, list, GLYPHS);
    struct slice bytes = inflate(arena, buf_slice(&stream));
    FT_Face original, made;
    assert_int_equal(FT_New_Face(library, path, index, &original), 0);
    assert_int_equal(
        FT_New_Memory_Face(library, (const FT_Byte *)bytes.p, (FT_Long)bytes.n, 0, &made), 0);
    for (uint32_t i = 0; i < GLYPHS; i++)
        check_outline(original, list[i], made, i + 1);
    FT_Done_Face(original);
    FT_Done_Face(made);
    buf_free(&stream);
    hb_font_destroy(font.font);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    arena_free(arena);
}

static void glyphs_draw_what_they_drew(void **state)
{
    (void)state;
    FT_Library library;
    assert_int_equal(FT_Init_FreeType(&library), 0);
    check_font(library, "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2);
    check_font(library, "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2);
    check_font(library, SOURCE_ROOT "/fonts/fandol/FandolFang-Regular.otf", 0);
    FT_Done_FreeType(library);
}

#define BYTES(...)                                                                                 \
    {                                                                                              \
        (const char[]){__VA_ARGS__}, sizeof((const char[]){__VA_ARGS__})                           \
    }

static void hints_go_and_calls_are_filled_in(void **state)
{
    (void)state;
    /* One subroutine, number -107: 5 hlineto, return. */
    const struct slice local = BYTES(0, 1, 1, 1, 4, (char)144, 6, 11);
    const struct slice none = {"", 0};
    const struct {
        struct slice program, flat; /* p NULL: refused */
    } cases[] = {
        {BYTES(14), BYTES(14)},
        /* width 1, two stems, a mask of one byte; move, call */
        {BYTES((char)140, (char)141, (char)142, 1, (char)141, (char)142, 19, 7, (char)143, 22, 32,
               10, 14),
         BYTES((char)140, (char)143, 22, (char)144, 6, 14)},
        {BYTES((char)140, (char)143, 22, 14), BYTES((char)140, (char)143, 22, 14)}, /* width */
        {BYTES((char)143, (char)143, 12, 35, 14), BYTES((char)143, (char)143, 12, 35, 14)},
        {BYTES(28, 1, 2, 22, 14), BYTES(28, 1, 2, 22, 14)},
        {BYTES((char)143, 22), {NULL, 0}},                        /* no end */
        {BYTES((char)139, 10, 14), {NULL, 0}},                    /* no such subroutine */
        {BYTES(10, 14), {NULL, 0}},                               /* none named */
        {BYTES(32, 29, 14), {NULL, 0}},                           /* no such global one */
        {BYTES((char)139, (char)139, 12, 10, 21, 14), {NULL, 0}}, /* computes */
        {BYTES((char)143, 1, 19), {NULL, 0}},                     /* no mask */
        {BYTES((char)139, (char)139, (char)139, (char)139, 14), {NULL, 0}},
        {BYTES((char)140, (char)141, (char)142, 1, (char)139, (char)139, (char)139, 14), {NULL, 0}},
        /* no width after what has been drawn */
        {BYTES((char)143, 6, (char)140, (char)141, (char)142, 1, 14), BYTES((char)143, 6, 14)},
        {BYTES(28, 1), {NULL, 0}},
        {BYTES((char)255, 0, 0, 1), {NULL, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = {0};
        bool sound = charstring_flatten(&out, cases[i].program, none, local);
        assert_int_equal(sound, cases[i].flat.p != NULL);
        if (sound && !slice_eq(buf_slice(&out), cases[i].flat))
            fail_msg("case %zu", i);
        buf_free(&out);
    }
}

/* The width of dropped stems stands before the numbers of the next operator. */
static void numbers_fit_the_stack(void **state)
{
    (void)state;
    const struct slice none = {"", 0};
    for (int width = 0; width < 2; width++)
        for (int count = 46; count < 50; count++) {
            struct buf program = {0}, flat = {0};
            buf_puts(&program, width ? "\214\214\214\1" : "\214\214\1");
            for (int i = 0; i < count; i++)
                buf_putc(&program, (char)140);
            buf_put(&program, "\5\16", 2);
            assert_int_equal(charstring_flatten(&flat, buf_slice(&program), none, none),
                             count + width <= 48);
            buf_free(&program);
            buf_free(&flat);
        }
}

static void programs_without_end_are_refused(void **state)
{
    (void)state;
    /* Subroutine -107 calls itself, twice. */
    const struct slice self = BYTES(0, 1, 1, 1, 6, 32, 10, 32, 10, 11);
    struct buf out = {0};
    assert_false(charstring_flatten(&out, (struct slice)BYTES(32, 10, 14), self, self));
    /* Each calls the next twice: what grows as a power ends, too. */
    struct buf index = {0};
    buf_put(&index, "\0\x9\1", 3);
    for (int i = 0; i < 10; i++)
        buf_putc(&index, (char)(1 + i * 7));
    for (int i = 0; i < 9; i++) {
        char next = (char)(139 - 107 + i + 1);
        buf_put(&index, (const char[]){(char)144, 6, next, 10, next, 10, 11}, 7);
    }
    charstring_flatten(&out, (struct slice)BYTES(32, 10, 14), buf_slice(&index), buf_slice(&index));
    assert_true(out.n < 1 << 21);
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        char noise[48];
        for (size_t i = 0; i < sizeof noise; i++)
            noise[i] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
        struct slice bytes = {noise, sizeof noise};
        buf_clear(&out);
        charstring_flatten(&out, bytes, self, buf_slice(&index));
        charstring_flatten(&out, (struct slice){noise, 9}, bytes, bytes);
    }
    buf_free(&index);
    buf_free(&out);
}

/* Count, width of offsets, offsets from 1, data. */
static void items_lie_within_their_index(void **state)
{
    (void)state;
    const struct slice sound = BYTES(0, 2, 1, 1, 3, 4, 'a', 'b', 'c'),
                       wide = BYTES(0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 2, 'a'),
                       none = BYTES(0, 1, 0, 1, 2, 'a'),
                       wider = BYTES(0, 1, 5, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 'a'),
                       back = BYTES(0, 1, 1, 3, 1, 'a', 'b'), long_one = BYTES(0, 1, 1, 1, 4, 'a');
    assert_true(slice_is(index_item(sound, 0), "ab"));
    assert_true(slice_is(index_item(sound, 1), "c"));
    assert_null(index_item(sound, 2).p);
    assert_true(slice_is(index_item(wide, 0), "a"));
    assert_null(index_item(none, 0).p);
    assert_null(index_item(wider, 0).p);
    assert_null(index_item(back, 0).p);
    assert_null(index_item(long_one, 0).p);
    assert_null(index_item((struct slice){sound.p, 1}, 0).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(glyphs_draw_what_they_drew),
        cmocka_unit_test(hints_go_and_calls_are_filled_in),
        cmocka_unit_test(numbers_fit_the_stack),
        cmocka_unit_test(programs_without_end_are_refused),
        cmocka_unit_test(items_lie_within_their_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
