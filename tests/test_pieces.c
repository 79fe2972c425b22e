/* Streams joined of pieces, read back by libdeflate. */
#include "testing.h"

#include <libdeflate.h>

#include "device/font/pieces.h"

enum { PIECES = 40, SAMPLES = 10 };

static uint32_t seed;

static uint32_t any(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * below) >> 32);
}

/* Bytes of which many come again nearby, as in the programs of glyphs. */
static struct slice make_bytes(struct arena *arena, size_t size)
{
    char *bytes = ARENA_ARRAY(arena, char, size + 1);
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (char)(any(4) ? 60 + any(40) : any(256));
        size_t back = any(300) + 1, more = any(20);
        for (; back <= i && more && !any(3) && i + 1 < size; more--, i++)
            bytes[i + 1] = bytes[i + 1 - back];
    }
    return (struct slice){bytes, size};
}

static void assert_inflates(const struct buf *stream, struct slice whole)
{
    struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
    char *bytes = xrealloc(NULL, whole.n + 1);
    size_t got = 0;
    int result = libdeflate_zlib_decompress(reader, stream->p, stream->n, bytes, whole.n + 1, &got);
    assert_int_equal(result, LIBDEFLATE_SUCCESS);
    assert_int_equal(got, whole.n);
    assert_memory_equal(bytes, whole.p, whole.n);
    free(bytes);
    libdeflate_free_decompressor(reader);
}

struct set {
    struct arena *arena;
    struct slice bytes[PIECES];
    struct piece pieces[PIECES];
    struct deflate_code code;
};

static void make_set(struct set *set)
{
    set->arena = arena_new();
    for (size_t i = 0; i < PIECES; i++)
        set->bytes[i] = make_bytes(set->arena, any(600) + 1);
    piece_code_make(&set->code, set->bytes, SAMPLES);
    for (size_t i = 0; i < PIECES; i++)
        set->pieces[i] = piece_make(set->arena, &set->code, set->bytes[i]);
}

/* A stream of what stands before, the pieces that the mask picks and what stands behind. */
static void join(const struct set *set, uint64_t mask, struct slice before, struct slice behind,
                 struct buf *stream, struct buf *whole)
{
    buf_clear(stream);
    buf_clear(whole);
    struct bits bits = deflate_begin(stream);
    deflate_block(&bits, before, 0, false);
    buf_put_slice(whole, before);
    deflate_begin_block(&bits, &set->code, false);
    for (size_t i = 0; i < PIECES; i++) {
        if (!(mask >> i & 1))
            continue;
        pieces_join(&bits, set->pieces[i]);
        buf_put_slice(whole, set->bytes[i]);
    }
    deflate_end_block(&bits, &set->code);
    deflate_block(&bits, behind, 0, true);
    buf_put_slice(whole, behind);
    deflate_end(&bits, deflate_sum(buf_slice(whole)));
}

static void test_any_pieces_join(void **state)
{
    (void)state;
    struct set set;
    struct buf stream = {0}, whole = {0};
    for (seed = 1; seed < 30; seed++) {
        uint32_t start = seed;
        make_set(&set);
        struct slice before = make_bytes(set.arena, any(3000)),
                     behind = make_bytes(set.arena, any(9));
        join(&set, (uint64_t)any(UINT32_MAX) << 8 | any(256), before, behind, &stream, &whole);
        assert_inflates(&stream, buf_slice(&whole));
        join(&set, 0, before, behind, &stream, &whole);
        assert_inflates(&stream, buf_slice(&whole));
        arena_free(set.arena);
        seed = start;
    }
    buf_free(&stream);
    buf_free(&whole);
}

/* What is far away, long runs, nothing at all, and bytes that no sample has. */
static void test_odd_bytes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf stream = {0}, whole = {0};
    struct set set = {.arena = arena};
    char *run = ARENA_ARRAY(arena, char, 100000), *each = ARENA_ARRAY(arena, char, 70000);
    for (size_t i = 0; i < 70000; i++)
        each[i] = (char)(i * i >> 7 ^ i);
    memcpy(each + 36000, each, 3000); /* further back than a match may be */
    struct slice sample = {"aaab", 4};
    piece_code_make(&set.code, &sample, 1);
    struct slice odd[] = {{run, 100000}, {each, 70000}, {run, 0}, {each, 1}, {each, 2}};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        set.bytes[i] = odd[i];
        set.pieces[i] = piece_make(arena, &set.code, odd[i]);
        join(&set, (uint64_t)1 << i, odd[i], odd[i], &stream, &whole);
        assert_inflates(&stream, buf_slice(&whole));
    }
    buf_free(&stream);
    buf_free(&whole);
    arena_free(arena);
}

/* A piece is the same whatever was made before it, and what repeats itself takes little room. */
static void test_pieces_stand_alone(void **state)
{
    (void)state;
    struct set set;
    seed = 7;
    make_set(&set);
    for (size_t i = PIECES; i-- > 0;) {
        struct piece again = piece_make(set.arena, &set.code, set.bytes[i]);
        assert_int_equal(again.count, set.pieces[i].count);
        assert_memory_equal(again.bits, set.pieces[i].bits, (again.count + 7) / 8);
    }
    struct slice once = make_bytes(set.arena, 200);
    char *twice = ARENA_ARRAY(set.arena, char, 400);
    memcpy(twice, once.p, 200);
    memcpy(twice + 200, once.p, 200);
    uint32_t one = piece_make(set.arena, &set.code, once).count;
    uint32_t two = piece_make(set.arena, &set.code, (struct slice){twice, 400}).count;
    assert_true(two < one + 100);
    arena_free(set.arena);
}

/* Every length and every order of distance that a match may have. */
static void test_matches_of_any_length(void **state)
{
    (void)state;
    struct set set;
    seed = 11;
    make_set(&set);
    for (size_t length = SHORTEST; length <= LONGEST + 2; length++) {
        struct slice once = make_bytes(set.arena, length);
        size_t apart = length * length % 1700, n = 2 * length + apart;
        char *bytes = ARENA_ARRAY(set.arena, char, n);
        memcpy(bytes, once.p, length);
        memcpy(bytes + length, make_bytes(set.arena, apart + 1).p, apart);
        memcpy(bytes + length + apart, once.p, length);
        struct slice whole = {bytes, n};
        struct buf stream = {0};
        struct bits bits = deflate_begin(&stream);
        deflate_block(&bits, whole, 0, true);
        deflate_end(&bits, deflate_sum(whole));
        assert_inflates(&stream, whole);
        buf_free(&stream);
    }
    arena_free(set.arena);
}

/* Little more than what libdeflate makes of them when it may look from one to the other. */
static void test_pieces_are_small(void **state)
{
    (void)state;
    struct set set;
    seed = 3;
    make_set(&set);
    struct buf stream = {0}, whole = {0};
    join(&set, ~(uint64_t)0, (struct slice){"", 0}, (struct slice){"", 0}, &stream, &whole);
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(9);
    char *room = xrealloc(NULL, whole.n * 2);
    size_t best = libdeflate_zlib_compress(compressor, whole.p, whole.n, room, whole.n * 2);
    assert_true(best > 0);
    assert_true(stream.n * 100 < best * 105);
    libdeflate_free_compressor(compressor);
    free(room);
    buf_free(&stream);
    buf_free(&whole);
    arena_free(set.arena);
}

/* Rows of a table as a predictor leaves them: mostly as above, here and there a byte that differs.
 */
static struct slice make_rows(struct arena *arena, size_t width, size_t rows)
{
    char *bytes = ARENA_ARRAY(arena, char, width *rows);
    for (size_t row = 0; row < rows; row++) {
        bytes[row * width] = 2;
        bytes[row * width + width / 2] = 1;
        for (uint32_t i = any(3); i; i--)
            bytes[row * width + 1 + any((uint32_t)width - 1)] = (char)(1 + any(9));
    }
    return (struct slice){bytes, width * rows};
}

static size_t put_rows(struct buf *stream, struct slice rows, size_t period)
{
    buf_clear(stream);
    struct bits bits = deflate_begin(stream);
    deflate_block(&bits, rows, period, true);
    deflate_end(&bits, deflate_sum(rows));
    assert_inflates(stream, rows);
    return stream->n;
}

/* Whatever period is said they come back; with their own they take no more than without. */
static void test_rows_of_a_period(void **state)
{
    (void)state;
    static const size_t widths[] = {2, 8, 11, 61, 121, 33000};
    struct arena *arena = arena_new();
    struct buf stream = {0};
    seed = 5;
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct slice rows = make_rows(arena, widths[i], 70000 / widths[i]);
        size_t own = put_rows(&stream, rows, widths[i]), none = put_rows(&stream, rows, 0);
        put_rows(&stream, rows, widths[i] + 1);
        put_rows(&stream, rows, rows.n * 2);
        assert_true(own <= none + none / 50);
    }
    buf_free(&stream);
    arena_free(arena);
}

/* Less than what libdeflate makes of them at the level that files were written with. */
static void test_rows_are_small(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf stream = {0};
    seed = 9;
    struct slice rows = make_rows(arena, 61, 1200);
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(5);
    char *room = ARENA_ARRAY(arena, char, rows.n);
    size_t others = libdeflate_zlib_compress(compressor, rows.p, rows.n, room, rows.n);
    assert_true(others > 0);
    assert_true(put_rows(&stream, rows, 61) < others);
    libdeflate_free_compressor(compressor);
    buf_free(&stream);
    arena_free(arena);
}

/* The checksum of all is that of any two parts of it, long ones too. */
static void test_sums_join(void **state)
{
    (void)state;
    enum { MOST = 200000 };
    struct arena *arena = arena_new();
    char *bytes = ARENA_ARRAY(arena, char, MOST);
    seed = 21;
    for (size_t i = 0; i < MOST; i++)
        bytes[i] = (char)(i % 7 ? any(256) : 255);
    for (size_t n = 0; n < 60; n++) {
        size_t size = n < 20 ? n : any(MOST), at = any((uint32_t)size + 1);
        struct slice first = {bytes, at}, second = {bytes + at, size - at};
        assert_int_equal(deflate_sum_join(deflate_sum(first), deflate_sum(second), second.n),
                         deflate_sum((struct slice){bytes, size}));
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_pieces_join),    cmocka_unit_test(test_odd_bytes),
        cmocka_unit_test(test_pieces_stand_alone), cmocka_unit_test(test_matches_of_any_length),
        cmocka_unit_test(test_pieces_are_small),   cmocka_unit_test(test_rows_of_a_period),
        cmocka_unit_test(test_rows_are_small),     cmocka_unit_test(test_sums_join),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
