/*
 * The checks. tests/check/base.ini is sound; each tests/check/NAME.case is it with a text put in
 * place of another, and the findings that must come of it, exactly:
 *
 *     line 1   text to replace (it must occur once)
 *     line 2   what to put there (\n for a line end)
 *     …        further pairs, where one break would bring others
 *     rest     the findings as printed
 *
 * NAME.sound is like it, unusual but right: nothing must be found.
 *
 * There is no form in this, so that all is asked for but what only some forms ask (ASKED). A case
 * of that puts the comment "; 表式所要：KEY" into the record, and then nothing but KEY is asked
 * for.
 */
#include "testing.h"

#include <glob.h>

#include "check/check.h"
#include "check/quantity.h"
#include "check/words.h"
#include "ledger/ledger.h"
#include "record/record.h"

static const char asks[] = "; 表式所要：";

/* Whether the key is the one that the record's comment names. */
static bool is_asked(void *data, const struct node *record, const char *key)
{
    (void)record;
    const char *asked = (const char *)data + strlen(asks);
    return strncmp(asked, key, strlen(key)) == 0 && asked[strlen(key)] == '\n';
}

/* Checks the record; everything in the arena. */
static const struct diag *checked(struct arena *arena, enum language language, struct slice record,
                                  bool *derived)
{
    struct diag *diag = ARENA_NEW(arena, struct diag);
    diag_init(diag, arena, language);
    const struct catalog *catalog = catalog_open(arena, diag, SOURCE_ROOT "/subjects");
    assert_non_null(catalog);
    const struct node *root = record_parse(arena, diag, source_of(arena, "record.ini", record));
    struct facts *facts = root ? ledger_run(arena, diag, root, NULL, catalog) : NULL;
    struct demand demand = {.reads = is_asked,
                            .data = memmem(record.p, record.n, asks, strlen(asks))};
    if (facts)
        check_run(facts, diag, check_accounts, NULL, demand.data ? &demand : NULL);
    *derived = facts != NULL;
    return diag;
}

static struct buf findings_in(enum language language, struct slice record, bool *derived)
{
    struct arena *arena = arena_new();
    struct buf out = {0};
    buf_puts(&out, "");
    diag_print(&out, checked(arena, language, record, derived));
    arena_free(arena);
    return out;
}

static struct buf findings_of(struct slice record, bool *derived)
{
    return findings_in(LANGUAGE_ENGLISH, record, derived);
}

static void base_is_sound(void **state)
{
    (void)state;
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    bool derived;
    struct buf findings = findings_of(buf_slice(&base), &derived);
    assert_string_equal(findings.p, "");
    assert_true(derived);
    buf_free(&findings);
    buf_free(&base);
}

/* The line with \n put for its escape. */
static struct buf unescape(struct slice line)
{
    struct buf out = {0};
    buf_puts(&out, "");
    for (size_t i = 0; i < line.n; i++) {
        bool escape = line.p[i] == '\\' && i + 1 < line.n && line.p[i + 1] == 'n';
        buf_putc(&out, escape ? '\n' : line.p[i]);
        i += escape;
    }
    return out;
}

static struct buf replace_once(struct slice text, struct slice from, struct slice to)
{
    struct buf old = unescape(from), new = unescape(to), out = {0};
    const char *at = strstr(text.p, old.p);
    if (!at || strstr(at + 1, old.p))
        fail_msg("%s must occur once in base.ini", old.p);
    buf_put(&out, text.p, (size_t)(at - text.p));
    buf_put_slice(&out, buf_slice(&new));
    buf_puts(&out, at + old.n);
    buf_free(&old);
    buf_free(&new);
    return out;
}

static bool begins_findings(struct slice rest)
{
    return !rest.n || slice_starts(rest, "gongkai: ");
}

/* Makes the replacements that begin the case, and leaves them in *head as they stand there. */
static struct buf changed(struct slice base, struct slice text, struct buf *head)
{
    struct buf record = {0};
    buf_put_slice(&record, base);
    struct slice rest = text;
    while (!begins_findings(rest)) {
        struct slice from = slice_cut(&rest, '\n'), to = slice_cut(&rest, '\n');
        struct buf next = replace_once(buf_slice(&record), from, to);
        buf_free(&record);
        record = next;
    }
    buf_put(head, text.p, rest.n ? (size_t)(rest.p - text.p) : text.n);
    return record;
}

static void run_case(struct slice base, const char *path)
{
    struct buf text = read_file(path), whole = {0};
    struct buf record = changed(base, buf_slice(&text), &whole);
    bool derived;
    struct buf findings = findings_of(buf_slice(&record), &derived);
    if (!findings.n)
        fail_msg("%s finds nothing", path);
    buf_put_slice(&whole, buf_slice(&findings));
    check_golden(path, buf_slice(&whole));
    buf_free(&whole);
    buf_free(&findings);
    buf_free(&record);
    buf_free(&text);
}

static void run_sound(struct slice base, const char *path)
{
    struct buf text = read_file(path), whole = {0};
    struct buf record = changed(base, buf_slice(&text), &whole);
    bool derived;
    struct buf findings = findings_of(buf_slice(&record), &derived);
    if (findings.n || !derived)
        fail_msg("%s should find nothing, but: %s", path, findings.p);
    buf_free(&whole);
    buf_free(&findings);
    buf_free(&record);
    buf_free(&text);
}

static void run_all(const char *pattern, void (*run)(struct slice base, const char *path))
{
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        run(buf_slice(&base), found.gl_pathv[i]);
    globfree(&found);
    buf_free(&base);
}

static void cases(void **state)
{
    (void)state;
    run_all(SOURCE_ROOT "/tests/check/*.case", run_case);
}

/* The values of the findings of a case, which programs read apart from the words. */
static void put_values(struct buf *out, struct slice base, struct slice name)
{
    struct arena *arena = arena_new();
    const char *path = arena_printf(arena, SOURCE_ROOT "/tests/check/%.*s", (int)name.n, name.p);
    struct buf text = read_file(path), head = {0};
    struct buf record = changed(base, buf_slice(&text), &head);
    bool derived;
    const struct diag *diag = checked(arena, LANGUAGE_ENGLISH, buf_slice(&record), &derived);
    for (const struct finding *f = diag->first; f; f = f->next) {
        buf_printf(out, "    %s", f->rule ? f->rule : message_name(f->message));
        for (size_t i = 0; i < 2; i++)
            buf_printf(out, " | %s", f->values[i] ? f->values[i] : "–");
        buf_printf(out, " | %s\n", f->difference ? f->difference : "–");
    }
    buf_free(&record);
    buf_free(&head);
    buf_free(&text);
    arena_free(arena);
}

/* Of the cases that tests/check/values names. */
static void values_of_findings(void **state)
{
    (void)state;
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini"), values = {0};
    struct buf golden = read_file(SOURCE_ROOT "/tests/check/values");
    for (struct slice rest = buf_slice(&golden); rest.n;) {
        struct slice line = slice_cut(&rest, '\n');
        if (!slice_ends(line, ".case"))
            continue;
        buf_printf(&values, "%.*s\n", (int)line.n, line.p);
        put_values(&values, buf_slice(&base), line);
    }
    check_golden(SOURCE_ROOT "/tests/check/values", buf_slice(&values));
    buf_free(&golden);
    buf_free(&values);
    buf_free(&base);
}

static void unusual_is_not_wrong(void **state)
{
    (void)state;
    run_all(SOURCE_ROOT "/tests/check/*.sound", run_sound);
}

/* What a text still lacks is told of once, and is nobody's prose. */
static void gaps_are_no_prose(void **state)
{
    (void)state;
    static const char *const gaps[] = {"收支总体 = 〔待填：〕", "收支总体 = 〔待填：简述原因〕",
                                       "收支总体 = 〔待填：XX年〕", "收支总体 = 〔待填：无〕"};
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        struct arena *arena = arena_new();
        struct diag diag;
        diag_init(&diag, arena, LANGUAGE_ENGLISH);
        const struct catalog *catalog = catalog_open(arena, &diag, SOURCE_ROOT "/subjects");
        struct buf record = replace_once(buf_slice(&base), SLICE("收支总体 = 新增档案整理任务。"),
                                         slice_of(gaps[i]));
        bool unfinished;
        const struct node *root = record_parse_unfinished(
            arena, &diag, source_of(arena, "r.ini", buf_slice(&record)), NULL, &unfinished);
        check_run(ledger_run(arena, &diag, root, NULL, catalog), &diag, check_accounts, NULL, NULL);
        assert_non_null(diag.first);
        assert_int_equal(diag.first->message, MSG_GAP);
        assert_null(diag.first->next);
        buf_free(&record);
        arena_free(arena);
    }
    buf_free(&base);
}

/* How many findings bear the id, or have the words. */
static long count_of(const struct buf *findings, const char *what)
{
    char mark[128];
    long count = 0;
    snprintf(mark, sizeof mark, strchr(what, ' ') ? "%s" : ": %s: ", what);
    for (const char *at = findings->p; (at = strstr(at, mark)); at += strlen(mark))
        count++;
    return count;
}

/* A line of tests/check/edges: how many findings of which check, or with which words, base.ini
 * has with the texts replaced, all parted by tabs. */
static bool is_so(struct slice base, struct slice line)
{
    struct buf record = {0}, what = {0};
    struct slice rest = line;
    buf_put_slice(&what, slice_cut(&rest, '\t'));
    buf_puts(&what, "");
    buf_put_slice(&record, base);
    while (rest.p) {
        struct slice from = slice_cut(&rest, '\t'), to = slice_cut(&rest, '\t');
        struct buf next = replace_once(buf_slice(&record), from, to);
        buf_free(&record);
        record = next;
    }
    char *id;
    long wanted = strtol(what.p, &id, 10);
    bool derived;
    struct buf findings = findings_of(buf_slice(&record), &derived);
    bool so = (derived || wanted) && count_of(&findings, id + 1) == wanted;
    if (!so)
        print_error("not so: %.*s\n%s", (int)line.n, line.p, findings.p);
    buf_free(&findings);
    buf_free(&record);
    buf_free(&what);
    return so;
}

/* Where a check begins to find something: the last that is right, the first that is wrong. */
static void edges_are_where_they_should_be(void **state)
{
    (void)state;
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    struct buf edges = read_file(SOURCE_ROOT "/tests/check/edges");
    bool all = true;
    for (struct slice rest = buf_slice(&edges); rest.n;) {
        struct slice line = slice_cut(&rest, '\n');
        if (line.n && *line.p != '#')
            all = is_so(buf_slice(&base), line) && all;
    }
    assert_true(all);
    buf_free(&edges);
    buf_free(&base);
}

/* A record with these amounts of income alone, each of a subject of its own. */
static struct buf income_record(const char *unit, const char *amounts)
{
    static const char rest_of_it[] =
        "[概况]\n职责 = 保管档案。\n机构 = 内设三个科室。\n[支出]\n"
        "2010102.其他收入.项目支出 = 0\n[基本支出经济分类]\n30101 = 0\n[上年]\n总计 = 0\n"
        "财政拨款总计 = 0\n机关运行经费 = 0\n[上年.三公]\n因公出国（境）费 = 0\n公务用车购置费 = "
        "0\n"
        "公务用车运行维护费 = 0\n公务接待费 = 0\n[三公.预算]\n因公出国（境）费 = 0\n"
        "公务用车购置费 = 0\n公务用车运行维护费 = 0\n公务接待费 = 0\n[三公.决算]\n"
        "因公出国（境）费 = 0\n公务用车购置费 = 0\n公务用车运行维护费 = 0\n公务接待费 = 0\n"
        "[政府采购]\n货物 = 0\n工程 = 0\n服务 = 0\n授予中小企业 = 0\n授予小微企业 = 0\n[收入]\n";
    static const char *const codes[] = {"2010102", "2010103", "2010104", "2010105", "2010106",
                                        "2010107", "2010108", "2010109", "2010150"};
    struct buf record = {0};
    size_t at = 0;
    buf_printf(&record, "[单位]\n名称 = 示例县档案馆\n年度 = 2024\n口径 = 单位\n");
    buf_printf(&record, "性质 = 行政单位\n金额单位 = %s\n%s", unit, rest_of_it);
    for (struct slice rest = slice_of(amounts); rest.p;) {
        struct slice amount = slice_cut(&rest, ' ');
        buf_printf(&record, "%s.其他收入 = %.*s\n", codes[at++], (int)amount.n, amount.p);
    }
    return record;
}

/* Amounts typed in the other unit than the record gives: from how few, how small on. */
static void the_unit_is_doubted(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *amounts;
        long found;
    } rows[] = {
        {"元", "20000 20000 20000 20000 19899.99 99.99", 1}, /* below 10 万元, one of them small */
        {"元", "20000 20000 20000 20000 19899.98 100", 0},
        {"元", "20000 20000 20000 20000 19900.01 99.99", 0},
        {"元", "20000 20000 20000 19899.99 100.01", 0},
        {"元", "2000 2000 2000 2000 1999.99", 1}, /* below 1 万元 */
        {"元", "2000 2000 2000 2000 2000", 0},
        {"元", "2000 2000 2000 1999.99", 0},   /* of too few nothing is known */
        {"元", "500000 10 10 100 100 100", 0}, /* a third of them small */
        {"元", "500000 10 10 100 100", 1},
        {"元", "999970 10 10 9.99 0.01 0.01 100 100 100", 1},
        {"元", "999870 10 10 10 100", 1}, /* half of them: of any sum */
        {"元", "9999870 10 10 100 100", 0},
        {"元", "9999870 10 10 10 100", 1},
        {"元", "9999870 10 10 10 100 100", 0},
        {"元", "999780 10 10 100 100", 0}, /* 100 万元 in all */
        {"元", "999779.99 10 10 100 100", 1},
        {"万元", "1000 1000 1000 1000 1000", 1},
        {"万元", "1000 1000 1000 1000 999.99", 0},
        {"万元", "1000 1000 1000 1000", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool derived;
        struct buf record = income_record(rows[i].unit, rows[i].amounts);
        struct buf findings = findings_of(buf_slice(&record), &derived);
        if (count_of(&findings, "unit-whole") != rows[i].found)
            fail_msg("not %ld: %s %s\n%s", rows[i].found, rows[i].amounts, rows[i].unit,
                     findings.p);
        buf_free(&findings);
        buf_free(&record);
    }
}

/* What the case of that id finds, in the language. */
static struct buf read_case(enum language language, const char *id)
{
    char path[4096];
    snprintf(path, sizeof path, SOURCE_ROOT "/tests/check/%s.case", id);
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini"), text = read_file(path);
    struct buf head = {0}, record = changed(buf_slice(&base), buf_slice(&text), &head);
    bool derived;
    struct buf findings = findings_in(language, buf_slice(&record), &derived);
    buf_free(&record);
    buf_free(&head);
    buf_free(&text);
    buf_free(&base);
    return findings;
}

/* The first finding with this mark in the case of that id, with the lines quoted below it. */
static void put_example(struct buf *out, enum language language, const char *id, const char *mark)
{
    struct buf text = read_case(language, id);
    const char *at = strstr(text.p, mark);
    if (!at)
        fail_msg("%s.case does not show %s", id, id);
    while (at > text.p && at[-1] != '\n')
        at--;
    struct slice rest = {at, (size_t)(text.p + text.n - at)};
    buf_printf(out, "\n### %s\n\n", id);
    for (size_t line = 0; rest.n; line++) {
        struct slice shown = slice_cut(&rest, '\n');
        bool another = line && slice_starts(shown, "gongkai: ") &&
                       !memmem(shown.p, shown.n, "compare here", strlen("compare here")) &&
                       !memmem(shown.p, shown.n, "另见此处", strlen("另见此处"));
        if (another)
            break;
        buf_puts(out, "    ");
        buf_put_slice(out, shown);
        buf_putc(out, '\n');
    }
    buf_free(&text);
}

static const char *const manuals[] = {[LANGUAGE_ENGLISH] = SOURCE_ROOT "/docs/checks.md",
                                      [LANGUAGE_CHINESE] = SOURCE_ROOT "/docs/zh/checks.md"};

/* A check without a case that shows it is no check. */
static void manual_shows_each_check(void **state)
{
    (void)state;
    for (enum language language = LANGUAGE_ENGLISH; language <= LANGUAGE_CHINESE; language++) {
        struct buf examples = {0};
        for (size_t i = 0; check_id(i); i++) {
            char mark[64];
            snprintf(mark, sizeof mark,
                     language == LANGUAGE_CHINESE ? ": %s：" : ": %s: ", check_id(i));
            put_example(&examples, language, check_id(i), mark);
        }
        check_manual(manuals[language], "examples", buf_slice(&examples));
        buf_free(&examples);
    }
}

/* What is found before the checks run bears no id in its text. */
static void manual_shows_what_the_ledger_finds(void **state)
{
    (void)state;
    static const char *const ids[] = {
        "stated-rounding", "stated-differs",    "stated-rate",      "stated-cut-off",
        "stated-point",    "stated-point-cut",  "stated-unit",      "stated-swapped",
        "stated-sign",     "stated-added",      "stated-taken-off", "stated-left-out",
        "stated-twice",    "stated-term-point", "stated-term-unit", "stated-term-swapped",
        "stated-divisor",  "stated-ratio",      "stated-follows",   "stated-apart",
        "stated-percent",  "stated-zero",       "stated-word",      "stated-nothing",
        "stated-absent",   "stated-syntax",     "subject-unknown",  "subject-name",
        "fiscal-kind",     "use-amount",        "use-subject",      "amount-overflow",
        "last-none",       "withheld-stated"};
    for (enum language language = LANGUAGE_ENGLISH; language <= LANGUAGE_CHINESE; language++) {
        struct buf examples = {0};
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
            put_example(&examples, language, ids[i], "gongkai: ");
        check_manual(manuals[language], "ledger", buf_slice(&examples));
        buf_free(&examples);
    }
}

static void manual_lists_the_checks(void **state)
{
    (void)state;
    for (enum language language = LANGUAGE_ENGLISH; language <= LANGUAGE_CHINESE; language++) {
        struct buf table = {0};
        checks_print(&table, language);
        check_manual(manuals[language], "checks", buf_slice(&table));
        buf_free(&table);
    }
}

/* ---- What the checks of prose stand on ---- */

static void note_quantity(struct checking *checking, const struct fact *text,
                          const struct quantity *quantity, void *context)
{
    static const char *const kinds[] = {[FACT_MONEY] = "money",
                                        [FACT_RATE] = "rate",
                                        [FACT_COUNT] = "count",
                                        [FACT_SCORE] = "score"};
    (void)checking, (void)text;
    buf_printf(context, "%.*s %s %lld", (int)quantity->text.n, quantity->text.p,
               kinds[quantity->kind], (long long)quantity->value);
    if (quantity->kind == FACT_MONEY)
        buf_printf(context, " ±%lld", (long long)quantity->half);
    buf_puts(context, "; ");
}

static struct buf quantities_of(const char *text)
{
    struct buf found = {0};
    const struct fact fact = {.kind = FACT_TEXT, .text = slice_of(text)};
    each_quantity(NULL, &fact, note_quantity, &found);
    buf_puts(&found, "");
    return found;
}

static void quantities_are_read_with_their_units(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"共5辆", "5辆 count 5; "},
        {"支出1,234.56万元，", "1,234.56万元 money 1234560000 ±5000; "},
        {"支出1,234,567元", "1,234,567元 money 123456700 ±50; "},
        {"0.01元", "0.01元 money 1 ±0; "},
        {"1.5亿元", "1.5亿元 money 15000000000 ±500000000; "},
        {"占12.50%，降3％", "12.50% rate 1250; 3％ rate 3; "},
        {"得98.5分", "98.5分 score 9850; "},
        {"接待3批次、20人次，出国1个团组", "3批次 count 3; 20人次 count 20; 1个团组 count 1; "},
        /* A separator stands between digits, or ends the number. */
        {"第1.，2,辆", ""},
        {"一是1.5辆", ""},
        {"2024年3元", "3元 money 300 ±50; "},
        {"1.2.3元", ""},
        /* More decimals than the unit has, or than anybody writes. */
        {"1.234元", ""},
        {"1.2345678亿元", ""},
        {"1.234567亿元", "1.234567亿元 money 12345670000 ±5000; "},
        {"1.2345678%", ""},
        {"5吨", ""},
        {"7", ""},
        /* More than there is room for. */
        {"99999999999999999999999999999999999元", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf found = quantities_of(cases[i][0]);
        assert_string_equal(found.p, cases[i][1]);
        buf_free(&found);
    }
}

struct comparison {
    const char *text; /* one quantity */
    struct fact fact;
    bool same;
};

static void compare_quantity(struct checking *checking, const struct fact *text,
                             const struct quantity *quantity, void *context)
{
    const struct comparison *comparison = context;
    (void)checking, (void)text;
    if (quantity_is(quantity, &comparison->fact) != comparison->same)
        fail_msg("%s against %lld: not %d", comparison->text, (long long)comparison->fact.number,
                 comparison->same);
}

/* Up to half a unit of the last digit; sums in 万元 with two decimals up to a whole one. */
static void quantities_are_compared_as_far_as_written(void **state)
{
    (void)state;
    const struct comparison comparisons[] = {
        {"12元", {.kind = FACT_MONEY, .number = 1250}, true},
        {"12元", {.kind = FACT_MONEY, .number = 1251}, false},
        {"12元", {.kind = FACT_MONEY, .number = 1150}, true},
        {"12元", {.kind = FACT_MONEY, .number = 1149}, false},
        {"12元", {.kind = FACT_MONEY, .number = -1200}, true},
        {"1.00万元", {.kind = FACT_MONEY, .number = 1010000}, true},
        {"1.00万元", {.kind = FACT_MONEY, .number = 1010001}, false},
        {"1.0万元", {.kind = FACT_MONEY, .number = 1050000}, true},
        {"1.0万元", {.kind = FACT_MONEY, .number = 1050001}, false},
        {"5辆", {.kind = FACT_COUNT, .number = 5}, true},
        {"5辆", {.kind = FACT_COUNT, .number = 6}, false},
        {"5辆", {.kind = FACT_MONEY, .number = 5}, false},
        {"9.5分", {.kind = FACT_SCORE, .number = 950}, true},
        {"9.5分", {.kind = FACT_SCORE, .number = 951}, false},
        {"33.3%", {.kind = FACT_RATE, .rate = {1, 3}}, true},
        {"33.4%", {.kind = FACT_RATE, .rate = {1, 3}}, false},
        {"33.3%", {.kind = FACT_RATE, .rate = {-1, 3}}, true},
        {"2.5元", {.kind = FACT_PRICE, .rate = {1000, 4}}, true},
        {"2.5元", {.kind = FACT_PRICE, .rate = {1000, 5}}, false},
    };
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
        struct comparison comparison = comparisons[i];
        const struct fact text = {.kind = FACT_TEXT, .text = slice_of(comparison.text)};
        each_quantity(NULL, &text, compare_quantity, &comparison);
    }
}

/* Whatever stands in a text may be said by its letters; most of what does not stand there may not.
 */
static void letters_deny_no_word_that_is_there(void **state)
{
    (void)state;
    static const char *const words[] = {"公务用车", "Ｘ", "é", "XX", "𠮷田",
                                        " # ",      "请", "",  "…（"};
    static const char *const others[] = {"某单位", "如有", "填", "??", "ü", "待填"};
    enum { WORDS = sizeof words / sizeof *words, OTHERS = sizeof others / sizeof *others };
    struct buf all = {0};
    for (size_t i = 0; i < WORDS; i++)
        buf_puts(&all, words[i]);
    struct letters letters = letters_of(buf_slice(&all)), none = letters_of(SLICE(""));
    for (size_t i = 0; i < WORDS; i++) {
        assert_true(letters_may_say(&letters, words[i]));
        assert_int_equal(letters_may_say(&none, words[i]), !*words[i]);
    }
    size_t denied = 0;
    for (size_t i = 0; i < OTHERS; i++)
        denied += !letters_may_say(&letters, others[i]);
    assert_true(denied >= OTHERS - 1);
    buf_free(&all);
}

static void words_are_found_where_they_stand(void **state)
{
    (void)state;
    struct slice text = SLICE("甲乙甲丙丁");
    assert_ptr_equal(text_find(text, "甲丙").p, text.p + 6);
    assert_int_equal(text_find(text, "甲丙").n, 6);
    assert_null(text_find(text, "丙甲").p);
    assert_null(text_find(text, "甲乙甲丙丁戊").p);
    assert_ptr_equal(text_find(text, "甲乙甲丙丁").p, text.p);
    assert_null(text_find(SLICE(""), "甲").p);
    assert_ptr_equal(text_find(text, "丁").p, text.p + 12);
    static const char *const list[] = {"戊", "丙", "甲", NULL};
    assert_ptr_equal(text_find_any(text, list).p, text.p + 9);
    static const char *const starts[] = {"甲", "甲乙", "乙", NULL};
    assert_int_equal(text_starts_any(text, starts), 6);
    assert_int_equal(text_starts_any(SLICE("丙"), starts), 0);
    /* Sentences and clauses, of which one holds the part. */
    struct slice prose = SLICE("一，二：三。四；五");
    assert_true(slice_is(clause_around(prose, text_find(prose, "二")), "二"));
    assert_true(slice_is(sentence_around(prose, text_find(prose, "二")), "一，二：三"));
    assert_true(slice_is(sentence_around(prose, text_find(prose, "四")), "四"));
    assert_true(slice_is(sentence_around(prose, text_find(prose, "五")), "五"));
    assert_true(slice_is(text_before(prose, text_find(prose, "二")), "一，"));
    assert_true(slice_is(text_after(prose, text_find(prose, "四")), "；五"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantities_are_read_with_their_units),
        cmocka_unit_test(quantities_are_compared_as_far_as_written),
        cmocka_unit_test(letters_deny_no_word_that_is_there),
        cmocka_unit_test(words_are_found_where_they_stand),
        cmocka_unit_test(base_is_sound),
        cmocka_unit_test(cases),
        cmocka_unit_test(values_of_findings),
        cmocka_unit_test(unusual_is_not_wrong),
        cmocka_unit_test(gaps_are_no_prose),
        cmocka_unit_test(edges_are_where_they_should_be),
        cmocka_unit_test(the_unit_is_doubted),
        cmocka_unit_test(manual_shows_each_check),
        cmocka_unit_test(manual_shows_what_the_ledger_finds),
        cmocka_unit_test(manual_lists_the_checks),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
