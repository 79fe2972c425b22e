/* Records: every file of tests/record/valid and tests/record/invalid is a case. */
#include <errno.h>
#include <glob.h>
#include <time.h>

#include "testing.h"

#include "record/branches.h"
#include "record/dump.h"
#include "record/reader.h"
#include "record/record.h"
#include "record/schema.h"

/* Files are named without folder, so that messages are the same wherever the tests run. */
static void enter(const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", SOURCE_ROOT, folder);
    if (chdir(path) != 0)
        fail_msg("cannot enter %s: %s", path, strerror(errno));
}

static struct node *parse_text(struct arena *arena, struct diag *diag, const char *text)
{
    diag_init(diag, arena, LANGUAGE_ENGLISH);
    return record_parse(arena, diag, source_of(arena, "record", slice_of(text)));
}

/* What is printed for a record that must be refused; notes which messages occur. */
static struct buf findings_of(const char *file, enum language language, bool *seen)
{
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf out = {0};
    diag_init(&diag, arena, language);
    if (record_read(arena, &diag, file) || !diag.count[LEVEL_ERROR])
        fail_msg("%s: accepted, or refused without a reason", file);
    for (const struct finding *finding = diag.first; finding; finding = finding->next) {
        finding_print(&out, finding, language);
        seen[finding->message] = true;
    }
    arena_free(arena);
    return out;
}

static void check_invalid(const char *file, bool *seen)
{
    static const char *const suffixes[] = {"expected", "zh.expected"};
    for (int language = 0; language < 2; language++) {
        char golden[512];
        snprintf(golden, sizeof golden, "%s.%s", file, suffixes[language]);
        if (language == LANGUAGE_CHINESE && access(golden, R_OK) != 0)
            continue;
        struct buf out = findings_of(file, (enum language)language, seen);
        check_golden(golden, buf_slice(&out));
        buf_free(&out);
    }
}

static void invalid_records_are_refused(void **state)
{
    (void)state;
    enter("tests/record/invalid");
    glob_t files;
    assert_int_equal(glob("*.{ini,json}", GLOB_BRACE, NULL, &files), 0);
    bool seen[MESSAGE_COUNT] = {false};
    for (size_t i = 0; i < files.gl_pathc; i++)
        check_invalid(files.gl_pathv[i], seen);
    globfree(&files);
    for (int message = MSG_NUL; message <= MSG_PRIVATE_USE; message++)
        if (!seen[message])
            fail_msg("no case for %s", message_name((enum message)message));
}

static void every_golden_has_its_record(void **state)
{
    (void)state;
    enter("tests/record/invalid");
    glob_t files;
    assert_int_equal(glob("*.expected", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        char *name = files.gl_pathv[i];
        char *suffix = strstr(name, ".zh.expected");
        (suffix ? suffix : strstr(name, ".expected"))[0] = '\0';
        if (access(name, R_OK) != 0)
            fail_msg("%s is gone", name);
    }
    globfree(&files);
}

static struct buf dump_of(const char *file)
{
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf out = {0};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct node *root = record_read(arena, &diag, file);
    for (const struct finding *finding = diag.first; finding; finding = finding->next)
        finding_print(&out, finding, LANGUAGE_ENGLISH);
    if (!root)
        fail_msg("%s: refused:\n%s", file, out.p);
    assert_null(diag.first);
    record_dump(&out, root);
    arena_free(arena);
    return out;
}

static void both_spellings_give_one_tree(void **state)
{
    (void)state;
    enter("tests/record/valid");
    glob_t files;
    assert_int_equal(glob("*.ini", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        int stem = (int)strlen(files.gl_pathv[i]) - 4;
        char json[512], golden[512];
        snprintf(json, sizeof json, "%.*s.json", stem, files.gl_pathv[i]);
        snprintf(golden, sizeof golden, "%.*s.dump", stem, files.gl_pathv[i]);
        struct buf of_ini = dump_of(files.gl_pathv[i]), of_json = dump_of(json);
        assert_string_equal(of_ini.p, of_json.p);
        check_golden(golden, buf_slice(&of_ini));
        buf_free(&of_ini);
        buf_free(&of_json);
    }
    globfree(&files);
}

static void the_example_is_the_same_in_both(void **state)
{
    (void)state;
    enter("examples");
    struct buf of_ini = dump_of("yangquan-2024.ini"), of_json = dump_of("yangquan-2024.json");
    assert_string_equal(of_ini.p, of_json.p);
    buf_free(&of_ini);
    buf_free(&of_json);
}

/* The canonical spelling of a record. */
static struct buf json_of(const char *name, struct slice text)
{
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf out = {0};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct node *root = record_parse(arena, &diag, source_of(arena, name, text));
    assert_non_null(root);
    record_put_json(&out, root);
    arena_free(arena);
    return out;
}

static void every_record_has_one_canonical_spelling(void **state)
{
    (void)state;
    enter("tests/record/valid");
    glob_t files;
    assert_int_equal(glob("*.ini", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        int stem = (int)strlen(files.gl_pathv[i]) - 4;
        char name[512];
        snprintf(name, sizeof name, "%.*s.json", stem, files.gl_pathv[i]);
        struct buf ini = read_file(files.gl_pathv[i]), json = read_file(name);
        struct buf of_ini = json_of(files.gl_pathv[i], buf_slice(&ini));
        struct buf of_json = json_of(name, buf_slice(&json));
        struct buf again = json_of("elsewhere/record.json", buf_slice(&of_ini));
        assert_string_equal(of_ini.p, of_json.p);
        assert_string_equal(of_ini.p, again.p);
        buf_free(&ini);
        buf_free(&json);
        buf_free(&of_ini);
        buf_free(&of_json);
        buf_free(&again);
    }
    globfree(&files);
}

/* A published figure that JSON has no number for stays a text. */
static void canonical_texts_are_no_numbers(void **state)
{
    (void)state;
    static const char *const texts[] = {"x.5", "x", "-x", "-.5", "1.", "1.x", "1.5x", "01", "-"};
    enter("tests/record/valid");
    struct buf minimal = read_file("minimal.ini");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf text = {0};
        char wanted[64];
        buf_put_slice(&text, buf_slice(&minimal));
        buf_printf(&text, "\n[列报.支出]\n合计 = %s\n", texts[i]);
        struct buf json = json_of("text.ini", buf_slice(&text));
        snprintf(wanted, sizeof wanted, "\"合计\": \"%s\"\n", texts[i]);
        if (!strstr(json.p, wanted))
            fail_msg("%s: %s", texts[i], strstr(json.p, "列报"));
        buf_free(&json);
        buf_free(&text);
    }
    buf_free(&minimal);
}

/* The hashes by which corrections name what they correct are of these bytes. */
static void the_canonical_spelling_stays(void **state)
{
    (void)state;
    struct buf record = read_file(SOURCE_ROOT "/tests/check/base.ini");
    struct buf json = json_of("base.ini", buf_slice(&record));
    check_golden(SOURCE_ROOT "/tests/record/canonical.json", buf_slice(&json));
    buf_free(&record);
    buf_free(&json);
}

static void canonical_numbers_have_no_idle_zeros(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"00100", "100"}, {"100.50", "100.5"}, {"100.00", "100"},
                                           {"0.00", "0"},    {"-0.10", "-0.1"},   {"-0.0", "0"}};
    enter("tests/record/valid");
    struct buf minimal = read_file("minimal.ini");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf text = {0};
        char wanted[64];
        buf_put_slice(&text, buf_slice(&minimal));
        buf_printf(&text,
                   "\n[年初结转和结余]\n非财政拨款 = %s\n"
                   "[列报.支出]\n合计 = %s\n",
                   cases[i][0], cases[i][0]);
        struct buf json = json_of("number.ini", buf_slice(&text));
        snprintf(wanted, sizeof wanted, "\"非财政拨款\": %s\n", cases[i][1]);
        assert_non_null(strstr(json.p, wanted));
        /* A published figure keeps its decimals; a text stays one. */
        bool number = cases[i][0][1] != '0' || cases[i][0][0] != '0';
        snprintf(wanted, sizeof wanted, number ? "\"合计\": %s\n" : "\"合计\": \"%s\"\n",
                 cases[i][0]);
        assert_non_null(strstr(json.p, wanted));
        buf_free(&json);
        buf_free(&text);
    }
    buf_free(&minimal);
}

static void assert_pos(struct pos pos, const char *text)
{
    assert_non_null(pos.source);
    struct slice part = {pos.source->text.p + pos.offset, pos.length};
    if (!slice_is(part, text))
        fail_msg("position covers %.*s, not %s", (int)part.n, part.p, text);
}

static void nodes_know_their_places(void **state)
{
    (void)state;
    enter("tests/record/valid");
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct node *ini = record_read(arena, &diag, "prose.ini");
    struct node *json = record_read(arena, &diag, "prose.json");
    const struct node *year = node_find(ini, "单位.年度");
    assert_pos(year->key_pos, "年度");
    assert_pos(year->pos, "2024");
    assert_int_equal(pos_place(year->pos).line, 4);
    assert_int_equal(pos_place(year->pos).column, 6);
    assert_pos(node_find(ini, "三公.预算")->key_pos, "预算");
    assert_pos(node_find(ini, "三公.预算")->pos, "[三公.预算]");
    assert_pos(node_find(ini, "概况.机构")->pos, "设三个股室。\n\t𠮷镇设“一站”。");
    year = node_find(json, "单位.年度");
    assert_pos(year->key_pos, "\"年度\"");
    assert_pos(year->pos, "2024");
    assert_pos(node_find(json, "绩效.项目.2")->pos, "{");
    assert_int_equal(pos_place(node_find(json, "绩效.项目.2.名称")->pos).line, 36);
    assert_pos(node_find(json, "绩效.项目.2.名称")->pos, "\"乙项目\"");
    arena_free(arena);
}

static void nodes_are_found_by_path(void **state)
{
    (void)state;
    enter("tests/record/valid");
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct node *root = record_read(arena, &diag, "minimal.json");
    const struct node *name = node_find(root, "绩效.项目.2.名称");
    assert_string_equal(name->text.p, "乙项目");
    assert_string_equal(node_path(arena, name).p, "绩效.项目.2.名称");
    assert_string_equal(node_path(arena, root).p, "");
    assert_int_equal(node_find(root, "支出.2010101.一般公共预算.基本支出")->number, 100000050);
    assert_int_equal(node_find(root, "单位.公开日期")->number, 20250901);
    assert_null(node_find(root, "绩效.项目.3.名称"));
    assert_null(node_find(root, "单位.年度.月"));
    assert_null(node_child(NULL, SLICE("单位")));
    arena_free(arena);
}

enum { MANY = 100000 };

/* Work that grew with the square of the keys would take minutes here. */
static void many_keys_are_read_quickly(void **state)
{
    (void)state;
    enter("tests/record/valid");
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf text = read_file("minimal.ini");
    buf_puts(&text, "[科目名称]\n");
    for (int i = MANY; i > 0; i--)
        buf_printf(&text, "%07d = 名称%d\n", i, i);
    clock_t start = clock();
    struct node *root = parse_text(arena, &diag, text.p);
    assert_non_null(root);
    assert_string_equal(node_find(root, "科目名称")->first->key.p, "0000001");
    assert_string_equal(node_find(root, "科目名称")->last->key.p, "0100000");
    assert_string_equal(node_find(root, "科目名称.0000042")->text.p, "名称42");
    buf_puts(&text, "0000042 = 又一个\n");
    assert_null(parse_text(arena, &diag, text.p));
    assert_int_equal(diag.first->message, MSG_KEY_TWICE);
    assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
    buf_free(&text);
    arena_free(arena);
}

/* What is absent can be found all the same, and all comes in the order of the schema. */
static void records_are_completed(void **state)
{
    (void)state;
    enter("tests/record/valid");
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct node *root = record_read(arena, &diag, "dotted-keys.ini");
    const struct node *node = node_find(root, "国有资产.车辆.其他用车");
    assert_true(node->absent && node->type == LEAF_COUNT && node->number == 0);
    node = node_find(root, "单位.金额单位");
    assert_true(node->absent && slice_is(node->text, "元"));
    assert_true(node_find(root, "绩效.项目.2.评价人员")->kind == NODE_LIST);
    assert_false(node_find(root, "绩效.项目.1.评价人员")->absent);
    assert_null(node_find(root, "收入.2010101.事业收入"));
    assert_string_equal(root->first->key.p, "单位");
    assert_string_equal(root->last->key.p, "更正");
    arena_free(arena);
}

static void reading_stops_at_a_hundred_errors(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf text = {0};
    for (int i = 0; i < MANY; i++)
        buf_puts(&text, "no key\n");
    assert_null(parse_text(arena, &diag, text.p));
    assert_int_equal(diag.count[LEVEL_ERROR], 100);
    assert_int_equal(diag.last->message, MSG_TOO_MANY);
    buf_clear(&text);
    buf_puts(&text, "{\"甲\": [0");
    for (int i = 0; i < MANY; i++)
        buf_puts(&text, ", null");
    buf_puts(&text, "]}");
    assert_null(parse_text(arena, &diag, text.p));
    assert_int_equal(diag.count[LEVEL_ERROR], 100);
    buf_free(&text);
    arena_free(arena);
}

/* ---- Where what is refused begins ---- */

/* Whether the message is given of a record with these lines under 单位, and nothing else. */
static bool is_told_of(const char *lines, enum message message)
{
    struct arena *arena = arena_new();
    struct diag diag;
    bool told = false;
    parse_text(arena, &diag, arena_printf(arena, "[单位]\n%s\n", lines));
    for (const struct finding *finding = diag.first; finding; finding = finding->next)
        told |= finding->message == message;
    arena_free(arena);
    return told;
}

static void days_exist_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        bool refused;
    } cases[] = {
        {"1948-12-31", true},  {"1949-01-01", false}, {"2025-00-10", true},  {"2025-13-10", true},
        {"2025-12-31", false}, {"2025-12-32", true},  {"2025-01-00", true},  {"2025-01-01", false},
        {"2025-04-30", false}, {"2025-04-31", true},  {"2025-06-31", true},  {"2025-09-31", true},
        {"2025-11-31", true},  {"2025-03-31", false}, {"2025-05-31", false}, {"2025-07-31", false},
        {"2025-08-31", false}, {"2025-10-31", false}, {"2025-02-28", false}, {"2025-02-29", true},
        {"2024-02-29", false}, {"2024-02-30", true},  {"2100-02-29", true},  {"2000-02-29", false},
        {"2024-01-32", true},  {"2025-0/-01", true},  {"2025-0:-01", true},  {"2025-09-09", false},
        {"/025-09-09", true},  {":025-09-09", true},  {"2025/09/09", true},  {"2025-09-9", true},
        {"2025-09-090", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[64];
        snprintf(line, sizeof line, "公开日期 = %s", cases[i].day);
        if (is_told_of(line, MSG_NOT_DATE) != cases[i].refused)
            fail_msg("%s", cases[i].day);
    }
}

static void nothing_follows_a_heading(void **state)
{
    (void)state;
    assert_true(is_told_of("[概况]x", MSG_INI_AFTER_SECTION));
    assert_true(is_told_of("[概况] xy", MSG_INI_AFTER_SECTION));
    assert_false(is_told_of("[概况] ", MSG_INI_AFTER_SECTION));
}

static void years_are_of_this_century(void **state)
{
    (void)state;
    assert_true(is_told_of("年度 = 1999", MSG_NOT_YEAR));
    assert_false(is_told_of("年度 = 2000", MSG_NOT_YEAR));
    assert_false(is_told_of("年度 = 2099", MSG_NOT_YEAR));
    assert_true(is_told_of("年度 = 2100", MSG_NOT_YEAR));
    assert_true(is_told_of("年度 = 02024", MSG_NOT_YEAR));
    assert_true(is_told_of("年度 = 24", MSG_NOT_YEAR));
}

static void numbers_have_their_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        enum message message;
        bool told;
    } cases[] = {
        {"[上年]\n总计 = 0", MSG_NEGATIVE, false},
        {"[上年]\n总计 = -0.01", MSG_NEGATIVE, true},
        {"[上年]\n总计 = 0.01", MSG_PRECISION, false},
        {"[上年]\n总计 = 0.001", MSG_PRECISION, true},
        {"金额单位 = 万元\n[上年]\n总计 = 0.000001", MSG_PRECISION, false},
        {"金额单位 = 万元\n[上年]\n总计 = 0.0000001", MSG_PRECISION, true},
        {"[上年]\n总计 = 0.001\n财政拨款总计 = 0.001\n机关运行经费 = 0.001", MSG_PRECISION, true},
        {"[上年]\n总计 = 0.001\n财政拨款总计 = 0.001\n机关运行经费 = 0.001", MSG_PRECISION_UNIT,
         false},
        {"[上年]\n总计 = 0.001\n财政拨款总计 = 0.001\n机关运行经费 = 0.001\n会议费 = 0.001",
         MSG_PRECISION_UNIT, true},
        {"[绩效]\n整体.得分 = 99.99", MSG_NOT_SCORE, false},
        {"[绩效]\n整体.得分 = 99.999", MSG_NOT_SCORE, true},
        {"[三公.数量]\n公务用车保有量 = 2", MSG_NOT_COUNT, false},
        {"[三公.数量]\n公务用车保有量 = 2.5", MSG_NOT_COUNT, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (is_told_of(cases[i].lines, cases[i].message) != cases[i].told)
            fail_msg("%s: %s", cases[i].lines, message_name(cases[i].message));
}

/* 2.38E+06 is a number that a cell was too narrow for; what only looks a little like it is none. */
static void exponents_are_told_from_other_words(void **state)
{
    (void)state;
    static const struct {
        const char *number;
        bool told;
    } cases[] = {{"2.38E+06", true}, {"2e6", true},    {"1,2E-3", true},
                 {"1.2.3", false},   {"1.2", false},   {"E+06", false},
                 {"2E+06x", false},  {"2F+06", false}, {"+-.E5", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char lines[64];
        snprintf(lines, sizeof lines, "[上年]\n总计 = %s", cases[i].number);
        if (is_told_of(lines, MSG_NUMBER_EXPONENT) != cases[i].told)
            fail_msg("%s", cases[i].number);
    }
}

/* What is left of a record with one error, and whether its figures can still be held against each
 * other. */
static void what_an_error_leaves_is_known(void **state)
{
    (void)state;
    enum left { NOTHING, TEXT, FIGURES };
    static const struct {
        const char *instead, *line;
        enum left left;
    } cases[] = {
        {"总计 = 1000000\n", "总计 = 100万\n", FIGURES},             /* a number */
        {"总计 = 1000000\n", "", FIGURES},                           /* missing */
        {"公务用车保有量 = 2\n", "公务用车保有量 = 2.5\n", FIGURES}, /* a count */
        {"年度 = 2024\n", "年度 = 24\n", TEXT}, /* neither words nor a number */
        {"名称 = 示例县档案馆\n", "名称 = 〔待填：名称〕\n", FIGURES}, /* words */
        {"性质 = 行政单位\n", "性质 = 行政\n", TEXT}, /* a word that is no choice */
        {"[收入]\n", "[收入]\n无此键 = 1\n", TEXT},   /* an unknown key */
        {"[收入]\n", "[收入]\n201 5\n", NOTHING},     /* no key at all */
    };
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const char *at = strstr(base.p, cases[i].instead);
        bool figures = false;
        struct buf text = {0};
        assert_non_null(at);
        buf_put(&text, base.p, (size_t)(at - base.p));
        buf_puts(&text, cases[i].line);
        buf_puts(&text, at + strlen(cases[i].instead));
        const struct node *left =
            record_salvage(arena, source_of(arena, "r.ini", buf_slice(&text)), NULL, &figures);
        if ((left ? figures ? FIGURES : TEXT : NOTHING) != cases[i].left)
            fail_msg("%s: %d, %d", cases[i].line, left != NULL, figures);
        buf_free(&text);
        arena_free(arena);
    }
    buf_free(&base);
}

/* However many children there are and wherever one is taken out, the others are found. */
static void children_are_found_after_one_is_taken_out(void **state)
{
    (void)state;
    for (int count = 1; count < 140; count++)
        for (int gone = 0; gone < count; gone += 1 + count / 8) {
            struct arena *arena = arena_new();
            struct node *map = node_new(arena, NULL, NODE_MAP);
            char key[16];
            for (int i = 0; i < count; i++) {
                snprintf(key, sizeof key, "%d", i);
                node_add(arena, map, NODE_STRING, slice_of(key), (struct pos){0});
            }
            snprintf(key, sizeof key, "%d", gone);
            node_drop(arena, map, node_child(map, slice_of(key)));
            assert_null(node_child(map, slice_of(key)));
            assert_non_null(node_add(arena, map, NODE_STRING, SLICE("last"), (struct pos){0}));
            const struct node *child = map->first;
            for (int i = 0; i < count; i++) {
                snprintf(key, sizeof key, "%d", i);
                if (i == gone)
                    continue;
                assert_ptr_equal(node_child(map, slice_of(key)), child);
                child = child->next;
            }
            assert_ptr_equal(child, map->last);
            assert_ptr_equal(node_child(map, SLICE("last")), child);
            arena_free(arena);
        }
}

static void characters_are_of_use_or_not(void **state)
{
    (void)state;
    static const struct {
        uint32_t code;
        enum message message;
        bool told;
    } cases[] = {
        {0xD7FF, MSG_PRIVATE_USE, false},  {0xE000, MSG_PRIVATE_USE, true},
        {0xF8FF, MSG_PRIVATE_USE, true},   {0xF900, MSG_PRIVATE_USE, false},
        {0xEFFFF, MSG_PRIVATE_USE, false}, {0xF0000, MSG_PRIVATE_USE, true},
        {0x10FFFD, MSG_PRIVATE_USE, true}, {0x7F, MSG_CONTROL, true},
        {0x7E, MSG_CONTROL, false},        {0x01, MSG_CONTROL, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf line = {0};
        buf_puts(&line, "名称 = 甲");
        buf_put_utf8(&line, cases[i].code);
        buf_puts(&line, "局");
        if (is_told_of(line.p, cases[i].message) != cases[i].told)
            fail_msg("U+%04X", (unsigned)cases[i].code);
        buf_free(&line);
    }
    /* A joiner stands behind a letter of a script that is joined, nowhere else. */
    static const struct {
        uint32_t before;
        bool told;
    } joined[] = {{0x5FF, true}, {0x600, false}, {0x1820, false}, {0x1FFF, false}, {0x2000, true}};
    for (size_t i = 0; i < sizeof joined / sizeof *joined; i++) {
        struct buf line = {0};
        buf_puts(&line, "名称 = 甲");
        buf_put_utf8(&line, joined[i].before);
        buf_puts(&line, "\xE2\x80\x8D局");
        if (is_told_of(line.p, MSG_CONTROL) != joined[i].told)
            fail_msg("a joiner behind U+%04X", (unsigned)joined[i].before);
        buf_free(&line);
    }
}

static void escapes_stand_for_characters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool refused;
    } cases[] = {
        {"\\u4E2d", false},
        {"\\u0001", false},
        {"\\u0000", true},
        {"\\uD7FF", false},
        {"\\uD800", true},
        {"\\uDBFF", true},
        {"\\uDC00", true},
        {"\\uDFFF", true},
        {"\\uE000", false},
        {"\\uD83D\\uDE00", false},
        {"\\uD800\\uDC00", false},
        {"\\uDBFF\\uDFFF", false},
        {"\\uD83D\\uDBFF", true},
        {"\\uD83D\\uE000", true},
        {"\\uD83Dx", true},
        {"\\uDC00\\uDC00", true},
        {"\\u4E2g", true},
        {"\\u4E", true},
        {"\\n", false},
        {"\\x", true},
        {"\\u１２", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct diag diag;
        bool told = false;
        parse_text(arena, &diag,
                   arena_printf(arena, "{\"单位\": {\"名称\": \"%s\"}}", cases[i].text));
        for (const struct finding *finding = diag.first; finding; finding = finding->next)
            told |= finding->message == MSG_JSON_ESCAPE;
        if (told != cases[i].refused)
            fail_msg("%s", cases[i].text);
        arena_free(arena);
    }
}

/* Sixteen sections within each other, and no more. */
static void nesting_has_an_end(void **state)
{
    (void)state;
    enum { MOST = 16 };
    for (int depth = MOST - 2; depth <= MOST + 1; depth++) {
        struct arena *arena = arena_new();
        struct diag diag;
        struct buf text = {0};
        int told = 0;
        buf_puts(&text, "{\"单位\": ");
        for (int i = 1; i < depth; i++)
            buf_puts(&text, "{\"名称\": ");
        buf_puts(&text, "1");
        for (int i = 0; i < depth; i++)
            buf_puts(&text, "}");
        parse_text(arena, &diag, text.p);
        for (const struct finding *finding = diag.first; finding; finding = finding->next)
            told += finding->message == MSG_NESTING;
        assert_int_equal(told, depth > MOST);
        buf_free(&text);
        arena_free(arena);
    }
}

/* Wherever a file breaks off, there is an error, and every error has a place in the file. */
static void check_prefixes(const char *file)
{
    struct buf whole = read_file(file);
    struct arena *arena = arena_new();
    for (size_t n = 0; n + 2 < whole.n; n++) {
        struct diag diag;
        arena_reset(arena);
        diag_init(&diag, arena, LANGUAGE_ENGLISH);
        struct slice part = {whole.p, n};
        struct node *root = record_parse(arena, &diag, source_of(arena, file, part));
        assert_true(!root == (diag.count[LEVEL_ERROR] > 0));
        assert_true(!root || strstr(file, ".ini"));
        for (const struct finding *f = diag.first; f; f = f->next)
            assert_true(f->pos.source && f->pos.offset + f->pos.length <= n);
    }
    arena_free(arena);
    buf_free(&whole);
}

static void truncated_records_are_refused(void **state)
{
    (void)state;
    enter("tests/record/valid");
    check_prefixes("minimal.json");
    check_prefixes("dotted-keys.json");
    check_prefixes("minimal.ini");
}

static void earlier_errors_do_not_spoil_a_record(void **state)
{
    (void)state;
    enter("tests/record/valid");
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    assert_null(record_read(arena, &diag, "no-such-record.ini"));
    assert_int_equal(diag.first->message, MSG_FILE_READ);
    assert_non_null(record_read(arena, &diag, "minimal.ini"));
    assert_int_equal(diag.count[LEVEL_ERROR], 1);
    arena_free(arena);
}

static void check_schema_table(const char *name, enum language language)
{
    struct buf table = {0};
    schema_print(&table, language);
    check_manual(name, "schema begin", buf_slice(&table));
    buf_free(&table);
}

static void the_manuals_list_the_schema(void **state)
{
    (void)state;
    enter("docs");
    check_schema_table("record.md", LANGUAGE_ENGLISH);
    check_schema_table("zh/record.md", LANGUAGE_CHINESE);
    struct buf schema = {0};
    schema_print_json(&schema);
    check_golden("record.schema.json", buf_slice(&schema));
    buf_free(&schema);
}

/* What an independent validator says of a JSON text, or of the canonical spelling of a record. */
static struct buf validate(struct slice text)
{
    char path[] = "/tmp/gongkai-test-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    assert_non_null(file);
    fwrite(text.p, 1, text.n, file);
    fclose(file);
    char command[512];
    snprintf(command, sizeof command, "tests/validate.py docs/record.schema.json %s", path);
    struct buf said = run_command(command, NULL);
    unlink(path);
    return said;
}

/* The canonical spelling of the record at the path, as a file of the folder. */
static void write_canonical(const char *folder, const char *path)
{
    static unsigned number;
    char name[128];
    snprintf(name, sizeof name, "%s/%u.json", folder, number++);
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf canonical = {0};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    record_put_json(&canonical, record_read(arena, &diag, path));
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fwrite(canonical.p, 1, canonical.n, file);
    fclose(file);
    buf_free(&canonical);
    arena_free(arena);
}

static void records_keep_the_json_schema(void **state)
{
    (void)state;
    static const char *const patterns[] = {"examples/*.ini", "examples/*.json",
                                           "tests/record/valid/*.ini", "tests/check/base.ini"};
    char folder[] = "/tmp/gongkai-test-XXXXXX", command[512];
    enter(".");
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        glob_t found;
        assert_int_equal(glob(patterns[i], 0, NULL, &found), 0);
        for (size_t j = 0; j < found.gl_pathc; j++)
            write_canonical(folder, found.gl_pathv[j]);
        globfree(&found);
    }
    snprintf(command, sizeof command,
             "tests/validate.py docs/record.schema.json %s/*.json examples/*.json "
             "tests/record/valid/*.json; rm -r %s",
             folder, folder);
    struct buf said = run_command(command, NULL);
    assert_string_equal(said.p, "");
    buf_free(&said);
}

static void the_json_schema_refuses_what_we_refuse(void **state)
{
    (void)state;
    static const struct {
        const char *record, *said;
    } cases[] = {
        {"{\"单位\": {\"名称\": \"某局\"}}", "'概况' is a required property"},
        {"{\"单位\": {\"性质\": \"公司\"}}", "单位/性质 '公司' is not one of"},
        {"{\"三公\": {\"决算\": {\"公务招待费\": 1}}}", "三公/决算 Additional properties"},
        {"{\"支出\": {\"20101\": {}}}", "支出 '20101' does not match"},
        {"{\"结余\": {\"结余分配\": -1}}", "结余/结余分配 -1 is not valid"},
        {"{\"结余\": {\"结余分配\": \"1\"}}", "结余/结余分配 '1' is not valid"},
        {"{\"绩效\": {\"项目\": [{}]}}", "绩效/项目/0 '名称' is a required property"},
        {"{}", "'三公' is a required property"},
        {"{\"上年\": {}}", "上年 {} is not valid under any"},
    };
    enter(".");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf said = validate(slice_of(cases[i].record));
        if (!strstr(said.p, cases[i].said))
            fail_msg("%s: %s", cases[i].record, said.p);
        buf_free(&said);
    }
    struct buf said = validate(SLICE("{\"单位\": {\"下属记录\": [\"a\"]}}"));
    assert_null(strstr(said.p, "三公"));
    buf_free(&said);
}

/* Keys have one meaning each, in both languages; what is counted has a unit. */
static void every_key_has_its_meaning(void **state)
{
    (void)state;
    for (const struct schema_row *row = schema_rows; row->path; row++) {
        if (!*row->meaning[LANGUAGE_ENGLISH] || !*row->meaning[LANGUAGE_CHINESE])
            fail_msg("%s has no meaning", row->path);
        if ((row->type == LEAF_COUNT || row->type == LEAF_SCORE) != (row->unit != NULL))
            fail_msg("%s: unit", row->path);
    }
}

/* ---- What the readers stand on ---- */

static void blanks_of_any_width_are_trimmed(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" \t甲\r\n", "甲"},
        {"　甲　", "甲"},
        {"　 　甲 乙　 ", "甲 乙"},
        {"甲　乙", "甲　乙"},
        {"　", ""},
        {"　　 ", ""},
        {"\xE3\x80", "\xE3\x80"},
        {"a\x80\x80", "a\x80\x80"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(slice_is(text_trim(slice_of(cases[i][0])), cases[i][1]));
}

static void full_width_numbers_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *text, *number, *write; /* NULL: there is nothing full-width */
    } cases[] = {{"１２．５万", "１２．５", "12.5"},
                 {"1２", "1２", "12"},
                 {"－３", "－３", "-3"},
                 {"12.5", "", NULL},
                 {"万１", "", NULL},
                 {"", "", NULL},
                 {"９，", "９", "9"}};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *write;
        struct slice number = number_of_full_width(arena, slice_of(cases[i].text), &write);
        assert_true(slice_is(number, cases[i].number));
        assert_int_equal(write != NULL, cases[i].write != NULL);
        if (write)
            assert_string_equal(write, cases[i].write);
    }
    arena_free(arena);
}

/* NUL comes before what is not UTF-8, if it stands before it. */
static void only_text_is_read(void **state)
{
    (void)state;
    static const struct {
        struct slice bytes;
        const char *id; /* of the finding; NULL when it is text */
        uint32_t offset;
    } cases[] = {{{"甲\n", 4}, NULL, 0},    {{"甲\0乙", 7}, "nul", 3},
                 {{"\0", 1}, "nul", 0},     {{"甲\xFF\0", 5}, "not-utf8", 3},
                 {{"\0\xFF", 2}, "nul", 0}, {{"甲\xE4\xB9", 5}, "not-utf8", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct diag diag;
        diag_init(&diag, arena, LANGUAGE_ENGLISH);
        const struct source *source = source_of(arena, "record", cases[i].bytes);
        assert_int_equal(source_is_text(&diag, source), cases[i].id == NULL);
        assert_int_equal(diag.count[LEVEL_ERROR], cases[i].id != NULL);
        if (cases[i].id) {
            assert_string_equal(message_name(diag.first->message), cases[i].id);
            assert_int_equal(diag.first->pos.offset, cases[i].offset);
        }
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_of_any_width_are_trimmed),
        cmocka_unit_test(full_width_numbers_are_told),
        cmocka_unit_test(only_text_is_read),
        cmocka_unit_test(invalid_records_are_refused),
        cmocka_unit_test(every_golden_has_its_record),
        cmocka_unit_test(both_spellings_give_one_tree),
        cmocka_unit_test(the_example_is_the_same_in_both),
        cmocka_unit_test(every_record_has_one_canonical_spelling),
        cmocka_unit_test(canonical_texts_are_no_numbers),
        cmocka_unit_test(the_canonical_spelling_stays),
        cmocka_unit_test(canonical_numbers_have_no_idle_zeros),
        cmocka_unit_test(nodes_know_their_places),
        cmocka_unit_test(nodes_are_found_by_path),
        cmocka_unit_test(many_keys_are_read_quickly),
        cmocka_unit_test(records_are_completed),
        cmocka_unit_test(reading_stops_at_a_hundred_errors),
        cmocka_unit_test(days_exist_or_not),
        cmocka_unit_test(nothing_follows_a_heading),
        cmocka_unit_test(years_are_of_this_century),
        cmocka_unit_test(numbers_have_their_bounds),
        cmocka_unit_test(exponents_are_told_from_other_words),
        cmocka_unit_test(what_an_error_leaves_is_known),
        cmocka_unit_test(children_are_found_after_one_is_taken_out),
        cmocka_unit_test(characters_are_of_use_or_not),
        cmocka_unit_test(escapes_stand_for_characters),
        cmocka_unit_test(nesting_has_an_end),
        cmocka_unit_test(truncated_records_are_refused),
        cmocka_unit_test(earlier_errors_do_not_spoil_a_record),
        cmocka_unit_test(the_manuals_list_the_schema),
        cmocka_unit_test(records_keep_the_json_schema),
        cmocka_unit_test(the_json_schema_refuses_what_we_refuse),
        cmocka_unit_test(every_key_has_its_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
