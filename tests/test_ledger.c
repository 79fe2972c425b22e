/* The arithmetic of the ledger: formulas one by one, and what must hold in any record. */
#include "testing.h"

#include "ledger/formula.h"
#include "ledger/ledger.h"

struct fixture {
    struct arena *arena;
    struct diag diag;
    struct facts *facts;
};

static struct fixture fixture_new(void)
{
    struct fixture fixture = {.arena = arena_new()};
    diag_init(&fixture.diag, fixture.arena, LANGUAGE_ENGLISH);
    fixture.facts = facts_new(fixture.arena);
    return fixture;
}

static struct fact *add_money(struct fixture *fixture, struct fact *parent, const char *key,
                              int64_t amount)
{
    struct fact *fact =
        fact_add(fixture->facts, parent ? parent : fixture->facts->root, slice_of(key), FACT_MONEY);
    fact->number = amount;
    return fact;
}

/* Runs a formula into a new fact called "r". */
static struct fact *run(struct fixture *fixture, const char *formula, bool fits)
{
    struct fact *into = fact_add(fixture->facts, fixture->facts->root, SLICE("r"), FACT_NONE);
    bool ok = formula_run(fixture->facts, &fixture->diag, NULL, formula, into);
    assert_int_equal(ok, fits);
    assert_string_equal(into->formula, formula);
    return into;
}

static void sums(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    add_money(&fixture, NULL, "甲", 5);
    add_money(&fixture, NULL, "乙", 7);
    add_money(&fixture, NULL, "丙", 100);
    struct fact *sum = run(&fixture, "甲 + 乙 - 丙", true);
    assert_int_equal(sum->kind, FACT_MONEY);
    assert_int_equal(sum->number, -88);
    assert_int_equal(sum->term_count, 3);
    arena_free(fixture.arena);
}

static void sum_over_a_list_takes_top_rows_only(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    struct fact *list = fact_add(fixture.facts, fixture.facts->root, SLICE("表"), FACT_LIST);
    static const char *const codes[] = {"201", "20101", "204"};
    for (size_t i = 0; i < 3; i++) {
        struct fact *row = fact_add(fixture.facts, list, slice_of(codes[i]), FACT_GROUP);
        fact_add(fixture.facts, row, SLICE("是类"), FACT_FLAG)->flag = strlen(codes[i]) == 3;
        add_money(&fixture, row, "金额", 10);
    }
    assert_int_equal(run(&fixture, "Σ表.*.金额", true)->number, 20);
    arena_free(fixture.arena);
}

static void rates(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    add_money(&fixture, NULL, "部分", 1);
    add_money(&fixture, NULL, "总数", 3);
    add_money(&fixture, NULL, "零", 0);
    struct fact *rate = run(&fixture, "部分 / 总数", true);
    assert_int_equal(rate->kind, FACT_RATE);
    assert_int_equal(rate->rate.num, 1);
    assert_int_equal(rate->rate.den, 3);
    rate->key = SLICE("用过");
    struct fact none = {.kind = FACT_NONE};
    assert_true(formula_run(fixture.facts, &fixture.diag, NULL, "部分 / 零", &none));
    assert_int_equal(none.kind, FACT_NONE);
    arena_free(fixture.arena);
}

/* Money over a count: exact, and rounded once when it is printed. */
static void costs_per_head(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    add_money(&fixture, NULL, "接待费", 530000);
    fact_add(fixture.facts, fixture.facts->root, SLICE("人次"), FACT_COUNT)->number = 60;
    fact_add(fixture.facts, fixture.facts->root, SLICE("批次"), FACT_COUNT);
    struct fact *price = run(&fixture, "接待费 / 人次", true);
    assert_int_equal(price->kind, FACT_PRICE);
    assert_int_equal(price->rate.num, 530000);
    assert_int_equal(price->rate.den, 60);
    struct buf out = {0};
    fact_print_value(&out, price);
    assert_string_equal(out.p, "88.33 元");
    buf_free(&out);
    struct fact none = {.kind = FACT_NONE};
    assert_true(formula_run(fixture.facts, &fixture.diag, NULL, "接待费 / 批次", &none));
    assert_int_equal(none.kind, FACT_NONE);
    arena_free(fixture.arena);
}

static const struct fact *part(struct fixture *fixture, const struct fact *group, const char *key)
{
    const struct fact *fact = fact_child(fixture->facts, group, slice_of(key));
    assert_non_null(fact);
    return fact;
}

static void changes(void **state)
{
    (void)state;
    static const struct {
        int64_t now, before, difference;
        const char *word, *trend;
        bool has_rate;
    } cases[] = {{150, 100, 50, "增加", "增长", true},
                 {50, 100, -50, "减少", "下降", true},
                 {100, 100, 0, "持平", "持平", true},
                 {100, 0, 100, "增加", "增长", false},
                 {0, 0, 0, "持平", "持平", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture = fixture_new();
        add_money(&fixture, NULL, "今", cases[i].now);
        add_money(&fixture, NULL, "去", cases[i].before);
        struct fact *change = run(&fixture, "今 比 去", true);
        assert_int_equal(part(&fixture, change, "增减额")->number, cases[i].difference);
        assert_int_equal(part(&fixture, change, "差额")->number, llabs(cases[i].difference));
        assert_string_equal(part(&fixture, change, "增减")->text.p, cases[i].word);
        assert_string_equal(part(&fixture, change, "升降")->text.p, cases[i].trend);
        assert_int_equal(part(&fixture, change, "增减率")->kind == FACT_RATE, cases[i].has_rate);
        assert_int_equal(part(&fixture, change, "幅度")->kind == FACT_RATE, cases[i].has_rate);
        assert_int_equal(part(&fixture, change, "上年为零")->flag, cases[i].before == 0);
        arena_free(fixture.arena);
    }
}

static void nothing_typed_stays_nothing(void **state)
{
    (void)state;
    struct fixture fixture = fixture_new();
    fact_add(fixture.facts, fixture.facts->root, SLICE("无"), FACT_NONE);
    add_money(&fixture, NULL, "有", 5);
    struct fact a = {0}, b = {0}, c = {0};
    assert_true(formula_run(fixture.facts, &fixture.diag, NULL, "无 + 无", &a));
    assert_int_equal(a.kind, FACT_NONE);
    assert_true(formula_run(fixture.facts, &fixture.diag, NULL, "无 + 有", &b));
    assert_int_equal(b.number, 5);
    assert_true(formula_run(fixture.facts, &fixture.diag, NULL, "有 比 无", &c));
    assert_int_equal(c.kind, FACT_NONE);
    arena_free(fixture.arena);
}

static void overflow_is_an_error(void **state)
{
    (void)state;
    static const char *const formulas[] = {"大 + 一", "小 - 二", "小 比 大"};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        struct fixture fixture = fixture_new();
        add_money(&fixture, NULL, "大", INT64_MAX);
        add_money(&fixture, NULL, "小", -INT64_MAX);
        add_money(&fixture, NULL, "一", 1);
        add_money(&fixture, NULL, "二", 2);
        run(&fixture, formulas[i], false);
        assert_int_equal(fixture.diag.first->message, MSG_AMOUNT_OVERFLOW);
        arena_free(fixture.arena);
    }
}

static void write_list(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void names_are_those_of_the_year(void **state)
{
    (void)state;
    char folder[] = "/tmp/gongkai-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    write_list(folder, "functional.tsv",
               "210\t旧名\t2007-2018\n210\t新名\t2019-\n201\t服务\t\n"
               "211\t常名\t2017,2019-2024\n211\t一年之名\t2018\n");
    write_list(folder, "functional-unconfirmed.tsv", "201\t未核\n20101\t人大\n");
    write_list(folder, "functional-own.tsv",
               "# ours\n2019999\t自有\t2020,2024\n201\t本地\t2020-2021\n");
    write_list(folder, "economic.tsv", "301\t工资\n");
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    const struct catalog *catalog = catalog_open(arena, &diag, folder);
    assert_non_null(catalog);
    static const struct {
        const char *code;
        int year;
        const char *name;
    } cases[] = {{"210", 2018, "旧名"},     {"210", 2019, "新名"},     {"210", 2030, "新名"},
                 {"210", 1990, "旧名"},     {"201", 2019, "服务"},     {"201", 2020, "本地"},
                 {"201", 2022, "服务"},     {"2019999", 2022, "自有"}, {"211", 2017, "常名"},
                 {"211", 2018, "一年之名"}, {"211", 2021, "常名"},     {"211", 2030, "常名"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(
            subject_find(&catalog->functional, slice_of(cases[i].code), cases[i].year)->name.p,
            cases[i].name);
    const struct subject *usual = subject_find(&catalog->functional, SLICE("211"), 2019);
    assert_true(subject_holds(usual, 2024));
    assert_false(subject_holds(usual, 2018));
    assert_int_equal(catalog->unconfirmed.count, 1);
    assert_string_equal(subject_find_functional(catalog, SLICE("20101"), 2024)->name.p, "人大");
    assert_string_equal(subject_find_functional(catalog, SLICE("201"), 2024)->name.p, "服务");
    assert_null(subject_find(&catalog->functional, SLICE("202"), 2024));
    assert_string_equal(subject_find(&catalog->economic, SLICE("301"), 2024)->name.p, "工资");
    arena_free(arena);
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

/* A printed rate may be that of two amounts printed in 万元: each is off by 0.005 at most. */
static void rates_follow_from_rounded_amounts(void **state)
{
    (void)state;
    static const struct {
        int64_t part, whole; /* 分 */
        int decimals;
        int64_t percent; /* × 10^decimals */
        bool follows;
    } cases[] = {
        {1000000, 3000000, 2, 3333, true},   {1000000, 3000000, 2, 3356, true},
        {1000000, 3000000, 2, 3311, true},   {1000000, 3000000, 2, 3357, false},
        {1000000, 3000000, 2, 3310, false},  {-1000000, 3000000, 2, -3333, true},
        {-1000000, 3000000, 2, -3356, true}, {-1000000, 3000000, 2, -3357, false},
        {-1000000, 3000000, 2, -3311, true}, {-1000000, 3000000, 2, -3310, false},
        {5000, 10001, 0, 0, true}, /* the whole is more than rounding makes of nothing */
        {5000, 10000, 0, 50, false},
    };
    struct fixture fixture = fixture_new();
    struct fact *part = add_money(&fixture, NULL, "甲", 0),
                *whole = add_money(&fixture, NULL, "乙", 1);
    struct fact *count = fact_add(fixture.facts, fixture.facts->root, SLICE("丙"), FACT_COUNT);
    const struct fact *money[] = {part, whole}, *counted[] = {count, whole};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fact rate = {.kind = FACT_RATE,
                            .rate = {cases[i].part, cases[i].whole},
                            .terms = money,
                            .term_count = 2};
        assert_int_equal(fact_is_rate_of_rounded(&rate, cases[i].decimals, cases[i].percent),
                         cases[i].follows);
        rate.terms = counted; /* counts are not rounded */
        assert_false(fact_is_rate_of_rounded(&rate, cases[i].decimals, cases[i].percent));
        rate.terms = money;
        rate.term_count = 1;
        assert_false(fact_is_rate_of_rounded(&rate, cases[i].decimals, cases[i].percent));
    }
    arena_free(fixture.arena);
}

static void manual_lists_the_formulas(void **state)
{
    (void)state;
    struct buf table = {0};
    formulas_print(&table, ledger_accounts.formulas[0], LANGUAGE_ENGLISH);
    check_manual(SOURCE_ROOT "/docs/facts.md", "rules", buf_slice(&table));
    table.n = 0;
    formulas_print(&table, ledger_accounts.formulas[0], LANGUAGE_CHINESE);
    check_manual(SOURCE_ROOT "/docs/zh/facts.md", "rules", buf_slice(&table));
    buf_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums),
        cmocka_unit_test(sum_over_a_list_takes_top_rows_only),
        cmocka_unit_test(rates),
        cmocka_unit_test(costs_per_head),
        cmocka_unit_test(changes),
        cmocka_unit_test(nothing_typed_stays_nothing),
        cmocka_unit_test(overflow_is_an_error),
        cmocka_unit_test(names_are_those_of_the_year),
        cmocka_unit_test(rates_follow_from_rounded_amounts),
        cmocka_unit_test(manual_lists_the_formulas),
    };
    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
