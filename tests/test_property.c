/*
 * Random ledgers, from seeds: every total is exact to the 分, every identity of the forms holds,
 * and a printed cell differs from its printed parts by no more than rounding can do. Totals that do
 * not fit are an error, never a wrapped number.
 */
#include "testing.h"

#include "check/check.h"
#include "ledger/ledger.h"
#include "record/record.h"

enum { LEDGERS = 2000, CODES = 12, SOURCES = 8, FISCAL = 3, KINDS = 5 };

static const char *const codes[CODES] = {"2010601", "2010602", "2013299", "2040201",
                                         "2040202", "2080501", "2080505", "2080506",
                                         "2101101", "2210201", "2290401", "2299999"};
static const char *const sources[SOURCES] = {
    "一般公共预算", "政府性基金预算", "国有资本经营预算", "上级补助收入",
    "事业收入",     "经营收入",       "附属单位上缴收入", "其他收入"};
static const char *const kinds[KINDS] = {"基本支出", "项目支出", "上缴上级支出", "经营支出",
                                         "对附属单位补助支出"};

/* What the generator typed, and so what must come out. */
struct leaves {
    int64_t income[CODES][SOURCES];
    int64_t spent[CODES][SOURCES][KINDS];
    int64_t before[CODES][FISCAL], after[CODES][FISCAL]; /* by code; one sum for the first */
    int64_t other_before, other_after;
};

/* splitmix64: small, and the same everywhere. */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* Amounts of all sizes up to the limit, many of them 0. */
static int64_t amount(uint64_t *state, int64_t limit)
{
    if (next(state) % 3 == 0)
        return 0;
    int64_t size = 1;
    for (uint64_t digits = next(state) % 13; digits && size < limit / 10; digits--)
        size *= 10;
    return (int64_t)(next(state) % (uint64_t)(size < limit / 10 ? size * 10 : limit));
}

static void balance(int64_t *before, int64_t income, int64_t spent, int64_t *after)
{
    if (*before + income < spent)
        *before = spent - income;
    *after = *before + income - spent;
}

static int64_t spent_from(const struct leaves *leaves, size_t code, size_t source)
{
    int64_t sum = 0;
    for (size_t kind = 0; kind < KINDS; kind++)
        sum += leaves->spent[code][source][kind];
    return sum;
}

static void generate(struct leaves *leaves, uint64_t *state, int64_t limit)
{
    *leaves = (struct leaves){0};
    int64_t income = 0, spent = 0, other_income = 0, other_spent = 0;
    for (size_t code = 0; code < CODES; code++)
        for (size_t source = 0; source < SOURCES; source++) {
            leaves->income[code][source] = amount(state, limit);
            for (size_t kind = 0; kind < (source < FISCAL ? 2 : KINDS); kind++)
                leaves->spent[code][source][kind] = amount(state, limit);
            int64_t out = spent_from(leaves, code, source);
            if (source == 0)
                income += leaves->income[code][0], spent += out;
            else if (source < FISCAL)
                balance(&leaves->before[code][source], leaves->income[code][source], out,
                        &leaves->after[code][source]);
            else
                other_income += leaves->income[code][source], other_spent += out;
        }
    balance(&leaves->before[0][0], income, spent, &leaves->after[0][0]);
    balance(&leaves->other_before, other_income, other_spent, &leaves->other_after);
}

static void put_amount(struct buf *out, int64_t value)
{
    if (value)
        buf_printf(out, " = %lld.%02lld\n", (long long)value / 100, (long long)value % 100);
}

/* A key only when its amount is not 0: keys that are not typed must be as good as 0. */
#define PUT(out, value, ...)                                                                       \
    do {                                                                                           \
        if (value) {                                                                               \
            buf_printf(out, __VA_ARGS__);                                                          \
            put_amount(out, value);                                                                \
        }                                                                                          \
    } while (0)

static void put_carried(struct buf *out, const char *when, int64_t sums[CODES][FISCAL],
                        int64_t other)
{
    buf_printf(out, "[%s结转和结余]\n", when);
    PUT(out, sums[0][0], "一般公共预算");
    PUT(out, other, "非财政拨款");
    for (size_t code = 0; code < CODES; code++)
        for (size_t source = 1; source < FISCAL; source++)
            PUT(out, sums[code][source], "%s.%s", sources[source], codes[code]);
}

static struct buf record_of(struct leaves *leaves)
{
    struct buf out = {0};
    buf_puts(&out, "[单位]\n名称 = 某局\n年度 = 2024\n口径 = 单位\n性质 = 行政单位\n模板 = x\n"
                   "[概况]\n职责 = 一项。\n机构 = 一科。\n[收入]\n");
    for (size_t code = 0; code < CODES; code++)
        for (size_t source = 0; source < SOURCES; source++)
            PUT(&out, leaves->income[code][source], "%s.%s", codes[code], sources[source]);
    buf_puts(&out, "[支出]\n");
    int64_t basic = 0;
    for (size_t code = 0; code < CODES; code++)
        for (size_t source = 0; source < SOURCES; source++)
            for (size_t kind = 0; kind < KINDS; kind++)
                PUT(&out, leaves->spent[code][source][kind], "%s.%s.%s", codes[code],
                    sources[source], kinds[kind]);
    for (size_t code = 0; code < CODES; code++)
        basic += leaves->spent[code][0][0];
    buf_puts(&out, "[基本支出经济分类]\n");
    PUT(&out, basic / 3, "30101");
    PUT(&out, basic - basic / 3, "30201");
    put_carried(&out, "年初", leaves->before, leaves->other_before);
    put_carried(&out, "年末", leaves->after, leaves->other_after);
    buf_puts(&out, "[上年]\n总计 = 0\n财政拨款总计 = 0\n机关运行经费 = 0\n");
    static const char *const groups[] = {"上年.三公", "三公.预算", "三公.决算"};
    for (size_t i = 0; i < 3; i++)
        buf_printf(&out,
                   "[%s]\n因公出国（境）费 = 0\n公务用车购置费 = 0\n公务用车运行维护费 = 0\n"
                   "公务接待费 = 0\n",
                   groups[i]);
    buf_puts(&out,
             "[政府采购]\n货物 = 0\n工程 = 0\n服务 = 0\n授予中小企业 = 0\n授予小微企业 = 0\n");
    return out;
}

struct result {
    struct arena *arena;
    struct diag diag;
    struct facts *facts;
};

static struct result derive(const struct catalog *catalog, struct leaves *leaves)
{
    struct result result = {.arena = arena_new()};
    diag_init(&result.diag, result.arena, LANGUAGE_ENGLISH);
    struct buf text = record_of(leaves);
    const struct node *root = record_parse(result.arena, &result.diag,
                                           source_of(result.arena, "random.ini", buf_slice(&text)));
    if (!root)
        fail_msg("%s", result.diag.first->text.p);
    result.facts = ledger_run(result.arena, &result.diag, root, NULL, catalog);
    buf_free(&text);
    return result;
}

/* The amount of a fact; a row that is not there is 0. */
static int64_t value(const struct facts *facts, const char *format, ...)
{
    char path[256];
    va_list args;
    va_start(args, format);
    vsnprintf(path, sizeof path, format, args);
    va_end(args);
    const struct fact *fact = fact_find(facts, facts->root, slice_of(path));
    return fact ? fact->number : 0;
}

/* Cells of 0.01 万元, as printed. */
static int64_t printed(int64_t number)
{
    int64_t cells;
    assert_true(decimal_scale(number, 1, 10000, &cells));
    return cells;
}

/* The printed total may differ from its n printed parts by 0.005 × (n + 1) 万元. */
static void check_rounding(int64_t total, const int64_t *parts, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += printed(parts[i]);
    assert_true(2 * llabs(printed(total) - sum) <= (int64_t)count + 1);
}

static bool is_below(size_t code, const char *prefix)
{
    return strncmp(codes[code], prefix, strlen(prefix)) == 0;
}

/* The rows at and above a code: its 类, 款 and 项, against sums of our own. */
static void check_rows(const struct facts *facts, const struct leaves *leaves, const char *prefix)
{
    int64_t income[CODES] = {0}, spent[CODES] = {0}, total_income = 0, total_spent = 0;
    size_t count = 0;
    for (size_t code = 0; code < CODES; code++) {
        if (!is_below(code, prefix))
            continue;
        for (size_t source = 0; source < SOURCES; source++) {
            income[count] += leaves->income[code][source];
            spent[count] += spent_from(leaves, code, source);
        }
        total_income += income[count];
        total_spent += spent[count];
        count++;
    }
    assert_int_equal(value(facts, "收入.科目.%s.合计", prefix), total_income);
    assert_int_equal(value(facts, "支出.科目.%s.合计", prefix), total_spent);
    check_rounding(total_income, income, count);
    check_rounding(total_spent, spent, count);
}

static void check_columns(const struct facts *facts, const struct leaves *leaves)
{
    int64_t all_income = 0, all_spent = 0, parts[SOURCES] = {0}, by_kind[KINDS] = {0};
    for (size_t source = 0; source < SOURCES; source++) {
        for (size_t code = 0; code < CODES; code++) {
            parts[source] += leaves->income[code][source];
            for (size_t kind = 0; kind < KINDS; kind++)
                by_kind[kind] += leaves->spent[code][source][kind];
        }
        assert_int_equal(value(facts, "收入.%s", sources[source]), parts[source]);
        all_income += parts[source];
    }
    for (size_t kind = 0; kind < KINDS; kind++) {
        assert_int_equal(value(facts, "支出.%s", kinds[kind]), by_kind[kind]);
        all_spent += by_kind[kind];
    }
    assert_int_equal(value(facts, "收入.合计"), all_income);
    assert_int_equal(value(facts, "支出.合计"), all_spent);
    check_rounding(all_income, parts, SOURCES);
    check_rounding(all_spent, by_kind, KINDS);
}

/* What holds between the forms, whatever was typed. */
static void check_forms(const struct facts *facts)
{
    assert_int_equal(value(facts, "财政拨款支出.一般公共预算"),
                     value(facts, "一般公共预算支出.合计"));
    for (size_t source = 1; source < FISCAL; source++) {
        assert_int_equal(value(facts, "财政拨款支出.%s", sources[source]),
                         value(facts, "%s.支出", sources[source]));
        assert_int_equal(value(facts, "%s.总计", sources[source]),
                         value(facts, "%s.支出", sources[source]) +
                             value(facts, "%s.年末结转和结余", sources[source]));
    }
    assert_int_equal(value(facts, "财政拨款支出.合计"), value(facts, "一般公共预算支出.合计") +
                                                            value(facts, "政府性基金预算.支出") +
                                                            value(facts, "国有资本经营预算.支出"));
    assert_int_equal(value(facts, "总计.收入"), value(facts, "总计.支出"));
    assert_int_equal(value(facts, "财政拨款总计.收入"), value(facts, "财政拨款总计.支出"));
    assert_int_equal(value(facts, "经济.人员经费") + value(facts, "经济.公用经费"),
                     value(facts, "一般公共预算支出.基本支出"));
}

static const struct catalog *catalog_of(struct arena *arena)
{
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    const struct catalog *catalog = catalog_open(arena, &diag, SOURCE_ROOT "/subjects");
    assert_non_null(catalog);
    return catalog;
}

static void random_ledgers_are_exact(void **state)
{
    (void)state;
    static struct leaves leaves;
    struct arena *arena = arena_new();
    const struct catalog *catalog = catalog_of(arena);
    for (uint64_t number = 0; number < LEDGERS; number++) {
        uint64_t seed = number;
        generate(&leaves, &seed, 1000000000000);
        struct result result = derive(catalog, &leaves);
        if (!result.facts)
            fail_msg("seed %llu: %s", (unsigned long long)number, result.diag.first->text.p);
        for (size_t code = 0; code < CODES; code++)
            for (int digits = 3; digits <= 7; digits += 2) {
                char prefix[8];
                snprintf(prefix, sizeof prefix, "%.*s", digits, codes[code]);
                check_rows(result.facts, &leaves, prefix);
            }
        check_columns(result.facts, &leaves);
        check_forms(result.facts);
        check_run(result.facts, &result.diag, check_accounts, NULL, NULL);
        if (result.diag.worst == LEVEL_ERROR)
            fail_msg("seed %llu: %s", (unsigned long long)number, result.diag.first->text.p);
        arena_free(result.arena);
    }
    arena_free(arena);
}

/* Amounts near the end of 64 bits: either everything fits, exactly, or there is an error. */
static void what_does_not_fit_is_an_error(void **state)
{
    (void)state;
    static struct leaves leaves;
    struct arena *arena = arena_new();
    const struct catalog *catalog = catalog_of(arena);
    size_t refused = 0, kept = 0;
    for (uint64_t number = 0; number < 200; number++) {
        uint64_t seed = number;
        leaves = (struct leaves){0};
        for (size_t i = 0; i < 3; i++) {
            size_t code = next(&seed) % CODES;
            leaves.income[code][7] = (int64_t)(next(&seed) % (INT64_MAX / 2));
        }
        unsigned __int128 sum = 0;
        for (size_t code = 0; code < CODES; code++)
            sum += (uint64_t)leaves.income[code][7];
        struct result result = derive(catalog, &leaves);
        bool fits = sum <= INT64_MAX;
        assert_int_equal(result.facts != NULL, fits);
        if (fits)
            assert_int_equal(value(result.facts, "总计.收入"), (int64_t)sum);
        else
            assert_int_equal(result.diag.first->message, MSG_AMOUNT_OVERFLOW);
        kept += fits;
        refused += !fits;
        arena_free(result.arena);
    }
    assert_true(kept > 20 && refused > 20);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_ledgers_are_exact),
        cmocka_unit_test(what_does_not_fit_is_an_error),
    };
    return cmocka_run_group_tests_name("property", tests, NULL, NULL);
}
