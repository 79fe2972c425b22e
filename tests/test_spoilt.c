/*
 * Records with one line spoilt, each in many ways: whatever it is, it is told of or does no harm,
 * and what can be told of the rest is told.
 */
#include "testing.h"

#include "sheet.h"

static struct house house;

static int open_house(void **state)
{
    (void)state;
    house_open(&house, SOURCE_ROOT);
    return 0;
}

static int close_house(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

/* What stands instead of the line "key = value"; NULL ends. KEY and VALUE stand for its own. */
static const char *const spoilt[] = {"KEY = ",
                                     "KEY = x",
                                     "KEY = 行政",
                                     "KEY = -1",
                                     "KEY = 0",
                                     "KEY = 99999999999999999999",
                                     "KEY = 1,234.5万元",
                                     "KEY = 〔待填：甲〕",
                                     "KEY = 〔可填：甲〕",
                                     "KEY = @none.txt",
                                     "KEY = {{#甲}}\xF3\xB0\x80\x80",
                                     "KEYx = VALUE",
                                     "合计 = 1\nKEY = VALUE",
                                     "一般公共预算 = 1\nKEY = VALUE",
                                     "科目.KEY = VALUE",
                                     "KEY.1 = VALUE",
                                     "KEY = VALUE\nKEY = VALUE",
                                     "",
                                     "KEY",
                                     NULL};

static void put_spoilt(struct buf *out, const char *how, struct slice key, struct slice value)
{
    while (*how) {
        bool is_key = strncmp(how, "KEY", 3) == 0, is_value = strncmp(how, "VALUE", 5) == 0;
        if (is_key || is_value)
            buf_put_slice(out, is_key ? key : value);
        else
            buf_putc(out, *how);
        how += is_key ? 3 : is_value ? 5 : 1;
    }
}

/* Reads, computes and makes it as far as it goes; `lenient` takes what is unfinished as well. */
static void try_record(const char *path, struct slice text, bool lenient)
{
    struct arena *arena = arena_new();
    struct sheet sheet;
    sheet_begin(&sheet, &house, arena, path);
    sheet.run.request.source = source_of(arena, path, text);
    sheet.run.request.lenient = lenient;
    bool made = sheet_read(&sheet) && sheet_compute(&sheet) && sheet_compose(&sheet);
    if (!made && !sheet.run.diag.first)
        fail_msg("nothing is said of %.*s", (int)text.n, text.p);
    arena_free(arena);
}

static void spoil_each_line(const char *path)
{
    struct buf record = read_file(path);
    for (struct slice rest = buf_slice(&record); rest.p;) {
        struct slice line = slice_cut(&rest, '\n'), value = line, key = slice_cut(&value, '=');
        if (!value.p || !key.n || strchr(" ;#[", *key.p))
            continue;
        for (const char *const *how = spoilt; *how; how++) {
            struct buf text = {0};
            buf_put(&text, record.p, (size_t)(line.p - record.p));
            put_spoilt(&text, *how, slice_trim(key), slice_trim(value));
            buf_put(&text, line.p + line.n, (size_t)(record.p + record.n - line.p) - line.n);
            try_record(path, buf_slice(&text), false);
            try_record(path, buf_slice(&text), true);
            buf_free(&text);
        }
    }
    buf_free(&record);
}

static void one_line_of_accounts(void **state)
{
    (void)state;
    spoil_each_line(SOURCE_ROOT "/tests/check/base.ini");
}

static void one_line_of_a_report(void **state)
{
    (void)state;
    spoil_each_line(SOURCE_ROOT "/examples/taoyuan-2019.ini");
}

static void one_line_of_a_budget(void **state)
{
    (void)state;
    spoil_each_line(SOURCE_ROOT "/tests/kinds/budget.ini");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_of_accounts),
        cmocka_unit_test(one_line_of_a_report),
        cmocka_unit_test(one_line_of_a_budget),
    };
    return cmocka_run_group_tests_name("spoilt", tests, open_house, close_house);
}
