/*
 * Packages at random: elements within each other as the table of elements has it, with attributes,
 * settings and texts of all sorts. What such a package is refused for is its own affair; a file
 * that is made keeps every rule of archives and screen readers. GONGKAI_PACKAGES=N tries N;
 * GONGKAI_PACKAGE=SEED tries that one and keeps its folder and its file.
 */
#include "preflight.h"

#include "archive/archive.h"
#include "press/outputs.h"
#include "press/pipeline.h"
#include "template/elements.h"

enum { USUAL = 60, DEPTH = 7, NODES = 260, COLUMNS = 6, ROWS = 9, LINKS = 6 };

/* ---- chance ---- */

static uint64_t chance;

static unsigned below(unsigned most)
{
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((chance >> 33) % most);
}

static bool one_in(unsigned n)
{
    return below(n) == 0;
}

static const char *of(const char *const *words, size_t count)
{
    return words[below((unsigned)count)];
}

#define PICK(words) of(words, sizeof(words) / sizeof *(words))

/* ---- what is made up ---- */

static struct writer {
    struct buf out;
    unsigned nodes, ids, charts;
    int level;      /* of the last heading */
    bool contents;  /* one is there */
    unsigned names; /* ids that were given */
} writer;

static void put_text(void)
{
    static const char *const words[] = {
        "收入合计",
        "{{单位.名称}}",
        "{{收入.合计}}{{金额单位词}}",
        "2024",
        "a",
        "annual report ",
        " ",
        "",
        "（一）",
        "“引”",
        "……",
        "——",
        "、",
        "一、",
        "1.",
        "{{三公.原因.合计}}",
        "www.example.cn/a-b_c",
        "\u3000",
        "\u00A0",
        "\u200B",
        "\u2F08\u4EBA",
        "\u4EBA",
        "e\u0301",
        "fi ffi",
        "12,345.60",
        "-5%",
        "本部门按照有关规定编制预算，年末结转和结余按用途分别列示，并在下一年度继续使用；",
        "&lt;&amp;",
        "{{#单位.是部门}}部门{{/单位.是部门}}",
        "{{上年.总计}}",
        "\t",
        "\n",
        "end ",
        " start",
        "electroencephalographically-unbreakable-antidisestablishmentarianism"};
    for (unsigned n = 1 + below(3); n; n--)
        buf_puts(&writer.out, PICK(words));
    if (one_in(60))
        for (unsigned n = 40 + below(300); n; n--)
            buf_puts(&writer.out, "资产负债");
}

static const struct values {
    const char *name;
    const char *words[6];
} attributes[] = {
    {"page", {"new", "show"}},
    {"orientation", {"portrait", "landscape", "fit"}},
    {"unlisted", {"yes"}},
    {"keep", {"next"}},
    {"width", {"30mm", "5mm", "80pt", "150mm"}},
    {"align", {"left", "center", "right", "justify"}},
    {"scope", {"col", "row"}},
    {"form", {"chinese"}},
    {"kind", {"bar", "pie"}},
    {"height", {"70mm", "10pt", "200pt", "300mm"}},
    {"compare", {"no"}},
    {"margins", {"table"}},
    {"level", {"1", "2", "3", "total"}},
    {"size", {"9pt", "1pt", "40pt"}},
    {"rows", {"equal"}},
    {"contents", {"附件", "\u3000", "见 后 文", "Appendix"}},
    {"place", {"foot"}},
    {"repeat", {"yes"}},
};

static bool takes(const struct element_rule *rule, const char *name, const char *word)
{
    struct doc_node node = {.element = rule->element};
    const struct attribute_rule *attribute = attribute_find(rule, name);
    return attribute && attribute->set && attribute->set(&node, slice_of(word));
}

static void put_attributes(const struct element_rule *rule)
{
    static const char *const classes[] = {"正文", "注", "标题1", "表题", "奇", "图", "目录1"};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const struct values *values = &attributes[i];
        unsigned count = 0;
        while (count < 6 && values->words[count])
            count++;
        const char *word = values->words[below(count)];
        if (one_in(4) && takes(rule, values->name, word))
            buf_printf(&writer.out, " %s=\"%s\"", values->name, word);
    }
    if (one_in(2) && takes(rule, "id", "x"))
        buf_printf(&writer.out, " id=\"n%u\"", writer.names++);
    if (one_in(2) && takes(rule, "link", "x"))
        buf_printf(&writer.out, " link=\"n%u\"", below(LINKS));
    if (one_in(5) && rule->element != ELEMENT_COLUMN)
        buf_printf(&writer.out, " class=\"%s\"", PICK(classes));
}

static void put_element(const struct element_rule *rule, int depth);

static void open_element(const struct element_rule *rule)
{
    buf_printf(&writer.out, "<%s", rule->name);
    put_attributes(rule);
    buf_puts(&writer.out, ">");
    writer.nodes++;
}

static void close_element(const struct element_rule *rule)
{
    buf_printf(&writer.out, "</%s>\n", rule->name);
}

/* ---- tables: every row fills the same columns ---- */

static void put_children(const struct element_rule *rule, int depth);

static void put_row(bool head, unsigned columns, unsigned *left, unsigned rows, int depth)
{
    open_element(rule_find("tr"));
    for (unsigned at = 0; at < columns; at++) {
        if (left[at]) {
            left[at]--;
            continue;
        }
        unsigned wide = 1;
        while (at + wide < columns && !left[at + wide] && one_in(5))
            wide++;
        unsigned high = rows > 1 && one_in(6) ? 1 + below(rows) : 1;
        const struct element_rule *cell = rule_find(head || one_in(4) ? "th" : "td");
        buf_printf(&writer.out, "<%s colspan=\"%u\" rowspan=\"%u\"", cell->name, wide, high);
        put_attributes(cell);
        buf_puts(&writer.out, ">");
        put_children(cell, depth + 1);
        close_element(cell);
        for (unsigned i = 0; i < wide; i++)
            left[at + i] = high - 1;
        at += wide - 1;
    }
    close_element(rule_find("tr"));
}

static void put_rows(const char *name, unsigned columns, int depth)
{
    unsigned left[COLUMNS] = {0}, rows = 1 + below(one_in(12) ? 80 : ROWS);
    buf_printf(&writer.out, "<%s>", name);
    for (; rows; rows--)
        put_row(strcmp(name, "thead") == 0, columns, left, rows, depth);
    buf_printf(&writer.out, "</%s>\n", name);
}

static void put_table(const struct element_rule *rule, int depth)
{
    unsigned columns = 1 + below(COLUMNS);
    open_element(rule);
    if (one_in(2))
        put_element(rule_find("caption"), depth + 1);
    for (unsigned i = one_in(2) ? 0 : columns; i < columns; i++)
        put_element(rule_find("col"), depth + 1);
    if (one_in(2))
        put_rows("thead", columns, depth);
    for (unsigned n = 1 + below(2); n; n--)
        put_rows("tbody", columns, depth);
    close_element(rule);
}

static void put_chart(const struct element_rule *rule, int depth)
{
    open_element(rule);
    if (one_in(2))
        put_element(rule_find("caption"), depth + 1);
    for (unsigned n = 1 + below(5); n; n--)
        buf_printf(&writer.out, "<item label=\"标签%u\" value=\"{{收入.合计}}万元\"/>", n);
    close_element(rule);
}

/* ---- all else ---- */

static void put_slots(const struct element_rule *rule, int depth)
{
    static const char *const parts[] = {"left", "center", "right"};
    open_element(rule);
    for (int i = 0; i < 3; i++)
        if (one_in(2))
            put_element(rule_find(parts[i]), depth + 1);
    close_element(rule);
}

/* Blocks, or text with what stands in it; not both in one element. */
static void put_children(const struct element_rule *rule, int depth)
{
    element_set set = rule->children;
    bool inline_only = set & RULE_INLINE && (!(set & ~RULE_INLINE) || one_in(2));
    set = inline_only ? set & RULE_INLINE : set & ~RULE_INLINE;
    for (unsigned n = below(depth < 2 ? 9 : 4) + (depth == 0); n && writer.nodes < NODES; n--) {
        const struct element_rule *child;
        do
            child = rule_at(below(RULE_MAX));
        while (!child);
        if (set & element_bit(child->element) && depth < DEPTH)
            put_element(child, depth + 1);
        else if (inline_only)
            put_text();
    }
}

static void put_heading(const struct element_rule *rule, int depth)
{
    int level = rule->name[1] - '0';
    if (level > writer.level + 1)
        rule = rule_find((char[]){'h', (char)('0' + (level = writer.level + 1)), '\0'});
    writer.level = level;
    open_element(rule);
    put_children(rule, depth);
    close_element(rule);
}

static void put_element(const struct element_rule *rule, int depth)
{
    enum element element = rule->element;
    bool empty = !rule->children;
    if (element == ELEMENT_CONTENTS && writer.contents)
        return;
    writer.contents |= element == ELEMENT_CONTENTS;
    if (element == ELEMENT_TABLE)
        put_table(rule, depth);
    else if (element == ELEMENT_CHART)
        put_chart(rule, depth);
    else if (element == ELEMENT_SLOTS)
        put_slots(rule, depth);
    else if (element == ELEMENT_HEADING)
        put_heading(rule, depth);
    else {
        open_element(rule);
        if (!empty)
            put_children(rule, depth);
        close_element(rule);
    }
}

static void put_settings(struct buf *out)
{
    static const char *const bases[] = {"national-2022", "shanxi-2024", "sichuan-2020"};
    static const char *const sizes[] = {"5\n行距 = 8", "9\n行距 = 12", "16\n行距 = 28",
                                        "30\n行距 = 42"};
    static const char *const aligns[] = {"两端", "左", "中", "右"};
    static const char *const indents[] = {"0", "2", "-1", "6"};
    buf_printf(out, "扩展 = %s\n", PICK(bases));
    for (unsigned n = below(4); n; n--) {
        static const char *const styles[] = {"正文", "标题1", "单元格", "列表项", "表头行", "图"};
        buf_printf(out, "[样式.%s]\n字号 = %s\n对齐 = %s\n首行缩进 = %s\n", styles[n], PICK(sizes),
                   PICK(aligns), PICK(indents));
    }
    buf_printf(out, "[样式.奇]\n基于 = 正文\n字号 = %s\n左缩进 = %s\n[页面]\n首页在右 = %s\n",
               PICK(sizes), one_in(2) ? "30mm" : "-4mm", one_in(2) ? "是" : "否");
}

static void make_package(uint64_t seed)
{
    struct buf settings = {0};
    char command[128];
    chance = seed * 0x9E3779B97F4A7C15u + 1;
    writer.nodes = writer.names = 0;
    writer.level = 0;
    writer.contents = false;
    buf_clear(&writer.out);
    snprintf(command, sizeof command, "mkdir -p %s/p%llu", folder, (unsigned long long)seed);
    assert_int_equal(system(command), 0);
    put_settings(&settings);
    snprintf(command, sizeof command, "p%llu/template.ini", (unsigned long long)seed);
    write_text(at(command), buf_slice(&settings));
    buf_free(&settings);
    put_element(rule_find("document"), 0);
    while (writer.out.p[writer.out.n - 1] != '<')
        writer.out.n--; /* </document> */
    writer.out.n--;
    while (writer.names < LINKS) /* that lead somewhere */
        buf_printf(&writer.out, "<h1 id=\"n%u\">%s</h1>", writer.names++, one_in(3) ? "" : "去处");
    buf_puts(&writer.out, "</document>");
    snprintf(command, sizeof command, "p%llu/document.html", (unsigned long long)seed);
    write_text(at(command), buf_slice(&writer.out));
}

/* ---- what is made of it ---- */

static struct house house;
static unsigned faults; /* of the package at hand */

static void complain(uint64_t seed, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_error("package %llu: %s\n", (unsigned long long)seed, text);
    faults++;
}

/* What is painted stands on the page. */
static void check_edges(uint64_t seed, const struct page *page, uint32_t number)
{
    enum { SLACK = 1000 };
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct paint_op *op = &page->ops[i];
        length foot = op->y + (op->paint == PAINT_GLYPHS ? 0 : op->height);
        if (op->x < -SLACK || op->x + op->width > page->width + SLACK || op->y < -SLACK ||
            foot > page->height + SLACK)
            complain(seed, "page %u: at %d,%d to %d,%d of %d,%d: %.*s", (unsigned)number + 1, op->x,
                     op->y, op->x + op->width, foot, page->width, page->height, (int)op->text.n,
                     op->text.p);
    }
}

/* No text is printed over another: of two runs neither covers the middle of the other's letters. */
static void check_overprint(uint64_t seed, const struct page *page, uint32_t number)
{
    for (uint32_t i = 0; i < page->op_count; i++)
        for (uint32_t k = 0; k < i; k++) {
            const struct paint_op *a = &page->ops[i], *b = &page->ops[k];
            length slack = a->size < b->size ? a->size / 4 : b->size / 4;
            if (a->paint == PAINT_GLYPHS && b->paint == PAINT_GLYPHS &&
                a->x + slack < b->x + b->width && b->x + slack < a->x + a->width &&
                a->y - a->size / 2 - slack < b->y - slack &&
                b->y - b->size / 2 - slack < a->y - slack)
                complain(seed, "page %u: %.*s over %.*s", (unsigned)number + 1, (int)a->text.n,
                         a->text.p, (int)b->text.n, b->text.p);
        }
}

/* The file keeps the rules. */
static void check_file(uint64_t seed, struct slice bytes)
{
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf said = {0};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    if (!archive_verify_here(&said, &diag, source_of(arena, "x.pdf", bytes), NULL)) {
        diag_print(&said, &diag);
        complain(seed, "%s", said.p);
    }
    buf_free(&said);
    arena_free(arena);
}

/* Whether a file was made at all. */
static bool try_package(uint64_t seed, struct arena *arena, struct outputs *outputs)
{
    struct run run;
    struct results made = {0};
    run_init(&run, &house, arena, LANGUAGE_ENGLISH, SOURCE_ROOT "/tests/check/base.ini");
    run.request.template_name = arena_printf(arena, "%s/p%llu", folder, (unsigned long long)seed);
    buf_clear(&outputs->files[0]);
    bool done = run_make(&run, outputs, &made);
    if (getenv("GONGKAI_SHOW") && !done) {
        struct buf said = {0};
        diag_print(&said, &run.diag);
        printf("%llu: %s\n", (unsigned long long)seed, said.p);
        buf_free(&said);
    }
    if (!done)
        return false;
    for (uint32_t i = 0; i < made.pages[FONTS_ALL]->count; i++) {
        check_edges(seed, &made.pages[FONTS_ALL]->page[i], i);
        check_overprint(seed, &made.pages[FONTS_ALL]->page[i], i);
    }
    check_file(seed, buf_slice(&outputs->files[0]));
    return true;
}

static void keep(uint64_t seed, const struct outputs *outputs)
{
    char name[300], file[300];
    snprintf(name, sizeof name, "%s/p%llu", folder, (unsigned long long)seed);
    snprintf(file, sizeof file, "%s/%llu.pdf", folder, (unsigned long long)seed);
    if (getenv("GONGKAI_PACKAGE")) {
        write_text("/tmp/gongkai-package.pdf", buf_slice(&outputs->files[0]));
        assert_int_equal(rename(name, "/tmp/gongkai-package"), 0);
    } else if (seed % 10 == 0 || getenv("GONGKAI_PACKAGES")) {
        write_text(file, buf_slice(&outputs->files[0]));
    }
}

static void expect_no_complaint(struct slice name, struct slice found)
{
    if (found.p)
        fail_msg("%.*s: %.*s", (int)name.n, name.p, (int)found.n, found.p);
}

/* Others find nothing either: in one file of ten, or in all where many are asked for. */
static void check_elsewhere(bool told)
{
    char command[512];
    snprintf(command, sizeof command,
             "command -v qpdf >/dev/null || exit 0; cd %s && for f in *.pdf; do qpdf --check $f "
             ">log 2>&1 || { echo $f; cat log; }; done",
             folder);
    struct buf said = run_command(command, NULL);
    assert_string_equal(said.p, "");
    buf_free(&said);
    size_t seen = preflight_is_installed() ? preflight("*.pdf", expect_no_complaint) : 0;
    if (told)
        printf("%zu of them without a complaint by another's preflight\n", seen);
}

static void random_packages_make_sound_files(void **state)
{
    (void)state;
    const char *many = getenv("GONGKAI_PACKAGES"), *one = getenv("GONGKAI_PACKAGE");
    uint64_t from = one ? strtoull(one, NULL, 10) : 1;
    unsigned wanted = many ? (unsigned)strtoul(many, NULL, 10) : one ? 1 : USUAL;
    unsigned made = 0, unsound = 0, refused = 0;
    struct arena *arena = arena_new();
    struct outputs outputs = {0};
    outputs_add(&outputs, output_named(SLICE("pdf")));
    house_open(&house, SOURCE_ROOT);
    for (uint64_t seed = from; made + (one ? refused : 0) < wanted; seed++) {
        make_package(seed);
        arena_reset(arena);
        faults = 0;
        if (try_package(seed, arena, &outputs)) {
            made++;
            keep(seed, &outputs);
        } else {
            refused++;
        }
        unsound += faults > 0;
        assert_true(refused <= made + 20); /* else there is little that is tried */
    }
    outputs_free(&outputs);
    house_close(&house);
    arena_free(arena);
    buf_free(&writer.out);
    if (many)
        printf("%u packages, %u refused, %u unsound files\n", made, refused, unsound);
    assert_int_equal(unsound, 0);
    if (!one)
        check_elsewhere(many != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_packages_make_sound_files),
    };
    return cmocka_run_group_tests_name("packages", tests, make_folder, remove_folder);
}
