/*
 * Mustache: the official tests of the specification where they are at hand, then what is ours:
 * marks, strict names, positions, runaway parts.
 */
#include <yajl/yajl_tree.h>

#include "base/reading.h"
#include "template/mustache.h"
#include "testing.h"

/* Parts by name. */
struct shelf {
    struct arena *arena;
    struct diag *diag;
    yajl_val parts;
};

static const struct mustache *find_on_shelf(void *data, struct slice name,
                                            const struct mustache *from, struct pos pos)
{
    struct shelf *shelf = data;
    (void)from, (void)pos;
    const char *path[] = {slice_copy(shelf->arena, name).p, NULL};
    yajl_val part = shelf->parts ? yajl_tree_get(shelf->parts, path, yajl_t_string) : NULL;
    if (!part)
        return NULL;
    const struct source *source = source_of(shelf->arena, path[0], slice_of(YAJL_GET_STRING(part)));
    return mustache_compile(shelf->arena, shelf->diag, source, source->text);
}

static void fill(struct facts *facts, struct fact *fact, yajl_val value);

static enum fact_kind kind_of(yajl_val value)
{
    if (YAJL_IS_OBJECT(value))
        return FACT_GROUP;
    if (YAJL_IS_ARRAY(value))
        return FACT_LIST;
    if (YAJL_IS_STRING(value))
        return FACT_TEXT;
    if (YAJL_IS_INTEGER(value))
        return FACT_COUNT;
    if (YAJL_IS_NUMBER(value))
        return FACT_TEXT;
    return YAJL_IS_NULL(value) ? FACT_NONE : FACT_FLAG;
}

static void add(struct facts *facts, struct fact *parent, const char *key, yajl_val value)
{
    fill(facts, fact_add(facts, parent, slice_of(key), kind_of(value)), value);
}

static void fill(struct facts *facts, struct fact *fact, yajl_val value)
{
    fact->kind = kind_of(value);
    if (fact->kind == FACT_COUNT)
        fact->number = YAJL_GET_INTEGER(value);
    else if (YAJL_IS_NUMBER(value))
        fact->text = slice_copy(facts->arena, slice_of(YAJL_GET_NUMBER(value)));
    else if (fact->kind == FACT_TEXT)
        fact->text = slice_copy(facts->arena, slice_of(YAJL_GET_STRING(value)));
    else if (fact->kind == FACT_FLAG)
        fact->flag = YAJL_IS_TRUE(value);
    if (YAJL_IS_OBJECT(value))
        for (size_t i = 0; i < value->u.object.len; i++)
            add(facts, fact, value->u.object.keys[i], value->u.object.values[i]);
    if (YAJL_IS_ARRAY(value))
        for (size_t i = 0; i < value->u.array.len; i++)
            add(facts, fact, arena_printf(facts->arena, "%zu", i + 1), value->u.array.values[i]);
}

static yajl_val member(yajl_val object, const char *name, yajl_type type)
{
    const char *path[] = {name, NULL};
    return yajl_tree_get(object, path, type);
}

/* Renders the template over the data and parts, both JSON; what it says or its errors. */
static const char *render(struct arena *arena, const char *template, yajl_val data, yajl_val parts,
                          enum mustache_mode mode)
{
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct facts *facts = facts_new(arena);
    if (data)
        fill(facts, facts->root, data);
    struct shelf shelf = {arena, &diag, parts};
    struct mustache_finder finder = {.find = find_on_shelf, .data = &shelf};
    const struct source *source = source_of(arena, "main", slice_of(template));
    struct mustache *part = mustache_compile(arena, &diag, source, source->text);
    struct rendering *rendering =
        part ? mustache_render(arena, &diag, part, facts, &finder, mode) : NULL;
    if (rendering)
        return rendering->text.p;
    struct buf out = {0};
    for (struct finding *finding = diag.first; finding; finding = finding->next)
        finding_print(&out, finding, LANGUAGE_ENGLISH);
    const char *text = slice_copy(arena, buf_slice(&out)).p;
    buf_free(&out);
    return text;
}

/* Whether the test passed. */
static bool run_official(struct arena *arena, yajl_val test)
{
    const char *template = YAJL_GET_STRING(member(test, "template", yajl_t_string));
    const char *expected = YAJL_GET_STRING(member(test, "expected", yajl_t_string));
    const char *got = render(arena, template, member(test, "data", yajl_t_any),
                             member(test, "partials", yajl_t_object), MUSTACHE_LENIENT);
    if (strcmp(got, expected) == 0)
        return true;
    printf("FAILED: %s\n--- template\n%s\n--- expected\n%s\n--- got\n%s\n---\n",
           YAJL_GET_STRING(member(test, "desc", yajl_t_string)), template, expected, got);
    return false;
}

static void test_official(void **state)
{
    struct arena *arena = arena_new();
    const char *path = arena_printf(arena, SOURCE_ROOT "/tests/mustache/%s.json", (char *)*state);
    const struct source *file = source_read(arena, path, LIMIT_INPUT);
    char error[256];
    yajl_val root = yajl_tree_parse(file->text.p, error, sizeof error);
    assert_non_null(root);
    yajl_val tests = member(root, "tests", yajl_t_array);
    size_t failed = 0;
    assert_true(tests->u.array.len >= 10);
    for (size_t i = 0; i < tests->u.array.len; i++)
        failed += !run_official(arena, tests->u.array.values[i]);
    yajl_tree_free(root);
    arena_free(arena);
    assert_int_equal(failed, 0);
}

/* One case of ours: JSON data, JSON parts, a template, what comes out. */
static void check(const char *data, const char *parts, const char *template,
                  enum mustache_mode mode, const char *expected)
{
    struct arena *arena = arena_new();
    char error[256];
    yajl_val data_tree = yajl_tree_parse(data, error, sizeof error);
    yajl_val parts_tree = yajl_tree_parse(parts, error, sizeof error);
    assert_non_null(data_tree);
    assert_non_null(parts_tree);
    assert_string_equal(render(arena, template, data_tree, parts_tree, mode), expected);
    yajl_tree_free(data_tree);
    yajl_tree_free(parts_tree);
    arena_free(arena);
}

static void test_figures_are_marks(void **state)
{
    (void)state;
    check("{\"甲\": 1, \"乙\": {\"丙\": 7}}", "{}", "{{甲}}、{{&乙.丙}}。", MUSTACHE_MARKUP,
          MARK_START "1" MARK_END "、" MARK_START "3" MARK_END "。");
    check("{\"甲\": null, \"乙\": true, \"丙\": \"a<b\"}", "{}", "[{{甲}}{{乙}}{{甲.下}}{{丙}}]",
          MUSTACHE_MARKUP, "[a&lt;b]");
    check("{\"丙\": \"a<b\"}", "{}", "{{丙}}", MUSTACHE_PLAIN, "a<b");
    check("{\"甲\": \"" MARK_START "1" MARK_END "\"}", "{}", "{{甲}}{{{甲}}}", MUSTACHE_MARKUP,
          "\uFFFD1\uFFFD\uFFFD1\uFFFD");
}

static void test_a_stop_gives_way_to_the_frames_own(void **state)
{
    (void)state;
    static const char data[] = "{\"甲\": \"任务增加。\", \"乙\": \"任务增加\", \"丙\": 7}";
    check(data, "{}", "{{甲}}。{{#甲}}因{{甲}}{{/甲}}；{{甲}}", MUSTACHE_MARKUP,
          "任务增加。因任务增加；任务增加。");
    check(data, "{}", "{{甲}} 。{{甲}}即。{{乙}}。{{丙}}。。", MUSTACHE_MARKUP,
          "任务增加 。任务增加。即。任务增加。" MARK_START "3" MARK_END "。。");
    check(data, "{\"用途\": \"{{#甲}}，用于{{甲}}{{/甲}}\\n\"}", "支出{{丙}}{{>用途}}。",
          MUSTACHE_MARKUP, "支出" MARK_START "3" MARK_END "，用于任务增加。");
}

/* What the frame of a sentence and the text put into it both say is said once. */
static void test_an_opening_gives_way_to_the_frames_own(void **state)
{
    (void)state;
    static const struct {
        const char *frame, *typed, *printed;
    } cases[] = {
        {"主要原因是", "主要原因是任务增加", "任务增加"},
        {"主要原因是", "主要是因为任务增加", "任务增加"},
        {"主要原因是：", "原因是任务增加", "任务增加"},
        {"增加的主要原因是", "较上年增加的主要原因为：由于任务增加", "任务增加"},
        {"主要变动原因是", "变动原因：任务增加", "任务增加"},
        {"由于", "因为任务增加", "任务增加"},
        {"主要是", "主要原因是任务增加", "任务增加"},
        {"主要是", "主要是任务增加", "任务增加"},
        {"主要用于", "主要用于办公", "办公"},
        {"主要用于：", "用于办公", "办公"},
        {"主要原因是", "因公出国增加", "因公出国增加"},
        {"主要是", "由于任务增加", "由于任务增加"},
        {"主要原因是", "增加人员", "增加人员"},
        {"主要原因是", "主要原因是", "主要原因是"},
        {"说明：", "主要原因是任务增加", "主要原因是任务增加"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char data[256], frame[256], printed[256];
        snprintf(data, sizeof data, "{\"甲\": \"%s\"}", cases[i].typed);
        snprintf(frame, sizeof frame, "%s{{甲}}。", cases[i].frame);
        snprintf(printed, sizeof printed, "%s%s。", cases[i].frame, cases[i].printed);
        check(data, "{}", frame, MUSTACHE_MARKUP, printed);
    }
}

static void test_names_are_strict(void **state)
{
    (void)state;
    check("{\"收入\": {\"合计\": 1}}", "{}", "a\n {{收入.合记}}", MUSTACHE_MARKUP,
          "gongkai: main:2:2: error: no fact is called 收入.合记 here; did you mean 收入.合计?\n"
          "     {{收入.合记}}\n"
          "     ^~~~~~~~~~~~~\n");
    check("{\"表\": [{\"名称\": \"x\"}, {\"名称\": \"y\"}]}", "{}", "{{#表}}{{名}}{{/表}}{{甲乙}}",
          MUSTACHE_MARKUP,
          "gongkai: main:1:7: error: no fact is called 名 here; `gongkai facts` lists the names\n"
          "    {{#表}}{{名}}{{/表}}{{甲乙}}\n"
          "           ^~~~~~\n"
          "gongkai: main:1:18: error: no fact is called 甲乙 here; `gongkai facts` lists the "
          "names\n"
          "    {{#表}}{{名}}{{/表}}{{甲乙}}\n"
          "                        ^~~~~~~~\n");
    check("{\"表\": [{\"名称\": \"x\"}]}", "{}", "{{表}}", MUSTACHE_MARKUP,
          "gongkai: main:1:1: error: 表 is a group of facts and prints nothing; name one of them, "
          "as in 表.1\n"
          "    {{表}}\n"
          "    ^~~~~~\n");
}

static void test_syntax_errors(void **state)
{
    (void)state;
    check("{}", "{}", "ab {{x", MUSTACHE_MARKUP,
          "gongkai: main:1:4: error: this tag never ends; close it with }}\n"
          "    ab {{x\n"
          "       ^~\n");
    check("{}", "{}", "{{{x}}", MUSTACHE_MARKUP,
          "gongkai: main:1:1: error: this tag never ends; close it with }}\n"
          "    {{{x}}\n"
          "    ^~\n");
    check("{}", "{}", "\n{{#a}} {{#b}}\n{{/a}}", MUSTACHE_MARKUP,
          "gongkai: main:3:1: error: {{/a}} stands where {{#b}} of line 2 must be closed first\n"
          "    {{/a}}\n"
          "    ^~~~~~\n");
    check("{}", "{}", "{{/a}}", MUSTACHE_MARKUP,
          "gongkai: main:1:1: error: {{/a}} closes nothing; delete it or open it before\n"
          "    {{/a}}\n"
          "    ^~~~~~\n");
    check("{}", "{}", "{{$a}}\n", MUSTACHE_MARKUP,
          "gongkai: main:1:1: error: {{$a}} is never closed in this part; close it in the same "
          "file\n"
          "    {{$a}}\n"
          "    ^~~~~~\n");
    check("{}", "{}", "{{a b}}", MUSTACHE_MARKUP,
          "gongkai: main:1:1: error: \"a b\" is no name; a tag holds one name without blanks, its "
          "parts joined by dots\n"
          "    {{a b}}\n"
          "    ^~~~~~~\n");
    check("{}", "{}", "{{=<%=}}", MUSTACHE_MARKUP,
          "gongkai: main:1:1: error: delimiters are set with two words without '=', as in {{=<% "
          "%>=}}\n"
          "    {{=<%=}}\n"
          "    ^~~~~~~~\n");
    check("{}", "{}", "\n\xFF", MUSTACHE_MARKUP,
          "gongkai: main:2:1: error: not UTF-8 text; save the file as UTF-8\n"
          "    \uFFFD\n"
          "    ^\n");
}

static void test_runaway_is_an_error(void **state)
{
    (void)state;
    check("{}", "{\"a\": \"x{{>b}}\", \"b\": \"{{>a}}\"}", "{{>a}}", MUSTACHE_MARKUP,
          "gongkai: b:1:1: error: {{>a}} is nested too deeply or repeated without end; look for a "
          "part that includes itself\n"
          "    {{>a}}\n"
          "    ^~~~~~\n");
    struct buf deep = {0};
    for (int i = 0; i < 40; i++)
        buf_puts(&deep, "{{#l}}");
    for (int i = 0; i < 40; i++)
        buf_puts(&deep, "{{/l}}");
    struct arena *arena = arena_new();
    char error[256];
    yajl_val data = yajl_tree_parse("{\"l\": [1, 2, 3]}", error, sizeof error);
    const char *text = render(arena, deep.p, data, NULL, MUSTACHE_MARKUP);
    assert_non_null(strstr(text, "{{#l}} is nested too deeply or repeated without end"));
    yajl_tree_free(data);
    buf_free(&deep);
    arena_free(arena);
}

/* Where the first output byte that matches `found` comes from, as "part:line:col". */
static const char *origin(struct arena *arena, const struct rendering *rendering, const char *found)
{
    struct stretch_place near = {0};
    const char *at = strstr(rendering->text.p, found);
    assert_non_null(at);
    struct pos pos = rendering_pos(rendering, (size_t)(at - rendering->text.p), &near);
    struct place place = pos_place(pos);
    return arena_printf(arena, "%s:%u:%u", pos.source->name, place.line, place.column);
}

static void test_source_map(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct facts *facts = facts_new(arena);
    fact_add(facts, facts->root, SLICE("值"), FACT_TEXT)->text = SLICE("VALUE");
    char error[256];
    yajl_val parts = yajl_tree_parse("{\"inner\": \"one\\n two {{值}} three\\n{{$b}}four{{/b}}\"}",
                                     error, sizeof error);
    struct shelf shelf = {arena, &diag, parts};
    struct mustache_finder finder = {.find = find_on_shelf, .data = &shelf};
    const struct source *source =
        source_of(arena, "outer", SLICE("<a>\n  {{<inner}}{{$b}}five{{/b}}{{/inner}}\n</a>"));
    struct mustache *part = mustache_compile(arena, &diag, source, source->text);
    struct rendering *rendering =
        mustache_render(arena, &diag, part, facts, &finder, MUSTACHE_MARKUP);
    assert_string_equal(rendering->text.p, "<a>\n  one\n   two VALUE three\n  five</a>");
    assert_string_equal(origin(arena, rendering, "a>"), "outer:1:2");
    assert_string_equal(origin(arena, rendering, "one"), "inner:1:1");
    assert_string_equal(origin(arena, rendering, "two"), "inner:2:2");
    assert_string_equal(origin(arena, rendering, "LUE"), "inner:2:6");
    assert_string_equal(origin(arena, rendering, "three"), "inner:2:12");
    assert_string_equal(origin(arena, rendering, "ve<"), "outer:2:21");
    assert_string_equal(origin(arena, rendering, "/a>"), "outer:3:2");
    yajl_tree_free(parts);
    arena_free(arena);
}

/* Indentation and standalone lines where the specification's tests are silent. */
static void test_inheritance_of_ours(void **state)
{
    (void)state;
    check("{}", "{\"p\": \"A\\n  {{$b}}\\n    old\\n  {{/b}}\\nZ\\n\"}",
          "{{<p}}\n{{$b}}\n\tnew\n\t  more\n{{/b}}\n{{/p}}\n", MUSTACHE_MARKUP,
          "A\n    new\n      more\nZ\n");
    check("{}", "{\"p\": \"A\\n  {{$b}}\\n    old\\n  {{/b}}\\nZ\\n\"}", " {{<p}}{{/p}}\n",
          MUSTACHE_MARKUP, " A\n     old\n Z\n");
    check("{}", "{\"p\": \"{{$b}}old{{/b}}\"}", "  {{<p}}{{$b}}new{{/b}}{{/p}}!", MUSTACHE_MARKUP,
          "  new!");
    check("{}", "{\"p\": \"{{$a}}{{$b}}old{{/b}}{{/a}}\"}",
          "{{<p}}{{$a}}[{{$c}}own{{/c}}]{{/a}}{{$c}}given{{/c}}{{/p}}", MUSTACHE_MARKUP, "[given]");
}

#define OFFICIAL(name)                                                                             \
    {                                                                                              \
        "official " name, test_official, NULL, NULL, (void *)(name)                                \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICIAL("comments"),
        OFFICIAL("delimiters"),
        OFFICIAL("interpolation"),
        OFFICIAL("inverted"),
        OFFICIAL("partials"),
        OFFICIAL("sections"),
        OFFICIAL("~dynamic-names"),
        OFFICIAL("~inheritance"),
        cmocka_unit_test(test_figures_are_marks),
        cmocka_unit_test(test_a_stop_gives_way_to_the_frames_own),
        cmocka_unit_test(test_an_opening_gives_way_to_the_frames_own),
        cmocka_unit_test(test_names_are_strict),
        cmocka_unit_test(test_syntax_errors),
        cmocka_unit_test(test_runaway_is_an_error),
        cmocka_unit_test(test_source_map),
        cmocka_unit_test(test_inheritance_of_ours)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
