/* The tokens and objects of a PDF file, read back with libqpdf. */
#include "testing.h"

#include <qpdf/qpdf-c.h>

#include "device/pdf/objects.h"
#include "device/pdf/syntax.h"

static void check_token(struct buf *out, const char *wanted)
{
    buf_puts(out, "");
    assert_string_equal(out->p, wanted);
    buf_clear(out);
}

static void numbers_are_as_short_as_can_be(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        const char *whole, *thousandths;
    } cases[] = {{0, "0", "0"},
                 {1, "1", ".001"},
                 {9, "9", ".009"},
                 {10, "10", ".01"},
                 {-1, "-1", "-.001"},
                 {100, "100", ".1"},
                 {999, "999", ".999"},
                 {1000, "1000", "1"},
                 {-1000, "-1000", "-1"},
                 {1001, "1001", "1.001"},
                 {28950, "28950", "28.95"},
                 {10000, "10000", "10"},
                 {-10010, "-10010", "-10.01"},
                 {INT64_MAX, "9223372036854775807", "9223372036854775.807"},
                 {INT64_MIN, "-9223372036854775808", "-9223372036854775.808"}};
    struct buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put_int(&out, cases[i].value);
        check_token(&out, cases[i].whole);
        put_milli(&out, cases[i].value);
        check_token(&out, cases[i].thousandths);
    }
    put_ref(&out, 12);
    check_token(&out, "12 0 R");
    put_hex4(&out, 0x0F5A);
    check_token(&out, "0F5A");
    buf_free(&out);
}

static void texts_are_spelt_as_readers_want(void **state)
{
    (void)state;
    struct buf out = {0};
    put_utf16(&out, SLICE("a\xEF\xBF\xBF\xF0\x90\x80\x80\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF"));
    check_token(&out, "0061FFFFD800DC00D83DDE00DBFFDFFF");
    put_name(&out, SLICE("a!~ ()<>[]{}/%#\x7F\x01\xE4"));
    check_token(&out, "/a!~#20#28#29#3C#3E#5B#5D#7B#7D#2F#25#23#7F#01#E4");
    put_bytes(&out, SLICE("a(b)c\\d\re"));
    check_token(&out, "(a\\(b\\)c\\\\d\\re)");
    put_text(&out, SLICE(" ~"));
    check_token(&out, "( ~)");
    put_wide(&out, 12, 5);
    check_token(&out, "00012");
    put_wide(&out, 4294967295, 5);
    check_token(&out, "4294967295");
    put_text(&out, SLICE("\x7F"));
    check_token(&out, "<FEFF007F>");
    put_text(&out, SLICE("\x1F"));
    check_token(&out, "<FEFF001F>");
    put_text(&out, SLICE("甲"));
    check_token(&out, "<FEFF7532>");
    buf_free(&out);
}

/* A file with so many small objects, each the number of itself, behind `before`. */
static struct buf file_of(uint32_t count, const char *before, enum object_kind kind)
{
    struct buf out = {0};
    struct objects objects;
    buf_puts(&out, before);
    objects_begin(&objects, &out);
    uint32_t catalog = objects_number(&objects), pages = objects_number(&objects);
    buf_printf(object_begin(&objects, catalog), "<</Type/Catalog/Pages %u 0 R>>", pages);
    object_end(&objects);
    buf_puts(object_begin(&objects, pages), "<</Type/Pages/Kids[]/Count 0>>");
    object_end(&objects);
    uint32_t info = objects_number(&objects);
    buf_puts(object_begin(&objects, info), "<<>>");
    object_end(&objects);
    for (uint32_t i = 3; i < count; i++) {
        uint32_t number = objects_number(&objects);
        put_int(object_begin_of(&objects, number, kind), number);
        object_end(&objects);
        if (i % 700 == 0)
            object_stream(&objects, objects_number(&objects), "/A 1", SLICE("stream"),
                          (enum stream_form)(i / 700 % 2 ? STREAM_PLAIN : STREAM_HASTY));
    }
    objects_finish(&objects, catalog, info);
    objects_free(&objects);
    return out;
}

/* Opens the file, with no warning; tells how many object streams and objects of themselves it has.
 */
static void read_file_of(struct slice bytes, uint32_t *streams, uint32_t *numbers)
{
    qpdf_data qpdf = qpdf_init();
    qpdf_silence_errors(qpdf);
    *streams = *numbers = 0;
    assert_int_equal(qpdf_read_memory(qpdf, "file", bytes.p, bytes.n, NULL), QPDF_SUCCESS);
    qpdf_oh size = qpdf_oh_get_key(qpdf, qpdf_get_trailer(qpdf), "/Size");
    int most = qpdf_oh_get_int_value_as_int(qpdf, size);
    for (int i = 1; i < most; i++) {
        qpdf_oh object = qpdf_get_object_by_id(qpdf, i, 0);
        assert_false(qpdf_oh_is_null(qpdf, object));
        if (qpdf_oh_is_integer(qpdf, object)) {
            assert_int_equal(qpdf_oh_get_int_value_as_int(qpdf, object), i);
            ++*numbers;
        } else if (qpdf_oh_is_stream(qpdf, object)) {
            qpdf_oh dict = qpdf_oh_get_dict(qpdf, object);
            *streams += qpdf_oh_has_key(qpdf, dict, "/N");
        }
    }
    assert_false(qpdf_more_warnings(qpdf));
    assert_false(qpdf_has_error(qpdf));
    qpdf_cleanup(&qpdf);
}

static void object_streams_hold_a_thousand(void **state)
{
    (void)state;
    static const struct {
        uint32_t count, streams, streams_apart;
    } cases[] = {{3, 1, 1},    {999, 1, 2},  {1000, 1, 2}, {1001, 2, 2},   {1003, 2, 2},
                 {1004, 2, 3}, {2000, 2, 3}, {2001, 3, 3}, {70000, 70, 71}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t streams, numbers;
        struct buf file = file_of(cases[i].count, "", OBJECT_OTHER);
        read_file_of(buf_slice(&file), &streams, &numbers);
        assert_int_equal(streams, cases[i].streams);
        assert_int_equal(numbers, cases[i].count - 3);
        buf_free(&file);
        file = file_of(cases[i].count, "", OBJECT_CELL);
        read_file_of(buf_slice(&file), &streams, &numbers);
        assert_int_equal(streams, cases[i].streams_apart);
        assert_int_equal(numbers, cases[i].count - 3);
        buf_free(&file);
    }
}

/* Offsets count from where the file begins, and so does its identifier. */
static void a_file_may_stand_behind_other_bytes(void **state)
{
    (void)state;
    struct buf alone = file_of(20, "", OBJECT_ROW), behind = file_of(20, "before", OBJECT_ROW);
    assert_int_equal(behind.n, alone.n + 6);
    assert_memory_equal(behind.p + 6, alone.p, alone.n);
    buf_free(&alone);
    buf_free(&behind);
}

static struct slice id_of(const struct buf *file)
{
    const char *at = memmem(file->p, file->n, "/ID[<", 5);
    assert_non_null(at);
    return (struct slice){at + 5, 32};
}

/* Any byte of the file, and how many there are, makes another identifier. */
static void the_identifier_tells_files_apart(void **state)
{
    (void)state;
    enum { SIZES = 40 };
    char ids[2 * SIZES][33];
    for (int i = 0; i < 2 * SIZES; i++) {
        struct buf out = {0};
        struct objects objects;
        char bytes[SIZES + 1] = {0};
        int size = i % SIZES + 1;
        bytes[size - 1] = i < SIZES ? 'a' : 'b';
        objects_begin(&objects, &out);
        uint32_t catalog = objects_number(&objects);
        object_stream(&objects, objects_number(&objects), "", (struct slice){bytes, (size_t)size},
                      STREAM_PLAIN);
        objects_finish(&objects, catalog, catalog);
        snprintf(ids[i], sizeof ids[i], "%.32s", id_of(&out).p);
        assert_memory_equal(id_of(&out).p + 32, "><", 2);
        assert_memory_equal(id_of(&out).p + 34, ids[i], 32);
        objects_free(&objects);
        buf_free(&out);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(ids[i], ids[j]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_as_short_as_can_be),
        cmocka_unit_test(texts_are_spelt_as_readers_want),
        cmocka_unit_test(object_streams_hold_a_thousand),
        cmocka_unit_test(a_file_may_stand_behind_other_bytes),
        cmocka_unit_test(the_identifier_tells_files_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
