/*
 * Pictures: what cairo draws from the pages is what poppler and mupdf draw from the PDF, the
 * archival one and the plain one, for every page of every example, up to anti-aliasing.
 */
#include "testing.h"

#include <cairo.h>
#include <glob.h>

#include "gongkai.h"

/* At 144 dots an inch, squares of 8 dots (4 pt) are compared by their mean grey: a line may be
 * drawn half a dot off, but a glyph that is missing, or another, shows. */
/* poppler draws a rule that is thinner than a pixel a whole one wide, which adds up in tables. */
enum { DPI = 144, SQUARE = 8, SQUARE_TOLERANCE = 64, PAGE_TOLERANCE = 3 };

static char folder[] = "/tmp/gongkai-test-XXXXXX";
static glob_t examples;
static struct gongkai *gongkai;

static int open_all(void **state)
{
    (void)state;
    gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_ENGLISH);
    return mkdtemp(folder) ? glob(SOURCE_ROOT "/examples/*.ini", 0, NULL, &examples) : -1;
}

static int close_all(void **state)
{
    (void)state;
    char command[64];
    gongkai_free(gongkai);
    globfree(&examples);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

struct picture {
    int width, height;
    unsigned char *grey;
};

/* ---- reading pictures ---- */

struct bytes {
    const char *p;
    size_t left;
};

static cairo_status_t take(void *data, unsigned char *into, unsigned size)
{
    struct bytes *bytes = data;
    if (size > bytes->left)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(into, bytes->p, size);
    bytes->p += size;
    bytes->left -= size;
    return CAIRO_STATUS_SUCCESS;
}

static struct picture read_png(const char *p, size_t size)
{
    struct bytes bytes = {p, size};
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(take, &bytes);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    struct picture picture = {cairo_image_surface_get_width(surface),
                              cairo_image_surface_get_height(surface), NULL};
    picture.grey = xrealloc(NULL, (size_t)picture.width * (size_t)picture.height);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < picture.height; y++)
        for (int x = 0; x < picture.width; x++) {
            uint32_t pixel;
            memcpy(&pixel, data + y * stride + x * 4, 4);
            picture.grey[y * picture.width + x] =
                (unsigned char)((30 * (pixel >> 16 & 255) + 59 * (pixel >> 8 & 255) +
                                 11 * (pixel & 255)) /
                                100);
        }
    cairo_surface_destroy(surface);
    return picture;
}

/* A PGM, of which there may be several in a row; *at moves past it. */
static struct picture read_pgm(const struct buf *file, size_t *at)
{
    struct picture picture = {0};
    int most, length = 0;
    const char *p = file->p + *at;
    assert_int_equal(sscanf(p, "P5 %d %d %d%n", &picture.width, &picture.height, &most, &length),
                     3);
    assert_int_equal(most, 255);
    size_t size = (size_t)picture.width * (size_t)picture.height;
    assert_true(*at + (size_t)length + 1 + size <= file->n);
    picture.grey = xrealloc(NULL, size);
    memcpy(picture.grey, p + length + 1, size);
    *at += (size_t)length + 1 + size;
    return picture;
}

/* ---- comparing ---- */

static int square_mean(const struct picture *picture, int left, int top)
{
    int sum = 0, count = 0;
    for (int y = top; y < top + SQUARE && y < picture->height; y++)
        for (int x = left; x < left + SQUARE && x < picture->width; x++, count++)
            sum += picture->grey[y * picture->width + x];
    return count ? sum / count : 255;
}

static void compare(const char *reader, unsigned page, const struct picture *a,
                    const struct picture *b)
{
    long total = 0, squares = 0;
    assert_in_range(b->width + 1, a->width, a->width + 2);
    assert_in_range(b->height + 1, a->height, a->height + 2);
    for (int y = 0; y + SQUARE < a->height; y += SQUARE)
        for (int x = 0; x + SQUARE < a->width; x += SQUARE, squares++) {
            int off = abs(square_mean(a, x, y) - square_mean(b, x, y));
            total += off;
            if (off > SQUARE_TOLERANCE)
                fail_msg("%s: page %u: %d off at %d, %d pt", reader, page, off, x * 72 / DPI,
                         y * 72 / DPI);
        }
    if (total > squares * PAGE_TOLERANCE)
        fail_msg("%s: page %u: %ld off over %ld squares", reader, page, total, squares);
}

static struct buf draw(const char *format)
{
    char command[512];
    snprintf(command, sizeof command, format, folder, DPI);
    return run_command(command, NULL);
}

static void compare_pages(const char *reader, const struct buf *drawn)
{
    size_t at = 0;
    for (unsigned page = 1; page <= gongkai_page_count(gongkai); page++) {
        struct gongkai_result result = gongkai_page(gongkai, GONGKAI_PNG, page, DPI);
        assert_non_null(result.bytes);
        struct picture ours = read_png(result.bytes, result.size), theirs = read_pgm(drawn, &at);
        compare(reader, page, &ours, &theirs);
        free(ours.grey);
        free(theirs.grey);
    }
    assert_int_equal(at, drawn->n);
}

static void compare_renderings(enum gongkai_output output)
{
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct gongkai_result result = gongkai_make(gongkai, output, examples.gl_pathv[i], NULL);
        assert_non_null(result.bytes);
        char path[64];
        snprintf(path, sizeof path, "%s/x.pdf", folder);
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(result.bytes, 1, result.size, file), result.size);
        assert_int_equal(fclose(file), 0);
        struct buf poppler = draw("pdftoppm -q -thinlinemode shape -gray -r %2$d %1$s/x.pdf");
        compare_pages("poppler", &poppler);
        buf_free(&poppler);
        struct buf mupdf = draw("mutool draw -q -F pgm -o - -r %2$d %1$s/x.pdf 2>/dev/null");
        compare_pages("mupdf", &mupdf);
        buf_free(&mupdf);
    }
}

static void three_renderings_agree(void **state)
{
    (void)state;
    compare_renderings(GONGKAI_PDF);
}

static void three_renderings_of_the_plain_device_agree(void **state)
{
    (void)state;
    compare_renderings(GONGKAI_PLAIN);
}

static void svg_says_the_same_size(void **state)
{
    (void)state;
    struct gongkai_result result =
        gongkai_make(gongkai, GONGKAI_PAGES, SOURCE_ROOT "/tests/check/base.ini", NULL);
    assert_true(result.level < GONGKAI_ERROR);
    result = gongkai_page(gongkai, GONGKAI_SVG, 1, 0);
    assert_non_null(strstr(result.bytes, "width=\"595.27"));
    assert_non_null(strstr(result.bytes, "</svg>"));
}

/* Each part of a colour: #123456. */
static void colours_are_those_of_the_style(void **state)
{
    (void)state;
    int status;
    char command[1024];
    snprintf(command, sizeof command,
             "cd %s && mkdir coloured && printf '扩展 = national-2022\\n[样式.标题1]\\n颜色 = "
             "#123456\\n' >coloured/template.ini && " PROGRAM " --quiet render " SOURCE_ROOT
             "/tests/check/base.ini --template coloured/ --to svg --pages 3-3 -o coloured.svg && "
             "grep -o 'rgb([^)]*)' coloured.svg | sort -u",
             folder);
    struct buf said = run_command(command, &status);
    assert_int_equal(status, 0);
    assert_string_equal(said.p, "rgb(0%,0%,0%)\nrgb(7.058824%,20.392157%,33.72549%)\n");
    buf_free(&said);
}

static void only_pages_there_are_are_drawn(void **state)
{
    (void)state;
    gongkai_make(gongkai, GONGKAI_PAGES, SOURCE_ROOT "/tests/check/base.ini", NULL);
    unsigned count = gongkai_page_count(gongkai);
    assert_true(count > 10);
    assert_null(gongkai_page(gongkai, GONGKAI_PNG, 0, DPI).bytes);
    assert_null(gongkai_page(gongkai, GONGKAI_PNG, count + 1, DPI).bytes);
    assert_non_null(gongkai_page(gongkai, GONGKAI_PNG, count, DPI).bytes);
    struct gongkai_result result = gongkai_page(gongkai, GONGKAI_PNG, 1, 1000000);
    assert_int_equal(result.level, GONGKAI_ERROR);
    assert_non_null(strstr(result.messages, "cannot draw page 1"));
    gongkai_make(gongkai, GONGKAI_CHECK, SOURCE_ROOT "/tests/check/base.ini", NULL);
    assert_int_equal(gongkai_page_count(gongkai), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_renderings_agree),
        cmocka_unit_test(three_renderings_of_the_plain_device_agree),
        cmocka_unit_test(svg_says_the_same_size),
        cmocka_unit_test(colours_are_those_of_the_style),
        cmocka_unit_test(only_pages_there_are_are_drawn),
    };
    return cmocka_run_group_tests_name("picture", tests, open_all, close_all);
}
