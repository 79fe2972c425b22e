/*
 * Charts: whatever their items, no two texts collide and nothing leaves the box; two charts pinned;
 * the PDF says the figures.
 */
#include "opened.h"
#include "sums.h"

#include <math.h>

#include "device/device.h"
#include "layout/layout.h"
#include "template/chart.h"
#include "template/template.h"

#define PACKAGES SOURCE_ROOT "/tests/chart"

/* ---- One chart ---- */

struct item {
    const char *label, *series; /* series may be NULL */
    int64_t money;
};

struct made {
    struct arena *arena;
    struct diag diag;
    struct pages *pages;
};

/* A list 项 of the items, as the packages in tests/chart expect it. */
static struct facts *facts_of(struct arena *arena, const struct item *items, size_t count)
{
    struct facts *facts = facts_new(arena);
    struct fact *list = fact_add(facts, facts->root, SLICE("项"), FACT_LIST);
    for (size_t i = 0; i < count; i++) {
        const char *key = arena_printf(arena, "%zu", i + 1);
        struct fact *item = fact_add(facts, list, slice_of(key), FACT_GROUP);
        fact_add(facts, item, SLICE("标签"), FACT_TEXT)->text = slice_of(items[i].label);
        struct fact *series = fact_add(facts, item, SLICE("系列"), FACT_NONE);
        if (items[i].series) {
            series->kind = FACT_TEXT;
            series->text = slice_of(items[i].series);
        }
        fact_add(facts, item, SLICE("金额"), FACT_MONEY)->number = items[i].money;
    }
    return facts;
}

/* The pages of a chart in the package ("bar", "pie"). pages is NULL when it was refused. */
static struct made make(const char *package, const struct item *items, size_t count)
{
    struct made made = {.arena = arena_new()};
    diag_init(&made.diag, made.arena, LANGUAGE_ENGLISH);
    const struct template *template =
        template_open(made.arena, &made.diag, SEARCH(PACKAGES), package);
    assert_non_null(template);
    const struct document *document =
        template_run(made.arena, &made.diag, template, facts_of(made.arena, items, count));
    assert_non_null(document);
    made.pages = layout_run(made.arena, &made.diag, document, fonts);
    return made;
}

/* ---- What holds of every chart ---- */

struct box {
    length left, top, right, bottom;
};

/* The place of a text, taken as high as its type. */
static struct box text_box(const struct paint_op *op)
{
    return (struct box){op->x, op->y - op->size * 85 / 100, op->x + op->width,
                        op->y + op->size * 10 / 100};
}

static bool overlap(struct box a, struct box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static bool in_chart(const struct paint_op *op)
{
    const struct doc_node *node = op->node;
    while (node && node->element != ELEMENT_CHART && node->element != ELEMENT_CAPTION)
        node = node->parent;
    return node && node->element == ELEMENT_CHART;
}

static void check_inside(const struct page_figure *figure, struct box box)
{
    assert_true(box.left >= figure->x - POINT && box.right <= figure->x + figure->width + POINT);
    assert_true(box.top >= figure->y - POINT && box.bottom <= figure->y + figure->height + POINT);
}

/* Text may lie on no bar, but for what the bar's outline takes. */
static bool is_bar(const struct paint_op *op, const char *package)
{
    return op->paint == PAINT_PATH && op->filled && op->height > 2 * POINT &&
           strcmp(package, "bar") == 0;
}

/* A line from a label to its slice is no longer than two lines of type are high. */
static void check_leader(const struct paint_op *op)
{
    enum { LEADER = POINT * 2 / 5, MOST = 2 * 12 * POINT };
    if (op->paint != PAINT_PATH || op->filled || op->thickness != LEADER)
        return;
    assert_int_equal(op->point_count, 2);
    int64_t width = op->width, height = op->height;
    assert_true(width * width + height * height <= (int64_t)MOST * MOST);
}

static void check_page(const struct page *page, const char *package)
{
    assert_int_equal(page->figure_count, 1);
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct paint_op *op = &page->ops[i];
        if (!in_chart(op))
            continue;
        check_leader(op);
        bool text = op->paint == PAINT_GLYPHS;
        struct box box = {op->x, op->y, op->x + op->width, op->y + op->height};
        check_inside(&page->figures[0], text ? text_box(op) : box);
        for (uint32_t k = 0; k < page->op_count; k++) {
            const struct paint_op *other = &page->ops[k];
            struct box at = {other->x, other->y, other->x + other->width, other->y + other->height};
            if (k != i && text && other->paint == PAINT_GLYPHS &&
                overlap(text_box(op), text_box(other)))
                fail_msg("“%.*s” and “%.*s” collide", (int)op->text.n, op->text.p,
                         (int)other->text.n, other->text.p);
            if (text && is_bar(other, package) && overlap(text_box(op), at))
                fail_msg("“%.*s” lies on a bar", (int)op->text.n, op->text.p);
        }
    }
}

/* ---- Random charts ---- */

static uint32_t random_state = 20201;

static uint32_t random_below(uint32_t limit)
{
    random_state = random_state * 1664525 + 1013904223;
    return (random_state >> 8) % limit;
}

static int64_t random_money(void)
{
    int64_t money = 1;
    for (uint32_t digits = random_below(12); digits > 0; digits--)
        money = money * 10 + random_below(10);
    return random_below(6) ? money : 0;
}

/* What the charts come to is appended to out, when that is not NULL. */
static void random_charts(struct buf *out, const char *package, uint32_t most, uint32_t series,
                          int runs)
{
    static const char *const labels[] = {"基本支出",
                                         "机关事业单位基本养老保险缴费支出",
                                         "其他",
                                         "住房公积金",
                                         "公务用车购置及运行维护费",
                                         "行政运行",
                                         "一般行政管理事务",
                                         "执法办案",
                                         "因公出国（境）费",
                                         "特别业务",
                                         "退休费",
                                         "公务接待费"};
    static const char *const years[] = {"2018年", "2019年", "2020年"};
    for (int run = 0; run < runs; run++) {
        struct item items[36];
        size_t count = 0, groups = 1 + random_below(most);
        uint32_t kinds = 1 + random_below(series);
        for (size_t i = 0; i < groups; i++)
            for (uint32_t k = 0; k < kinds; k++)
                items[count++] =
                    (struct item){labels[i], kinds > 1 ? years[k] : NULL, random_money()};
        struct made made = make(package, items, count);
        assert_non_null(made.pages);
        check_page(&made.pages->page[0], package);
        if (out) {
            buf_printf(out, "%s of %zu", package, count);
            put_sums(out, made.pages, &made.diag);
        }
        arena_free(made.arena);
    }
}

static void labels_of_bars_do_not_collide(void **state)
{
    (void)state;
    random_charts(NULL, "bar", 7, 1, 150);
    random_charts(NULL, "bar", 2, 3, 150);
    random_charts(NULL, "bar", 12, 3, 100);
}

static void labels_of_pies_do_not_collide(void **state)
{
    (void)state;
    random_charts(NULL, "pie", 12, 1, 300);
}

/* However many items there are: small type, said so, rather than no document. */
static void many_items_are_set_small(void **state)
{
    (void)state;
    struct item items[60];
    char labels[60][48];
    for (size_t i = 0; i < 60; i++) {
        snprintf(labels[i], sizeof labels[i], "某某专项业务经费项目%zu", i);
        items[i] = (struct item){labels[i], NULL, 10000 * (int64_t)(i + 1)};
    }
    static const char *const packages[] = {"bar", "pie"};
    for (size_t i = 0; i < 2; i++) {
        struct made made = make(packages[i], items, 60);
        assert_non_null(made.pages);
        check_page(&made.pages->page[0], packages[i]);
        assert_int_equal(made.diag.count[LEVEL_WARNING], 1);
        assert_string_equal(message_name(made.diag.first->message), "chart-small");
        arena_free(made.arena);
    }
}

static const struct paint_op *find_text(const struct page *page, const char *text)
{
    for (uint32_t i = 0; i < page->op_count; i++)
        if (page->ops[i].paint == PAINT_GLYPHS && slice_is(page->ops[i].text, text))
            return &page->ops[i];
    return NULL;
}

static uint32_t count_filled(const struct page *page)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->op_count; i++)
        count += page->ops[i].paint == PAINT_PATH && page->ops[i].filled;
    return count;
}

/* What is 0 is no shape: a figure on the axis, or a name below the pie; a chart of nothing is
 * words. */
static void nothing_is_drawn_of_what_is_zero(void **state)
{
    (void)state;
    static const struct item zeros[] = {{"甲费", NULL, 0}, {"乙费", NULL, 0}},
                             years[] = {{"总计", "2023年", 0}, {"总计", "2024年", 0}},
                             some[] = {
                                 {"甲费", NULL, 0}, {"乙费", NULL, 5000000}, {"丙费", NULL, 0}};
    struct made made = make("pie", zeros, 2);
    assert_int_equal(count_filled(&made.pages->page[0]), 0);
    assert_non_null(find_text(&made.pages->page[0], "甲费、乙费均为零"));
    arena_free(made.arena);
    made = make("bar", years, 2);
    assert_non_null(find_text(&made.pages->page[0], "各项均为零"));
    arena_free(made.arena);
    made = make("pie", zeros, 1);
    assert_non_null(find_text(&made.pages->page[0], "各项均为零"));
    arena_free(made.arena);
    made = make("pie", some, 3);
    assert_int_equal(count_filled(&made.pages->page[0]), 1);
    assert_non_null(find_text(&made.pages->page[0], "为零的项目：甲费、丙费"));
    assert_null(find_text(&made.pages->page[0], "0.00"));
    arena_free(made.arena);
    made = make("bar", some, 3);
    const struct page *page = &made.pages->page[0];
    assert_int_equal(count_filled(page), 1);
    const struct paint_op *figure = find_text(page, "0.00"), *name = find_text(page, "甲费");
    assert_true(name->y - figure->y < 40 * POINT);
    arena_free(made.arena);
}

/* Clockwise from the top, the largest first and dark. */
static void the_largest_slice_comes_first(void **state)
{
    (void)state;
    static const struct item items[] = {
        {"小", NULL, 1000000}, {"大", NULL, 7000000}, {"中", NULL, 2000000}};
    struct made made = make("pie", items, 3);
    const struct page *page = &made.pages->page[0];
    const struct paint_op *slice = page->ops;
    while (slice->paint != PAINT_PATH || !slice->filled)
        slice++;
    assert_int_equal(slice->fill, 0x3F6C99);
    assert_int_equal(slice->points[0].x, slice->points[1].x); /* from the centre straight up */
    assert_true(slice->points[1].y < slice->points[0].y);
    assert_true(slice->points[2].x > slice->points[1].x);
    assert_non_null(find_text(page, "单位：万元"));
    arena_free(made.arena);
}

/* Bars of what is negative go down from the axis; a pie of such items becomes bars. */
static void negative_items_are_drawn(void **state)
{
    (void)state;
    static const struct item items[] = {{"甲", NULL, 3000000}, {"乙", NULL, -2000000}};
    struct made made = make("bar", items, 2);
    const struct page *page = &made.pages->page[0];
    assert_int_equal(count_filled(page), 2);
    assert_true(find_text(page, "-2.00")->y > find_text(page, "3.00")->y + 30 * POINT);
    check_page(page, "bar");
    arena_free(made.arena);
    made = make("pie", items, 2);
    page = &made.pages->page[0];
    assert_int_equal(count_filled(page), 2);
    assert_true(find_text(page, "-2.00")->x < find_text(page, "3.00")->x);
    check_page(page, "bar");
    arena_free(made.arena);
}

/* ---- Two charts pinned ---- */

static const struct item years[] = {{"收入总计", "2019年", 8980730000},
                                    {"收入总计", "2020年", 10500700000},
                                    {"支出总计", "2019年", 8980730000},
                                    {"支出总计", "2020年", 0}};
static const struct item kinds[] = {{"公安", NULL, 9395270000},
                                    {"社保", NULL, 444090000},
                                    {"卫生", NULL, 0},
                                    {"住房", NULL, 429060000}};

static void goldens(void **state)
{
    (void)state;
    need_fangsong();
    struct made bar = make("bar", years, 4), pie = make("pie", kinds, 4);
    struct buf dump = {0};
    pages_dump(&dump, bar.pages);
    check_golden(PACKAGES "/bar.pages", buf_slice(&dump));
    buf_clear(&dump);
    pages_dump(&dump, pie.pages);
    check_golden(PACKAGES "/pie.pages", buf_slice(&dump));
    buf_free(&dump);
    arena_free(bar.arena);
    arena_free(pie.arena);
}

/* Where everything stands in some of those charts, and what is negative in a few. */
static void many_charts_are_pinned(void **state)
{
    (void)state;
    need_fangsong();
    struct buf out = {0};
    random_state = 20202;
    random_charts(&out, "bar", 7, 1, 25);
    random_charts(&out, "bar", 2, 3, 25);
    random_charts(&out, "bar", 12, 3, 30);
    random_charts(&out, "pie", 12, 1, 40);
    for (int64_t i = 1; i < 12; i++) {
        const struct item items[] = {{"甲费", NULL, 3000000},
                                     {"乙费", NULL, -700000 * i},
                                     {"丙费", NULL, i % 3 ? 0 : 123456789}};
        struct made made = make("bar", items, 3);
        buf_printf(&out, "bar below zero");
        put_sums(&out, made.pages, &made.diag);
        arena_free(made.arena);
    }
    check_golden(PACKAGES "/sums", buf_slice(&out));
    buf_free(&out);
}

static void a_single_item_is_drawn(void **state)
{
    (void)state;
    struct made pie = make("pie", kinds, 1), bar = make("bar", kinds, 1);
    check_page(&pie.pages->page[0], "pie");
    check_page(&bar.pages->page[0], "bar");
    arena_free(pie.arena);
    arena_free(bar.arena);
}

/* An empty frame would say that there is something. */
static void a_chart_without_items_is_left_out(void **state)
{
    (void)state;
    struct made pie = make("pie", kinds, 0), bar = make("bar", kinds, 0);
    for (uint32_t i = 0; i < pie.pages->count; i++)
        assert_int_equal(pie.pages->page[i].figure_count, 0);
    for (uint32_t i = 0; i < bar.pages->count; i++)
        assert_int_equal(bar.pages->page[i].figure_count, 0);
    arena_free(pie.arena);
    arena_free(bar.arena);
}

/* ---- The PDF ---- */

/* UTF-8 as the digits of a PDF text string in UTF-16. */
static void put_utf16(struct buf *out, const char *text)
{
    struct slice rest = slice_of(text);
    buf_puts(out, "feff");
    for (size_t at = 0; at < rest.n;)
        buf_printf(out, "%04x", (unsigned)utf8_next(rest, &at));
}

static void the_pdf_says_the_figures(void **state)
{
    (void)state;
    struct made made = make("pie", kinds, 4);
    struct file_info info = {.producer = "test"};
    struct buf file = {0}, wanted = {0};
    assert_true(pdf_write(&file, &made.diag, made.pages, &info));
    char path[] = "/tmp/gongkai-chart-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, file.p, file.n), file.n);
    close(descriptor);
    char command[128];
    snprintf(command, sizeof command,
             "qpdf --qdf --object-streams=disable %s - | grep -a -B12 -A12 '/Alt'", path);
    struct buf shown = run_command(command, NULL);
    put_utf16(&wanted, "图1：支出结构：公安 9395.27万元，91.50%；社保 444.09万元，4.32%；"
                       "卫生 0.00万元，0.00%；住房 429.06万元，4.18%");
    assert_non_null(strstr(shown.p, wanted.p));
    assert_non_null(strstr(shown.p, "/S /Figure"));
    const struct page *page = &made.pages->page[0];
    const length left = page->figures[0].x, top = page->height - page->figures[0].y;
    double box[4];
    const char *at = strstr(shown.p, "/BBox [");
    assert_int_equal(
        sscanf(at ? at : "", "/BBox [ %lf %lf %lf %lf ]", &box[0], &box[1], &box[2], &box[3]), 4);
    assert_int_equal(lround(box[0] * 1000), left);
    assert_int_equal(lround(box[1] * 1000), top - page->figures[0].height);
    assert_int_equal(lround(box[2] * 1000), left + page->figures[0].width);
    assert_int_equal(lround(box[3] * 1000), top);
    unlink(path);
    buf_free(&shown);
    buf_free(&wanted);
    buf_free(&file);
    arena_free(made.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_of_bars_do_not_collide),
        cmocka_unit_test(labels_of_pies_do_not_collide),
        cmocka_unit_test(many_items_are_set_small),
        cmocka_unit_test(nothing_is_drawn_of_what_is_zero),
        cmocka_unit_test(the_largest_slice_comes_first),
        cmocka_unit_test(negative_items_are_drawn),
        cmocka_unit_test(many_charts_are_pinned),
        cmocka_unit_test(a_single_item_is_drawn),
        cmocka_unit_test(a_chart_without_items_is_left_out),
        cmocka_unit_test(goldens),
        cmocka_unit_test(the_pdf_says_the_figures),
    };
    return cmocka_run_group_tests_name("chart", tests, open_fonts, close_fonts);
}
