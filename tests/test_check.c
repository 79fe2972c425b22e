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

static struct buf findings_in(enum language language, struct slice record, bool *derived)
{
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, language);
    const struct catalog *catalog = catalog_open(arena, &diag, SOURCE_ROOT "/subjects");
    assert_non_null(catalog);
    const struct node *root = record_parse(arena, &diag, source_of(arena, "record.ini", record));
    struct facts *facts = root ? ledger_run(arena, &diag, root, NULL, catalog) : NULL;
    struct demand demand = {.reads = is_asked,
                            .data = memmem(record.p, record.n, asks, strlen(asks))};
    if (facts)
        check_run(facts, &diag, check_accounts, NULL, demand.data ? &demand : NULL);
    *derived = facts != NULL;
    struct buf out = {0};
    buf_puts(&out, "");
    diag_print(&out, &diag);
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

static void unusual_is_not_wrong(void **state)
{
    (void)state;
    run_all(SOURCE_ROOT "/tests/check/*.sound", run_sound);
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
        "fiscal-kind",     "use-amount",        "use-subject",      "amount-overflow"};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_is_sound),
        cmocka_unit_test(cases),
        cmocka_unit_test(unusual_is_not_wrong),
        cmocka_unit_test(manual_shows_each_check),
        cmocka_unit_test(manual_shows_what_the_ledger_finds),
        cmocka_unit_test(manual_lists_the_checks),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
