/* The base: arena, text, decimals, positions, messages. */
#include "testing.h"

#include "base/decimal.h"
#include "base/diag.h"
#include "base/limits.h"
#include "base/reading.h"

static void the_arena_keeps_apart_what_it_gives(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    unsigned char *first = NULL;
    for (int round = 0; round < 2; round++) {
        unsigned char *given[300];
        for (int i = 0; i < 300; i++) {
            given[i] = arena_alloc(arena, (size_t)i * 17);
            assert_int_equal((uintptr_t)given[i] % 16, 0);
            for (int k = 0; k < i * 17; k++)
                assert_int_equal(given[i][k], 0);
            memset(given[i], i & 0xFF, (size_t)i * 17);
        }
        for (int i = 0; i < 300; i++)
            for (int k = 0; k < i * 17; k++)
                assert_int_equal(given[i][k], i & 0xFF);
        assert_true(round == 0 || given[0] == first);
        first = given[0];
        arena_reset(arena);
    }
    char *large = arena_alloc(arena, 1 << 20);
    large[(1 << 20) - 1] = 1;
    assert_string_equal(arena_printf(arena, "%s-%d", "公开", 7), "公开-7");
    assert_string_equal(arena_copy(arena, "公开了", 6), "公开");
    assert_string_equal(arena_copy(arena, NULL, 0), "");
    arena_free(arena);
    arena_free(NULL);
}

static void slices_are_cut_and_trimmed(void **state)
{
    (void)state;
    struct slice rest = SLICE("a.bc..d");
    assert_true(slice_is(slice_cut(&rest, '.'), "a"));
    assert_true(slice_is(slice_cut(&rest, '.'), "bc"));
    assert_true(slice_is(slice_cut(&rest, '.'), ""));
    assert_non_null(rest.p);
    assert_true(slice_is(slice_cut(&rest, '.'), "d"));
    assert_null(rest.p);
    rest = SLICE("a.");
    slice_cut(&rest, '.');
    assert_non_null(rest.p);
    assert_int_equal(slice_cut(&rest, '.').n, 0);
    assert_null(rest.p);
    assert_true(slice_is(slice_trim(SLICE(" \t公 开\r\n")), "公 开"));
    assert_int_equal(slice_trim(SLICE(" \n ")).n, 0);
    assert_true(slice_starts(SLICE("公开"), "公"));
    assert_false(slice_starts(SLICE("公"), "公开"));
    assert_false(slice_eq(SLICE("公"), SLICE("开")));
    assert_int_equal(slice_of(NULL).n, 0);
}

static void utf8_is_decoded(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t code;
    } good[] = {{"a", 'a'},
                {"\xC2\x80", 0x80},
                {"\xDF\xBF", 0x7FF},
                {"公", 0x516C},
                {"\xED\x9F\xBF", 0xD7FF},
                {"\xEE\x80\x80", 0xE000},
                {"\xF0\x90\x80\x80", 0x10000},
                {"\xF4\x8F\xBF\xBF", 0x10FFFF}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct slice text = slice_of(good[i].text);
        size_t at = 0;
        assert_int_equal(utf8_next(text, &at), good[i].code);
        assert_int_equal(at, text.n);
        assert_int_equal(utf8_check(text), text.n);
        struct buf again = {0};
        buf_put_utf8(&again, good[i].code);
        assert_string_equal(again.p, good[i].text);
        buf_free(&again);
    }
    assert_int_equal(utf8_length(SLICE("a公开\xF0\xA0\x80\x80")), 4);
}

static void malformed_utf8_is_found(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",         "\xC0\x80",         "\xC1\xBF",         "\xC3",
        "\xC3(",        "\xE0\x80\x80",     "\xE5\x85",         "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xFF",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buf text = {0};
        buf_puts(&text, "公a");
        buf_puts(&text, bad[i]);
        size_t at = 4;
        assert_int_equal(utf8_check(buf_slice(&text)), 4);
        assert_int_equal(utf8_next(buf_slice(&text), &at), 0xFFFD);
        assert_int_equal(at, 5);
        buf_free(&text);
    }
}

static void buffers_grow(void **state)
{
    (void)state;
    struct buf buf = {0};
    assert_true(slice_is(buf_slice(&buf), ""));
    for (int i = 0; i < 1000; i++) {
        buf_printf(&buf, "%d,", i);
        assert_int_equal(buf.p[buf.n], '\0');
    }
    assert_int_equal(buf.n, 10 * 2 + 90 * 3 + 900 * 4);
    buf_clear(&buf);
    assert_string_equal(buf.p, "");
    buf_putc(&buf, 'x');
    buf_put(&buf, NULL, 0);
    buf_put_slice(&buf, SLICE("y"));
    assert_string_equal(buf.p, "xy");
    buf_clear(&buf);
    buf_put_visible(&buf, SLICE("a\tb\x1b\x7f\xE2\x80\x8B\xFF公"));
    assert_string_equal(buf.p, "a\tb\uFFFD\uFFFD\uFFFD\uFFFD公");
    buf_free(&buf);
    assert_null(buf.p);
}

static void decimals_are_read_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int scale;
        enum decimal_error error;
        int64_t value;
    } cases[] = {
        {"0", 2, DECIMAL_OK, 0},
        {"31408992", 2, DECIMAL_OK, 3140899200},
        {"1234.5", 2, DECIMAL_OK, 123450},
        {"-0.01", 2, DECIMAL_OK, -1},
        {"-0", 2, DECIMAL_OK, 0},
        {"007.10", 2, DECIMAL_OK, 710},
        {"1.2300", 2, DECIMAL_OK, 123},
        {"1.000", 0, DECIMAL_OK, 1},
        {"0.123456", 6, DECIMAL_OK, 123456},
        {"92233720368547758.07", 2, DECIMAL_OK, INT64_MAX},
        {"-92233720368547758.07", 2, DECIMAL_OK, -INT64_MAX},
        {"92233720368547758.08", 2, DECIMAL_RANGE, 0},
        {"9223372036854775807", 2, DECIMAL_RANGE, 0},
        {"99999999999999999999999999", 0, DECIMAL_RANGE, 0},
        {"0.125", 2, DECIMAL_PRECISION, 0},
        {"0.001", 2, DECIMAL_PRECISION, 0},
        {"1.5", 0, DECIMAL_PRECISION, 0},
        {"", 2, DECIMAL_SYNTAX, 0},
        {"-", 2, DECIMAL_SYNTAX, 0},
        {"+1", 2, DECIMAL_SYNTAX, 0},
        {".5", 2, DECIMAL_SYNTAX, 0},
        {"5.", 2, DECIMAL_SYNTAX, 0},
        {"1,000", 2, DECIMAL_SYNTAX, 0},
        {"1e3", 2, DECIMAL_SYNTAX, 0},
        {"1.2.3", 2, DECIMAL_SYNTAX, 0},
        {" 1", 2, DECIMAL_SYNTAX, 0},
        {"１", 2, DECIMAL_SYNTAX, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 0;
        if (decimal_parse(slice_of(cases[i].text), cases[i].scale, &value) != cases[i].error ||
            value != cases[i].value)
            fail_msg("%s at %d gave %lld", cases[i].text, cases[i].scale, (long long)value);
    }
}

static void sums_say_when_they_overflow(void **state)
{
    (void)state;
    int64_t out = 42;
    assert_false(money_add(INT64_MAX, 1, &out));
    assert_false(money_sub(-INT64_MAX, 2, &out));
    assert_false(decimal_scale(INT64_MAX, 3, 2, &out));
    assert_false(decimal_scale(INT64_MIN, 1, 1, &out));
    assert_int_equal(out, 42);
    assert_true(money_add(INT64_MAX - 1, 1, &out));
    assert_true(out == INT64_MAX);
    assert_true(money_sub(5, 7, &out));
    assert_int_equal(out, -2);
    assert_true(decimal_scale(INT64_MAX, INT64_MAX, INT64_MAX, &out));
    assert_true(out == INT64_MAX);
}

static void halves_are_rounded_up_in_magnitude(void **state)
{
    (void)state;
    static const int64_t cases[][4] = {/* value, factor, divisor, result */
                                       {5, 1, 10, 1},       {4, 1, 10, 0},  {-5, 1, 10, -1},
                                       {-4, 1, 10, 0},      {15, 1, 10, 2}, {25, 1, 10, 3},
                                       {-25, 1, 10, -3},    {1, 1, 3, 0},   {2, 1, 3, 1},
                                       {1, 10000, 3, 3333}, {0, 7, 9, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t out;
        assert_true(decimal_scale(cases[i][0], cases[i][1], cases[i][2], &out));
        assert_int_equal(out, cases[i][3]);
    }
}

static void assert_printed(int64_t cents, struct number_style style, const char *wanted)
{
    struct buf out = {0};
    assert_true(decimal_print(&out, cents, 2, &style));
    assert_string_equal(out.p, wanted);
    buf_free(&out);
}

static void amounts_are_printed(void **state)
{
    (void)state;
    struct number_style ten_thousand = {.decimals = 2, .divisor = 10000, .zero = ""};
    assert_printed(3140899200, ten_thousand, "3140.90");
    assert_printed(-3140899200, ten_thousand, "-3140.90");
    assert_printed(0, ten_thousand, "");
    assert_printed(4999, ten_thousand, "0.00");
    assert_printed(-4999, ten_thousand, "0.00");
    assert_printed(5000, ten_thousand, "0.01");
    assert_printed(-5000, ten_thousand, "-0.01");
    assert_printed(INT64_MAX, ten_thousand, "9223372036854.78");
    struct number_style yuan = {.decimals = 2, .divisor = 1, .separators = true};
    assert_printed(671705000, yuan, "6,717,050.00");
    assert_printed(99999, yuan, "999.99");
    assert_printed(-100000, yuan, "-1,000.00");
    assert_printed(0, yuan, "0.00");
    assert_printed(INT64_MAX, yuan, "92,233,720,368,547,758.07");
    struct number_style trimmed = {.decimals = 2, .divisor = 1, .trim = true};
    assert_printed(4080, trimmed, "40.8");
    assert_printed(300, trimmed, "3");
    assert_printed(1005, trimmed, "10.05");
    struct number_style whole = {.decimals = 0, .divisor = 1};
    assert_printed(149, whole, "1");
    assert_printed(150, whole, "2");
    struct buf out = {0};
    struct number_style fine = {.decimals = 6, .divisor = 1};
    assert_false(decimal_print(&out, INT64_MAX, 2, &fine));
    assert_int_equal(out.n, 0);
}

static void rates_are_printed(void **state)
{
    (void)state;
    static const struct {
        struct rate rate;
        int decimals;
        bool trim;
        const char *text;
    } cases[] = {{{1, 1}, 2, false, "100.00"},
                 {{1, 3}, 2, false, "33.33"},
                 {{2, 3}, 2, false, "66.67"},
                 {{-1, 8}, 1, false, "-12.5"},
                 {{1, 8}, 0, false, "13"},
                 {{1, 2}, 2, true, "50"},
                 {{1, 16}, 2, true, "6.25"},
                 {{0, 5}, 2, false, "0.00"},
                 {{INT64_MAX, INT64_MAX}, 2, false, "100.00"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct number_style style = {
            .decimals = cases[i].decimals, .trim = cases[i].trim, .divisor = 1};
        struct buf out = {0};
        assert_true(rate_print(&out, cases[i].rate, &style));
        assert_string_equal(out.p, cases[i].text);
        buf_free(&out);
    }
}

static void assert_quoted(const char *text, const char *part, size_t length, const char *wanted)
{
    struct arena *arena = arena_new();
    const struct source *source = source_of(arena, "file", slice_of(text));
    const char *at = strstr(source->text.p, part);
    assert_non_null(at);
    struct buf out = {0};
    pos_quote(&out, source_pos(source, (struct slice){at, length}));
    assert_string_equal(out.p ? out.p : "", wanted);
    buf_free(&out);
    arena_free(arena);
}

static void positions_are_quoted(void **state)
{
    (void)state;
    assert_quoted("a\nkey = x\nb", "key", 3, "    key = x\n    ^~~\n");
    assert_quoted("名称 = 值\r\n", "值", 3, "    名称 = 值\n           ^~\n");
    assert_quoted("名称 = 值\n", "=", 1, "    名称 = 值\n         ^\n");
    assert_quoted("名 = མཚོན x\n", "x", 1, "    名 = མཚོན x\n             ^\n"); /* a stack */
    assert_quoted("名 = مالىيە x\n", "x", 1, "    名 = مالىيە x\n                ^\n");
    assert_quoted("名 = ꆈꌠ 판공 x\n", "x", 1, "    名 = ꆈꌠ 판공 x\n                   ^\n");
    assert_quoted("名 = མཚོན\n", "མཚོན", strlen("མཚོན"), "    名 = མཚོན\n         ^~~\n");
    assert_quoted("\ta = b\n", "b", 1, "    \ta = b\n    \t    ^\n");
    assert_quoted("a = \n", "\n", 0, "    a = \n        ^\n");
    assert_quoted("ab = c\nd", "c\nd", 3, "    ab = c\n         ^\n");
    assert_quoted("a\x1b[0mb", "b", 1, "    a\uFFFD[0mb\n         ^\n");
    assert_quoted("x\n\ny", "\ny", 0, "");
}

static void long_lines_are_quoted_in_part(void **state)
{
    (void)state;
    struct buf line = {0}, wanted = {0};
    for (int i = 0; i < 200; i++)
        buf_puts(&line, "字");
    buf_puts(&line, "x");
    for (int i = 0; i < 200; i++)
        buf_puts(&line, "字");
    buf_puts(&wanted, "   …");
    for (int i = 0; i < 48; i++)
        buf_puts(&wanted, "字");
    buf_puts(&wanted, "x");
    for (int i = 0; i < 63; i++)
        buf_puts(&wanted, "字");
    buf_puts(&wanted, "…\n    ");
    for (int i = 0; i < 96; i++)
        buf_putc(&wanted, ' ');
    buf_puts(&wanted, "^\n");
    assert_quoted(line.p, "x", 1, wanted.p);
    buf_free(&line);
    buf_free(&wanted);
}

static void places_count_characters(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct source *source = source_of(arena, "file", SLICE("一\r\n二 = 三\n"));
    struct pos pos = source_pos(source, (struct slice){strstr(source->text.p, "三"), 3});
    assert_int_equal(pos_place(pos).line, 2);
    assert_int_equal(pos_place(pos).column, 5);
    pos = source_pos(source, (struct slice){source->text.p + source->text.n, 0});
    assert_int_equal(pos_place(pos).line, 3);
    assert_int_equal(pos_place(pos).column, 1);
    assert_int_equal(pos_place((struct pos){0}).line, 0);
    assert_null(source_read(arena, SOURCE_ROOT "/no-such-file", LIMIT_INPUT));
    assert_null(source_read(arena, SOURCE_ROOT, LIMIT_INPUT));
    arena_free(arena);
}

/* Files that are no text have places, too. */
static void spots_are_told_as_people_find_them(void **state)
{
    (void)state;
    static const struct {
        struct spot spot;
        const char *english, *chinese, *json;
    } cases[] = {
        {{.sheet = "表 1", .column = 2, .row = 7},
         "f:表 1!B7",
         "f:表 1!B7",
         "\"file\":\"f\",\"line\":null,\"column\":null,\"sheet\":\"表 1\",\"cell\":\"B7\""},
        {{.sheet = "S", .column = 703, .row = 1048576},
         "f:S!AAA1048576",
         "f:S!AAA1048576",
         "\"file\":\"f\",\"line\":null,\"column\":null,\"sheet\":\"S\",\"cell\":\"AAA1048576\""},
        {{.sheet = "S", .column = 52},
         "f:S!AZ",
         "f:S!AZ",
         "\"file\":\"f\",\"line\":null,\"column\":null,\"sheet\":\"S\",\"cell\":\"AZ\""},
        {{.sheet = "S"},
         "f:S",
         "f:S",
         "\"file\":\"f\",\"line\":null,\"column\":null,\"sheet\":\"S\""},
        {{.page = 3, .box = {72000, 120500, 200000, 132000}},
         "f:page 3 (72,120)",
         "f:第3页 (72,120)",
         "\"file\":\"f\",\"line\":null,\"column\":null,\"page\":3,\"rectangle\":[72,120,200,132]"},
        {{.page = 7, .table = 1, .row = 2, .column = 5},
         "f:page 7 table 1 row 2 column 5",
         "f:第7页表1行2列5",
         "\"file\":\"f\",\"line\":null,\"column\":5,\"page\":7,\"table\":1,\"row\":2"},
        {{0}, "f", "f", "\"file\":\"f\",\"line\":null,\"column\":null"},
        {{.paragraph = 12},
         "f:paragraph 12",
         "f:第12段",
         "\"file\":\"f\",\"line\":null,\"column\":null,\"paragraph\":12"},
        {{.field = "收入.合计"},
         "f:field 收入.合计",
         "f:栏目“收入.合计”",
         "\"file\":\"f\",\"line\":null,\"column\":null,\"field\":\"收入.合计\""},
    };
    struct arena *arena = arena_new();
    struct buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pos pos = pos_of_spot(arena, "f", &cases[i].spot, SLICE("1"));
        const char *const texts[] = {cases[i].english, cases[i].chinese};
        for (int language = 0; language < 2; language++) {
            buf_clear(&out);
            pos_put(&out, pos, (enum language)language);
            assert_string_equal(out.p, texts[language]);
        }
        buf_clear(&out);
        pos_put_json(&out, pos);
        assert_string_equal(out.p, cases[i].json);
        assert_int_equal(pos_place(pos).line, 0);
        for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
            assert_int_equal(pos_is_same(pos, pos_of_spot(arena, "f", &cases[k].spot, SLICE("1"))),
                             i == k);
    }
    buf_free(&out);
    arena_free(arena);
}

static void findings_quote_what_stands_at_a_spot(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf out = {0};
    struct spot b7 = {.sheet = "Sheet1", .column = 2, .row = 7}, c1 = {.sheet = "Sheet1", .row = 1};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct pos pos = pos_of_spot(arena, "book.xlsx", &b7, SLICE("一2,3"));
    diag_report(&diag, MSG_EMPTY, pos, "金额");
    diag_report(&diag, MSG_EMPTY, (struct pos){0}, "x");
    diag_report(&diag, MSG_EMPTY, pos_of_spot(arena, "book.xlsx", &c1, SLICE("")), "名称");
    assert_true(is_told(&diag, pos_of_spot(arena, "book.xlsx", &b7, SLICE("一2,3"))));
    assert_false(diag_repeat(&diag, diag.first));
    diag_print(&out, &diag);
    assert_string_equal(
        out.p, "gongkai: book.xlsx:Sheet1!B7: error: 金额 has no value; write one, or "
               "delete the key\n    一2,3\n    ^~~~~\n"
               "gongkai: book.xlsx:Sheet1!1: error: 名称 has no value; write one, or delete "
               "the key\n"
               "gongkai: error: x has no value; write one, or delete the key\n");
    buf_free(&out);
    arena_free(arena);
}

static void findings_are_counted_and_printed(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_CHINESE);
    assert_int_equal(diag.worst, LEVEL_NONE);
    const struct source *source = source_of(arena, "record.ini", SLICE("名称 = 值"));
    diag_report(&diag, MSG_FILE_READ, (struct pos){0}, "a", "b");
    diag_report(&diag, MSG_NOT_UTF8, source_pos(source, (struct slice){source->text.p + 9, 3}));
    assert_int_equal(diag.count[LEVEL_ERROR], 2);
    assert_int_equal(diag.worst, LEVEL_ERROR);
    struct buf out = {0};
    for (const struct finding *finding = diag.first; finding; finding = finding->next)
        finding_print(&out, finding, LANGUAGE_CHINESE);
    assert_string_equal(out.p, "gongkai: 错误: 无法读取 a：b\n"
                               "gongkai: record.ini:1:6: 错误: 不是 UTF-8 文本；请将文件另存为 "
                               "UTF-8 编码\n    名称 = 值\n           ^~\n");
    assert_string_equal(message_name(MSG_NOT_UTF8), "not-utf8");
    buf_free(&out);
    arena_free(arena);
}

/* How many arguments a wording takes: %s one by one, or the highest of %1$s, %2$s …; -1 for any
 * other conversion, or a mixture of both. */
static int argument_count(const char *wording)
{
    int plain = 0, highest = 0;
    for (const char *at = wording; (at = strchr(at, '%')); at++) {
        if (at[1] == '%') {
            at++;
        } else if (at[1] == 's') {
            plain++;
        } else if (at[1] >= '1' && at[1] <= '9' && at[2] == '$' && at[3] == 's') {
            highest = at[1] - '0' > highest ? at[1] - '0' : highest;
        } else {
            return -1;
        }
    }
    return plain && highest ? -1 : plain + highest;
}

static void both_wordings_take_the_same_arguments(void **state)
{
    (void)state;
    static const char *const wordings[][3] = {
#define MESSAGE(id, level, name, english, chinese) {name, english, chinese},
#include "base/messages.def"
#undef MESSAGE
    };
    for (size_t i = 0; i < MESSAGE_COUNT; i++) {
        int english = argument_count(wordings[i][1]), chinese = argument_count(wordings[i][2]);
        if (english < 0 || english != chinese)
            fail_msg("%s: the wordings take %d and %d arguments", wordings[i][0], english, chinese);
    }
}

/* The wording with … for what it is filled with. */
static void put_wording(struct buf *out, const char *wording)
{
    for (const char *at = wording; *at; at++) {
        if (*at == '%' && at[1] == '%') {
            at++;
        } else if (*at == '%') {
            at = strchr(at, 's');
            buf_puts(out, "…");
            continue;
        } else if (*at == '|') {
            buf_putc(out, '\\');
        }
        buf_putc(out, *at);
    }
}

static void the_manuals_list_the_messages(void **state)
{
    (void)state;
    static const char *const manuals[] = {SOURCE_ROOT "/docs/messages.md",
                                          SOURCE_ROOT "/docs/zh/messages.md"};
    static const char *const heads[] = {"| name | level | message |\n|---|---|---|\n",
                                        "| 名称 | 级别 | 消息 |\n|---|---|---|\n"};
    static const struct {
        enum level level;
        const char *name, *wordings[2];
    } rows[] = {
#define MESSAGE(id, level, name, english, chinese) {LEVEL_##level, name, {english, chinese}},
#include "base/messages.def"
#undef MESSAGE
    };
    for (int language = 0; language < 2; language++) {
        struct buf table = {0};
        buf_puts(&table, heads[language]);
        for (size_t i = 0; i < MESSAGE_COUNT; i++) {
            buf_printf(&table, "| `%s` | %s | ", rows[i].name,
                       level_name(rows[i].level, (enum language)language));
            put_wording(&table, rows[i].wordings[language]);
            buf_puts(&table, " |\n");
        }
        check_manual(manuals[language], "messages", buf_slice(&table));
        buf_free(&table);
    }
}

static void the_language_is_the_locales(void **state)
{
    (void)state;
    setenv("LC_ALL", "", 1);
    setenv("LC_MESSAGES", "", 1);
    setenv("LANG", "zh_CN.UTF-8", 1);
    assert_int_equal(language_of_locale(), LANGUAGE_CHINESE);
    setenv("LC_MESSAGES", "en_US.UTF-8", 1);
    assert_int_equal(language_of_locale(), LANGUAGE_ENGLISH);
    setenv("LC_ALL", "zh_TW", 1);
    assert_int_equal(language_of_locale(), LANGUAGE_CHINESE);
    setenv("LC_ALL", "C", 1);
    assert_int_equal(language_of_locale(), LANGUAGE_ENGLISH);
}

static void findings_beyond_the_limit_are_counted(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf said = {0};
    unsigned most = (unsigned)limit_of(LIMIT_FINDINGS);
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    for (unsigned i = 0; i < most + 5; i++)
        diag_report(&diag, MSG_BOOK_EMPTY, (struct pos){0});
    diag_print(&said, &diag);
    unsigned lines = 0;
    for (size_t i = 0; i < said.n; i++)
        lines += said.p[i] == '\n';
    assert_int_equal(lines, most + 1);
    assert_non_null(strstr(said.p, "gongkai: and 5 more\n"));
    assert_int_equal(diag.count[LEVEL_ERROR], most + 5);
    buf_free(&said);
    arena_free(arena);
}

/* One after the other, as a list has them, or each from the start of the file. */
static void places_are_the_same_however_they_are_found(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct source *source =
        source_of(arena, "x", SLICE("a\u4E00b\n\n\u4E8Cc\nlast \u4E09 line"));
    for (uint32_t step = 1; step < 6; step++) {
        places_remember(true);
        for (uint32_t at = 0; at < source->text.n; at += step) {
            if ((source->text.p[at] & 0xC0) == 0x80)
                continue;
            struct place one = pos_place((struct pos){source, at, 1});
            places_remember(false);
            struct place two = pos_place((struct pos){source, at, 1});
            places_remember(true);
            pos_place((struct pos){source, at, 1});
            assert_int_equal(one.line, two.line);
            assert_int_equal(one.column, two.column);
        }
        places_remember(false);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_beyond_the_limit_are_counted),
        cmocka_unit_test(places_are_the_same_however_they_are_found),
        cmocka_unit_test(the_arena_keeps_apart_what_it_gives),
        cmocka_unit_test(slices_are_cut_and_trimmed),
        cmocka_unit_test(utf8_is_decoded),
        cmocka_unit_test(malformed_utf8_is_found),
        cmocka_unit_test(buffers_grow),
        cmocka_unit_test(decimals_are_read_exactly),
        cmocka_unit_test(sums_say_when_they_overflow),
        cmocka_unit_test(halves_are_rounded_up_in_magnitude),
        cmocka_unit_test(amounts_are_printed),
        cmocka_unit_test(rates_are_printed),
        cmocka_unit_test(positions_are_quoted),
        cmocka_unit_test(long_lines_are_quoted_in_part),
        cmocka_unit_test(places_count_characters),
        cmocka_unit_test(spots_are_told_as_people_find_them),
        cmocka_unit_test(findings_quote_what_stands_at_a_spot),
        cmocka_unit_test(findings_are_counted_and_printed),
        cmocka_unit_test(both_wordings_take_the_same_arguments),
        cmocka_unit_test(the_manuals_list_the_messages),
        cmocka_unit_test(the_language_is_the_locales),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
