/* The arithmetic of the ledger: formulas one by one, and what must hold in any record. */
#include "testing.h"

#include "ledger/formula.h"
#include "ledger/ledger.h"
#include "ledger/sample.h"
#include "record/keys.h"

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

/* ---- Formulas that packages declare ---- */

/* What is said of a formula over 钱 (two amounts), 数 (two counts), 分 (two scores), 文 (a text),
 * 空 (nothing), 组, 混 (钱 and 数), 表 (items with 钱 and 分) and 列 (a list of nothing); 0 when it
 * fits. */
static unsigned said_of(const char *formula)
{
    struct fixture fixture = fixture_new();
    static const struct {
        const char *name;
        enum fact_kind kind;
    } members[] = {{"钱一", FACT_MONEY}, {"钱二", FACT_MONEY}, {"数一", FACT_COUNT},
                   {"数二", FACT_COUNT}, {"分一", FACT_SCORE}, {"分二", FACT_SCORE},
                   {"文", FACT_TEXT},    {"空", FACT_NONE},    {"组", FACT_GROUP},
                   {"表", FACT_LIST},    {"列", FACT_LIST},    {"混", FACT_GROUP}};
    struct fact *root = fixture.facts->root;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        fact_add(fixture.facts, root, slice_of(members[i].name), members[i].kind);
    struct fact *list = fact_child(fixture.facts, root, SLICE("表"));
    for (int i = 1; i <= 2; i++) {
        const char *key = arena_printf(fixture.arena, "%d", i);
        struct fact *item = fact_add(fixture.facts, list, slice_of(key), FACT_GROUP);
        add_money(&fixture, item, "钱", 100);
        fact_add(fixture.facts, item, SLICE("分"), FACT_SCORE)->number = 50;
    }
    add_money(&fixture, fact_child(fixture.facts, root, SLICE("组")), "钱", 7);
    struct fact *mixed = fact_child(fixture.facts, root, SLICE("混"));
    add_money(&fixture, mixed, "钱", 7);
    fact_add(fixture.facts, mixed, SLICE("数"), FACT_COUNT)->number = 7;
    const struct formula_row row = {.name = "甲", .formula = formula};
    bool fits = formula_fits(fixture.facts, &fixture.diag, NULL, &row);
    assert_int_equal(fits, !fixture.diag.first);
    unsigned said = fits ? 0 : fixture.diag.first->message;
    arena_free(fixture.arena);
    return said;
}

static void formulas_of_packages_fit_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *formula;
        unsigned said;
    } cases[] = {{"钱一 + 钱二", 0},
                 {"钱一 - 钱二 + 钱一", 0},
                 {"钱一", 0},
                 {"钱一 / 钱二", 0},
                 {"钱一 比 钱二", 0},
                 {"数一 / 数二", 0},
                 {"分一 / 分二", 0},
                 {"钱一 / 数一", 0},
                 {"空 / 数一", 0},
                 {"钱一 / 空", 0},
                 {"钱一 + 空", 0},
                 {"2010101 + 钱一", 0},
                 {"数一 / 钱一", MSG_FORMULA_MIXED},
                 {"钱一 / 分一", MSG_FORMULA_MIXED},
                 {"分一 / 数一", MSG_FORMULA_MIXED},
                 {"钱一 + 数一", MSG_FORMULA_MIXED},
                 {"钱一 比 数一", MSG_FORMULA_MIXED},
                 {"钱一 + 文", MSG_FORMULA_KIND},
                 {"组 + 钱一", MSG_FORMULA_KIND},
                 {"表 + 钱一", MSG_FORMULA_KIND},
                 {"Σ表.*.钱", 0},
                 {"Σ表.*.钱 + 钱一", 0},
                 {"Σ表.*.分 + 钱一", MSG_FORMULA_MIXED},
                 {"Σ组.*", 0},
                 {"Σ混.*", MSG_FORMULA_MIXED},
                 {"Σ表.*", MSG_FORMULA_KIND},
                 {"Σ钱一.*", MSG_FORMULA_KIND},
                 {"Σ表.*.无", MSG_FACT_NEAR},
                 {"Σ表.钱", MSG_FORMULA_SYNTAX},
                 {"Σ表.*钱", MSG_FORMULA_SYNTAX},
                 {"Σ列.*.钱", 0},
                 {"平均 Σ表.*.分", 0},
                 {"平均 分一 + 分二", 0},
                 {"平均 分一 / 分二", MSG_FORMULA_SYNTAX},
                 {"计数 表", 0},
                 {"计数 列", 0},
                 {"计数 组", MSG_FORMULA_KIND},
                 {"计数 钱一", MSG_FORMULA_KIND},
                 {"计数 表 + 表", MSG_FORMULA_SYNTAX},
                 {"钱一 钱二", MSG_FORMULA_SYNTAX},
                 {"钱一 钱二 无", MSG_FORMULA_SYNTAX},
                 {"+ 钱一", MSG_FORMULA_SYNTAX},
                 {"钱一 +", MSG_FORMULA_SYNTAX},
                 {"钱一 + + 钱二", MSG_FORMULA_SYNTAX},
                 {"钱一 / 钱二 / 钱一", MSG_FORMULA_SYNTAX},
                 {"钱一 / 钱二 + 钱一", MSG_FORMULA_SYNTAX},
                 {"钱一 + 钱二 比 钱一", MSG_FORMULA_SYNTAX},
                 {"钱三", MSG_FACT_NEAR},
                 {"平均 ", MSG_FACT_UNKNOWN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (said_of(cases[i].formula) != cases[i].said)
            print_error("%s: %u, not %u\n", cases[i].formula, said_of(cases[i].formula),
                        cases[i].said);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(said_of(cases[i].formula), cases[i].said);
}

/* ---- Own names ---- */

/* The record carries the names of the user's own list: of a code, its 款 and 类, where it gives
 * none itself. */
static void own_names_are_carried(void **state)
{
    (void)state;
    char data[] = "/tmp/gongkai-test-XXXXXX", command[256];
    assert_non_null(mkdtemp(data));
    snprintf(command, sizeof command, "mkdir -p %s/gongkai/subjects", data);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof command, "%s/gongkai/subjects", data);
    write_list(command, "functional-mine.tsv",
               "201\t自有类\n20106\t自有款\n2010601\t自有项\n2010602\t不用\n2299999\t改名\n");
    write_list(command, "economic-mine.tsv", "301\t自有经济类\n30101\t自有经济款\n");
    char *before = getenv("XDG_DATA_HOME") ? strdup(getenv("XDG_DATA_HOME")) : NULL;
    setenv("XDG_DATA_HOME", data, 1);
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    const struct catalog *catalog = catalog_open(arena, &diag, SOURCE_ROOT "/subjects");
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini"), out = {0};
    buf_puts(&base, "[科目名称]\n2299999 = 其他\n");
    struct node *root =
        (struct node *)record_parse(arena, &diag, source_of(arena, "r.ini", buf_slice(&base)));
    ledger_settle_own_names(arena, root, ledger_run(arena, &diag, root, NULL, catalog));
    const struct node *names = node_child(root, SLICE("科目名称"));
    for (const struct node *name = names->first; name; name = name->next)
        buf_printf(&out, "%s=%s\n", name->key.p, name->text.p);
    assert_string_equal(out.p, "201=自有类\n20106=自有款\n2010601=自有项\n2299999=其他\n"
                               "301=自有经济类\n30101=自有经济款\n");
    if (before)
        setenv("XDG_DATA_HOME", before, 1);
    else
        unsetenv("XDG_DATA_HOME");
    free(before);
    buf_free(&out);
    buf_free(&base);
    arena_free(arena);
    snprintf(command, sizeof command, "rm -r %s", data);
    assert_int_equal(system(command), 0);
}

/* ---- All figures of whole records ---- */

/* Those derived that are there, or wait, a line each, with how many terms they have. */
static void put_derived(struct buf *out, const struct facts *facts)
{
    for (uint32_t i = 0; i < facts->count; i++) {
        const struct fact *fact = facts->all[i];
        bool derived = fact->id >= facts->leaves || fact->formula;
        if (fact->kind >= FACT_UNIT || !derived || (!fact_is_true(fact) && !fact->waits))
            continue;
        fact_put_path(out, fact);
        buf_puts(out, " = ");
        fact_print_value(out, fact);
        if (fact->term_count)
            buf_printf(out, " ← %u", fact->term_count);
        buf_putc(out, '\n');
    }
    buf_printf(out, "%u\n", facts->count);
}

/* What a run of the ledger stands on, in that order. */
struct year {
    struct arena *arena;
    struct diag diag;
    const struct catalog *catalog;
};

static struct year year_new(void)
{
    struct year year = {.arena = arena_new()};
    diag_init(&year.diag, year.arena, LANGUAGE_ENGLISH);
    year.catalog = catalog_open(year.arena, &year.diag, SOURCE_ROOT "/subjects");
    assert_non_null(year.catalog);
    return year;
}

static struct slice replaced(struct arena *arena, struct slice text, const char *from,
                             const char *to)
{
    const char *at = strstr(text.p, from);
    assert_non_null(at);
    return slice_of(
        arena_printf(arena, "%.*s%s%s", (int)(at - text.p), text.p, to, at + strlen(from)));
}

static const struct facts *facts_of(struct year *year, struct slice record,
                                    const struct facts *last, const struct facts *const *units,
                                    size_t count)
{
    const struct source *source = source_of(year->arena, "record.ini", record);
    const struct node *root = record_parse(year->arena, &year->diag, source);
    assert_non_null(root);
    const struct facts *facts = ledger_run_form(year->arena, &year->diag, &ledger_accounts, root,
                                                last, year->catalog, units, count);
    if (!facts) {
        struct buf said = {0};
        diag_print(&said, &year->diag);
        fail_msg("%s", said.p);
    }
    return facts;
}

static void check_facts(struct year *year, const char *name, const struct facts *facts)
{
    char path[4096];
    struct buf out = {0};
    snprintf(path, sizeof path, SOURCE_ROOT "/tests/ledger/%s.facts", name);
    put_derived(&out, facts);
    diag_print(&out, &year->diag);
    check_golden(path, buf_slice(&out));
    buf_free(&out);
    arena_free(year->arena);
}

/* Each amount, count and score another one, where they may differ. */
static struct slice fill_each(void *data, const struct filling *filling)
{
    struct year *year = data;
    static const char *const others[] = {"上年.记录",
                                         "上年.状态",
                                         "科目名称.<科目>",
                                         "单位.下属记录.<序号>",
                                         "抵消.收入.<项>.<收入来源>",
                                         "抵消.支出.<项>.<资金来源>.<支出性质>",
                                         "抵消.上年.总计",
                                         "列报",
                                         "来源",
                                         "涉密.<涉密内容>",
                                         "支出用途.<功能科目>.项.<序号>.科目",
                                         "支出用途.<其他预算>.<功能科目>.项.<序号>.科目"};
    static const char *const kinds[] = {".上缴上级支出", ".经营支出", ".对附属单位补助支出"};
    const char *path = node_path(year->arena, filling->key).p;
    unsigned hash = 7;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(filling->row->path, others[i]) == 0)
            return (struct slice){NULL, 0};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(path, "支出.", strlen("支出.")) == 0 && strstr(path, kinds[i]))
            return (struct slice){NULL, 0};
    for (const char *p = path; *p; p++)
        hash = hash * 31 + (unsigned char)*p;
    struct slice words = slice_of(filling->row->words);
    switch (filling->row->type) {
    case LEAF_MONEY:
    case LEAF_SIGNED:
        return slice_of(arena_printf(year->arena, "%u.%02u", hash % 1000003, hash % 97));
    case LEAF_COUNT:
        return slice_of(arena_printf(year->arena, "%u", 1 + hash % 211));
    case LEAF_SCORE:
        return slice_of(arena_printf(year->arena, "%u.%u", 1 + hash % 9, hash % 7));
    case LEAF_YEAR:
        return SLICE("2024");
    case LEAF_DATE:
        return SLICE("2025-09-01");
    case LEAF_CHOICE:
        return slice_cut(&words, '|');
    default:
        return slice_of(arena_printf(year->arena, "文字%u", hash % 1000));
    }
}

static void figures_of_every_key(void **state)
{
    (void)state;
    struct year year = year_new();
    struct skeleton skeleton = {.items = 2, .bare = true, .fill = fill_each, .data = &year};
    struct buf record = {0};
    sample_codes(&skeleton, year.catalog);
    skeleton_print(&record, year.arena, &skeleton);
    check_facts(&year, "every-key", facts_of(&year, buf_slice(&record), NULL, NULL, 0));
    buf_free(&record);
}

static void figures_of_a_year(void **state)
{
    (void)state;
    struct year year = year_new();
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    check_facts(&year, "year", facts_of(&year, buf_slice(&base), NULL, NULL, 0));
    buf_free(&base);
}

/* 上年 from the facts of last year's record; one 类 is typed and covers its 项. */
static void figures_of_the_year_after(void **state)
{
    (void)state;
    struct year year = year_new();
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    struct slice before = replaced(year.arena, buf_slice(&base), "年度 = 2024", "年度 = 2023");
    before = replaced(year.arena, before, "[收入]",
                      "[科目名称]\n2010699 = 去年科目\n[收入]\n2010699.一般公共预算 = 12.5");
    before = replaced(year.arena, before, "[支出]",
                      "[支出]\n2010699.一般公共预算.项目支出 = 12.5\n"
                      "2080501.一般公共预算.项目支出 = 7");
    const char *old = strstr(base.p, "[上年]"), *sangong = strstr(base.p, "[三公.预算]");
    const char *now = arena_printf(year.arena,
                                   "%.*s[上年]\n记录 = 2023.ini\n"
                                   "一般公共预算支出.201 = 1020012.51\n%s",
                                   (int)(old - base.p), base.p, sangong);
    const struct facts *last = facts_of(&year, before, NULL, NULL, 0);
    check_facts(&year, "year-after", facts_of(&year, slice_of(now), last, NULL, 0));
    buf_free(&base);
}

static void assert_prints(const struct facts *facts, struct slice path, const char *wanted)
{
    struct buf printed = {0};
    fact_print_value(&printed, fact_find(facts, facts->root, path));
    assert_string_equal(printed.p, wanted);
    buf_free(&printed);
}

/* What is printed of figures that are stated otherwise than they come to, within rounding. */
static void figures_as_stated(void **state)
{
    (void)state;
    static const struct {
        const char *stated, *printed;
    } cases[] = {{"支出.合计 = 106.66", "1066500.01 元，列报 1066600.00 元"},
                 {"支出.合计 = 1066500元", "1066500.01 元，列报 1066500.00 元"},
                 {"支出.合计 = 106.65", "1066500.01 元，列报 1066500.00 元"},
                 {"总计.比上年.增减率 = 7.3446%", "7.3500%，列报 7.3446%"},
                 {"总计.比上年.增减率 = 7.35%", "7.3500%，列报 7.3500%"},
                 {"总计.比上年.增减率 = 7.4%", "7.3500%，列报 7.4000%"},
                 {"总计.比上年.增减率 = 7%", "7.3500%，列报 7.0000%"},
                 {"三公.平均.公务接待费每批次 = 1923元", "1923.08 元，列报 1923.00 元"},
                 {"三公.平均.公务接待费每批次 = 0.19", "1923.08 元，列报 1900.00 元"},
                 {"绩效.项目.1.总分 = 99", "99 分"},
                 {"三公.数量.公务接待批次 = 13", "13"},
                 {"三公.决算.公务接待费 = 2.50", "25000.00 元"}};
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct year year = year_new();
        const char *section = arena_printf(year.arena, "[列报]\n%s\n[收入]", cases[i].stated);
        struct slice record = replaced(year.arena, buf_slice(&base), "[收入]", section);
        const struct facts *facts = facts_of(&year, record, NULL, NULL, 0);
        struct slice rest = slice_of(cases[i].stated), name = slice_trim(slice_cut(&rest, '='));
        assert_prints(facts, name, cases[i].printed);
        arena_free(year.arena);
    }
    buf_free(&base);
}

/* A department of two units, the second with money that it passes to the first. */
static void figures_of_a_department(void **state)
{
    (void)state;
    struct year year = year_new();
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    struct slice other = replaced(year.arena, buf_slice(&base), "示例县档案馆", "示例县档案中心");
    other = replaced(year.arena, other, "[收入]",
                     "[科目名称]\n2010699 = 自设科目\n[收入]\n"
                     "2010699.其他收入 = 20");
    other = replaced(year.arena, other, "[支出]", "[支出]\n2010699.其他收入.项目支出 = 20");
    const struct facts *units[] = {facts_of(&year, buf_slice(&base), NULL, NULL, 0),
                                   facts_of(&year, other, NULL, NULL, 0)};
    static const char department[] =
        "[单位]\n名称 = 示例县档案局\n年度 = 2024\n口径 = 部门\n性质 = 行政单位\n"
        "下属记录.1 = a.ini\n下属记录.2 = b.ini\n[概况]\n职责 = 管理档案。\n机构 = 下属两个单位。\n"
        "[收入]\n2299999.其他收入 = 100\n[支出]\n2299999.其他收入.项目支出 = 100\n"
        "[抵消]\n收入.2299999.其他收入 = 500\n支出.2299999.其他收入.项目支出 = 500\n"
        "上年.总计 = 10\n";
    check_facts(&year, "department", facts_of(&year, slice_of(department), NULL, units, 2));
    buf_free(&base);
}

/* The records that templates are tried with: sound, and what stands in them, by its totals. */
static void figures_of_samples(void **state)
{
    (void)state;
    static const char *const names[] = {[SAMPLE_FULL] = "full",
                                        [SAMPLE_BARE] = "bare",
                                        [SAMPLE_CHANGED] = "changed",
                                        [SAMPLE_FALLEN] = "fallen"};
    struct buf out = {0};
    struct year year = year_new();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct facts *facts =
            ledger_sample(year.arena, &year.diag, year.catalog, &ledger_accounts, (enum sample)i);
        assert_non_null(facts);
        assert_null(year.diag.first);
        buf_printf(&out, "%s\n", names[i]);
        for (const struct fact *group = facts->root->first; group; group = group->next)
            for (const struct fact *fact = group->first; fact; fact = fact->next)
                if (fact->kind < FACT_UNIT && fact_is_true(fact)) {
                    buf_printf(&out, "    %s.%s = ", group->key.p, fact->key.p);
                    fact_print_value(&out, fact);
                    buf_putc(&out, '\n');
                }
    }
    check_golden(SOURCE_ROOT "/tests/ledger/samples.facts", buf_slice(&out));
    buf_free(&out);
    arena_free(year.arena);
}

/* What is still to be filled in for a department itself makes its sum wait; the rest is known. */
static void what_waits_in_a_department(void **state)
{
    (void)state;
    static const char department[] =
        "[单位]\n名称 = 示例县档案局\n年度 = 2024\n口径 = 部门\n性质 = 行政单位\n"
        "下属记录.1 = a.ini\n[概况]\n职责 = 管理档案。\n机构 = 下属一个单位。\n"
        "[政府采购]\n货物 = 〔待填：〕\n服务 = 2\n";
    static const struct {
        const char *figure, *wanted;
    } cases[] = {{"政府采购.货物", "待填"},
                 {"政府采购.服务", "30002.00 元"},
                 {"政府采购.合计", "待填"},
                 {"支出.合计", "1066500.01 元"}};
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    struct year year = year_new();
    const struct facts *unit = facts_of(&year, buf_slice(&base), NULL, NULL, 0);
    bool unfinished;
    const struct source *source = source_of(year.arena, "all.ini", slice_of(department));
    const struct node *root =
        record_parse_unfinished(year.arena, &year.diag, source, NULL, &unfinished);
    const struct facts *facts = ledger_run_form(year.arena, &year.diag, &ledger_accounts, root,
                                                NULL, year.catalog, &unit, 1);
    assert_non_null(facts);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_prints(facts, slice_of(cases[i].figure), cases[i].wanted);
    arena_free(year.arena);
    buf_free(&base);
}

/* What figures come to as the record is changed. One that is still to be filled in counts as typed:
 * what would be taken for it, and for those typed with it, is not. */
static void figures_of_changed_records(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *figure, *wanted;
    } cases[] = {
        {"", "", "三公.全年预算.公务接待费", "30000.00 元"},
        {"[年初预算]", "[三公.全年预算]\n因公出国（境）费 = 〔待填：〕\n[年初预算]",
         "三公.全年预算.公务接待费", "0.00 元"},
        {"", "", "绩效.统计.自评.金额", "120000.00 元"},
        {"[年初预算]", "[绩效.统计.自评]\n项目数 = 〔待填：〕\n[年初预算]", "绩效.统计.自评.金额",
         "0.00 元"},
        {"[年初预算]", "[绩效.统计]\n平均得分 = 〔待填：〕\n[年初预算]", "绩效.统计.自评.金额",
         "0.00 元"},
        {"", "", "绩效.项目支出", "120000.00 元"},
        {"名称 = 档案数字化加工", "名称 = 档案数字化加工\n资金性质 = 政府性基金预算",
         "绩效.项目支出", "165000.00 元"},
        {"执行得分 = 7", "资金性质 = 政府性基金预算\n执行得分 = 7", "绩效.项目支出",
         "165000.00 元"},
        {"名称 = 档案数字化加工", "名称 = 档案数字化加工\n资金性质 = 社会保险基金预算",
         "绩效.项目支出", "无"},
        {"", "", "绩效.资金.一般公共预算", "110000.00 元"},
        {"执行得分 = 7", "资金性质 = 政府性基金预算\n执行得分 = 7", "绩效.资金.政府性基金预算",
         "30000.00 元"},
        {"[年初预算]", "[绩效.统计.等级]\n差 = 〔待填：〕\n[年初预算]", "绩效.统计.自评.金额",
         "0.00 元"},
    };
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct year year = year_new();
        struct slice record = replaced(year.arena, buf_slice(&base), cases[i].from, cases[i].to);
        bool unfinished;
        const struct node *root = record_parse_unfinished(
            year.arena, &year.diag, source_of(year.arena, "r.ini", record), NULL, &unfinished);
        const struct facts *facts = ledger_run(year.arena, &year.diag, root, NULL, year.catalog);
        assert_prints(facts, slice_of(cases[i].figure), cases[i].wanted);
        arena_free(year.arena);
    }
    buf_free(&base);
}

/* ---- What is said of records together ---- */

static struct slice edited(struct arena *arena, struct slice text, const char *from, const char *to)
{
    return from ? replaced(arena, text, from, to) : text;
}

static struct facts *try_facts(struct year *year, struct slice record, const struct facts *last,
                               const struct facts *const *units, size_t count)
{
    const struct source *source = source_of(year->arena, "record.ini", record);
    const struct node *root = record_parse(year->arena, &year->diag, source);
    assert_non_null(root);
    return ledger_run_form(year->arena, &year->diag, &ledger_accounts, root, last, year->catalog,
                           units, count);
}

/* The names of what was found, and whether there are facts. */
static void check_said(const struct year *year, const struct facts *facts, const char *wanted)
{
    struct buf said = {0};
    buf_puts(&said, facts ? "" : "none");
    for (const struct finding *f = year->diag.first; f; f = f->next)
        buf_printf(&said, "%s%s", said.n ? " " : "", message_name(f->message));
    assert_string_equal(said.p, wanted);
    buf_free(&said);
}

static void what_is_said_of_last_years_record(void **state)
{
    (void)state;
    static const char none[] = "[上年]\n记录 = l.ini\n";
    static const struct {
        const char *last_from, *last_to, *own, *from, *to, *said;
    } cases[] = {
        {NULL, NULL, "", NULL, NULL, ""},
        {NULL, NULL, "总计 = 1073500.01\n", NULL, NULL, ""},
        {NULL, NULL, "总计 = 1073500.00\n", NULL, NULL, "last-differs"},
        {NULL, NULL, "总计 = 1\n机关运行经费 = 2\n", NULL, NULL, "last-differs last-differs"},
        {NULL, NULL, "一般公共预算支出.2010601 = 1020000.01\n", NULL, NULL, ""},
        {NULL, NULL, "一般公共预算支出.2010601 = 1020000.00\n", NULL, NULL, "last-differs"},
        {NULL, NULL, "一般公共预算支出.20106 = 1020000.02\n", NULL, NULL, "last-differs"},
        {"年度 = 2023", "年度 = 2022", "", NULL, NULL, "none last-year"},
        {"示例县档案馆\n", "示例县档案局\n", "", NULL, NULL, "last-agency"},
        {"[收入]", "[涉密]\n三公 = 密\n[收入]", "", NULL, NULL,
         "none last-withheld last-withheld last-withheld last-withheld"},
        {"[收入]", "[涉密]\n三公 = 密\n[收入]",
         "三公.因公出国（境）费 = 1\n三公.公务用车购置费 = 1\n三公.公务用车运行维护费 = 1\n"
         "三公.公务接待费 = 1\n",
         NULL, NULL, ""},
        {"[收入]", "[涉密]\n三公 = 密\n[收入]", "", "[收入]", "[涉密]\n三公 = 密\n[收入]",
         "withheld-typed"},
        {NULL, NULL, "状态 = 新设\n总计 = 1\n财政拨款总计 = 1\n", NULL, NULL, "none last-none"},
    };
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct year year = year_new();
        const char *old = strstr(base.p, "[上年]"), *rest = strstr(base.p, "[三公.预算]");
        struct slice before = replaced(year.arena, buf_slice(&base), "年度 = 2024", "年度 = 2023");
        before = edited(year.arena, before, cases[i].last_from, cases[i].last_to);
        struct slice now = slice_of(arena_printf(year.arena, "%.*s%s%s%s", (int)(old - base.p),
                                                 base.p, none, cases[i].own, rest));
        now = edited(year.arena, now, cases[i].from, cases[i].to);
        const struct facts *last = try_facts(&year, before, NULL, NULL, 0);
        assert_non_null(last);
        year.diag.first = year.diag.last = NULL;
        struct facts *facts = try_facts(&year, now, last, NULL, 0);
        check_said(&year, facts, cases[i].said);
        arena_free(year.arena);
    }
    buf_free(&base);
}

static void what_is_said_of_units(void **state)
{
    (void)state;
    static const char department[] =
        "[单位]\n名称 = 示例县档案局\n年度 = 2024\n口径 = 部门\n性质 = 行政单位\n"
        "下属记录.1 = a.ini\n[概况]\n职责 = 管理档案。\n机构 = 下属一个单位。\n"
        "[收入]\n2299999.其他收入 = 100\n[支出]\n2299999.其他收入.项目支出 = 100\n";
    static const struct {
        const char *from, *to, *own, *said;
    } cases[] = {
        {NULL, NULL, "", ""},
        {"年度 = 2024", "年度 = 2023", "", "none unit-year"},
        {NULL, NULL, "[抵消]\n收入.2299999.其他收入 = 2100\n", ""},
        {NULL, NULL, "[抵消]\n收入.2299999.其他收入 = 2100.01\n", "none unit-offset"},
        {NULL, NULL, "[抵消]\n收入.2299999.事业收入 = 0.01\n", "none unit-offset"},
        {NULL, NULL, "[年初预算]\n201 = 5\n", ""},
        {NULL, NULL, "[年初预算]\n204 = 5\n", ""},
        {NULL, NULL, "[年初预算]\n20106 = 5\n", "none unit-levels"},
        {NULL, NULL, "[年初预算]\n2010601 = 5\n", "none unit-levels"},
        {NULL, NULL, "[年初预算]\n201 = 5\n2010601 = 5\n", ""},
        {"[年初预算]\n201 = 1000000", "[年初预算]\n201 = 1000000\n2010601 = 1000000",
         "[年初预算]\n201 = 5\n2010601 = 5\n", ""},
        {"[年初预算]\n201 = 1000000", "[年初预算]\n201 = 1000000\n2010601 = 1000000", "", ""},
        {"[年初预算]\n201 = 1000000", "[年初预算]\n2010601 = 1000000", "[年初预算]\n201 = 5\n",
         "none unit-levels"},
        {"[年初预算]\n201 = 1000000", "[全年预算]\n2010601 = 1000000", "[全年预算]\n20106 = 5\n",
         "none unit-levels"},
        {NULL, NULL, "[上年]\n一般公共预算支出.2010601 = 5\n", "none unit-levels"},
        {NULL, NULL, "[上年]\n状态 = 新设\n",
         "none last-none last-none last-none last-none last-none last-none last-none "
         "last-none"},
        {"[收入]", "[涉密]\n政府采购 = 密\n[收入]", "", "none unit-withheld"},
        {"[收入]", "[涉密]\n政府采购 = 密\n[收入]", "[涉密]\n政府采购 = 密\n", ""},
    };
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct year year = year_new();
        const struct facts *unit = try_facts(
            &year, edited(year.arena, buf_slice(&base), cases[i].from, cases[i].to), NULL, NULL, 0);
        assert_non_null(unit);
        year.diag.first = year.diag.last = NULL;
        const char *record = arena_printf(year.arena, "%s%s", department, cases[i].own);
        struct facts *facts = try_facts(&year, slice_of(record), NULL, &unit, 1);
        check_said(&year, facts, cases[i].said);
        arena_free(year.arena);
    }
    buf_free(&base);
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
        cmocka_unit_test(formulas_of_packages_fit_or_not),
        cmocka_unit_test(own_names_are_carried),
        cmocka_unit_test(figures_of_every_key),
        cmocka_unit_test(figures_of_a_year),
        cmocka_unit_test(figures_of_the_year_after),
        cmocka_unit_test(figures_as_stated),
        cmocka_unit_test(figures_of_a_department),
        cmocka_unit_test(figures_of_samples),
        cmocka_unit_test(what_waits_in_a_department),
        cmocka_unit_test(figures_of_changed_records),
        cmocka_unit_test(what_is_said_of_last_years_record),
        cmocka_unit_test(what_is_said_of_units),
    };
    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
