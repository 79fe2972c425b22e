/* Glyphs put together of others: they draw what their parts draw, each in its place, and the others
 * are as they were. */
#include "testing.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_TRUETYPE_TABLES_H
#include <hb-subset.h>

#include "device/font/compose.h"

#define FONT "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

enum { GIVEN = 40, SHIFT = 7 };

static hb_blob_t *table_of(hb_face_t *face, const char *tag)
{
    return hb_face_reference_table(face, hb_tag_from_string(tag, 4));
}

/* Some letters, the blank and a composite of the font's own; of many glyphs, so that offsets in it
 * are long, or of few. */
static hb_face_t *subset_of(hb_face_t *face, bool many)
{
    hb_font_t *font = hb_font_create(face);
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    for (hb_codepoint_t c = ' '; c < (many ? 0x2000u : 0x100u); c++) {
        hb_codepoint_t glyph;
        if (hb_font_get_nominal_glyph(font, c, &glyph))
            hb_set_add(hb_subset_input_glyph_set(input), glyph);
    }
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_face_t *subset = hb_subset_or_fail(face, input);
    assert_non_null(subset);
    hb_subset_input_destroy(input);
    hb_font_destroy(font);
    return subset;
}

/* The face with the outlines of all glyphs but 0 beginning elsewhere than at their left end. */
static hb_face_t *shifted(hb_face_t *face)
{
    static const char *const tags[] = {"head", "hhea", "maxp", "hmtx", "loca", "glyf"};
    hb_face_t *builder = hb_face_builder_create();
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        unsigned size;
        hb_blob_t *blob = table_of(face, tags[i]);
        const char *bytes = hb_blob_get_data(blob, &size);
        char *copy = malloc(size);
        memcpy(copy, bytes, size);
        for (unsigned at = 6; i == 3 && at + 2 <= size && at < 4 * GIVEN; at += 4) {
            int bearing = (int16_t)((unsigned char)copy[at] << 8 | (unsigned char)copy[at + 1]);
            copy[at] = (char)((bearing + SHIFT) >> 8);
            copy[at + 1] = (char)(bearing + SHIFT);
        }
        hb_blob_t *changed = hb_blob_create(copy, size, HB_MEMORY_MODE_WRITABLE, copy, free);
        hb_face_builder_add_table(builder, hb_tag_from_string(tags[i], 4), changed);
        hb_blob_destroy(changed);
        hb_blob_destroy(blob);
    }
    return builder;
}

static FT_Face open_bytes(FT_Library library, struct slice bytes)
{
    FT_Face face;
    assert_int_equal(
        FT_New_Memory_Face(library, (const FT_Byte *)bytes.p, (FT_Long)bytes.n, 0, &face), 0);
    return face;
}

static FT_GlyphSlot load(FT_Face face, uint32_t glyph)
{
    assert_int_equal(FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE), 0);
    return face->glyph;
}

/* Whether the points from `at` on of the one are the glyph of the other, moved. Returns how many.
 */
static int check_part(FT_Face made, uint32_t composite, int at, FT_Face given,
                      const struct compose_part *part)
{
    const FT_Outline *is = &load(given, part->glyph)->outline,
                     *in = &load(made, composite)->outline;
    assert_true(at + is->n_points <= in->n_points);
    for (int i = 0; i < is->n_points; i++) {
        assert_int_equal(in->points[at + i].x, is->points[i].x + part->x);
        assert_int_equal(in->points[at + i].y, is->points[i].y + part->y);
    }
    return is->n_points;
}

/* The box that the file tells of the glyph. */
static void check_box(hb_font_t *told, uint32_t glyph, FT_BBox box)
{
    hb_glyph_extents_t extents;
    assert_true(hb_font_get_glyph_extents(told, glyph, &extents));
    assert_int_equal(extents.x_bearing, box.xMin);
    assert_int_equal(extents.width, box.xMax - box.xMin);
    assert_int_equal(extents.y_bearing, box.yMax);
    assert_int_equal(extents.height, box.yMin - box.yMax);
}

static void check_composites(FT_Face made, hb_font_t *told, FT_Face given,
                             const struct composite *list, uint32_t count)
{
    uint32_t first = (uint32_t)given->num_glyphs;
    assert_int_equal(made->num_glyphs, first + count);
    for (uint32_t g = 0; g < first; g++) {
        FT_Pos advance = load(given, g)->metrics.horiAdvance,
               left = given->glyph->metrics.horiBearingX;
        assert_int_equal(load(made, g)->metrics.horiAdvance, advance);
        assert_int_equal(made->glyph->metrics.horiBearingX, left);
        check_part(made, g, 0, given, &(struct compose_part){g, 0, 0});
    }
    for (uint32_t i = 0; i < count; i++) {
        int points = 0;
        FT_BBox box = {0, 0, 0, 0};
        for (uint32_t k = 0; k < list[i].count; k++)
            points += check_part(made, first + i, points, given, &list[i].parts[k]);
        const FT_Outline *outline = &load(made, first + i)->outline;
        assert_int_equal(outline->n_points, points);
        assert_int_equal(made->glyph->metrics.horiAdvance, list[i].advance);
        for (int p = 0; p < points; p++) {
            FT_Vector at = outline->points[p];
            box.xMin = !p || at.x < box.xMin ? at.x : box.xMin;
            box.yMin = !p || at.y < box.yMin ? at.y : box.yMin;
            box.xMax = !p || at.x > box.xMax ? at.x : box.xMax;
            box.yMax = !p || at.y > box.yMax ? at.y : box.yMax;
        }
        check_box(told, first + i, box);
        assert_int_equal(made->glyph->metrics.horiBearingX, box.xMin);
        assert_int_equal(made->glyph->metrics.width, box.xMax - box.xMin);
        assert_int_equal(made->glyph->metrics.horiBearingY, box.yMax);
        assert_int_equal(made->glyph->metrics.height, box.yMax - box.yMin);
    }
}

static unsigned u16_at(FT_Face face, const char *tag, unsigned at)
{
    unsigned char bytes[2] = {0};
    FT_ULong size = 2;
    FT_Tag name = FT_MAKE_TAG(tag[0], tag[1], tag[2], tag[3]);
    assert_int_equal(FT_Load_Sfnt_Table(face, name, at, bytes, &size), 0);
    return bytes[0] << 8 | bytes[1];
}

/* The most points, contours, parts and levels of a glyph: what readers make room for. */
static void check_limits(FT_Face made, FT_Face given, unsigned parts)
{
    for (unsigned at = 10; at <= 12; at += 2) {
        unsigned simple = u16_at(given, "maxp", at - 4), own = u16_at(given, "maxp", at);
        unsigned wanted = (simple > own ? simple : own) * parts;
        assert_int_equal(u16_at(made, "maxp", at), wanted > 0xFFFF ? 0xFFFF : wanted);
    }
    unsigned had = u16_at(given, "maxp", 28);
    assert_int_equal(u16_at(made, "maxp", 28), parts > had ? parts : had);
    assert_int_equal(u16_at(made, "maxp", 30), u16_at(given, "maxp", 30) + 1);
}

static void parts_draw_what_they_drew(void **state)
{
    (void)state;
    hb_blob_t *file = hb_blob_create_from_file_or_fail(FONT);
    if (!file)
        skip();
    static const struct compose_part one[] = {{5, 0, 0}}, two[] = {{36, 100, -200}, {9, -50, 900}},
                                     five[] = {{7, 0, 0},
                                               {1, 3, 4},
                                               {38, 600, 20},
                                               {8, -700, -30},
                                               {12, 40, 50}};
    static const struct composite list[] = {{five, 5, 1234}, {two, 2, 0}, {one, 1, 777}};
    FT_Library library;
    assert_int_equal(FT_Init_FreeType(&library), 0);
    hb_face_t *whole = hb_face_create(file, 0);
    for (int many = 0; many < 2; many++) {
        hb_face_t *subset = subset_of(whole, many), *face = shifted(subset);
        hb_blob_t *bytes = hb_face_reference_blob(face);
        unsigned size;
        const char *p = hb_blob_get_data(bytes, &size);
        FT_Face given = open_bytes(library, (struct slice){p, size});
        assert_int_equal(u16_at(given, "head", 50), many);
        for (uint32_t count = 1; count <= 3; count++) {
            struct buf out = {0};
            assert_true(compose_put(&out, face, list, count));
            FT_Face made = open_bytes(library, buf_slice(&out));
            hb_blob_t *blob =
                hb_blob_create(out.p, (unsigned)out.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
            hb_face_t *composed = hb_face_create(blob, 0);
            hb_font_t *told = hb_font_create(composed);
            check_composites(made, told, given, list, count);
            hb_font_destroy(told);
            hb_face_destroy(composed);
            hb_blob_destroy(blob);
            check_limits(made, given, 5);
            FT_Done_Face(made);
            buf_free(&out);
        }
        FT_Done_Face(given);
        hb_blob_destroy(bytes);
        hb_face_destroy(face);
        hb_face_destroy(subset);
    }
    FT_Done_FreeType(library);
    hb_face_destroy(whole);
    hb_blob_destroy(file);
}

/* A font has at most 65,535 glyphs, and one without outlines of this kind has no such glyphs. */
static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    hb_blob_t *file = hb_blob_create_from_file_or_fail(FONT);
    if (!file)
        skip();
    hb_face_t *whole = hb_face_create(file, 0), *subset = subset_of(whole, false);
    uint32_t room = 0xFFFF - hb_face_get_glyph_count(subset);
    static const struct compose_part part = {1, 0, 0};
    struct composite *list = calloc(room + 1, sizeof *list);
    for (uint32_t i = 0; i <= room; i++)
        list[i] = (struct composite){&part, 1, 1};
    struct buf out = {0};
    assert_false(compose_put(&out, subset, list, room + 1));
    assert_int_equal(out.n, 0);
    assert_true(compose_put(&out, subset, list, room));
    assert_false(compose_put(&out, hb_face_get_empty(), list, 1));
    buf_free(&out);
    free(list);
    hb_face_destroy(subset);
    hb_face_destroy(whole);
    hb_blob_destroy(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_draw_what_they_drew),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests_name("compose", tests, NULL, NULL);
}
