/*
 * Audits of published disclosures: tests/audit/NAME.ini names a sound record in its first line and
 * says what was published otherwise (most of it under 列报); NAME.expected holds the findings that
 * must come of it, exactly. See tests/audit/README.md.
 */
#include "testing.h"

#include <glob.h>

#include "base/reading.h"
#include "check/check.h"
#include "ledger/ledger.h"
#include "record/reader.h"
#include "record/schema.h"

static struct node *parse(struct arena *arena, struct diag *diag, const char *path)
{
    const struct source *source = source_read(arena, path, LIMIT_INPUT);
    if (!source)
        fail_msg("cannot read %s", path);
    struct slice text = slice_trim(source->text);
    return slice_starts(text, "{") ? json_parse(arena, diag, source)
                                   : ini_parse(arena, diag, source);
}

/* Lays what `more` says over the tree: its values replace those of the same name. */
static void merge(struct arena *arena, struct node *into, const struct node *more)
{
    for (const struct node *child = more->first; child; child = child->next) {
        struct node *same = node_child(into, child->key);
        if (!same)
            same = node_add(arena, into, child->kind, child->key, child->key_pos);
        same->text = child->text;
        same->pos = child->pos;
        same->key_pos = child->key_pos;
        merge(arena, same, child);
    }
}

/* The record that the first line "; over PATH" of the audit names. */
static const char *record_of(struct arena *arena, const char *audit)
{
    struct buf text = read_file(audit);
    struct slice rest = buf_slice(&text), line = slice_cut(&rest, '\n');
    if (!slice_starts(line, "; over "))
        fail_msg("%s must begin with \"; over RECORD\"", audit);
    const char *path = arena_copy(arena, line.p + 7, line.n - 7);
    buf_free(&text);
    return path;
}

static void run_audit(const char *path)
{
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    const struct catalog *catalog = catalog_open(arena, &diag, "subjects");
    assert_non_null(catalog);
    struct node *root = parse(arena, &diag, record_of(arena, path));
    merge(arena, root, parse(arena, &diag, path));
    schema_check(arena, &diag, root, true, NULL);
    if (diag.worst < LEVEL_ERROR) {
        schema_complete(arena, root);
        struct facts *facts = ledger_run(arena, &diag, root, NULL, catalog);
        if (facts)
            check_run(facts, &diag, check_accounts, NULL, NULL);
    }
    struct buf findings = {0};
    buf_puts(&findings, "");
    diag_print(&findings, &diag);
    check_golden(arena_printf(arena, "%.*s.expected", (int)(strlen(path) - 4), path),
                 buf_slice(&findings));
    buf_free(&findings);
    arena_free(arena);
}

static void audits(void **state)
{
    (void)state;
    assert_int_equal(chdir(SOURCE_ROOT), 0);
    glob_t found;
    assert_int_equal(glob("tests/audit/*.ini", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        run_audit(found.gl_pathv[i]);
    globfree(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(audits)};
    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
